#pragma once
// A simulated attendee: the same outbox as a real phone, over a real WebSocket.

#include <map>
#include <memory>

#include <boost/asio/steady_timer.hpp>

#include "app/client/socket.hpp"
#include "protocol/messages.hpp"
#include "room/outbox.hpp"

namespace warsha::client {

/// What a phone knows of the room: views replace views.
struct Known {
    RoomCard room;
    AgendaView agenda;
    std::map<ActivityId, ActivityView> activities;
    std::map<ProposalId, ProposalView> proposals;
    std::optional<OwnView> own;
    std::optional<DeskView> desk;
    std::vector<RollView> roll;
    std::vector<ClusterView> clusters;
    Position position;
};
/// Pure: what a message changes.
void evolve(Known& known, ServerMessage const& message);

struct PhoneConfig {
    Target target;
    std::string code;
    Role role = Role::participant;
    std::optional<LinkSecret> link;      ///< facilitators and walls
    int copies = 1;                      ///< how often every command is sent; the cid makes the others harmless
};

class Phone : public std::enable_shared_from_this<Phone> {
public:
    struct Handlers {
        std::function<void()> on_changed;                   ///< after each message
        std::function<void(Cid, outbox::Tell const&, std::int64_t latency_us)> on_told;  ///< latency since the command was made
        std::function<void(std::uint16_t)> on_stopped;      ///< a 44xx close: it does not come back
    };

    Phone(boost::asio::io_context& io, PhoneConfig config);
    void handle(Handlers handlers) { handlers_ = std::move(handlers); }

    void connect();
    void cut();                          ///< the network goes away; it comes back by itself after a jittered wait
    void leave();                        ///< for good

    Cid send(Command const& command, std::string lane = "", std::optional<Cid> cid = {});
    [[nodiscard]] Known const& known() const { return known_; }
    [[nodiscard]] bool is_online() const { return outbox_.online; }
    [[nodiscard]] bool is_seated() const { return seat_.has_value(); }
    [[nodiscard]] std::size_t pending() const { return outbox_.pending.size(); }

private:
    void opened();
    void received(std::string const& text);
    void closed(std::uint16_t code);
    void feed(outbox::Input const& input);
    void tick();

    boost::asio::io_context& io_;
    PhoneConfig config_;
    Handlers handlers_;
    std::shared_ptr<Socket> socket_;
    boost::asio::steady_timer retry_, ticker_;
    outbox::State outbox_;
    Known known_;
    std::optional<SeatTicket> seat_;
    std::map<Cid, std::int64_t> made_at_us_;
    unsigned attempt_ = 0;
    bool left_ = false;
};

}  // namespace warsha::client
