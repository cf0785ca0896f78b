// Results: a table whose second column is the chart, then the split by group.

#include <algorithm>
#include <numeric>

#include "archive/report/report.hpp"
#include "archive/report/writing.hpp"
#include "archive/tables/tables.hpp"
#include "protocol/codec.hpp"

namespace warsha {
namespace {

using html::count_cell;

std::vector<std::size_t> order_of(PublicRound const& round) {
    std::vector<std::size_t> order(round.result->items.size());
    std::iota(order.begin(), order.end(), 0);
    // While a vote is open its order is fixed; sorted once it is closed, ties as on the ballot paper.
    if (round.closed_at) std::ranges::stable_sort(order, std::greater{}, [&](std::size_t i) { return round.result->items[i].points; });
    return order;
}

/// Choices: votes are voters. Dots: both are told, and the bar is the dots out of those possible.
std::string item_row(Writing const& at, std::size_t i, std::uint64_t most) {
    auto const& item = at.round.result->items[i];
    auto const mark = count_mark(at.activity.plan.id, at.round.round, "(all)", item);
    auto const possible = at.dots() ? at.round.voters * static_cast<std::uint64_t>(at.dots()->per_item_max.value) : at.round.voters;
    std::string row = "<tr><th scope=\"row\">" + at.item_name(i) + "</th><td>" + html::bar(item.points, possible, most > 0 && item.points == most, at.language) + "</td>" +
                      count_cell(item.points, mark + " points");
    if (at.dots()) row += count_cell(item.voters, mark + " voters");
    return row + "<td class=\"pcs\">" + html::percent(item.voters, at.round.voters, at.language) + "</td></tr>\n";
}

std::string bars(Writing const& at) {
    std::uint64_t most = 0;
    for (auto const& item : at.round.result->items) most = std::max(most, item.points);
    std::string made = "<div class=\"wide\"><table class=\"bars result\">";
    made += at.dots() ? head({{at.say(words::option), false}, {"", false}, {at.say(words::dots), true}, {at.say(words::voters), true}, {at.say(words::share_of_voters), true}})
                      : head({{at.say(words::option), false}, {"", false}, {at.say(words::votes), true}, {at.say(words::share_of_voters), true}});
    made += "<tbody>\n";
    for (auto const i : at.order) made += item_row(at, i, most);
    return made + "</tbody></table></div>\n";
}

std::string split_row(Writing const& at, std::size_t i) {
    std::string row = "<tr><th scope=\"row\">" + at.item_name(i) + "</th>";
    for (auto const& group : at.round.result->groups)
        row += count_cell(group.items[i].points, count_mark(at.activity.plan.id, at.round.round, group_keys(group.groups), group.items[i]) + " points");
    return row + "</tr>\n";
}

std::string split(Writing const& at) {
    auto const& groups = at.round.result->groups;
    if (groups.empty()) return at.told.groups.empty() || !at.round.closed_at ? "" : "<p class=\"note\">" + at.say(words::no_split) + "</p>\n";
    std::string made = "<h4>" + at.say(at.dots() ? words::dots_by_group : words::votes_by_group) + "</h4>\n<div class=\"wide\"><table class=\"split\"><thead><tr><th scope=\"col\">" +
                       at.say(words::option) + "</th>";
    for (auto const& group : groups) made += "<th class=\"n\" scope=\"col\">" + group_heading(at, group.groups) + "</th>";
    made += "</tr></thead><tbody>\n";
    for (auto const i : at.order) made += split_row(at, i);
    made += "</tbody><tfoot><tr><th scope=\"row\">" + at.say(words::voters) + "</th>";
    for (auto const& group : groups) made += "<td class=\"n\">" + std::to_string(group.voters) + "</td>";
    made += "</tr></tfoot></table></div>\n";
    bool const is_merged = std::ranges::any_of(groups, [](GroupResult const& group) { return group.groups.size() > 1; });
    if (is_merged) made += "<p class=\"note\">" + at.say(words::small_groups) + "</p>\n";
    return made;
}

std::string rule(Writing const& at) {
    if (has_values(at.activity)) return values_rule(at);
    auto const& config = at.activity.plan.config;
    if (std::holds_alternative<MotionConfig>(config)) return motion_rule(at);
    if (std::holds_alternative<FormConfig>(config)) return form_rule(at);
    if (std::holds_alternative<StatementsConfig>(config)) return at.say(words::statements_rule);
    if (auto const* const free = std::get_if<WordsConfig>(&config)) return html::fill(words::words_rule.in(at.language), {static_cast<std::uint64_t>(free->per_participant_max.value)});
    if (auto const* const dots = at.dots())
        return html::fill(words::dots_rule.in(at.language), {static_cast<std::uint64_t>(dots->budget.value), static_cast<std::uint64_t>(dots->per_item_max.value)}) +
               (dots->quadratic.value_or(false) ? " " + at.say(words::quadratic_rule) : "");
    auto const& choice = std::get<ChoiceConfig>(at.activity.plan.config);
    return html::fill(words::choice_rule.in(at.language), {static_cast<std::uint64_t>(choice.choices_min.value), static_cast<std::uint64_t>(choice.choices_max.value)});
}

std::string robustness(Writing const& at) {
    if (!at.dots() || !at.round.closed_at || at.round.items.size() < 2) return "";
    auto const& movers = at.round.result->movers;
    return "<p>" + (movers ? html::fill(words::movers.in(at.language), {*movers}) : at.say(words::firm)) + "</p>\n";
}

std::string bar_note(Writing const& at) {
    return at.dots() ? html::fill(words::dots_bar.in(at.language), {static_cast<std::uint64_t>(at.dots()->per_item_max.value)}) : at.say(words::choice_bar);
}

}  // namespace

std::string head(std::initializer_list<std::pair<std::string, bool>> columns) {
    std::string made = "<thead><tr>";
    for (auto const& [name, is_number] : columns)
        made += name.empty() ? "<td></td>" : (is_number ? "<th class=\"n\" scope=\"col\">" : "<th scope=\"col\">") + name + "</th>";
    return made + "</tr></thead>";
}

std::string group_heading(Writing const& at, std::vector<Key> const& keys) {
    std::string made;
    for (auto const& key : keys) {
        auto const group = std::ranges::find(at.told.groups, key, &Group::key);
        made += (made.empty() ? "" : " + ") + (group == at.told.groups.end() ? at.say(words::no_group) : html::wording(group->label, at.language));
    }
    return made;
}

std::string count_mark(ActivityId activity, std::uint32_t round, std::string const& groups, ItemResult const& item) {
    auto const axis = item.axis ? std::string(" ") + boost::describe::enum_to_string(*item.axis, "") : "";
    return text_of(activity) + " " + std::to_string(round) + " " + groups + " " + text_of(item.item) + axis;
}

std::string round_section(PublicRoom const& told, PublicActivity const& activity, PublicRound const& round, Language language) {
    Writing at{told, activity, round, language, {}};
    std::string made;
    if (activity.rounds.size() > 1) made += "<h4>" + at.say(words::round) + " " + html::ltr(std::to_string(round.round)) + (round.catch_up ? " · " + at.say(words::catch_up) : "") + "</h4>\n";
    made += "<p class=\"meta\">" + html::labelled(words::voters.in(language), round.voters, language);
    if (round.result && round.result->abstentions) made += " · " + html::labelled(words::abstentions.in(language), round.result->abstentions, language);
    made += " · " + rule(at) + "</p>\n";
    if (!round.result) return made + "<p>" + at.say(words::not_shown) + "</p>\n";
    if (round.result->motion) return made + motion(at);
    if (round.voters == 0) return made + "<p>" + at.say(words::no_ballots) + "</p>\n";
    if (has_values(activity)) return made + values(at);
    if (std::holds_alternative<FormConfig>(activity.plan.config)) return made + form(at);
    if (round.result->words) return made + answers(at);
    if (std::holds_alternative<StatementsConfig>(activity.plan.config)) return made + statements(at);
    at.order = order_of(round);
    return made + bars(at) + "<p class=\"note\">" + bar_note(at) + "</p>\n" + robustness(at) + split(at);
}

}  // namespace warsha
