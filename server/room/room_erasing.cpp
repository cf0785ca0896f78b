// Words on their way out of the store: the fact is recorded first, then the blobs go, and the chain stays whole.

#include <algorithm>

#include <nlohmann/json.hpp>

#include "protocol/codec_impl.hpp"
#include "protocol/overloaded.hpp"
#include "room/room_impl.hpp"

namespace warsha {
namespace {

using Json = nlohmann::json;

/// Where the entry names the person there stands the hash of their name. Adds those whose text is still there.
void add_names(std::vector<Hash>& hashes, Stored const& stored, NameErased const& who) {
    auto const is = [](Json const& given, auto const& wanted) { return wanted && given == text_of(*wanted); };
    auto const add = [&](std::vector<Hash>& found, Json const& name) {
        for (auto const& blob : stored.blobs)
            if (name == text_of(blob.hash)) found.push_back(blob.hash);
    };
    auto const entry = Json::parse(stored.bytes);  // named: a range-for does not keep what a call was made on
    for (auto const& event : entry.at("events")) {
        if (event.at("type") == "participant_joined" && is(event.at("participant"), who.participant)) add(hashes, event.value("name", Json()));
        if (event.at("type") != "roll_extended") continue;
        for (auto const& line : event.at("lines"))
            if (is(line.at("roll"), who.roll)) add(hashes, line.at("name"));
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
    auto const tell_host = [this] { if (state.phase == RoomPhase::closed && events.on_words_erased) events.on_words_erased(); };
    if (hashes.empty()) return state.bundle ? void() : tell_host();  // done already, perhaps by the process before this one
    journal.erase(id, std::move(hashes), [this, weak = std::weak_ptr(alive), tell_host](bool erased) {
        if (!erased || weak.expired()) return;
        guarded([&] {
            save_state();
            tell_host();
        });
    });
}

}  // namespace warsha
