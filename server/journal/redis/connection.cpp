#include "journal/redis/connection.hpp"

#include <algorithm>
#include <deque>
#include <random>

#include <netinet/tcp.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

namespace warsha::redis {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int user_timeout_ms = 10'000;

/// A socket of any kind, as bytes in and out.
class Stream {
public:
    virtual ~Stream() = default;
    virtual asio::awaitable<std::size_t> read(char* to, std::size_t size) = 0;   // throws boost::system::system_error
    virtual asio::awaitable<void> write(std::string const& bytes) = 0;
    virtual void close() = 0;
};

template <class Socket>
class StreamOf final : public Stream {
public:
    explicit StreamOf(Socket socket) : socket_(std::move(socket)) {}
    asio::awaitable<std::size_t> read(char* to, std::size_t size) override { co_return co_await socket_.async_read_some(asio::buffer(to, size), asio::use_awaitable); }
    asio::awaitable<void> write(std::string const& bytes) override { co_await asio::async_write(socket_, asio::buffer(bytes), asio::use_awaitable); }
    void close() override {
        boost::system::error_code ignored;
        socket_.lowest_layer().close(ignored);
    }

private:
    Socket socket_;
};

asio::awaitable<asio::ip::tcp::socket> connect_tcp(HostPort to) {
    auto const executor = co_await asio::this_coro::executor;
    asio::ip::tcp::resolver resolver(executor);
    auto const found = co_await resolver.async_resolve(to.host, std::to_string(to.port), asio::use_awaitable);
    asio::ip::tcp::socket socket(executor);
    co_await asio::async_connect(socket, found, asio::use_awaitable);
    socket.set_option(asio::ip::tcp::no_delay(true));
    socket.set_option(asio::socket_base::keep_alive(true));
    ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &user_timeout_ms, sizeof user_timeout_ms);
    co_return socket;
}

asio::awaitable<std::unique_ptr<Stream>> connect_tls(HostPort to, std::shared_ptr<asio::ssl::context> context) {
    asio::ssl::stream<asio::ip::tcp::socket> stream(co_await connect_tcp(to), *context);
    SSL_set_tlsext_host_name(stream.native_handle(), to.host.c_str());
    stream.set_verify_callback(asio::ssl::host_name_verification(to.host));
    co_await stream.async_handshake(asio::ssl::stream_base::client, asio::use_awaitable);
    co_return std::make_unique<StreamOf<asio::ssl::stream<asio::ip::tcp::socket>>>(std::move(stream));
}

asio::awaitable<std::unique_ptr<Stream>> connect_unix(std::string path) {
    asio::local::stream_protocol::socket socket(co_await asio::this_coro::executor);
    co_await socket.async_connect(asio::local::stream_protocol::endpoint(path), asio::use_awaitable);
    co_return std::make_unique<StreamOf<asio::local::stream_protocol::socket>>(std::move(socket));
}

asio::awaitable<Reply> hear(Stream& stream, ReplyParser& parser) {
    for (;;) {
        if (auto reply = parser.next()) co_return std::move(*reply);
        char buffer[4096];
        auto const size = co_await stream.read(buffer, sizeof buffer);
        parser.feed(std::string_view(buffer, size));
    }
}

/// One question, one answer, while nothing else goes over the stream.
asio::awaitable<Reply> ask(Stream& stream, ReplyParser& parser, std::vector<std::string> argv) {
    auto const question = format(argv);
    co_await stream.write(question);
    co_return co_await hear(stream, parser);
}

asio::awaitable<void> after(std::chrono::milliseconds time) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(asio::use_awaitable);
}

double machine_random() {
    static std::mt19937_64 engine{std::random_device{}()};
    return std::uniform_real_distribution<double>(0, 1)(engine);
}

bool means_another_master(std::string const& error) {
    return std::ranges::any_of(std::array{"READONLY", "LOADING", "MASTERDOWN"}, [&](char const* word) { return error.starts_with(word); });
}

struct Refused : std::runtime_error {
    using std::runtime_error::runtime_error;
};

void expect_ok(Reply const& reply, std::string const& doing) {
    if (auto const* const error = reply.error()) throw Refused(doing + ": " + *error);
}

}  // namespace

