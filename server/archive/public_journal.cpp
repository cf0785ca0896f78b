#include "archive/public_journal.hpp"

#include <algorithm>

#include <openssl/sha.h>

#include "core/tally.hpp"
#include "journal/entry.hpp"
#include "protocol/codec_impl.hpp"
#include "protocol/overloaded.hpp"

namespace warsha {
namespace {

using Json = nlohmann::json;
using RoundKey = std::pair<ActivityId, std::uint32_t>;

std::string hashed(Cid cid) {
    Hash hash;
    SHA256(cid.value.data(), cid.value.size(), hash.value.data());
    return text_of(hash);
}

/// What voters sent, apart from everything else.
struct Votes {
    std::map<RoundKey, std::vector<std::string>> ballot_cids;
    std::vector<std::string> endorsement_cids;
    std::map<RoundKey, Offset> closed_at;  ///< offset of the last close
    std::set<Offset> hidden;               ///< entries that do not appear as facts
};

Votes gather(RoomState const& room, std::vector<Stored> const& entries) {
    Votes votes;
    for (auto const& stored : entries) {
        auto const entry = open(stored);
        for (auto const& event : entry.events) {
            std::visit(Overloaded{
                [&](BallotCast const& e) {
                    votes.ballot_cids[{e.activity, e.round}].push_back(hashed(entry.cid));
                    votes.hidden.insert(stored.offset);
                },
                [&](ProposalEndorsed const&) {
                    votes.endorsement_cids.push_back(hashed(entry.cid));
                    votes.hidden.insert(stored.offset);
                },
                [&](ActivityClosed const& e) { votes.closed_at[{e.activity, e.round}] = stored.offset; },
                [&](RoomClosed const&) {
                    for (auto const& [id, activity] : room.activities)
                        for (auto const& round : activity.rounds) votes.closed_at.try_emplace({id, round.round}, stored.offset);
                },
                [](auto const&) {},
            }, event);
        }
    }
    return votes;
}

/// Secrets' hashes help nobody but a guesser.
void drop_secrets(Json& events) {
    for (auto& event : events) {
        event.erase("secret_hash");
        event.erase("code_hash");
    }
}

Json fact(Stored const& stored) {
    auto const whole = Json::parse(stored.bytes);
    Json line{{"kind", "fact"}, {"time", whole.at("time")}, {"actor", whole.at("actor")}, {"cid", whole.at("cid")}, {"events", whole.at("events")}};
    drop_secrets(line["events"]);
    return line;
}

/// Group of each voter as reported: the merged label, or none where no split may be shown.
std::map<Key, std::string> reported_groups(std::vector<Item> const& items, Round const& round) {
    std::map<Key, std::string> label;
    for (auto const& part : merge_small_groups(split_by_group(items, round)))
        for (auto const& key : part.groups) label[key] = joined_groups(part.groups);
    return label;
}

void sort_by(Json& list, char const* key) {
    std::sort(list.begin(), list.end(), [&](Json const& a, Json const& b) { return a.at(key).get_ref<std::string const&>() < b.at(key).get_ref<std::string const&>(); });
}

Json ballots_line(RoomState const& room, Activity const& activity, Round const& round, std::vector<std::string> cids) {
    auto const label = room.plan.groups.empty() ? std::map<Key, std::string>{} : reported_groups(items_of(room, activity, round), round);
    Json ballots = Json::array();
    for (auto const& [voter, ballot] : round.ballots) {
        Json one{{"voter", text_of(voter)}, {"marks", Json::parse(encode_value(ballot.marks))}, {"abstain", ballot.abstain}};
        if (auto const found = label.find(ballot.group.value_or(Key{"none"})); found != label.end()) one["group"] = found->second;
        ballots.push_back(std::move(one));
    }
    // By the text of the pseudonym: the order in which people voted is nowhere.
    sort_by(ballots, "voter");
    std::ranges::sort(cids);
    return {{"kind", "ballots"}, {"activity", text_of(activity.plan.id)}, {"round", round.round}, {"ballots", std::move(ballots)}, {"commands", std::move(cids)}};
}

Json endorsements_line(RoomState const& room, std::vector<std::string> cids) {
    Json counts = Json::array();
    for (auto const& [id, proposal] : room.proposals)
        if (!proposal.endorsed_by.empty()) counts.push_back({{"proposal", text_of(id)}, {"count", proposal.endorsed_by.size()}});
    sort_by(counts, "proposal");
    std::ranges::sort(cids);
    return {{"kind", "endorsements"}, {"counts", std::move(counts)}, {"commands", std::move(cids)}};
}

}  // namespace

std::string joined_groups(std::vector<Key> const& groups) {
    std::string joined;
    for (auto const& key : groups) joined += (joined.empty() ? "" : "+") + key.value;
    return joined;
}

std::vector<Json> public_entries(RoomState const& room, std::vector<Stored> const& entries) {
    auto votes = gather(room, entries);
    std::vector<Json> lines;
    for (auto const& stored : entries) {
        if (!votes.hidden.contains(stored.offset)) lines.push_back(fact(stored));
        for (auto const& [key, offset] : votes.closed_at) {
            if (offset != stored.offset) continue;
            auto const& activity = room.activities.at(key.first);
            auto const round = std::ranges::find(activity.rounds, key.second, &Round::round);
            if (round == activity.rounds.end() || std::holds_alternative<ProposalsConfig>(activity.plan.config)) continue;
            lines.push_back(ballots_line(room, activity, *round, votes.ballot_cids[key]));
        }
    }
    lines.push_back(endorsements_line(room, votes.endorsement_cids));
    for (std::size_t i = 0; i < lines.size(); ++i) lines[i]["n"] = i + 1;
    return lines;
}

PublicJournal chain_public_entries(std::vector<Json> const& entries) {
    PublicJournal made;
    for (auto const& entry : entries) {
        auto const bytes = entry.dump();  // keys sorted, integers only: canonical
        made.root = next_digest(made.root, bytes);
        made.text += R"({"digest":")" + text_of(made.root) + R"(","entry":)" + bytes + "}\n";
    }
    return made;
}

}  // namespace warsha
