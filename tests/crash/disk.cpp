#include "tests/crash/disk.hpp"

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string_view>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace warsha::crash {
namespace {

using Kind = Operation::Kind;

/// Kept for good: calls come before main and after it.
struct State {
    std::mutex lock;
    std::string folder;                  ///< with a slash at its end; empty: nothing is watched
    bool records = false;
    std::vector<Operation> operations;
    struct Open {
        std::string path;
        int file = 0;                    ///< 0: a folder
    };
    std::map<int, Open> open;
    std::map<std::string, int> files;    ///< by name, as they stand
    int files_made = 0;
    Fault fault;
    int calls = 0;
    bool is_armed = false, has_refused = false;
};
State& state() {
    static auto* const kept = new State;
    return *kept;
}

/// The path below the folder; nullopt-like: false.
bool below(State const& s, char const* path, std::string& name) {
    std::string_view const whole = path;
    if (s.folder.empty()) return false;
    if (whole.starts_with(s.folder)) return name = whole.substr(s.folder.size()), true;
    return whole == std::string_view(s.folder).substr(0, s.folder.size() - 1) ? (name.clear(), true) : false;
}

void record(State& s, Operation operation) {
    if (s.records) s.operations.push_back(std::move(operation));
}

int file_of(State& s, std::string const& name) {
    auto const [place, is_new] = s.files.try_emplace(name, s.files_made + 1);
    if (is_new) {
        ++s.files_made;
        record(s, {.kind = Kind::link, .file = place->second, .bytes = {}, .path = name, .to = {}});
    }
    return place->second;
}

int opened(char const* path, int flags, unsigned mode) {
    auto& s = state();
    std::lock_guard const guard(s.lock);
    auto const fd = static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path, flags, mode));
    std::string name;
    if (fd < 0 || !below(s, path, name)) return fd;
    struct stat about {};
    ::fstat(fd, &about);
    bool const is_folder = S_ISDIR(about.st_mode);
    s.open[fd] = {name, is_folder ? 0 : file_of(s, name)};
    if (!is_folder && (flags & O_TRUNC) != 0) record(s, {.kind = Kind::truncate, .file = s.open[fd].file, .at = 0, .bytes = {}, .path = {}, .to = {}});
    return fd;
}

/// Whether this call is refused; then errno says why. `size` is halved for a short write.
bool refuses(State& s, Fault::Call call, std::string const& name, std::size_t* size) {
    if (!s.is_armed || s.fault.call != call || !name.ends_with(s.fault.name_end)) return false;
    ++s.calls;
    if (s.calls < s.fault.nth || (s.calls > s.fault.nth && !s.fault.lasts)) return false;
    s.has_refused = true;
    if (s.fault.is_short && s.calls == s.fault.nth && size && *size > 1) return *size /= 2, false;
    errno = s.fault.error;
    return true;
}

template <class Call>
long written(int fd, void const* bytes, std::size_t size, std::int64_t at, Call call) {
    auto& s = state();
    std::unique_lock guard(s.lock);
    auto const found = s.open.find(fd);
    if (found == s.open.end()) {
        guard.unlock();
        return call(size);
    }
    if (refuses(s, Fault::Call::write, found->second.path, &size)) return -1;
    if (at < 0) at = ::lseek(fd, 0, SEEK_CUR);
    auto const done = call(size);
    if (done > 0)
        record(s, {.kind = Kind::write, .file = found->second.file, .at = static_cast<std::uint64_t>(at),
                   .bytes = std::string(static_cast<char const*>(bytes), static_cast<std::size_t>(done)), .path = {}, .to = {}});
    return done;
}

int synced(int fd, long number) {
    auto& s = state();
    {
        std::lock_guard const guard(s.lock);
        if (auto const found = s.open.find(fd); found != s.open.end()) {
            if (refuses(s, Fault::Call::sync, found->second.path, nullptr)) return -1;
            auto const& [path, file] = found->second;
            record(s, {.kind = file == 0 ? Kind::sync_folder : Kind::sync, .file = file, .bytes = {}, .path = path, .to = {}});
        }
    }
    return static_cast<int>(::syscall(number, fd));
}

int truncated(int fd, std::int64_t size) {
    auto& s = state();
    std::lock_guard const guard(s.lock);
    auto const done = static_cast<int>(::syscall(SYS_ftruncate, fd, size));
    auto const found = s.open.find(fd);
    if (done == 0 && found != s.open.end())
        record(s, {.kind = Kind::truncate, .file = found->second.file, .at = static_cast<std::uint64_t>(size), .bytes = {}, .path = {}, .to = {}});
    return done;
}

