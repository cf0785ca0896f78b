// One thread that is a hall: thousands of WebSockets over loopback by raw epoll, so that it costs less than what it measures.
//   load --port P --n N [--pid SERVER] [--label NAME] [--warsha CODE,LINK,ACTIVITY,ITEM[;CODE,…]] [--seats S] [--rcvbuf B] [--no-spin] SCENARIO…
// Scenarios, one after the other on the same connections, a line of JSON for each:
//   fanout:secs=,inflight=,rate=,size=,msgs=,slow=   one publisher per room, everybody receives; slow: the last so many stop reading
//   votes:secs=,window=|rate=,pub=,voters=,max=       every voter has `window` votes waiting, or `rate` votes a second in all; pub: broadcasts beside them
//   idle:secs=    reconnect
// Long because the connections and the scenarios share all their state.

#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <map>
#include <memory>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "measure.hpp"
#include "protocol.hpp"

namespace warsha::bench {
namespace {

[[noreturn]] void give_up(std::string const& why) {
    std::fprintf(stderr, "load: %s\n", why.c_str());
    std::exit(2);
}

enum class Stage { dead, connecting, upgrading, entering, ready };

struct Client {
    int fd = -1;
    std::uint32_t number = 0, room = 0;
    Stage stage = Stage::dead;
    bool is_facilitator = false, is_deaf = false, has_seat = false;
    std::string in, out, seat, vote;
    std::uint64_t began = 0;
    std::uint32_t last_number = 0;       // of broadcasts
    std::uint32_t next_vote = 0, answered = 0;
    std::vector<std::uint64_t> sent_at;  // a ring, by number of the vote
};

struct Room {
    std::uint32_t number = 0, members = 0, outstanding = 0;
    std::map<std::uint32_t, std::uint32_t> got;
    Client* publisher = nullptr;
};

struct Load {
    // what is asked for
    std::string label = "?";
    std::vector<Protocol> protocols{{}};
    std::vector<int> pids;
    int port = 0, clients_wanted = 100, seats = 1 << 30, receive_buffer = 0, connecting_max = 64;
    bool spins = true;

    // what is there
    int epoll = -1;
    std::vector<std::unique_ptr<Client>> all;
    std::vector<Room> rooms;
    std::size_t ready = 0, dead = 0;
    Histogram connected;
    std::vector<char> buffer = std::vector<char>(1 << 20);

    // what is measured
    enum class Doing { nothing, fanout, votes } doing = Doing::nothing;
    std::uint64_t delivered = 0, delivered_bytes = 0, gaps = 0, twice = 0, last_delivery = 0;
    std::uint64_t counted = 0, refused = 0, votes_sent = 0, votes_max = 0;
    std::uint32_t base_number = 0;
    bool keeps_window = false;
    Histogram latency, spread, broadcast_latency;

    Protocol const& of(Client const& client) const { return protocols[client.room % protocols.size()]; }

    // ---- wire
    static void frame(std::string& out, std::string_view text) {
        static constexpr unsigned char key[4] = {0x37, 0xfa, 0x21, 0x3d};
        out += '\x81';
        if (text.size() < 126) out += static_cast<char>(0x80 | text.size());
        else out += '\xfe', out += static_cast<char>(text.size() >> 8), out += static_cast<char>(text.size());
        out.append(reinterpret_cast<char const*>(key), 4);
        auto const at = out.size();
        out.append(text);
        for (std::size_t i = 0; i < text.size(); ++i) out[at + i] = static_cast<char>(static_cast<unsigned char>(out[at + i]) ^ key[i & 3]);
    }
    void write(Client& client, std::string_view bytes) {
        if (client.fd < 0) return;
        if (!client.out.empty()) return void(client.out.append(bytes));
        auto const n = ::send(client.fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno != EAGAIN) return die(client);
        auto const sent = n < 0 ? 0 : static_cast<std::size_t>(n);
        if (sent < bytes.size()) client.out.assign(bytes.substr(sent));
    }
    void say(Client& client, std::string const& text) {
        std::string bytes;
        frame(bytes, text);
        write(client, bytes);
    }
    void die(Client& client) {
        if (client.stage == Stage::dead) return;
        if (client.stage == Stage::ready) --ready;
        client.stage = Stage::dead;
        ++dead;
        ::close(std::exchange(client.fd, -1));
        client.in.clear();
        client.out.clear();
    }

