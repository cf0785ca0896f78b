#pragma once
// What lies between Beast and the socket: what is read comes as it is, all that is written goes through one queue. Our own frames are
// put into it ready-made and shared by all who get them; Beast's (answer to the upgrade, pong, close) as the bytes they are, so that
// none can land in the middle of another. It is emptied at the end of a turn of the loop, everything for one client in one sendmsg;
// only a full socket is waited for. Included by ws_session.hpp only.

#include <cerrno>
#include <cstring>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/saved_handler.hpp>
#include <boost/beast/websocket/teardown.hpp>
#include <sys/socket.h>

#include "web/frames.hpp"
#include "web/stream.hpp"

namespace warsha::web {

inline constexpr std::size_t parts_per_send = 32;           // of head and text each; what is left goes with the next sendmsg
inline constexpr int socket_buffer_bytes = 32 * 1024;       // the kernel doubles it; left alone it grows to 4 MiB for a phone that stops reading
inline constexpr std::size_t record_bytes_max = 16 * 1024;  // of TLS

/// `Next`: Socket, or TlsSocket over it. Everything here runs on the shard's thread.
template <class Next>
class OutputStream final : public Outlet {
    static constexpr bool is_tls = !std::is_same_v<Next, Socket>;
    using Error = boost::system::error_code;

public:
    using next_layer_type = Next;
    using executor_type = Executor;

    OutputStream(Next next, Shard& shard, std::size_t bytes_max) : next_(std::move(next)), shard_(shard), queue_(bytes_max) {
        Error ignored;
        tcp_of(next_).set_option(boost::asio::socket_base::send_buffer_size(socket_buffer_bytes), ignored);
    }
    ~OutputStream() override { shard_.forget(*this); }
    OutputStream(OutputStream const&) = delete;
    OutputStream& operator=(OutputStream const&) = delete;

    [[nodiscard]] Next& next_layer() { return next_; }
    [[nodiscard]] Next const& next_layer() const { return next_; }
    [[nodiscard]] executor_type get_executor() { return next_.get_executor(); }

    /// Whoever holds this stream: it is kept while a write is under way.
    void kept_by(std::weak_ptr<void> owner) { owner_ = std::move(owner); }

    FrameQueue::Verdict answer(Frame const& text, Clock::time_point now) {
        auto const verdict = queue_.answer(text, now);
        wake(Shard::Order::answers);
        return verdict;
    }
    FrameQueue::Verdict broadcast(Frame const& wire, int replaces, Clock::time_point now) {
        auto const verdict = queue_.broadcast(wire, replaces, now);
        wake(Shard::Order::broadcasts);
        return verdict;
    }
    void clear() { queue_.clear(); }

    void flush() override {
        if (is_waiting_ || queue_.empty()) return;
        if constexpr (is_tls) write_record();
        else send();
    }

    template <class Buffers, class Handler>
    void async_read_some(Buffers const& buffers, Handler&& handler) {
        if constexpr (is_tls) next_.async_read_some(buffers, std::forward<Handler>(handler));
        else read(buffers, std::decay_t<Handler>(std::forward<Handler>(handler)));
    }

    /// For Beast. Done when its bytes are out: a peer that reads no pongs is not read from either. One at a time (Beast holds a lock).
    template <class Buffers, class Handler>
    void async_write_some(Buffers const& buffers, Handler&& handler) {
        std::string bytes(boost::asio::buffer_size(buffers), '\0');
        boost::asio::buffer_copy(boost::asio::buffer(bytes), buffers);
        auto const size = bytes.size();
        constexpr char close_frame = '\x88';
        bool const is_last = !bytes.empty() && bytes.front() == close_frame;
        queue_.raw(std::move(bytes));
        if (is_last) queue_.seal();
        raw_written_.emplace(Told<std::decay_t<Handler>>{std::forward<Handler>(handler), size});
        wake(Shard::Order::answers);
    }

private:
    template <class Handler>
    struct Told {
        Handler handler;
        std::size_t size;
        void operator()() { handler(Error{}, size); }
        void operator()(Error error) { handler(error, std::size_t{0}); }
    };

    void wake(Shard::Order order) {
        if (!is_waiting_) shard_.flush_soon(*this, order);
    }

