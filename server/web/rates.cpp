#include "web/rates.hpp"

#include <algorithm>

namespace warsha::web {

double Bucket::level(Clock::time_point now) const {
    return std::min(burst_, tokens_ + per_second_ * std::chrono::duration<double>(now - last_).count());
}

bool Bucket::take(Clock::time_point now) {
    tokens_ = level(now);
    last_ = now;
    if (tokens_ < 1) return false;
    tokens_ -= 1;
    return true;
}

Bucket& AddressRates::bucket(std::string const& address, Clock::time_point now) {
    if (buckets_.size() >= addresses_max && !buckets_.contains(address)) {
        std::erase_if(buckets_, [now](auto const& one) { return one.second.is_full(now); });
        if (buckets_.size() >= addresses_max) buckets_.clear();
    }
    return buckets_.try_emplace(address, per_second_, burst_, now).first->second;
}

bool AddressRates::take(std::string const& address, Clock::time_point now) {
    std::lock_guard const guard(lock_);
    return bucket(address, now).take(now);
}

bool AddressRates::has_one(std::string const& address, Clock::time_point now) {
    std::lock_guard const guard(lock_);
    return bucket(address, now).has_one(now);
}

std::size_t AddressRates::size() const {
    std::lock_guard const guard(lock_);
    return buckets_.size();
}

std::uint32_t& LastMinute::at(Clock::time_point now) {
    auto const second = second_of(now);
    auto const place = static_cast<std::size_t>(second % static_cast<std::int64_t>(seconds));
    if (of_[place] != second) counts_[place] = 0;
    of_[place] = second;
    return counts_[place];
}

std::uint64_t LastMinute::count(Clock::time_point now) const {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < seconds; ++i)
        if (second_of(now) - of_[i] < static_cast<std::int64_t>(seconds)) sum += counts_[i];
    return sum;
}

void Joins::note(RoomId room, std::string const& address, Clock::time_point now) {
    std::lock_guard const guard(lock_);
    by_room_[room][address].note(now);
}

std::map<RoomId, Joins::Seen> Joins::last_minute(Clock::time_point now) {
    std::lock_guard const guard(lock_);
    std::map<RoomId, Seen> seen;
    for (auto& [room, addresses] : by_room_) {
        std::erase_if(addresses, [now](auto const& one) { return one.second.count(now) == 0; });
        for (auto const& [address, joins] : addresses) {
            auto& here = seen[room];
            here.all += joins.count(now);
            here.from_one_address = std::max(here.from_one_address, joins.count(now));
        }
    }
    std::erase_if(by_room_, [](auto const& one) { return one.second.empty(); });
    return seen;
}

std::uint64_t CodeGuard::wrong_in_last_minute(Clock::time_point now) {
    std::lock_guard const guard(lock_);
    return wrong_.count(now);
}

CodeGuard::Answer CodeGuard::judge(std::string const& address, std::optional<RoomId> room, Clock::time_point now) {
    std::lock_guard const guard(lock_);
    if (!room) wrong_.note(now);
    if (room && known_.contains({address, *room})) return Answer::found;
    if (!misses_.has_one(address, now) || !everywhere_.has_one(now)) return Answer::too_many;
    if (!room) {
        misses_.take(address, now);
        everywhere_.take(now);
        return Answer::missing;
    }
    if (known_.size() >= known_max) known_.clear();
    known_.emplace(address, *room);
    return Answer::found;
}

}  // namespace warsha::web
