#pragma once
// A journal at work on a recorded disk, and what it had promised at each moment.

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <future>
#include <map>
#include <mutex>
#include <set>

#include "journal/sqlite/sqlite_journal.hpp"
#include "tests/contract/drafts.hpp"
#include "tests/crash/disk.hpp"

namespace warsha::crash {

struct Fact {
    enum class Kind { created, appended, erasing, erased, saving, forgetting, forgotten };
    std::size_t at = 0;                  ///< operations of the disk before it
    Kind kind = Kind::created;
    RoomId room;
    Offset offset = 0;                   ///< of the newest entry
    Hash hash;                           ///< of a text
    std::string words;                   ///< a code, a saved state
};

/// Answers are noted on the writer's own thread, so that they stand in order between what the disk was asked.
class Story {
public:
    Story(Disk const& disk, std::filesystem::path file) : disk_(disk), file_(std::move(file)) {}

    void open() {
        journal_ = make_sqlite_journal(file_, [](RoomId, std::function<void()> const& what) { what(); }, {.clock = {}, .on_failed = [this](std::string const&) { ++failures_; }});
    }
    void close() { journal_.reset(); }
    Journal& journal() { return *journal_; }

    /// These wait for nothing; `settle` does.
    void create(RoomId room, std::string const& code) {
        begin();
        journal_->create_room(room, code, [=, this](bool is_so) { end(is_so, {.kind = Fact::Kind::created, .room = room, .hash = {}, .words = code}); });
    }
    void append(RoomId room, std::vector<Draft> batch) {
        for (auto const& draft : batch)
            for (auto const& blob : draft.blobs) texts_[blob.hash] = blob.text;
        auto& top = tops_[room];
        auto const before = std::exchange(top, top + batch.size());
        begin();
        journal_->append(room, 1, ExactPosition{before}, std::move(batch), [=, this, after = top](AppendOutcome const& outcome) {
            end(std::holds_alternative<Appended>(outcome), {.kind = Fact::Kind::appended, .room = room, .offset = after, .hash = {}, .words = {}});
        });
    }
    void save_state(RoomId room, std::string state) {
        auto const digest = journal_->read(room, tops_[room] - 1, 1).entries.at(0).digest;
        note({.kind = Fact::Kind::saving, .room = room, .offset = tops_[room], .hash = {}, .words = state});
        journal_->save_state(room, {{1, tops_[room], digest}, 1, std::move(state)});
    }
    void erase(RoomId room, Hash text) {
        note({.kind = Fact::Kind::erasing, .room = room, .hash = text, .words = {}});
        begin();
        journal_->erase(room, {text}, [=, this](bool is_so) { end(is_so, {.kind = Fact::Kind::erased, .room = room, .hash = text, .words = {}}); });
    }
    void forget(RoomId room) {
        keep_truth(room);
        note({.kind = Fact::Kind::forgetting, .room = room, .hash = {}, .words = {}});
        begin();
        journal_->forget(room, [=, this](bool is_so) { end(is_so, {.kind = Fact::Kind::forgotten, .room = room, .hash = {}, .words = {}}); });
    }
    /// A room that never was: the anchor is written all the same.
    void forget_another() {
        begin();
        journal_->forget(contract::room_no(99), [=, this](bool is_so) { end(is_so, {.kind = Fact::Kind::forgotten, .room = contract::room_no(99), .hash = {}, .words = {}}); });
    }
    void settle() {
        std::unique_lock guard(lock_);
        wake_.wait(guard, [this] { return under_way_ == 0; });
    }
    /// What stands in the journal, to be compared with.
    void keep_truth(RoomId room) {
        settle();
        truth_[room] = journal_->read(room, 0, 1'000'000).entries;
    }

    [[nodiscard]] std::vector<Fact> const& facts() const { return facts_; }
    [[nodiscard]] std::map<RoomId, std::vector<Stored>> const& truth() const { return truth_; }
    [[nodiscard]] std::map<Hash, std::string> const& texts() const { return texts_; }
    [[nodiscard]] int failures() const { return failures_; }
    [[nodiscard]] int denials() const { return denials_; }  ///< answers that were no

private:
    void begin() {
        std::lock_guard const guard(lock_);
        ++under_way_;
    }
    void note(Fact fact) {
        std::lock_guard const guard(lock_);
        fact.at = disk_.count();
        facts_.push_back(std::move(fact));
    }
    void end(bool is_so, Fact fact) {
        if (is_so) note(std::move(fact));
        std::lock_guard const guard(lock_);
        if (!is_so) ++denials_;
        --under_way_;
        wake_.notify_all();
    }

