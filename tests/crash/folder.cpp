#include <cstdlib>
#include <stdexcept>

#include "tests/crash/disk.hpp"

namespace warsha::crash {
namespace fs = std::filesystem;

Folder::Folder() {
    std::error_code none;
    auto const where = fs::is_directory("/dev/shm", none) ? fs::path("/dev/shm") : fs::temp_directory_path();
    auto name = (where / "warsha-crash-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    path_ = fs::canonical(name);
}
Folder::~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}
void Folder::empty() const {
    for (auto const& one : fs::directory_iterator(path_)) fs::remove_all(one);
}

}  // namespace warsha::crash
