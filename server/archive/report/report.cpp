#include "archive/report/report.hpp"

#include <algorithm>
#include <numeric>

#include "archive/report/calendar.hpp"
#include "archive/report/html.hpp"
#include "archive/report/words.hpp"
#include "archive/report/writing.hpp"
#include "core/activities/kind.hpp"
#include "protocol/codec.hpp"
#include "protocol/overloaded.hpp"

namespace warsha {
namespace {

struct Report {
    PublicRoom const& told;
    Language language;
    std::string zone = zone_of(told);

    [[nodiscard]] std::string say(words::Said const& said) const { return std::string(said.in(language)); }
    [[nodiscard]] std::string labelled(words::Said const& said, std::uint64_t n) const { return html::labelled(said.in(language), n, language); }
    [[nodiscard]] std::string number(std::uint64_t n) const { return html::ltr(std::to_string(n)); }
    [[nodiscard]] std::string date(UnixMillis time) const { return date_text(time, zone, language); }
    [[nodiscard]] std::string clocks(UnixMillis from, UnixMillis to) const { return html::ltr(clock_text(from, zone) + "–" + clock_text(to, zone)); }
};

bool is_vote(PublicActivity const& activity) { return takes_ballots(activity.plan); }

std::uint64_t seats_of(PublicRoom const& told) {
    return std::accumulate(told.participation.begin(), told.participation.end(), std::uint64_t{0}, [](std::uint64_t sum, GroupCount const& one) { return sum + one.seats; });
}

std::uint64_t ballots_of(PublicRoom const& told) {
    std::uint64_t ballots = 0;
    for (auto const& activity : told.activities)
        for (auto const& round : activity.rounds) ballots += round.voters;
    return ballots;
}

std::string fact(std::string const& name, std::uint64_t count) { return "<div><dt>" + name + "</dt><dd>" + std::to_string(count) + "</dd></div>"; }

std::string zone_text(Report const& at) {
    if (at.zone == "UTC") return at.say(words::times_utc);
    auto text = at.say(words::times_in);
    return text.replace(text.find("{1}"), 3, html::ltr(at.zone));
}

std::string header(Report const& at) {
    auto const& told = at.told;
    auto const from = told.created_at, to = told.closed_at.value_or(told.created_at);
    std::string made = "<header><p class=\"kicker\">" + std::string(html::star()) + at.say(words::report) + "</p>\n<h1>" + html::wording(told.title, at.language) + "</h1>\n";
    made += "<p class=\"when\">" + at.date(to);
    if (at.date(from) == at.date(to) && told.closed_at) made += " · " + at.clocks(from, to);
    made += " · " + zone_text(at) + "</p>\n";
    if (!told.closed_at) made += "<p class=\"notice\">" + at.say(words::interim) + "</p>\n";
    if (told.purpose != RoomPurpose::live) made += "<p class=\"notice\">" + at.say(words::rehearsal) + "</p>\n";
    return made + "<dl class=\"facts\">" + fact(at.say(words::participants), seats_of(told)) + fact(at.say(words::activities), told.activities.size()) +
           fact(at.say(words::proposals), told.proposals.size()) + fact(at.say(words::ballots), ballots_of(told)) + "</dl></header>\n";
}

words::Said const& phase_word(ActivityPhase phase) {
    switch (phase) {
        case ActivityPhase::open: return words::phase_open;
        case ActivityPhase::closed: return words::phase_closed;
        case ActivityPhase::skipped: return words::phase_skipped;
        case ActivityPhase::prepared: break;
    }
    return words::phase_prepared;
}

words::Said const& kind_of_form(FormUse use) {
    switch (use) {
        case FormUse::quiz: return words::kind_quiz;
        case FormUse::pre_test: return words::kind_pre_test;
        case FormUse::post_test: return words::kind_post_test;
        case FormUse::survey: break;
    }
    return words::kind_survey;
}

words::Said const& kind_word(PublicActivity const& activity) {
    return std::visit(Overloaded{
        [](ProposalsConfig const&) -> words::Said const& { return words::kind_proposals; },
        [](ChoiceConfig const&) -> words::Said const& { return words::kind_choice; },
        [](DotsConfig const&) -> words::Said const& { return words::kind_dots; },
        [](RatingConfig const&) -> words::Said const& { return words::kind_rating; },
        [](ImpactConfig const&) -> words::Said const& { return words::kind_impact; },
        [](WordsConfig const&) -> words::Said const& { return words::kind_words; },
        [](StatementsConfig const&) -> words::Said const& { return words::kind_statements; },
        [](QuestionsConfig const&) -> words::Said const& { return words::kind_questions; },
        [](MotionConfig const&) -> words::Said const& { return words::kind_motion; },
        [](ClustersConfig const&) -> words::Said const& { return words::kind_clusters; },
        [](FormConfig const& form) -> words::Said const& { return kind_of_form(form.use); },
        [](MaterialsConfig const&) -> words::Said const& { return words::kind_materials; },
    }, activity.plan.config);
}

std::string agenda_item(Report const& at, PublicActivity const& activity) {
    std::string side = at.say(phase_word(activity.phase));
    if (!activity.rounds.empty() && activity.rounds.back().closed_at)
        side += " · " + at.clocks(activity.rounds.front().opened_at, *activity.rounds.back().closed_at);
    if (activity.rounds.size() > 1) side += " · " + at.say(words::round) + " " + at.number(activity.rounds.back().round);
    return "<li><span>" + html::wording(activity.plan.title, at.language) + "<br><span class=\"meta\">" + at.say(kind_word(activity)) + "</span></span><span class=\"side\">" + side + "</span></li>\n";
}

std::string agenda(Report const& at) {
    std::string made = "<section><h2>" + at.say(words::agenda) + "</h2><ol class=\"agenda\">\n";
    for (auto const& activity : at.told.activities) made += agenda_item(at, activity);
    return made + "</ol></section>\n";
}

std::string participation_row(Report const& at, GroupCount const& count, std::uint64_t all) {
    auto const group = count.group ? std::ranges::find(at.told.groups, *count.group, &Group::key) : at.told.groups.end();
    auto const name = group == at.told.groups.end() ? at.say(at.told.groups.empty() ? words::everybody : words::no_group) : html::wording(group->label, at.language);
    return "<tr><th scope=\"row\">" + name + "</th><td>" + html::bar(count.seats, all, false, at.language) + "</td><td class=\"n\">" + std::to_string(count.seats) +
           "</td><td class=\"pcs\">" + html::percent(count.seats, all, at.language) + "</td></tr>\n";
}

std::string participation(Report const& at) {
    auto const all = seats_of(at.told);
    std::string made = "<section><h2>" + at.say(words::participation) + "</h2><table class=\"bars\"><thead><tr><th scope=\"col\">" + at.say(words::group) +
                       "</th><td></td><th class=\"n\" scope=\"col\">" + at.say(words::seats) + "</th><th class=\"n\" scope=\"col\">" + at.say(words::share) + "</th></tr></thead><tbody>\n";
    for (auto const& count : at.told.participation) made += participation_row(at, count, all);
    made += "</tbody></table>";
    if (auto const& given = at.told.certificates)
        made += "<p><b>" + at.labelled(words::certificates, given->issued) + "</b>. " + html::fill(words::certificate_rule.in(at.language), {given->percent}) + "</p>";
    return made + "</section>\n";
}

std::string results(Report const& at) {
    std::string made;
    for (auto const& activity : at.told.activities) {
        if (!is_vote(activity) || (activity.rounds.empty() && !activity.refused)) continue;
        made += "<h3>" + html::wording(activity.plan.title, at.language) + "</h3>\n" + refused_openings(at.told, activity, at.language);
        for (auto const& round : activity.rounds) made += round_section(at.told, activity, round, at.language);
    }
    return made.empty() ? made : "<section><h2>" + at.say(words::results) + "</h2>\n" + made + "</section>\n";
}

std::string proposal(Report const& at, PublicProposal const& one) {
    std::string made = "<article class=\"proposal\"><h4>" + html::wording(one.title, at.language) + "</h4>";
    if (one.text) made += "<p>" + html::wording(*one.text, at.language) + "</p>";
    made += "<div class=\"tags\">";
    auto const group = one.group ? std::ranges::find(at.told.groups, *one.group, &Group::key) : at.told.groups.end();
    if (group != at.told.groups.end()) made += "<span>" + html::wording(group->label, at.language) + "</span>";
    if (one.endorsements) made += "<span>" + at.labelled(words::endorsed, one.endorsements) + "</span>";
    if (one.edited) made += "<span>" + at.say(words::edited) + "</span>";
    return made + "</div></article>\n";
}

bool is_question(PublicRoom const& told, PublicProposal const& one) {
    auto const activity = std::ranges::find(told.activities, one.activity, [](PublicActivity const& each) { return each.plan.id; });
    return activity != told.activities.end() && std::holds_alternative<QuestionsConfig>(activity->plan.config);
}

std::string question(Report const& at, PublicProposal const& one) {
    std::string made = "<article class=\"proposal\"><h4>" + html::wording(one.title, at.language) + "</h4>";
    if (one.answer) made += "<p>" + html::wording(*one.answer, at.language) + "</p>";
    made += "<div class=\"tags\">";
    if (one.endorsements) made += "<span>" + at.labelled(words::endorsed, one.endorsements) + "</span>";
    if (!one.answer) made += "<span>" + at.say(one.answered.value_or(false) ? words::answered_live : words::no_answer) + "</span>";
    return made + "</div></article>\n";
}

/// The most wanted first.
std::string questions(Report const& at) {
    std::vector<PublicProposal const*> asked;
    for (auto const& one : at.told.proposals)
        if (is_question(at.told, one)) asked.push_back(&one);
    if (asked.empty()) return {};
    std::ranges::stable_sort(asked, std::greater{}, &PublicProposal::endorsements);
    std::string made = "<section><h2>" + at.say(words::kind_questions) + "</h2>\n";
    for (auto const* const one : asked) made += question(at, *one);
    return made + "</section>\n";
}

/// Those of one category (nullopt: of none that the room has), the most endorsed first.
std::string category(Report const& at, std::optional<Key> const& key, std::string const& name) {
    auto const is_known = [&](std::optional<Key> const& of) { return of && std::ranges::find(at.told.categories, *of, &Category::key) != at.told.categories.end(); };
    std::vector<PublicProposal const*> in;
    for (auto const& one : at.told.proposals)
        if (!is_question(at.told, one) && (key ? one.category == key : !is_known(one.category))) in.push_back(&one);
    if (in.empty()) return {};
    std::ranges::stable_sort(in, std::greater{}, &PublicProposal::endorsements);
    std::string made = "<h3 class=\"category\"><span>" + name + "</span>" + at.number(in.size()) + "</h3>\n";
    for (auto const* const one : in) made += proposal(at, *one);
    return made;
}

words::Said const& withheld_word(ProposalPhase phase) {
    switch (phase) {
        case ProposalPhase::pending: return words::pending;
        case ProposalPhase::returned: return words::returned;
        case ProposalPhase::withdrawn: return words::withdrawn;
        case ProposalPhase::erased: return words::erased;
        case ProposalPhase::hidden:
        case ProposalPhase::published: break;
    }
    return words::hidden;
}

std::string withheld(Report const& at) {
    std::string made;
    for (auto const& count : at.told.withheld) made += (made.empty() ? "" : " · ") + at.labelled(withheld_word(count.phase), count.proposals);
    return made.empty() ? made : "<p class=\"note\">" + at.say(words::not_told) + " — " + made + "</p>\n";
}

std::string proposals(Report const& at) {
    if (std::ranges::all_of(at.told.activities, is_vote) && at.told.proposals.empty()) return {};
    std::string made = "<section><h2>" + at.say(words::proposals) + "</h2>\n";
    if (at.told.proposals.empty()) made += "<p>" + at.say(words::no_proposals) + "</p>\n";
    for (auto const& one : at.told.categories) made += category(at, one.key, html::wording(one.label, at.language));
    made += category(at, {}, at.say(words::other_category));
    return made + withheld(at) + "</section>\n";
}

std::string computed(Report const& at) {
    std::string made = "<section><h2>" + at.say(words::computed) + "</h2><dl class=\"how\">\n";
    auto const add = [&](words::Said const& what, words::Said const& how) { made += "<dt>" + at.say(what) + "</dt><dd>" + at.say(how) + "</dd>\n"; };
    add(words::seats, words::compute_seats);
    add(words::voters, words::compute_voters);
    add(words::votes, words::compute_votes);
    add(words::dots, words::compute_dots);
    add(words::share_of_voters, words::compute_share);
    if (!at.told.groups.empty()) {
        add(words::group, words::compute_groups);
        made += "<dd>" + at.say(words::small_groups) + "</dd>\n";
    }
    add(words::endorsed, words::compute_endorsed);
    return made + "</dl></section>\n";
}

std::string checking(Report const& at) {
    if (!at.told.root) return {};
    return "<section><h2>" + at.say(words::check) + "</h2>\n<p>" + at.say(words::check_command) + "</p>\n<pre>warsha verify warsha-" + html::escape(text_of(at.told.id).substr(0, 8)) +
           ".zip</pre>\n<p>" + at.say(words::check_root) + "</p>\n<p class=\"digest\">" + text_of(*at.told.root) + "</p>\n<p>" + at.say(words::check_secret) + "</p>\n<p>" +
           at.say(words::check_receipt) + "</p></section>\n";
}

}  // namespace

std::string report(PublicRoom const& told, Language language) {
    Report const at{told, language};
    auto const code = std::string(boost::describe::enum_to_string(language, ""));
    return "<!doctype html>\n<html lang=\"" + code + "\" dir=\"" + (language == Language::ar ? "rtl" : "ltr") +
           "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>" + html::escape(pick(told.title, language)) +
           " – " + at.say(words::report) + "</title><style>" + std::string(html::style()) + "</style></head><body>\n" + header(at) + "<main>\n" + agenda(at) + participation(at) +
           results(at) + questions(at) + proposals(at) + computed(at) + checking(at) + "</main></body></html>\n";
}

}  // namespace warsha
