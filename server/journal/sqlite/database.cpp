#include "journal/sqlite/database.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace warsha::sqlite {
namespace {

int keep_wal_pages(void* where, sqlite3*, char const*, int pages) {
    *static_cast<int*>(where) = pages;
    return SQLITE_OK;
}

}  // namespace

Database::Database(std::filesystem::path const& file) {
    // People's words are in it: SQLite would make it readable for all, and the WAL takes the mode of the database.
    if (int const made = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600); made >= 0) ::close(made);
    sqlite3* handle = nullptr;
    int const code = sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    handle_.reset(handle);
    if (code != SQLITE_OK) fail();
    sqlite3_wal_hook(handle, keep_wal_pages, wal_pages_.get());
}

void Database::execute(char const* sql) {
    if (sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail();
}
std::int64_t Database::number(char const* sql) {
    Statement statement(*this, sql);
    return statement.next() ? statement.number(0) : 0;
}
std::string Database::text(char const* sql) {
    Statement statement(*this, sql);
    return statement.next() ? statement.text(0) : std::string();
}
void Database::checkpoint(int mode) {
    if (sqlite3_wal_checkpoint_v2(handle(), nullptr, mode, nullptr, nullptr) != SQLITE_OK) fail();
    *wal_pages_ = 0;
}
void Database::fail() const {
    int const code = sqlite3_extended_errcode(handle());
    auto const what = std::string(sqlite3_errmsg(handle())) + " (SQLite code " + std::to_string(code) + ")";
    if ((code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB) throw Corrupt(what);
    throw Failed(what);
}

Statement::Statement(Database& database, char const* sql) : database_(database) {
    if (sqlite3_prepare_v3(database.handle(), sql, -1, SQLITE_PREPARE_PERSISTENT, &handle_, nullptr) != SQLITE_OK) database_.fail();
}
Statement& Statement::checked(int code) {
    if (code != SQLITE_OK) database_.fail();
    return *this;
}
void Statement::run() {
    int const code = sqlite3_step(handle_);
    reset();
    if (code != SQLITE_DONE && code != SQLITE_ROW) database_.fail();
}
bool Statement::next() {
    int const code = sqlite3_step(handle_);
    if (code == SQLITE_ROW) return true;
    reset();                             // keeps the error code for fail()
    if (code != SQLITE_DONE) database_.fail();
    return false;
}
void Statement::reset() {
    sqlite3_reset(handle_);
    sqlite3_clear_bindings(handle_);
}
std::string Statement::text(int column) const {
    auto const* const from = reinterpret_cast<char const*>(sqlite3_column_text(handle_, column));
    return from ? std::string(from, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))) : std::string();
}

}  // namespace warsha::sqlite
