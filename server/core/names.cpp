#include <array>

#include "core/decide.hpp"

namespace warsha {

std::string_view name_of(Command const& command) {
    // In the order of the variant; the codec makes the same tags from the type names (a test compares the two).
    static constexpr std::array<std::string_view, std::variant_size_v<Command>> names{
        "join", "take_seat", "offer_seat", "submit_proposal", "edit_proposal", "withdraw_proposal", "endorse_proposal", "cast_ballot",
        "start_room", "close_room", "add_activity", "remove_activity", "order_agenda", "show_activity", "skip_activity", "open_activity", "open_round",
        "close_activity", "reveal_results", "set_deadline", "extend_deadline", "pause_deadline", "blank_wall", "announce",
        "set_moderation", "moderate_proposal", "erase_proposal", "issue_link", "revoke_link", "remove_participant", "undo",
        "ask_floor", "give_floor", "hide_word", "answer_question", "extend_roll", "shorten_roll", "mark_presence", "cast_for_roll", "give_casting_vote",
        "use_slip", "make_cluster", "rename_cluster", "merge_clusters", "dissolve_cluster", "move_proposals",
        "show_question", "issue_certificates", "start_catch_up", "erase_name", "erase_words"};
    return names[command.index()];
}

}  // namespace warsha
