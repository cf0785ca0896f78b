#pragma once
// A journal's files in a folder of their own: opened, closed, copied, spoilt.

#include <fstream>
#include <sstream>

#include "journal/sqlite/sqlite_journal.hpp"
#include "tests/contract/drafts.hpp"
#include "tests/contract/home.hpp"
#include "tests/contract/temporary_dir.hpp"

namespace warsha::contract {

inline std::string bytes_of(std::filesystem::path const& file) {
    std::ostringstream all;
    all << std::ifstream(file, std::ios::binary).rdbuf();
    return all.str();
}
inline void write_bytes(std::filesystem::path const& file, std::string const& bytes) { std::ofstream(file, std::ios::binary) << bytes; }

class SqliteFile {
public:
    [[nodiscard]] std::filesystem::path path(char const* suffix = "") const { return dir_.path() / (std::string("journal.sqlite") + suffix); }

    void open(SqliteOptions options = {}) {
        close();
        journal_ = make_sqlite_journal(path(), home.post(), std::move(options));
    }
    void close() { journal_.reset(); }
    [[nodiscard]] Journal& journal() const { return *journal_; }

    /// Appends at the top; throws std::bad_variant_access when it is not taken.
    void must_append(RoomId room, std::vector<Draft> batch) {
        auto const top = journal_->read(room, 0, 1'000'000).entries.size();
        (void)std::get<Appended>(append(home, *journal_, room, ExactPosition{top}, std::move(batch)));
    }

    Home home;

private:
    TemporaryDir dir_;
    std::unique_ptr<Journal> journal_;
};

}  // namespace warsha::contract
