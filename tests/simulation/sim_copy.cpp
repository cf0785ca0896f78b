#include "simulation/sim_copy.hpp"

#include <algorithm>
#include <stdexcept>

#include "journal/entry.hpp"

namespace warsha::simulation {

std::vector<Stored> Disk::stored() const {
    std::vector<Stored> all;
    for (auto const& one : entries) all.push_back(one.entry);
    return all;
}

std::vector<RoomRecord> SimCopy::rooms() {
    if (!seen_.has_room) return {};
    auto record = seen_.record;
    record.top = seen_.entries.size();
    return {record};
}

void SimCopy::append(RoomId, Epoch, After, std::vector<Draft>, std::function<void(AppendOutcome)>) { throw std::logic_error("a copy is not appended to"); }

ReadResult SimCopy::read(RoomId room, Offset since, std::size_t entries_max) {
    auto const& all = seen_.entries;
    auto const whole = seen_.rotten ? std::min<std::size_t>(all.size(), *seen_.rotten - 1) : all.size();
    ReadResult made;
    for (auto i = std::min<std::size_t>(since, whole); i < whole && made.entries.size() < entries_max; ++i) made.entries.push_back(all[i].entry);
    if (whole < all.size() && since + made.entries.size() >= whole) made.damage = Damage{room, whole + 1, "it rotted"};
    return made;
}

/// Commits are in order; what waits when one begins goes with it.
void SimCopy::write(RoomId room, bool may_wait, std::function<void(Disk&)> what, std::function<void(bool)> done) {
    if (what) what(seen_);
    waiting_.push_back({room, std::move(what), std::move(done)});
    auto takes = world_.has_faults && world_.random.chance(10) ? world_.random.between(50, 1'500) : world_.random.between(1, 15);
    if (may_wait) takes += world_.random.between(0, copy_delay_max_ms);
    auto const at = world_.now() + takes;
    if (commits_at_ != 0 && commits_at_ <= at) return;
    commits_at_ = at;
    process_.later(takes, [this, at] {
        if (commits_at_ == at) commit();
    });
}

void SimCopy::commit() {
    commits_at_ = 0;
    world_.trace("disk ", disk_.record.code, " has ", static_cast<std::uint64_t>(disk_.entries.size()), " and gets ", static_cast<std::uint64_t>(waiting_.size()));
    for (auto& one : std::exchange(waiting_, {})) {
        if (!has_failed_ && one.what) one.what(disk_);
        if (one.done) post_(one.room, [done = std::move(one.done), is_durable = !has_failed_] { done(is_durable); });
    }
}

void SimCopy::save_state(RoomId room, SavedState state) {
    write(room, false, [state = std::move(state)](Disk& disk) { disk.state = state; }, {});
}

void SimCopy::erase(RoomId room, std::vector<Hash> blobs, std::function<void(bool)> done) {
    write(room, false, [blobs = std::move(blobs)](Disk& disk) {
        disk.state.reset();
        for (auto& one : disk.entries)
            std::erase_if(one.entry.blobs, [&](Blob const& blob) { return std::ranges::find(blobs, blob.hash) != blobs.end(); });
    }, std::move(done));
}

void SimCopy::keep(RoomRecord record) {
    write(record.room, false, [record](Disk& disk) {
        disk.has_room = true;
        disk.record = record;
    }, {});
}

void SimCopy::put(RoomId room, std::vector<Copied> entries, bool may_wait, std::function<void(bool)> done) {
    if (entries.empty()) return write(room, may_wait, {}, std::move(done));
    write(room, may_wait, [entries = std::move(entries)](Disk& disk) {
        for (auto const& one : entries) {
            if (one.entry.offset <= disk.entries.size()) continue;
            auto const before = disk.entries.empty() ? Hash{} : disk.entries.back().entry.digest;
            bool const continues = one.entry.offset == disk.entries.size() + 1 && next_digest(before, one.entry.bytes) == one.entry.digest;
            if (!continues && !disk.rotten) disk.rotten = disk.entries.size() + 1;
            disk.entries.push_back(one);
        }
    }, std::move(done));
}

void SimCopy::replace_tail(RoomId room, Offset keep, Epoch epoch, std::vector<Copied> entries, std::function<void(bool)> done) {
    write(room, false, [keep, epoch, entries = std::move(entries)](Disk& disk) {
        disk.entries.resize(std::min<std::size_t>(disk.entries.size(), keep));
        disk.entries.insert(disk.entries.end(), entries.begin(), entries.end());
        disk.record.epoch = epoch;
        if (disk.rotten && *disk.rotten > keep) disk.rotten.reset();
        if (disk.state && disk.state->position.offset > keep) disk.state.reset();
    }, std::move(done));
}

}  // namespace warsha::simulation
