#include "journal/files.hpp"

#include <gtest/gtest.h>

#include "tests/contract/temporary_dir.hpp"

namespace warsha {
namespace {

TEST(Files, ThatAPowerCutLeftAsideAreGoneAfterTheNextStart) {
    contract::TemporaryDir const folder;
    write_durably(folder.path() / "kept", "a key");
    write_durably(folder.path() / "half", "another");
    std::filesystem::rename(folder.path() / "half", folder.path() / "half.new");  // as destroy_file does before it overwrites
    destroy_leftovers(folder.path());
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "half.new"));
    EXPECT_EQ(read_file(folder.path() / "kept"), "a key");
    destroy_leftovers(folder.path() / "no such folder");
}

}  // namespace
}  // namespace warsha
