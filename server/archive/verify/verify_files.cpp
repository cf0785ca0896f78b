#include <algorithm>
#include <array>

#include "archive/report/html.hpp"
#include "archive/report/report.hpp"
#include "archive/tables/tables.hpp"
#include "archive/verify/checks.hpp"
#include "protocol/codec_impl.hpp"

namespace warsha {
namespace {

constexpr std::array<std::string_view, 8> file_names{"journal.jsonl", "snapshot.json", "results.csv", "proposals.csv", "report.ar.html", "report.fr.html", "report.en.html", "manifest.json"};

/// Count cells of an HTML page: mark → number, as written.
std::map<std::string, std::string> cells_of(std::string const& name, std::string const& html) {
    static constexpr std::string_view open = "data-of=\"";
    std::map<std::string, std::string> cells;
    for (auto at = html.find(open); at != std::string::npos; at = html.find(open, at)) {
        at += open.size();
        auto const mark_end = html.find("\">", at);
        auto const cell_end = html.find('<', mark_end);
        if (mark_end == std::string::npos || cell_end == std::string::npos) throw Wrong{name + ": a count is not well formed"};
        auto const mark = html.substr(at, mark_end - at);
        if (!cells.emplace(mark, html.substr(mark_end + 2, cell_end - mark_end - 2)).second) throw Wrong{name + ": the count of " + mark + " stands twice"};
    }
    return cells;
}

using Cells = std::map<std::string, std::string>;

void add_motion(Cells& cells, std::string const& prefix, MotionResult const& result) {
    auto const add = [&](BodyResult const& body) {
        cells[prefix + body.body.value + " in_favour"] = std::to_string(body.in_favour);
        cells[prefix + body.body.value + " against"] = std::to_string(body.against);
        cells[prefix + body.body.value + " abstain"] = std::to_string(body.abstain);
    };
    for (auto const& body : result.bodies) add(body);
    add(result.all);
}

void add_statements(Cells& cells, std::string const& prefix, CountedPart const& part) {
    static constexpr std::array stances{"agree", "disagree", "pass"};
    for (auto const& item : part.items)
        for (std::size_t i = 0; i < stances.size(); ++i) cells[prefix + " " + item.item + " " + stances[i]] = std::to_string(item.spread.at(i));
}

std::string joined(std::vector<std::string> const& label) {
    std::string keys;
    for (auto const& key : label) keys += (keys.empty() ? "" : "+") + key;
    return keys;
}

Cells expected_cells(PublicRoom const& told, Recount const& counted) {
    Cells cells;
    for (auto const& activity : told.activities)
        for (auto const& told_round : activity.rounds) {
            auto const found = counted.rounds.find({text_of(activity.plan.id), told_round.round});
            if (found == counted.rounds.end()) continue;
            auto const prefix = found->first.first + " " + std::to_string(told_round.round) + " ";
            if (std::holds_alternative<MotionConfig>(activity.plan.config)) {
                add_motion(cells, prefix, counted.motions.judged(found->first, counted.plans.at(found->first.first).at("config")));
                continue;
            }
            if (found->second.all.voters == 0) continue;
            if (std::holds_alternative<StatementsConfig>(activity.plan.config)) {
                add_statements(cells, prefix + "(all)", found->second.all);
                for (auto const& [label, part] : found->second.groups) add_statements(cells, prefix + joined(label), part);
                continue;
            }
            if (std::holds_alternative<FormConfig>(activity.plan.config)) {
                for (auto const& item : found->second.all.items)
                    for (std::size_t i = 0; i < item.spread.size(); ++i)
                        cells[prefix + "(all) " + item.item + " answer " + std::to_string(i + 1)] = std::to_string(item.spread[i]);
                continue;
            }
            bool const is_choice = std::holds_alternative<ChoiceConfig>(activity.plan.config);
            for (auto const& item : found->second.all.items) {
                auto const mark = prefix + "(all) " + item.item + (item.axis.empty() ? "" : " " + item.axis);
                cells[mark + " points"] = std::to_string(item.points);
                if (!is_choice) cells[mark + " voters"] = std::to_string(item.voters);
            }
            bool const has_values = std::holds_alternative<RatingConfig>(activity.plan.config) || std::holds_alternative<ImpactConfig>(activity.plan.config);
            if (has_values) continue;    // by group it tells means
            for (auto const& [label, part] : found->second.groups) {
                auto const keys = joined(label);
                for (auto const& item : part.items) cells[prefix + keys + " " + item.item + " points"] = std::to_string(item.points);
            }
        }
    return cells;
}

}  // namespace

std::vector<BundleFile> check_files(std::string const& zip_bytes) {
    auto files = read_zip(zip_bytes);
    for (std::size_t i = 0; i < file_names.size(); ++i)
        if (i >= files.size() || files[i].name != file_names[i]) throw Wrong{std::string(file_names[i]) + ": is missing, or not in its place"};
    if (files.size() != file_names.size()) throw Wrong{files.back().name + ": does not belong to a bundle"};
    return files;
}

Manifest check_manifest(std::vector<BundleFile> const& files) {
    auto const& bytes = files.back().bytes;
    auto manifest = bytes.ends_with('\n') ? decode_value<Manifest>(bytes.substr(0, bytes.size() - 1)) : decode_value<Manifest>("");
    if (!manifest || encode_value(*manifest) + "\n" != bytes) throw Wrong{"manifest.json line 1: is not a manifest in canonical JSON"};
    if (manifest->format != 1) throw Wrong{"manifest.json line 1: has format " + std::to_string(manifest->format) + ", this program knows 1"};
    if (manifest->files.size() + 1 != files.size()) throw Wrong{"manifest.json line 1: does not list the files that are there"};
    for (std::size_t i = 0; i < manifest->files.size(); ++i) {
        auto const& told = manifest->files[i];
        if (told.name != files[i].name) throw Wrong{"manifest.json line 1: lists " + told.name + " where " + files[i].name + " is"};
        if (told.bytes != files[i].bytes.size()) throw Wrong{told.name + ": has " + std::to_string(files[i].bytes.size()) + " bytes, the manifest says " + std::to_string(told.bytes)};
        if (told.sha256 != sha256_hex(files[i].bytes)) throw Wrong{told.name + ": its SHA-256 is not the manifest's"};
    }
    return std::move(*manifest);
}

void check_table(std::string const& name, std::string const& found, std::string const& expected) {
    if (found == expected) return;
    auto const [here, there] = std::ranges::mismatch(found, expected);
    auto const line = 1 + std::count(found.begin(), here, '\n');
    throw Wrong{name + " line " + std::to_string(line) + ": differs from what the journal gives"};
}

void check_report(std::string const& name, std::string const& html, PublicRoom const& told, Recount const& counted) {
    if (html.find("<p class=\"digest\">" + text_of(counted.root) + "</p>") == std::string::npos) throw Wrong{name + ": does not show the digest of the journal's last line"};
    auto const found = cells_of(name, html), expected = expected_cells(told, counted);
    for (auto const& [mark, count] : expected) {
        auto const cell = found.find(mark);
        if (cell == found.end()) throw Wrong{name + ": the count of " + mark + " is missing"};
        if (cell->second != count) throw Wrong{name + ": says " + cell->second + " for " + mark + ", the journal gives " + count};
    }
    if (found.size() != expected.size()) throw Wrong{name + ": has counts that the journal does not give"};
}

}  // namespace warsha
