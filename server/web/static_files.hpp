#pragma once
// The built web client, read once at start: no path of a request ever reaches the file system.

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace warsha::web {

struct StaticFile {
    std::string type;
    std::string etag;
    bool is_immutable = false;           ///< its name holds a hash of its content
    std::shared_ptr<std::string const> plain, gzip, brotli;  ///< the last two may be absent
};

class StaticFiles {
public:
    /// An absent folder gives no files.
    explicit StaticFiles(std::filesystem::path const& root);
    /// By the path of a request: "/j/482913" gives participant.html.
    [[nodiscard]] StaticFile const* find(std::string const& path) const;
    [[nodiscard]] bool empty() const { return files_.empty(); }

private:
    std::map<std::string, StaticFile> files_;
};

}  // namespace warsha::web