    /// All that lies ready comes with one call, into a buffer of the thread; what Beast does not take at once is kept for its next read.
    template <class Buffers, class Handler>
    void read(Buffers const& buffers, Handler handler) {
        if (!ahead_.empty()) {
            auto const size = boost::asio::buffer_copy(buffers, boost::asio::buffer(ahead_));
            size == ahead_.size() ? std::string().swap(ahead_) : static_cast<void>(ahead_.erase(0, size));
            return boost::asio::post(get_executor(), [handler = std::move(handler), size]() mutable { handler(Error{}, size); });
        }
        next_.async_wait(boost::asio::socket_base::wait_read, [this, buffers, handler = std::move(handler)](Error error) mutable {
            if (error) return handler(error, std::size_t{0});
            auto const ready = shard_.read_buffer();
            auto const n = ::recv(next_.native_handle(), ready.data(), ready.size(), MSG_DONTWAIT);
            if (n < 0 && (errno == EAGAIN || errno == EINTR)) return read(buffers, std::move(handler));
            if (n < 0) return handler(Error(errno, boost::system::system_category()), std::size_t{0});
            if (n == 0) return handler(Error(boost::asio::error::eof), std::size_t{0});
            shard_.heard();
            auto const came = boost::asio::buffer(ready.data(), static_cast<std::size_t>(n));
            auto const size = boost::asio::buffer_copy(buffers, came);
            if (size < came.size()) ahead_.assign(ready.data() + size, came.size() - size);
            handler(Error{}, size);
        });
    }

    void send() {
        for (;;) {
            std::array<iovec, parts_per_send> parts __attribute__((uninitialized));  // only what gather() has set is read
            auto const used = queue_.gather(parts);
            std::size_t wanted = 0;
            for (std::size_t i = 0; i < used; ++i) wanted += parts[i].iov_len;
            auto const sent = send(parts, used);
            if (sent < 0 && errno == EINTR) continue;
            if (sent < 0 && errno != EAGAIN) return fail();
            if (sent > 0) out(queue_.written(static_cast<std::size_t>(sent)));
            if (sent < static_cast<ssize_t>(wanted)) return wait();
            if (queue_.empty()) return;
        }
    }
    ssize_t send(std::span<iovec> parts, std::size_t used) {
        auto const socket = tcp_of(next_).native_handle();
        constexpr int flags = MSG_NOSIGNAL | MSG_DONTWAIT;
        if (used == 1) return ::send(socket, parts[0].iov_base, parts[0].iov_len, flags);
        msghdr message{};
        message.msg_iov = parts.data();
        message.msg_iovlen = used;
        return ::sendmsg(socket, &message, flags);
    }

    void wait() {
        is_waiting_ = true;
        tcp_of(next_).async_wait(boost::asio::socket_base::wait_write, [this, owner = owner_.lock()](Error error) {
            is_waiting_ = false;
            error ? fail() : flush();
        });
    }

    /// As many frames as fit into one record of TLS; they are copied, for it encrypts them in one go.
    void write_record() {
        std::array<iovec, parts_per_send> parts;
        auto const used = queue_.gather(parts);
        for (std::size_t i = 0; i < used && record_.size() < record_bytes_max; ++i)
            record_.append(static_cast<char const*>(parts[i].iov_base), std::min(parts[i].iov_len, record_bytes_max - record_.size()));
        under_way_ = queue_.written(record_.size());  // in the record, and so no more in the queue
        is_waiting_ = true;
        boost::asio::async_write(next_, boost::asio::buffer(record_), [this, owner = owner_.lock()](Error error, std::size_t) {
            is_waiting_ = false;
            if (error) return fail();
            out(under_way_);
            record_.clear();
            if (queue_.empty()) record_.shrink_to_fit();
            flush();
        });
    }

    void out(FrameQueue::Written written) {
        shard_.sent(written.frames, written.bytes);
        if (written.is_raw_done) tell_beast();
    }
    void tell_beast() {
        if (raw_written_.has_value()) boost::asio::post(get_executor(), [told = std::move(raw_written_)]() mutable { told.invoke(); });
    }

    /// Nothing more can be written. The reader finds out as well, and it is the one who ends the session.
    void fail() {
        queue_.clear();
        queue_.seal();
        Error ignored;
        tcp_of(next_).shutdown(boost::asio::socket_base::shutdown_both, ignored);
        tell_beast();
    }

    Next next_;
    Shard& shard_;
    FrameQueue queue_;
    std::weak_ptr<void> owner_;
    boost::beast::saved_handler raw_written_;
    std::string ahead_;                  // read and not yet taken by Beast
    std::string record_;                 // of TLS, under way
    FrameQueue::Written under_way_;      // what it completes
    bool is_waiting_ = false;
};

template <class Next>
Socket& tcp_of(OutputStream<Next>& stream) { return tcp_of(stream.next_layer()); }

/// Beast has seen its close frame written before it comes here: nothing is left in the queue.
template <class Next>
void teardown(boost::beast::role_type role, OutputStream<Next>& stream, boost::beast::error_code& error) {
    using boost::beast::websocket::teardown;
    teardown(role, stream.next_layer(), error);
}
template <class Next, class Handler>
void async_teardown(boost::beast::role_type role, OutputStream<Next>& stream, Handler&& handler) {
    using boost::beast::websocket::async_teardown;
    async_teardown(role, stream.next_layer(), std::forward<Handler>(handler));
}

}  // namespace warsha::web
