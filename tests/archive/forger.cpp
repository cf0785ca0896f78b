#include "forger.hpp"

#include <sstream>

#include "archive/manifest.hpp"
#include "protocol/codec.hpp"

namespace warsha {
namespace {

using Json = nlohmann::json;

std::string verified(std::vector<BundleFile> files, std::size_t changed, std::string bytes) {
    auto manifest = Json::parse(files.back().bytes);
    manifest["files"][changed]["bytes"] = bytes.size();
    manifest["files"][changed]["sha256"] = sha256_hex(bytes);
    files[changed].bytes = std::move(bytes);
    files.back().bytes = manifest.dump() + "\n";
    return verify_bundle(zip(files)).first_wrong;
}

}  // namespace

std::string forged_bundle(PlayedRoom const& room, std::function<void(Json& event)> const& change) {
    auto files = room.bundle();
    std::string lines;
    Hash before{};
    std::istringstream in(files[0].bytes);
    for (std::string line; std::getline(in, line);) {
        auto entry = Json::parse(line)["entry"];
        for (auto& event : entry["events"]) change(event);
        before = next_digest(before, entry.dump());
        lines += R"({"digest":")" + text_of(before) + R"(","entry":)" + entry.dump() + "}\n";
    }
    return verified(std::move(files), 0, lines);
}

std::string forged_snapshot(PlayedRoom const& room, std::function<void(Json& snapshot)> const& change) {
    auto files = room.bundle();
    auto snapshot = Json::parse(files[1].bytes);
    change(snapshot);
    return verified(std::move(files), 1, snapshot.dump() + "\n");
}

}  // namespace warsha
