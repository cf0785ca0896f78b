#pragma once
// Every way Warsha says no, in one place. The human hints in three languages live beside the other
// wording (web-client/messages); the table with the client's reaction is generated into SPEC and TypeScript.

#include <array>
#include <cstdint>
#include <string_view>

#include <boost/describe.hpp>

namespace warsha {

/// The rules say no: an answer to the one who asked. Nothing was recorded.
enum class Reject {
    room_not_live,        ///< the room has not started yet
    room_closed,
    room_full,
    journal_full,         ///< 200,000 entries
    no_seat,              ///< join first
    forbidden,            ///< this role may not do that
    seat_removed,
    group_required,
    unknown_group,
    not_your_group,       ///< this activity is for other groups
    unknown_activity,
    activity_not_open,
    activity_open,        ///< close it first
    wrong_kind,           ///< this kind of activity does not do that
    wrong_round,          ///< a newer round is running
    stale,                ///< a ballot with this or a higher revision is recorded; it follows as own_ballot
    unknown_item,
    duplicate_item,
    too_few_choices,
    too_many_choices,
    too_many_dots,
    too_many_on_item,
    abstain_not_allowed,
    abstain_with_marks,
    unknown_category,
    unknown_proposal,
    not_author,
    proposal_withdrawn,
    proposal_hidden,
    too_many_proposals,
    own_proposal,         ///< nobody endorses their own
    reason_required,
    no_deadline,
    bad_order,            ///< not a permutation of the agenda
    duplicate_id,
    activity_used,        ///< it was opened once, so it stays
    bad_config,           ///< e.g. min above max, an option list that is empty
    nothing_to_undo,
    undo_moved_on,        ///< something else happened since
    unknown_link,
    last_link,
    unknown_participant,
    bad_seat_code,        ///< wrong, used or older than ten minutes
    bad_slip,             ///< no line of the roll has this slip, or its seat was taken already
    no_roll,              ///< a body that is to vote has no roll yet
    not_on_roll,          ///< only those on the roll vote here
    not_present,          ///< on the roll, but not in the base that was frozen at the opening
    motion_open,          ///< the roll cannot change now
    has_voted,            ///< by their own phone: a scribe cannot replace that
    no_tie,               ///< nothing for a casting vote to decide
    unknown_cluster,
    too_many_words,
    unknown_word,         ///< nobody gave this answer
    not_shown,            ///< a paced form: the facilitator shows another question
    already_answered,     ///< in the session; what can be caught up is what one missed
    name_required,        ///< a named room
    not_named,            ///< only a named room knows who took part
    name_not_allowed,     ///< a name of those who run the room, or letters of two alphabets in one word
    cid_reused,           ///< this cid was used for another command
    text_too_long,
    text_empty,
    text_not_allowed,     ///< control characters, too many marks on one letter, invisible only
    slow_down,            ///< rate limit; try again after retry_after_ms
    storage_unavailable   ///< not recorded; the phone keeps it and sends it again
};
// BOOST_DESCRIBE_ENUM takes 52 names at most: the same macro, opened up.
[[maybe_unused]] BOOST_DESCRIBE_ENUM_BEGIN(Reject)
BOOST_DESCRIBE_PP_FOR_EACH(BOOST_DESCRIBE_ENUM_ENTRY, Reject,
                            room_not_live, room_closed, room_full, journal_full, no_seat, forbidden, seat_removed, group_required, unknown_group,
                            not_your_group, unknown_activity, activity_not_open, activity_open, wrong_kind, wrong_round, stale, unknown_item,
                            duplicate_item, too_few_choices, too_many_choices, too_many_dots, too_many_on_item, abstain_not_allowed,
                            abstain_with_marks, unknown_category, unknown_proposal, not_author, proposal_withdrawn, proposal_hidden,
                            too_many_proposals)
BOOST_DESCRIBE_PP_FOR_EACH(BOOST_DESCRIBE_ENUM_ENTRY, Reject,
                            own_proposal, reason_required, no_deadline, bad_order, duplicate_id, activity_used, bad_config, nothing_to_undo,
                            undo_moved_on, unknown_link, last_link, unknown_participant, bad_seat_code, bad_slip, no_roll, not_on_roll, not_present,
                            motion_open, has_voted, no_tie, unknown_cluster, too_many_words, unknown_word, not_shown, already_answered, name_required, not_named, cid_reused,
                            text_too_long, text_empty, text_not_allowed, slow_down, storage_unavailable)
BOOST_DESCRIBE_PP_FOR_EACH(BOOST_DESCRIBE_ENUM_ENTRY, Reject, name_not_allowed)
BOOST_DESCRIBE_ENUM_END(Reject)

/// Is it worth sending the same command again, later? All other rejections are final.
constexpr bool is_retryable(Reject code) { return code == Reject::slow_down || code == Reject::storage_unavailable; }

/// Why a socket was closed. One rule a client can apply blindly: 44xx stop and say why, 45xx come back with jitter,
/// everything else (1001, 1006, …) come back with jitter; 1002, 1003, 1007, 1009 are RFC 6455's own and mean stop.
enum class CloseCode : std::uint16_t {
    protocol_error = 1002,
    not_text = 1003,
    not_utf8 = 1007,
    too_big = 1009,
    bad_message = 4400,
    bad_ticket = 4401,     ///< ticket or link secret is not (or no longer) valid
    removed = 4403,        ///< seat removed or link revoked
    no_such_room = 4404,
    no_hello = 4408,       ///< no hello within 5 s
    replaced = 4409,       ///< the seat moved to another phone, or a fifth tab was opened
    ended = 4410,          ///< the room is closed and its bundle is written
    too_large = 4413,      ///< more than the role's message bound
    flooding = 4429,
    internal = 4500,
    draining = 4503,
    too_slow = 4508,
    reset = 4510,          ///< the room was reloaded: come back for a fresh view
    no_pong = 4512         ///< nothing heard for 60 s
};
BOOST_DESCRIBE_ENUM(CloseCode, protocol_error, not_text, not_utf8, too_big, bad_message, bad_ticket, removed, no_such_room, no_hello,
                    replaced, ended, too_large, flooding, internal, draining, too_slow, reset, no_pong)

enum class Reaction { stop, come_back };
constexpr Reaction reaction(CloseCode code) {
    auto const n = static_cast<std::uint16_t>(code);
    bool const theirs = n == 1002 || n == 1003 || n == 1007 || n == 1009;
    bool const ours = n >= 4400 && n < 4500 && code != CloseCode::no_hello;  // its hello was under way: the network is slow
    return theirs || ours ? Reaction::stop : Reaction::come_back;
}

}  // namespace warsha
