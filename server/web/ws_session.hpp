#pragma once
// One accepted WebSocket. Included by ws_session.cpp and ws_session_tls.cpp only. Everything here runs on the thread that accepted it.

#include <array>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <spdlog/spdlog.h>

#include "protocol/codec.hpp"
#include "protocol/overloaded.hpp"
#include "web/output_stream.hpp"

namespace warsha::web {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;

inline constexpr std::size_t piece_bytes = 512;             // what an idle session keeps ready; most commands fit
inline constexpr std::size_t pieces_per_message_max = 200;  // 48 KiB need 96, and their fragments some more
inline constexpr double control_frames_per_second = 10;
inline constexpr std::size_t awaited_answers_max = 64;
/// Below this the close code is ours (4413); a frame that announces more is not even begun (1009).
inline constexpr std::size_t message_bytes_unthinkable = 64 * 1024;

/// `Stream`: Socket, or TlsSocket over it.
template <class Stream>
class WsSession final : public Connection, public std::enable_shared_from_this<WsSession<Stream>> {
    using std::enable_shared_from_this<WsSession<Stream>>::shared_from_this;
    using std::enable_shared_from_this<WsSession<Stream>>::weak_from_this;

public:
    WsSession(std::shared_ptr<Shared> shared, Shard& shard, Stream socket, std::string address)
        : shared_(std::move(shared)), shard_(shard), ws_(std::move(socket), shard, limits().outbox_bytes_max), address_(std::move(address)),
          messages_(limits().messages_per_second, limits().messages_burst, opened_),
          refusals_(limits().messages_per_second, limits().flooding_strikes, opened_),
          controls_(control_frames_per_second, 10 * control_frames_per_second, opened_) {
        ++shared_->connections;
        shared_->metrics.connected(1);
    }
    ~WsSession() override {
        --shared_->connections;
        shared_->metrics.connected(-1);
    }

    void start(HttpRequest request) {
        shard_.watch(weak_from_this());
        ws_.next_layer().kept_by(weak_from_this());
        ws_.set_option(websocket::stream_base::decorator([](websocket::response_type& response) {
            response.set(beast::http::field::sec_websocket_protocol, subprotocol);
            response.set(beast::http::field::server, "warsha");
        }));
        ws_.read_message_max(message_bytes_unthinkable);
        ws_.auto_fragment(false);
        ws_.text(true);
        ws_.control_callback([this](websocket::frame_type kind, beast::string_view) { control_came(kind); });
        auto const kept = std::make_shared<HttpRequest>(std::move(request));
        cookie_ = std::string((*kept)[beast::http::field::cookie]);
        code_ = std::string(kept->target()).substr(std::string_view("/ws/").size());
        code_ = code_.substr(0, code_.find('?'));
        ws_.async_accept(*kept, [self = shared_from_this(), kept](beast::error_code error) {
            error ? self->gone() : self->upgraded();
        });
    }

    void send(Frame const& frame) override {
        if (closing_) return;
        note_answer(*frame);
        queued(ws_.next_layer().answer(frame, Clock::now()));
    }

    void broadcast(Frame const& wire, int replaces, Clock::time_point now) override {
        if (!closing_) queued(ws_.next_layer().broadcast(wire, replaces, now));
    }

    void close(CloseCode code) override {
        if (closing_) return;
        closing_ = Clock::now();
        close_code_ = code;
        shared_->metrics.closed(code);
        spdlog::debug("session {} is closed: {}", id_.value, boost::describe::enum_to_string(code, "?"));
        ws_.next_layer().clear();
        if (is_open_) send_close();
    }

    void admitted(Role role) override {
        role_ = role;
        is_admitted_ = true;
        shared_->metrics.session(role, 1);
    }

    [[nodiscard]] bool inflates() const override { return inflates_; }

    void tick(Clock::time_point now) override {
        auto const& timeouts = shared_->config.timeouts;
        if (is_gone_) return;
        if (peer_closed_ && now - *peer_closed_ > timeouts.close) return cut();
        if (closing_) return now - *closing_ > timeouts.close ? cut() : void();
        if (!hello_seen_ && now - opened_ > timeouts.hello) return is_open_ ? close(CloseCode::no_hello) : cut();
        if (hello_seen_ && now - heard_ > timeouts.silence) close(CloseCode::no_pong);
    }

    void stop() override { close(CloseCode::draining); }

private:
    [[nodiscard]] Limits const& limits() const { return shared_->config.limits; }

