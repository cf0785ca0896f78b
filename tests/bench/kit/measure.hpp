#pragma once
// Latencies and what a process has used.

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include <dirent.h>
#include <time.h>
#include <unistd.h>

namespace warsha::bench {

inline std::uint64_t now_ns() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000U + static_cast<std::uint64_t>(now.tv_nsec);
}

/// Log-linear: 128 steps for each power of two, so an error below 0.8 %.
class Histogram {
public:
    void add(std::uint64_t ns) {
        ++steps_[index(ns)];
        ++count_;
        most_ = std::max(most_, ns);
    }
    [[nodiscard]] double at(double part) const {
        if (count_ == 0) return 0;
        auto const wanted = static_cast<std::uint64_t>(part * static_cast<double>(count_ - 1)) + 1;
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < steps_.size(); ++i)
            if (seen += steps_[i]; seen >= wanted) return std::min(value(i), static_cast<double>(most_));
        return static_cast<double>(most_);
    }
    [[nodiscard]] std::string json() const {
        std::array<char, 200> text{};
        std::snprintf(text.data(), text.size(), R"({"p50":%.1f,"p99":%.1f,"p999":%.1f,"max":%.1f})", at(.5) / 1e3, at(.99) / 1e3, at(.999) / 1e3, static_cast<double>(most_) / 1e3);
        return text.data();
    }

private:
    static constexpr unsigned sub = 7;
    static std::size_t index(std::uint64_t v) {
        if (v < (1U << sub)) return v;
        auto const e = 63U - static_cast<unsigned>(__builtin_clzll(v));
        return (static_cast<std::size_t>(e - sub + 1) << sub) + ((v >> (e - sub)) & ((1U << sub) - 1));
    }
    static double value(std::size_t i) {
        if (i < (1U << sub)) return static_cast<double>(i);
        auto const e = (i >> sub) + sub - 1;
        return static_cast<double>((1ULL << e) + ((i & ((1U << sub) - 1)) << (e - sub))) + static_cast<double>(1ULL << e) / (2 << sub);
    }
    std::vector<std::uint64_t> steps_ = std::vector<std::uint64_t>(static_cast<std::size_t>(64 - sub + 1) << sub);
    std::uint64_t count_ = 0, most_ = 0;
};

/// On-CPU time of all threads of these processes, in seconds.
inline double cpu_of(std::vector<int> const& pids) {
    std::uint64_t ns = 0;
    for (int const pid : pids) {
        auto const folder = "/proc/" + std::to_string(pid) + "/task";
        DIR* const tasks = opendir(folder.c_str());
        while (dirent const* const task = tasks ? readdir(tasks) : nullptr) {
            if (task->d_name[0] == '.') continue;
            std::ifstream in(folder + "/" + task->d_name + "/schedstat");
            std::uint64_t ran = 0;
            if (in >> ran) ns += ran;
        }
        if (tasks) closedir(tasks);
    }
    return static_cast<double>(ns) / 1e9;
}

inline std::uint64_t resident_of(std::vector<int> const& pids) {
    std::uint64_t all = 0;
    for (int const pid : pids) {
        std::ifstream in("/proc/" + std::to_string(pid) + "/statm");
        std::uint64_t size = 0, resident = 0;
        if (in >> size >> resident) all += resident * 4096;
    }
    return all;
}

/// Kernel memory of all sockets of the machine.
inline std::uint64_t socket_bytes() {
    std::ifstream in("/proc/net/sockstat");
    for (std::string line; std::getline(in, line);)
        if (auto const at = line.find("mem "); line.starts_with("TCP:") && at != std::string::npos) return std::stoull(line.substr(at + 4)) * 4096;
    return 0;
}

}  // namespace warsha::bench
