#include "core/activities/words/words.hpp"

namespace warsha {

Refusal check_config(WordsConfig const&) { return std::nullopt; }

Refusal check_ballot(WordsConfig const& config, Markable const&, CastBallot const& ballot) {
    if (ballot.abstain) return Reject::abstain_not_allowed;
    if (!ballot.marks.empty() || !ballot.words) return Reject::wrong_kind;
    return static_cast<std::int64_t>(ballot.words->size()) > config.per_participant_max.value ? Refusal(Reject::too_many_words) : std::nullopt;
}

}  // namespace warsha
