#include "archive/public_journal.hpp"

#include <algorithm>
#include <stdexcept>

#include <nlohmann/json.hpp>
#include <openssl/sha.h>

#include "core/activities/kind.hpp"
#include "core/tally.hpp"
#include "journal/entry.hpp"
#include "protocol/codec_impl.hpp"
#include "protocol/overloaded.hpp"

namespace warsha {

using Json = nlohmann::json;

namespace {

/// An entry read twice: as facts, and as the JSON it is stored in, which has hashes where people's words are
/// (null for ballots and endorsements, most of a journal, of which nothing is copied).
struct Read {
    Entry entry;
    Json stored;
};

bool is_secret(Entry const& entry) { return std::holds_alternative<ByPseudonym>(entry.actor); }

std::vector<Read> read_all(std::vector<Stored> const& entries) {
    std::vector<Read> all;
    std::set<Cid> seen;
    for (auto const& stored : entries)
        if (seen.insert(stored.cid).second) {
            auto entry = open(stored);
            auto bytes = is_secret(entry) ? Json() : Json::parse(stored.bytes);
            all.push_back({std::move(entry), std::move(bytes)});
        }
    auto const closes = [](Event const& event) { return std::holds_alternative<RoomClosed>(event); };
    if (all.empty() || !std::ranges::any_of(all.back().entry.events, closes)) throw std::logic_error("a bundle is made of a closed room");
    return all;
}

Json without(Json event, std::initializer_list<char const*> keys) {
    for (auto const* key : keys) event.erase(key);
    return event;
}

/// What of an event is public. A new fact does not compile until somebody has decided. nullopt: it leaves its place (ballots).
std::optional<Json> publish(RoomState const& room, Event const& event, Json const& stored) {
    auto const whole = [&](auto const&) { return std::optional(stored); };
    return std::visit(Overloaded{
        [&](LinkIssued const&) { return std::optional(without(stored, {"secret_hash", "name"})); },
        [&](ParticipantJoined const&) { return std::optional(without(stored, {"language", "name_check"})); },
        [&](SeatMoveOffered const&) { return std::optional(without(stored, {"code_hash", "expires_at"})); },
        [&](ActionUndone const& e) {
            auto undone = stored;
            undone["target"] = text_of(receipt_of(e.target));
            return std::optional(undone);
        },
        [&](RollExtended const&) {
            auto extended = stored;  // names and slips are nobody's business
            for (auto& line : extended["lines"]) line = without(line, {"name", "slip_hash"});
            return std::optional(extended);
        },
        [&](ParticipantRemoved const& e) {
            auto removed = stored;       // the line of the roll that is free again
            if (auto const& roll = room.participants.at(e.participant).roll) removed["roll"] = text_of(*roll);
            return std::optional(removed);
        },
        [&](CertificateIssued const&) { return std::optional(without(stored, {"code"})); },
        [&](SlipUsed const&) { return std::optional(without(stored, {"participant"})); },
        [](BallotCast const&) { return std::optional<Json>(); },
        [](ProposalEndorsed const&) { return std::optional<Json>(); },
        [&](RoomCreated const& e) { return whole(e); }, [&](LinkRevoked const& e) { return whole(e); }, [&](RoomStarted const& e) { return whole(e); },
        [&](RoomClosed const& e) { return whole(e); }, [&](RoomArchived const& e) { return whole(e); }, [&](EpochRaised const& e) { return whole(e); },
        [&](SeatMoved const& e) { return whole(e); },
        [&](ActivityAdded const& e) { return whole(e); }, [&](ActivityDropped const& e) { return whole(e); },
        [&](AgendaOrdered const& e) { return whole(e); }, [&](StageSet const& e) { return whole(e); }, [&](WallBlanked const& e) { return whole(e); },
        [&](Announced const& e) { return whole(e); }, [&](ActivitySkipped const& e) { return whole(e); }, [&](ActivityOpened const& e) { return whole(e); },
        [&](ActivityClosed const& e) { return whole(e); }, [&](ResultsRevealed const& e) { return whole(e); }, [&](DeadlineSet const& e) { return whole(e); },
        [&](ModerationSet const& e) { return whole(e); }, [&](ProposalSubmitted const& e) { return whole(e); }, [&](ProposalEdited const& e) { return whole(e); },
        [&](ProposalWithdrawn const& e) { return whole(e); }, [&](ProposalModerated const& e) { return whole(e); }, [&](ProposalErased const& e) { return whole(e); },
        [&](QuestionShown const& e) { return whole(e); }, [&](CatchUpStarted const& e) { return whole(e); },
        [&](ClustersSet const& e) { return whole(e); }, [&](FloorAsked const& e) { return whole(e); }, [&](FloorGiven const& e) { return whole(e); }, [&](WordHidden const& e) { return whole(e); },
        [&](QuestionAnswered const& e) { return whole(e); }, [&](RollShortened const& e) { return whole(e); },
        [&](PresenceMarked const& e) { return whole(e); }, [&](OpeningRefused const& e) { return whole(e); }, [&](CastingVoteGiven const& e) { return whole(e); },
        [&](NameErased const& e) { return whole(e); }, [&](WordsErased const& e) { return whole(e); },
    }, event);
}

/// Commands recorded for one vote (activity, round) or for the endorsements of one activity (round 0): where it ended, and its receipts.
struct Poll {
    std::size_t last_command = 0, last_close = 0;  ///< index of the entry; 0, the creation, stands for none
    std::vector<std::string> receipts;
};
using Polls = std::map<std::pair<ActivityId, std::uint32_t>, Poll>;

void note(Polls& polls, RoomState const& room, Event const& event, Cid cid, std::size_t index) {
    auto const command = [&](ActivityId activity, std::uint32_t round) {
        auto& poll = polls[{activity, round}];
        poll.last_command = index;
        poll.receipts.push_back(text_of(receipt_of(cid)));
    };
    if (auto const* const ballot = std::get_if<BallotCast>(&event)) command(ballot->activity, ballot->round);
    if (auto const* const endorsed = std::get_if<ProposalEndorsed>(&event)) command(room.proposals.at(endorsed->proposal).activity, 0);
    if (auto const* const closed = std::get_if<ActivityClosed>(&event)) {
        polls[{closed->activity, closed->round}].last_close = index;
        polls[{closed->activity, 0}].last_close = index;
    }
}

/// The label under which each group's ballots are told: its own, or that of the merged ones. Empty: no group is told.
std::map<Key, std::vector<Key>> reported_groups(RoomState const& room, Activity const& activity, Round const& round) {
    std::map<Key, std::vector<Key>> reported;
    if (room.plan.groups.empty()) return reported;
    for (auto const& part : merge_small_groups(split_by_group(items_of(room, activity, round), round, scale_of(activity))))
        for (auto const& key : part.groups) reported[key] = part.groups;
    return reported;
}

Json told(Mark const& mark) {
    Json made{{"item", text_of(mark.item)}, {"points", mark.points.value}};
    if (mark.axis) made["axis"] = boost::describe::enum_to_string(*mark.axis, "");
    return made;
}

/// Sorted: the order of typing is not told. What facilitators have hidden is not public.
Json told_words(Activity const& activity, Ballot const& ballot) {
    std::vector<std::string> words;
    for (auto const& word : ballot.words)
        if (!activity.hidden_words.contains(word.key)) words.push_back(word.text.text);
    std::ranges::sort(words);
    return words;
}

Json ballots_of(RoomState const& room, Activity const& activity, Round const& round) {
    auto const reported = reported_groups(room, activity, round);
    std::map<std::string, Json> ballots;  // by pseudonym as it is written
    for (auto const& [voter, ballot] : round.ballots) {
        Json one{{"voter", text_of(voter)}, {"marks", Json::array()}, {"abstain", ballot.abstain}};
        auto marks = ballot.marks;
        std::ranges::sort(marks);  // the order of tapping says nothing about the choice, so it is not told
        for (auto const& mark : marks) one["marks"].push_back(told(mark));
        if (std::holds_alternative<MotionConfig>(activity.plan.config)) {
            one["body"] = ballot.group->value;
            if (ballot.weight != 1) one["weight"] = ballot.weight;
            if (ballot.by_scribe) one["by_scribe"] = true;
            if (ballot.roll) one["roll"] = text_of(*ballot.roll);
            ballots.emplace(text_of(voter), std::move(one));
            continue;
        }
        bool const is_words = std::holds_alternative<WordsConfig>(activity.plan.config);
        if (is_words) one["words"] = told_words(activity, ballot);  // told of everybody only: words may give their author away
        else if (auto const label = reported.find(ballot.group.value_or(Key{"none"})); label != reported.end()) {
            one["groups"] = Json::array();
            for (auto const& key : label->second) one["groups"].push_back(key.value);
        }
        ballots.emplace(text_of(voter), std::move(one));
    }
    Json sorted = Json::array();
    for (auto& [voter, one] : ballots) sorted.push_back(std::move(one));
    return sorted;
}

/// One endorser of one proposal. Hashed once more per proposal: who endorsed this one cannot be followed to the next.
std::string endorser(ProposalId proposal, Pseudonym by) {
    std::string const input = std::string(proposal.value.begin(), proposal.value.end()) + std::string(by.value.begin(), by.value.end());
    unsigned char hash[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<unsigned char const*>(input.data()), input.size(), hash);
    return to_base64url(hash, 16);
}

Json endorsements_of(RoomState const& room, ActivityId activity) {
    Json proposals = Json::array();
    for (auto const& [id, proposal] : room.proposals) {
        if (proposal.activity != activity || proposal.endorsed_by.empty()) continue;
        std::set<std::string> by;
        for (auto const& pseudonym : proposal.endorsed_by) by.insert(endorser(id, pseudonym));
        proposals.push_back({{"proposal", text_of(id)}, {"by", by}});
    }
    return proposals;
}

Json count_of(RoomState const& room, ActivityId activity, std::uint32_t round, Poll const& poll) {
    auto receipts = poll.receipts;
    std::ranges::sort(receipts);
    Json event{{"activity", text_of(activity)}, {"receipts", receipts}};
    if (round == 0) {
        event["type"] = "endorsements_counted";
        event["proposals"] = endorsements_of(room, activity);
    } else {
        auto const& steered = room.activities.at(activity);
        event["type"] = "ballots_counted";
        event["round"] = round;
        event["ballots"] = ballots_of(room, steered, *std::ranges::find(steered.rounds, round, &Round::round));
    }
    return event;
}

/// Counts by the index of the entry after which they stand: the poll's last close; for what went on after it (a close
/// that was undone), or was open at the end, just before the room's own close.
std::map<std::size_t, std::vector<Json>> counts_by_place(RoomState const& room, std::vector<Read> const& all) {
    Polls polls;
    for (std::size_t i = 0; i < all.size(); ++i)
        for (auto const& event : all[i].entry.events) note(polls, room, event, all[i].entry.cid, i);
    std::map<std::size_t, std::vector<Json>> places;
    auto const place = [&](ActivityId activity, std::uint32_t round) {
        auto const& poll = polls[{activity, round}];
        bool const is_closed = poll.last_close > poll.last_command && poll.last_close + 1 < all.size();
        places[is_closed ? poll.last_close : all.size() - 2].push_back(count_of(room, activity, round, poll));
    };
    for (auto const& [id, activity] : room.activities) {
        if (takes_ballots(activity.plan)) for (auto const& round : activity.rounds) place(id, round.round);
        else if (polls.contains({id, 0}) && !polls[{id, 0}].receipts.empty()) place(id, 0);
    }
    return places;
}

/// Numbers lines and chains them.
class Writer {
public:
    void add(Json entry) {
        entry["line"] = ++made_.count;
        entry["v"] = 1;
        auto const bytes = entry.dump();
        made_.root = next_digest(made_.root, bytes);
        made_.lines += R"({"digest":")" + text_of(made_.root) + R"(","entry":)" + bytes + "}\n";
    }
    PublicJournal take() { return std::move(made_); }

private:
    PublicJournal made_;
};

void add_entry(Writer& writer, RoomState const& room, Read const& read) {
    if (is_secret(read.entry)) return;
    Json events = Json::array();
    for (std::size_t i = 0; i < read.entry.events.size(); ++i)
        if (auto event = publish(room, read.entry.events[i], read.stored.at("events").at(i))) events.push_back(std::move(*event));
    if (events.empty()) return;
    writer.add({{"actor", read.stored.at("actor")}, {"events", std::move(events)}, {"receipt", text_of(receipt_of(read.entry.cid))}, {"time", read.entry.time}});
}

using Salts = std::map<std::string, Bytes16>;  // by hash, as it stands in the entry

void salt_words(PublicWording& words, Json const& hashes, Salts const& salts) {
    auto const salt = [&](char const* language, std::optional<PublicText>& text) {
        if (text && hashes.contains(language)) text->salt = salts.at(hashes.at(language).get<std::string>());
    };
    salt("ar", words.ar);
    salt("fr", words.fr);
    salt("en", words.en);
}

}  // namespace

Hash receipt_of(Cid cid) {
    Hash hash;
    SHA256(cid.value.data(), cid.value.size(), hash.value.data());
    return hash;
}

PublicJournal public_journal(RoomState const& room, std::vector<Stored> const& entries) {
    auto const all = read_all(entries);
    auto const places = counts_by_place(room, all);
    Writer writer;
    for (std::size_t i = 0; i < all.size(); ++i) {
        add_entry(writer, room, all[i]);
        if (auto const here = places.find(i); here != places.end())
            for (auto const& count : here->second) writer.add({{"events", Json::array({count})}});
    }
    return writer.take();
}

void add_salts(PublicRoom& told, std::vector<Stored> const& entries) {
    Salts salts;
    std::map<std::string, Json> last_words, answers;  // of each proposal: the event that wrote them, the last answer
    for (auto const& stored : entries) {
        if (stored.blobs.empty()) continue;
        for (auto const& blob : stored.blobs) salts[text_of(blob.hash)] = blob.salt;
        auto const entry = Json::parse(stored.bytes);
        for (auto const& event : entry.at("events"))
            if (event.at("type") == "proposal_submitted" || event.at("type") == "proposal_edited") last_words[event.at("proposal")] = event;
            else if (event.at("type") == "question_answered") answers[event.at("question")] = event;
    }
    for (auto& proposal : told.proposals) {
        auto const words = last_words.find(text_of(proposal.id));
        if (words == last_words.end()) continue;  // erased with all words of the room
        salt_words(proposal.title, words->second.at("title"), salts);
        if (proposal.text) salt_words(*proposal.text, words->second.at("text"), salts);
        if (proposal.answer) salt_words(*proposal.answer, answers.at(text_of(proposal.id)).at("answer"), salts);
    }
}

}  // namespace warsha
