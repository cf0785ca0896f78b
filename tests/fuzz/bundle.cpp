#include <cstdlib>

#include "archive/manifest.hpp"
#include "protocol/codec_impl.hpp"
#include "tests/archive/rooms.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace warsha::fuzz {
namespace {

std::vector<BundleFile> const& right_files() {
    static auto const files = small_room().bundle();
    return files;
}

/// {"digest":…,"entry":{…}} with the digest that follows from the line before.
std::string chained_again(std::string_view journal) {
    static constexpr std::string_view open = R"({"digest":")", middle = R"(","entry":)";
    std::string made;
    Hash before;
    while (!journal.empty()) {
        auto const end = std::min(journal.find('\n'), journal.size());
        auto const line = journal.substr(0, end);
        journal.remove_prefix(std::min(end + 1, journal.size()));
        auto const at = open.size() + 43 + middle.size();
        if (line.size() <= at + 1 || !line.starts_with(open) || line.substr(open.size() + 43, middle.size()) != middle) {
            made += std::string(line) + '\n';
            continue;
        }
        auto const entry = line.substr(at, line.size() - at - 1);
        before = next_digest(before, entry);
        made += std::string(open) + text_of(before) + std::string(middle) + std::string(entry) + "}\n";
    }
    return made;
}

std::string root_of(std::string const& journal) {
    auto const last = journal.rfind(R"({"digest":")");
    return last == std::string::npos || journal.size() < last + 54 ? std::string(43, 'A') : journal.substr(last + 11, 43);
}

std::string with_manifest(std::vector<BundleFile> files) {
    auto manifest = decode_value<Manifest>(std::string_view(right_files().back().bytes).substr(0, right_files().back().bytes.size() - 1));
    must(bool(manifest), "our own manifest can be read");
    manifest->files.clear();
    for (std::size_t i = 0; i + 1 < files.size(); ++i) {
        manifest->files.push_back({files[i].name, files[i].bytes.size(), sha256_hex(files[i].bytes)});
        if (files[i].name == "journal.jsonl") from_base64url(root_of(files[i].bytes), manifest->root.value.data(), 32);
    }
    files.back().bytes = encode_value(*manifest) + "\n";
    return zip(files);
}

}  // namespace

void bundle(std::string_view input) {
    if (input.starts_with("PK")) {
        verify_bundle(std::string(input));
        return;
    }
    if (input.empty()) return;
    auto files = right_files();
    auto& replaced = files[static_cast<unsigned char>(input.front()) % files.size()];
    bool const is_same = replaced.bytes == input.substr(1);
    replaced.bytes = replaced.name == "journal.jsonl" ? chained_again(input.substr(1)) : std::string(input.substr(1));
    bool const keeps_manifest = replaced.name == "manifest.json";
    auto const report = verify_bundle(keeps_manifest ? zip(files) : with_manifest(std::move(files)));
    must(report.ok || !report.first_wrong.empty(), "what is wrong is said");
    if (is_same) must(report.ok, "the right bundle is right");
}

}  // namespace warsha::fuzz
