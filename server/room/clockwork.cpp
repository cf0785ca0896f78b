#include "room/clockwork.hpp"

#include <chrono>
#include <cstdlib>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <openssl/rand.h>

namespace warsha {
namespace {

namespace asio = boost::asio;

class AsioClockwork final : public Clockwork {
public:
    explicit AsioClockwork(asio::io_context& home) : home_(home) {}

    UnixMillis now() override {
        using namespace std::chrono;
        return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
    }

    std::shared_ptr<void> after(std::int64_t delay_ms, std::function<void()> what) override {
        if (delay_ms <= 0) {             // with the next turn of the loop; no timer of the kernel need be set
            auto handle = std::make_shared<char>();
            asio::post(home_, [weak = std::weak_ptr(handle), what = std::move(what)] { if (!weak.expired()) what(); });
            return handle;
        }
        auto timer = std::make_shared<asio::steady_timer>(home_, std::chrono::milliseconds(delay_ms));
        // The handler holds the timer weakly: dropping the handle destroys it, and a destroyed timer never fires its work.
        timer->async_wait([weak = std::weak_ptr(timer), what = std::move(what)](boost::system::error_code error) {
            if (!error && !weak.expired()) what();
        });
        return timer;
    }

    void random(unsigned char* bytes, std::size_t size) override { random_bytes(bytes, size); }

private:
    asio::io_context& home_;
};

}  // namespace

std::unique_ptr<Clockwork> make_clockwork(asio::io_context& home) { return std::make_unique<AsioClockwork>(home); }

void random_bytes(unsigned char* bytes, std::size_t size) {
    if (RAND_bytes(bytes, static_cast<int>(size)) != 1) std::abort();
}

}  // namespace warsha