    Disk const& disk_;
    std::filesystem::path file_;
    std::mutex lock_;
    std::condition_variable wake_;
    int under_way_ = 0;
    std::atomic<int> failures_ = 0, denials_ = 0;
    std::vector<Fact> facts_;
    std::map<RoomId, Offset> tops_;
    std::map<RoomId, std::vector<Stored>> truth_;
    std::map<Hash, std::string> texts_;
    std::unique_ptr<CopyJournal> journal_;
};

/// What the facts up to a moment promise.
struct Promised {
    struct OfRoom {
        std::string code;
        Offset top = 0;
        bool is_created = false, may_be_gone = false, is_gone = false;
        std::set<Hash> may_be_erased, erased;
        std::set<std::string> states;
    };
    std::map<RoomId, OfRoom> rooms;

    Promised(std::vector<Fact> const& facts, std::size_t at) {
        for (auto const& fact : facts) {
            if (fact.at > at) break;
            auto& room = rooms[fact.room];
            switch (fact.kind) {
                case Fact::Kind::created: room.is_created = true, room.code = fact.words; break;
                case Fact::Kind::appended: room.top = fact.offset; break;
                case Fact::Kind::erasing: room.may_be_erased.insert(fact.hash); break;
                case Fact::Kind::erased: room.erased.insert(fact.hash); break;
                case Fact::Kind::saving: room.states.insert(fact.words); break;
                case Fact::Kind::forgetting: room.may_be_gone = true; break;
                case Fact::Kind::forgotten: room.is_gone = true; break;
            }
        }
    }
};

/// Opens a journal and compares; gives what is wrong, as sentences. Nothing at all: the journal keeps every promise, and takes entries.
inline std::vector<std::string> broken_promises(std::filesystem::path const& file, Story const& story, Promised const& promised) {
    std::vector<std::string> wrong;
    try {
        auto const journal = make_sqlite_journal(file, [](RoomId, std::function<void()> const& what) { what(); });
        auto const listed = journal->rooms();
        for (auto const& [room, expected] : promised.rooms) {
            auto const record = std::ranges::find(listed, room, &RoomRecord::room);
            if (expected.is_created && !expected.may_be_gone && (record == listed.end() || record->code != expected.code)) wrong.push_back("a room is not listed under its code");
            if (expected.is_gone && record != listed.end()) wrong.push_back("a forgotten room is listed");
            auto const read = journal->read(room, 0, 1'000'000);
            if (read.damage) wrong.push_back("damage at " + std::to_string(read.damage->first_bad) + ": " + read.damage->what);
            auto const top = read.entries.size();
            if (top < expected.top && !expected.may_be_gone) wrong.push_back("acknowledged and lost: entries up to " + std::to_string(expected.top) + ", and the journal ends at " + std::to_string(top));
            if (expected.is_gone && top > 0) wrong.push_back("a forgotten room has entries");
            auto const known = story.truth().find(room);
            if (top > 0 && (known == story.truth().end() || top > known->second.size())) {
                wrong.push_back("more entries than were written");
                continue;
            }
            for (std::size_t i = 0; i < top; ++i) {
                auto const& entry = read.entries[i];
                if (entry.digest != known->second[i].digest || entry.bytes != known->second[i].bytes || entry.cid != known->second[i].cid) wrong.push_back("another entry than was written at " + std::to_string(i + 1));
                for (auto const& blob : entry.blobs) {
                    if (story.texts().at(blob.hash) != blob.text) wrong.push_back("another text than was written");
                    if (expected.erased.contains(blob.hash)) wrong.push_back("an erased text is there again");
                }
            }
            auto const state = journal->latest_state(room);
            if (state && !expected.states.contains(state->state)) wrong.push_back("another saved state than was saved");
            if (!expected.is_created || expected.may_be_gone || read.damage) continue;
            std::promise<bool> taken;
            journal->append(room, 1, ExactPosition{top}, {contract::ballot(9'000'000)}, [&](AppendOutcome const& outcome) { taken.set_value(std::holds_alternative<Appended>(outcome)); });
            if (!taken.get_future().get()) wrong.push_back("the room takes no entries");
        }
    } catch (std::exception const& error) {
        wrong.push_back(std::string("it does not start: ") + error.what());
    }
    return wrong;
}

}  // namespace warsha::crash
