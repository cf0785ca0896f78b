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

    Client(World& world, Server& server, Config config);

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
    std::optional<std::string> offered_code;   ///< for moving the seat

private:
    struct Tab {
        std::shared_ptr<Wire> wire;
        Screen screen;
        bool welcomed = false;
        std::optional<CloseCode> stopped;
        Offset highest = 0;              ///< never goes back, not even over a reload
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
    Server& server_;
    Config config_;
    std::array<Tab, 2> tabs_;
    outbox::State outbox_;
    std::vector<outbox::Pending> saved_;  // local storage
    std::optional<SeatTicket> seat_;
    std::map<Cid, Made> made_;
    std::map<std::pair<ActivityId, std::uint32_t>, std::uint32_t> revisions_;
    bool asleep_ = false;
    std::uint64_t resumed_ = 0;
};

}  // namespace warsha::simulation
