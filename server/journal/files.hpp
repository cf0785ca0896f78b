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

/// Overwrites with zeros, flushes, removes. Nothing happens when it is not there.
void destroy_file(std::filesystem::path const& where);
/// The same for a file that others read: it is renamed aside first, so that nobody meets it half destroyed.
void retire_file(std::filesystem::path const& where);

}  // namespace warsha
