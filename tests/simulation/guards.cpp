#include "simulation/guards.hpp"

#include <map>
#include <stdexcept>
#include <string>

namespace warsha {
namespace {

thread_local std::optional<guards::Guard> switched_off;

}  // namespace

namespace guards {
#ifndef WARSHA_SWITCHABLE_GUARDS
#error "this file belongs to the simulation's own copy of the guarded sources"
#endif
bool is_on(Guard guard) { return switched_off != guard; }
}  // namespace guards

namespace simulation {

void switch_off(std::optional<guards::Guard> guard) { switched_off = guard; }
bool is_off(guards::Guard guard) { return switched_off == guard; }

guards::Guard guard_of(std::string_view name) {
    using guards::Guard;
    static std::map<std::string_view, Guard> const named{{"chain_check", Guard::chain_check}, {"cid_memory", Guard::cid_memory}, {"ack_after_fsync", Guard::ack_after_fsync},
                                                         {"fence", Guard::fence}, {"digest", Guard::digest}, {"own_journal", Guard::own_journal}};
    auto const found = named.find(name);
    if (found == named.end()) throw std::invalid_argument("there is no guard \"" + std::string(name) + "\"");
    return found->second;
}

}  // namespace simulation
}  // namespace warsha
