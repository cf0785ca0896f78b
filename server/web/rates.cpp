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

CodeGuard::Answer CodeGuard::judge(std::string const& address, std::optional<RoomId> room, Clock::time_point now) {
    std::lock_guard const guard(lock_);
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
