// One accepted WebSocket. Everything here runs on the thread that accepted it.

#include <deque>

#include <spdlog/spdlog.h>

#include "protocol/codec.hpp"
#include "protocol/overloaded.hpp"
#include "web/stream.hpp"

namespace warsha::web {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using Clock = std::chrono::steady_clock;

constexpr auto hello_timeout = std::chrono::seconds(5);
constexpr auto silence_timeout = std::chrono::seconds(45);
constexpr auto close_timeout = std::chrono::seconds(3);
constexpr auto second_overflow_within = std::chrono::seconds(10);
constexpr std::size_t view_bytes_max = 1024 * 1024;

class WsSession final : public Connection, public std::enable_shared_from_this<WsSession> {
public:
    WsSession(Shared& shared, Shard& shard, Stream stream, std::string address)
        : shared_(shared), shard_(shard), ws_(std::move(stream)), address_(std::move(address)),
          bucket_(shared.config.limits.messages_per_second, shared.config.limits.messages_burst) {
        ++shared_.connections;
        shared_.metrics.connected(1);
    }
    ~WsSession() override {
        --shared_.connections;
        shared_.metrics.connected(-1);
    }

    void start(HttpRequest const& request) {
        code_ = std::string(request.target()).substr(4);
        code_ = code_.substr(0, code_.find('?'));
        ws_.set_option(websocket::stream_base::timeout{std::chrono::seconds(5), websocket::stream_base::none(), false});
        ws_.set_option(websocket::stream_base::decorator([](websocket::response_type& response) {
            response.set(beast::http::field::sec_websocket_protocol, subprotocol);
            response.set(beast::http::field::server, "warsha");
        }));
        ws_.read_message_max(facilitator_message_bytes_max + 1024);
        auto const kept = std::make_shared<HttpRequest>(request);
        ws_.async_accept(*kept, [self = shared_from_this(), kept](beast::error_code error) {
            if (!error) self->accepted();
        });
    }

    void send(Frame frame, int replaces) override {
        if (closing_) return;
        if (replaces >= 0) drop_unsent(replaces);
        // The first view is outside the bound; everything else counts.
        bool const is_view = frame->starts_with(R"({"position":)") && frame->size() <= view_bytes_max && awaits_view_;
        if (is_view) awaits_view_ = false;
        else if (queued_bytes_ + frame->size() > shared_.config.limits.outbox_bytes_max) return overflow();
        queued_bytes_ += is_view ? 0 : frame->size();
        queue_.push_back({std::move(frame), replaces, is_view});
        if (!writing_) write();
    }

    void close(CloseCode code) override {
        if (closing_) return;
        closing_ = Clock::now();
        close_code_ = code;
        shared_.metrics.closed(code);
        queue_.resize(std::min<std::size_t>(queue_.size(), writing_ ? 1 : 0));
        if (!writing_) send_close();
    }

    void admitted(RoomId, Role role) override {
        role_ = role;
        is_admitted_ = true;
        shared_.metrics.session(role, 1);
    }

    void tick(Clock::time_point now) override {
        if (closing_ && now - *closing_ > close_timeout) return cut();
        if (closing_) return;
        if (!hello_seen_ && now - opened_ > hello_timeout) return close(CloseCode::no_hello);
        if (hello_seen_ && now - heard_ > silence_timeout) return close(CloseCode::no_pong);
    }

private:
    struct Queued { Frame frame; int replaces = -1; bool is_view = false; };

    void accepted() {
        opened_ = heard_ = Clock::now();
        id_ = shard_.add(shared_from_this());
        room_ = shared_.host->find(code_);
        read();
        if (shared_.stopping) return close(CloseCode::draining);
        if (room_) return;
        // A browser cannot read the status of a refused upgrade: the code says it.
        close(shard_.may_miss_code(address_) ? CloseCode::no_such_room : CloseCode::flooding);
    }

    void read() {
        ws_.async_read(buffer_, [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (error) return self->gone();
            self->heard_ = Clock::now();
            self->received();
            self->buffer_.consume(self->buffer_.size());
            self->read();
        });
    }

    void received() {
        if (closing_) return;
        if (!ws_.got_text()) return close(CloseCode::not_text);
        auto const data = buffer_.data();
        std::string_view const text(static_cast<char const*>(data.data()), data.size());
        auto const bounds = role_ == Role::facilitator ? facilitator_bounds : participant_bounds;
        if (text.size() > bounds.bytes_max) return close(CloseCode::too_large);
        auto message = decode_client_message(text, bounds);
        if (!message) return refuse(message.error());
        std::visit(Overloaded{
            [&](Hello& hello) { take_hello(hello); },
            [&](CommandMessage& command) { take_command(command); },
            [&](Ping const& ping) { take_ping(ping); },
        }, *message);
    }

    /// Words that are not allowed are answered; anything else that is wrong ends the session.
    void refuse(DecodeError const& error) {
        bool const is_answerable = hello_seen_ && error.cid && error.kind == DecodeError::Kind::text && error.text;
        if (!is_answerable) return close(CloseCode::bad_message);
        shared_.metrics.refused_at_edge();
        if (!within_rate(*error.cid)) return;
        reject(*error.cid, *error.text, std::nullopt);
    }

