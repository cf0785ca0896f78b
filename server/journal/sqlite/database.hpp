#pragma once
// A thin owner of one SQLite connection; the only header that includes sqlite3.h.

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include <sqlite3.h>

namespace warsha::sqlite {

/// Anything SQLite says that is not a row or done.
struct Failed : std::runtime_error {
    using std::runtime_error::runtime_error;
};
/// What lies in the file is not what SQLite wrote there.
struct Corrupt : Failed {
    using Failed::Failed;
};

class Database {
public:
    explicit Database(std::filesystem::path const& file);

    void execute(char const* sql);
    std::int64_t number(char const* sql);  ///< of the first row; 0 without one
    std::string text(char const* sql);     ///< of the first row; empty without one
    void checkpoint(int mode);
    [[nodiscard]] int wal_pages() const { return *wal_pages_; }  ///< after the last commit
    [[nodiscard]] int rows_changed() const { return sqlite3_changes(handle()); }
    [[nodiscard]] sqlite3* handle() const { return handle_.get(); }
    [[noreturn]] void fail() const;        ///< throws Failed or Corrupt with SQLite's own words

private:
    struct Close { void operator()(sqlite3* handle) const { sqlite3_close(handle); } };
    std::unique_ptr<sqlite3, Close> handle_;
    std::unique_ptr<int> wal_pages_ = std::make_unique<int>(0);  // SQLite keeps its address
};

/// A prepared statement; bind from 1, columns from 0. Its bindings last until the reset; `run`, and `next` at the end of the rows, reset.
/// Until it is reset it keeps the WAL from starting anew: who leaves its rows early resets.
class Statement {
public:
    Statement(Database& database, char const* sql);
    ~Statement() { sqlite3_finalize(handle_); }
    Statement(Statement const&) = delete;
    Statement& operator=(Statement const&) = delete;

    Statement& bind(int at, std::integral auto value) { return checked(sqlite3_bind_int64(handle_, at, static_cast<std::int64_t>(value))); }
    Statement& bind(int at, std::string_view text) { return checked(sqlite3_bind_text(handle_, at, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT)); }
    template <std::size_t Size>
    Statement& bind(int at, std::array<std::uint8_t, Size> const& bytes) { return checked(sqlite3_bind_blob(handle_, at, bytes.data(), Size, SQLITE_TRANSIENT)); }
    template <class Id>
        requires requires(Id id) { id.value.data(); }
    Statement& bind(int at, Id const& id) { return bind(at, id.value); }

    void run();
    bool next();                         ///< a row?
    void reset();
    [[nodiscard]] std::int64_t number(int column) const { return sqlite3_column_int64(handle_, column); }
    [[nodiscard]] std::string text(int column) const;
    template <class Bytes>
    Bytes bytes(int column) const {      ///< zeros where the column has another size
        Bytes out{};
        auto const* const from = static_cast<unsigned char const*>(sqlite3_column_blob(handle_, column));
        if (from && static_cast<std::size_t>(sqlite3_column_bytes(handle_, column)) == out.size()) std::copy_n(from, out.size(), out.begin());
        return out;
    }

private:
    Statement& checked(int code);
    Database& database_;
    sqlite3_stmt* handle_ = nullptr;
};

}  // namespace warsha::sqlite
