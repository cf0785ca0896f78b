#pragma once
// The disk under a test. Every system call that changes a file below a watched folder passes here, SQLite's and our own alike: it stands
// beneath SQLite's VFS and journal/files.cpp both, by taking the place of the C library's functions. It records what is asked of the disk,
// and refuses what a test wants refused.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace warsha::crash {

struct Operation {
    enum class Kind { write, truncate, sync, link, rename, unlink, make_folder, sync_folder };
    Kind kind = Kind::write;
    int file = 0;                        ///< a number for each file, whatever its name; of contents and `link`
    std::uint64_t at = 0;                ///< a write's place, a truncation's size
    std::string bytes;
    std::string path, to;                ///< below the folder; of names
};

/// A refusal: the `nth` call (from 1) on a file whose name ends so gives `error`.
struct Fault {
    enum class Call { write, sync };
    Call call = Call::write;
    std::string name_end;
    int nth = 1;
    int error = 0;
    bool lasts = true;                   ///< false: only this once, as a flush that failed and then pretends
    bool is_short = false;               ///< the nth write takes half of the bytes, the later ones fail
};

/// One at a time. The folder must be canonical and empty; the recording ends with it.
class Disk {
public:
    explicit Disk(std::filesystem::path const& folder);
    ~Disk();
    Disk(Disk const&) = delete;
    Disk& operator=(Disk const&) = delete;

    [[nodiscard]] std::size_t count() const;             ///< operations so far. Thread: any
    [[nodiscard]] std::vector<Operation> operations() const;
    void refuse(Fault fault);
    [[nodiscard]] bool has_refused() const;
};

/// Fresh and in memory where the machine has such a place: thousands of images are written and read again.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;
    [[nodiscard]] std::filesystem::path const& path() const { return path_; }
    void empty() const;

private:
    std::filesystem::path path_;
};

}  // namespace warsha::crash
