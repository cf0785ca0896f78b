#pragma once
// What Autobahn|Testsuite's groups check, as data: what a client sends, and what a server of this protocol does.

#include <string>
#include <vector>

#include "raw_websocket.hpp"

namespace warsha::conformance {

using web::client_frame;
using web::Opcode;

/// In `sent`: waits for one more event before it goes on.
inline std::string const wait("\0wait", 5);

struct Case {
    std::string id;
    std::vector<std::string> sent;       ///< each with a write of its own, after hello and view
    /// Events in order: M a pong message, R a receipt, X:code a rejection, P:payload a pong frame, Cnnnn the close. Where it ends with C1000 and nothing in
    /// `sent` closes, the client closes once everything before came.
    std::string expected;
    std::string changed = "";            ///< why this differs from an echo server's reaction; empty: it does not
    std::string extensions = "";         ///< offered in the handshake; none may be chosen
    int round_trips = 0;                 ///< > 0: `sent` that many times, each after the answer to the one before
};

struct Group {
    std::string name;
    std::size_t count;                   ///< as the suite has them
    std::vector<Case> cases;
};
/// 517 cases in the suite's order.
std::vector<Group> all_groups();
std::vector<Case> utf8_cases();          ///< 6.5 to 6.23

/// A message of ours of exactly so many bytes: a ping with white space.
std::string message(std::size_t bytes);
/// A command that carries words: a join under this name, with a cid of its own.
std::string with_words(std::string const& words);
std::string text(std::string_view payload);
std::vector<std::string> sent_in_octets(std::string const& bytes);
std::vector<std::string> chopped(std::string const& bytes, std::size_t size);
/// One message in fragments of `size` bytes.
std::vector<std::string> fragmented(Opcode kind, std::string const& payload, std::size_t size);

}  // namespace warsha::conformance
