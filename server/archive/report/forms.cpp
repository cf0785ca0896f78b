// Forms: each question with its answers, the mean score, what was learnt since the pre-test.

#include "archive/report/report.hpp"
#include "archive/report/writing.hpp"
#include "archive/tables/tables.hpp"
#include "core/activities/form/form.hpp"
#include "protocol/codec.hpp"

namespace warsha {
namespace {

FormConfig const& config_of(Writing const& at) { return std::get<FormConfig>(at.activity.plan.config); }

/// A value of a scale, with what it means where the form says so.
std::string value_name(Writing const& at, std::size_t value) {
    auto const& form = config_of(at);
    auto const& meaning = value == 1 ? form.lowest : value == static_cast<std::size_t>(form.steps.value) ? form.highest : std::optional<Label>();
    return html::ltr(std::to_string(value)) + (meaning ? " – " + html::wording(*meaning, at.language) : "");
}

std::string question(Writing const& at, std::size_t i) {
    auto const& form = config_of(at);
    auto const& asked = form.items.value[i];
    auto const& result = at.round.result->items[i];
    auto const right = form.key ? static_cast<std::size_t>(form.key->value[i].value) : 0;
    auto const mark = count_mark(at.activity.plan.id, at.round.round, "(all)", result);
    auto made = "<h5>" + html::wording(asked.label, at.language) + "</h5>\n<div class=\"wide\"><table class=\"bars\"><tbody>\n";
    for (std::size_t value = 1; value <= result.spread->size(); ++value) {
        auto const count = result.spread->at(value - 1);
        auto const name = asked.answers ? html::wording(asked.answers->value[value - 1], at.language) : value_name(at, value);
        made += "<tr><th scope=\"row\">" + (value == right ? "<b>✓ " + name + "</b> (" + at.say(words::right_answer) + ")" : name) + "</th><td>" +
                html::bar(count, result.voters, value == right, at.language) + "</td>" + html::count_cell(count, mark + " answer " + std::to_string(value)) +
                "<td class=\"pcs\">" + html::percent(count, result.voters, at.language) + "</td></tr>\n";
    }
    made += "</tbody></table></div>\n<p class=\"meta\">" + html::labelled(words::answered.in(at.language), result.voters, at.language);
    if (!asked.answers) made += " · " + at.say(words::mean) + " " + html::mean(result.points, result.voters, at.language);
    return made + "</p>\n";
}

std::string mean_of(Writing const& at, Score const& score) {
    return "<b>" + html::mean(score.right, score.people, at.language) + "</b> " + html::fill(words::score_of_questions.in(at.language), {score.out_of});
}

std::string gain(Writing const& at, Score const& before, Score const& after) {
    auto const told = "<p>" + at.say(words::score_before) + ": " + mean_of(at, before) + "</p>\n";
    auto const found = gain_of(before, after);
    if (!found) return told;
    if (found->learnt == 0) return told + "<p>" + at.say(words::gain_none) + "</p>\n";
    return told + "<p>" + at.say(words::gain) + ": <b>" + html::percent(found->learnt, found->missing, at.language) + "</b></p>\n";
}

std::string score(Writing const& at) {
    auto const& result = *at.round.result;
    if (!result.score) return "";
    auto made = "<p>" + at.say(words::score_mean) + ": " + mean_of(at, *result.score) + "</p>\n";
    if (result.before) made += gain(at, *result.before, *result.score);
    return made + "<p class=\"note\">" + at.say(words::score_note) + "</p>\n";
}

}  // namespace

std::string form_rule(Writing const& at) { return html::fill(words::form_rule.in(at.language), {config_of(at).items.size()}); }

std::string form(Writing const& at) {
    auto made = score(at);
    for (std::size_t i = 0; i < config_of(at).items.size(); ++i) made += question(at, i);
    return made;
}

}  // namespace warsha
