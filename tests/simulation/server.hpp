#pragma once
// The process around one real Room: sockets, clock, kills, pauses and restarts, and the host's duties: to archive a closed room, to load one
// anew that has failed or whose history was mended.

#include <map>
#include <memory>
#include <optional>

#include "room/room.hpp"
#include "simulation/store.hpp"
#include "simulation/wire.hpp"

namespace warsha::simulation {

class Server final : public Delivery, public Clockwork {
public:
    struct Client {
        std::function<void()> opened;
        std::function<void(Frame const& frame)> received;
        std::function<void(CloseCode code)> closed;
    };

    Server(World& world, Store& store, RoomId room, RoomConfig config);

    void start();
    /// Starts again after `away_ms`; default: a moment later.
    void kill(std::optional<std::int64_t> away_ms = {});
    void pause(std::int64_t for_ms);
    /// No pause and no wait for the next start.
    void heal();
    /// The room has its first entry, made here.
    void serve() { if (!room_) load(0); }
    /// It may find itself wrong from now on, and load its room anew.
    void expect_failure() { may_fail_ = true; }
    void set_clock_off(std::int64_t ms) { clock_off_ms_ = ms; }
    [[nodiscard]] bool is_up() const { return room_ != nullptr; }
    [[nodiscard]] Room const* room() const { return room_.get(); }
    std::shared_ptr<Wire> connect(Client client);
    /// A random session's reader is too slow.
    void overflow_one();
    [[nodiscard]] int kills() const { return kills_; }
    [[nodiscard]] Store& store() const { return store_; }
    /// Around that moment nothing kept it from looking for what other nodes have recorded.
    [[nodiscard]] bool was_calm(UnixMillis at) const;

    // Delivery
    void broadcast(RoomId room, Audience audience, Frame frame, int replaces) override;
    void send(SessionId session, Frame frame) override;
    void admit(SessionId session, RoomId room, Audience audience, Role role) override;
    void close(SessionId session, CloseCode code) override;
    void close_all(RoomId room, CloseCode code) override;
    // Clockwork
    UnixMillis now() override { return world_.now() + clock_off_ms_; }
    std::shared_ptr<void> after(std::int64_t delay_ms, std::function<void()> what) override { return process_.after(delay_ms, std::move(what)); }
    void random(unsigned char* bytes, std::size_t size) override { world_.random.fill(bytes, size); }

private:
    void receive(SessionId session, std::string const& text);
    void archive();
    void load(Offset no_resume_until);
    void reload(std::string const& why);
    void mended();

    World& world_;
    Store& store_;
    Process process_{world_};
    bool is_running_ = false, may_fail_ = false;
    std::vector<UnixMillis> troubles_;
    Offset failed_at_ = 0;
    std::int64_t clock_off_ms_ = 0;
    int lives_ = 0;
    RoomId id_;
    RoomConfig config_;
    std::unique_ptr<Room> room_;
    std::map<SessionId, std::shared_ptr<Wire>> wires_;
    std::shared_ptr<void> archiving_;
    std::uint64_t sessions_ = 0;
    int kills_ = 0;
};

}  // namespace warsha::simulation
