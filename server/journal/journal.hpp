#pragma once
// The seam: order, durability and fan-out of a room's entries. memory | sqlite (| redis) behind it.
// Contract: tests/contract/journal_contract.hpp has one test per rule J1…J11, run over every implementation.

#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "protocol/basic.hpp"

namespace warsha {

/// An erasable text beside an entry: `hash` = SHA-256(salt ‖ text) stands in the entry.
struct Blob {
    Hash hash;
    Bytes16 salt{};
    std::string text;
};

/// An entry on its way in. `head` is canonical JSON of the entry up to what the store adds:
/// the store appends `"offset":N,"time":T,"v":1}` (keys sort that way), so that bytes are hashed as stored.
struct Draft {
    Cid cid;
    std::string head;                    ///< {"actor":…,"check":…,"cid":…,"epoch":E,"events":[…],
    std::vector<Blob> blobs;
    bool raises_agenda_version = false;  ///< the store keeps the agenda's version per room
};

/// An entry as stored.
struct Stored {
    Offset offset = 0;
    UnixMillis time = 0;
    Cid cid;
    std::string bytes;                   ///< the whole canonical JSON
    Hash digest;                         ///< SHA-256(digest before ‖ bytes); before the first entry: 32 zero bytes
    std::vector<Blob> blobs;             ///< those that were not erased
};

/// What an append depends on.
struct ExactPosition { Offset offset = 0; };
struct SameAgenda { AgendaVersion version = 0; };
using After = std::variant<ExactPosition, SameAgenda>;

struct Accepted { Cid cid; Offset offset = 0; bool is_new = true; };
struct Appended { std::vector<Accepted> entries; };   ///< per draft: where it stands, and whether it was new or already there
struct Conflict { Offset top = 0; };                  ///< what it depended on has changed: read on, decide again
struct EpochLost { Epoch current = 0; };              ///< this journal is not the one we knew: reload the room
struct Unknown { std::string why; };                  ///< no answer: it may have happened; only reading on by cid can tell
using AppendOutcome = std::variant<Appended, Conflict, EpochLost, Unknown>;

/// A load cache: the state at a position. Never trusted over the chain: its digest must be the chain's at its offset.
struct SavedState {
    Position position;
    std::uint32_t format = 1;            ///< of the state; another one is ignored
    std::string state;                   ///< canonical JSON of RoomState
};

struct RoomRecord {
    RoomId room;
    std::string code;
    Epoch epoch = 1;
    Offset top = 0;
};

/// Start-up found a room whose chain does not verify: it is not served, nothing is guessed.
struct Damage {
    RoomId room;
    Offset first_bad = 0;                ///< the first entry that is wrong or missing
    std::string what;                    ///< for the operator's log
};
struct ReadResult {
    std::vector<Stored> entries;
    std::optional<Damage> damage;        ///< set when an entry after the last of `entries` does not verify
};

/// Thread: any. Every `done` and `on_entry` is called later, never from inside the call, through the `post` given at
/// construction. `read`, `rooms`, `latest_state` block until the store answers.
///
///   J1  An append is all or nothing, and succeeds only if `after` still holds.
///   J2  When Appended is reported, the batch survives a crash of this process; of the machine too where
///       durable() is Durability::machine.
///   J3  follow() delivers every entry after `since` exactly once, in order, those appended here included.
///   J4  A top below an offset that was once reported is EpochLost, never Conflict. So is a room that is not registered or damaged (0).
///   J5  An entry whose cid is in the room already is not written again; its first offset is reported.
///   J6  Offsets of a room are 1, 2, 3, …; times never go back; digest of n = SHA-256(digest of n-1 ‖ bytes of n).
///   J7  read() verifies the chain from the first entry and says where it breaks; it never returns what lies behind.
///   J8  An erased blob is gone from the store's files (secure delete), and the chain still verifies.
///   J9  After the first I/O error no append is ever reported as Appended again.
///   J10 After refresh() read() has every entry that anybody was told of before the call, unless the store does not answer.
///   J11 A forgotten room is in no listing and in none of the store's files.
class Journal {
public:
    enum class Durability { none, machine };
    using Post = std::function<void(RoomId, std::function<void()>)>;  ///< runs something later on the room's home thread
    using OnEntry = std::function<void(Stored const&)>;

    /// Ends when destroyed.
    class Subscription {
    public:
        virtual ~Subscription() = default;
    };

    virtual ~Journal() = default;
    [[nodiscard]] virtual Durability durability() const = 0;

    /// Registers a room and its join code, durably. False: the code is taken by a room that is not closed.
    virtual void create_room(RoomId room, std::string code, std::function<void(bool)> done) = 0;
    /// The code may be used again; the room stays readable.
    virtual void release_code(RoomId room) = 0;
    /// Every room in the store, in no particular order. Synchronous: start-up and listings.
    virtual std::vector<RoomRecord> rooms() = 0;

    virtual void append(RoomId room, Epoch epoch, After after, std::vector<Draft> batch, std::function<void(AppendOutcome)> done) = 0;
    /// Entries after `since`, at most `entries_max`. Synchronous: loading and catching up.
    virtual ReadResult read(RoomId room, Offset since, std::size_t entries_max) = 0;
    /// Looks whether other nodes have recorded more; `done` once read() has what there was at the call, durably, or at once where nobody else
    /// writes. After an I/O error never.
    virtual void refresh(RoomId room, std::function<void()> done) = 0;
    virtual std::unique_ptr<Subscription> follow(RoomId room, Offset since, OnEntry on_entry) = 0;

    virtual void save_state(RoomId room, SavedState state) = 0;
    virtual std::optional<SavedState> latest_state(RoomId room) = 0;
    /// Erases the texts and every saved state of the room (they may hold the text too).
    virtual void erase(RoomId room, std::vector<Hash> blobs, std::function<void(bool)> done) = 0;
    /// Everything of the room goes, as if it had never been, on every node. False: the disk failed, or the shared store did not answer (then it may have gone or not).
    virtual void forget(RoomId room, std::function<void(bool)> done) = 0;
};

}  // namespace warsha
