#pragma once
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace warsha::contract {

/// A fresh folder, gone with its owner.
class TemporaryDir {
public:
    TemporaryDir() {
        auto name = (std::filesystem::temp_directory_path() / "warsha-test-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
        path_ = name;
    }
    ~TemporaryDir() { std::filesystem::remove_all(path_); }
    TemporaryDir(TemporaryDir const&) = delete;
    TemporaryDir& operator=(TemporaryDir const&) = delete;
    [[nodiscard]] std::filesystem::path const& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace warsha::contract
