#pragma once
// One person with one or two tabs: the real outbox, storage that survives a reload, sockets that come and go,
// and a memory of everything that was asked and answered, against which the checks are made.

#include <array>
#include <map>
#include <optional>
#include <set>

#include "room/outbox.hpp"
#include "simulation/screen.hpp"
#include "simulation/server.hpp"

namespace warsha::simulation {

/// What became of one command, as the client saw it. Survives reloads: it belongs to the checker, not to the phone.
struct Made {
    Command command;
    std::optional<ParticipantId> seat;   ///< who asked
    int sent = 0;                        ///< how often it went into a socket
    std::vector<Position> receipts;
    std::vector<Reject> refusals;
};

class Client {
public:
    struct Config {
        std::string name;
        Role role = Role::participant;
        std::optional<LinkSecret> link;
        int tabs = 1;
        std::int64_t pace_ms = 5'000;        ///< a thought at least this often
        std::function<void(Client&)> think;  ///< makes the next command, or does nothing
    };

    /// Where a tab connects to this time.
    using Entrance = std::function<Server&(Client const&, int tab)>;
    Client(World& world, Entrance entrance, Config config);

    void begin();
    void cut(int tab);
    /// Locked screen: nothing is sent or read until it wakes.
    void sleep(std::int64_t for_ms);
    /// The page is loaded again: only what was saved is still there.
    void reload();

    void ask(Command command, std::string lane = "");
    [[nodiscard]] std::uint32_t next_revision(ActivityId activity, std::uint32_t round);

    [[nodiscard]] Screen const& screen(int tab = 0) const { return tabs_[static_cast<std::size_t>(tab)].screen; }
    [[nodiscard]] int tabs() const { return config_.tabs; }
    [[nodiscard]] bool is_online(int tab = 0) const { return tabs_[static_cast<std::size_t>(tab)].welcomed; }
    [[nodiscard]] bool has_stopped() const { return tabs_[0].stopped.has_value(); }
    [[nodiscard]] std::optional<CloseCode> stopped(int tab = 0) const { return tabs_[static_cast<std::size_t>(tab)].stopped; }
    [[nodiscard]] std::size_t pending() const { return outbox_.pending.size(); }
    [[nodiscard]] std::map<Cid, Made> const& made() const { return made_; }
    [[nodiscard]] std::optional<ParticipantId> seat() const { return seat_ ? std::optional(seat_->participant) : std::nullopt; }
    [[nodiscard]] std::uint64_t resumed() const { return resumed_; }
    [[nodiscard]] Config const& config() const { return config_; }
    /// Where it was shown the past by a server that could have known better: a violation, if that history is still the valid one.
    struct Past {
        Epoch epoch = 0;
        Server const* by = nullptr;
        UnixMillis at = 0;
        std::string what;
    };
    [[nodiscard]] std::vector<Past> const& shown_the_past() const { return shown_the_past_; }
    /// The last positions it was told.
    [[nodiscard]] std::map<std::pair<Epoch, Offset>, Hash> const& told() const { return told_; }
    void set_clock(std::int64_t ms) { clock_off_ms_ = ms; }
    std::optional<std::string> offered_code;   ///< for moving the seat

private:
    struct Tab {
        std::shared_ptr<Wire> wire;
        Screen screen;
        bool welcomed = false;
        std::optional<CloseCode> stopped;
        Server* server = nullptr;
        bool is_first_position = false;  ///< of this connection
        std::pair<Epoch, Offset> here, highest;  ///< of this connection; ever, also over a reload
    };
    void connect(int tab);
    void opened(int tab);
    void received(int tab, Frame const& frame);
    void closed(int tab, CloseCode code, bool was_welcomed);
    void seated(int tab, SeatTicket const& seat);
    void look(int tab, ServerMessage const& message);
    void note_position(int tab, Position const& position);
    void feed(outbox::Input const& input);
    void transmit(outbox::Send const& send);
    void tick();
    void think();

    World& world_;
    Entrance entrance_;
    Config config_;
    std::array<Tab, 2> tabs_;
    outbox::State outbox_;
    std::vector<outbox::Pending> saved_;  // local storage
    std::optional<SeatTicket> seat_;
    std::map<Cid, Made> made_;
    std::map<std::pair<ActivityId, std::uint32_t>, std::uint32_t> revisions_;
    bool asleep_ = false;
    std::uint64_t resumed_ = 0;
    std::int64_t clock_off_ms_ = 0;       // its clock only goes forward; where it stands is anybody's guess
    std::vector<Past> shown_the_past_;
    std::map<std::pair<Epoch, Offset>, Hash> told_;
};

}  // namespace warsha::simulation
