#include "tests/architecture/source_tree.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <regex>

namespace warsha::architecture {
namespace fs = std::filesystem;
namespace {

SourceFile read(fs::path const& path) {
    SourceFile file{path.generic_string(), {}};
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) file.lines.push_back(line);
    return file;
}

bool is_made(fs::path const& folder) {
    constexpr std::array<std::string_view, 4> made{"node_modules", "dist", "build", ".git"};
    return std::ranges::find(made, folder.filename().string()) != made.end();
}

}  // namespace

std::vector<SourceFile> files_below(fs::path const& folder, std::vector<std::string> const& endings) {
    std::vector<SourceFile> files;
    if (!fs::exists(folder)) return files;
    for (auto at = fs::recursive_directory_iterator(folder); at != fs::recursive_directory_iterator(); ++at) {
        if (at->is_directory() && is_made(at->path())) at.disable_recursion_pending();
        else if (at->is_regular_file() && std::ranges::find(endings, at->path().extension().string()) != endings.end()) files.push_back(read(at->path()));
    }
    std::ranges::sort(files, {}, &SourceFile::path);
    return files;
}

std::vector<std::string> includes_of(SourceFile const& file) {
    static std::regex const include(R"re(^\s*#\s*include\s*(?:"([^"]+)"|(<[^>]+>)).*)re");
    std::vector<std::string> all;
    std::smatch match;
    for (auto const& line : file.lines)
        if (std::regex_match(line, match, include)) all.push_back(match[1].matched ? match[1].str() : match[2].str());
    return all;
}

std::vector<std::string> lines_where(std::vector<SourceFile> const& files, std::function<bool(std::string const&)> const& is_wrong) {
    std::vector<std::string> found;
    for (auto const& file : files)
        for (std::size_t i = 0; i < file.lines.size(); ++i)
            if (is_wrong(file.lines[i])) found.push_back(file.path + ":" + std::to_string(i + 1) + ": " + file.lines[i]);
    return found;
}

}  // namespace warsha::architecture
