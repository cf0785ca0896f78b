#pragma once
// The journal as everybody may read it (protocol/BUNDLE.md): derived at the close, with a digest chain of its own.
// Ballots and endorsements leave their places, so that neither order nor time of voting is told.

#include "archive/public_room.hpp"
#include "journal/journal.hpp"

namespace warsha {

struct PublicJournal {
    std::string lines;                   ///< {"digest":…,"entry":{…}} and a line feed, each
    std::uint64_t count = 0;
    Hash root;                           ///< digest of the last line, which is the room's close
};

/// `entries` end with the one that closed the room; throws std::logic_error where they do not.
PublicJournal public_journal(RoomState const& room, std::vector<Stored> const& entries);

/// Puts the salts beside the words of published proposals.
void add_salts(PublicRoom& told, std::vector<Stored> const& entries);

/// What stands for a command in public: SHA-256(cid). A seat's id is made from the cid of its join, so no cid is told itself.
Hash receipt_of(Cid cid);

}  // namespace warsha
