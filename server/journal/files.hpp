#pragma once
// Small durable files: keys, bundles, lists. 0600, written beside and renamed, so that a reader sees the old bytes or the new ones.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace warsha {

/// Throws std::filesystem::filesystem_error where the disk says no.
void write_durably(std::filesystem::path const& where, std::string_view bytes);
std::optional<std::string> read_file(std::filesystem::path const& where);

/// Overwrites with zeros, flushes, removes. It is renamed aside first: neither a reader nor, after a power cut, the next start takes
/// zeros for a bundle or a key. Nothing happens when it is not there.
void destroy_file(std::filesystem::path const& where);
/// At a start: what a power cut has left aside in this folder, half written or not yet destroyed.
void destroy_leftovers(std::filesystem::path const& folder);

}  // namespace warsha
