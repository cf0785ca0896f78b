#include "journal/sqlite/anchor.hpp"

#include <chrono>
#include <thread>

#include <gtest/gtest.h>

#include "tests/journal/sqlite_file.hpp"

namespace warsha::contract {
namespace {

using sqlite::Anchor;
Hash a_digest(std::uint8_t first) { return {Bytes32{first, 2, 3}}; }

TEST(Anchor, KnowsTheNewestHeadsWhenItIsReadAgain) {
    TemporaryDir dir;
    auto const file = dir.path() / "anchor";
    {
        Anchor anchor(file);
        EXPECT_TRUE(anchor.heads().empty());
        anchor.set(room_no(1), {3, a_digest(1)});
        anchor.set(room_no(2), {9, a_digest(2)});
        anchor.write();
        anchor.set(room_no(1), {4, a_digest(4)});
        anchor.write();
    }
    Anchor const again(file);
    EXPECT_EQ(again.heads(), (std::map<RoomId, Anchor::Head>{{room_no(1), {4, a_digest(4)}}, {room_no(2), {9, a_digest(2)}}}));
}

TEST(Anchor, IsRefusedWithAnyBitFlipped) {
    TemporaryDir dir;
    auto const file = dir.path() / "anchor";
    Anchor anchor(file);
    anchor.set(room_no(1), {3, a_digest(1)});
    anchor.write();
    auto const good = bytes_of(file);
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        auto bad = good;
        bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << bit % 8));
        write_bytes(file, bad);
        EXPECT_THROW(Anchor{file}, std::runtime_error) << "bit " << bit;
    }
    write_bytes(file, good.substr(0, good.size() / 2));
    EXPECT_THROW(Anchor{file}, std::runtime_error);
    write_bytes(file, "");
    EXPECT_THROW(Anchor{file}, std::runtime_error);
}

TEST(Anchor, IsWrittenSoonAfterTheLastCommitEvenIfNothingFollows) {
    SqliteFile file;
    file.open();
    create(file.home, file.journal(), room_no(1), "123456");
    file.must_append(room_no(1), {ballot(1), ballot(2)});
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    auto const top = [&] {
        Anchor const anchor(file.path(".anchor"));
        auto const head = anchor.heads().find(room_no(1));
        return head == anchor.heads().end() ? 0 : head->second.top;
    };
    while (top() != 2 && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_EQ(top(), 2U);
}

}  // namespace
}  // namespace warsha::contract
