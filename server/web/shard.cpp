#include "web/shard.hpp"

#include <algorithm>

#include <boost/asio/post.hpp>
#include <sys/socket.h>

#include <spdlog/spdlog.h>

#include "protocol/overloaded.hpp"
#include "web/deflate.hpp"
#include "web/frames.hpp"

namespace warsha::web {

namespace asio = boost::asio;
using asio::ip::tcp;
constexpr std::uint64_t wrong_codes_worth_telling = 60, joins_worth_telling = 20;  // a minute
constexpr auto portion_interval = std::chrono::milliseconds(50);
constexpr int turns_waited_max = 16;
constexpr std::size_t portions = 40, portion_min = 10;  // all within two seconds
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

Shard::Shard(std::shared_ptr<Shared> shared, asio::io_context& io, std::size_t index, std::size_t count)
    : shared_(std::move(shared)), io_(io), timer_(io), drain_timer_(io), next_id_(index + count), step_(count) {}

std::uint16_t Shard::listen(tcp::endpoint where, Serve serve) {
    auto& door = *doors_.emplace_back(std::make_unique<Door>(Door{decltype(Door::acceptor)(io_), serve}));
    door.acceptor.open(where.protocol());
    door.acceptor.set_option(tcp::acceptor::reuse_address(true));
    door.acceptor.set_option(ReusePort(true));
    door.acceptor.bind(where);
    door.acceptor.listen(4096);
    accept(door);
    if (doors_.size() == 1) tick();
    return door.acceptor.local_endpoint().port();
}

void Shard::stop() {
    boost::system::error_code ignored;
    for (auto const& door : doors_) door->acceptor.close(ignored);
    drain(watched_, std::max(portion_min, watched_.size() / portions));
}

/// A portion at a time, so that a hall does not knock at the next server in one instant; whoever waits is served as before.
void Shard::drain(std::vector<std::weak_ptr<Timed>> left, std::size_t portion) {
    for (std::size_t i = 0; i < portion && !left.empty(); ++i) {
        if (auto const timed = left.back().lock()) timed->stop();
        left.pop_back();
    }
    if (left.empty()) return;
    drain_timer_.expires_after(portion_interval);
    drain_timer_.async_wait([this, left = std::move(left), portion](boost::system::error_code error) { if (!error) drain(left, portion); });
}

void Shard::accept(Door& door) {
    door.acceptor.async_accept([this, &door](boost::system::error_code error, Socket socket) {
        if (!door.acceptor.is_open()) return;
        door.is_paused = bool(error) && error != asio::error::connection_aborted;
        if (!error) accepted(std::move(socket), door.serve);
        if (!door.is_paused) return accept(door);
        // Out of file descriptors: the next tick tries again; trying at once would spin.
        spdlog::warn("no connection can be accepted now: {}", error.message());
    });
}

void Shard::accepted(Socket socket, Serve serve) {
    boost::system::error_code gone;
    auto const peer = socket.remote_endpoint(gone).address();
    if (gone) return;
    if (shared_->connections >= shared_->config.limits.connections_max) return turn_away(std::move(socket), "full");
    // Behind a proxy every connection has its address; the proxy has its own limits.
    bool const is_ours = shared_->proxies.contains(peer);
    if (!is_ours && !shared_->connects.take(rate_key(peer), Clock::now())) return turn_away(std::move(socket), "too_fast");
    serve(shared_, *this, std::move(socket), peer);
}

/// Costs nothing to keep: one attempt to say why, then gone.
void Shard::turn_away(Socket socket, char const* why) {
    static constexpr std::string_view words = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    shared_->metrics.turned_away(why);
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(words), ignored);
    socket.shutdown(tcp::socket::shutdown_send, ignored);
}

void Shard::tick() {
    timer_.expires_after(std::chrono::milliseconds(500));
    timer_.async_wait([this](boost::system::error_code error) {
        if (error) return;
        look_after(Clock::now());
        tick();
    });
}

void Shard::look_after(Clock::time_point now) {
    std::erase_if(watched_, [](auto const& one) { return one.expired(); });
    auto const all = watched_;
    for (auto const& one : all)
        if (auto const timed = one.lock()) timed->tick(now);
    shared_->metrics.frames(std::exchange(frames_sent_, 0), std::exchange(bytes_sent_, 0));
    tell_unusual(now);
    for (auto const& door : doors_)
        if (door->is_paused && door->acceptor.is_open()) accept(*door);
}

/// By the first shard, for all of them.
void Shard::tell_unusual(Clock::time_point now) {
    bool const is_first = next_id_ % step_ == 0;
    if (!is_first || !shared_->host || now - unusual_told_ < shared_->config.timeouts.unusual) return;
    unusual_told_ = now;
    std::map<RoomId, Unusual> of_rooms;
    for (auto const& [room, seen] : shared_->joins.last_minute(now)) {
        auto& one = of_rooms[room];
        if (seen.from_one_address >= joins_worth_telling) one.joins = seen.all, one.joins_from_one_address = seen.from_one_address;
    }
    auto const wrong = shared_->codes.wrong_in_last_minute(now);
    shared_->host->tell_unusual(wrong >= wrong_codes_worth_telling ? wrong : 0, of_rooms);
}

void Shard::ask(Errand errand) {
    if (!io_.get_executor().running_in_this_thread()) return asio::post(io_, [this, errand = std::move(errand)] { run(errand); });
    errands_.push_back(std::move(errand));
    if (errands_.size() == 1) asio::post(io_, [this] { run_errands(); });
}

