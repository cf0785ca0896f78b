#pragma once
// The functions of warsha.lua as C++ calls: arguments out, answers in. Pure.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "journal/copy.hpp"
#include "journal/redis/reply.hpp"

namespace warsha::redis {

using Argv = std::vector<std::string>;

/// SHA-1(link before ‖ bytes) in hex; empty before the first entry. Finds forks between honest copies, proves nothing to anybody.
using Link = std::string;
Link next_link(Link const& before, std::string_view bytes);

/// The library's text, as it is loaded into Redis.
std::string_view library();

/// Where a room's keys lie, and the channels of a database: Redis's pub/sub knows no databases, so the channel names carry it.
struct Names {
    int db = 0;
    [[nodiscard]] std::string entries_channel() const { return "warsha:" + std::to_string(db) + ":entries"; }
    [[nodiscard]] std::string news_channel() const { return "warsha:" + std::to_string(db) + ":news"; }
    static std::string of_room(RoomId room, char const* what);   ///< warsha:{R}:what
};
inline constexpr char rooms_key[] = "warsha:{rooms}", codes_key[] = "warsha:{codes}", cluster_key[] = "warsha:{cluster}", gone_key[] = "warsha:{gone}";

/// What an append of a repair depends on, beside J1's.
struct Rebuild { Offset top = 0; };      ///< the room was put back and takes its history again, from here
struct Again {};                         ///< at the end of whatever there is
using Dependence = std::variant<ExactPosition, SameAgenda, Rebuild, Again>;

/// The history that the caller knows.
struct Known {
    Epoch epoch = 1;
    Offset offset = 0;
    Link link;
};

/// A draft with the time a repair keeps; 0: the store's own.
struct Recording {
    Draft draft;
    UnixMillis time = 0;
};

Argv append_call(Names const& names, RoomId room, Known const& known, Dependence const& after, std::vector<Recording> const& batch);
Argv raise_call(Names const& names, RoomId room, Epoch from, Epoch to, Draft const& fact);
Argv create_call(RoomId room, std::string const& code);
Argv restore_call(RoomId room, std::string const& code, Epoch epoch, std::string const& sealed_key);
Argv release_call(RoomId room, std::string const& code);
Argv key_call(RoomId room, std::string const& sealed_key);      ///< empty: forget it
Argv bury_call(Names const& names, RoomId room, std::string const& code);
Argv erase_call(RoomId room, std::vector<Hash> const& texts);
Argv read_call(RoomId room, Offset since, std::size_t entries_max);
Argv heads_call(std::vector<std::pair<RoomId, Offset>> const& rooms);

// Answers. Every decoder throws BadReply when the answer is not of the library's making.
struct Written {
    UnixMillis time = 0;
    std::vector<std::pair<Offset, bool>> places;   ///< per draft: its offset, and whether it is new
};
struct Conflicted { Offset top = 0; };
struct OtherEpoch { Epoch current = 0; };
struct Forked {};                        ///< what the caller knows is not in the stream
struct NoRoom {};
struct Rebuilding {};
struct Full {};
using AppendAnswer = std::variant<Written, Conflicted, OtherEpoch, Forked, NoRoom, Rebuilding, Full>;
AppendAnswer append_answer(Reply const& reply);

/// An entry as the stream or a message tells it; the digest is the reader's to compute.
struct Told {
    Copied copied;                       ///< digest empty
    Link link;
};
struct Page {
    Epoch epoch = 1;
    Offset top = 0;
    AgendaVersion agenda = 0;
    std::string code, sealed_key;
    std::vector<Told> entries;
};
std::optional<Page> read_answer(Reply const& reply);            ///< nullopt: no such room

struct HeadAnswer {
    Epoch epoch = 1;
    Offset top = 0;
    bool is_rebuilding = false;
    std::optional<Link> link;            ///< at the offset asked for; nullopt: beyond the top
};
std::vector<std::optional<HeadAnswer>> heads_answer(Reply const& reply);

/// A message of entries_channel.
struct EntriesMessage {
    RoomId room;
    Epoch epoch = 1;
    std::vector<Told> entries;
    bool is_gone = false;                ///< the room was deleted; nothing else is set
};
EntriesMessage entries_message(std::string const& payload);

/// "OK" or the word that refuses.
std::string word_of(Reply const& reply);

}  // namespace warsha::redis
