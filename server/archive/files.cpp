// Bytes on disk: there entirely, or not at all.

#include <cerrno>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <openssl/sha.h>
#include <unistd.h>

#include "archive/bundle.hpp"

namespace warsha {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(fs::path const& where) { throw fs::filesystem_error("the bundle could not be written", where, std::error_code(errno, std::generic_category())); }

class File {
public:
    File(fs::path const& where, int flags) : where_(where), descriptor_(::open(where.c_str(), flags | O_CLOEXEC, 0644)) {
        if (descriptor_ < 0) fail(where_);
    }
    File(File const&) = delete;
    ~File() { ::close(descriptor_); }
    void write(std::string_view bytes) {
        while (!bytes.empty()) {
            auto const written = ::write(descriptor_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) fail(where_);
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    void sync() {
        if (::fsync(descriptor_) != 0) fail(where_);
    }

private:
    fs::path where_;
    int descriptor_;
};

std::string read_bytes(fs::path const& where) {
    std::ifstream in(where, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

Hash sha256(std::string const& bytes) {
    Hash hash;
    SHA256(reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(), hash.value.data());
    return hash;
}

}  // namespace

Hash write_bundle(fs::path const& where, std::string const& bytes) {
    fs::create_directories(where.parent_path());
    if (fs::exists(where)) {
        if (read_bytes(where) != bytes) throw std::runtime_error("another bundle of this room is there already: " + where.filename().string());
    } else {
        auto const beside = where.string() + ".new";
        {
            File file(beside, O_WRONLY | O_CREAT | O_TRUNC);  // what a crash left here is worth nothing
            file.write(bytes);
            file.sync();
        }
        fs::rename(beside, where);
    }
    // Also where the file was there: a crash may have come between rename and this.
    File(where.parent_path(), O_RDONLY | O_DIRECTORY).sync();
    return sha256(bytes);
}

}  // namespace warsha
