// Expected values were computed apart from this code, with Python's hashlib and hmac.

#include <gtest/gtest.h>

#include "protocol/codec.hpp"
#include "room/secrets.hpp"

namespace warsha {
namespace {

template <class Id>
Id filled(std::uint8_t with) {
    Id id;
    id.value.fill(with);
    return id;
}
RoomKey key() {
    RoomKey made;
    made.bytes.fill(9);
    return made;
}
RoomId const room = filled<RoomId>(1);

std::string hex(auto const& bytes) {
    std::string text;
    for (auto const byte : bytes) {
        constexpr char digits[] = "0123456789abcdef";
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

TEST(Secrets, AreTheOnesOthersCompute) {
    Bytes32 server_key{};
    server_key.fill(7);
    auto const seat = filled<ParticipantId>(3);
    EXPECT_EQ(hex(participant_of(room, filled<Cid>(2)).value), "0b7704757de47ad921b35d4890b85ec8");
    EXPECT_EQ(hex(ticket_of(server_key, room, seat, 0).value), "447c974fa26ec2918950a693040f1d1499e03414261df42178a694e4c62c953f");
    EXPECT_EQ(hex(ticket_of(server_key, room, seat, 12).value), "cf05efa20596bc67a54a9807938a7fc81befd0716b0ea4453c41dd6e225361a1");
    EXPECT_EQ(hex(pseudonym_of(key(), filled<ActivityId>(4), seat.value).value), "ed41c60c68f0738374f587d29b80b2d3");
    EXPECT_EQ(check_of(key(), "who", "{}"), 270675560740100U);
    EXPECT_EQ(seat_code_of(key(), filled<Cid>(5)), "11716667");
    EXPECT_EQ(hex(seat_code_hash(room, "12345678").value), "a197c70a7e3034329acbcda502b0e2e455db77751b25d1b89f70f28d34ad5267");
    EXPECT_EQ(hex(deadline_cid(room, filled<ActivityId>(4), 2, 1'750'000'000'000).value), "942cbeb8a4e025f7114be70afb3d4d02");
}

TEST(Secrets, CheckFitsIntoAnExactJsonNumber) { EXPECT_LT(check_of(key(), "a", "b"), std::uint64_t{1} << 48U); }

TEST(Secrets, CompareEqualOnlyWhenEveryByteIs) {
    auto const a = sha256("a");
    auto b = a;
    EXPECT_TRUE(same_secret(a.value.data(), b.value.data(), 32));
    b.value[31] ^= 1;
    EXPECT_FALSE(same_secret(a.value.data(), b.value.data(), 32));
}

}  // namespace
}  // namespace warsha
