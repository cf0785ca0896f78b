// A bundle made anew from a journal without its words: it says less, and still verifies (S39).

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "rooms.hpp"

namespace warsha {
namespace {

using testing::HasSubstr;
using testing::Not;

/// As the host makes it: the entries have lost their words, the state comes from them and from the fact that was recorded after the close.
std::vector<BundleFile> made_anew(PlayedRoom const& room) {
    auto entries = room.entries();
    RoomState state;
    for (auto& stored : entries) {
        stored.blobs.clear();
        state.apply(open(stored));
    }
    state.apply(Entry{.offset = state.offset + 1, .time = state.last_time + 1, .cid = named<Cid>("erasing"), .events = {WordsErased{}}});
    return make_bundle(state, entries);
}

std::string joined(std::vector<BundleFile> const& files) {
    std::string all;
    for (auto const& file : files) all += file.bytes;
    return all;
}

class ErasedBundle : public testing::TestWithParam<PlayedRoom (*)()> {};
PlayedRoom plain_small_room() { return small_room(); }
INSTANTIATE_TEST_SUITE_P(Of, ErasedBundle, testing::Values(plain_small_room, workshop_room, sitting_room));

TEST_P(ErasedBundle, StillVerifiesFromItsJournal) {
    auto const report = verify_bundle(zip(made_anew(GetParam()())));
    EXPECT_TRUE(report.ok) << report.first_wrong;
}

TEST_P(ErasedBundle, HoldsNoTextThatHadABlob) {
    auto const room = GetParam()();
    auto const left = joined(made_anew(room));
    auto const plan = nlohmann::json::parse(room.entries().front().bytes).dump();  // the organisers' own words stay
    for (auto const& stored : room.entries())
        for (auto const& blob : stored.blobs)
            if (blob.text.size() > 12 && plan.find(blob.text) == std::string::npos) EXPECT_THAT(left, Not(HasSubstr(blob.text)));
}

TEST(BundleWithoutWords, IsRefusedWhenItTellsWordsAllTheSame) {
    auto files = made_anew(small_room());
    auto whole = small_room().bundle();
    for (auto& file : files)
        if (file.name == "snapshot.json") {
            auto told = nlohmann::json::parse(file.bytes);
            told["proposals"] = nlohmann::json::parse(std::ranges::find(whole, "snapshot.json", &BundleFile::name)->bytes)["proposals"];
            file.bytes = told.dump() + "\n";
        }
    EXPECT_FALSE(verify_bundle(zip(files)).ok);
}

}  // namespace
}  // namespace warsha
