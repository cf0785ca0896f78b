// What a full room costs: real server process, real WebSockets, real journal (SQLite, fsync). Prints figures and the limits they stand
// beside, measured in the same run; asserts nothing, for this depends on the machine.
//   room_bench WARSHA [--people N] [--seconds S]

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <unistd.h>

#include "app/client/driver.hpp"
#include "app/client/http.hpp"
#include "app/crowd.hpp"
#include "app/own_server.hpp"
#include "app/workshop.hpp"
#include "protocol/codec_impl.hpp"
#include "room/host.hpp"
#include "tests/bench/process.hpp"

namespace warsha {
namespace {

using Clock = std::chrono::steady_clock;

/// Resident memory of a process in KiB.
long resident_kib(pid_t pid) {
    std::ifstream in("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(in, line);)
        if (line.starts_with("VmRSS:")) return std::atol(line.c_str() + 6);
    return 0;
}

/// The disk's own limit: median of plain 512-byte appends with fdatasync, in microseconds.
double fdatasync_us() {
    char name[] = "/tmp/warsha-bench-XXXXXX";
    int const fd = ::mkstemp(name);
    std::vector<double> all;
    for (int i = 0; i < 200; ++i) {
        char block[512] = {};
        auto const start = Clock::now();
        if (::write(fd, block, sizeof block) != sizeof block || ::fdatasync(fd) != 0) break;
        all.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
    }
    ::close(fd);
    ::unlink(name);
    std::ranges::sort(all);
    return all.empty() ? 0 : all[all.size() / 2];
}

struct Bench {
    explicit Bench(int people) : people(people), server("bench") { server.start(); }

    void open_room() {
        auto plan = workshop_plan(RoomPurpose::rehearsal);
        for (auto& activity : plan.activities.value)
            if (activity.id == first_principle_id()) std::get<ChoiceConfig>(activity.config).live_results = false;
        auto const answer = client::http(server.target(), "POST", "/api/rooms", "Bearer " + server.organiser_token(), encode(plan));
        room = decode_value<CreatedRoom>(answer.body).value();
        facilitator = driver.phone({.target = server.target(), .code = room.code, .role = Role::facilitator, .link = client::parse_link(room.facilitator_link).secret});
        driver.act(*facilitator, StartRoom{}, "starting the room");
        driver.act(*facilitator, OpenActivity{first_principle_id()}, "opening the vote");
    }

    void connect() {
        auto const before = resident_kib(server.pid());
        for (int i = 0; i < people; ++i) {
            auto phone = std::make_shared<client::Phone>(driver.io(), client::PhoneConfig{.target = server.target(), .code = room.code});
            phone->handle({.on_changed = [this] { ++deliveries; }, .on_told = [this](Cid, outbox::Tell const& tell, std::int64_t us) { if (tell.progress == outbox::Progress::counted) latencies.push_back(us); }});
            phone->connect();
            phone->send(Join{.group = Key{"youth"}});
            phones.push_back(std::move(phone));
            if (i % 50 == 49) driver.pause(std::chrono::milliseconds(20));
        }
        driver.settle(phones, "everybody is seated", 120);
        driver.pause(std::chrono::seconds(2));
        std::printf("memory per connection, seat and state included: %.1f KiB (%d connections)\n", static_cast<double>(resident_kib(server.pid()) - before) / people, people);
    }

    /// Every phone votes again as soon as its last ballot is acknowledged would measure the phones; this keeps `in_flight` ballots waiting.
    void vote(int seconds) {
        latencies.clear();
        std::int64_t revision = 0;
        auto const start = Clock::now();
        std::size_t sent = 0;
        auto const item = name_id<ItemId>("principle-transparency");
        while (Clock::now() - start < std::chrono::seconds(seconds)) {
            ++revision;
            for (auto const& phone : phones) {
                phone->send(CastBallot{.activity = first_principle_id(), .round = {1}, .revision = {revision}, .marks = {{Mark{item, {1}}}}});
                if (++sent % 100 == 0) driver.pause(std::chrono::milliseconds(1));
            }
            driver.until("the ballots are acknowledged", [&] { return latencies.size() >= sent; }, 60);
        }
        auto const took = std::chrono::duration<double>(Clock::now() - start).count();
        std::printf("ballots: %.0f acknowledged per second, all durable; %s\n", static_cast<double>(latencies.size()) / took, percentiles(latencies).c_str());
        std::printf("this disk's own fdatasync: %.0f us in the median\n", fdatasync_us());
    }

    /// Announcements are not coalesced: each reaches every phone.
    void broadcast(int times) {
        driver.pause(std::chrono::milliseconds(500));
        auto const cpu = cpu_seconds(server.pid());
        deliveries = 0;
        for (int i = 0; i < times; ++i) {
            auto const before = deliveries;
            facilitator->send(Announce{Wording<200>{.ar = Text<1, 200>{"إعلان " + std::to_string(i)}, .fr = {}, .en = {}}});
            driver.until("the announcement is everywhere", [&] { return deliveries >= before + phones.size(); }, 30);
        }
        auto const used = cpu_seconds(server.pid()) - cpu;
        std::printf("broadcast: %.2f us of the server's CPU per delivery (%llu deliveries, one sendmsg each is the kernel's floor of about 3.5 us)\n",
                    used * 1e6 / static_cast<double>(deliveries), static_cast<unsigned long long>(deliveries));
    }

    int people;
    OwnServer server;
    client::Driver driver;
    CreatedRoom room;
    std::shared_ptr<client::Phone> facilitator;
    std::vector<std::shared_ptr<client::Phone>> phones;
    std::vector<std::int64_t> latencies;
    std::uint64_t deliveries = 0;
};

}  // namespace
}  // namespace warsha

int main(int argc, char** argv) {
    if (argc < 2) return std::fprintf(stderr, "usage: room_bench WARSHA [people] [seconds]\n"), 2;
    ::setenv("WARSHA_BINARY", argv[1], 1);
    int const people = argc > 2 ? std::atoi(argv[2]) : 1000, seconds = argc > 3 ? std::atoi(argv[3]) : 10;
    std::printf("limits lifted: --limits bench; server and phones share this machine's cores\n");
    warsha::Bench bench(people);
    bench.open_room();
    bench.connect();
    bench.vote(seconds);
    bench.broadcast(50);
    return 0;
}
