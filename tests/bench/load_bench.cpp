// How long a full room takes to be ready: 200,000 entries of 5,000 people in SQLite, verified from the first byte.
// Usage: load_bench [ENTRIES]. Prints one line per case; exit 1 when a case takes longer than three seconds.

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <iostream>

#include <unistd.h>

#include "journal/sqlite/sqlite_journal.hpp"
#include "protocol/codec_impl.hpp"
#include "room/room_impl.hpp"

namespace warsha {
namespace {

constexpr double ready_within_s = 3.0;
constexpr std::size_t seats = 5'000, activities = 6, batch = 1'000;

template <class Id>
Id some_id() {
    static std::uint64_t made = 0;
    auto const hash = sha256("load bench " + std::to_string(++made));
    Id id;
    std::copy_n(hash.value.begin(), id.value.size(), id.value.begin());
    return id;
}

struct Nowhere final : Delivery {
    void broadcast(RoomId, Audience, Frame, int) override {}
    void send(SessionId, Frame) override {}
    void admit(SessionId, RoomId, Audience, Role) override {}
    void close(SessionId, CloseCode) override {}
    void close_all(RoomId, CloseCode) override {}
};

/// Timers never fire: only loading is measured.
struct Standing final : Clockwork {
    UnixMillis now() override { return 1'750'000'000'000; }
    std::shared_ptr<void> after(std::int64_t, std::function<void()>) override { return {}; }
    void random(unsigned char* bytes, std::size_t size) override { std::fill_n(bytes, size, static_cast<unsigned char>(0)); }
};

class Story {
public:
    Story(Journal& journal, RoomId room) : journal_(journal), room_(room) {
        RoomPlan plan{.title = {.ar = {}, .fr = {}, .en = Text<1, 120>{"Bench"}}};
        for (std::size_t i = 0; i < activities; ++i) {
            ChoiceConfig config{.choices_max = {3}};
            for (int option = 0; option < 5; ++option) config.options.value.push_back({some_id<ItemId>(), {.ar = {}, .fr = {}, .en = Text<1, 120>{"option"}}, {}});
            plan.activities.value.push_back({some_id<ActivityId>(), plan.title, {}, config});
        }
        for (auto const& activity : plan.activities) activities_.push_back(activity);
        record(BySystem{}, {RoomCreated{room, "123456", plan}, RoomStarted{}});
        for (auto const& activity : activities_) record(BySystem{}, {ActivityOpened{activity.id, 1, {}, {}}});
        for (std::size_t i = 0; i < seats; ++i) {
            people_.push_back(some_id<ParticipantId>());
            record(BySeat{people_.back()}, {ParticipantJoined{people_.back(), {}, Sealed{.text = "Salma", .erased = false}, Language::ar}});
        }
    }

    void vote_until(std::size_t entries) {
        for (std::uint32_t revision = 1; made_ < entries; ++revision)
            for (auto const& activity : activities_)
                for (std::size_t i = 0; i < people_.size() && made_ < entries; ++i) {
                    auto const& options = std::get<ChoiceConfig>(activity.config).options.value;
                    Pseudonym const voter{pseudonym_of(key, activity.id, people_[i].value)};
                    record(ByPseudonym{voter}, {BallotCast{activity.id, 1, voter, {}, revision, {{options[i % 5].id, {1}}, {options[(i + 1) % 5].id, {1}}}, false}});
                }
        write();
    }

    RoomKey const key{};

private:
    void record(Author by, std::vector<Event> events) {
        ++made_;
        drafts_.push_back(seal({.actor = std::move(by), .cid = some_id<Cid>(), .check = made_ % (1ULL << 48U), .events = std::move(events)}, key));
        if (drafts_.size() == batch) write();
    }
    void write() {
        std::promise<bool> done;
        auto const offset = written_;
        written_ += drafts_.size();
        journal_.append(room_, 1, ExactPosition{offset}, std::exchange(drafts_, {}), [&](AppendOutcome const& outcome) { done.set_value(std::holds_alternative<Appended>(outcome)); });
        if (!done.get_future().get()) throw std::runtime_error("the journal did not take a batch");
    }

    Journal& journal_;
    RoomId room_;
    std::vector<ActivityPlan> activities_;
    std::vector<ParticipantId> people_;
    std::vector<Draft> drafts_;
    std::size_t made_ = 0, written_ = 0;
};

double seconds_to_load(std::filesystem::path const& file, RoomId room, RoomKey const& key) {
    auto const journal = make_sqlite_journal(file, [](RoomId, std::function<void()> const& what) { what(); });
    Nowhere nowhere;
    Standing standing;
    auto const started = std::chrono::steady_clock::now();
    Room const loaded(room, *journal, nowhere, standing, {.room_key = key, .join_url = ""}, {.on_closed = [] {}, .on_failed = [](std::string const&) {}});
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
}

void save_state_at(std::filesystem::path const& file, RoomId room, Offset offset) {
    auto const journal = make_sqlite_journal(file, [](RoomId, std::function<void()> const& what) { what(); });
    auto const entries = journal->read(room, 0, offset).entries;
    RoomState state;
    for (auto const& stored : entries) state.apply(open(stored));
    journal->save_state(room, {{1, offset, entries.back().digest}, state_format, encode_value(state)});
    std::cout << "saved state at " << offset << ": " << encode_value(state).size() / 1024 << " KiB\n";
}

int bench(std::size_t entries) {
    auto const folder = std::filesystem::temp_directory_path() / ("warsha-load-bench-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    auto const file = folder / "journal.sqlite";
    auto const room = some_id<RoomId>();
    RoomKey key;
    {
        auto const journal = make_sqlite_journal(file, [](RoomId, std::function<void()> const& what) { what(); });
        std::promise<bool> made;
        journal->create_room(room, "123456", [&](bool ok) { made.set_value(ok); });
        made.get_future().get();
        Story story(*journal, room);
        story.vote_until(entries);
        key = story.key;
    }
    bool in_time = true;
    auto const show = [&](char const* what, bool counts) {
        auto const seconds = seconds_to_load(file, room, key);
        std::cout << what << ": " << entries << " entries ready in " << seconds << " s\n";
        if (counts) in_time = in_time && seconds <= ready_within_s;
    };
    show("without a saved state", false);
    // The room saves when a quarter of its entries is new: this is the worst it leaves behind.
    save_state_at(file, room, entries * 3 / 4 + 1);
    show("oldest saved state   ", true);
    save_state_at(file, room, entries);
    show("newest saved state   ", true);
    std::filesystem::remove_all(folder);
    return in_time ? 0 : 1;
}

}  // namespace
}  // namespace warsha

int main(int argc, char** argv) { return warsha::bench(argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 200'000); }
