#pragma once
// The process around one real Room: sockets, clock, kills and restarts, and the host's duty to archive a closed room.

#include <map>
#include <memory>
#include <optional>

#include "room/room.hpp"
#include "simulation/sim_journal.hpp"
#include "simulation/wire.hpp"

namespace warsha::simulation {

class Server final : public Delivery, public Clockwork {
public:
    struct Client {
        std::function<void()> opened;
        std::function<void(Frame const& frame)> received;
        std::function<void(CloseCode code)> closed;
    };

    Server(World& world, SimJournal& journal, RoomId room, RoomConfig config);

    void start();
    void kill();
    [[nodiscard]] bool is_up() const { return room_ != nullptr; }
    [[nodiscard]] Room const* room() const { return room_.get(); }
    std::shared_ptr<Wire> connect(Client client);
    /// A random session's reader is too slow.
    void overflow_one();
    [[nodiscard]] int kills() const { return kills_; }

    // Delivery
    void broadcast(RoomId room, Audience audience, Frame frame, int replaces) override;
    void send(SessionId session, Frame frame) override;
    void admit(SessionId session, RoomId room, Audience audience, Role role) override;
    void close(SessionId session, CloseCode code) override;
    void close_all(RoomId room, CloseCode code) override;
    // Clockwork
    UnixMillis now() override { return world_.now(); }
    std::shared_ptr<void> after(std::int64_t delay_ms, std::function<void()> what) override { return world_.after(delay_ms, std::move(what)); }
    void random(unsigned char* bytes, std::size_t size) override { world_.random.fill(bytes, size); }

private:
    void receive(SessionId session, std::string const& text);
    void archive();

    World& world_;
    SimJournal& journal_;
    RoomId id_;
    RoomConfig config_;
    std::unique_ptr<Room> room_;
    std::map<SessionId, std::shared_ptr<Wire>> wires_;
    std::shared_ptr<void> archiving_;
    std::uint64_t sessions_ = 0;
    int kills_ = 0;
};

}  // namespace warsha::simulation
