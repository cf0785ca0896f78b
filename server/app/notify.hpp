#pragma once
// What a service manager is told over NOTIFY_SOCKET (sd_notify(3)): one datagram, so libsystemd is not linked for it.

#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

namespace warsha {

/// "READY=1", "STOPPING=1", "WATCHDOG=1". Nothing happens where nobody listens. Any thread.
void notify(std::string const& state);

/// Where WATCHDOG_USEC asks for it: says that we are alive twice per period, as long as every one of these threads answers.
/// Ends when destroyed; the io_contexts outlive it.
std::shared_ptr<void> start_watchdog(std::vector<boost::asio::io_context*> const& threads);

}  // namespace warsha
