#include "journal/files.hpp"

#include <fstream>
#include <sstream>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace warsha {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void fail(char const* what, fs::path const& where) {
    throw fs::filesystem_error(what, where, std::error_code(errno, std::generic_category()));
}

class File {
public:
    File(fs::path const& where, int flags) : where_(where), fd_(::open(where.c_str(), flags | O_CLOEXEC, 0600)) {
        if (fd_ < 0) fail("cannot open", where);
    }
    ~File() { ::close(fd_); }
    File(File const&) = delete;
    File& operator=(File const&) = delete;

    void write(std::string_view bytes) const {
        while (!bytes.empty()) {
            auto const n = ::write(fd_, bytes.data(), bytes.size());
            if (n < 0) fail("cannot write", where_);
            bytes.remove_prefix(static_cast<std::size_t>(n));
        }
    }
    void sync() const {
        if (::fsync(fd_) != 0) fail("cannot flush", where_);
    }

private:
    fs::path where_;
    int fd_;
};

void sync_folder(fs::path const& folder) { File(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY).sync(); }

/// A power cut would otherwise take a new folder away, and with it what was flushed into it.
void make_folders(fs::path const& folder) {
    if (folder.empty() || fs::is_directory(folder)) return;
    make_folders(folder.parent_path());
    fs::create_directory(folder);
    sync_folder(folder.parent_path());
}

fs::path aside(fs::path const& where) { return where.string() + ".new"; }

void wipe(fs::path const& where) {
    auto const size = fs::file_size(where);
    {
        File const file(where, O_WRONLY);
        file.write(std::string(size, '\0'));
        file.sync();
    }
    fs::remove(where);
    sync_folder(where.parent_path());
}

}  // namespace

void write_durably(fs::path const& where, std::string_view bytes) {
    make_folders(where.parent_path());
    auto const beside = aside(where);
    {
        File const file(beside, O_WRONLY | O_CREAT | O_TRUNC);
        file.write(bytes);
        file.sync();
    }
    fs::rename(beside, where);
    sync_folder(where.parent_path());
}

std::optional<std::string> read_file(fs::path const& where) {
    std::ifstream in(where, std::ios::binary);
    if (!in) return std::nullopt;
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}

void destroy_file(fs::path const& where) {
    auto const beside = aside(where);
    if (fs::exists(where)) {
        fs::rename(where, beside);
        sync_folder(where.parent_path());  // or a power cut could leave the zeros under the name
    }
    if (fs::exists(beside)) wipe(beside);
}

void destroy_leftovers(fs::path const& folder) {
    if (!fs::is_directory(folder)) return;
    std::vector<fs::path> left;
    for (auto const& file : fs::directory_iterator(folder))
        if (file.path().extension() == aside("").string()) left.push_back(file.path());
    for (auto const& file : left) wipe(file);
}

}  // namespace warsha
