// What the room is about to do, and what its walls show.

#include <algorithm>
#include <stdexcept>

#include "core/activities/kind.hpp"
#include "core/applying.hpp"

namespace warsha {

void Applying::operator()(ActivityAdded const& e) {
    UndoRecord record = remember("add_activity");
    record.added = e.plan.id;
    if (add_activity(e.plan, e.after)) push(std::move(record));
}

void Applying::operator()(ActivityDropped const& e) {
    auto const& activity = room_.activities.at(e.activity);
    UndoRecord record = remember("remove_activity");
    record.dropped = activity.plan;
    record.control = activity.control;
    push(std::move(record));
    drop_activity(e.activity);
}

void Applying::operator()(AgendaOrdered const& e) {
    if (!std::ranges::is_permutation(e.order, room_.agenda)) throw std::out_of_range("an order that is not the agenda's");
    push(remember("order_agenda"));
    room_.agenda = e.order;
}

void Applying::operator()(StageSet const& e) {
    if (e.activity) static_cast<void>(room_.activities.at(*e.activity));
    push(remember("show_activity"));
    room_.stage = e.activity;
}

void Applying::operator()(WallBlanked const& e) {
    push(remember("blank_wall"));
    room_.blank = e.blank;
}

void Applying::operator()(Announced const& e) {
    push(remember("announce"));
    room_.announcement = e.text;
}

bool Applying::add_activity(ActivityPlan const& plan, std::optional<ActivityId> after) {
    Activity made{.plan = plan};
    if (auto const texts = collecting(plan)) made.control.moderated = texts->moderated;
    if (!room_.activities.try_emplace(plan.id, std::move(made)).second) return false;
    auto const place = after ? std::ranges::find(room_.agenda, *after) : room_.agenda.end();
    room_.agenda.insert(place == room_.agenda.end() ? place : std::next(place), plan.id);
    return true;
}

void Applying::drop_activity(ActivityId which) {
    room_.activities.erase(which);
    std::erase(room_.agenda, which);
    if (room_.stage == which) room_.stage.reset();
}

}  // namespace warsha