std::chrono::milliseconds reconnect_delay(unsigned attempt, double unit) {
    auto const most = std::min(1'000.0, 50.0 * static_cast<double>(1U << std::min(attempt, 10U)));
    return std::chrono::milliseconds(static_cast<std::int64_t>(most * unit));
}

/// `generation` numbers the connections: whatever belonged to an earlier one is not listened to.
struct Connection::Impl : std::enable_shared_from_this<Impl> {
    struct Asked {
        Answer answer;
        Clock::time_point since;
    };

    Impl(asio::io_context& context, ConnectionOptions made_options, ConnectionEvents made_events)
        : io(context), options(std::move(made_options)), events(std::move(made_events)), clock(context), writing(context) {
        if (!options.random) options.random = machine_random;
        if (options.url.kind != RedisUrl::Kind::tls) return;
        tls = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
        tls->set_verify_mode(asio::ssl::verify_peer);
        if (options.ca_file.empty()) tls->set_default_verify_paths();
        else tls->load_verify_file(options.ca_file);
    }

    asio::io_context& io;
    ConnectionOptions options;
    ConnectionEvents events;
    std::shared_ptr<asio::ssl::context> tls;
    std::vector<std::string> channels;
    std::shared_ptr<Stream> stream;      // while it is up
    bool is_up = false, is_stopped = false;
    std::string drop_reason;
    std::string outgoing;                // gathered until the write under way is done
    std::deque<Asked> asked;
    Clock::time_point last_heard;
    asio::steady_timer clock, writing;

    [[nodiscard]] bool is_subscriber() const { return !channels.empty(); }

    // ── connecting ─────────────────────────────────────────────────────────────────────────────
    asio::awaitable<HostPort> master_from_sentinels() {
        std::string last = "none was asked";
        for (auto const& sentinel : options.url.hosts) {
            try {
                StreamOf<asio::ip::tcp::socket> at(co_await connect_tcp(sentinel));
                ReplyParser parser;
                std::vector<std::string> const question{"SENTINEL", "get-master-addr-by-name", options.url.master};
                auto const reply = co_await ask(at, parser, question);
                if (!reply.is_nil()) {
                    HostPort const named{reply.list().at(0).text(), std::stoi(reply.list().at(1).text())};
                    co_return named;
                }
                last = "it knows no master \"" + options.url.master + "\"";
            } catch (boost::system::system_error const& error) {
                if (error.code() == asio::error::operation_aborted) throw;
                last = error.code().message();
            } catch (BadReply const& error) {
                last = error.what();
            }
        }
        throw Refused("no sentinel named the master (" + last + ")");
    }

    asio::awaitable<std::shared_ptr<Stream>> open() {
        if (options.url.kind == RedisUrl::Kind::unix_socket) co_return co_await connect_unix(options.url.path);
        HostPort to = options.url.hosts.front();
        if (options.url.kind == RedisUrl::Kind::sentinel) to = co_await master_from_sentinels();
        if (options.url.kind == RedisUrl::Kind::tls) co_return co_await connect_tls(to, tls);
        co_return std::make_shared<StreamOf<asio::ip::tcp::socket>>(co_await connect_tcp(to));
    }

    asio::awaitable<void> introduce(Stream& to, ReplyParser& parser) {
        if (!options.url.password.empty() || !options.url.user.empty()) {
            std::vector<std::string> login{"AUTH"};
            if (!options.url.user.empty()) login.push_back(options.url.user);
            login.push_back(options.url.password);
            expect_ok(co_await ask(to, parser, login), "it refused user or password");
        }
        // Named first: g++ 12 does not compile a braced list inside a co_await.
        std::vector<std::string> const ping{"PING"}, select{"SELECT", std::to_string(options.url.db)}, name{"CLIENT", "SETNAME", options.name}, ask_role{"ROLE"};
        expect_ok(co_await ask(to, parser, ping), "it does not serve us");
        if (options.url.db != 0) expect_ok(co_await ask(to, parser, select), "it has no such database");
        co_await ask(to, parser, name);
        if (options.url.kind == RedisUrl::Kind::sentinel) {
            auto const role = co_await ask(to, parser, ask_role);
            if (role.list().at(0).text() != "master") throw Refused("the sentinels named a replica, a failover is under way");
        }
        if (!is_subscriber()) co_return;
        std::vector<std::string> subscribe{"SUBSCRIBE"};
        subscribe.insert(subscribe.end(), channels.begin(), channels.end());
        expect_ok(co_await ask(to, parser, subscribe), "it refused the subscription");
        for (std::size_t i = 1; i < channels.size(); ++i) co_await hear(to, parser);  // one confirmation per channel
    }

    struct Attempt {
        std::shared_ptr<Stream> stream;  ///< nullptr: it failed
        std::string why;
    };
    /// Never throws: `||` waits for the first success, and a refusal is an answer too.
    asio::awaitable<Attempt> attempt(ReplyParser& parser) {
        Attempt made;
        try {
            made.stream = co_await open();
            co_await introduce(*made.stream, parser);
        } catch (boost::system::system_error const& error) {
            made = {nullptr, error.code().message()};
        } catch (std::exception const& error) {  // BadReply, Refused: what it said
            made = {nullptr, error.what()};
        }
        co_return made;
    }

    /// One connection's whole life; returns why it ended.
    asio::awaitable<std::string> live() {
        using namespace asio::experimental::awaitable_operators;
        try {
            ReplyParser parser;
            auto const first = co_await (attempt(parser) || after(options.connect_timeout));
            if (first.index() == 1) co_return "it did not answer in time";
            if (!std::get<0>(first).stream) co_return std::get<0>(first).why;
            stream = std::get<0>(first).stream;
            is_up = true;
            last_heard = Clock::now();
            asio::co_spawn(io, write_loop(shared_from_this(), stream), ended);
            post([](Impl& self) { if (self.events.up) self.events.up(); });
            co_await read_loop(parser);
            co_return "it closed the connection";
        } catch (boost::system::system_error const& error) {
            co_return drop_reason.empty() ? error.code().message() : drop_reason;
        } catch (std::exception const& error) {  // bytes that are no reply, or an answer that nobody could read
            co_return error.what();
        }
    }

    static void ended(std::exception_ptr error) {
        if (error) std::rethrow_exception(error);  // only what live() and write_loop did not expect: the io thread's owner ends the process
    }

    static asio::awaitable<void> run(std::shared_ptr<Impl> self) {
        unsigned attempt = 0;
        while (!self->is_stopped) {
            self->drop_reason.clear();
            auto const why = co_await self->live();
            attempt = self->is_up ? 0 : attempt + 1;
            self->lose(why);
            if (self->is_stopped) co_return;
            co_await after(reconnect_delay(attempt, self->options.random()));
        }
    }

    void lose(std::string const& why) {
        is_up = false;
        if (stream) stream->close();
        stream.reset();
        outgoing.clear();
        writing.cancel();
        for (auto& one : std::exchange(asked, {})) post([answer = std::move(one.answer)](Impl&) { answer(std::nullopt); });
        post([why](Impl& self) { if (self.events.down) self.events.down(why); });
    }

    // ── talking ────────────────────────────────────────────────────────────────────────────────
    asio::awaitable<void> read_loop(ReplyParser& parser) {
        auto const mine = stream;
        std::vector<char> buffer(64 * 1024);
        for (;;) {
            while (auto reply = parser.next()) take(std::move(*reply));
            auto const size = co_await mine->read(buffer.data(), buffer.size());
            last_heard = Clock::now();
            parser.feed(std::string_view(buffer.data(), size));
        }
    }

    void take(Reply reply) {
        if (is_subscriber()) {
            if (reply.list().front().text() != "pong") events.push(reply);
            return;
        }
        if (asked.empty()) throw BadReply("an answer that nobody asked for");
        auto answer = std::move(asked.front().answer);
        asked.pop_front();
        if (auto const* const error = reply.error(); error && means_another_master(*error)) drop("it is not the master: " + *error);
        answer(std::move(reply));
    }

    static asio::awaitable<void> write_loop(std::shared_ptr<Impl> self, std::shared_ptr<Stream> mine) {
        try {
            while (self->stream == mine) {
                if (self->outgoing.empty()) {
                    self->writing.expires_at(Clock::time_point::max());
                    co_await self->writing.async_wait(asio::as_tuple(asio::use_awaitable));
                    continue;
                }
                auto const bytes = std::exchange(self->outgoing, {});
                co_await mine->write(bytes);
            }
        } catch (boost::system::system_error const&) {
            mine->close();               // the read loop ends with it and says why
        }
    }

    void send(std::vector<std::string> const& argv, Answer answer) {
        if (!is_up) return post([answer = std::move(answer)](Impl&) { answer(std::nullopt); });
        asked.push_back({std::move(answer), Clock::now()});
        write(argv);
    }

    void write(std::vector<std::string> const& argv) {
        outgoing += format(argv);
        writing.cancel();
    }

    void drop(std::string const& why) {
        if (!stream) return;
        drop_reason = why;
        stream->close();
    }

    /// The one clock: answers that are late, and silence.
    void watch() {
        clock.expires_after(options.reply_timeout / 4);
        clock.async_wait([self = shared_from_this()](boost::system::error_code error) {
            if (error || self->is_stopped) return;
            self->look();
            self->watch();
        });
    }
    void look() {
        if (!is_up) return;
        auto const now = Clock::now();
        if (!asked.empty() && now - asked.front().since > options.reply_timeout) return drop("it did not answer in time");
        auto const silent = now - last_heard;
        if (silent > options.ping_interval + options.reply_timeout) return drop("nothing was heard from it");
        if (silent < options.ping_interval) return;
        if (is_subscriber()) write({"PING"});
        else if (asked.empty()) send({"PING"}, [](auto const&) {});
    }

    template <class F>
    void post(F what) {
        asio::post(io, [weak = weak_from_this(), what = std::move(what)] {
            if (auto const self = weak.lock(); self && !self->is_silent) what(*self);
        });
    }
    bool is_silent = false;              // after stop()
};

Connection::Connection(asio::io_context& io, ConnectionOptions options, ConnectionEvents events)
    : impl_(std::make_shared<Impl>(io, std::move(options), std::move(events))) {}
Connection::~Connection() { stop(); }

void Connection::start() {
    asio::co_spawn(impl_->io, Impl::run(impl_), Impl::ended);
    impl_->watch();
}

void Connection::stop() {
    impl_->is_stopped = impl_->is_silent = true;
    impl_->clock.cancel();
    impl_->drop("stopping");
    impl_->asked.clear();
}

bool Connection::is_up() const { return impl_->is_up; }
void Connection::send(std::vector<std::string> argv, Answer answer) { impl_->send(argv, std::move(answer)); }
void Connection::subscribe(std::vector<std::string> channels) { impl_->channels = std::move(channels); }
void Connection::drop(std::string const& why) { impl_->drop(why); }

}  // namespace warsha::redis
