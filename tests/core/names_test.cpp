// The names of commands are written out in core, which knows no JSON; the codec makes the same from the types.

#include <boost/mp11.hpp>

#include "core/decide.hpp"
#include "protocol/codec.hpp"
#include "tests/core/story.hpp"

namespace warsha {
namespace {

TEST(NameOf, IsTheTagOnTheWire) {
    std::size_t compared = 0;
    boost::mp11::mp_for_each<Command>([&](auto const& body) {
        Command const command = body;
        auto const tag = "\"type\":\"" + std::string(name_of(command)) + "\"";
        EXPECT_NE(encode(command).find(tag), std::string::npos) << tag;
        ++compared;
    });
    EXPECT_EQ(compared, std::variant_size_v<Command>);
}

}  // namespace
}  // namespace warsha
