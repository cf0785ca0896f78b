#include "journal/sqlite/database.hpp"

namespace warsha::sqlite {

Statement::Statement(Database& database, char const* sql) : database_(database) {
    if (sqlite3_prepare_v3(database.handle(), sql, -1, SQLITE_PREPARE_PERSISTENT, &handle_, nullptr) != SQLITE_OK) database_.fail();
}
Statement& Statement::bind(int at, std::int64_t value) {
    if (sqlite3_bind_int64(handle_, at, value) != SQLITE_OK) database_.fail();
    return *this;
}
Statement& Statement::bind_text(int at, std::string_view value) {
    if (sqlite3_bind_text(handle_, at, value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT) != SQLITE_OK) database_.fail();
    return *this;
}
Statement& Statement::bind_blob(int at, unsigned char const* bytes, std::size_t size) {
    if (sqlite3_bind_blob(handle_, at, bytes, static_cast<int>(size), SQLITE_TRANSIENT) != SQLITE_OK) database_.fail();
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
    reset();
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

Database::Database(std::filesystem::path const& file) {
    if (sqlite3_open_v2(file.c_str(), &handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr) != SQLITE_OK) fail();
    sqlite3_extended_result_codes(handle_, 1);
}
void Database::execute(char const* sql) {
    if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail();
}
std::int64_t Database::number(char const* sql) {
    Statement statement(*this, sql);
    return statement.next() ? statement.number(0) : 0;
}
void Database::fail() const { throw Failed(std::string(sqlite3_errmsg(handle_)) + " (SQLite code " + std::to_string(sqlite3_extended_errcode(handle_)) + ")"); }

}  // namespace warsha::sqlite
