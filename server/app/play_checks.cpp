#include "app/play_checks.hpp"

#include <algorithm>

#include "app/workshop.hpp"
#include "archive/bundle.hpp"
#include "archive/public_journal.hpp"
#include "protocol/codec.hpp"

namespace warsha {

void Receipts::note(Cid cid, outbox::Tell const& tell) {
    if (tell.progress == outbox::Progress::counted) given_.insert(cid);
}

std::size_t Receipts::missing_from(std::string const& bundle_zip) const {
    auto const files = read_zip(bundle_zip);
    auto const journal = std::ranges::find(files, "journal.jsonl", &BundleFile::name);
    if (journal == files.end()) return given_.size();
    return static_cast<std::size_t>(std::ranges::count_if(given_, [&](Cid cid) { return journal->bytes.find('"' + text_of(receipt_of(cid)) + '"') == std::string::npos; }));
}

std::string cluster_name(std::string const& id) {
    for (int n = 1; n <= 99; ++n) {
        auto const name = (n < 10 ? "K0" : "K") + std::to_string(n);
        if (id == text_of(name_id<ItemId>(name))) return name;
    }
    return "?";
}

std::string cluster_name(ItemId id) { return cluster_name(text_of(id)); }

}  // namespace warsha
