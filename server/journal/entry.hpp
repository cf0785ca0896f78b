#pragma once
// Between facts and bytes: canonical JSON, sealed texts, digest chain. Pure but for SHA-256.

#include "core/events.hpp"
#include "journal/journal.hpp"

namespace warsha {

/// 32 secret bytes of one room. Lies in the data directory, never in journal, stream or bundle.
struct RoomKey {
    Bytes32 bytes{};
};

/// Everything but offset and time must be set. Texts become blobs; a text's salt is HMAC(room key, cid ‖ index of the text),
/// so sealing needs no randomness and the same draft always gives the same bytes.
Draft seal(Entry const& entry, RoomKey const& key);

/// The reverse; a hash without a blob becomes an erased text. Throws std::runtime_error with the offset on anything that is
/// not a well-formed entry of a known version (strict decode: unknown keys are refused).
Entry open(Stored const& stored);

/// The texts that the entry names and that are not beside it any more.
std::vector<Hash> erased_texts(Stored const& stored);

/// Entry::check, found in the bytes without decoding them. Precondition: they are canonical, as every stored entry's are.
std::uint64_t check_of(Stored const& stored);

Hash blob_hash(Bytes16 const& salt, std::string_view text);   ///< SHA-256(salt ‖ text)
Hash next_digest(Hash const& before, std::string_view bytes);
/// The full bytes of a draft once the store has set offset and time.
std::string complete(Draft const& draft, Offset offset, UnixMillis time);
/// Are offset, time and cid beside the bytes the ones in the bytes? The digest covers only those.
bool agrees_with_bytes(Stored const& stored);

}  // namespace warsha
