#pragma once
// Small real entries for tests of a store, numbered so that a test can tell them apart.

#include <cstring>

#include "journal/entry.hpp"

namespace warsha::contract {

inline Bytes16 numbered(std::uint64_t number, std::uint8_t kind) {
    Bytes16 bytes{kind};
    std::memcpy(bytes.data() + 8, &number, sizeof number);
    return bytes;
}
inline RoomId room_no(std::uint64_t number) { return {numbered(number, 1)}; }
inline Cid cid_no(std::uint64_t number) { return {numbered(number, 2)}; }
inline ActivityId activity_no(std::uint64_t number) { return {numbered(number, 3)}; }
inline Pseudonym pseudonym_no(std::uint64_t number) { return {numbered(number, 4)}; }
inline ParticipantId participant_no(std::uint64_t number) { return {numbered(number, 5)}; }

inline constexpr UnixMillis noon = 1'700'000'000'000;

inline Draft draft_of(std::uint64_t number, Author by, Event event, Epoch epoch = 1) {
    return seal({.epoch = epoch, .actor = std::move(by), .cid = cid_no(number), .check = number, .events = {std::move(event)}}, RoomKey{});
}
/// Depends on the agenda only, and leaves it as it is.
inline Draft ballot(std::uint64_t number) {
    return draft_of(number, ByPseudonym{pseudonym_no(number)}, BallotCast{.activity = activity_no(1), .voter = pseudonym_no(number), .group = {}, .marks = {}});
}
/// Carries a text in a blob.
inline Draft join(std::uint64_t number, std::string name) {
    return draft_of(number, BySeat{participant_no(number)},
                    ParticipantJoined{.participant = participant_no(number), .group = {}, .name = Sealed{.text = std::move(name), .erased = false}});
}
/// Raises the agenda's version.
inline Draft opening(std::uint64_t number) { return draft_of(number, BySystem{}, ActivityOpened{.activity = activity_no(1), .items = {}, .deadline = {}}); }

}  // namespace warsha::contract
