#pragma once
// One small room with every kind of fact in it: fixed key, cids and times. Format version 1 is what this gave when it was recorded.

#include "tests/contract/drafts.hpp"

namespace warsha::golden {

inline constexpr char const* file_v1 = "tests/golden/journal_v1.sqlite";
inline constexpr char const* expected_v1 = "tests/golden/journal_v1.expected";
inline RoomId const room = contract::room_no(7);
inline RoomKey const key{Bytes32{1, 2, 3, 4, 5}};

/// In order; entry n is recorded at noon + n seconds under cid n.
std::vector<Entry> entries();

}  // namespace warsha::golden
