// The reader that trusts nothing: every number of a bundle, from its journal alone.

#include "archive/tables/tables.hpp"
#include "archive/verify/checks.hpp"
#include "protocol/codec.hpp"

namespace warsha {
namespace {

std::string const& bytes_of(std::vector<BundleFile> const& files, std::string const& name) {
    for (auto const& file : files)
        if (file.name == name) return file.bytes;
    throw Wrong{name + ": is missing"};
}

void check_all(std::string const& zip_bytes, std::vector<std::string>& checked) {
    auto const files = check_files(zip_bytes);
    auto const manifest = check_manifest(files);
    checked.push_back("manifest.json: " + std::to_string(manifest.files.size()) + " files have the size and the SHA-256 it says");

    auto const counted = recount(bytes_of(files, "journal.jsonl"));
    checked.push_back("journal.jsonl: the digests of " + std::to_string(counted.lines) + " lines follow from each other; the last is " + text_of(counted.root));
    checked.push_back("journal.jsonl: " + std::to_string(counted.ballots_counted) + " ballots in " + std::to_string(counted.rounds.size()) +
                      " rounds keep to the rules; no group of fewer than five voters is told");
    if (manifest.root != counted.root) throw Wrong{"manifest.json line 1: its root is not the digest of the journal's last line"};

    auto const told = check_snapshot(bytes_of(files, "snapshot.json"), counted);
    if (manifest.room != told.id) throw Wrong{"manifest.json line 1: is of another room"};
    checked.push_back("snapshot.json: results, splits, " + std::to_string(counted.seats.size()) + " seats and " + std::to_string(told.proposals.size()) +
                      " published proposals are those of the journal");
    check_table("results.csv", bytes_of(files, "results.csv"), csv(results_table(told)));
    check_table("proposals.csv", bytes_of(files, "proposals.csv"), csv(proposals_table(told)));
    checked.emplace_back("results.csv, proposals.csv: every cell follows");
    for (auto const* const name : {"report.ar.html", "report.fr.html", "report.en.html"}) check_report(name, bytes_of(files, name), told, counted);
    checked.emplace_back("report.ar.html, report.fr.html, report.en.html: every count follows, and the digest is the journal's");
}

}  // namespace

VerifyReport verify_bundle(std::string const& zip_bytes) {
    VerifyReport report;
    try {
        check_all(zip_bytes, report.checked);
        report.ok = true;
    } catch (Wrong const& found) {
        report.first_wrong = found.sentence;
    } catch (std::exception const& error) {
        report.first_wrong = error.what();  // read_zip's sentence; or a library that met what no bundle holds
    }
    return report;
}

}  // namespace warsha
