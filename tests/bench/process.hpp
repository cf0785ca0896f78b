#pragma once
// What a process has used so far, as the kernel counts it.

#include <fstream>
#include <string>

#include <unistd.h>

namespace warsha {

/// CPU time of all its threads, in seconds.
inline double cpu_seconds(pid_t pid) {
    std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
    std::string skip;
    std::getline(in, skip, ')');
    for (int i = 0; i < 11; ++i) in >> skip;
    double user = 0, system = 0;
    in >> user >> system;
    return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

}  // namespace warsha
