#pragma once
// Small rooms with every kind of fact in them: fixed key, cids and times. Format version 1 is what these gave when they were recorded.
// A recorded file stays as it is; facts that came later stand in a journal of their own.

#include "tests/contract/drafts.hpp"

namespace warsha::golden {

inline RoomId const room = contract::room_no(7);
inline RoomKey const key{Bytes32{1, 2, 3, 4, 5}};

struct Golden {
    char const* name;                    ///< of the files: tests/golden/{name}.sqlite, .sqlite.anchor, .expected
    std::vector<Entry> (*entries)();     ///< in order; entry n is recorded at noon + n seconds under cid n
    Offset erased_at;                    ///< the texts of this entry are erased afterwards; 0: of none
};

std::vector<Entry> first_entries();      ///< what version 0.1 knew
std::vector<Entry> repaired_entries();   ///< a history that lost its tail and was mended
std::vector<Entry> sitting_entries();    ///< answers, questions, the floor, a formal opinion
std::vector<Entry> training_entries();   ///< a named room: a paced test, a certificate, catching up
std::vector<Entry> forgotten_entries();  ///< a name that was erased, names that look alike, a closed room whose words were erased
inline constexpr std::array goldens{Golden{"journal_v1", first_entries, 21}, Golden{"journal_v1_repaired", repaired_entries, 0},
                                    Golden{"journal_v1_sitting", sitting_entries, 9}, Golden{"journal_v1_training", training_entries, 4},
                                    Golden{"journal_v1_forgotten", forgotten_entries, 5}};

}  // namespace warsha::golden
