#include "room/outbox.hpp"

#include <algorithm>

#include "protocol/overloaded.hpp"

namespace warsha::outbox {
namespace {

constexpr std::int64_t resend_max_ms = 40'000;

std::int64_t resend_wait(std::uint32_t attempts) { return std::min(resend_max_ms, resend_after_ms << std::min(attempts > 0 ? attempts - 1 : 0, 5U)); }

class Stepping {
public:
    Stepping(State state, std::int64_t now_ms) : step_{std::move(state), {}}, now_(now_ms) {}

    void operator()(Enqueue const& in) {
        auto& pending = step_.state.pending;
        if (find(in.cid) != pending.end()) return;
        if (!in.lane.empty()) std::erase_if(pending, [&](Pending const& one) { return one.lane == in.lane; });
        if (pending.size() >= pending_max) return tell(in.cid, Progress::refused, Reject::slow_down);
        pending.push_back({.cid = in.cid, .body = in.body, .lane = in.lane});
        save();
        tell(in.cid, Progress::saved);
        if (step_.state.online) send(pending.back());
    }
    void operator()(Online const&) {
        step_.state.online = true;
        for (auto& one : step_.state.pending) send(one);
    }
    void operator()(Offline const&) {
        step_.state.online = false;
        for (auto& one : step_.state.pending) {
            if (one.progress == Progress::saved) continue;
            one.progress = Progress::saved;
            tell(one.cid, Progress::saved);
        }
    }
    void operator()(Recorded const& in) { drop(in.cid, Progress::counted, std::nullopt); }
    void operator()(Refused const& in) {
        if (!is_retryable(in.code)) return drop(in.cid, Progress::refused, in.code);
        auto const one = find(in.cid);
        if (one == step_.state.pending.end()) return;
        // Waits at least as long as it was told: the clock of the last attempt is moved so that the next tick after it resends.
        one->sent_at = now_ + in.retry_after_ms - resend_wait(one->attempts);
    }
    void operator()(Tick const&) {
        if (!step_.state.online) return;
        for (auto& one : step_.state.pending)
            if (one.progress == Progress::saved || now_ - one.sent_at >= resend_wait(one.attempts)) send(one);
    }

    Step take() { return std::move(step_); }

private:
    std::vector<Pending>::iterator find(Cid cid) { return std::ranges::find(step_.state.pending, cid, &Pending::cid); }

    void send(Pending& one) {
        one.sent_at = now_;
        ++one.attempts;
        step_.effects.emplace_back(std::in_place_type<Send>, one.cid, one.body);
        if (one.progress == Progress::sent) return;
        one.progress = Progress::sent;
        tell(one.cid, Progress::sent);
    }
    void drop(Cid cid, Progress progress, std::optional<Reject> code) {
        auto const one = find(cid);
        if (one == step_.state.pending.end()) return;
        step_.state.pending.erase(one);
        save();
        tell(cid, progress, code);
    }
    void save() { step_.effects.emplace_back(std::in_place_type<Save>); }
    void tell(Cid cid, Progress progress, std::optional<Reject> code = {}) { step_.effects.emplace_back(std::in_place_type<Tell>, cid, progress, code); }

    Step step_;
    std::int64_t now_;
};

}  // namespace

Step step(State state, Input const& input, std::int64_t now_ms) {
    Stepping stepping(std::move(state), now_ms);
    std::visit(stepping, input);
    return stepping.take();
}

}  // namespace warsha::outbox
