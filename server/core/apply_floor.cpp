// Who speaks, what was answered, which words are not shown.

#include <algorithm>

#include "core/applying.hpp"
#include "protocol/text.hpp"

namespace warsha {

void Applying::operator()(FloorAsked const& e) {
    static_cast<void>(room_.participants.at(e.participant));
    auto& queue = room_.floor.queue;
    auto const place = std::ranges::find(queue, e.participant, &FloorRequest::participant);
    if (!e.asking && place != queue.end()) queue.erase(place);
    if (e.asking && place == queue.end()) queue.push_back({e.participant, entry_.time, e.remote});
}

void Applying::operator()(FloorGiven const& e) {
    auto& floor = room_.floor;
    if (floor.speaking) floor.spoken_ms[floor.speaking->participant] += entry_.time - floor.speaking->since;
    floor.speaking.reset();
    if (!e.to) return;
    floor.speaking = {*e.to, entry_.time};
    std::erase_if(floor.queue, [&](FloorRequest const& one) { return one.participant == *e.to; });
}

void Applying::operator()(WordHidden const& e) {
    auto& hidden = room_.activities.at(e.activity).hidden_words;
    if (e.hidden) hidden.insert_or_assign(answer_key(e.word.text), e.reason.value_or(Sealed{}));
    else hidden.erase(answer_key(e.word.text));
}

void Applying::operator()(QuestionAnswered const& e) {
    auto& question = room_.proposals.at(e.question);
    if (question.phase == ProposalPhase::withdrawn || question.phase == ProposalPhase::erased) return;
    question.answered_at = e.answered ? std::optional(entry_.time) : std::nullopt;
    question.answer = e.answer;
}

}  // namespace warsha
