// Markus Kuhn's UTF-8 stress file, as groups 6.5 to 6.23 have it. What is valid on the wire then meets the rule for texts (SPEC T3, M1).

#include "cases.hpp"
#include "protocol/codec.hpp"

namespace warsha::conformance {
namespace {

using namespace std::string_literals;

constexpr auto refused = "valid on the wire, not allowed as words";

struct Sequences {
    std::vector<std::string> all;
    /// What becomes of each: R taken, X refused as words, J no JSON, - not UTF-8. One letter for all, or one for each.
    std::string reactions;
};

std::string range(int from, int to, std::string const& after = "") {
    std::string made;
    for (int byte = from; byte <= to; ++byte) (made += static_cast<char>(byte)) += after;
    return made;
}

std::vector<std::string> prefixes(std::string const& whole) {
    std::vector<std::string> all;
    for (std::size_t size = 1; size <= whole.size(); ++size) all.push_back(whole.substr(0, size));
    return all;
}

std::string utf8(std::uint32_t point) {
    std::string made;
    if (point < 0x10000) made = {static_cast<char>(0xe0 | point >> 12), static_cast<char>(0x80 | (point >> 6 & 0x3f)), static_cast<char>(0x80 | (point & 0x3f))};
    else made = {static_cast<char>(0xf0 | point >> 18), static_cast<char>(0x80 | (point >> 12 & 0x3f)), static_cast<char>(0x80 | (point >> 6 & 0x3f)), static_cast<char>(0x80 | (point & 0x3f))};
    return made;
}

std::vector<std::string> noncharacters() {
    std::vector<std::string> all;
    for (std::uint32_t plane = 0; plane <= 16; ++plane)
        for (std::uint32_t const last : {0xfffe, 0xffff}) all.push_back(utf8(plane << 16 | last));
    return all;
}

std::vector<Sequences> const groups{
    {{"hello\x24world", "hello\xc2\xa2world", "hello\xe2\x82\xacworld", "hello\xf0\xa4\xad\xa2world", "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5"}, "R"},
    {prefixes("\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5"), "-R--R-R-R-R"},
    {{"\0"s, "\xc2\x80", "\xe0\xa0\x80", "\xf0\x90\x80\x80"}, "JXRR"},
    {{"\xf8\x88\x80\x80\x80", "\xfc\x84\x80\x80\x80\x80"}, "-"},
    {{"\x7f", "\xdf\xbf", "\xef\xbf\xbf", "\xf4\x8f\xbf\xbf"}, "XRXX"},
    {{"\xf7\xbf\xbf\xbf", "\xfb\xbf\xbf\xbf\xbf", "\xfd\xbf\xbf\xbf\xbf\xbf"}, "-"},
    {{"\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbd", "\xf4\x8f\xbf\xbf", "\xf4\x90\x80\x80"}, "RXRX-"},
    {{"\x80", "\xbf", "\x80\xbf", "\x80\xbf\x80", "\x80\xbf\x80\xbf", "\x80\xbf\x80\xbf\x80", "\x80\xbf\x80\xbf\x80\xbf", range(0x80, 0xbf)}, "-"},
    {{range(0xc0, 0xdf, " "), range(0xe0, 0xef, " "), range(0xf0, 0xf7, " "), range(0xf8, 0xfb, " "), range(0xfc, 0xfd, " ")}, "-"},
    {{"\xc0", "\xe0\x80", "\xf0\x80\x80", "\xf8\x80\x80\x80", "\xfc\x80\x80\x80\x80", "\xdf", "\xef\xbf", "\xf7\xbf\xbf", "\xfb\xbf\xbf\xbf", "\xfd\xbf\xbf\xbf\xbf"}, "-"},
    {{"\xc0\xe0\x80\xf0\x80\x80\xf8\x80\x80\x80\xfc\x80\x80\x80\x80\xdf\xef\xbf\xf7\xbf\xbf\xfb\xbf\xbf\xbf\xfd\xbf\xbf\xbf\xbf"}, "-"},
    {{"\xfe", "\xff", "\xfe\xfe\xff\xff"}, "-"},
    {{"\xc0\xaf", "\xe0\x80\xaf", "\xf0\x80\x80\xaf", "\xf8\x80\x80\x80\xaf", "\xfc\x80\x80\x80\x80\xaf"}, "-"},
    {{"\xc1\xbf", "\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf", "\xf8\x87\xbf\xbf\xbf", "\xfc\x83\xbf\xbf\xbf\xbf"}, "-"},
    {{"\xc0\x80", "\xe0\x80\x80", "\xf0\x80\x80\x80", "\xf8\x80\x80\x80\x80", "\xfc\x80\x80\x80\x80\x80"}, "-"},
    {{"\xed\xa0\x80", "\xed\xad\xbf", "\xed\xae\x80", "\xed\xaf\xbf", "\xed\xb0\x80", "\xed\xbe\x80", "\xed\xbf\xbf"}, "-"},
    {{"\xed\xa0\x80\xed\xb0\x80", "\xed\xa0\x80\xed\xbf\xbf", "\xed\xad\xbf\xed\xb0\x80", "\xed\xad\xbf\xed\xbf\xbf", "\xed\xae\x80\xed\xb0\x80", "\xed\xae\x80\xed\xbf\xbf", "\xed\xaf\xbf\xed\xb0\x80",
      "\xed\xaf\xbf\xed\xbf\xbf"}, "-"},
    {noncharacters(), "X"},
    {{"\xef\xbf\xb9", "\xef\xbf\xba", "\xef\xbf\xbb", "\xef\xbf\xbc", "\xef\xbf\xbd", "\xef\xbf\xbe", "\xef\xbf\xbf"}, "RRRRRXX"},
};

Case case_of(std::string id, std::string const& words, char reaction) {
    // A digit beside it, which is of every alphabet, so that what is taken out silently leaves something to show.
    std::vector<std::string> const sent{text(with_words("1" + words))};
    switch (reaction) {
        case 'R': return {std::move(id), sent, "R C1000"};
        case 'X': return {std::move(id), sent, "X:text_not_allowed C1000", refused};
        case 'J': return {std::move(id), sent, "C4400", "a raw control character is not JSON"};
        default: return {std::move(id), sent, "C1007"};
    }
}

}  // namespace

std::string with_words(std::string const& words) {
    static unsigned made = 0;
    Cid const cid{Bytes16{static_cast<std::uint8_t>(++made), static_cast<std::uint8_t>(made >> 8), 0xc0}};
    return R"({"type":"command","cid":")" + text_of(cid) + R"(","body":{"type":"join","language":"ar","name":")" + words + R"("}})";
}

std::vector<Case> utf8_cases() {
    std::vector<Case> cases;
    for (std::size_t group = 0; group < groups.size(); ++group) {
        auto const& [all, reactions] = groups[group];
        for (std::size_t i = 0; i < all.size(); ++i)
            cases.push_back(case_of("6." + std::to_string(5 + group) + "." + std::to_string(i + 1), all[i], reactions[reactions.size() == 1 ? 0 : i]));
    }
    return cases;
}

}  // namespace warsha::conformance
