#include "journal/sqlite/data_dir_lock.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/file.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace warsha {
namespace {

bool is_network_disk(std::filesystem::path const& where) {
    struct statfs info {};
    if (::statfs(where.c_str(), &info) != 0) return false;
    constexpr unsigned long fuse = 0x65735546, ceph = 0x00C36400;
    constexpr std::array<unsigned long, 8> network{NFS_SUPER_MAGIC, SMB_SUPER_MAGIC, CIFS_SUPER_MAGIC, SMB2_SUPER_MAGIC, V9FS_MAGIC, AFS_SUPER_MAGIC, fuse, ceph};
    return std::ranges::find(network, static_cast<unsigned long>(info.f_type) & 0xFFFFFFFFUL) != network.end();
}

}  // namespace

DataDirLock::DataDirLock(std::filesystem::path const& data_dir, bool force_network_disk) {
    if (!force_network_disk && is_network_disk(data_dir))
        throw std::runtime_error("The data folder " + data_dir.string() + " is on a network file system, where a flush cannot be trusted. Use a local disk, or --force-network-disk at your own risk.");
    fd_ = ::open((data_dir / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd_ < 0) throw std::runtime_error("The data folder " + data_dir.string() + " cannot be written.");
    if (::flock(fd_, LOCK_EX | LOCK_NB) != 0) {
        ::close(fd_);
        throw std::runtime_error("Another Warsha already uses the data folder " + data_dir.string() + ". Stop it, or give another --data-dir.");
    }
}

DataDirLock::~DataDirLock() { ::close(fd_); }

}  // namespace warsha
