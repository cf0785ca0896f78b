// Recomputes a bundle from its journal alone. On purpose it shares no counting code with core: an oracle of its own.

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

#include <nlohmann/json.hpp>
#include <openssl/sha.h>

#include "archive/bundle.hpp"
#include "protocol/codec.hpp"

namespace warsha {
namespace {

using Json = nlohmann::json;

/// Names the file and what is wrong.
struct Wrong : std::runtime_error {
    Wrong(std::string const& file, std::string const& what) : std::runtime_error(file + ": " + what) {}
};

std::string sha256_text(std::string const& bytes) {
    Hash hash;
    SHA256(reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(), hash.value.data());
    return text_of(hash);
}

Json parse(std::string const& file, std::string const& text) {
    auto made = Json::parse(text, nullptr, false);
    if (made.is_discarded()) throw Wrong(file, "is not JSON");
    return made;
}

struct Counted {
    std::uint64_t voters = 0, abstentions = 0;
    std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> items;  ///< points, voters

    void add(Json const& ballot) {
        ++voters;
        abstentions += ballot.at("abstain").get<bool>() ? 1 : 0;
        for (auto const& mark : ballot.at("marks")) {
            auto& [points, marked] = items[mark.at("item").get<std::string>()];
            points += mark.at("points").get<std::uint64_t>();
            ++marked;
        }
    }
};

struct RoundCount {
    Counted all;
    std::map<std::string, Counted> groups;  ///< by the reported label
};
using Counts = std::map<std::pair<std::string, std::uint64_t>, RoundCount>;

class Verifier {
public:
    explicit Verifier(std::string const& bytes) {
        for (auto& file : read_zip(bytes)) {
            if (!files_.emplace(file.name, std::move(file.bytes)).second) throw Wrong(file.name, "is there twice");
        }
    }

    VerifyReport run() {
        manifest();
        journal();
        ballots();
        snapshot();
        texts();
        results();
        reports();
        report_.ok = true;
        return report_;
    }

    VerifyReport failed(std::string const& why) {
        report_.ok = false;
        report_.first_wrong = why;
        return report_;
    }

private:
    std::string const& file(std::string const& name) const {
        auto const found = files_.find(name);
        if (found == files_.end()) throw Wrong(name, "is missing");
        return found->second;
    }

    void manifest() {
        auto const manifest = parse("manifest.json", file("manifest.json"));
        if (manifest.at("format") != 1) throw Wrong("manifest.json", "has a format this program does not know");
        std::set<std::string> listed{"manifest.json"};
        for (auto const& one : manifest.at("files")) {
            auto const name = one.at("name").get<std::string>();
            listed.insert(name);
            if (sha256_text(file(name)) != one.at("sha256") || file(name).size() != one.at("size")) throw Wrong(name, "is not the file of the manifest (SHA-256 or size differ)");
        }
        for (auto const& [name, bytes] : files_)
            if (!listed.contains(name)) throw Wrong(name, "is not in the manifest");
        root_ = manifest.at("root").get<std::string>();
        report_.checked.push_back("Each of " + std::to_string(files_.size() - 1) + " files has the SHA-256 of the manifest.");
    }

    /// The digest of a line: SHA-256(digest before ‖ canonical entry).
    void journal() {
        std::string const& text = file("journal.jsonl");
        std::string before(32, '\0'), last;
        std::size_t line_number = 0;
        for (std::size_t at = 0; at < text.size();) {
            auto const end = text.find('\n', at);
            auto const where = "line " + std::to_string(++line_number);
            if (end == std::string::npos) throw Wrong("journal.jsonl", where + " does not end");
            auto const raw = text.substr(at, end - at);
            auto const line = parse("journal.jsonl", raw);
            auto const entry = line.at("entry");
            Hash digest;
            auto const input = before + entry.dump();
            SHA256(reinterpret_cast<unsigned char const*>(input.data()), input.size(), digest.value.data());
            last = text_of(digest);
            if (line.at("digest") != last || raw != R"({"digest":")" + last + R"(","entry":)" + entry.dump() + "}") throw Wrong("journal.jsonl", where + " does not continue the chain");
            if (entry.at("n") != line_number) throw Wrong("journal.jsonl", where + " has another number");
            before.assign(reinterpret_cast<char const*>(digest.value.data()), 32);
            entries_.push_back(entry);
            at = end + 1;
        }
        if (last != root_) throw Wrong("journal.jsonl", "ends with another digest than the manifest says");
        report_.checked.push_back("The public journal's " + std::to_string(line_number) + " lines form one chain that ends in the manifest's root.");
    }

