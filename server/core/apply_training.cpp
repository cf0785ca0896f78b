// The training: the question on show, certificates, the time to catch up.

#include "core/applying.hpp"

namespace warsha {

void Applying::operator()(QuestionShown const& e) { steer(e.activity, "show_question").control.question = e.item; }

void Applying::operator()(CertificateIssued const& e) {
    auto& person = room_.participants.at(e.participant);
    if (!person.certificate) person.certificate = CertificateView{e.code, entry_.time, e.took_part, e.opened};
}

void Applying::operator()(CatchUpStarted const& e) {
    push(remember("start_catch_up"));
    room_.catch_up_until = e.until;
}

}  // namespace warsha