    // ---- connections
    void connect(Client& client) {
        client.fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (client.fd < 0) give_up("no more sockets: raise ulimit -n");
        int const one = 1;
        ::setsockopt(client.fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        if (receive_buffer > 0) ::setsockopt(client.fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
        // Many source addresses, so that ports in TIME_WAIT do not run out.
        sockaddr_in own{};
        own.sin_family = AF_INET;
        own.sin_addr.s_addr = htonl(0x7f000002U + client.number % 200);
        ::bind(client.fd, reinterpret_cast<sockaddr const*>(&own), sizeof own);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(static_cast<std::uint16_t>(port));
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        client.began = now_ns();
        client.stage = Stage::connecting;
        if (::connect(client.fd, reinterpret_cast<sockaddr const*>(&to), sizeof to) < 0 && errno != EINPROGRESS) return die(client);
        epoll_event event{};
        event.events = EPOLLIN | EPOLLOUT | EPOLLET;
        event.data.ptr = &client;
        ::epoll_ctl(epoll, EPOLL_CTL_ADD, client.fd, &event);
    }
    void upgrade(Client& client) {
        client.stage = Stage::upgrading;
        auto const host = "127.0.0.1:" + std::to_string(port);
        write(client, "GET " + of(client).path + " HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://" + host +
                          "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
                          (of(client).is_warsha ? "Sec-WebSocket-Protocol: warsha.v1\r\n" : "") + "\r\n");
    }
    void upgraded(Client& client, std::uint64_t now) {
        client.stage = Stage::entering;
        auto const& protocol = of(client);
        if (!protocol.is_warsha) return is_ready(client, now);
        say(client, protocol.hello(client.is_facilitator, client.seat));
    }
    void is_ready(Client& client, std::uint64_t now) {
        client.stage = Stage::ready;
        ++ready;
        connected.add(now - client.began);
    }
    /// Of Warsha: a seat is taken when it is granted; whoever comes back has the view.
    void entering(Client& client, std::string_view message, std::uint64_t now) {
        auto const& protocol = of(client);
        bool const has_view = message.starts_with(R"({"position":)");
        if (client.is_facilitator && has_view) {
            if (client.has_seat) return is_ready(client, now);
            client.has_seat = true;
            say(client, protocol.start());
            return say(client, protocol.open());
        }
        if (client.is_facilitator && message.find(R"("cid":"s0000000000002)") != std::string_view::npos) return is_ready(client, now);
        if (client.is_facilitator) return;
        bool const wants_seat = static_cast<int>(client.number / rooms.size()) < seats;
        if (has_view && (!wants_seat || !client.seat.empty())) return is_ready(client, now);
        if (has_view) return say(client, protocol.join(client.number));
        static constexpr std::string_view seat = R"("seat":{)";
        auto const at = message.find(seat);
        if (!message.ends_with(R"("type":"seated"})") || at == std::string_view::npos) return;
        auto const from = at + seat.size() - 1;
        client.seat = message.substr(from, message.find('}', from) + 1 - from);
        is_ready(client, now);
    }

    // ---- what comes
    void message(Client& client, std::string_view text, std::uint64_t now, std::string& answers) {
        if (client.stage == Stage::entering) return entering(client, text, now);
        if (doing == Doing::nothing) return;
        std::uint64_t seq = 0;
        if (doing == Doing::votes) {
            auto const answer = of(client).answer(text, seq);
            if (answer != Protocol::Answer::none) return voted(client, static_cast<std::uint32_t>(seq), answer, now, answers);
        }
        auto const stamp = stamp_of(text);
        if (!stamp || stamp->number <= base_number || (client.is_facilitator && of(client).is_warsha)) return;
        if (doing == Doing::votes) return broadcast_latency.add(now - stamp->at_ns);
        if (stamp->number <= client.last_number) return void(++twice);
        gaps += stamp->number - client.last_number - 1;
        client.last_number = stamp->number;
        ++delivered;
        delivered_bytes += text.size();
        last_delivery = now;
        latency.add(now - stamp->at_ns);
        auto& room = rooms[client.room];
        if (++room.got[stamp->number] < room.members) return;
        spread.add(now - stamp->at_ns);
        room.got.erase(stamp->number);
        --room.outstanding;
    }
    void voted(Client& client, std::uint32_t seq, Protocol::Answer answer, std::uint64_t now, std::string& answers) {
        ++(answer == Protocol::Answer::counted ? counted : refused);
        ++client.answered;
        latency.add(now - client.sent_at[seq % client.sent_at.size()]);
        if (keeps_window && votes_sent < votes_max) vote(client, now, answers);
    }
    void vote(Client& client, std::uint64_t at, std::string& out) {
        client.sent_at[client.next_vote % client.sent_at.size()] = at;
        of(client).with_seq(client.vote, client.next_vote++);
        ++votes_sent;
        frame(out, client.vote);
    }

    void read(Client& client) {
        static std::string answers;
        for (bool is_all = false; client.fd >= 0 && !client.is_deaf && !is_all;) {
            auto const kept = client.in.size();
            client.in.copy(buffer.data(), kept);
            auto const n = ::recv(client.fd, buffer.data() + kept, buffer.size() - kept, MSG_DONTWAIT);
            if (n < 0 && errno == EAGAIN) return;
            if (n <= 0) return die(client);
            is_all = static_cast<std::size_t>(n) < buffer.size() - kept;  // what comes after it is another edge
            std::string_view left(buffer.data(), kept + static_cast<std::size_t>(n));
            auto const now = now_ns();
            answers.clear();
            if (client.stage == Stage::upgrading) {
                auto const end = left.find("\r\n\r\n");
                if (end != std::string_view::npos && !left.starts_with("HTTP/1.1 101")) give_up("no upgrade: " + std::string(left.substr(0, 60)));
                if (end != std::string_view::npos) {
                    left.remove_prefix(end + 4);
                    upgraded(client, now);
                }
            }
            while (client.stage != Stage::upgrading && client.fd >= 0) {
                auto const text = take(left);
                if (!text) break;
                if (text->data() == nullptr) return die(client);  // a close frame
                message(client, *text, now, answers);
            }
            client.in.assign(left);
            if (!answers.empty()) write(client, answers);
        }
    }
    /// The next whole frame; without data: a close.
    static std::optional<std::string_view> take(std::string_view& left) {
        if (left.size() < 2) return std::nullopt;
        auto const byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(left[i])); };
        std::size_t head = 2, size = byte(1) & 127;
        std::size_t const more = size == 126 ? 2 : size == 127 ? 8 : 0;
        if (left.size() < head + more) return std::nullopt;
        if (more > 0) size = 0;
        for (std::size_t i = 0; i < more; ++i) size = size << 8 | byte(head + i);
        head += more;
        if (left.size() < head + size) return std::nullopt;
        auto const text = left.substr(head, size);
        bool const is_close = (byte(0) & 15) == 8;
        left.remove_prefix(head + size);
        return is_close ? std::string_view{} : text;
    }

    void poll(int timeout_ms) {
        static std::array<epoll_event, 1024> events;
        int const n = ::epoll_wait(epoll, events.data(), events.size(), spins ? 0 : timeout_ms);
        for (int i = 0; i < n; ++i) {
            auto& client = *static_cast<Client*>(events[static_cast<std::size_t>(i)].data.ptr);
            auto const what = events[static_cast<std::size_t>(i)].events;
            if (client.fd < 0) continue;
            if (client.stage == Stage::connecting) (what & (EPOLLERR | EPOLLHUP)) ? die(client) : upgrade(client);
            if (client.fd >= 0 && (what & EPOLLOUT) && !client.out.empty()) write(client, std::exchange(client.out, {}));
            if (what & (EPOLLIN | EPOLLERR | EPOLLHUP)) read(client);
        }
    }
    void poll_for(double seconds) {
        for (auto const end = now_ns() + static_cast<std::uint64_t>(seconds * 1e9); now_ns() < end;) poll(1);
    }

    void open_all() {
        std::vector<Client*> todo;
        for (auto const& client : all)
            if (client->stage == Stage::dead) todo.push_back(client.get());
        auto const before = all.size() - todo.size();
        auto const deadline = now_ns() + 240'000'000'000ULL;
        dead = 0;
        std::size_t next = 0, lost = 0;
        // The facilitators first: they open the room.
        auto const may = [&] { return !protocols[0].is_warsha || next < rooms.size() || ready >= rooms.size(); };
        while (ready < all.size()) {
            while (next < todo.size() && may() && next + before - lost - ready < static_cast<std::size_t>(connecting_max)) connect(*todo[next++]);
            poll(1);
            // A machine that is too busy lets a server's deadlines pass: whoever was cut off tries again, a few times in all.
            for (std::size_t i = 0; dead > 0 && lost < 200 && i < next; ++i)
                if (todo[i]->stage == Stage::dead && std::exchange(todo[i]->began, 0) != 0) todo.push_back(todo[i]), ++lost, --dead;
            if (now_ns() > deadline || dead > 0) give_up(label + ": connections failed: " + std::to_string(ready) + " of " + std::to_string(all.size()) + " ready, " + std::to_string(dead) + " dead");
        }
    }
    void make() {
        rooms.resize(protocols.size());
        epoll = ::epoll_create1(EPOLL_CLOEXEC);
        auto const add = [&](std::uint32_t number, bool is_facilitator) {
            auto client = std::make_unique<Client>();
            client->number = number;
            client->room = number % static_cast<std::uint32_t>(rooms.size());
            client->is_facilitator = is_facilitator;
            client->vote = of(*client).vote(number);
            auto& room = rooms[client->room];
            if (is_facilitator || !room.publisher) room.publisher = client.get();
            all.push_back(std::move(client));
        };
        if (protocols[0].is_warsha)
            for (std::uint32_t i = 0; i < rooms.size(); ++i) add(i, true);
        for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(clients_wanted); ++i) add(i, false);
    }
};

/// What a scenario used, in seconds.
struct Meter {
    explicit Meter(Load const& load) : load(load), cpu(cpu_of(load.pids)), began(now_ns()) {}
    void stop() { cpu = cpu_of(load.pids) - cpu, seconds = static_cast<double>(now_ns() - began) / 1e9; }
    Load const& load;
    double cpu, seconds = 0;
    std::uint64_t began;
};

struct Arguments {
    std::map<std::string, double> given;
    [[nodiscard]] double get(std::string const& name, double otherwise) const {
        auto const found = given.find(name);
        return found == given.end() ? otherwise : found->second;
    }
};

void report(Load const& load, char const* scenario, char const* format, ...) __attribute__((format(printf, 3, 4)));
void report(Load const& load, char const* scenario, char const* format, ...) {
    std::printf(R"({"label":"%s","scenario":"%s","clients":%d,"rooms":%zu,"dead":%zu,)", load.label.c_str(), scenario, load.clients_wanted, load.rooms.size(), load.dead);
    va_list arguments;
    va_start(arguments, format);
    std::vprintf(format, arguments);
    va_end(arguments);
    std::printf("}\n");
    std::fflush(stdout);
}

void publish(Load& load, Room& room, std::size_t size, std::uint64_t at) {
    ++room.outstanding;
    load.say(*room.publisher, load.of(*room.publisher).publish(at, ++room.number, size));
}

void fanout(Load& load, Arguments const& with) {
    auto const seconds = with.get("secs", 2), warm = with.get("warm", 0.3), rate = with.get("rate", 0);
    auto const size = static_cast<std::size_t>(with.get("size", 256));
    auto const inflight = static_cast<std::uint32_t>(with.get("inflight", 1));
    auto const messages_max = static_cast<std::uint64_t>(with.get("msgs", 1e15));
    auto const deaf = static_cast<std::size_t>(with.get("slow", 0));
    for (std::size_t i = 0; i < deaf; ++i) load.all[load.all.size() - 1 - i]->is_deaf = true;
    for (auto& room : load.rooms) room.members = 0;
    for (auto const& client : load.all) load.rooms[client->room].members += !client->is_deaf && !(client->is_facilitator && load.of(*client).is_warsha);
    auto const resident = resident_of(load.pids), sockets = socket_bytes();
    load.doing = Load::Doing::fanout;
    for (bool const is_measured : {false, true}) {
        if (!is_measured && warm <= 0) continue;
        load.base_number = 0;
        for (auto const& room : load.rooms) load.base_number = std::max(load.base_number, room.number);
        for (auto& room : load.rooms) room.number = load.base_number, room.outstanding = 0, room.got.clear();
        for (auto const& client : load.all) client->last_number = load.base_number;
        load.delivered = load.delivered_bytes = load.gaps = load.twice = 0;
        load.latency = load.spread = {};
        std::uint64_t published = 0, expected = 0, quiet_since = now_ns(), seen = 0;
        Meter meter(load);
        auto const end = meter.began + static_cast<std::uint64_t>((is_measured ? seconds : warm) * 1e9);
        for (;;) {
            auto const now = now_ns();
            bool const may = now < end && published < messages_max;
            for (auto& room : load.rooms) {
                auto const due = [&] { return rate > 0 ? static_cast<double>(now - meter.began) * rate / 1e9 > static_cast<double>(published) : room.outstanding < inflight; };
                if (rate <= 0 && inflight > 1 && room.outstanding > inflight / 2) continue;
                while (may && due() && published < messages_max) publish(load, room, size, now_ns()), ++published, expected += room.members;
            }
            if (!may && load.delivered >= expected) break;
            load.poll(1);
            if (load.delivered != seen) seen = load.delivered, quiet_since = now;
            if (now - quiet_since > 5'000'000'000ULL) break;
        }
        meter.stop();
        if (!is_measured) continue;
        auto const each = static_cast<double>(std::max<std::uint64_t>(load.delivered, 1));
        report(load, "fanout", R"("size":%.0f,"inflight":%u,"rate":%g,"messages":%lu,"delivered":%lu,"missing":%lu,"twice":%lu,"per_s":%.0f,"cpu_us":%.4f,"busy":%.3f,"resident_grown":%ld,"sockets_grown":%ld,"latency_us":%s,"spread_us":%s)",
               static_cast<double>(load.delivered_bytes) / each, inflight, rate, published, load.delivered, expected - std::min(expected, load.delivered), load.twice, each / meter.seconds, meter.cpu * 1e6 / each,
               meter.cpu / meter.seconds, static_cast<long>(resident_of(load.pids) - resident), static_cast<long>(socket_bytes() - sockets), load.latency.json().c_str(), load.spread.json().c_str());
    }
    load.doing = Load::Doing::nothing;
    for (auto const& client : load.all)
        if (std::exchange(client->is_deaf, false)) load.read(*client);
}

void votes(Load& load, Arguments const& with) {
    auto const seconds = with.get("secs", 2), warm = with.get("warm", 0.3), rate = with.get("rate", 0), published_rate = with.get("pub", 0);
    auto const window = static_cast<std::uint32_t>(with.get("window", 1));
    std::vector<Client*> voters;
    for (auto const& client : load.all)
        if (!client->is_facilitator && (!load.of(*client).is_warsha || !client->seat.empty())) voters.push_back(client.get());
    voters.resize(std::min(voters.size(), static_cast<std::size_t>(with.get("voters", 1e9))));
    for (auto* const voter : voters) voter->sent_at.assign(std::max<std::size_t>(1024, 2 * window), 0);
    load.doing = Load::Doing::votes;
    load.base_number = 0;
    load.votes_sent = 0;
    load.votes_max = static_cast<std::uint64_t>(with.get("max", 1e15));
    load.keeps_window = rate <= 0;
    std::string out;
    if (load.keeps_window)
        for (auto* const voter : voters) {
            out.clear();
            for (std::uint32_t i = 0; i < window; ++i) load.vote(*voter, now_ns(), out);
            load.write(*voter, out);
        }
    for (bool const is_measured : {false, true}) {
        load.counted = load.refused = 0;
        load.latency = load.broadcast_latency = {};
        std::uint64_t published = 0, voted = 0;
        Meter meter(load);
        auto const end = meter.began + static_cast<std::uint64_t>((is_measured ? seconds : warm) * 1e9);
        for (std::uint64_t now = now_ns(); now < end; now = now_ns()) {
            auto const passed = static_cast<double>(now - meter.began) / 1e9;
            if (published_rate > 0 && passed * published_rate > static_cast<double>(published) + 0.5) publish(load, load.rooms[published++ % load.rooms.size()], 256, now);
            for (int burst = 0; rate > 0 && passed * rate > static_cast<double>(voted) && burst < 256; ++burst, ++voted) {
                out.clear();
                load.vote(*voters[voted % voters.size()], meter.began + static_cast<std::uint64_t>(static_cast<double>(voted) * 1e9 / rate), out);
                load.write(*voters[voted % voters.size()], out);
            }
            load.poll(1);
            if (load.keeps_window && load.votes_sent >= load.votes_max && load.counted + load.refused >= load.votes_max) break;
        }
        meter.stop();
        if (!is_measured) {
            if (rate > 0) load.poll_for(0.2);
            continue;
        }
        auto const counted = load.counted;
        load.keeps_window = false;
        auto const waiting = [&] {
            std::uint64_t all = 0;
            for (auto const* const voter : voters) all += voter->next_vote - voter->answered;
            return all;
        };
        for (int i = 0; i < 100 && waiting() > 0; ++i) load.poll_for(0.1);
        report(load, "votes", R"("window":%u,"rate":%g,"broadcasts_per_s":%g,"voters":%zu,"counted":%lu,"refused":%lu,"unanswered":%lu,"per_s":%.0f,"cpu_us":%.4f,"busy":%.3f,"latency_us":%s,"broadcast_us":%s)", rate > 0 ? 0 : window, rate,
               published_rate, voters.size(), counted, load.refused, waiting(), static_cast<double>(counted) / meter.seconds, meter.cpu * 1e6 / static_cast<double>(std::max<std::uint64_t>(counted, 1)), meter.cpu / meter.seconds,
               load.latency.json().c_str(), load.broadcast_latency.json().c_str());
    }
    load.doing = Load::Doing::nothing;
}

void connect_all(Load& load, char const* scenario, std::uint64_t resident) {
    load.connected = {};
    auto const before = load.ready;
    Meter meter(load);
    load.open_all();
    meter.stop();
    auto const opened = static_cast<double>(load.ready - before);
    report(load, scenario, R"("seconds":%.4f,"per_s":%.0f,"cpu_us":%.2f,"resident_each":%.0f,"latency_us":%s)", meter.seconds, opened / meter.seconds, meter.cpu * 1e6 / opened,
           (static_cast<double>(resident_of(load.pids)) - static_cast<double>(resident)) / opened, load.connected.json().c_str());
}

void run(Load& load, std::string const& scenario) {
    Arguments with;
    auto const colon = std::min(scenario.find(':'), scenario.size());
    for (std::size_t from = colon + 1; from < scenario.size();) {
        auto const end = std::min(scenario.find(',', from), scenario.size()), equals = scenario.find('=', from);
        with.given[scenario.substr(from, equals - from)] = std::strtod(scenario.c_str() + equals + 1, nullptr);
        from = end + 1;
    }
    auto const name = scenario.substr(0, colon);
    auto const resident = resident_of(load.pids);
    if (name == "fanout") fanout(load, with);
    else if (name == "votes") votes(load, with);
    else if (name == "idle") {
        load.spins = false;
        Meter meter(load);
        load.poll_for(with.get("secs", 2));
        meter.stop();
        report(load, "idle", R"("resident":%lu,"busy":%.4f)", resident_of(load.pids), meter.cpu / meter.seconds);
        load.spins = true;
    } else if (name == "reconnect") {
        for (auto const& client : load.all) {
            linger const at_once{1, 0};
            ::setsockopt(client->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
            load.die(*client);
        }
        connect_all(load, "reconnect", resident);
    } else give_up("no scenario " + name);
}

}  // namespace
}  // namespace warsha::bench

int main(int argc, char** argv) {
    using namespace warsha::bench;
    Load load;
    std::vector<std::string> scenarios;
    auto const split = [](std::string const& text, char by) {
        std::vector<std::string> parts(1);
        for (char const c : text) {
            if (c == by) parts.emplace_back();
            else parts.back() += c;
        }
        return parts;
    };
    for (int i = 1; i < argc; ++i) {
        std::string const option = argv[i];
        auto const value = [&] { return i + 1 < argc ? std::string(argv[++i]) : throw std::string(option); };
        if (option == "--port") load.port = std::stoi(value());
        else if (option == "--n") load.clients_wanted = std::stoi(value());
        else if (option == "--seats") load.seats = std::stoi(value());
        else if (option == "--label") load.label = value();
        else if (option == "--rcvbuf") load.receive_buffer = std::stoi(value());
        else if (option == "--connecting") load.connecting_max = std::stoi(value());
        else if (option == "--no-spin") load.spins = false;
        else if (option == "--pid") for (auto const& pid : split(value(), ',')) load.pids.push_back(std::stoi(pid));
        else if (option == "--warsha") {
            load.protocols.clear();
            for (auto const& room : split(value(), ';')) {
                auto const parts = split(room, ',');
                Protocol protocol;
                protocol.is_warsha = true;
                protocol.path = "/ws/" + parts.at(0);
                protocol.link = parts.at(1);
                protocol.activity = parts.at(2);
                protocol.item = parts.at(3);
                load.protocols.push_back(protocol);
            }
        } else scenarios.push_back(option);
    }
    if (load.port == 0) give_up("--port is needed");
    rlimit files{65536, 65536};
    if (::setrlimit(RLIMIT_NOFILE, &files) < 0) {
        ::getrlimit(RLIMIT_NOFILE, &files);
        files.rlim_cur = files.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &files);
    }
    load.make();
    connect_all(load, "connect", resident_of(load.pids));
    load.poll_for(0.2);
    for (auto const& scenario : scenarios) run(load, scenario);
    return 0;
}
