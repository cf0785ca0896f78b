// Rating and impact × feasibility: how many gave each value, then the mean, then the means by group.

#include <algorithm>
#include <numeric>

#include "archive/report/report.hpp"
#include "archive/report/writing.hpp"
#include "protocol/overloaded.hpp"

namespace warsha {
namespace {

std::uint64_t steps_of(PublicActivity const& activity) {
    return std::visit(Overloaded{
        [](RatingConfig const& config) { return static_cast<std::uint64_t>(config.steps.value); },
        [](ImpactConfig const& config) { return static_cast<std::uint64_t>(config.steps.value); },
        [](auto const&) { return std::uint64_t{0}; },
    }, activity.plan.config);
}

bool has_axes(Writing const& at) { return std::holds_alternative<ImpactConfig>(at.activity.plan.config); }

/// Ratings from the highest mean to the lowest once closed; two questions stay with their item.
std::vector<std::size_t> order_of(Writing const& at) {
    auto const& items = at.round.result->items;
    std::vector<std::size_t> order(items.size());
    std::iota(order.begin(), order.end(), 0);
    auto const is_higher = [&](std::size_t a, std::size_t b) { return items[a].points * items[b].voters > items[b].points * items[a].voters; };
    if (at.round.closed_at && !has_axes(at)) std::ranges::stable_sort(order, is_higher);
    return order;
}

std::string names(Writing const& at, std::size_t i) {
    auto made = "<th scope=\"row\">" + at.item_name(i) + "</th>";
    if (has_axes(at)) made += "<td>" + at.say(at.round.result->items[i].axis == Axis::feasibility ? words::feasibility : words::impact) + "</td>";
    return made;
}

std::string item_row(Writing const& at, std::size_t i) {
    auto const& item = at.round.result->items[i];
    auto const mark = count_mark(at.activity.plan.id, at.round.round, "(all)", item);
    auto row = "<tr>" + names(at, i) + "<td class=\"n\"><b>" + html::mean(item.points, item.voters, at.language) + "</b></td>";
    for (auto const count : *item.spread) row += "<td class=\"n\">" + std::to_string(count) + "</td>";
    row += html::count_cell(item.points, mark + " points") + html::count_cell(item.voters, mark + " voters");
    return row + "<td class=\"n\">" + std::to_string(at.round.voters - item.voters) + "</td></tr>\n";
}

std::string header(Writing const& at) {
    auto made = "<thead><tr><th scope=\"col\">" + at.say(words::option) + "</th>";
    if (has_axes(at)) made += "<th scope=\"col\">" + at.say(words::question) + "</th>";
    auto const number = [&](std::string const& name) { made += "<th class=\"n\" scope=\"col\">" + name + "</th>"; };
    number(at.say(words::mean));
    for (std::uint64_t value = 1; value <= steps_of(at.activity); ++value) number(std::to_string(value));
    for (auto const& said : {words::sum, words::ratings, words::skipped}) number(at.say(said));
    return made + "</tr></thead>";
}

std::string means_by_group(Writing const& at) {
    auto const& groups = at.round.result->groups;
    if (groups.empty()) return "";
    auto made = "<h4>" + at.say(words::means_by_group) + "</h4>\n<div class=\"wide\"><table class=\"split\"><thead><tr><th scope=\"col\">" + at.say(words::option) + "</th>";
    if (has_axes(at)) made += "<th scope=\"col\">" + at.say(words::question) + "</th>";
    for (auto const& group : groups) made += "<th class=\"n\" scope=\"col\">" + group_heading(at, group.groups) + "</th>";
    made += "</tr></thead><tbody>\n";
    for (auto const i : at.order) {
        made += "<tr>" + names(at, i);
        for (auto const& group : groups) made += "<td class=\"n\">" + html::mean(group.items[i].points, group.items[i].voters, at.language) + "</td>";
        made += "</tr>\n";
    }
    return made + "</tbody></table></div>\n";
}

}  // namespace

bool has_values(PublicActivity const& activity) { return steps_of(activity) > 0; }

std::string values_rule(Writing const& at) { return html::fill(words::scale_rule.in(at.language), {steps_of(at.activity)}); }

std::string values(Writing const& at) {
    auto sorted = at;
    sorted.order = order_of(at);
    // Only a ranking has a leader to be set in bold.
    std::string const look = has_axes(at) ? "split" : "split result";
    auto made = "<div class=\"wide\"><table class=\"" + look + "\">" + header(sorted) + "<tbody>\n";
    for (auto const i : sorted.order) made += item_row(sorted, i);
    return made + "</tbody></table></div>\n<p class=\"note\">" + at.say(words::scale_note) + "</p>\n" + means_by_group(sorted);
}

}  // namespace warsha
