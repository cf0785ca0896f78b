#pragma once
#include <filesystem>

namespace warsha {

/// Two processes on one data directory would lose votes: flock, held until destroyed. Also refuses network file systems, on which
/// neither flock nor fsync can be trusted. Throws std::runtime_error with a sentence.
class DataDirLock {
public:
    DataDirLock(std::filesystem::path const& data_dir, bool force_network_disk);
    ~DataDirLock();
    DataDirLock(DataDirLock const&) = delete;
    DataDirLock& operator=(DataDirLock const&) = delete;

private:
    int fd_;
};

}  // namespace warsha
