#include "journal/sqlite/anchor.hpp"

#include <sstream>
#include <stdexcept>

#include "journal/entry.hpp"
#include "journal/files.hpp"
#include "protocol/codec.hpp"

namespace warsha::sqlite {
namespace {

constexpr std::string_view check_word = "check ";

std::string check_line(std::string const& lines) { return std::string(check_word) + text_of(next_digest({}, lines)) + '\n'; }

}  // namespace

Anchor::Anchor(std::filesystem::path file) : file_(std::move(file)) {
    auto const bytes = read_file(file_);
    if (!bytes) return;
    auto const check_at = bytes->rfind(check_word);
    bool is_whole = check_at != std::string::npos && bytes->substr(check_at) == check_line(bytes->substr(0, check_at));
    std::istringstream lines(is_whole ? bytes->substr(0, check_at) : "");
    for (std::string room, digest; is_whole && lines >> room;) {
        RoomId id;
        Head head;
        is_whole = lines >> head.top >> digest && from_base64url(room, id.value.data(), 16) && from_base64url(digest, head.digest.value.data(), 32);
        heads_.emplace(id, head);
    }
    if (!is_whole)
        throw std::runtime_error("The file " + file_.string() + " is damaged. It tells whether the end of a journal is missing; without it nobody can. "
                                 "Move it away to go on without that check.");
}

void Anchor::set(RoomId room, Head head) {
    auto& known = heads_[room];
    if (known == head) return;
    known = head;
    is_written_ = false;
}

void Anchor::forget(RoomId room) {
    if (heads_.erase(room) > 0) is_written_ = false;
}

void Anchor::write() {
    if (is_written_) return;
    std::string lines;
    for (auto const& [room, head] : heads_) lines += text_of(room) + ' ' + std::to_string(head.top) + ' ' + text_of(head.digest) + '\n';
    write_durably(file_, lines + check_line(lines));
    is_written_ = true;
}

}  // namespace warsha::sqlite
