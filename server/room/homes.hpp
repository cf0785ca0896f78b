#pragma once
// Which thread a room lives on.

#include <cstring>
#include <functional>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "protocol/basic.hpp"

namespace warsha {

/// One io_context per thread, all of them running until the process stops.
class Homes {
public:
    explicit Homes(std::vector<boost::asio::io_context*> threads) : threads_(std::move(threads)) {}

    /// Room ids are random, so their first bytes are a hash already.
    [[nodiscard]] boost::asio::io_context& of(RoomId room) const {
        std::uint64_t n = 0;
        std::memcpy(&n, room.value.data(), sizeof n);
        return *threads_[n % threads_.size()];
    }
    [[nodiscard]] bool is_home(RoomId room) const { return of(room).get_executor().running_in_this_thread(); }
    void post(RoomId room, std::function<void()> what) const { boost::asio::post(of(room), std::move(what)); }

private:
    std::vector<boost::asio::io_context*> threads_;
};

}  // namespace warsha
