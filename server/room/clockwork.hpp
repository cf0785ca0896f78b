#pragma once
// The real Clockwork: system time, Asio timers on one home thread, OpenSSL's random numbers.

#include <boost/asio/io_context.hpp>

#include "room/room.hpp"

namespace warsha {

std::unique_ptr<Clockwork> make_clockwork(boost::asio::io_context& home);

/// Fills from the operating system's generator; ends the process when there is none (no secret may be guessable).
void random_bytes(unsigned char* bytes, std::size_t size);

template <class Id>
Id random_id() {
    Id id;
    random_bytes(id.value.data(), id.value.size());
    return id;
}

}  // namespace warsha
