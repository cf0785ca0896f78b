#include "archive/bundle.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include "archive/manifest.hpp"
#include "archive/public_journal.hpp"
#include "archive/report/report.hpp"
#include "archive/tables/tables.hpp"
#include "protocol/codec_impl.hpp"

namespace warsha {

std::string sha256_hex(std::string_view bytes) {
    unsigned char hash[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(), hash);
    static constexpr char digits[] = "0123456789abcdef";
    std::string hex;
    for (auto const byte : hash) {
        hex += digits[byte >> 4];
        hex += digits[byte & 15];
    }
    return hex;
}

std::string manifest_of(PublicRoom const& told, std::vector<BundleFile> const& files) {
    Manifest manifest{.room = told.id, .root = told.root.value_or(Hash{})};
    for (auto const& file : files) manifest.files.push_back({file.name, file.bytes.size(), sha256_hex(file.bytes)});
    return encode_value(manifest) + "\n";
}

std::vector<BundleFile> make_bundle(RoomState const& room, std::vector<Stored> const& entries) {
    auto journal = public_journal(room, entries);
    auto told = tell(room, Audience::participants);
    add_salts(told, entries);
    told.root = journal.root;
    told.lines = journal.count;
    std::vector<BundleFile> files{
        {"journal.jsonl", std::move(journal.lines)},
        {"snapshot.json", encode_value(told) + "\n"},
        {"results.csv", csv(results_table(told))},
        {"proposals.csv", csv(proposals_table(told))},
        {"report.ar.html", report(told, Language::ar)},
        {"report.fr.html", report(told, Language::fr)},
        {"report.en.html", report(told, Language::en)},
    };
    files.push_back({"manifest.json", manifest_of(told, files)});
    return files;
}

}  // namespace warsha
