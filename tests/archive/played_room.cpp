#include "played_room.hpp"

#include <cstring>
#include <stdexcept>

#include <openssl/sha.h>

#include "protocol/codec.hpp"

namespace warsha {

Bytes16 bytes_of(std::string const& word) {
    unsigned char hash[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<unsigned char const*>(word.data()), word.size(), hash);
    Bytes16 bytes{};
    std::memcpy(bytes.data(), hash, bytes.size());
    return bytes;
}

Title title(std::string const& ar, std::string const& fr) {
    Title made;
    if (!ar.empty()) made.ar = {ar};
    if (!fr.empty()) made.fr = {fr};
    return made;
}

Hash slip_hash_of(Bytes16 const& slip) {
    Hash hash;
    SHA256(slip.data(), slip.size(), hash.value.data());
    return hash;
}

PlayedRoom::PlayedRoom(RoomPlan plan) {
    key_.bytes.fill(7);
    record(BySystem{}, named<Cid>("creation"),
           {RoomCreated{named<RoomId>("room"), "482913", std::move(plan)}, LinkIssued{facilitator_, LinkRole::facilitator, {}, Sealed{"Salma", false}}});
}

Pseudonym PlayedRoom::pseudonym(Actor const& actor, Command const& command) const {
    if (auto const* const entered = std::get_if<CastForRoll>(&command)) return named<Pseudonym>("secret" + text_of(entered->activity) + text_of(entered->roll));
    auto const* const seat = std::get_if<SeatActor>(&actor);
    if (!seat) return {};
    ActivityId activity;
    if (auto const* const ballot = std::get_if<CastBallot>(&command)) activity = ballot->activity;
    if (auto const* const endorse = std::get_if<EndorseProposal>(&command)) activity = state_.proposals.at(endorse->proposal).activity;
    auto const* const steered = state_.find(activity);
    auto const& roll = state_.participants.at(seat->participant).roll;
    if (steered && roll && std::holds_alternative<MotionConfig>(steered->plan.config)) return named<Pseudonym>("secret" + text_of(activity) + text_of(*roll));
    return named<Pseudonym>("secret" + text_of(activity) + text_of(seat->participant));
}

void PlayedRoom::act(Actor const& actor, Command const& command, std::string const& cid_word) {
    auto const cid = named<Cid>(cid_word.empty() ? "command " + std::to_string(++made_) : cid_word);
    Asked asked{.actor = actor, .cid = cid, .now = now_, .joining = named<ParticipantId>("seat of " + text_of(cid)), .pseudonym = pseudonym(actor, command), .seat_code_hash = {}, .slip_hash = {}, .certificate_codes = {}};
    for (auto const& [who, seat] : state_.participants) asked.certificate_codes.emplace(who, "certificate of " + text_of(who));
    if (auto const* const slip = std::get_if<UseSlip>(&command)) asked.slip_hash = slip_hash_of(slip->slip);
    auto const events = decide(state_, command, asked);
    if (!events) throw std::runtime_error(std::string(name_of(command)) + " was refused: " + boost::describe::enum_to_string(events.error(), "?"));
    if (events->empty()) return;
    bool const is_secret = std::holds_alternative<CastBallot>(command) || std::holds_alternative<EndorseProposal>(command);
    Author author = BySystem{};
    if (auto const* const seat = std::get_if<SeatActor>(&actor)) author = BySeat{seat->participant};
    if (auto const* const link = std::get_if<LinkActor>(&actor)) author = ByLink{link->link};
    if (is_secret) author = ByPseudonym{asked.pseudonym};
    record(author, cid, *events);
}

void PlayedRoom::join(std::string const& person, std::string const& group, std::string const& name) {
    Join join;
    if (!group.empty()) join.group = Key{group};
    if (!name.empty()) join.name = Text<1, 40>{name};
    auto const cid = "join of " + person;
    act(Visitor{}, join, cid);
    seats_[person] = named<ParticipantId>("seat of " + text_of(named<Cid>(cid)));
}

void PlayedRoom::record(Author actor, Cid cid, Events events) {
    auto const draft = seal({.actor = std::move(actor), .cid = cid, .events = std::move(events)}, key_);
    Stored stored{.offset = entries_.size() + 1, .time = now_, .cid = cid, .bytes = {}, .digest = {}, .blobs = draft.blobs};
    stored.bytes = complete(draft, stored.offset, stored.time);
    stored.digest = next_digest(entries_.empty() ? Hash{} : entries_.back().digest, stored.bytes);
    state_.apply(open(stored));
    entries_.push_back(std::move(stored));
    now_ += 40'000;
}

std::string PlayedRoom::file(std::string const& name) const {
    for (auto& one : bundle())
        if (one.name == name) return std::move(one.bytes);
    throw std::runtime_error("no file " + name);
}

}  // namespace warsha