    void ballots() {
        std::uint64_t total = 0;
        for (auto const& entry : entries_) {
            if (entry.at("kind") == "endorsements")
                for (auto const& one : entry.at("counts")) endorsements_[one.at("proposal").get<std::string>()] = one.at("count").get<std::uint64_t>();
            if (entry.at("kind") != "ballots") continue;
            auto const where = "line " + entry.at("n").dump();
            auto& round = counts_[{entry.at("activity").get<std::string>(), entry.at("round").get<std::uint64_t>()}];
            std::string before;
            for (auto const& ballot : entry.at("ballots")) {
                auto const voter = ballot.at("voter").get<std::string>();
                if (voter <= before) throw Wrong("journal.jsonl", where + ": the ballots are not sorted by pseudonym, or one voted twice");
                before = voter;
                round.all.add(ballot);
                if (ballot.contains("group")) round.groups[ballot.at("group").get<std::string>()].add(ballot);
                ++total;
            }
            if (entry.at("commands").size() < entry.at("ballots").size()) throw Wrong("journal.jsonl", where + ": there are more ballots than commands");
            if (!std::is_sorted(entry.at("commands").begin(), entry.at("commands").end())) throw Wrong("journal.jsonl", where + ": the commands are not sorted");
            for (auto const& [label, count] : round.groups)
                if (count.voters < 5) throw Wrong("journal.jsonl", where + ": the group " + label + " has fewer than five voters and should be merged");
        }
        report_.checked.push_back(std::to_string(total) + " ballots were counted again; no pseudonym votes twice in a round, no shown group has fewer than five voters.");
    }

    static void same(std::string const& where, Json const& shown, std::uint64_t counted) {
        if (shown != counted) throw Wrong("snapshot.json", where + " is " + shown.dump() + ", the journal gives " + std::to_string(counted));
    }

    static void same_items(std::string const& where, Json const& shown, Counted const& counted) {
        std::size_t seen = 0;
        for (auto const& item : shown) {
            auto const found = counted.items.find(item.at("item").get<std::string>());
            bool const has = found != counted.items.end();
            same(where + ", item " + item.at("item").dump(), item.at("points"), has ? found->second.first : 0);
            same(where + ", voters of item " + item.at("item").dump(), item.at("voters"), has ? found->second.second : 0);
            seen += has ? 1 : 0;
        }
        if (seen != counted.items.size()) throw Wrong("snapshot.json", where + ": an item that got marks is not shown");
    }

    void snapshot() {
        snapshot_ = parse("snapshot.json", file("snapshot.json"));
        if (snapshot_.at("root") != root_) throw Wrong("snapshot.json", "was made from another journal (root differs)");
        std::size_t rounds = 0;
        for (auto const& activity : snapshot_.at("view").at("activities")) {
            auto const id = activity.at("plan").at("id").get<std::string>();
            for (auto const& round : activity.at("rounds")) {
                if (!round.contains("result")) continue;
                auto const where = "activity " + id + " round " + round.at("round").dump();
                auto const found = counts_.find({id, round.at("round").get<std::uint64_t>()});
                if (found == counts_.end()) throw Wrong("snapshot.json", where + " has a result and no ballots line in the journal");
                ++rounds;
                auto const& counted = found->second;
                same(where + ": voters", round.at("voters"), counted.all.voters);
                same(where + ": abstentions", round.at("result").at("abstentions"), counted.all.abstentions);
                same_items(where, round.at("result").at("items"), counted.all);
                same_groups(where, round.at("result").at("groups"), counted);
            }
        }
        if (rounds != counts_.size()) throw Wrong("snapshot.json", "a round of the journal has no result");
        for (auto const& proposal : snapshot_.at("view").at("proposals")) {
            auto const found = endorsements_.find(proposal.at("id").get<std::string>());
            same("endorsements of proposal " + proposal.at("id").dump(), proposal.at("endorsements"), found == endorsements_.end() ? 0 : found->second);
        }
        report_.checked.push_back("The results of " + std::to_string(rounds) + " rounds in snapshot.json follow from the ballots.");
    }

