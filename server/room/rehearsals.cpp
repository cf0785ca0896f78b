#include "room/rehearsals.hpp"

#include <algorithm>
#include <set>

#include <spdlog/spdlog.h>

#include "journal/files.hpp"
#include "protocol/codec.hpp"
#include "room/clockwork.hpp"
#include "room/secrets.hpp"

namespace warsha {
namespace {

constexpr std::size_t lines_per_body_max = 10;
constexpr std::size_t lines_per_command = 40;

/// Of every body that votes in some motion: so many lines, never more than there are phones.
std::vector<Key> lines_of_roll(RoomPlan const& plan, int people) {
    std::set<Key> bodies;
    for (auto const& activity : plan.activities.value)
        if (std::holds_alternative<MotionConfig>(activity.config)) bodies.insert(activity.groups.value.begin(), activity.groups.value.end());
    std::vector<Key> lines;
    if (bodies.empty()) return lines;
    auto const each = std::min(lines_per_body_max, static_cast<std::size_t>(people) / bodies.size());
    for (auto const& body : bodies) lines.insert(lines.end(), each, body);
    return lines;
}

struct SimulatedRoll {
    std::vector<RollLine> lines;
    std::vector<SimulatedSlip> slips;
};

/// The roll of the real room holds people's names and stays there.
SimulatedRoll simulated_roll(RoomPlan const& plan, int people) {
    SimulatedRoll roll;
    std::map<Key, int> count;
    for (auto const& body : lines_of_roll(plan, people)) {
        SimulatedSlip slip{body, {}};
        random_bytes(slip.secret.data(), slip.secret.size());
        roll.lines.push_back({random_id<RollId>(), body, {body.value + " " + std::to_string(++count[body])}, {1}, sha256({reinterpret_cast<char const*>(slip.secret.data()), slip.secret.size()})});
        roll.slips.push_back(slip);
    }
    return roll;
}

/// "…/f/{code}#{link}.{secret}"
LinkId link_of(CreatedRoom const& room) {
    LinkId link;
    from_base64url(room.facilitator_link.substr(room.facilitator_link.find('#') + 1, 22), link.value.data(), link.value.size());
    return link;
}

void record_roll(Host& host, CreatedRoom const& room, std::vector<RollLine> const& lines) {
    host.with_room(room.room, [link = link_of(room), lines](Room* served) {
        for (std::size_t from = 0; served && from < lines.size(); from += lines_per_command) {
            ExtendRoll part;
            part.lines.value.assign(lines.begin() + static_cast<std::ptrdiff_t>(from), lines.begin() + static_cast<std::ptrdiff_t>(std::min(lines.size(), from + lines_per_command)));
            served->submit(LinkActor{link}, {random_id<Cid>(), std::move(part)}, [](std::optional<Reject>) {});
        }
    });
}

}  // namespace

RoomPlan plan_of_rehearsal(RoomState const& room) {
    auto plan = room.plan;
    plan.purpose = RoomPurpose::rehearsal;
    plan.activities.value.clear();
    for (auto const& id : room.agenda) {
        auto const& activity = *room.find(id);
        plan.activities.value.push_back(activity.plan);
        std::visit([&](auto& config) { if constexpr (requires { config.moderated; }) config.moderated = activity.control.moderated; }, plan.activities.value.back().config);
    }
    return plan;
}

Rehearsals::Rehearsals(Host& host, std::filesystem::path folder, SimulatedPhones phones) : host_(host), folder_(std::move(folder)), phones_(std::move(phones)) {
    host_.when_gone([this](RoomId room) {  // wiped from another server
        phones_.stop(room);
        forget(room);
    });
}

void Rehearsals::clear_left_over() {
    if (!std::filesystem::exists(folder_)) return;
    for (auto const& file : std::filesystem::directory_iterator(folder_)) {
        RoomId room;
        if (!from_base64url(file.path().filename().string(), room.value.data(), room.value.size())) continue;
        spdlog::info("a rehearsal of the run before is wiped");
        host_.remove(room, [this, room](std::string const&) { forget(room); });
    }
}

void Rehearsals::open(RoomId of, RoomPlan plan, int people, Opened done) {
    std::optional<CreatedRoom> known;
    {
        std::lock_guard const guard(lock_);
        auto found = running_.find(of);
        bool const was_deleted = found != running_.end() && found->second.room && host_.find(found->second.room->code) != found->second.room->room;
        if (was_deleted) {               // on another server, perhaps
            phones_.stop(found->second.room->room);
            found = (running_.erase(found), running_.end());
        }
        if (found == running_.end() && running_.size() >= at_once_max) return done({}, false, "This server has as many rehearsals as it can carry beside its rooms. Wipe one first.");
        auto& one = running_[of];
        known = one.room;
        if (!known) one.waiting.push_back(std::move(done));
        if (!known && one.waiting.size() > 1) return;
    }
    if (known) return done(*known, false, "");
    auto const begin_with = plan;
    host_.create(std::move(plan), [this, of, people, begin_with](CreatedRoom const& room, std::string const& error) {
        if (error.empty()) begin(of, begin_with, people, room);
        answer(of, room, error);
    });
}

void Rehearsals::begin(RoomId of, RoomPlan const& plan, int people, CreatedRoom const& room) {
    write_durably(folder_ / text_of(room.room), text_of(of));
    auto const roll = simulated_roll(plan, people);
    record_roll(host_, room, roll.lines);
    phones_.start(room.room, room.code, people, roll.slips);
    spdlog::info("room {} is rehearsed in {} by {} simulated phones", text_of(of), text_of(room.room), people);
}

void Rehearsals::answer(RoomId of, CreatedRoom const& room, std::string const& error) {
    std::vector<Opened> waiting;
    {
        std::lock_guard const guard(lock_);
        auto& one = running_[of];
        waiting.swap(one.waiting);
        if (error.empty()) one.room = room;
        else running_.erase(of);
    }
    bool is_new = true;
    for (auto const& done : waiting) done(room, std::exchange(is_new, false), error);
}

void Rehearsals::wipe(RoomId rehearsal, std::function<void(std::string const&)> done) {
    phones_.stop(rehearsal);
    host_.remove(rehearsal, [this, rehearsal, done = std::move(done)](std::string const& error) {
        if (error.empty()) forget(rehearsal);
        done(error);
    });
}

void Rehearsals::forget(RoomId rehearsal) {
    destroy_file(folder_ / text_of(rehearsal));
    std::lock_guard const guard(lock_);
    std::erase_if(running_, [&](auto const& one) { return one.second.room && one.second.room->room == rehearsal; });
}

}  // namespace warsha
