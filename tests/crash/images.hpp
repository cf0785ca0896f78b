#pragma once
// What a disk may hold after the power went: all that was flushed, and of the rest anything.

#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/crash/disk.hpp"

namespace warsha::crash {

using Random = std::mt19937_64;
using Files = std::map<std::string, std::string>;        ///< path → bytes

/// What becomes of what was not flushed. Names keep their order, as file systems with a journal keep it.
enum class Loss {
    nothing,
    everything,
    later,                               ///< up to a random moment all is there; that write is torn, and nothing after it came
    here_and_there,                      ///< each write for itself: there, gone or torn
};

/// Goes through a recording. A write is torn at sectors of 512 or 4,096 bytes.
class Images {
public:
    explicit Images(std::vector<Operation> const& operations) : operations_(operations) {}
    [[nodiscard]] bool is_over() const { return next_ == operations_.size(); }
    [[nodiscard]] std::size_t at() const { return next_; }
    void advance();                      ///< one more operation happened
    [[nodiscard]] Files image(Loss loss, Random& random) const;

private:
    struct Content {
        std::string flushed;
        std::vector<Operation const*> pending;
    };
    using Names = std::map<std::string, int>;             ///< 0: a folder
    static void change(Names& names, Operation const& operation);
    [[nodiscard]] static std::string remains(Content const& content, Loss loss, Random& random);

    std::vector<Operation> const& operations_;
    std::size_t next_ = 0;
    std::map<int, Content> contents_;
    Names names_;
    std::vector<Operation const*> pending_names_;
};

void write_files(std::filesystem::path const& folder, Files const& files);

}  // namespace warsha::crash
