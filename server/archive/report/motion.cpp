// A formal opinion as a clerk writes it: the rule that was declared, refused openings, each body's count and opinion, the shares.

#include <algorithm>

#include "archive/report/calendar.hpp"
#include "archive/report/report.hpp"
#include "archive/report/writing.hpp"
#include "archive/tables/tables.hpp"
#include "protocol/codec.hpp"

namespace warsha {
namespace {

MotionConfig const& rules_of(Writing const& at) { return std::get<MotionConfig>(at.activity.plan.config); }

std::string number(std::uint64_t n) { return "<td class=\"n\">" + std::to_string(n) + "</td>"; }

std::string body_name(Writing const& at, BodyResult const& body) {
    return body.body.value == "all" ? at.say(words::all_bodies) : group_heading(at, {body.body});
}

std::string verdict(Writing const& at, Outcome outcome) {
    return at.say(words::of(outcome, rules_of(at).wording));
}

std::string body_row(Writing const& at, BodyResult const& body, std::string const& opinion) {
    auto const mark = text_of(at.activity.plan.id) + " " + std::to_string(at.round.round) + " " + body.body.value + " ";
    return "<tr><th scope=\"row\">" + body_name(at, body) + "</th>" + number(body.roll) + number(body.needed) + number(body.present) +
           html::count_cell(body.in_favour, mark + "in_favour") + html::count_cell(body.against, mark + "against") + html::count_cell(body.abstain, mark + "abstain") +
           number(body.present - std::min(body.present, body.voted)) + "<td>" + opinion + "</td></tr>\n";
}

std::string counts(Writing const& at, MotionResult const& result) {
    auto made = "<div class=\"wide\"><table class=\"split\">" +
                head({{at.say(words::body), false}, {at.say(words::on_roll), true}, {at.say(words::quorum), true}, {at.say(words::present), true}, {at.say(words::in_favour), true},
                      {at.say(words::against), true}, {at.say(words::abstain), true}, {at.say(words::did_not_vote), true}, {at.say(words::opinion), false}}) + "<tbody>\n";
    bool const is_pooled = rules_of(at).overall == OverallRule::pooled;
    for (auto const& body : result.bodies) made += body_row(at, body, is_pooled && body.outcome != Outcome::lapsed ? "" : verdict(at, body.outcome));
    return made + "</tbody><tfoot>" + body_row(at, result.all, "<b>" + verdict(at, result.outcome) + "</b>") + "</tfoot></table></div>\n";
}

std::string share_row(Writing const& at, words::Said const& base, std::uint64_t part, std::uint64_t whole) {
    return "<tr><th scope=\"row\">" + at.say(base) + "</th><td class=\"n\">" + html::ltr(std::to_string(part) + "/" + std::to_string(whole)) + "</td><td class=\"pcs\">" +
           html::percent(part, whole, at.language) + "</td></tr>\n";
}

std::string shares(Writing const& at, BodyResult const& all) {
    auto const cast = all.in_favour + all.against + all.abstain;
    return "<h4>" + at.say(words::shares_in_favour) + "</h4>\n<div class=\"wide\"><table class=\"split\"><tbody>\n" + share_row(at, words::base_for_and_against, all.in_favour, all.in_favour + all.against) +
           share_row(at, words::base_cast, all.in_favour, cast) + share_row(at, words::base_present, all.in_favour, all.present_weight) +
           share_row(at, words::base_roll, all.in_favour, all.roll_weight) + "</tbody></table></div>\n";
}

std::string roll_call(Writing const& at, MotionResult const& result) {
    if (result.roll_call.empty()) return "";
    auto made = "<h4>" + at.say(words::roll_call) + "</h4>\n<div class=\"wide\"><table class=\"split\"><tbody>\n";
    for (auto const& line : result.roll_call) {
        auto const stance = line.stance ? at.say(words::of(*line.stance)) : at.say(words::did_not_vote);
        made += "<tr><th scope=\"row\">" + html::bdi(line.name) + "</th><td>" + group_heading(at, {line.body}) + "</td><td>" + stance + (line.by_scribe ? " " + at.say(words::by_scribe_mark) : "") + "</td></tr>\n";
    }
    return made + "</tbody></table></div>\n";
}

words::Said const& threshold_word(Threshold threshold) {
    switch (threshold) {
        case Threshold::simple: return words::threshold_simple;
        case Threshold::absolute: return words::threshold_absolute;
        case Threshold::two_thirds: return words::threshold_two_thirds;
        case Threshold::fraction: break;
    }
    return words::threshold_fraction;
}

words::Said const& base_word(Base base) {
    switch (base) {
        case Base::for_and_against: return words::base_for_and_against;
        case Base::cast: return words::base_cast;
        case Base::present: return words::base_present;
        case Base::roll: break;
    }
    return words::base_roll;
}

words::Said const& overall_word(OverallRule rule) {
    switch (rule) {
        case OverallRule::all_bodies: return words::overall_all;
        case OverallRule::most_bodies: return words::overall_most;
        case OverallRule::pooled: break;
    }
    return words::overall_pooled;
}

}  // namespace

std::string motion_rule(Writing const& at) {
    auto const& rules = rules_of(at);
    auto const& majority = rules.majority;
    auto made = html::fill((rules.quorum.strictly ? words::quorum_more_than : words::quorum_at_least).in(at.language),
                           {static_cast<std::uint64_t>(rules.quorum.num.value), static_cast<std::uint64_t>(rules.quorum.den.value)});
    made += " " + (majority.num ? html::fill(threshold_word(majority.threshold).in(at.language), {static_cast<std::uint64_t>(majority.num->value), static_cast<std::uint64_t>(majority.den->value)})
                                : at.say(threshold_word(majority.threshold)));
    if (majority.threshold != Threshold::simple) made += " " + at.say(words::out_of) + " " + at.say(base_word(majority.base)) + ".";
    return made + " " + at.say(majority.tie == TieRule::chair ? words::tie_chair : words::tie_fails) + " " + at.say(overall_word(rules.overall)) + " " +
           at.say(rules.roll_call ? words::vote_is_public : words::vote_is_secret);
}

std::string refused_openings(PublicRoom const& told, PublicActivity const& activity, Language language) {
    PublicRound const none;
    Writing const at{told, activity, none, language, {}};
    std::string made;
    for (auto const& attempt : activity.refused.value_or(std::vector<RefusedView>{}))
        for (auto const& body : attempt.bodies) {
            if (body.present >= body.needed) continue;
            made += "<p class=\"notice\">" + html::ltr(clock_text(attempt.at, zone_of(told))) + " — " + at.say(words::not_opened) + " " + group_heading(at, {body.body}) + ": " +
                    html::fill(words::present_of_needed.in(language), {body.present, body.needed}) + "</p>\n";
        }
    return made;
}

std::string motion(Writing const& at) {
    auto const& result = *at.round.result->motion;
    std::string made = counts(at, result);
    for (auto const& body : result.bodies)
        if (body.casting_vote) made += "<p>" + body_name(at, body) + ": " + at.say(*body.casting_vote ? words::casting_for : words::casting_against) + "</p>\n";
    if (result.all.casting_vote) made += "<p>" + at.say(*result.all.casting_vote ? words::casting_for : words::casting_against) + "</p>\n";
    if (result.all.by_scribe) made += "<p class=\"note\">" + html::fill(words::by_scribe.in(at.language), {result.all.by_scribe}) + "</p>\n";
    return made + shares(at, result.all) + roll_call(at, result);
}

}  // namespace warsha
