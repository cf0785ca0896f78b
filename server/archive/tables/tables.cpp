#include "archive/tables/tables.hpp"

#include "archive/report/words.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "protocol/codec.hpp"
#include "core/activities/kind.hpp"
#include "protocol/time_zone.hpp"

namespace warsha {
namespace {

using Row = std::vector<Cell>;

Cell maybe(std::string const* text) { return text ? Cell(*text) : Cell(); }

template <class W>
void add_languages(Row& row, W const& words) {
    for (auto const language : {Language::ar, Language::fr, Language::en}) row.push_back(maybe(exactly(words, language)));
}

template <class W>
void add_languages(Row& row, std::optional<W> const& words) {
    if (words) add_languages(row, *words);
    else row.resize(row.size() + 3);
}

Row round_cells(PublicActivity const& activity, PublicRound const& round) {
    Row row{text_of(activity.plan.id)};
    add_languages(row, activity.plan.title);
    row.emplace_back(std::string(kind_of(activity.plan)));
    row.emplace_back(std::uint64_t{round.round});
    return row;
}

/// "0 3 1 12 40": how many gave 1, 2, …
std::string spread_text(std::vector<std::uint64_t> const& spread) {
    std::string made;
    for (auto const count : spread) made += (made.empty() ? "" : " ") + std::to_string(count);
    return made;
}

/// One part of a result: everybody, or one reported group.
struct Part {
    std::vector<Key> groups;             ///< empty: everybody
    std::uint64_t voters, abstentions;
    std::vector<ItemResult> const& items;
};

void add_part(Table& table, PublicRoom const& told, Row const& start, PublicRound const& round, Part const& part) {
    Row head = start;
    head.emplace_back(part.groups.empty() ? "(all)" : group_keys(part.groups));
    for (auto const language : {Language::ar, Language::fr, Language::en})
        head.push_back(part.groups.empty() ? Cell() : Cell(group_label(told, part.groups, language)));
    head.emplace_back(part.voters);
    head.emplace_back(part.abstentions);
    for (std::size_t i = 0; i < part.items.size(); ++i) {
        Row row = head;
        auto const& item = part.items[i];
        row.emplace_back(text_of(item.item));
        add_languages(row, round.items.at(i * round.items.size() / part.items.size()).label);  // two results for each item in an impact activity
        row.emplace_back(item.points);
        row.emplace_back(item.voters);
        row.push_back(item.axis ? Cell(std::string(boost::describe::enum_to_string(*item.axis, ""))) : Cell());
        row.push_back(item.spread ? Cell(spread_text(*item.spread)) : Cell());
        table.rows.push_back(std::move(row));
    }
}

/// An answer is in whatever language it was given: it stands where an item's id would.
void add_words(Table& table, Row const& start, PublicRound const& round) {
    Row head = start;
    head.emplace_back("(all)");
    head.resize(head.size() + 3);
    head.emplace_back(round.voters);
    head.emplace_back(std::uint64_t{0});
    for (auto const& word : *round.result->words) {
        Row row = head;
        row.emplace_back(word.label);
        row.resize(row.size() + 3);
        row.emplace_back(word.voters);
        row.emplace_back(word.voters);
        row.resize(table.columns.size());
        table.rows.push_back(std::move(row));
    }
}

/// A line for each body and stance, and for all together: what is counted is weight, the voters are people.
void add_motion(Table& table, PublicRoom const& told, Row const& start, MotionResult const& result) {
    auto const add = [&](BodyResult const& body, bool is_all) {
        Row head = start;
        head.emplace_back(is_all ? "(all)" : body.body.value);
        for (auto const language : {Language::ar, Language::fr, Language::en}) head.push_back(is_all ? Cell() : Cell(group_label(told, {body.body}, language)));
        head.emplace_back(std::uint64_t{body.voted});
        head.emplace_back(body.abstain);
        for (auto const& [stance, weight] : {std::pair{Stance::in_favour, body.in_favour}, std::pair{Stance::against, body.against}, std::pair{Stance::abstain, body.abstain}}) {
            Row row = head;
            row.emplace_back(std::string(boost::describe::enum_to_string(stance, "")));
            auto const& said = words::of(stance);
            for (auto const language : {Language::ar, Language::fr, Language::en}) row.emplace_back(std::string(said.in(language)));
            row.emplace_back(weight);
            row.resize(table.columns.size());
            table.rows.push_back(std::move(row));
        }
    };
    add(result.all, true);
    for (auto const& body : result.bodies) add(body, false);
}

void add_round(Table& table, PublicRoom const& told, PublicActivity const& activity, PublicRound const& round) {
    auto const start = round_cells(activity, round);
    if (!round.result) {
        Row row = start;
        row.emplace_back("(all)");
        row.resize(row.size() + 3);
        row.emplace_back(round.voters);
        row.resize(table.columns.size());
        table.rows.push_back(std::move(row));
        return;
    }
    if (round.result->words) return add_words(table, start, round);
    if (round.result->motion) return add_motion(table, told, start, *round.result->motion);
    add_part(table, told, start, round, {{}, round.voters, round.result->abstentions, round.result->items});
    for (auto const& group : round.result->groups) add_part(table, told, start, round, {group.groups, group.voters, group.abstentions, group.items});
}

template <class Named>
void add_named(Row& row, std::vector<Named> const& all, std::optional<Key> const& key) {
    auto const found = key ? std::ranges::find(all, *key, &Named::key) : all.end();
    row.push_back(key ? Cell(key->value) : Cell());
    if (found == all.end()) row.resize(row.size() + 3);
    else add_languages(row, found->label);
}

/// "2023-03-14T08:45:00Z"
std::string iso_time(UnixMillis time) {
    auto const seconds = std::chrono::floor<std::chrono::seconds>(std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(time)));
    auto const day = std::chrono::floor<std::chrono::days>(seconds);
    std::chrono::year_month_day const date(day);
    std::chrono::hh_mm_ss const clock(seconds - day);
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
    return text;
}

/// "2023-03-14 09:45"
std::string clock_in(std::string const& zone, UnixMillis time) {
    auto const iso = iso_time(local_time(time, zone));
    return iso.substr(0, 10) + " " + iso.substr(11, 5);
}

template <class TimeText>
Table proposals_with(PublicRoom const& told, std::string const& zone, TimeText const& time_text) {
    Table table{"proposals", {"proposal", "activity", "phase", "title_ar", "title_fr", "title_en", "text_ar", "text_fr", "text_en", "category", "category_ar",
                              "category_fr", "category_en", "group", "group_ar", "group_fr", "group_en", "endorsements", "submitted_at", "edited", "reason"}, {}, zone};
    for (auto const& proposal : told.proposals) {
        Row row{text_of(proposal.id), text_of(proposal.activity), std::string(boost::describe::enum_to_string(proposal.phase, ""))};
        add_languages(row, proposal.title);
        add_languages(row, proposal.text);
        add_named(row, told.categories, proposal.category);
        add_named(row, told.groups, proposal.group);
        row.emplace_back(proposal.endorsements);
        row.emplace_back(time_text(proposal.submitted_at));
        row.emplace_back(std::uint64_t{proposal.edited});
        row.push_back(proposal.reason ? Cell(*proposal.reason) : Cell());
        table.rows.push_back(std::move(row));
    }
    return table;
}

}  // namespace

