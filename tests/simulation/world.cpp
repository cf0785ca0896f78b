#include "simulation/world.hpp"

namespace warsha::simulation {

std::shared_ptr<void> World::after(std::int64_t delay_ms, std::function<void()> what) {
    auto handle = std::make_shared<int>(0);
    events_.emplace(now_ + delay_ms, Event{true, handle, std::move(what)});
    return handle;
}

void World::later(std::int64_t delay_ms, std::function<void()> what) { events_.emplace(now_ + delay_ms, Event{false, {}, std::move(what)}); }

void World::run_until(UnixMillis end, std::function<void()> const& between) {
    while (!events_.empty() && events_.begin()->first <= end) {
        auto const next = events_.begin();
        now_ = next->first;
        auto const event = std::move(next->second);
        events_.erase(next);
        if (event.can_be_cancelled && event.handle.expired()) continue;
        event.what();
        between();
    }
    now_ = end;
}

}  // namespace warsha::simulation
