#pragma once
// Results as every export shows them.

#include "archive/public_journal.hpp"
#include "core/project.hpp"
#include "core/tally.hpp"
#include "protocol/codec.hpp"

namespace warsha {

struct RoundResult {
    ActivityPlan const* plan = nullptr;  ///< lives as long as the room's state
    std::uint32_t round = 1;
    std::uint64_t voters = 0;
    std::vector<Item> items;
    ResultView result;
};

/// Every round whose counts may be seen: by the public, or with `for_facilitator` by a facilitator. In the order of the agenda.
inline std::vector<RoundResult> results_of(RoomState const& room, bool for_facilitator) {
    std::vector<RoundResult> all;
    for (auto const& id : room.agenda) {
        auto const& activity = *room.find(id);
        for (auto const& round : activity.rounds) {
            auto const view = project_round(room, activity, round, for_facilitator ? Audience::facilitators : Audience::participants);
            if (view.result) all.push_back({&activity.plan, round.round, view.voters, items_of(room, activity, round), *view.result});
        }
    }
    return all;
}

/// Words in the language, else in whichever there is.
template <class W>
std::string in_language(W const& words, Language language) {
    auto const& wanted = language == Language::ar ? words.ar : language == Language::fr ? words.fr : words.en;
    if (wanted) return wanted->value;
    for (auto const* one : {&words.ar, &words.fr, &words.en})
        if (*one) return (*one)->value;
    return "";
}

}  // namespace warsha
