// The training: which question is shown, who has earned a certificate, the days after in which one may catch up.

#include <algorithm>

#include "core/activities/kind.hpp"
#include "core/attendance.hpp"
#include "core/deciding.hpp"

namespace warsha::deciding {

Result<Events> decide(Case const& at, ShowQuestion const& show) {
    auto const* const activity = at.room.find(show.activity);
    if (!activity) return Reject::unknown_activity;
    auto const* const form = std::get_if<FormConfig>(&activity->plan.config);
    if (!form || !form->paced) return Reject::wrong_kind;
    if (show.item && std::ranges::find(form->items.value, *show.item, &Item::id) == form->items.value.end()) return Reject::unknown_item;
    if (activity->control.question == show.item) return nothing();
    return record(QuestionShown{show.activity, show.item});
}

Events certificates_earned(Case const& at) {
    Events issued;
    auto const& rule = at.room.plan.settings.certificate;
    if (!rule) return issued;
    for (auto const& [id, seat] : at.room.participants) {
        if (seat.removed || seat.certificate) continue;
        auto const code = at.asked.certificate_codes.find(id);
        auto const attendance = attendance_of(at.room, seat);
        if (code == at.asked.certificate_codes.end() || !has_earned(*rule, attendance)) continue;
        issued.push_back(CertificateIssued{id, code->second, attendance.took_part, attendance.opened});
    }
    return issued;
}

Result<Events> decide(Case const& at, IssueCertificates const&) {
    if (!at.room.plan.settings.certificate) return Reject::not_named;
    if (auto const no = not_live(at.room)) return *no;
    return certificates_earned(at);
}

Result<Events> decide(Case const& at, StartCatchUp const& start) {
    if (auto const no = not_live(at.room)) return *no;
    if (start.activities.empty()) return Reject::bad_config;
    auto const until = at.asked.now + start.hours.value * 3'600'000;
    Events events{CatchUpStarted{until}};
    std::set<ActivityId> seen;
    for (auto const& id : start.activities) {
        auto const* const activity = at.room.find(id);
        if (!activity) return Reject::unknown_activity;
        if (!seen.insert(id).second) return Reject::duplicate_id;
        if (!takes_ballots(activity->plan) || std::holds_alternative<MotionConfig>(activity->plan.config)) return Reject::wrong_kind;
        bool const is_open = activity->control.phase == ActivityPhase::open;
        if (is_open && activity->rounds.back().catch_up) {
            events.push_back(DeadlineSet{id, DeadlineView{.at = until, .left_ms = {}}});
            continue;
        }
        if (is_open) events.push_back(ActivityClosed{id, activity->control.round});
        auto opened = open_new(at, *activity, activity->control.round + 1, until);
        if (!opened) return opened;
        std::get<ActivityOpened>(opened->front()).catch_up = true;
        events.push_back(std::move(opened->front()));
    }
    events.push_back(StageSet{std::nullopt});
    return events;
}

}  // namespace warsha::deciding
