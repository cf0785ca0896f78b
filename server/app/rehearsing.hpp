#pragma once
// The simulated phones of rehearsals, on a thread of their own.

#include <map>
#include <memory>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "app/crowd.hpp"

namespace warsha {

/// Thread: any.
class Rehearsing {
public:
    explicit Rehearsing(client::Target target);
    ~Rehearsing();                       ///< ends every phone
    Rehearsing(Rehearsing const&) = delete;
    Rehearsing& operator=(Rehearsing const&) = delete;

    [[nodiscard]] SimulatedPhones phones();
    void stop_all();

private:
    client::Target target_;
    boost::asio::io_context io_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    std::map<RoomId, std::unique_ptr<Crowd>> crowds_;    // on thread_ only
    std::thread thread_;
};

}  // namespace warsha
