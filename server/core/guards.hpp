#pragma once
// The six guards of the record, by name. In the product each is the constant true and costs nothing. The simulation has a copy of its own
// of the sources that ask, in which one can be switched off (tests/simulation/guards.hpp): it must then find what the guard keeps away.

namespace warsha::guards {

enum class Guard {
    chain_check,      ///< an entry is taken only where its link continues what the node has
    cid_memory,       ///< a command that is recorded is not recorded again
    ack_after_fsync,  ///< nobody is told "recorded" before this node's disk has it
    fence,            ///< the store appends only to the history that the node knows
    digest,           ///< nodes compare their states
    own_journal       ///< what the store has lost is recorded again from the node's copy
};

#ifdef WARSHA_SWITCHABLE_GUARDS
bool is_on(Guard guard);
#else
constexpr bool is_on(Guard) { return true; }
#endif

}  // namespace warsha::guards
