#include "journal/redis/surroundings.hpp"

#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "journal/redis/sealing.hpp"

namespace warsha::redis {
namespace {

namespace asio = boost::asio;

class OwnThread final : public Surroundings {
public:
    OwnThread() : thread_([this] { io_.run(); }) {}
    ~OwnThread() override { end(); }

    asio::io_context& io() override { return io_; }
    void post(std::function<void()> what) override { asio::post(io_, std::move(what)); }
    void ask(std::function<void()> const& question) override {
        std::promise<void> done;
        post([&] {
            question();
            done.set_value();
        });
        done.get_future().wait();
    }
    void wait(std::future<void> const& done, std::chrono::milliseconds patience) override { done.wait_for(patience); }
    std::shared_ptr<void> after(std::chrono::milliseconds delay, std::function<void()> what) override {
        auto timer = std::make_shared<asio::steady_timer>(io_, delay);
        timer->async_wait([weak = std::weak_ptr(timer), what = std::move(what)](boost::system::error_code error) {
            if (!error && !weak.expired()) what();
        });
        return timer;
    }
    UnixMillis now() override { return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count(); }
    void random(unsigned char* bytes, std::size_t size) override { random_fill(bytes, size); }
    std::unique_ptr<AnyConnection> connect(ConnectionOptions options, ConnectionEvents events) override {
        return std::make_unique<Connection>(io_, std::move(options), std::move(events));
    }
    void end() override {
        io_.stop();
        if (thread_.joinable()) thread_.join();
    }

private:
    asio::io_context io_{1};
    asio::executor_work_guard<asio::io_context::executor_type> work_ = asio::make_work_guard(io_);
    std::thread thread_;
};

}  // namespace

std::unique_ptr<Surroundings> make_surroundings() { return std::make_unique<OwnThread>(); }

}  // namespace warsha::redis
