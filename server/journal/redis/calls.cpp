#include "journal/redis/calls.hpp"

#include <algorithm>
#include <charconv>

#include <openssl/sha.h>

#include "journal/entry.hpp"
#include "protocol/codec.hpp"
#include "protocol/overloaded.hpp"

namespace warsha::redis {
namespace {

Argv function(char const* name, std::vector<std::string> keys, std::vector<std::string> args, bool is_read_only = false) {
    Argv argv{is_read_only ? "FCALL_RO" : "FCALL", std::string("warsha_v1_") + name, std::to_string(keys.size())};
    std::ranges::move(keys, std::back_inserter(argv));
    std::ranges::move(args, std::back_inserter(argv));
    return argv;
}

std::vector<std::string> record_keys(RoomId room) {
    return {Names::of_room(room, "meta"), Names::of_room(room, "journal"), Names::of_room(room, "cids"), Names::of_room(room, "texts")};
}

void add(std::vector<std::string>& args, Draft const& draft, UnixMillis time) {
    args.insert(args.end(), {text_of(draft.cid), draft.raises_agenda_version ? "1" : "0", std::to_string(time), draft.head, std::to_string(draft.blobs.size())});
    for (auto const& blob : draft.blobs) {
        args.push_back(text_of(blob.hash));
        args.push_back(std::string(blob.salt.begin(), blob.salt.end()) + blob.text);
    }
}

std::pair<std::string, std::string> words_of(Dependence const& after) {
    return std::visit(Overloaded{
        [](ExactPosition const& at) { return std::pair<std::string, std::string>{"exact", std::to_string(at.offset)}; },
        [](SameAgenda const& at) { return std::pair<std::string, std::string>{"agenda", std::to_string(at.version)}; },
        [](Rebuild const& at) { return std::pair<std::string, std::string>{"rebuild", std::to_string(at.top)}; },
        [](Again const&) { return std::pair<std::string, std::string>{"again", "0"}; },
    }, after);
}

template <class Number>
Number number(std::string const& text) {
    Number value{};
    auto const [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || rest != text.data() + text.size()) throw BadReply("\"" + text.substr(0, 40) + "\" is not a number");
    return value;
}

template <class Id>
Id id(std::string const& text) {
    Id value;
    if (!from_base64url(text, value.value.data(), value.value.size())) throw BadReply("\"" + text.substr(0, 50) + "\" is not an identifier");
    return value;
}

Blob blob(std::string const& hash, std::string const& salted) {
    Blob made{.hash = id<Hash>(hash)};
    if (salted.size() < made.salt.size()) throw BadReply("a text without its salt");
    std::copy_n(salted.begin(), made.salt.size(), made.salt.begin());
    made.text = salted.substr(made.salt.size());
    return made;
}

/// offset, time, raises, cid, link, bytes, then hash and salted text of each text.
Told told(std::vector<Reply> const& fields) {
    if (fields.size() < 6 || fields.size() % 2 != 0) throw BadReply("an entry of " + std::to_string(fields.size()) + " fields");
    Told made;
    auto& entry = made.copied.entry;
    entry.offset = number<Offset>(fields[0].text());
    entry.time = number<UnixMillis>(fields[1].text());
    made.copied.raises_agenda_version = fields[2].text() == "1";
    entry.cid = id<Cid>(fields[3].text());
    made.link = fields[4].text();
    entry.bytes = fields[5].text();
    for (std::size_t i = 6; i < fields.size(); i += 2) entry.blobs.push_back(blob(fields[i].text(), fields[i + 1].text()));
    return made;
}

}  // namespace

Link next_link(Link const& before, std::string_view bytes) {
    auto const input = before + std::string(bytes);
    unsigned char hash[SHA_DIGEST_LENGTH];
    SHA1(reinterpret_cast<unsigned char const*>(input.data()), input.size(), hash);
    constexpr char digits[] = "0123456789abcdef";
    Link link;
    for (auto const byte : hash) link += {digits[byte >> 4], digits[byte & 15]};
    return link;
}

std::string Names::of_room(RoomId room, char const* what) { return "warsha:{" + text_of(room) + "}:" + what; }

Argv append_call(Names const& names, RoomId room, Known const& known, Dependence const& after, std::vector<Recording> const& batch) {
    auto const [word, value] = words_of(after);
    std::vector<std::string> args{names.entries_channel(), text_of(room), std::to_string(known.epoch), std::to_string(known.offset), known.link, word, value};
    for (auto const& one : batch) add(args, one.draft, one.time);
    return function("append", record_keys(room), std::move(args));
}

Argv raise_call(Names const& names, RoomId room, Epoch from, Epoch to, Draft const& fact) {
    std::vector<std::string> args{names.entries_channel(), text_of(room), std::to_string(from), std::to_string(to)};
    add(args, fact, 0);
    return function("raise", record_keys(room), std::move(args));
}

Argv create_call(RoomId room, std::string const& code) { return function("create", {Names::of_room(room, "meta"), rooms_key, codes_key}, {text_of(room), code}); }

Argv restore_call(RoomId room, std::string const& code, Epoch epoch, std::string const& sealed_key) {
    return function("restore", {Names::of_room(room, "meta"), rooms_key, codes_key, gone_key}, {text_of(room), code, std::to_string(epoch), sealed_key});
}

Argv release_call(RoomId room, std::string const& code) { return function("release", {rooms_key, codes_key}, {text_of(room), code}); }

Argv key_call(RoomId room, std::string const& sealed_key) { return function("key", {Names::of_room(room, "meta")}, {sealed_key}); }

Argv bury_call(Names const& names, RoomId room, std::string const& code) {
    return function("bury", {Names::of_room(room, "meta"), Names::of_room(room, "journal"), Names::of_room(room, "cids"), Names::of_room(room, "texts"), Names::of_room(room, "bundle"), rooms_key, codes_key, gone_key},
                    {names.entries_channel(), text_of(room), code});
}

Argv erase_call(RoomId room, std::vector<Hash> const& texts) {
    std::vector<std::string> args;
    for (auto const& hash : texts) args.push_back(text_of(hash));
    return function("erase", {Names::of_room(room, "texts")}, std::move(args));
}

Argv read_call(RoomId room, Offset since, std::size_t entries_max) {
    return function("read", {Names::of_room(room, "meta"), Names::of_room(room, "journal"), Names::of_room(room, "texts")},
                    {std::to_string(since), std::to_string(entries_max)}, true);
}

Argv heads_call(std::vector<std::pair<RoomId, Offset>> const& rooms) {
    std::vector<std::string> keys, args;
    for (auto const& [room, offset] : rooms) {
        keys.push_back(Names::of_room(room, "meta"));
        keys.push_back(Names::of_room(room, "journal"));
        args.push_back(std::to_string(offset));
    }
    return function("heads", std::move(keys), std::move(args), true);
}

std::string word_of(Reply const& reply) { return reply.list().empty() ? "" : reply.list().front().text(); }

AppendAnswer append_answer(Reply const& reply) {
    auto const& answer = reply.list();
    auto const word = word_of(reply);
    bool const has_number = word == "OK" || word == "EPOCH" || word == "CONFLICT";
    if (has_number && answer.size() < 2) throw BadReply("an append was answered \"" + word + "\" and nothing else");
    if (word == "NOROOM") return NoRoom{};
    if (word == "EPOCH") return OtherEpoch{number<Epoch>(answer[1].text())};
    if (word == "FORK") return Forked{};
    if (word == "REBUILDING") return Rebuilding{};
    if (word == "FULL") return Full{};
    if (word == "CONFLICT") return Conflicted{number<Offset>(answer[1].text())};
    if (word != "OK") throw BadReply("an append was answered \"" + word + "\"");
    Written written{.time = number<UnixMillis>(answer[1].text()), .places = {}};
    for (std::size_t i = 2; i < answer.size(); ++i) {
        auto const& text = answer[i].text();
        bool const is_new = !text.starts_with('-');
        written.places.emplace_back(number<Offset>(is_new ? text : text.substr(1)), is_new);
    }
    return written;
}

std::optional<Page> read_answer(Reply const& reply) {
    auto const& answer = reply.list();
    if (word_of(reply) == "NOROOM") return std::nullopt;
    if (word_of(reply) != "OK" || answer.size() < 6) throw BadReply("a read was answered in " + std::to_string(answer.size()) + " parts");
    Page page{.epoch = number<Epoch>(answer[1].text()), .top = number<Offset>(answer[2].text()), .agenda = number<AgendaVersion>(answer[3].text()),
              .code = answer[4].text(), .sealed_key = answer[5].text(), .entries = {}};
    for (std::size_t i = 6; i < answer.size(); ++i) page.entries.push_back(told(answer[i].list()));
    return page;
}

std::vector<std::optional<HeadAnswer>> heads_answer(Reply const& reply) {
    std::vector<std::optional<HeadAnswer>> heads;
    for (auto const& one : reply.list()) {
        auto const& fields = one.list();
        if (fields.empty()) {
            heads.emplace_back();
            continue;
        }
        if (fields.size() != 4) throw BadReply("a head of " + std::to_string(fields.size()) + " fields");
        auto const& link = fields[3].text();
        heads.push_back(HeadAnswer{number<Epoch>(fields[0].text()), number<Offset>(fields[1].text()), fields[2].text() == "rebuilding",
                                   link == "-" ? std::nullopt : std::optional(link)});
    }
    return heads;
}

EntriesMessage entries_message(std::string const& payload) {
    ReplyParser parser;
    parser.feed(payload);
    auto const message = parser.next();
    if (message && message->list().size() == 2 && word_of(*message) == "gone") return {.room = id<RoomId>(message->list()[1].text()), .entries = {}, .is_gone = true};
    if (!message || message->list().size() < 3 || word_of(*message) != "entries") throw BadReply("a message that is none of ours");
    EntriesMessage made{.room = id<RoomId>(message->list()[1].text()), .epoch = number<Epoch>(message->list()[2].text()), .entries = {}};
    for (std::size_t i = 3; i < message->list().size(); ++i) made.entries.push_back(told(message->list()[i].list()));
    return made;
}

}  // namespace warsha::redis