    void upgraded() {
        is_open_ = true;
        if (closing_) return send_close();
        shared_->host->seek(code_, [self = shared_from_this()] { asio::dispatch(self->shard_.io(), [self] { if (!self->is_gone_) self->enter(); }); });
    }

    void enter() {
        if (closing_) return;
        room_ = shared_->host->find(code_);
        auto const judged = shared_->codes.judge(address_, room_, Clock::now());
        if (judged != CodeGuard::Answer::found) room_.reset();
        id_ = shard_.add(shared_from_this(), room_);
        read();
        if (shared_->stopping) return close(CloseCode::draining);
        // A browser cannot read the status of a refused upgrade: the close code says it.
        if (judged == CodeGuard::Answer::missing) close(CloseCode::no_such_room);
        if (judged == CodeGuard::Answer::too_many) close(CloseCode::flooding);
    }

    void read() {
        auto const room_left = bytes_max() + 1 - std::min(bytes_max(), buffer_.size());
        ws_.async_read_some(buffer_, std::min(piece_bytes, room_left), [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (error) return self->gone();
            self->piece_came();
            // async_close reads and discards what still comes; a read beside it, after it has discarded the rest of a message, is an
            // assertion in Beast 1.81 (impl_base.hpp, read_size_hint_pmd), and the end of the process.
            if (!self->closing_) self->read();
        });
    }

    void piece_came() {
        if (closing_) return buffer_.clear();
        if (!ws_.got_text()) return close(CloseCode::not_text);
        if (buffer_.size() > bytes_max()) return close(CloseCode::too_large);
        if (!ws_.is_message_done()) return ++pieces_ > pieces_per_message_max ? close(CloseCode::bad_message) : void();
        pieces_ = 0;
        heard_ = Clock::now();
        auto const data = buffer_.data();
        message_came({static_cast<char const*>(data.data()), data.size()});
        buffer_.clear();
        if (buffer_.capacity() > participant_message_bytes_max) buffer_.shrink_to_fit();
    }

    void control_came(websocket::frame_type kind) {
        // Beast answers, and then waits for the end of the connection: the peer may take its time.
        if (kind == websocket::frame_type::close) return void(peer_closed_ = Clock::now());
        heard_ = Clock::now();
        if (!controls_.take(heard_)) close(CloseCode::flooding);
    }

    [[nodiscard]] Bounds bounds() const { return role_ == Role::facilitator ? facilitator_bounds : participant_bounds; }
    [[nodiscard]] std::size_t bytes_max() const { return bounds().bytes_max; }

    void message_came(std::string_view text) {
        if (text.empty() && hello_seen_) return take_beat();
        auto message = decode_client_message(text, bounds());
        if (!message) return refuse(message.error());
        bool const is_hello = std::holds_alternative<Hello>(*message);
        if (is_hello == hello_seen_) return close(CloseCode::bad_message);  // first, and never again
        std::visit(Overloaded{
            [&](Hello& hello) { take_hello(hello); },
            [&](CommandMessage& command) { take_command(command); },
            [&](Ping const& ping) { take_ping(ping); },
            [&](Signal const& signal) { take_signal(signal); },
        }, *message);
    }

    /// Words that are not allowed are answered; anything else that is wrong ends the session.
    void refuse(DecodeError const& error) {
        bool const is_answerable = hello_seen_ && error.cid && error.kind == DecodeError::Kind::text && error.text;
        if (!is_answerable) return close(CloseCode::bad_message);
        if (within_rate(*error.cid)) reject(*error.cid, *error.text, std::nullopt);
    }

    void take_hello(Hello const& hello) {
        hello_seen_ = true;
        inflates_ = hello.inflates.value_or(false);
        if (hello.role == Role::facilitator && hello.link) role_ = Role::facilitator;  // for the bounds; the room judges the secret
        auto const proven = hello.link || !room_ ? std::nullopt : shared_->host->proven_link(*room_, cookie_);
        if (hello.role == Role::facilitator && proven) role_ = Role::facilitator;
        in_room([id = id_, hello, proven](Room& room) { room.hello(id, hello, proven); });
    }

    void take_command(CommandMessage& command) {
        shared_->metrics.command();
        if (!within_rate(command.cid)) return;
        if (awaited_.size() == awaited_answers_max) awaited_.erase(awaited_.begin());
        awaited_.emplace_back(command.cid, heard_);
        if (room_ && std::holds_alternative<Join>(command.body)) shared_->joins.note(*room_, address_, heard_);
        in_room([id = id_, command = std::move(command)](Room& room) mutable { room.receive(id, std::move(command)); });
    }

