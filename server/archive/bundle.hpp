#pragma once
// The end of a session: one deterministic zip per closed room; and the reader that checks it.

#include <filesystem>
#include <string>
#include <vector>

#include "core/state.hpp"
#include "journal/journal.hpp"

namespace warsha {

struct BundleFile { std::string name; std::string bytes; };

/// All files of the bundle, manifest.json last, in a fixed order. Pure: the same journal gives the same bytes.
/// `entries` are all entries of the room up to and including room_closed.
std::vector<BundleFile> make_bundle(RoomState const& room, std::vector<Stored> const& entries);

/// Stored, not compressed; fixed times and order.
std::string zip(std::vector<BundleFile> const& files);

/// The files of a zip made by zip(). Bounded: never trusts a size; throws std::runtime_error with a sentence.
std::vector<BundleFile> read_zip(std::string const& bytes);

/// Writes atomically and durably: temporary file, fsync, rename, fsync of the folder. Returns SHA-256 of the bytes.
/// A file that is there with the same bytes stays; with others: throws.
Hash write_bundle(std::filesystem::path const& where, std::string const& bytes);

struct VerifyReport {
    bool ok = false;
    std::vector<std::string> checked;    ///< sentences: what was recomputed
    std::string first_wrong;             ///< names the file, the line and what is wrong; empty when ok
};
/// Recomputes manifest hashes, the public chain, every tally and the small-group merging from journal.jsonl alone,
/// and compares with snapshot.json and results.csv.
VerifyReport verify_bundle(std::string const& zip_bytes);

// Exports of a running room as well. Counts only where `results_visible` to the public or to the facilitator who asks.
struct ExportOptions { bool include_hidden = false; Language language = Language::fr; };
std::string results_csv(RoomState const& room, ExportOptions options);      ///< UTF-8 with BOM, formula-safe
std::string proposals_csv(RoomState const& room, ExportOptions options);
std::string workbook_xlsx(RoomState const& room, ExportOptions options);    ///< right-to-left sheets where language is ar
std::string room_json(RoomState const& room, ExportOptions options);        ///< canonical
std::string report_html(RoomState const& room, Language language);          ///< self-contained, print-ready
/// Unmerged counts per group; only for rooms whose purpose is rehearsal or demo (else throws std::logic_error).
std::string check_json(RoomState const& room);

}  // namespace warsha
