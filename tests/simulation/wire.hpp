#pragma once
// One WebSocket between a tab and the server: ordered both ways, late, cut at any moment; either end may not know yet.

#include <functional>
#include <map>
#include <memory>

#include "room/room.hpp"
#include "simulation/world.hpp"

namespace warsha::simulation {

class Wire : public std::enable_shared_from_this<Wire> {
public:
    struct Ends {
        std::function<void(std::string const& text)> at_server;
        std::function<void()> server_closed;
        std::function<void(Frame const& frame)> at_client;
        std::function<void(CloseCode code)> client_closed;   ///< 1006 does not exist in the table: internal stands for a lost socket
    };
    Wire(World& world, SessionId id, Ends ends) : world_(world), id_(id), ends_(std::move(ends)) {}

    [[nodiscard]] SessionId id() const { return id_; }
    [[nodiscard]] bool is_open_for_client() const { return client_open_; }

    void up(std::string text);
    void down(Frame frame, int replaces = -1);
    /// The reader was too slow: what is under way is thrown away. The room is asked for a fresh view by the caller.
    void overflow() { ++flood_; }
    void close_from_server(CloseCode code);
    /// The network goes: the client knows at once or soon, the server later.
    void cut();
    /// The server process died: the client learns it soon.
    void server_died();

    bool admitted = false;
    Audience audience = Audience::participants;

private:
    std::int64_t latency(UnixMillis& last);

    World& world_;
    SessionId id_;
    Ends ends_;
    bool client_open_ = true, server_open_ = true;
    UnixMillis up_at_ = 0, down_at_ = 0;
    std::uint64_t flood_ = 0;
    std::map<int, std::shared_ptr<bool>> replaceable_;   // number → dropped?
};

}  // namespace warsha::simulation
