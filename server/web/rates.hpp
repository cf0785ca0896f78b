#pragma once
// How often somebody may do something. Buckets that refill with time; the time is an argument.

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "protocol/basic.hpp"

namespace warsha::web {

using Clock = std::chrono::steady_clock;

class Bucket {
public:
    Bucket(double per_second, double burst, Clock::time_point now) : per_second_(per_second), burst_(burst), tokens_(burst), last_(now) {}
    /// Takes one token; false when there is none.
    bool take(Clock::time_point now);
    [[nodiscard]] bool has_one(Clock::time_point now) const { return level(now) >= 1; }
    [[nodiscard]] bool is_full(Clock::time_point now) const { return level(now) >= burst_; }

private:
    [[nodiscard]] double level(Clock::time_point now) const;
    double per_second_, burst_, tokens_;
    Clock::time_point last_;
};

/// One bucket per address. Bounded: beyond `addresses_max` the full ones are forgotten, and if that is not enough, all
/// (the rates are loose; memory is not). Thread: any.
class AddressRates {
public:
    static constexpr std::size_t addresses_max = 20'000;
    AddressRates(double per_second, double burst) : per_second_(per_second), burst_(burst) {}
    bool take(std::string const& address, Clock::time_point now);
    bool has_one(std::string const& address, Clock::time_point now);
    [[nodiscard]] std::size_t size() const;

private:
    Bucket& bucket(std::string const& address, Clock::time_point now);
    double per_second_, burst_;
    mutable std::mutex lock_;
    std::unordered_map<std::string, Bucket> buckets_;
};

/// How often something happened within the last sixty seconds, to the second.
class LastMinute {
public:
    void note(Clock::time_point now) { ++at(now); }
    [[nodiscard]] std::uint64_t count(Clock::time_point now) const;

private:
    static constexpr std::size_t seconds = 60;
    static std::int64_t second_of(Clock::time_point now) { return std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count(); }
    std::uint32_t& at(Clock::time_point now);
    std::array<std::uint32_t, seconds> counts_{};
    std::array<std::int64_t, seconds> of_{};
};

/// Seats asked for, by room and address: what a facilitator may want to look into. Thread: any.
class Joins {
public:
    struct Seen { std::uint64_t all = 0, from_one_address = 0; };
    void note(RoomId room, std::string const& address, Clock::time_point now);
    /// Of every room with one in the last minute; forgets the others.
    std::map<RoomId, Seen> last_minute(Clock::time_point now);

private:
    std::mutex lock_;
    std::map<RoomId, std::map<std::string, LastMinute>> by_room_;
};

/// Keeps people from trying codes until one fits. An address that missed too often learns nothing more, right or wrong,
/// except about rooms it found before: a hall shares one address, and those who mistype must not lock out the others.
/// All addresses together have a bound too, for a guesser may have many. Beyond it nobody new learns anything for a while;
/// halls that found their room stay in it, so that a guesser cannot empty them. Thread: any.
class CodeGuard {
public:
    static constexpr std::size_t known_max = 50'000;
    enum class Answer { found, missing, too_many };
    CodeGuard(double per_minute, double everywhere_per_minute)
        : misses_(per_minute / 60, per_minute), everywhere_(everywhere_per_minute / 60, everywhere_per_minute, Clock::time_point{}) {}
    Answer judge(std::string const& address, std::optional<RoomId> room, Clock::time_point now);
    /// Wrong ones that were tried, from all addresses.
    std::uint64_t wrong_in_last_minute(Clock::time_point now);

private:
    AddressRates misses_;
    std::mutex lock_;                    // of what follows
    LastMinute wrong_;
    Bucket everywhere_;
    std::set<std::pair<std::string, RoomId>> known_;
};

}  // namespace warsha::web