void Shard::run_errands() {
    std::swap(errands_, running_);
    for (auto const& errand : running_) run(errand);
    running_.clear();
    brought_more_ = true;
}

void Shard::run(Errand const& errand) {
    std::visit(Overloaded{
        [&](ToSession const& to) { with(to.session, [&](Connection& connection) { connection.send(to.frame); }); },
        [&](ToRoom const& to) { broadcast(to.room, to.audience, to.frame, to.replaces); },
        [&](Admit const& who) { admit(who.session, who.room, who.audience, who.role); },
        [&](CloseSession const& which) { with(which.session, [&](Connection& connection) { connection.close(which.code); }); },
        [&](CloseRoom const& which) { close_all(which.room, which.code); },
    }, errand);
}

SessionId Shard::add(std::shared_ptr<Connection> connection, std::optional<RoomId> room) {
    SessionId const id{next_id_};
    next_id_ += step_;
    sessions_.emplace(id.value, Member{std::move(connection), room, {}});
    return id;
}

void Shard::remove(SessionId session) {
    auto const found = sessions_.find(session.value);
    if (found == sessions_.end()) return;
    if (found->second.place) {
        auto const place = places_.find(*found->second.place);
        auto& seats = place->second;
        auto const seat = found->second.seat;
        seats[seat] = seats.back();
        sessions_.at(seats[seat].session).seat = seat;
        seats.pop_back();
        if (seats.empty()) places_.erase(place);
    }
    sessions_.erase(found);
}

void Shard::admit(SessionId session, RoomId room, Audience audience, Role role) {
    auto const found = sessions_.find(session.value);
    if (found == sessions_.end() || found->second.place) return;
    auto& member = found->second;
    auto& seats = places_[{room, audience}];
    member.place = {room, audience};
    member.seat = seats.size();
    seats.push_back({member.connection.get(), session.value, member.connection->inflates()});
    member.connection->admitted(role);
}

/// Only put into the queues here, in one go, so that all frames of a session keep the order in which the room said them.
void Shard::broadcast(RoomId room, Audience audience, Frame const& frame, int replaces) {
    auto const found = places_.find({room, audience});
    if (found == places_.end()) return;
    auto const wire = framed(*frame);
    bool const is_long = frame->size() >= deflated_from_bytes;
    Frame small;                         // made when somebody takes it
    auto const now = Clock::now();
    for (auto const& seated : found->second) {
        bool const takes_small = is_long && seated.inflates;
        if (takes_small && !small) small = deflated(*frame);
        seated.connection->broadcast(takes_small ? small : wire, replaces, now);
    }
}

void Shard::flush_soon(Outlet& outlet, Order order) {
    bool& is_listed = order == Order::answers ? outlet.answers_ : outlet.broadcasts_;
    if (std::exchange(is_listed, true)) return;
    if (order == Order::broadcasts && broadcasts_.empty()) fan_out_since_ = Clock::now().time_since_epoch().count();
    (order == Order::answers ? answers_ : broadcasts_).push_back(&outlet);
    if (std::exchange(is_flush_posted_, true)) return;
    asio::post(io_, [this] { flush(); });
}

void Shard::forget(Outlet& outlet) {
    if (outlet.answers_) std::ranges::replace(answers_, &outlet, nullptr);
    if (outlet.broadcasts_) std::ranges::replace(broadcasts_, &outlet, nullptr);
}

/// A turn that brought answers may be followed by one that brings more for the same people: those leave together, while nobody waits for a broadcast.
void Shard::flush() {
    bool const waits = std::exchange(brought_more_, false) && broadcasts_.empty() && ++turns_waited_ < turns_waited_max;
    if (!waits) {
        turns_waited_ = 0;
        flush_answers();
        flush_slice();
    }
    is_flush_posted_ = !answers_.empty() || !broadcasts_.empty();
    if (is_flush_posted_) asio::post(io_, [this] { flush(); });
}

void Shard::flush_answers() {
    for (std::size_t i = 0; i < answers_.size(); ++i) {
        auto* const outlet = answers_[i];
        if (!outlet) continue;
        outlet->answers_ = false;
        outlet->flush();
    }
    answers_.clear();
}

void Shard::flush_slice() {
    auto const most = served_turns_ > 0 ? slice_while_served : slice;
    served_turns_ = std::max(0, served_turns_ - 1);
    for (std::size_t n = 0; n < most && next_ < broadcasts_.size(); ++next_) {
        auto* const outlet = broadcasts_[next_];
        if (!outlet) continue;
        outlet->broadcasts_ = false;
        outlet->flush();
        ++n;
    }
    if (next_ < broadcasts_.size()) return;
    if (!broadcasts_.empty()) {
        fan_out_took_ = Clock::now().time_since_epoch().count() - fan_out_since_;
        fan_out_since_ = 0;
    }
    broadcasts_.clear();
    next_ = 0;
}

std::chrono::milliseconds Shard::fan_out_time() const {
    auto const since = fan_out_since_.load();
    auto const by_now = since == 0 ? 0 : Clock::now().time_since_epoch().count() - since;
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::duration(std::max(fan_out_took_.load(), by_now)));
}

void Shard::with(SessionId session, std::function<void(Connection&)> const& what) {
    auto const found = sessions_.find(session.value);
    if (found == sessions_.end()) return;
    auto const connection = found->second.connection;
    what(*connection);
}

/// Those that said hello a moment ago too: a room that failed may have dropped it.
void Shard::close_all(RoomId room, CloseCode code) {
    for (auto const& [id, member] : sessions_)
        if (member.room == room) member.connection->close(code);
}

}  // namespace warsha::web
