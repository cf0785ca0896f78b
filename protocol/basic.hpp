#pragma once
// The smallest words of the contract: identifiers, bounded texts and numbers, wording in three languages.
// Plain values only; how they look in JSON is the codec's business (codec.hpp).

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <boost/describe.hpp>

namespace warsha {

/// A value that compares and hashes only with values of the same Tag. No way back but `.value`.
template <class Tag, class Rep>
struct Strong {
    Rep value{};
    friend auto operator<=>(Strong const&, Strong const&) = default;
};

using Bytes16 = std::array<std::uint8_t, 16>;
using Bytes32 = std::array<std::uint8_t, 32>;

// 128 random or hashed bits, made where the thing is born; base64url without padding (22 characters) in JSON.
using RoomId = Strong<struct RoomTag, Bytes16>;
using ActivityId = Strong<struct ActivityTag, Bytes16>;
using ItemId = Strong<struct ItemTag, Bytes16>;            ///< an option, a cluster; for proposals the same bytes as ProposalId
using ProposalId = Strong<struct ProposalTag, Bytes16>;    ///< = the cid of the command that submitted it
using ParticipantId = Strong<struct ParticipantTag, Bytes16>;  ///< = first 16 bytes of SHA-256("warsha-seat" ‖ room ‖ cid of the join)
using Pseudonym = Strong<struct PseudonymTag, Bytes16>;    ///< = first 16 bytes of HMAC-SHA256(room key, activity ‖ participant)
using RollId = Strong<struct RollTag, Bytes16>;            ///< a line of the roll: one entitled person; made by the desk that read the file
using LinkId = Strong<struct LinkTag, Bytes16>;            ///< a facilitator's or wall's link
using Cid = Strong<struct CidTag, Bytes16>;                ///< command id, chosen by the client; makes a retry harmless
using Hash = Strong<struct HashTag, Bytes32>;              ///< SHA-256; 43 characters of base64url in JSON
using SessionId = Strong<struct SessionTag, std::uint64_t>;  ///< one accepted socket of this process; never on the wire

using Offset = std::uint64_t;       ///< index of an entry in its journal; the first is 1, 0 means "before the first"
using Epoch = std::uint32_t;        ///< identity of one unbroken journal; starts at 1
using UnixMillis = std::int64_t;    ///< milliseconds since 1970-01-01 UTC
using AgendaVersion = std::uint64_t;  ///< rises with every event that changes what is open or who may act

/// UTF-8 text of Min to Max code points, already cleaned (text.hpp). Line feeds only where Max > 120.
template <std::size_t Min, std::size_t Max>
struct Text {
    static constexpr std::size_t points_min = Min, points_max = Max;
    std::string value;
    friend auto operator<=>(Text const&, Text const&) = default;
};

/// An integer in [Min, Max].
template <std::int64_t Min, std::int64_t Max>
struct Int {
    static constexpr std::int64_t min = Min, max = Max;
    std::int64_t value = Min;
    friend auto operator<=>(Int const&, Int const&) = default;
};

/// At most Max elements, in order.
template <class T, std::size_t Max>
struct List {
    static constexpr std::size_t size_max = Max;
    std::vector<T> value;
    friend auto operator<=>(List const&, List const&) = default;
    auto begin() const { return value.begin(); }
    auto end() const { return value.end(); }
    [[nodiscard]] std::size_t size() const { return value.size(); }
    [[nodiscard]] bool empty() const { return value.empty(); }
};

/// One text in up to three languages; at least one is there (the codec refuses an empty one).
template <std::size_t Max>
struct Wording {
    std::optional<Text<1, Max>> ar, fr, en;
    friend auto operator<=>(Wording const&, Wording const&) = default;
};
using Label = Wording<80>;
using Title = Wording<120>;
using Body = Wording<500>;
BOOST_DESCRIBE_STRUCT(Label, (), (ar, fr, en))
BOOST_DESCRIBE_STRUCT(Title, (), (ar, fr, en))
BOOST_DESCRIBE_STRUCT(Body, (), (ar, fr, en))

enum class Language { ar, fr, en };
BOOST_DESCRIBE_ENUM(Language, ar, fr, en)

/// A person's words. In memory: the text. In the journal: SHA-256(salt ‖ text) with the text in a blob
/// beside the entry, so that it can be erased and the chain still verifies (journal/entry.hpp).
struct Sealed {
    std::string text;
    bool erased = false;
    friend auto operator<=>(Sealed const&, Sealed const&) = default;
};

/// Where a reader stands. `digest` is the SHA-256 chain up to and including `offset`.
struct Position {
    Epoch epoch = 0;
    Offset offset = 0;
    Hash digest;
    friend auto operator<=>(Position const&, Position const&) = default;
};
BOOST_DESCRIBE_STRUCT(Position, (), (epoch, offset, digest))

}  // namespace warsha
