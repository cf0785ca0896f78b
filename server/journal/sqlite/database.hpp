#pragma once
// A thin owner of one SQLite connection; the only header that includes sqlite3.h.

#include <filesystem>
#include <stdexcept>
#include <string>

#include <sqlite3.h>

namespace warsha::sqlite {

/// Anything SQLite says that is not a row or done.
struct Failed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class Database;

/// A prepared statement; bind from 1, columns from 0. Reset by every `run` and at the start of a new query.
class Statement {
public:
    Statement(Database& database, char const* sql);
    ~Statement() { sqlite3_finalize(handle_); }
    Statement(Statement const&) = delete;
    Statement& operator=(Statement const&) = delete;

    Statement& bind(int at, std::int64_t value);
    Statement& bind_text(int at, std::string_view value);
    Statement& bind_blob(int at, unsigned char const* bytes, std::size_t size);
    void run();                          ///< to the end, then reset
    bool next();                         ///< a row? When not, it is reset.
    void reset();
    [[nodiscard]] std::int64_t number(int column) const { return sqlite3_column_int64(handle_, column); }
    [[nodiscard]] std::string text(int column) const;
    template <class Bytes>
    Bytes bytes(int column) const {
        Bytes out{};
        auto const* const from = static_cast<unsigned char const*>(sqlite3_column_blob(handle_, column));
        auto const size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, column));
        if (from && size == out.size()) std::copy(from, from + size, out.begin());
        return out;
    }

private:
    Database& database_;
    sqlite3_stmt* handle_ = nullptr;
};

class Database {
public:
    explicit Database(std::filesystem::path const& file);
    ~Database() { sqlite3_close(handle_); }
    Database(Database const&) = delete;
    Database& operator=(Database const&) = delete;

    void execute(char const* sql);
    std::int64_t number(char const* sql);
    [[noreturn]] void fail() const;
    [[nodiscard]] sqlite3* handle() const { return handle_; }

private:
    sqlite3* handle_ = nullptr;
};

}  // namespace warsha::sqlite
