#include "archive/bundle.hpp"

#include <stdexcept>

#include <nlohmann/json.hpp>
#include <openssl/sha.h>

#include "archive/results.hpp"
#include "archive/snapshot.hpp"
#include "journal/entry.hpp"
#include "protocol/codec_impl.hpp"

namespace warsha {
namespace {

using Json = nlohmann::json;

std::string sha256_text(std::string const& bytes) {
    Hash hash;
    SHA256(reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(), hash.value.data());
    return text_of(hash);
}

/// Words that stand in the public snapshot, with their salts: their hashes in the journal can be checked.
std::vector<PublicText> public_texts(RoomState const& room, std::vector<Stored> const& entries) {
    std::set<std::string> shown;
    auto const add = [&](std::optional<Sealed> const& words) { if (words && !words->erased) shown.insert(words->text); };
    for (auto const& [id, proposal] : room.proposals) {
        if (proposal.phase != ProposalPhase::published) continue;
        for (auto const* words : {&proposal.title.ar, &proposal.title.fr, &proposal.title.en}) add(*words);
        if (proposal.text) for (auto const* words : {&proposal.text->ar, &proposal.text->fr, &proposal.text->en}) add(*words);
    }
    std::map<Hash, PublicText> texts;
    for (auto const& stored : entries)
        for (auto const& blob : stored.blobs)
            if (shown.contains(blob.text)) texts.try_emplace(blob.hash, PublicText{blob.hash, blob.salt, blob.text});
    std::vector<PublicText> all;
    for (auto const& [hash, text] : texts) all.push_back(text);
    return all;
}

/// How many seats each group had; small groups are not hidden here, for joining is not voting.
std::vector<GroupCount> seats_of(RoomState const& room) { return project_room(room, Audience::facilitators, "").desk->seats; }

Json manifest_of(std::vector<BundleFile> const& files, Hash root) {
    Json listed = Json::array();
    for (auto const& file : files) listed.push_back({{"name", file.name}, {"sha256", sha256_text(file.bytes)}, {"size", file.bytes.size()}});
    return {{"format", bundle_format}, {"root", text_of(root)}, {"files", std::move(listed)}};
}

Snapshot snapshot_of(RoomState const& room, Hash root, std::vector<PublicText> texts) {
    return {.format = bundle_format, .root = root, .created_at = room.created_at, .closed_at = room.closed_at, .seats = seats_of(room),
            .view = project_room(room, Audience::participants, ""), .texts = std::move(texts)};
}

}  // namespace

std::vector<BundleFile> make_bundle(RoomState const& room, std::vector<Stored> const& entries) {
    auto const journal = chain_public_entries(public_entries(room, entries));
    ExportOptions const as_public{.include_hidden = false};
    std::vector<BundleFile> files{
        {"snapshot.json", encode_value(snapshot_of(room, journal.root, public_texts(room, entries)))},
        {"journal.jsonl", journal.text},
        {"results.csv", results_csv(room, as_public)},
        {"proposals.csv", proposals_csv(room, as_public)},
        {"report.ar.html", report_page(room, Language::ar, journal.root)},
        {"report.fr.html", report_page(room, Language::fr, journal.root)},
        {"report.en.html", report_page(room, Language::en, journal.root)}};
    files.push_back({"manifest.json", manifest_of(files, journal.root).dump()});
    return files;
}

std::string room_json(RoomState const& room, ExportOptions options) {
    return encode_value(project_room(room, options.include_hidden ? Audience::facilitators : Audience::participants, ""));
}

std::string report_html(RoomState const& room, Language language) { return report_page(room, language, std::nullopt); }

std::string check_json(RoomState const& room) {
    if (room.plan.purpose == RoomPurpose::live) throw std::logic_error("a live room has no check export");
    Json activities = Json::array();
    for (auto const& id : room.agenda) {
        auto const& activity = *room.find(id);
        Json rounds = Json::array();
        for (auto const& round : activity.rounds) {
            auto const items = items_of(room, activity, round);
            rounds.push_back({{"round", round.round}, {"voters", round.ballots.size()}, {"result", Json::parse(encode_value(tally(items, round)))},
                              {"groups", Json::parse(encode_value(split_by_group(items, round)))}});
        }
        activities.push_back({{"activity", text_of(id)}, {"rounds", std::move(rounds)}});
    }
    return Json{{"activities", std::move(activities)}}.dump();
}

}  // namespace warsha
