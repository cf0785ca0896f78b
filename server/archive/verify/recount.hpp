#pragma once
// Counting again, from the public journal alone. On purpose it shares no code with core's tally: it is the second opinion.

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include <nlohmann/json.hpp>

#include "archive/verify/recount_motion.hpp"

namespace warsha {

/// The first thing that is wrong with a bundle: file, line, what.
struct Wrong {
    std::string sentence;
};

struct CountedItem {
    std::string item;
    std::uint64_t points = 0, voters = 0;
    std::string axis = {};               ///< "" where there is one question only
    std::vector<std::uint64_t> spread = {};  ///< empty where points are votes or dots
    std::uint64_t right = 0;             ///< of a form's question: which answer is; 0: none
    bool is_choice = false;              ///< of a form: it has answers of its own
    friend auto operator<=>(CountedItem const&, CountedItem const&) = default;
};
struct CountedPart {
    std::uint64_t voters = 0, abstentions = 0;
    std::vector<CountedItem> items;      ///< as on the ballot paper
    friend auto operator<=>(CountedPart const&, CountedPart const&) = default;
};
/// One entry of a cloud.
struct CountedWord {
    std::uint64_t voters = 0;
    std::map<std::string, std::uint64_t> spellings;
};
struct CountedRound {
    std::size_t line = 0;
    CountedPart all;
    std::vector<std::map<std::string, std::int64_t>> dots;  ///< of a dot vote, each ballot
    std::optional<std::uint64_t> movers;  ///< how few of them could change the order
    std::map<std::string, CountedWord> words;  ///< of a cloud, by key
    std::map<std::vector<std::string>, CountedPart> groups;  ///< by reported label
    bool is_late = false;                ///< for those who missed it in the session
};

struct CountedProposal {
    std::string activity, author;
    nlohmann::json words;                ///< the event that wrote them last: hashes of title and text, category
    std::uint64_t endorsements = 0;
    nlohmann::json answer = {};          ///< the event that answered it last; null: none did, or it was taken back
};

/// All that follows from journal.jsonl.
struct Recount {
    nlohmann::json created;              ///< the room_created event
    std::map<std::string, nlohmann::json> plans;  ///< every activity that ever stood on the agenda
    std::map<std::pair<std::string, std::uint32_t>, std::vector<std::string>> papers;  ///< frozen proposals per opened round
    std::map<std::pair<std::string, std::uint32_t>, CountedRound> rounds;
    std::map<std::string, CountedProposal> proposals;
    RecountMotions motions;
    std::map<std::string, std::string> seats;     ///< who is seated, and in which group ("" for none)
    std::map<std::string, std::string> groups_of; ///< of everybody who ever had a seat
    std::uint64_t seats_counted = 0, ballots_counted = 0, certificates = 0;
    Hash root;
    std::uint64_t lines = 0;
    std::int64_t closed_at = 0;
};

/// Throws Wrong, which names the line.
Recount recount(std::string const& journal);

}  // namespace warsha
