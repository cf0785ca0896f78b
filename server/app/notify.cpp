#include "app/notify.hpp"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <cstring>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace warsha {
namespace {

namespace asio = boost::asio;

/// Asks every thread; says so once all have answered the last question.
class Watchdog : public std::enable_shared_from_this<Watchdog> {
public:
    Watchdog(std::vector<asio::io_context*> threads, std::chrono::microseconds interval) : threads_(std::move(threads)), interval_(interval), timer_(*threads_.front()) {}

    void beat() {
        if (unanswered_ == 0) {
            notify("WATCHDOG=1");
            unanswered_ = threads_.size();
            for (auto* const thread : threads_) asio::post(*thread, [weak = weak_from_this()] { if (auto const self = weak.lock()) --self->unanswered_; });
        }
        timer_.expires_after(interval_);
        timer_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
            auto const self = weak.lock();
            if (!error && self) self->beat();
        });
    }

private:
    std::vector<asio::io_context*> threads_;
    std::chrono::microseconds interval_;
    std::atomic<std::size_t> unanswered_ = 0;
    asio::steady_timer timer_;
};

}  // namespace

void notify(std::string const& state) {
    char const* const where = std::getenv("NOTIFY_SOCKET");
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    if (!where || std::strlen(where) >= sizeof address.sun_path) return;
    std::strcpy(address.sun_path, where);
    auto const size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + std::strlen(where));
    if (*where == '@') address.sun_path[0] = '\0';  // an abstract address
    int const socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ::sendto(socket, state.data(), state.size(), MSG_NOSIGNAL, reinterpret_cast<sockaddr*>(&address), size);
    ::close(socket);
}

std::shared_ptr<void> start_watchdog(std::vector<asio::io_context*> const& threads) {
    char const* const period = std::getenv("WATCHDOG_USEC");
    auto const microseconds = period ? std::strtoll(period, nullptr, 10) : 0;
    if (microseconds <= 0) return nullptr;
    auto const watchdog = std::make_shared<Watchdog>(threads, std::chrono::microseconds(microseconds / 2));
    watchdog->beat();
    return watchdog;
}

}  // namespace warsha
