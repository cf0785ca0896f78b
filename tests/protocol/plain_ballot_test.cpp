// A ballot that is read without a tree is what the tree says it is, and whatever the tree refuses is not taken.

#include <gtest/gtest.h>

#include <algorithm>

#include "protocol/plain_ballot.hpp"

namespace warsha {
namespace {

std::string const ballot = R"({"body":{"abstain":false,"activity":"qydEdKaqgsEA3dymOXf6yw","marks":[{"item":"I1LacoDx3sw6zxuoTrlFyQ","points":1},{"item":"klC5kS7pHWtG4jKZRZ7Nbg","points":100}],)"
                           R"("revision":1000000,"round":1000,"type":"cast_ballot"},"cid":"wVapfk2pDeInF4da4ME8Jg","type":"command"})";

Decoded<ClientMessage> by_tree(std::string_view bytes) { return decode_client_message_by_tree(bytes, participant_bounds); }

void expect_the_same(std::string const& bytes) {
    auto const plain = decode_plain_ballot(bytes);
    if (!plain) return;
    auto const tree = by_tree(bytes);
    ASSERT_TRUE(tree) << bytes;
    EXPECT_EQ(encode(*tree), encode(ClientMessage{*plain})) << bytes;
}

TEST(PlainBallot, IsReadInAnyOrderOfItsKeys) {
    EXPECT_TRUE(decode_plain_ballot(ballot));
    std::array<std::string, 6> body{R"("type":"cast_ballot")", R"("activity":"qydEdKaqgsEA3dymOXf6yw")", R"("round":1)", R"("revision":7)", R"("marks":[])", R"("abstain":true)"};
    std::ranges::sort(body);
    do {
        std::string made = R"({"type":"command","cid":"wVapfk2pDeInF4da4ME8Jg","body":{)";
        for (auto const& member : body) made += member + ",";
        made.back() = '}';
        made += '}';
        ASSERT_TRUE(decode_plain_ballot(made)) << made;
        expect_the_same(made);
    } while (std::ranges::next_permutation(body).found);
}

TEST(PlainBallot, IsNeverTakenWhereTheTreeRefusesIt) {
    std::string const alphabet("\0 09-.,:\"{}[]eE+\\aAt\x80\xff", 24);
    for (std::size_t at = 0; at < ballot.size(); ++at) {
        expect_the_same(ballot.substr(0, at));
        expect_the_same(ballot.substr(0, at) + ballot.substr(at + 1));
        for (char const c : alphabet) {
            auto changed = ballot;
            changed[at] = c;
            expect_the_same(changed);
            expect_the_same(ballot.substr(0, at) + c + ballot.substr(at));
        }
    }
}

TEST(PlainBallot, LeavesWhatIsOutOfBoundsAndWhatHasMoreToTheTree) {
    auto const with = [](std::string_view from, std::string_view to) {
        auto changed = ballot;
        return changed.replace(changed.find(from), from.size(), to);
    };
    for (auto const& other : {with(R"("points":1})", R"("points":0})"), with(R"("points":1})", R"("points":101})"), with(R"("points":1})", R"("points":01})"), with(R"("points":1})", R"("axis":"impact","points":1})"),
                              with("1000000", "1000001"), with("1000000", "99999999999999999999"), with(R"("round":1000)", R"("round":1001)"), with(R"("round":1000)", R"("round":1000,"round":1000)"),
                              with(R"("round":1000)", R"("round":1e2)"), with(R"("round":1000,)", ""), with(R"("abstain":false)", R"("abstain":0)"), with("cast_ballot", "join"), ballot + " ", " " + ballot})
        EXPECT_FALSE(decode_plain_ballot(other)) << other;
}

}  // namespace
}  // namespace warsha
