#pragma once
// What every room's journal had reached, in a second small file: SQLite drops committed rows without a word when one bit of its
// WAL flips, and a chain alone cannot tell a shorter journal from an earlier one.

#include <filesystem>
#include <map>
#include <string>

#include "protocol/basic.hpp"

namespace warsha::sqlite {

/// `<database>.anchor`: one line "room top digest" per room, closed by a check line over all before it.
class Anchor {
public:
    struct Head {
        Offset top = 0;
        Hash digest;
        friend bool operator==(Head const&, Head const&) = default;
    };

    /// No file: nothing is known of any room. Throws std::runtime_error with a sentence when the file itself is damaged.
    explicit Anchor(std::filesystem::path file);

    [[nodiscard]] std::map<RoomId, Head> const& heads() const { return heads_; }
    void set(RoomId room, Head head);
    void forget(RoomId room);
    /// Durable when it returns; does nothing when nothing has changed. Throws what the disk says.
    void write();

private:
    std::filesystem::path file_;
    std::map<RoomId, Head> heads_;
    bool is_written_ = true;
};

}  // namespace warsha::sqlite
