#include "simulation/wire.hpp"

#include <algorithm>

namespace warsha::simulation {

std::int64_t Wire::latency(UnixMillis& last) {
    bool const is_slow = world_.has_faults && world_.random.chance(4);
    auto const at = world_.now() + (is_slow ? world_.random.between(200, 3'000) : world_.random.between(1, 60));
    last = std::max(last, at);
    return last - world_.now();
}

void Wire::up(std::string text) {
    if (!client_open_) return;
    world_.later(latency(up_at_), [self = shared_from_this(), text = std::move(text)] {
        if (self->server_open_) self->ends_.at_server(text);
    });
}

void Wire::down(Frame frame, int replaces) {
    if (!server_open_) return;
    auto const dropped = std::make_shared<bool>(false);
    if (replaces >= 0) {
        auto& last = replaceable_[replaces];
        if (last && world_.random.chance(50)) *last = true;   // only an unsent frame can be taken back
        last = dropped;
    }
    world_.later(latency(down_at_), [self = shared_from_this(), frame = std::move(frame), dropped, flood = flood_] {
        bool const lost = *dropped || flood != self->flood_;
        *dropped = true;
        if (self->client_open_ && !lost) self->ends_.at_client(frame);
    });
}

void Wire::close_from_server(CloseCode code) {
    if (!server_open_) return;
    server_open_ = false;
    world_.later(0, [self = shared_from_this()] { self->ends_.server_closed(); });
    world_.later(latency(down_at_), [self = shared_from_this(), code] {
        if (!std::exchange(self->client_open_, false)) return;
        self->ends_.client_closed(code);
    });
}

void Wire::cut() {
    if (!std::exchange(client_open_, false)) return;
    ends_.client_closed(CloseCode::internal);
    auto const unnoticed = world_.has_faults ? world_.random.between(0, 4'000) : 0;
    world_.later(unnoticed, [self = shared_from_this()] {
        if (std::exchange(self->server_open_, false)) self->ends_.server_closed();
    });
}

void Wire::server_died() {
    if (!std::exchange(server_open_, false)) return;
    world_.later(latency(down_at_) + world_.random.between(0, 1'000), [self = shared_from_this()] {
        if (std::exchange(self->client_open_, false)) self->ends_.client_closed(CloseCode::internal);
    });
}

}  // namespace warsha::simulation