int removed(char const* path, int flags) {
    auto& s = state();
    std::lock_guard const guard(s.lock);
    auto const done = static_cast<int>(::syscall(SYS_unlinkat, AT_FDCWD, path, flags));
    std::string name;
    if (done == 0 && below(s, path, name)) {
        s.files.erase(name);
        record(s, {.kind = Kind::unlink, .bytes = {}, .path = name, .to = {}});
    }
    return done;
}

}  // namespace

Disk::Disk(std::filesystem::path const& folder) {
    auto& s = state();
    std::lock_guard const guard(s.lock);
    if (!s.folder.empty()) throw std::logic_error("another disk is watched");
    s.folder = folder.string() + '/';
    s.records = true;
    s.operations.clear();
    s.open.clear();
    s.files.clear();
    s.files_made = 0;
    s.calls = 0;
    s.is_armed = s.has_refused = false;
}
Disk::~Disk() {
    auto& s = state();
    std::lock_guard const guard(s.lock);
    s.folder.clear();
    s.open.clear();
    s.is_armed = false;
}
std::size_t Disk::count() const {
    std::lock_guard const guard(state().lock);
    return state().operations.size();
}
std::vector<Operation> Disk::operations() const {
    std::lock_guard const guard(state().lock);
    return state().operations;
}
void Disk::refuse(Fault fault) {
    auto& s = state();
    std::lock_guard const guard(s.lock);
    s.fault = std::move(fault);
    s.calls = 0;
    s.is_armed = true;
}
bool Disk::has_refused() const {
    std::lock_guard const guard(state().lock);
    return state().has_refused;
}

void refuse_below(std::string folder, Fault fault) {
    auto& s = state();
    std::lock_guard const guard(s.lock);
    s.folder = std::move(folder) + '/';
    s.fault = std::move(fault);
    s.is_armed = true;
}

}  // namespace warsha::crash

// What the C library offers under these names, with the recording in front.
extern "C" {

int open(char const* path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    auto const mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, unsigned) : 0U;
    va_end(more);
    return warsha::crash::opened(path, flags, mode);
}
int open64(char const* path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    auto const mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, unsigned) : 0U;
    va_end(more);
    return warsha::crash::opened(path, flags, mode);
}
int close(int fd) {
    auto& s = warsha::crash::state();
    std::lock_guard const guard(s.lock);
    s.open.erase(fd);
    return static_cast<int>(::syscall(SYS_close, fd));
}
ssize_t write(int fd, void const* bytes, std::size_t size) {
    return warsha::crash::written(fd, bytes, size, -1, [&](std::size_t part) { return ::syscall(SYS_write, fd, bytes, part); });
}
ssize_t pwrite64(int fd, void const* bytes, std::size_t size, off64_t at) {
    return warsha::crash::written(fd, bytes, size, at, [&](std::size_t part) { return ::syscall(SYS_pwrite64, fd, bytes, part, at); });
}
ssize_t pwrite(int fd, void const* bytes, std::size_t size, off_t at) { return pwrite64(fd, bytes, size, at); }
int fsync(int fd) { return warsha::crash::synced(fd, SYS_fsync); }
int fdatasync(int fd) { return warsha::crash::synced(fd, SYS_fdatasync); }
int ftruncate64(int fd, off64_t size) noexcept { return warsha::crash::truncated(fd, size); }
int ftruncate(int fd, off_t size) noexcept { return warsha::crash::truncated(fd, size); }
int unlink(char const* path) noexcept { return warsha::crash::removed(path, 0); }
int remove(char const* path) noexcept {
    auto const done = warsha::crash::removed(path, 0);
    return done != 0 && (errno == EISDIR || errno == EPERM) ? static_cast<int>(::syscall(SYS_rmdir, path)) : done;
}
int rename(char const* from, char const* to) noexcept {
    using namespace warsha::crash;
    auto& s = state();
    std::lock_guard const guard(s.lock);
    auto const done = static_cast<int>(::syscall(SYS_rename, from, to));
    std::string name, new_name;
    if (done == 0 && below(s, from, name) && below(s, to, new_name)) {
        auto const file = s.files.at(name);
        s.files.erase(name);
        s.files[new_name] = file;
        record(s, {.kind = Kind::rename, .file = file, .bytes = {}, .path = name, .to = new_name});
    }
    return done;
}
int mkdir(char const* path, mode_t mode) noexcept {
    using namespace warsha::crash;
    auto& s = state();
    std::lock_guard const guard(s.lock);
    auto const done = static_cast<int>(::syscall(SYS_mkdir, path, mode));
    std::string name;
    if (done == 0 && below(s, path, name)) record(s, {.kind = Kind::make_folder, .bytes = {}, .path = name, .to = {}});
    return done;
}

}  // extern "C"