    void take_hello(Hello& hello) {
        if (std::exchange(hello_seen_, true)) return close(CloseCode::bad_message);
        if (hello.role == Role::facilitator && hello.link) role_ = Role::facilitator;  // bounds only; the room judges the secret
        in_room([id = id_, hello](Room& room) { room.hello(id, hello); });
    }

    void take_command(CommandMessage& command) {
        if (!hello_seen_) return close(CloseCode::bad_message);
        shared_.metrics.command();
        if (!within_rate(command.cid)) return;
        in_room([id = id_, command](Room& room) { room.receive(id, command); });
    }

    void take_ping(Ping const& ping) {
        if (!hello_seen_) return close(CloseCode::bad_message);
        if (bucket_.take(Clock::now())) in_room([id = id_, ping](Room& room) { room.ping(id, ping); });
    }

    bool within_rate(Cid cid) {
        if (bucket_.take(Clock::now())) {
            strikes_ = 0;
            return true;
        }
        shared_.metrics.refused_at_edge();
        if (++strikes_ > shared_.config.limits.flooding_strikes) {
            close(CloseCode::flooding);
            return false;
        }
        reject(cid, Reject::slow_down, 1000 + 100 * std::min(strikes_, 50));
        return false;
    }

    void reject(Cid cid, Reject code, std::optional<std::int64_t> retry_after_ms) {
        send(std::make_shared<std::string const>(encode(ServerMessage{Rejection{cid, code, retry_after_ms}})), -1);
    }

    void in_room(std::function<void(Room&)> what) {
        if (!room_) return;
        shared_.host->with_room(*room_, [what = std::move(what), self = weak_from_this(), &io = shard_.io()](Room* room) {
            if (room) return what(*room);
            asio::post(io, [self] { if (auto const session = self.lock()) session->close(CloseCode::internal); });
        });
    }

    void drop_unsent(int replaces) {
        for (std::size_t i = writing_ ? 1 : 0; i < queue_.size(); ++i) {
            if (queue_[i].replaces != replaces) continue;
            queued_bytes_ -= queue_[i].frame->size();
            queue_.erase(queue_.begin() + static_cast<long>(i));
            return;
        }
    }

    /// A reader that is too slow: once, everything unsent is replaced by one fresh view; soon again, it is closed and comes back.
    void overflow() {
        auto const now = Clock::now();
        if (overflowed_ && now - *overflowed_ < second_overflow_within) return close(CloseCode::too_slow);
        overflowed_ = now;
        queue_.resize(std::min<std::size_t>(queue_.size(), writing_ ? 1 : 0));
        queued_bytes_ = queue_.empty() || queue_.front().is_view ? 0 : queue_.front().frame->size();
        awaits_view_ = true;
        in_room([id = id_](Room& room) { room.refresh(id); });
    }

    void write() {
        if (queue_.empty()) return;
        writing_ = true;
        ws_.text(true);
        auto const frame = queue_.front().frame;
        ws_.async_write(asio::buffer(*frame), [self = shared_from_this(), frame](beast::error_code error, std::size_t) {
            self->writing_ = false;
            if (error) return;  // the reader finds out as well
            self->shared_.metrics.frame(frame->size());
            if (!self->queue_.front().is_view) self->queued_bytes_ -= frame->size();
            self->queue_.pop_front();
            if (self->closing_) self->send_close();
            else self->write();
        });
    }

    void send_close() {
        websocket::close_reason const reason(static_cast<websocket::close_code>(close_code_));
        ws_.async_close(reason, [self = shared_from_this()](beast::error_code) { self->gone(); });
    }

    void cut() {
        beast::error_code ignored;
        beast::get_lowest_layer(ws_).socket().close(ignored);
    }

    void gone() {
        if (std::exchange(is_gone_, true)) return;
        cut();
        if (!closing_) closing_ = Clock::now();
        if (is_admitted_) shared_.metrics.session(role_, -1);
        if (room_) shared_.host->with_room(*room_, [id = id_](Room* room) { if (room) room->gone(id); });
        shard_.remove(id_);
    }

    Shared& shared_;
    Shard& shard_;
    WebSocket ws_;
    std::string address_, code_;
    beast::flat_buffer buffer_;
    std::deque<Queued> queue_;           // the front is being written while writing_
    std::size_t queued_bytes_ = 0;
    SessionId id_;
    std::optional<RoomId> room_;
    Role role_ = Role::participant;
    Bucket bucket_;
    int strikes_ = 0;
    bool writing_ = false, hello_seen_ = false, is_admitted_ = false, is_gone_ = false, awaits_view_ = true;
    CloseCode close_code_ = CloseCode::internal;
    Clock::time_point opened_ = Clock::now(), heard_ = opened_;
    std::optional<Clock::time_point> closing_, overflowed_;
};

}  // namespace

void start_ws_session(Shared& shared, Shard& shard, Stream stream, HttpRequest request, std::string address) {
    stream.expires_never();
    std::make_shared<WsSession>(shared, shard, std::move(stream), std::move(address))->start(request);
}

}  // namespace warsha::web
