#pragma once
// The project's own files as text; found from the source folder that tests run in.

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace warsha::architecture {

struct SourceFile {
    std::string path;                    ///< from the source folder, "server/core/apply.cpp"
    std::vector<std::string> lines;
};

/// Every file below `folder` with one of the endings, sorted; what a build or a package manager left is skipped.
std::vector<SourceFile> files_below(std::filesystem::path const& folder, std::vector<std::string> const& endings);

/// What the lines include: "core/state.hpp" or "<vector>".
std::vector<std::string> includes_of(SourceFile const& file);

/// "path:line: the line" for each line that `is_wrong`.
std::vector<std::string> lines_where(std::vector<SourceFile> const& files, std::function<bool(std::string const&)> const& is_wrong);

}  // namespace warsha::architecture
