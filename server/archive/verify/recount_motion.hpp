#pragma once
// Motions counted and judged again from the public journal. Shares no code with core/activities/motion.

#include <map>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "protocol/views.hpp"

namespace warsha {

/// Follows the roll, presence and attempts of a journal, event by event.
class RecountMotions {
public:
    using Which = std::pair<std::string, std::uint32_t>;  // activity, round

    /// `plans`: every activity by id; `groups`: the room's, in their order. `receipt`: of the entry that holds the event.
    void take(nlohmann::json const& event, std::string const& receipt, std::map<std::string, nlohmann::json> const& plans, std::vector<std::string> const& groups);
    /// What is wrong with the ballots of an attempt, or "".
    std::string count(Which const& which, nlohmann::json const& ballots);
    /// After the room's close. The roll call is left out: names are not in the journal.
    [[nodiscard]] MotionResult judged(Which const& which, nlohmann::json const& rules) const;
    /// How many present lines of a body voted so, of an attempt with a roll call; "": did not vote.
    [[nodiscard]] std::map<std::pair<std::string, std::string>, std::uint64_t> const& stances(Which const& which) const { return attempts_.at(which).stances; }
    /// The refused openings of an activity, as recorded.
    [[nodiscard]] std::vector<nlohmann::json> refused(std::string const& activity) const;
    /// An opening that should have been refused, or the other way round; "" where all is right.
    [[nodiscard]] std::string const& wrong() const { return wrong_; }

private:
    struct Line {
        std::string body;
        std::uint64_t weight = 1;
        bool has_seat = false;
        std::optional<bool> marked;
        [[nodiscard]] bool is_present() const { return marked.value_or(has_seat); }
    };
    struct Attempt {
        std::map<std::string, Line> base;            ///< who was present at the opening
        std::vector<BodyResult> bodies;              ///< roll, quorum and presence at the opening; then the votes
        std::set<std::string> lacking;
        std::map<std::string, bool> casting;
        std::map<std::pair<std::string, std::string>, std::uint64_t> stances;
        bool is_open = true;
    };
    [[nodiscard]] std::vector<BodyResult> now(nlohmann::json const& plan, std::vector<std::string> const& groups) const;
    void opened(nlohmann::json const& event, nlohmann::json const& plan, std::vector<std::string> const& groups);
    void close(Which const& which, nlohmann::json const& plan, std::vector<std::string> const& groups);
    void undone(std::string const& target);

    std::map<std::string, Line> roll_;
    std::map<Which, Attempt> attempts_;
    std::map<std::string, std::vector<nlohmann::json>> refused_;
    std::map<std::string, Which> closes_;            ///< by receipt
    std::string wrong_;
};

}  // namespace warsha
