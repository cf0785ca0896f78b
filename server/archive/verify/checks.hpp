#pragma once
// The parts of verify_bundle, in the order in which they run. Each throws Wrong.

#include "archive/bundle.hpp"
#include "archive/manifest.hpp"
#include "archive/public_room.hpp"
#include "archive/verify/recount.hpp"

namespace warsha {

/// The container is whole, the files are those a bundle has, and each is as long and hashes as the manifest says.
std::vector<BundleFile> check_files(std::string const& zip_bytes);
Manifest check_manifest(std::vector<BundleFile> const& files);

/// snapshot.json tells what the journal gives: room, seats, every round's result and split, proposals and the hashes of their words.
PublicRoom check_snapshot(std::string const& snapshot, Recount const& counted);

/// The tables say what the snapshot says; the first cell that differs is named.
void check_table(std::string const& name, std::string const& found, std::string const& expected);
/// Every count in a report is one of the recount, and none is missing.
void check_report(std::string const& name, std::string const& html, PublicRoom const& told, Recount const& counted);

}  // namespace warsha
