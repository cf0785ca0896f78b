#pragma once
// A simulated process: what it has posted dies with it, and while it is paused nothing of it runs.

#include "simulation/world.hpp"

namespace warsha::simulation {

class Process {
public:
    explicit Process(World& world) : world_(world) {}

    void begin() { life_ = std::make_shared<int>(0); }
    void end() { life_.reset(); }
    /// As a virtual machine that is moved: everything comes later, in its order.
    void pause(std::int64_t for_ms) { paused_until_ = world_.now() + for_ms; }
    void resume() { paused_until_ = 0; }

    void later(std::int64_t delay_ms, std::function<void()> what) {
        world_.later(delay_ms, [this, life = std::weak_ptr(life_), what = std::move(what)]() mutable {
            if (!life.expired()) run(std::move(what));
        });
    }
    [[nodiscard]] std::shared_ptr<void> after(std::int64_t delay_ms, std::function<void()> what) {
        auto handle = std::make_shared<int>(0);
        later(delay_ms, [weak = std::weak_ptr(handle), what = std::move(what)] {
            if (!weak.expired()) what();
        });
        return handle;
    }
    /// Now, or when the pause is over.
    void run(std::function<void()> what) {
        if (paused_until_ > world_.now()) return later(paused_until_ - world_.now(), std::move(what));
        what();
    }

private:
    World& world_;
    std::shared_ptr<int> life_ = std::make_shared<int>(0);
    UnixMillis paused_until_ = 0;
};

}  // namespace warsha::simulation
