#include "simulation/run.hpp"

#include "room/secrets.hpp"

namespace warsha::simulation {
namespace {

constexpr std::int64_t answers_within_ms = 10'000;
constexpr std::int64_t screens_settle_ms = 10'000;  // phones hear of hidden votes every five seconds

class Workshop {
public:
    Workshop(std::uint64_t seed, bool keeps_trace)
        : world_(seed, keeps_trace), room_(world_.random.id<RoomId>()), journal_(world_, room_), config_(config(world_.random)), server_(world_, journal_, room_, config_) {
        create();
    }

    Outcome run() {
        server_.start();
        invite();
        for (auto const& client : clients_) world_.later(world_.random.between(0, 3'000), [&client] { client->begin(); });
        plan_faults();
        world_.run_until(World::start + faults_last_ms_, [this] { if (world_.random.next() % 3'000 == 0) server_.kill(); });
        heal();
        world_.run_until(world_.now() + answers_within_ms);
        check_answered();
        come_to_rest();
        check_all({world_, journal_, server_, config_, clients_});
        return {world_.violations, world_.trace_text(), counts()};
    }

private:
    /// Small bounds, so that a short run meets them.
    static RoomConfig config(Random& random) {
        RoomConfig made{.room_key = {}, .join_url = "http://hall/j/123456", .inbox_max = 12, .batch_max = 4, .resume_entries_max = 40, .saved_state_every = 20};
        random.fill(made.server_key.data(), made.server_key.size());
        random.fill(made.room_key.bytes.data(), made.room_key.bytes.size());
        return made;
    }

    LinkSecret issue(std::vector<Event>& events, LinkRole role) {
        LinkSecret made{world_.random.id<LinkId>(), {}};
        world_.random.fill(made.secret.data(), made.secret.size());
        events.push_back(LinkIssued{made.link, role, sha256({reinterpret_cast<char const*>(made.secret.data()), made.secret.size()}), {}});
        return made;
    }

    void create() {
        Entry entry{.actor = BySystem{}, .cid = world_.random.id<Cid>(), .events = {RoomCreated{room_, "123456", workshop(world_.random)}}};
        facilitator_link_ = issue(entry.events, LinkRole::facilitator);
        wall_link_ = issue(entry.events, LinkRole::wall);
        world_.has_faults = false;
        journal_.append(room_, 1, ExactPosition{0}, {seal(entry, config_.room_key)}, [](AppendOutcome const&) {});
        world_.run_until(world_.now() + 5'000);
        world_.has_faults = true;
    }

    void invite() {
        auto const add = [&](Client::Config config) { clients_.push_back(std::make_unique<Client>(world_, server_, std::move(config))); };
        auto const phones = world_.random.between(3, 8);
        for (std::int64_t i = 0; i < phones; ++i)
            add({.name = "phone " + std::to_string(i), .link = {}, .tabs = world_.random.chance(25) ? 2 : 1, .pace_ms = pace_ms_, .think = [this](Client& me) { participant(world_, me); }});
        add({.name = "facilitator", .role = Role::facilitator, .link = facilitator_link_, .pace_ms = pace_ms_, .think = [this](Client& me) { facilitator(world_, me); }});
        add({.name = "wall", .role = Role::wall, .link = wall_link_, .think = onlooker});
        add({.name = "observer", .role = Role::observer, .link = {}, .think = onlooker});
    }
    Client& facilitator_client() { return *clients_[clients_.size() - 3]; }

    template <class F>
    void at_some_time(std::int64_t until_ms, int times, F what) {
        for (int i = 0; i < times; ++i) world_.later(world_.random.between(1'000, until_ms), what);
    }

    void plan_faults() {
        auto& random = world_.random;
        auto const anyone = [this]() -> Client& { return *world_.random.pick(clients_); };
        at_some_time(faults_last_ms_, static_cast<int>(random.between(0, 25)), [anyone] { anyone().cut(0); });
        at_some_time(faults_last_ms_, 4, [anyone] { if (auto& one = anyone(); one.tabs() > 1) one.cut(1); });
        at_some_time(faults_last_ms_ * 3 / 4, static_cast<int>(random.between(0, 4)), [this, anyone] { anyone().sleep(world_.random.between(1'000, faults_last_ms_ / 4)); });
        at_some_time(faults_last_ms_, static_cast<int>(random.between(0, 3)), [anyone] { anyone().reload(); });
        at_some_time(faults_last_ms_, static_cast<int>(random.between(0, 6)), [this] { server_.overflow_one(); });
        if (random.chance(25)) at_some_time(faults_last_ms_ - 10'000, 1, [this] { journal_.break_down(world_.now() + world_.random.between(500, 9'000)); });
        if (random.chance(15)) at_some_time(faults_last_ms_, 1, [this] { remove_someone(); });
        if (random.chance(30)) at_some_time(faults_last_ms_, 1, [this] { move_a_seat(); });
        if (random.chance(25)) world_.later(faults_last_ms_ - random.between(1'000, 20'000), [this] { facilitator_client().ask(CloseRoom{}); });
    }

    void remove_someone() {
        if (auto const seat = clients_.front()->seat()) facilitator_client().ask(RemoveParticipant{*seat});
    }

    /// The last phone's seat goes to a new phone; the old one is released.
    void move_a_seat() {
        auto& from = *clients_[clients_.size() - 4];
        if (!from.seat() || from.has_stopped()) return;
        from.ask(OfferSeat{});
        world_.later(6'000, [this, &from] {
            if (!from.offered_code) return;
            auto const code = *from.offered_code;
            auto to = std::make_unique<Client>(world_, server_, Client::Config{.name = "new phone", .link = {}, .think = [this, code](Client& me) {
                if (me.seat()) return participant(world_, me);
                if (me.made().empty()) me.ask(TakeSeat{{code}});
            }});
            to->begin();
            newcomers_.push_back(std::move(to));
        });
    }

    void heal() {
        world_.has_faults = false;
        world_.trace("the faults stop");
        journal_.break_down(0);
        for (auto& client : newcomers_) clients_.push_back(std::move(client));
        newcomers_.clear();
    }

    void check_answered() {
        for (auto const& client : clients_) {
            if (client->has_stopped()) continue;
            if (!client->is_online()) world_.violated(client->config().name + " is not online 10 s after the last fault");
            if (client->pending() > 0) world_.violated(client->config().name + " still waits for " + std::to_string(client->pending()) + " answers");
        }
    }

    /// A deadline may still strike; then the screens get their moment again.
    void come_to_rest() {
        for (std::size_t before = 0; before != journal_.disk().size();) {
            before = journal_.disk().size();
            world_.run_until(world_.now() + screens_settle_ms);
        }
    }

    Counts counts() const {
        Counts made{.entries = journal_.disk().size(), .kills = static_cast<std::uint64_t>(server_.kills())};
        for (auto const& client : clients_)
            for (auto const& [cid, one] : client->made()) {
                made.ballots += std::holds_alternative<CastBallot>(one.command);
                made.receipts += !one.receipts.empty();
                made.refusals += !one.refusals.empty();
            }
        for (auto const& client : clients_) made.resumed += client->resumed();
        return made;
    }

    World world_;
    // A calm workshop, or the minute in which everybody votes at once.
    bool const is_rush_ = world_.random.chance(30);
    std::int64_t const pace_ms_ = is_rush_ ? 500 : 5'000, faults_last_ms_ = is_rush_ ? 30'000 : 75'000;
    RoomId room_;
    SimJournal journal_;
    RoomConfig config_;
    Server server_;
    LinkSecret facilitator_link_, wall_link_;
    std::vector<std::unique_ptr<Client>> clients_, newcomers_;
};

}  // namespace

void Counts::add(Counts const& other) {
    entries += other.entries;
    ballots += other.ballots;
    receipts += other.receipts;
    refusals += other.refusals;
    kills += other.kills;
    resumed += other.resumed;
}

Outcome run(std::uint64_t seed, bool keeps_trace) { return Workshop(seed, keeps_trace).run(); }

}  // namespace warsha::simulation
