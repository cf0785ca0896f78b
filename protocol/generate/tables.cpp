// The tables of SPEC.md. A code without its sentence here is a compiler warning.

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include "protocol/codes.hpp"
#include "protocol/generate/model.hpp"

namespace warsha::generate {
namespace {

char const* meaning(CloseCode code) {
    switch (code) {
    case CloseCode::protocol_error: return "the WebSocket protocol itself was broken";
    case CloseCode::not_text: return "a binary frame; only text is spoken";
    case CloseCode::not_utf8: return "a text frame that is not UTF-8";
    case CloseCode::too_big: return "a frame above the transport's bound";
    case CloseCode::bad_message: return "not a message of this protocol, or one this state does not allow";
    case CloseCode::bad_ticket: return "ticket or link secret is not, or no longer, valid";
    case CloseCode::removed: return "the seat was removed or the link revoked";
    case CloseCode::no_such_room: return "no room has this code";
    case CloseCode::no_hello: return "no hello within 5 s";
    case CloseCode::replaced: return "the seat moved to another phone, or a fifth session of it opened";
    case CloseCode::ended: return "the room is closed and its bundle is written";
    case CloseCode::too_large: return "a message above the role's bound";
    case CloseCode::flooding: return "far above the rate, after slow_down";
    case CloseCode::internal: return "a fault of ours; nothing acknowledged is lost";
    case CloseCode::draining: return "the server is about to stop";
    case CloseCode::too_slow: return "the outbox overflowed twice";
    case CloseCode::reset: return "the room was reloaded; a fresh view waits";
    case CloseCode::no_pong: return "nothing heard for 45 s";
    }
    return "";
}

char const* meaning(Reject code) {
    switch (code) {
    case Reject::room_not_live: return "the room has not started yet";
    case Reject::room_closed: return "the room is closed for good";
    case Reject::room_full: return "no seat is left";
    case Reject::journal_full: return "the room has recorded all it may (200,000 entries)";
    case Reject::no_seat: return "join first";
    case Reject::forbidden: return "this role may not do that";
    case Reject::seat_removed: return "the seat was removed by a facilitator";
    case Reject::group_required: return "this room has groups: choose one";
    case Reject::unknown_group: return "no group has this key";
    case Reject::not_your_group: return "this activity is for other groups";
    case Reject::unknown_activity: return "no activity has this id";
    case Reject::activity_not_open: return "the activity is not open";
    case Reject::activity_open: return "the activity is open: close it first";
    case Reject::wrong_kind: return "this kind of activity does not do that";
    case Reject::wrong_round: return "another round is running";
    case Reject::stale: return "this or a higher revision is recorded already; own_changed follows with it";
    case Reject::unknown_item: return "a mark on something that cannot be voted for here";
    case Reject::duplicate_item: return "two marks on one item";
    case Reject::too_few_choices: return "fewer marks than choices_min";
    case Reject::too_many_choices: return "more marks than choices_max";
    case Reject::too_many_dots: return "more dots than the budget";
    case Reject::too_many_on_item: return "more points on one item than allowed";
    case Reject::abstain_not_allowed: return "this activity has no abstention";
    case Reject::abstain_with_marks: return "an abstention with marks";
    case Reject::unknown_category: return "no category has this key";
    case Reject::unknown_proposal: return "no proposal has this id, or none this role may see";
    case Reject::not_author: return "only its author may do that";
    case Reject::proposal_withdrawn: return "the proposal was withdrawn or erased";
    case Reject::proposal_hidden: return "the proposal is hidden";
    case Reject::too_many_proposals: return "the participant's or the room's bound is reached";
    case Reject::own_proposal: return "nobody endorses their own proposal";
    case Reject::reason_required: return "returning and hiding need a reason";
    case Reject::no_deadline: return "there is no deadline to change";
    case Reject::bad_order: return "not a permutation of the agenda";
    case Reject::duplicate_id: return "this id is taken";
    case Reject::activity_used: return "the activity was opened once, so it stays";
    case Reject::bad_config: return "a configuration that cannot work (min above max, no options)";
    case Reject::nothing_to_undo: return "no action is left that can be undone";
    case Reject::undo_moved_on: return "something else happened since";
    case Reject::unknown_link: return "no link has this id";
    case Reject::last_link: return "the last facilitator link stays";
    case Reject::unknown_participant: return "no participant has this id";
    case Reject::bad_seat_code: return "the code is wrong, used or older than ten minutes";
    case Reject::bad_slip: return "no line of the roll has this slip, it was used already, or this seat has another";
    case Reject::no_roll: return "a body that is to vote has no roll yet";
    case Reject::not_on_roll: return "only those on the roll vote here";
    case Reject::not_present: return "on the roll, but not in the base that was frozen at the opening";
    case Reject::motion_open: return "the roll does not change while a motion is open";
    case Reject::has_voted: return "by their own phone, or in an attempt: it stands";
    case Reject::no_tie: return "there is no tie for a casting vote to decide";
    case Reject::unknown_cluster: return "the room has no cluster of this id any more";
    case Reject::too_many_words: return "more answers than the activity takes";
    case Reject::unknown_word: return "nobody gave this answer";
    case Reject::not_shown: return "a paced form: the facilitator shows another question";
    case Reject::already_answered: return "answered in the session; what can be caught up is what one missed";
    case Reject::name_required: return "a named room: say your name";
    case Reject::not_named: return "only a named room with a rule for certificates gives them";
    case Reject::name_not_allowed: return "a name of those who run the room, or letters of two alphabets in one word";
    case Reject::cid_reused: return "this cid was used for another command";
    case Reject::text_too_long: return "more code points than the bound, after cleaning";
    case Reject::text_empty: return "nothing to see: empty, or invisible characters only";
    case Reject::text_not_allowed: return "control or private-use characters, or more than three marks on one letter";
    case Reject::slow_down: return "above the rate; again after retry_after_ms";
    case Reject::storage_unavailable: return "not recorded now; the phone keeps it and sends it again";
    }
    return "";
}

}  // namespace

std::string close_code_table() {
    std::string out = "| code | name | meaning | the client |\n| --- | --- | --- | --- |\n";
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<CloseCode>>([&](auto e) {
        auto const* const then = reaction(e.value) == Reaction::stop ? "stops and says why" : "comes back, with jitter";
        out += "| " + std::to_string(static_cast<unsigned>(e.value)) + " | `" + e.name + "` | " + meaning(e.value) + " | " + then + " |\n";
    });
    return out;
}

std::string reject_table() {
    std::string out = "| code | meaning | again? |\n| --- | --- | --- |\n";
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Reject>>([&](auto e) {
        out += std::string("| `") + e.name + "` | " + meaning(e.value) + " | " + (is_retryable(e.value) ? "later, same cid" : "no") + " |\n";
    });
    return out;
}

}  // namespace warsha::generate
