#include "simulation/outbox_traces.hpp"

#include "protocol/codec_impl.hpp"
#include "room/outbox.hpp"
#include "simulation/random.hpp"

namespace warsha::simulation {

struct TracedStep {
    std::int64_t now = 0;
    outbox::Input input;
    std::vector<outbox::Effect> effects;
    outbox::State state;
};
BOOST_DESCRIBE_STRUCT(TracedStep, (), (now, input, effects, state))
struct Trace {
    std::vector<TracedStep> steps;
};
BOOST_DESCRIBE_STRUCT(Trace, (), (steps))

namespace {

std::vector<std::string> const lanes{"", "", "ballot:a", "ballot:b"};
std::vector<Reject> const codes{Reject::slow_down, Reject::storage_unavailable, Reject::stale, Reject::activity_not_open, Reject::room_closed};

/// What a phone may meet: its own typing, the socket coming and going, answers late, twice or to nobody, waking after a sleep.
class Phone {
public:
    explicit Phone(std::uint64_t seed) : random_(seed) {}

    Trace live() {
        Trace trace;
        auto const steps = random_.between(6, 16);
        for (std::int64_t i = 0; i < steps; ++i) {
            now_ += random_.chance(20) ? random_.between(5'000, 50'000) : random_.between(0, 3'000);
            auto const input = next();
            auto step = outbox::step(state_, input, now_);
            state_ = step.state;
            trace.steps.push_back({now_, input, std::move(step.effects), std::move(step.state)});
        }
        return trace;
    }

private:
    outbox::Input next() {
        auto const dice = random_.between(0, 99);
        if (dice < 32 || made_.empty()) return enqueue();
        if (dice < 50) return state_.online ? outbox::Input{outbox::Offline{}} : outbox::Input{outbox::Online{}};
        if (dice < 66) return outbox::Recorded{some_cid()};
        if (dice < 80) return outbox::Refused{some_cid(), random_.pick(codes), random_.chance(50) ? random_.between(0, 60'000) : 0};
        return outbox::Tick{};
    }
    outbox::Input enqueue() {
        if (!made_.empty() && random_.chance(10)) return outbox::Enqueue{random_.pick(made_), R"({"type":"offer_seat"})", ""};  // a double tap
        made_.push_back(random_.id<Cid>());
        return outbox::Enqueue{made_.back(), R"({"type":"offer_seat"})", random_.pick(lanes)};
    }
    Cid some_cid() { return random_.chance(10) ? random_.id<Cid>() : random_.pick(made_); }

    Random random_;
    outbox::State state_;
    std::vector<Cid> made_;
    std::int64_t now_ = 1'000;
};

}  // namespace

std::string outbox_traces(int sequences) {
    std::string lines;
    for (int i = 0; i < sequences; ++i) lines += encode_value(Phone(static_cast<std::uint64_t>(i)).live()) + "\n";
    return lines;
}

}  // namespace warsha::simulation
