#pragma once
// The edge without a port: the real sessions over socket pairs, one room behind them, everything on the caller's thread.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "room/host.hpp"
#include "web/shard.hpp"

namespace warsha::fuzz {

inline constexpr char edge_host[] = "warsha.example";
inline constexpr char organiser_token[] = "organiser-token-of-the-fuzzer";

class Edge : public Delivery {
public:
    Edge();
    ~Edge() override;

    [[nodiscard]] CreatedRoom const& room() const { return room_; }

    /// One connection as its client sees it.
    class Client {
    public:
        Client(Edge& edge);
        ~Client();
        Client(Client const&) = delete;
        Client& operator=(Client const&) = delete;
        /// Sends, lets the server do all it can, and gives what it answered. As much as the server takes.
        std::string say(std::string_view bytes);
        /// No more will come; what the server still answers.
        std::string finish();

    private:
        std::string take();
        Edge& edge_;
        int fd_ = -1;
    };
    /// Must be 0 after the last client has gone.
    std::size_t connections();

private:
    void run();
    void broadcast(RoomId room, Audience audience, Frame frame, int replaces) override;
    void send(SessionId session, Frame frame) override;
    void admit(SessionId session, RoomId room, Audience audience, Role role) override;
    void close(SessionId session, CloseCode code) override;
    void close_all(RoomId room, CloseCode code) override;

    std::filesystem::path folder_;
    boost::asio::io_context io_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_{io_.get_executor()};
    Homes homes_{{&io_}};
    std::unique_ptr<Journal> journal_;
    std::shared_ptr<web::Shared> shared_;
    std::unique_ptr<web::Shard> shard_;
    Alone alone_{[this](RoomId room, std::function<void()> what) { homes_.post(room, std::move(what)); }};
    std::unique_ptr<Host> host_;
    CreatedRoom room_;
};

/// One for all inputs, made anew now and then, so that what inputs leave behind stays small.
Edge& edge();

}  // namespace warsha::fuzz
