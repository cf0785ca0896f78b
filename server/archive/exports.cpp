// Exports of a room at any moment; the same writers as the bundle, over what the one who asks may know.

#include <stdexcept>

#include "archive/bundle.hpp"
#include "archive/report/report.hpp"
#include "archive/tables/tables.hpp"
#include "core/tally.hpp"
#include "core/activities/kind.hpp"
#include "protocol/codec_impl.hpp"

namespace warsha {
namespace {

PublicRoom told_to(RoomState const& room, ExportOptions const& options) {
    return tell(room, options.include_hidden ? Audience::facilitators : Audience::participants);
}

}  // namespace

struct CheckRound {
    std::uint32_t round = 1;
    std::uint64_t voters = 0, abstentions = 0;
    std::vector<ItemResult> items;
    std::vector<GroupResult> groups;
};
BOOST_DESCRIBE_STRUCT(CheckRound, (), (round, voters, abstentions, items, groups))
struct CheckActivity {
    ActivityId activity;
    std::vector<CheckRound> rounds;
};
BOOST_DESCRIBE_STRUCT(CheckActivity, (), (activity, rounds))
struct Check {
    std::vector<CheckActivity> activities;
};
BOOST_DESCRIBE_STRUCT(Check, (), (activities))

std::string results_csv(RoomState const& room, ExportOptions options) { return csv(results_table(told_to(room, options))); }
std::string proposals_csv(RoomState const& room, ExportOptions options) { return csv(proposals_table(told_to(room, options))); }
std::string room_json(RoomState const& room, ExportOptions options) { return encode_value(told_to(room, options)) + "\n"; }
std::string report_html(RoomState const& room, Language language) { return report(tell(room, Audience::participants), language); }

std::string workbook_xlsx(RoomState const& room, ExportOptions options) {
    auto const told = told_to(room, options);
    return workbook({results_table(told), proposals_table_in(told, zone_of(told))}, options.language);
}

std::string check_json(RoomState const& room) {
    if (room.plan.purpose == RoomPurpose::live) throw std::logic_error("unmerged counts are for rehearsal and demo rooms only");
    Check check;
    for (auto const& id : room.agenda) {
        auto const& activity = room.activities.at(id);
        if (!takes_ballots(activity.plan)) continue;
        CheckActivity counted{.activity = id};
        for (auto const& round : activity.rounds) {
            auto const items = items_of(room, activity, round);
            auto const scale = scale_of(activity);
            auto const total = tally(items, round, scale);
            counted.rounds.push_back({round.round, round.ballots.size(), total.abstentions, total.items, split_by_group(items, round, scale)});
        }
        check.activities.push_back(std::move(counted));
    }
    return encode_value(check) + "\n";
}

}  // namespace warsha