Table results_table(PublicRoom const& told) {
    Table table{"results", {"activity", "activity_ar", "activity_fr", "activity_en", "kind", "round", "groups", "groups_ar", "groups_fr", "groups_en",
                            "voters", "abstentions", "item", "item_ar", "item_fr", "item_en", "points", "item_voters", "axis", "spread"}, {}};
    for (auto const& activity : told.activities) {
        if (!takes_ballots(activity.plan)) continue;
        for (auto const& round : activity.rounds) add_round(table, told, activity, round);
    }
    return table;
}

Table proposals_table(PublicRoom const& told) { return proposals_with(told, "UTC", iso_time); }

Table proposals_table_in(PublicRoom const& told, std::string const& zone) {
    return proposals_with(told, zone, [&](UnixMillis time) { return clock_in(zone, time); });
}

std::string group_keys(std::vector<Key> const& keys) {
    std::string joined;
    for (auto const& key : keys) joined += (joined.empty() ? "" : "+") + key.value;
    return joined;
}

std::string group_label(PublicRoom const& told, std::vector<Key> const& keys, Language language) {
    std::string joined;
    for (auto const& key : keys) {
        auto const group = std::ranges::find(told.groups, key, &Group::key);
        joined += (joined.empty() ? "" : " + ") + (group == told.groups.end() ? key.value : pick(group->label, language));
    }
    return joined;
}

}  // namespace warsha
