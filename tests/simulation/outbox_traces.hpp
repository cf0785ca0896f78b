#pragma once
// What the outbox does, written down: the TypeScript outbox must give the same effects and states, step for step.

#include <string>

namespace warsha::simulation {

/// One line per sequence: {"steps":[{"effects":[…],"input":{"type":"enqueue",…},"now":…,"state":{…}},…]}. The same at every call.
std::string outbox_traces(int sequences);
inline constexpr int outbox_trace_sequences = 300;

}  // namespace warsha::simulation
