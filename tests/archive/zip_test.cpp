#include <gmock/gmock.h>

#include "archive/bundle.hpp"

namespace warsha {
namespace {

std::vector<BundleFile> const two{{"a.txt", "first"}, {"b.txt", std::string("\0second\n", 8)}};

bool is_refused(std::string const& bytes) {
    try {
        read_zip(bytes);
        return false;
    } catch (std::runtime_error const& error) {
        return std::string(error.what()).size() > 10;
    }
}

TEST(Zip, GivesBackWhatWentIn) {
    auto const read = read_zip(zip(two));
    ASSERT_EQ(read.size(), 2);
    EXPECT_EQ(read[0].name, "a.txt");
    EXPECT_EQ(read[1].bytes, two[1].bytes);
}

TEST(Zip, OfTheSameFilesHasTheSameBytes) { EXPECT_EQ(zip(two), zip(two)); }

TEST(Zip, CutAnywhereIsRefused) {
    auto const whole = zip(two);
    for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_TRUE(is_refused(whole.substr(0, size))) << size;
}

TEST(Zip, WithAnyByteChangedIsRefused) {
    auto const whole = zip(two);
    for (std::size_t at = 0; at < whole.size(); ++at)
        for (int const flip : {1, 0x80, 0xff}) {
            auto bytes = whole;
            bytes[at] = static_cast<char>(bytes[at] ^ flip);
            EXPECT_TRUE(is_refused(bytes)) << at;
        }
}

TEST(Zip, WithMoreFilesThanABundleIsRefused) {
    std::vector<BundleFile> many(33);
    for (std::size_t i = 0; i < many.size(); ++i) many[i].name = std::to_string(i);
    EXPECT_TRUE(is_refused(zip(many)));
}

}  // namespace
}  // namespace warsha
