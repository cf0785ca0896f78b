#include "core/floor.hpp"

#include <algorithm>
#include <tuple>

namespace warsha {

std::vector<FloorRequest> speaking_order(Floor const& floor) {
    auto const spoken_ms = [&](FloorRequest const& one) {
        auto const found = floor.spoken_ms.find(one.participant);
        return found == floor.spoken_ms.end() ? std::int64_t{-1} : found->second;  // -1: never spoke, before everybody who did
    };
    auto order = floor.queue;
    std::ranges::stable_sort(order, [&](FloorRequest const& a, FloorRequest const& b) {
        return std::tuple(spoken_ms(a), !a.remote) < std::tuple(spoken_ms(b), !b.remote);
    });
    return order;
}

}  // namespace warsha
