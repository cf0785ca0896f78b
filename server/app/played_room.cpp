#include "app/played_room.hpp"

#include <algorithm>
#include <cstdio>

#include "app/client/http.hpp"
#include "archive/bundle.hpp"
#include "protocol/codec_impl.hpp"

namespace warsha {

using client::DriverError;

PlayedRoom::PlayedRoom(PlayOptions const& options, Json scenario) : options_(options), scenario_(std::move(scenario)) {
    if (options.targets.empty()) own_.emplace("bench").start();
}

std::vector<client::Target> PlayedRoom::targets() const { return own_ ? std::vector{own_->target()} : options_.targets; }

client::Target PlayedRoom::next_target() {
    auto const all = targets();
    return all[spread_++ % all.size()];
}

void PlayedRoom::start(RoomPlan const& plan) {
    auto const answer = client::http(target(), "POST", "/api/rooms", organiser(), encode(plan));
    auto const room = decode_value<CreatedRoom>(answer.body);
    if (!room) throw DriverError("the room could not be created (" + std::to_string(answer.status) + "): " + answer.body);
    room_ = *room;
    auto const link = client::parse_link(room_.facilitator_link);
    facilitator_authorization_ = "Bearer " + room_.facilitator_link.substr(room_.facilitator_link.find('#') + 1);
    facilitator_ = driver_.phone({.target = target(), .code = room_.code, .role = Role::facilitator, .link = link.secret, .copies = options_.copies});
    driver_.act(*facilitator_, StartRoom{}, "starting the room");
    std::printf("room %s is live\n", room_.code.c_str());
}

std::shared_ptr<client::Phone> PlayedRoom::person(Role role) {
    auto phone = driver_.phone({.target = next_target(), .code = room_.code, .role = role, .copies = options_.copies});
    phone->handle({.on_changed = {}, .on_told = [this](Cid cid, outbox::Tell const& tell, std::int64_t) { receipts_.note(cid, tell); }, .on_stopped = {}});
    return phone;
}

void PlayedRoom::close_and_verify() {
    driver_.act(*facilitator_, CloseRoom{}, "closing the room");
    auto const path = "/archive/" + text_of(room_.room) + "/bundle.zip";
    client::HttpAnswer bundle;
    driver_.until("the bundle is published", [&] { return (bundle = client::http(target(), "GET", path)).status == 200; });
    for (auto const& node : targets()) {
        client::HttpAnswer other;
        driver_.until("every node serves the bundle", [&] { return (other = client::http(node, "GET", path)).status == 200; });
        score_.same("node " + std::to_string(node.port) + " serves the same bundle", other.body == bundle.body, true);
    }
    auto const lost = receipts_.missing_from(bundle.body);
    std::printf("%zu receipts were given\n", receipts_.size());
    score_.same("recorded commands that the bundle lacks", lost, std::size_t{0});
    auto const report = verify_bundle(bundle.body);
    if (!report.ok) std::printf("%s\n", report.first_wrong.c_str());
    score_.same("the bundle verifies", report.ok, true);
}

int PlayedRoom::tell(std::string const& what) const {
    if (score_.different() == 0) std::printf("%s gave exactly the expected results.\n", what.c_str());
    else std::printf("%d comparisons differ.\n", score_.different());
    return score_.different() == 0 ? 0 : 1;
}

PlayedRoom::Json PlayedRoom::shuffled(Json list) {
    std::vector<Json> all(list.begin(), list.end());
    if (options_.seed != 0) std::ranges::shuffle(all, random_);
    return all;
}

std::vector<std::pair<std::string, PlayedRoom::Json>> PlayedRoom::shuffled_items(Json const& object) {
    std::vector<std::pair<std::string, Json>> all;
    for (auto const& [key, value] : object.items()) all.emplace_back(key, value);
    if (options_.seed != 0) std::ranges::shuffle(all, random_);
    return all;
}

}  // namespace warsha
