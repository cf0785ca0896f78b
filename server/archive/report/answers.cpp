// Answers in people's own words, and what unites or divides.

#include <array>

#include "archive/report/report.hpp"
#include "archive/report/writing.hpp"
#include "archive/tables/tables.hpp"
#include "protocol/codec.hpp"

namespace warsha {

std::string answers(Writing const& at) {
    auto made = "<div class=\"wide\"><table class=\"bars result\">" + head({{at.say(words::answer), false}, {"", false}, {at.say(words::times_given), true}}) + "<tbody>\n";
    auto const& given = *at.round.result->words;
    for (auto const& word : given)
        made += "<tr><th scope=\"row\">" + html::bdi(word.label) + "</th><td>" + html::bar(word.voters, at.round.voters, word.voters == given.front().voters, at.language) +
                "</td><td class=\"n\">" + std::to_string(word.voters) + "</td></tr>\n";
    return made + "</tbody></table></div>\n<p class=\"note\">" + at.say(words::words_note) + "</p>\n";
}

namespace {

std::string stance_cells(Writing const& at, ItemResult const& item, std::string const& groups) {
    auto const mark = count_mark(at.activity.plan.id, at.round.round, groups, item);
    static constexpr std::array names{"agree", "disagree", "pass"};
    std::string made;
    for (std::size_t i = 0; i < names.size(); ++i) made += html::count_cell(item.spread->at(i), mark + " " + names[i]);
    return made;
}

std::string agreement_word(Writing const& at, ItemResult const& item) {
    if (!item.agreement) return "";
    return at.say(*item.agreement == Agreement::unites ? words::unites : words::divides);
}

}  // namespace

std::string statements(Writing const& at) {
    auto const& result = *at.round.result;
    auto made = "<div class=\"wide\"><table class=\"split\">" +
                head({{at.say(words::statement), false}, {at.say(words::agree), true}, {at.say(words::disagree), true}, {at.say(words::pass), true}, {"", false}}) + "<tbody>\n";
    for (std::size_t i = 0; i < result.items.size(); ++i)
        made += "<tr><th scope=\"row\">" + at.item_name(i) + "</th>" + stance_cells(at, result.items[i], "(all)") + "<td><b>" + agreement_word(at, result.items[i]) + "</b></td></tr>\n";
    made += "</tbody></table></div>\n<p class=\"note\">" + at.say(words::agreement_note) + "</p>\n";
    for (auto const& group : result.groups) {
        made += "<h4>" + group_heading(at, group.groups) + "</h4>\n<div class=\"wide\"><table class=\"split\">" +
                head({{at.say(words::statement), false}, {at.say(words::agree), true}, {at.say(words::disagree), true}, {at.say(words::pass), true}}) + "<tbody>\n";
        for (std::size_t i = 0; i < group.items.size(); ++i) made += "<tr><th scope=\"row\">" + at.item_name(i) + "</th>" + stance_cells(at, group.items[i], group_keys(group.groups)) + "</tr>\n";
        made += "</tbody></table></div>\n";
    }
    return made;
}

}  // namespace warsha
