#pragma once
#include "app/options.hpp"

namespace warsha {

/// Runs the server until SIGTERM or SIGINT. Exit code: 0 stopped, 1 could not start (the reason is printed),
/// 75 the storage failed and the process must be started again.
int run_serve(ServeOptions const& options);

}  // namespace warsha
