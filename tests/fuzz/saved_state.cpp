#include <deque>
#include <filesystem>

#include "journal/memory/memory_journal.hpp"
#include "protocol/codec_impl.hpp"
#include "room/room_impl.hpp"
#include "tests/archive/rooms.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace warsha::fuzz {
namespace {

/// Nobody is there, and time stands still.
class Nobody : public Delivery, public Clockwork {
public:
    void broadcast(RoomId, Audience, Frame, int) override {}
    void send(SessionId, Frame) override { ++sent; }
    void admit(SessionId, RoomId, Audience, Role) override {}
    void close(SessionId, CloseCode) override {}
    void close_all(RoomId, CloseCode) override {}
    UnixMillis now() override { return 1'678'790'000'000; }
    std::shared_ptr<void> after(std::int64_t, std::function<void()>) override { return std::make_shared<int>(0); }
    void random(unsigned char* bytes, std::size_t size) override { std::fill_n(bytes, size, 7); }
    int sent = 0;
};

/// A journal that the saved state stands at the end of; without the last entry, so that the room is still open.
struct Kept {
    std::deque<std::function<void()>> posted;
    std::unique_ptr<CopyJournal> journal = make_memory_journal([this](RoomId, std::function<void()> what) { posted.push_back(std::move(what)); });
    RoomId room;
    Position top;

    Kept() {
        auto entries = small_room().entries();
        entries.pop_back();
        room = small_room().state().id;
        std::vector<Copied> copies;
        for (auto const& entry : entries) copies.push_back({entry, false});
        journal->keep({room, "493817", 1, 0});
        journal->put(room, std::move(copies), false, [](bool) {});
        top = {1, entries.back().offset, entries.back().digest};
        run();
    }
    void run() {
        for (int i = 0; i < 1000 && !posted.empty(); ++i) {
            auto const what = std::move(posted.front());
            posted.pop_front();
            what();
        }
        posted.clear();
    }
};

}  // namespace

void saved_state(std::string_view input) {
    static Kept kept;
    kept.journal->save_state(kept.room, {kept.top, state_format, std::string(input)});
    kept.run();
    Nobody nobody;
    RoomConfig config;
    config.resume_entries_max = 4;       // the others were applied already; opening them again for each input is most of its time
    try {
        Room room(kept.room, *kept.journal, nobody, nobody, config, {.on_closed = [] {}, .on_failed = [](auto const&) {}, .on_archived = [](auto) {}, .tell_peers = {}});
        room.hello(SessionId{1}, Hello{});
        room.receive(SessionId{1}, {Cid{Bytes16{1}}, Join{}});
        kept.run();
        room.gone(SessionId{1});
        kept.run();
    } catch (std::exception const&) {    // the host says so and does not serve it
    }
    // A join above was recorded: the journal is cut to where the state stands.
    kept.journal->replace_tail(kept.room, kept.top.offset, 1, {}, [](bool) {});
    kept.run();
}

}  // namespace warsha::fuzz
