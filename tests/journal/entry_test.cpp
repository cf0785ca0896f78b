#include "journal/entry.hpp"

#include <gtest/gtest.h>

#include "protocol/codec.hpp"
#include "tests/contract/drafts.hpp"

namespace warsha::contract {
namespace {

Entry a_proposal(std::uint64_t number) {
    return {.epoch = 1, .actor = BySeat{participant_no(7)}, .cid = cid_no(number), .check = 42,
            .events = {ProposalSubmitted{.proposal = {cid_no(number).value}, .activity = activity_no(1), .author = participant_no(7),
                                         .title = {.ar = Sealed{.text = "ماء صالح للشرب"}, .fr = Sealed{.text = "De l'eau \"potable\"\n"}, .en = {}},
                                         .text = {}, .category = {}, .pending = false}}};
}
RoomKey a_key(std::uint8_t first) { return {Bytes32{first}}; }

Stored stored(Draft const& draft, Offset offset = 5, UnixMillis time = noon) {
    Stored entry{.offset = offset, .time = time, .cid = draft.cid, .bytes = complete(draft, offset, time), .digest = {}, .blobs = draft.blobs};
    entry.digest = next_digest({}, entry.bytes);
    return entry;
}

TEST(Seal, GivesBackTheSameEntryWhenItIsOpened) {
    auto const entry = open(stored(seal(a_proposal(1), a_key(1))));
    EXPECT_EQ(entry.offset, 5U);
    EXPECT_EQ(entry.time, noon);
    EXPECT_EQ(entry.cid, cid_no(1));
    EXPECT_EQ(entry.check, 42U);
    EXPECT_EQ(std::get<BySeat>(entry.actor).participant, participant_no(7));
    auto const& proposal = std::get<ProposalSubmitted>(entry.events.at(0));
    EXPECT_EQ(proposal.title, (SealedWording{Sealed{"ماء صالح للشرب"}, Sealed{"De l'eau \"potable\"\n"}, {}}));
}

TEST(CheckOf, FindsTheNumberWithoutDecoding) {
    auto entry = a_proposal(1);
    for (std::uint64_t const check : {std::uint64_t{0}, std::uint64_t{42}, (std::uint64_t{1} << 48) - 1}) {
        entry.check = check;
        entry.actor = BySystem{};
        EXPECT_EQ(check_of(stored(seal(entry, a_key(1)))), check);
        entry.actor = BySeat{participant_no(7)};
        EXPECT_EQ(check_of(stored(seal(entry, a_key(1)))), check);
    }
}

TEST(Seal, KeepsTextsOutOfTheEntry) {
    auto const draft = seal(a_proposal(1), a_key(1));
    EXPECT_EQ(draft.head.find("potable"), std::string::npos);
    EXPECT_EQ(draft.head.find("ماء"), std::string::npos);
    ASSERT_EQ(draft.blobs.size(), 2U);
    for (auto const& blob : draft.blobs) {
        EXPECT_EQ(blob.hash, blob_hash(blob.salt, blob.text));
        EXPECT_NE(draft.head.find(text_of(blob.hash)), std::string::npos);
    }
}

TEST(Seal, IsTheSameForTheSameKeyAndAnotherForAnother) {
    EXPECT_EQ(seal(a_proposal(1), a_key(1)).head, seal(a_proposal(1), a_key(1)).head);
    EXPECT_NE(seal(a_proposal(1), a_key(1)).head, seal(a_proposal(1), a_key(2)).head);
    auto const one = seal(a_proposal(1), a_key(1)), other = seal(a_proposal(2), a_key(1));
    EXPECT_NE(one.blobs[0].hash, other.blobs[0].hash) << "the same words of two commands cannot be told to be the same";
}

TEST(Open, ReadsATextWithoutItsBlobAsErased) {
    auto entry = stored(seal(a_proposal(1), a_key(1)));
    entry.blobs.erase(entry.blobs.begin());
    auto const opened = open(entry);
    auto const& title = std::get<ProposalSubmitted>(opened.events.at(0)).title;
    EXPECT_EQ(title.ar, (Sealed{.text = "", .erased = true}));
    EXPECT_EQ(title.fr->text, "De l'eau \"potable\"\n");
}

TEST(Open, RefusesWhatIsNotAnEntryOfThisFormat) {
    auto const good = stored(ballot(1));
    EXPECT_NO_THROW(open(good));
    auto const refuses = [&](std::string const& part, std::string const& instead) {
        auto bad = good;
        auto const at = bad.bytes.find(part);
        ASSERT_NE(at, std::string::npos) << part;
        bad.bytes.replace(at, part.size(), instead);
        EXPECT_THROW(open(bad), std::runtime_error) << part << " → " << instead;
    };
    refuses(R"("v":1)", R"("v":2)");
    refuses(R"("offset":5)", R"("offset":6)");
    refuses("ballot_cast", "ballot_bought");
    refuses(R"("check")", R"("cheque")");
    refuses(R"("v":1})", R"("v":1,"w":1})");
    refuses(R"("v":1})", R"("v":1)");
}

TEST(Complete, IsCanonicalJsonWithSortedKeys) {
    auto const bytes = complete(ballot(1), 12, 34);
    auto const order = {R"({"actor":{)", R"("check":1)", R"("cid":")", R"("epoch":1)", R"("events":[{)", R"("offset":12)", R"("time":34)", R"("v":1})"};
    std::size_t at = 0;
    for (std::string const part : order) {
        auto const found = bytes.find(part, at);
        ASSERT_NE(found, std::string::npos) << part << " in " << bytes;
        at = found;
    }
}

TEST(AgreesWithBytes, FindsAnIndexThatSaysSomethingElse) {
    auto const good = stored(ballot(1));
    EXPECT_TRUE(agrees_with_bytes(good));
    auto bad = good;
    ++bad.offset;
    EXPECT_FALSE(agrees_with_bytes(bad));
    bad = good;
    ++bad.time;
    EXPECT_FALSE(agrees_with_bytes(bad));
    bad = good;
    bad.cid = cid_no(2);
    EXPECT_FALSE(agrees_with_bytes(bad));
}

TEST(RaisesAgendaVersion, IsSaidByTheDraftThatOpensAndNotByTheBallot) {
    EXPECT_TRUE(opening(1).raises_agenda_version);
    EXPECT_FALSE(ballot(1).raises_agenda_version);
    EXPECT_FALSE(join(1, "Salma").raises_agenda_version);
}

}  // namespace
}  // namespace warsha::contract