    static void same_groups(std::string const& where, Json const& shown, RoundCount const& counted) {
        if (shown.size() != counted.groups.size()) throw Wrong("snapshot.json", where + ": the split shows another number of groups");
        for (auto const& part : shown) {
            std::string label;
            for (auto const& key : part.at("groups")) label += (label.empty() ? "" : "+") + key.get<std::string>();
            auto const found = counted.groups.find(label);
            if (found == counted.groups.end()) throw Wrong("snapshot.json", where + ": nobody voted in group " + label);
            same(where + ", group " + label + ": voters", part.at("voters"), found->second.voters);
            same_items(where + ", group " + label, part.at("items"), found->second);
        }
    }

    void texts() {
        std::string const& journal = file("journal.jsonl");
        for (auto const& text : snapshot_.at("texts")) {
            Bytes16 salt{};
            from_base64url(text.at("salt").get<std::string>(), salt.data(), salt.size());
            auto const hash = sha256_text(std::string(reinterpret_cast<char const*>(salt.data()), salt.size()) + text.at("text").get<std::string>());
            if (text.at("hash") != hash) throw Wrong("snapshot.json", "a published text is not the one of its hash");
            if (journal.find('"' + hash + '"') == std::string::npos) throw Wrong("snapshot.json", "a published text is not in the journal");
        }
        report_.checked.push_back(std::to_string(snapshot_.at("texts").size()) + " published texts are those that were recorded.");
    }

    /// results.csv against the journal's counts: cells of our own making, every one quoted or a number.
    void results() {
        auto const& csv = file("results.csv");
        std::size_t rows = 0;
        for (auto const& cells : read_csv(csv)) {
            if (cells.size() != 14) throw Wrong("results.csv", "row " + std::to_string(rows + 1) + " has " + std::to_string(cells.size()) + " cells");
            if (rows++ == 0) continue;
            auto const where = "row " + std::to_string(rows);
            auto const round = counts_.find({cells[0], std::stoull(cells[4])});
            if (round == counts_.end()) throw Wrong("results.csv", where + " names an unknown round");
            auto const group = round->second.groups.find(cells[7]);
            if (cells[7] != "all" && group == round->second.groups.end()) throw Wrong("results.csv", where + " names a group that did not vote");
            auto const& counted = cells[7] == "all" ? round->second.all : group->second;
            auto const item = counted.items.find(cells[8]);
            auto const [points, voters] = item == counted.items.end() ? std::pair<std::uint64_t, std::uint64_t>{0, 0} : item->second;
            if (cells[5] != std::to_string(counted.voters) || cells[6] != std::to_string(counted.abstentions) || cells[12] != std::to_string(points) || cells[13] != std::to_string(voters))
                throw Wrong("results.csv", where + " differs from the journal");
        }
        report_.checked.push_back("Every number of results.csv follows from the ballots.");
    }

    static std::vector<std::vector<std::string>> read_csv(std::string const& text) {
        std::vector<std::vector<std::string>> rows(1, {""});
        bool quoted = false;
        for (std::size_t i = text.starts_with("\xEF\xBB\xBF") ? 3 : 0; i < text.size(); ++i) {
            char const c = text[i];
            if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') rows.back().back() += text[++i];
            else if (c == '"') quoted = !quoted;
            else if (!quoted && c == ',') rows.back().emplace_back();
            else if (!quoted && c == '\r') continue;
            else if (!quoted && c == '\n') rows.push_back({""});
            else rows.back().back() += c;
        }
        rows.pop_back();
        return rows;
    }

    void reports() {
        for (auto const* name : {"report.ar.html", "report.fr.html", "report.en.html"})
            if (file(name).find(root_) == std::string::npos) throw Wrong(name, "does not name the root of this journal");
        report_.checked.push_back("The three reports name the journal's root.");
    }

    std::map<std::string, std::string> files_;
    std::string root_;
    std::vector<Json> entries_;
    Counts counts_;
    std::map<std::string, std::uint64_t> endorsements_;
    Json snapshot_;
    VerifyReport report_;
};

}  // namespace

VerifyReport verify_bundle(std::string const& zip_bytes) {
    std::optional<Verifier> verifier;
    try {
        verifier.emplace(zip_bytes);
        return verifier->run();
    } catch (Wrong const& wrong) {
        return verifier ? verifier->failed(wrong.what()) : VerifyReport{false, {}, wrong.what()};
    } catch (std::exception const& malformed) {
        auto const why = std::string("the bundle is malformed: ") + malformed.what();
        return verifier ? verifier->failed(why) : VerifyReport{false, {}, why};
    }
}

}  // namespace warsha
