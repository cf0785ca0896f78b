#include "room/data_dir.hpp"

#include <cstring>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <unistd.h>

#include "protocol/codec.hpp"
#include "room/clockwork.hpp"

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

fs::path key_path(fs::path const& data_dir, RoomId room) { return data_dir / "keys" / text_of(room); }

}  // namespace

void write_durably(fs::path const& where, std::string_view bytes) {
    fs::create_directories(where.parent_path());
    auto const beside = fs::path(where.string() + ".new");
    {
        File const file(beside, O_WRONLY | O_CREAT | O_TRUNC);
        file.write(bytes);
        file.sync();
    }
    fs::rename(beside, where);
    File(where.parent_path(), O_RDONLY | O_DIRECTORY).sync();
}

std::optional<std::string> read_file(fs::path const& where) {
    std::ifstream in(where, std::ios::binary);
    if (!in) return std::nullopt;
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}

Bytes32 key_from_file(fs::path const& where) {
    Bytes32 key{};
    auto const stored = read_file(where);
    if (stored && stored->size() == key.size()) {
        std::memcpy(key.data(), stored->data(), key.size());
        return key;
    }
    if (stored) throw std::runtime_error(where.string() + " is damaged: it must hold 32 bytes. Put the right file back; a new key would void every seat.");
    random_bytes(key.data(), key.size());
    write_durably(where, {reinterpret_cast<char const*>(key.data()), key.size()});
    return key;
}

std::optional<RoomKey> room_key(fs::path const& data_dir, RoomId room) {
    auto const where = key_path(data_dir, room);
    if (!fs::exists(where)) return std::nullopt;
    return RoomKey{key_from_file(where)};
}

void store_room_key(fs::path const& data_dir, RoomId room, RoomKey const& key) {
    write_durably(key_path(data_dir, room), {reinterpret_cast<char const*>(key.bytes.data()), key.bytes.size()});
}

void destroy_room_key(fs::path const& data_dir, RoomId room) {
    auto const where = key_path(data_dir, room);
    if (!fs::exists(where)) return;
    std::string const zeros(sizeof(RoomKey::bytes), '\0');
    File const file(where, O_WRONLY);
    file.write(zeros);
    file.sync();
    fs::remove(where);
}

}  // namespace warsha
