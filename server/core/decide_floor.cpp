// The floor: who speaks next, which questions were answered, which words are not shown.

#include <algorithm>

#include "core/activities/kind.hpp"
#include "core/deciding.hpp"
#include "protocol/text.hpp"

namespace warsha::deciding {
namespace {

bool is_waiting(Floor const& floor, ParticipantId who) {
    return std::ranges::find(floor.queue, who, &FloorRequest::participant) != floor.queue.end();
}

/// Did anybody give this answer, in whatever spelling?
bool is_given(Activity const& activity, std::string const& key) {
    return std::ranges::any_of(activity.rounds, [&](Round const& round) {
        return std::ranges::any_of(round.ballots, [&](auto const& one) {
            return std::ranges::any_of(one.second.words, [&](Answer const& word) { return word.key == key; });
        });
    });
}

}  // namespace

Result<Events> decide(Case const& at, AskFloor const& ask) {
    if (auto const no = not_live(at.room)) return *no;
    auto const me = seat(at)->id;
    auto const& speaking = at.room.floor.speaking;
    if (ask.asking && speaking && speaking->participant == me) return nothing();
    if (is_waiting(at.room.floor, me) == ask.asking) return nothing();
    return record(FloorAsked{me, ask.asking, ask.remote});
}

Result<Events> decide(Case const& at, GiveFloor const& give) {
    if (auto const no = not_live(at.room)) return *no;
    auto const& floor = at.room.floor;
    if (!give.to) return floor.speaking ? record(FloorGiven{std::nullopt}) : nothing();
    auto const* const speaker = at.room.find(*give.to);
    if (!speaker || speaker->removed) return Reject::unknown_participant;
    if (floor.speaking && floor.speaking->participant == *give.to) return nothing();
    return record(FloorGiven{give.to});
}

Result<Events> decide(Case const& at, HideWord const& hide) {
    auto const* const activity = at.room.find(hide.activity);
    if (!activity) return Reject::unknown_activity;
    if (!std::holds_alternative<WordsConfig>(activity->plan.config)) return Reject::wrong_kind;
    if (hide.hidden && !hide.reason) return Reject::reason_required;
    auto const key = answer_key(hide.word.value);
    if (!is_given(*activity, key)) return Reject::unknown_word;
    if (!hide.hidden && !activity->hidden_words.contains(key)) return nothing();
    return record(WordHidden{hide.activity, Sealed{.text = hide.word.value, .erased = false}, hide.hidden, seal_text(hide.reason)});
}

Result<Events> decide(Case const& at, AnswerQuestion const& command) {
    auto const* const question = at.room.find(command.question);
    if (!question) return Reject::unknown_proposal;
    if (!std::holds_alternative<QuestionsConfig>(at.room.find(question->activity)->plan.config)) return Reject::wrong_kind;
    if (question->phase != ProposalPhase::published) return Reject::unknown_proposal;
    if (!command.answered && !question->answered_at) return nothing();
    auto answer = command.answered && command.answer ? std::optional(seal_words(*command.answer)) : std::nullopt;
    return record(QuestionAnswered{command.question, command.answered, std::move(answer)});
}

}  // namespace warsha::deciding
