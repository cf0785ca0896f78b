#include "simulation/run.hpp"

#include "room/secrets.hpp"
#include "simulation/nodes.hpp"
#include "simulation/sim_journal.hpp"
#include "simulation/state_text.hpp"

namespace warsha::simulation {
namespace {

constexpr std::int64_t answers_within_ms = 10'000;
constexpr std::int64_t screens_settle_ms = 10'000;  // phones hear of hidden votes every five seconds

/// One server, or several: what the workshop needs of them.
class Place {
public:
    virtual ~Place() = default;
    virtual void open(Draft const& first) = 0;
    virtual Server& enter(Client const& who, int tab) = 0;
    virtual void plan_faults(std::int64_t last_ms) = 0;
    virtual void strike() = 0;
    virtual Server& any() = 0;
    virtual void heal() = 0;
    virtual std::size_t entries() = 0;
    virtual void check(RoomConfig const& config, std::vector<std::unique_ptr<Client>> const& clients) = 0;
    virtual void count(Counts& counts) = 0;
};

class OneServer final : public Place {
public:
    OneServer(World& world, RoomId room, RoomConfig const& config) : world_(world), room_(room), config_(config), journal_(world, room), server_(world, journal_, room, config) {}

    void open(Draft const& first) override {
        journal_.append(room_, 1, ExactPosition{0}, {first}, [](AppendOutcome const&) {});
        world_.run_until(world_.now() + 5'000);
        server_.start();
    }
    Server& enter(Client const&, int) override { return server_; }
    void plan_faults(std::int64_t last_ms) override {
        if (world_.random.chance(25)) world_.later(world_.random.between(1'000, last_ms - 10'000), [this] { journal_.break_down(world_.now() + world_.random.between(500, 9'000)); });
    }
    void strike() override { if (world_.random.next() % 3'000 == 0) server_.kill(); }
    Server& any() override { return server_; }
    void heal() override { journal_.break_down(0); }
    std::size_t entries() override { return journal_.disk().size(); }
    void check(RoomConfig const&, std::vector<std::unique_ptr<Client>> const& clients) override {
        if (!server_.is_up()) return world_.violated("the server is down after the faults");
        check_all({world_, *server_.room(), {journal_.disk()}, config_, clients});
        Server second(world_, journal_, room_, config_);  // loads as a restart does: saved state, then the rest
        second.start();
        bool const is_same = second.room() && text_of_state(second.room()->state()) == text_of_state(server_.room()->state()) && second.room()->position() == server_.room()->position();
        if (!is_same) world_.violated("a restart gives another state");
    }
    void count(Counts& counts) override { counts.kills = static_cast<std::uint64_t>(server_.kills()); }

private:
    World& world_;
    RoomId room_;
    RoomConfig const& config_;
    SimJournal journal_;
    Server server_;
};

class SeveralServers final : public Place {
public:
    SeveralServers(World& world, RoomId room, RoomConfig const& config) : world_(world), nodes_(world, room, config) {}

    void open(Draft const& first) override {
        nodes_.start();
        nodes_.create_room(first);
    }
    /// A phone stays where it was, mostly; a proxy may send it anywhere.
    Server& enter(Client const& who, int tab) override {
        auto& last = last_[{&who, tab}];
        if (!last || world_.random.chance(40)) last = &nodes_.any();
        return *last;
    }
    void plan_faults(std::int64_t last_ms) override { nodes_.plan_faults(last_ms); }
    void strike() override { nodes_.strike(); }
    Server& any() override { return nodes_.any(); }
    void heal() override { nodes_.heal(); }
    std::size_t entries() override { return nodes_.records().back().size(); }
    void check(RoomConfig const& config, std::vector<std::unique_ptr<Client>> const& clients) override {
        nodes_.check();
        if (nodes_.first().room()) check_all({world_, *nodes_.first().room(), nodes_.records(), config, clients, !nodes_.is_spoiled()});
    }
    void count(Counts& counts) override {
        counts.kills = static_cast<std::uint64_t>(nodes_.kills());
        counts.clusters = 1;
        counts.losses = nodes_.losses();
    }

private:
    World& world_;
    Nodes nodes_;
    std::map<std::pair<Client const*, int>, Server*> last_;
};

class Workshop {
public:
    Workshop(std::uint64_t seed, bool keeps_trace, Servers servers) : world_(seed, keeps_trace), room_(world_.random.id<RoomId>()), config_(config(world_.random)) {
        has_several_ = servers == Servers::several || (servers == Servers::mixed && seed % cluster_every == 0);
        if (has_several_) place_ = std::make_unique<SeveralServers>(world_, room_, config_);
        else place_ = std::make_unique<OneServer>(world_, room_, config_);
        if (has_several_) faults_last_ms_ = is_rush_ ? 20'000 : 40'000;
    }

    /// What nothing expected and nobody caught would have ended the process.
    Outcome run() {
        try {
            play();
        } catch (std::exception const& error) {
            world_.violated(std::string("thrown: ") + error.what());
        }
        return {world_.violations, world_.trace_text(), counts()};
    }

private:
    void play() {
        create();
        invite();
        for (auto const& client : clients_) world_.later(world_.random.between(0, 3'000), [&client] { client->begin(); });
        plan_faults();
        world_.run_until(world_.now() + faults_last_ms_, [this] { place_->strike(); });
        heal();
        world_.run_until(world_.now() + answers_within_ms);
        check_answered();
        come_to_rest();
        place_->check(config_, clients_);
    }

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
        place_->open(seal(entry, config_.room_key));
        world_.has_faults = true;
    }

    void invite() {
        auto const add = [&](Client::Config config) { clients_.push_back(make_client(std::move(config))); };
        auto const phones = world_.random.between(3, has_several_ ? 6 : 8);
        for (std::int64_t i = 0; i < phones; ++i)
            add({.name = "phone " + std::to_string(i), .link = {}, .tabs = world_.random.chance(25) ? 2 : 1, .pace_ms = pace_ms_, .think = [this](Client& me) { participant(world_, me); }});
        add({.name = "facilitator", .role = Role::facilitator, .link = facilitator_link_, .pace_ms = pace_ms_, .think = [this](Client& me) { facilitator(world_, me); }});
        add({.name = "wall", .role = Role::wall, .link = wall_link_, .think = onlooker});
        add({.name = "observer", .role = Role::observer, .link = {}, .think = onlooker});
    }
    std::unique_ptr<Client> make_client(Client::Config config) {
        auto made = std::make_unique<Client>(world_, [this](Client const& who, int tab) -> Server& { return place_->enter(who, tab); }, std::move(config));
        if (has_several_) made->set_clock(world_.random.between(-1'000'000, 1'000'000));
        return made;
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
        at_some_time(faults_last_ms_, static_cast<int>(random.between(0, 6)), [this] { place_->any().overflow_one(); });
        place_->plan_faults(faults_last_ms_);
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
            auto to = make_client(Client::Config{.name = "new phone", .link = {}, .think = [this, code](Client& me) {
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
        place_->heal();
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
        for (std::size_t before = 0; before != place_->entries();) {
            before = place_->entries();
            world_.run_until(world_.now() + screens_settle_ms);
        }
    }

    Counts counts() {
        Counts made;
        made.entries = place_->entries();
        place_->count(made);
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
    std::int64_t const pace_ms_ = is_rush_ ? 500 : 5'000;
    std::int64_t faults_last_ms_ = is_rush_ ? 30'000 : 75'000;
    RoomId room_;
    RoomConfig config_;
    bool has_several_ = false;
    std::unique_ptr<Place> place_;
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
    clusters += other.clusters;
    losses += other.losses;
}

Outcome run(std::uint64_t seed, bool keeps_trace, Servers servers) {
    Workshop workshop(seed, keeps_trace, servers);
    return workshop.run();
}

}  // namespace warsha::simulation
