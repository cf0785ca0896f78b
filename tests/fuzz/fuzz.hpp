#pragma once
// What is fuzzed. Each target takes any bytes at all and must come back: a crash, a report of a sanitizer and a failed must() are finds.
// The same functions run in two programs: under libFuzzer (./dev fuzz, clang), and in ctest over everything that was ever found (regressions/).

#include <array>
#include <string_view>

namespace warsha::fuzz {

/// Bytes of one HTTP connection, through the real session.
void http_request(std::string_view input);
/// Frames of one WebSocket, through the real session into a real room. The first byte says how they come (websocket.cpp).
void websocket(std::string_view input);
/// One message of a client, or a room's plan.
void command(std::string_view input);
/// A journal: one entry a line; decoded, applied, shown to every audience.
void entries(std::string_view input);
/// A room's saved state, loaded by the room whose journal it fits.
void saved_state(std::string_view input);
/// A bundle; or one file of a right one, put in its place with the hashes made right again (bundle.cpp).
void bundle(std::string_view input);
/// What Redis answers; the first byte says in what pieces.
void redis_reply(std::string_view input);

struct Target {
    char const* name;
    void (*run)(std::string_view input);
};
inline constexpr std::array targets{Target{"http_request", http_request}, Target{"websocket", websocket}, Target{"command", command}, Target{"entries", entries},
                                    Target{"saved_state", saved_state}, Target{"bundle", bundle}, Target{"redis_reply", redis_reply}};

/// Ends the process with `what` where it does not hold: the fuzzer keeps the input.
void must(bool holds, char const* what);

}  // namespace warsha::fuzz
