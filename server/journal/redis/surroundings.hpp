#pragma once
// What a node's journal takes from outside: its thread, time, timers, chance and connections. The product's are Asio's; the simulator
// brings its own, and then nothing in the journal has a thread, a clock or a socket.

#include <chrono>
#include <functional>
#include <future>
#include <memory>

#include "journal/redis/connection.hpp"
#include "protocol/basic.hpp"

namespace warsha::redis {

class Surroundings {
public:
    virtual ~Surroundings() = default;
    /// For what waits as a coroutine; whoever gives it also runs it.
    virtual boost::asio::io_context& io() = 0;
    /// Runs something later on the journal's thread.
    virtual void post(std::function<void()> what) = 0;
    /// From another thread: runs the question on the journal's and comes back when it is done.
    virtual void ask(std::function<void()> const& question) = 0;
    /// From another thread: until the journal's has done something. Who has no other thread does not wait.
    virtual void wait(std::future<void> const& done, std::chrono::milliseconds patience) = 0;
    /// On the journal's thread; dropping the handle cancels it.
    virtual std::shared_ptr<void> after(std::chrono::milliseconds delay, std::function<void()> what) = 0;
    virtual UnixMillis now() = 0;
    virtual void random(unsigned char* bytes, std::size_t size) = 0;
    virtual std::unique_ptr<AnyConnection> connect(ConnectionOptions options, ConnectionEvents events) = 0;
    /// Nothing of the journal runs any more once this comes back.
    virtual void end() = 0;
};

/// One thread, the machine's clock, real sockets.
std::unique_ptr<Surroundings> make_surroundings();

}  // namespace warsha::redis
