// The bundle on disk: there entirely, or not at all.

#include <stdexcept>

#include <openssl/sha.h>

#include "archive/bundle.hpp"
#include "journal/files.hpp"

namespace warsha {

Hash write_bundle(std::filesystem::path const& where, std::string const& bytes) {
    auto const there = read_file(where);
    if (there && *there != bytes) throw std::runtime_error("another bundle of this room is there already: " + where.filename().string());
    // Written again where it was there: a crash may have come between the rename and the folder's fsync.
    write_durably(where, bytes);
    Hash hash;
    SHA256(reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(), hash.value.data());
    return hash;
}

}  // namespace warsha
