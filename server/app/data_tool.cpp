#include "app/data_tool.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <sys/stat.h>

#include "app/control.hpp"
#include "archive/backup.hpp"
#include "journal/files.hpp"
#include "journal/sqlite/data_dir_lock.hpp"
#include "journal/sqlite/sqlite_journal.hpp"
#include "protocol/codec.hpp"
#include "room/clockwork.hpp"
#include "room/secrets.hpp"

namespace warsha {
namespace {

namespace fs = std::filesystem;

/// The tool waits for every answer: the journal may give it on its own thread.
std::unique_ptr<CopyJournal> open_journal(fs::path const& data_dir) {
    return make_sqlite_journal(data_dir / "journal.sqlite", [](RoomId, std::function<void()> const& what) { what(); });
}

void copy_out(fs::path const& data_dir, Control::Write const& write) {
    if (ask_control(data_dir, "backup", write) == Reached::answered) return;
    if (!fs::exists(data_dir / "journal.sqlite")) throw std::runtime_error("There is no journal in " + data_dir.string() + ". Give the server's folder with --data-dir.");
    DataDirLock const lock(data_dir, true);
    write_backup(*open_journal(data_dir), data_dir, write);
}

}  // namespace

int back_up(std::string const& data_dir, std::string const& file) {
    ::umask(0077);                       // keys and people's words
    fs::path const beside = file + ".new";
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    if (!out) throw std::runtime_error(beside.string() + " cannot be written.");
    copy_out(data_dir, [&](std::string_view bytes) {
        if (!out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()))) throw std::runtime_error(beside.string() + " cannot be written: is the disk full?");
    });
    out.close();
    check_backup(beside);
    fs::rename(beside, file);
    std::printf("The backup is whole: %s (%llu bytes). It holds the keys and everybody's words: keep it as safe as the data folder, and not longer.\n", file.c_str(),
                static_cast<unsigned long long>(fs::file_size(file)));
    return 0;
}

int restore(std::string const& data_dir, std::string const& file) {
    ::umask(0077);
    check_backup(file);
    fs::path const folder = data_dir;
    fs::create_directories(folder);
    fs::permissions(folder, fs::perms::owner_all);
    if (fs::exists(folder / "journal.sqlite")) throw std::runtime_error(folder.string() + " holds rooms already. Restore into an empty folder: nothing is ever written over.");
    DataDirLock const lock(folder, true);
    auto const done = read_backup(file, *open_journal(folder), folder);
    std::printf("%zu rooms with %zu entries are restored into %s. Start the server on it: phones notice the new epoch and load their room anew.\n", done.rooms, done.entries, data_dir.c_str());
    return 0;
}

int new_organiser(std::string const& data_dir) {
    ::umask(0077);
    fs::create_directories(data_dir);
    Bytes32 secret{};
    random_bytes(secret.data(), secret.size());
    auto const token = to_base64url(secret.data(), secret.size());
    write_durably(fs::path(data_dir) / "organiser.sha256", text_of(sha256(token)));
    bool const is_running = ask_control(data_dir, "organiser", [](std::string_view) {}) == Reached::answered;
    std::printf("Organiser token (creates rooms; shown only this once, and the one before is void%s):\n  %s\n", is_running ? " from now on" : "", token.c_str());
    return 0;
}

}  // namespace warsha
