#pragma once
// Inside of the report: one round of one vote, and what its tables share.

#include <initializer_list>

#include "archive/report/html.hpp"
#include "archive/report/words.hpp"

namespace warsha {

/// One round as it is written: its results from the most to the least once it is closed.
struct Writing {
    PublicRoom const& told;
    PublicActivity const& activity;
    PublicRound const& round;
    Language language;
    std::vector<std::size_t> order;      ///< of results

    [[nodiscard]] std::string say(words::Said const& said) const { return std::string(said.in(language)); }
    [[nodiscard]] DotsConfig const* dots() const { return std::get_if<DotsConfig>(&activity.plan.config); }
    /// Of result `i`; an impact activity has two results for each item.
    [[nodiscard]] std::string item_name(std::size_t i) const {
        auto const& label = round.items[i * round.items.size() / round.result->items.size()].label;
        return label ? html::wording(*label, language) : "<i>" + say(words::withheld_item) + "</i>";
    }
};

/// A table's head: name and whether its column holds numbers.
std::string head(std::initializer_list<std::pair<std::string, bool>> columns);
std::string group_heading(Writing const& at, std::vector<Key> const& keys);

/// Rating and impact (ratings.cpp): the spread of the values first, then the mean, then means by group.
bool has_values(PublicActivity const& activity);
std::string values_rule(Writing const& at);
std::string values(Writing const& at);

/// Answers in people's own words, and statements (answers.cpp).
std::string answers(Writing const& at);
std::string statements(Writing const& at);

/// Forms (forms.cpp): each question with how many gave which answer, then how the test went.
std::string form_rule(Writing const& at);
std::string form(Writing const& at);

/// A formal opinion (motion.cpp).
std::string motion_rule(Writing const& at);
std::string motion(Writing const& at);
/// Openings for which there was no quorum, each with the body that lacked it.
std::string refused_openings(PublicRoom const& told, PublicActivity const& activity, Language language);

}  // namespace warsha
