#include "app/client/phone.hpp"

#include <chrono>
#include <random>

#include <spdlog/spdlog.h>

#include "protocol/overloaded.hpp"
#include "protocol/codec.hpp"
#include "room/clockwork.hpp"

namespace warsha::client {
namespace {

constexpr auto tick_interval = std::chrono::seconds(1);
constexpr std::int64_t retry_base_ms = 250, retry_max_ms = 4'000;

std::int64_t now_us() {
    using namespace std::chrono;
    return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

/// Full jitter, so that a crowd does not return in the same instant.
std::chrono::milliseconds retry_delay(unsigned attempt) {
    thread_local std::minstd_rand random{std::random_device{}()};
    auto const cap = std::min(retry_max_ms, retry_base_ms << std::min(attempt, 6U));
    return std::chrono::milliseconds(std::uniform_int_distribution<std::int64_t>(0, cap)(random));
}

void change(Known& known, Change const& changed) {
    std::visit(Overloaded{
        [&](RoomChanged const& c) { known.room = c.room; },
        [&](AgendaChanged const& c) { known.agenda = c.agenda; },
        [&](ActivityChanged const& c) { known.activities[c.activity.plan.id] = c.activity; },
        [&](ActivityRemoved const& c) { known.activities.erase(c.activity); },
        [&](ProposalChanged const& c) { known.proposals[c.proposal.id] = c.proposal; },
        [&](ProposalRemoved const& c) { known.proposals.erase(c.proposal); },
        [&](EndorsementsChanged const& c) {
            if (auto const found = known.proposals.find(c.proposal); found != known.proposals.end()) found->second.endorsements = c.endorsements;
        },
        [&](QuorumChanged const& c) {
            if (auto const found = known.activities.find(c.activity); found != known.activities.end()) found->second.quorum = c.quorum;
        },
        [&](DeskChanged const& c) { known.desk = c.desk; },
        [](FloorChanged const&) {},
        [&](ClustersChanged const& c) { known.clusters = c.clusters; },
        [&](RollChanged const& c) { known.roll = c.roll; },
    }, changed);
}

void replace_round(ActivityView& activity, RoundView const& round) {
    for (auto& known : activity.rounds)
        if (known.round == round.round) known = round;
}

}  // namespace

void evolve(Known& known, ServerMessage const& message) {
    std::visit(Overloaded{
        [&](Welcome const& m) { if (m.own) known.own = m.own; },
        [&](View const& m) {
            auto own = std::move(known.own);
            known = Known{.room = m.view.room, .agenda = m.view.agenda, .own = std::move(own), .desk = m.view.desk,
                          .roll = m.view.roll, .clusters = m.view.clusters, .position = m.position};
            for (auto const& activity : m.view.activities) known.activities[activity.plan.id] = activity;
            for (auto const& proposal : m.view.proposals) known.proposals[proposal.id] = proposal;
        },
        [&](Changes const& m) {
            for (auto const& one : m.changes) change(known, one);
            known.position = m.position;
        },
        [&](Tally const& m) {
            auto const found = known.activities.find(m.activity);
            if (found != known.activities.end()) replace_round(found->second, m.round);
        },
        [&](Seated const& m) { known.own = m.own; },
        [&](OwnChanged const& m) { known.own = m.own; },
        [&](Presence const&) {}, [&](Receipt const&) {}, [&](Rejection const&) {}, [&](SeatOffered const&) {}, [&](Pong const&) {}, [](Storage const&) {},
        [](Moods const&) {}, [](Unusual const&) {},
    }, message);
}

Phone::Phone(boost::asio::io_context& io, PhoneConfig config) : io_(io), config_(std::move(config)), retry_(io), ticker_(io) {}

void Phone::connect() {
    std::weak_ptr<Phone> const self = weak_from_this();
    socket_ = Socket::connect(io_, config_.target, "/ws/" + config_.code, {
        .on_open = [self] { if (auto const phone = self.lock()) phone->opened(); },
        .on_text = [self](std::string const& text) { if (auto const phone = self.lock()) phone->received(text); },
        .on_closed = [self](std::uint16_t code) { if (auto const phone = self.lock()) phone->closed(code); }});
    tick();
}

void Phone::cut() {
    if (socket_) socket_->cut();
}

void Phone::leave() {
    left_ = true;
    retry_.cancel();
    ticker_.cancel();
    if (socket_) socket_->close();
}

Cid Phone::send(Command const& command, std::string lane, std::optional<Cid> cid) {
    auto const made = cid.value_or(random_id<Cid>());
    made_at_us_[made] = now_us();
    feed(outbox::Enqueue{made, encode(command), std::move(lane)});
    return made;
}

void Phone::opened() {
    Hello const hello{.role = config_.role, .seat = seat_, .link = config_.link,
                      .resume = known_.position.offset > 0 ? std::optional(known_.position) : std::nullopt};
    socket_->send(encode(ClientMessage{hello}));
}

void Phone::received(std::string const& text) {
    auto const decoded = decode_server_message(text);
    if (!decoded) {
        spdlog::error("a server message was not understood at {}: {}", decoded.error().where, decoded.error().what);
        return cut();
    }
    evolve(known_, *decoded);
    if (auto const* seated = std::get_if<Seated>(&*decoded)) seat_ = seated->seat;
    if (std::holds_alternative<Welcome>(*decoded)) {
        attempt_ = 0;
        feed(outbox::Online{});
    }
    if (auto const* receipt = std::get_if<Receipt>(&*decoded)) feed(outbox::Recorded{receipt->cid});
    if (auto const* rejection = std::get_if<Rejection>(&*decoded))
        feed(outbox::Refused{rejection->cid, rejection->code, rejection->retry_after_ms.value_or(0)});
    if (handlers_.on_changed) handlers_.on_changed();
}

void Phone::closed(std::uint16_t code) {
    feed(outbox::Offline{});
    if (left_) return;
    if (code == static_cast<std::uint16_t>(CloseCode::reset)) known_.position = {};
    if (code >= 1002 && reaction(static_cast<CloseCode>(code)) == Reaction::stop && code != 1006) {
        if (handlers_.on_stopped) handlers_.on_stopped(code);
        return;
    }
    retry_.expires_after(retry_delay(attempt_++));
    retry_.async_wait([self = weak_from_this()](boost::system::error_code error) {
        auto const phone = self.lock();
        if (!error && phone && !phone->left_) phone->connect();
    });
}

void Phone::feed(outbox::Input const& input) {
    auto [state, effects] = outbox::step(std::move(outbox_), input, now_us() / 1000);
    outbox_ = std::move(state);
    for (auto const& effect : effects) {
        if (auto const* send = std::get_if<outbox::Send>(&effect)) {
            auto const message = R"({"body":)" + send->body + R"(,"cid":")" + text_of(send->cid) + R"(","type":"command"})";
            for (int copy = 0; copy < config_.copies; ++copy) socket_->send(message);
        } else if (auto const* tell = std::get_if<outbox::Tell>(&effect)) {
            if (handlers_.on_told) handlers_.on_told(tell->cid, *tell, now_us() - made_at_us_[tell->cid]);
        }
    }
}

void Phone::tick() {
    ticker_.expires_after(tick_interval);
    ticker_.async_wait([self = weak_from_this()](boost::system::error_code error) {
        auto const phone = self.lock();
        if (error || !phone || phone->left_) return;
        phone->feed(outbox::Tick{});
        if (phone->outbox_.online) phone->socket_->send(encode(ClientMessage{Ping{now_us() / 1000}}));
        phone->tick();
    });
}

}  // namespace warsha::client