    void take_ping(Ping const& ping) {
        if (within_rate()) in_room([id = id_, ping](Room& room) { room.ping(id, ping); });
    }

    /// An empty message, answered by one: that the line holds costs eight bytes (SPEC H6).
    void take_beat() {
        static Frame const beat = std::make_shared<std::string const>();
        if (within_rate()) send(beat);
    }

    /// Never answered: what is too much is dropped.
    void take_signal(Signal const& signal) {
        if (within_rate()) in_room([id = id_, signal](Room& room) { room.signal(id, signal); });
    }

    /// What is too much is not done; who does not stop is sent away.
    bool within_rate() {
        if (messages_.take(heard_)) return true;
        if (!refusals_.take(heard_)) close(CloseCode::flooding);
        return false;
    }
    bool within_rate(Cid cid) {
        if (within_rate()) return true;
        if (!closing_) reject(cid, Reject::slow_down, slow_down_ms());
        return false;
    }
    /// When the whole burst is there again.
    [[nodiscard]] std::int64_t slow_down_ms() const { return static_cast<std::int64_t>(1000 * limits().messages_burst / limits().messages_per_second); }

    void reject(Cid cid, Reject code, std::optional<std::int64_t> retry_after_ms) {
        send(std::make_shared<std::string const>(encode(ServerMessage{Rejection{cid, code, retry_after_ms}})));
    }

    /// On the room's home thread, at once if that is this one; in the order in which it was called. The room's own calls come to a session
    /// by way of its shard, never from inside the room.
    void in_room(std::function<void(Room&)> what) {
        if (!room_) return;
        shared_->host->enter_room(*room_, [what = std::move(what), self = weak_from_this(), &io = shard_.io()](Room* room) {
            if (room) return what(*room);
            asio::post(io, [self] { if (auto const session = self.lock()) session->close(CloseCode::internal); });
        });
    }

    void note_answer(std::string_view frame) {
        auto const kind = kind_of(frame);
        if (kind == FrameKind::rejection) shared_->metrics.rejected(reject_code_of(frame));
        if (kind != FrameKind::receipt && kind != FrameKind::rejection) return;
        auto const cid = cid_of(frame);
        auto const found = std::ranges::find_if(awaited_, [&](auto const& one) { return one.first == cid; });
        if (found == awaited_.end()) return;
        if (kind == FrameKind::receipt) shared_->metrics.recorded(std::chrono::duration<double>(Clock::now() - found->second).count());
        awaited_.erase(found);
    }

    void queued(FrameQueue::Verdict verdict) {
        if (verdict == FrameQueue::Verdict::queued) return;
        if (verdict == FrameQueue::Verdict::too_slow) return close(CloseCode::too_slow);
        shared_->metrics.fresh_view();
        in_room([id = id_](Room& room) { room.refresh(id); });
    }

    void send_close() {
        ws_.async_close(websocket::close_reason(static_cast<std::uint16_t>(close_code_)), [self = shared_from_this()](beast::error_code) { self->gone(); });
    }

    void cut() {
        beast::error_code ignored;
        tcp_of(ws_.next_layer()).close(ignored);
    }

    void gone() {
        if (std::exchange(is_gone_, true)) return;
        cut();
        closing_ = Clock::now();
        if (is_admitted_) shared_->metrics.session(role_, -1);
        if (room_ && hello_seen_) shared_->host->enter_room(*room_, [id = id_](Room* room) { if (room) room->gone(id); });
        shard_.remove(id_);
    }

    std::shared_ptr<Shared> shared_;
    Shard& shard_;
    websocket::stream<OutputStream<Stream>, false> ws_;  // false: no compression extension
    std::string address_, code_, cookie_;
    beast::flat_buffer buffer_;
    Clock::time_point opened_ = Clock::now(), heard_ = opened_;
    Bucket messages_, refusals_, controls_;
    std::vector<std::pair<Cid, Clock::time_point>> awaited_;  // commands without an answer, for the latency metric; a deque holds memory while empty
    SessionId id_;
    std::optional<RoomId> room_;
    Role role_ = Role::participant;
    std::size_t pieces_ = 0;
    bool is_open_ = false, hello_seen_ = false, inflates_ = false, is_admitted_ = false, is_gone_ = false;
    std::optional<Clock::time_point> closing_, peer_closed_;
    CloseCode close_code_ = CloseCode::internal;
};

}  // namespace warsha::web
