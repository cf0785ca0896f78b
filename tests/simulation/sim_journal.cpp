#include "simulation/sim_journal.hpp"

#include <algorithm>

namespace warsha::simulation {

SimJournal::SimJournal(World& world, RoomId room) : world_(world), room_(room) { crash(); }

void SimJournal::crash() {
    process_ = std::make_shared<int>(0);
    followers_ = std::make_unique<Followers>([this](RoomId, std::function<void()> what) { post(0, std::move(what)); });
    commits_at_ = 0;
}

void SimJournal::post(std::int64_t delay_ms, std::function<void()> what) {
    world_.later(delay_ms, [process = std::weak_ptr(process_), what = std::move(what)] {
        if (!process.expired()) what();
    });
}

void SimJournal::append(RoomId, Epoch epoch, After after, std::vector<Draft> batch, std::function<void(AppendOutcome)> done) {
    auto const asked = std::make_shared<Asked>(Asked{epoch, after, std::move(batch), std::move(done)});
    auto const takes = world_.has_faults && world_.random.chance(10) ? world_.random.between(50, 1'500) : world_.random.between(1, 20);
    commits_at_ = std::max(commits_at_, world_.now() + takes);
    post(commits_at_ - world_.now(), [this, asked] { commit(asked); });
}

SimJournal::Fate SimJournal::choose_fate() {
    if (world_.now() < broken_until_) return Fate::unknown_and_lost;
    if (!world_.has_faults || !world_.random.chance(4)) return Fate::answered;
    return world_.random.pick(std::vector{Fate::unknown_and_lost, Fate::unknown_but_written, Fate::unknown_and_written_later});
}

void SimJournal::commit(std::shared_ptr<Asked> const& asked) {
    switch (choose_fate()) {
        case Fate::answered: return answer(asked, write(*asked));
        case Fate::unknown_and_lost: break;
        case Fate::unknown_but_written: write(*asked); break;
        case Fate::unknown_and_written_later: post(world_.random.between(1, 3'000), [this, asked] { write(*asked); }); break;
    }
    answer(asked, Unknown{"simulated"});
}

AppendOutcome SimJournal::write(Asked const& asked) {
    auto planned = log_.plan(asked.epoch, asked.after, asked.batch, world_.now());
    for (std::size_t i = 0; i < planned.fresh.size(); ++i) {
        log_.advance(planned.fresh[i], planned.raises[i]);
        world_.trace("journal ", planned.fresh[i].bytes);
        disk_.push_back(planned.fresh[i]);
    }
    if (!planned.fresh.empty()) followers_->tell(room_, std::make_shared<std::vector<Stored> const>(std::move(planned.fresh)));
    return std::move(planned.outcome);
}

void SimJournal::answer(std::shared_ptr<Asked> const& asked, AppendOutcome outcome) {
    if (std::holds_alternative<Unknown>(outcome)) world_.trace("journal says unknown");
    if (std::holds_alternative<Conflict>(outcome)) world_.trace("journal says conflict");
    auto const delay = world_.random.chance(10) ? world_.random.between(20, 500) : 0;
    post(delay, [asked, outcome = std::move(outcome)] { asked->done(outcome); });
}

ReadResult SimJournal::read(RoomId, Offset since, std::size_t entries_max) {
    auto const from = std::min<std::size_t>(since, disk_.size()), to = std::min(disk_.size(), from + entries_max);
    return {{disk_.begin() + static_cast<long>(from), disk_.begin() + static_cast<long>(to)}, {}};
}

std::unique_ptr<Journal::Subscription> SimJournal::follow(RoomId room, Offset since, OnEntry on_entry) {
    auto subscription = followers_->add(room, std::move(on_entry));
    followers_->tell_last(room, std::make_shared<std::vector<Stored> const>(read(room, since, disk_.size()).entries));
    return subscription;
}

/// Queued like every write: a crash may lose it.
void SimJournal::save_state(RoomId, SavedState state) {
    post(world_.random.between(1, 50), [this, state = std::move(state)] { saved_ = state; });
}

void SimJournal::erase(RoomId, std::vector<Hash> blobs, std::function<void(bool)> done) {
    post(world_.random.between(1, 50), [this, blobs = std::move(blobs), done = std::move(done)] {
        saved_.reset();
        for (auto& entry : disk_)
            std::erase_if(entry.blobs, [&](Blob const& blob) { return std::ranges::find(blobs, blob.hash) != blobs.end(); });
        done(true);
    });
}

}  // namespace warsha::simulation
