// Words on their way out of the store: the fact is recorded first, then the blobs go, and the chain stays whole.

#include <algorithm>

#include <nlohmann/json.hpp>

#include "protocol/codec_impl.hpp"
#include "protocol/overloaded.hpp"
#include "room/room_impl.hpp"

namespace warsha {
namespace {

using Json = nlohmann::json;

void add_hash(std::vector<Hash>& hashes, Json const& text) {
    Hash hash;
    if (text.is_string() && from_base64url(text.get_ref<std::string const&>(), hash.value.data(), hash.value.size())) hashes.push_back(hash);
}

/// Where the entry names the person there stands the hash of their name.
void add_names(std::vector<Hash>& hashes, Stored const& stored, NameErased const& who) {
    auto const is = [](Json const& given, auto const& wanted) { return wanted && given == text_of(*wanted); };
    for (auto const& event : Json::parse(stored.bytes).at("events")) {
        if (event.at("type") == "participant_joined" && is(event.at("participant"), who.participant)) add_hash(hashes, event.value("name", Json()));
        if (event.at("type") != "roll_extended") continue;
        for (auto const& line : event.at("lines"))
            if (is(line.at("roll"), who.roll)) add_hash(hashes, line.at("name"));
    }
}

}  // namespace

/// The texts lie beside the entries that brought them; the entries name the proposal.
void Room::Impl::erase_words_of(ProposalId proposal) {
    std::vector<Hash> hashes;
    auto const name = text_of(proposal);
    for (auto const& stored : journal.read(id, 0, entries_max).entries) {
        if (stored.blobs.empty() || stored.bytes.find(name) == std::string::npos) continue;
        bool const is_about = std::ranges::any_of(open(stored).events, [&](Event const& event) {
            return std::visit(Overloaded{
                [&](ProposalSubmitted const& e) { return e.proposal == proposal; }, [&](ProposalEdited const& e) { return e.proposal == proposal; },
                [&](ProposalModerated const& e) { return e.proposal == proposal; }, [](auto const&) { return false; }}, event);
        });
        if (is_about) for (auto const& blob : stored.blobs) hashes.push_back(blob.hash);
    }
    erase_blobs(std::move(hashes));
}

void Room::Impl::erase_name(NameErased const& who) {
    std::vector<Hash> hashes;
    for (auto const& stored : journal.read(id, 0, entries_max).entries)
        if (!stored.blobs.empty()) add_names(hashes, stored, who);
    erase_blobs(std::move(hashes));
}

void Room::Impl::erase_all_words() {
    std::vector<Hash> hashes;
    for (auto const& stored : journal.read(id, 0, entries_max).entries)
        for (auto const& blob : stored.blobs) hashes.push_back(blob.hash);
    erase_blobs(std::move(hashes));
}

/// The saved states go with the words, since they hold them too; and so does the bundle of a closed room.
void Room::Impl::erase_blobs(std::vector<Hash> hashes) {
    auto const is_done = [this] {
        save_state();
        if (state.phase == RoomPhase::closed && !state.bundle && events.on_words_erased) events.on_words_erased();
    };
    if (hashes.empty()) return is_done();
    journal.erase(id, std::move(hashes), [this, weak = std::weak_ptr(alive), is_done](bool erased) {
        if (erased && !weak.expired()) guarded(is_done);
    });
}

}  // namespace warsha
