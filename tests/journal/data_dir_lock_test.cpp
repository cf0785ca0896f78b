#include "journal/sqlite/data_dir_lock.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

#include "tests/contract/temporary_dir.hpp"

namespace warsha::contract {
namespace {

TEST(DataDirLock, KeepsASecondOneOutUntilItIsGone) {
    TemporaryDir dir;
    {
        DataDirLock const first(dir.path(), false);
        EXPECT_THROW(DataDirLock(dir.path(), false), std::runtime_error);
    }
    EXPECT_NO_THROW(DataDirLock(dir.path(), false));
}

TEST(DataDirLock, LetsTwoFoldersBeUsedAtOnce) {
    TemporaryDir one, other;
    DataDirLock const first(one.path(), false);
    EXPECT_NO_THROW(DataDirLock(other.path(), false));
}

TEST(DataDirLock, SaysWhatIsWrongWithAFolderThatIsNotThere) {
    TemporaryDir dir;
    EXPECT_THROW(DataDirLock(dir.path() / "nowhere", false), std::runtime_error);
}

}  // namespace
}  // namespace warsha::contract
