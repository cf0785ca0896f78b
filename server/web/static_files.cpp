#include "web/static_files.hpp"

#include <array>

#include "protocol/codec.hpp"
#include "room/data_dir.hpp"
#include "room/secrets.hpp"

namespace warsha::web {
namespace {

std::string type_of(std::filesystem::path const& file) {
    static std::map<std::string, std::string> const types{
        {".html", "text/html; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"}, {".css", "text/css; charset=utf-8"},
        {".woff2", "font/woff2"}, {".svg", "image/svg+xml"}, {".png", "image/png"}, {".json", "application/json"}, {".txt", "text/plain; charset=utf-8"},
        {".webmanifest", "application/manifest+json"}, {".ico", "image/x-icon"}};
    auto const found = types.find(file.extension().string());
    return found == types.end() ? "" : found->second;
}

std::shared_ptr<std::string const> bytes_of(std::filesystem::path const& file) {
    auto bytes = read_file(file);
    return bytes ? std::make_shared<std::string const>(std::move(*bytes)) : nullptr;
}

}  // namespace

StaticFiles::StaticFiles(std::filesystem::path const& root) {
    std::error_code missing;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(root, missing)) {
        if (!entry.is_regular_file()) continue;
        auto const type = type_of(entry.path());
        if (type.empty()) continue;
        StaticFile file{.type = type, .etag = {}, .plain = bytes_of(entry.path()), .gzip = bytes_of(entry.path().string() + ".gz"), .brotli = bytes_of(entry.path().string() + ".br")};
        file.etag = '"' + text_of(sha256(*file.plain)).substr(0, 22) + '"';
        auto const path = "/" + std::filesystem::relative(entry.path(), root).generic_string();
        file.is_immutable = path.starts_with("/assets/");
        files_.emplace(path, std::move(file));
    }
}

StaticFile const* StaticFiles::find(std::string const& path) const {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> pages{{{"/j/", "/participant.html"}, {"/f/", "/facilitator.html"}, {"/w/", "/wall.html"}}};
    std::string wanted = path;
    if (path == "/") wanted = "/index.html";
    if (path == "/archive" || path == "/archive/") wanted = "/archive.html";
    if (path == "/certificate" || path == "/certificate/") wanted = "/certificate.html";
    if (path == "/diag") wanted = "/diag.html";
    for (auto const& [prefix, page] : pages)
        if (path.starts_with(prefix) && path.find('/', prefix.size()) == std::string::npos) wanted = page;
    auto const found = files_.find(wanted);
    return found == files_.end() ? nullptr : &found->second;
}

}  // namespace warsha::web
