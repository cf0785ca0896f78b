#pragma once
// The real edge over the real host and a journal in memory, on two threads and free ports.

#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>

#include "journal/journal.hpp"
#include "raw_socket.hpp"
#include "room/host.hpp"
#include "web/server.hpp"

namespace warsha::web {

inline constexpr char organiser_token[] = "organiser-token-of-the-tests";

/// One choice with two options, one collection of proposals.
RoomPlan small_plan(RoomPurpose purpose = RoomPurpose::live);

class RunningServer {
public:
    /// `adjust` may change everything but threads, ports and folders.
    explicit RunningServer(std::function<void(ServerConfig&)> const& adjust = {}, std::function<void(HostConfig&)> const& adjust_host = {});
    ~RunningServer();

    [[nodiscard]] std::uint16_t port() const { return server_->port(); }
    [[nodiscard]] std::uint16_t metrics_port() const { return server_->metrics_port(); }
    [[nodiscard]] std::string host() const { return "127.0.0.1:" + std::to_string(port()); }
    Server& server() { return *server_; }
    CreatedRoom create(RoomPlan plan = small_plan());

    /// A request with the right Host. `extra`: whole header lines.
    HttpAnswer get(std::string const& path, std::string const& extra = "");
    HttpAnswer post(std::string const& path, std::string const& body, std::string const& extra = "");
    /// Closes it as the organiser and waits until its bundle is listed.
    bool close_and_archive(CreatedRoom const& room);
    /// Value of a metric line that starts with `name`; 0 when there is none.
    double metric(std::string const& name);
    /// Waits until the metric is at least `value`.
    bool reaches(std::string const& name, double value);
    /// Rooms whose phones were asked for, and those that were told to stop; nobody plays them here.
    std::vector<RoomId> rehearsed();
    std::vector<RoomId> ended();
    [[nodiscard]] std::filesystem::path data() const { return folder_ / "data"; }
    /// Stops and waits for the end.
    void stop();

private:
    std::filesystem::path folder_;
    std::vector<std::unique_ptr<boost::asio::io_context>> ios_;
    std::vector<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> guards_;
    std::unique_ptr<Homes> homes_;
    std::unique_ptr<Journal> journal_;
    std::unique_ptr<Server> server_;
    Alone alone_{[this](RoomId room, std::function<void()> what) { homes_->post(room, std::move(what)); }};
    std::unique_ptr<Host> host_;
    std::mutex phones_lock_;
    std::vector<RoomId> rehearsed_, ended_;
    std::unique_ptr<Rehearsals> rehearsals_;
    std::vector<std::thread> threads_;
};

/// "Authorization: Bearer …" for the organiser, and for the link in a facilitator's or wall's address.
std::string as_organiser();
std::string as_link(std::string const& link);
/// The same as a hello.
LinkSecret secret_of(std::string const& link);

}  // namespace warsha::web
