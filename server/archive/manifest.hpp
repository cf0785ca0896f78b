#pragma once
// manifest.json: what a bundle consists of.

#include "archive/bundle.hpp"
#include "archive/public_room.hpp"

namespace warsha {

struct ManifestFile {
    std::string name;
    std::uint64_t bytes = 0;
    std::string sha256;                  ///< hexadecimal, as sha256sum prints it
};
BOOST_DESCRIBE_STRUCT(ManifestFile, (), (name, bytes, sha256))

struct Manifest {
    std::uint32_t format = 1;
    RoomId room;
    Hash root;                           ///< of journal.jsonl
    std::vector<ManifestFile> files;     ///< all but the manifest itself, in the order of the zip
};
BOOST_DESCRIBE_STRUCT(Manifest, (), (format, room, root, files))

/// Canonical JSON and a line feed.
std::string manifest_of(PublicRoom const& told, std::vector<BundleFile> const& files);
std::string sha256_hex(std::string_view bytes);

}  // namespace warsha
