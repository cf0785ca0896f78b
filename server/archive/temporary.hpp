#pragma once
// Libraries that only know files get one; and the small file helpers of this layer.

#include <filesystem>

#include "journal/files.hpp"

namespace warsha {

/// A file of ours alone, removed at the end.
struct TemporaryFile {
    TemporaryFile();
    ~TemporaryFile();
    TemporaryFile(TemporaryFile const&) = delete;
    TemporaryFile& operator=(TemporaryFile const&) = delete;
    std::filesystem::path path;
};

}  // namespace warsha
