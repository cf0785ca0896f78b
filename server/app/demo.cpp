#include "app/demo.hpp"

#include <algorithm>

#include "app/client/driver.hpp"
#include "app/workshop.hpp"
#include "protocol/codec_impl.hpp"
#include "room/data_dir.hpp"

namespace warsha {

std::optional<CreatedRoom> known_demo(std::filesystem::path const& data_dir, std::vector<RoomSummary> const& rooms) {
    auto const bytes = read_file(data_dir / "demo.json");
    if (!bytes) return std::nullopt;
    auto const demo = decode_value<CreatedRoom>(*bytes);
    if (!demo) return std::nullopt;
    auto const room = std::ranges::find(rooms, demo->room, &RoomSummary::room);
    if (room == rooms.end() || room->phase == RoomPhase::closed || room->trouble) return std::nullopt;
    return *demo;
}

void remember_demo(std::filesystem::path const& data_dir, CreatedRoom const& room) { write_durably(data_dir / "demo.json", encode_value(room)); }

namespace {

/// The bodies' rolls, with so many called present by hand that the formal opinion can be opened.
void read_the_roll(client::Driver& driver, client::Phone& facilitator) {
    auto const lines = workshop_roll();
    constexpr std::size_t lines_per_message = 40;
    for (std::size_t from = 0; from < lines.size(); from += lines_per_message) {
        ExtendRoll part;
        for (auto i = from; i < std::min(lines.size(), from + lines_per_message); ++i) part.lines.value.push_back(lines[i]);
        driver.act(facilitator, part, "reading the roll");
    }
    std::map<std::string, int> called;
    for (auto const& line : lines)
        if (++called[line.body.value] <= 14) driver.act(facilitator, MarkPresence{line.roll, true}, "calling " + line.name.value);
}

}  // namespace

void seed_demo(client::Target const& target, CreatedRoom const& room) {
    client::Driver driver;
    auto const facilitator = driver.phone({.target = target, .code = room.code, .role = Role::facilitator,
                                           .link = client::parse_link(room.facilitator_link).secret});
    driver.act(*facilitator, StartRoom{}, "starting the demo room");
    read_the_roll(driver, *facilitator);
    driver.act(*facilitator, OpenActivity{proposals_id()}, "opening the proposals");

    std::vector<std::shared_ptr<client::Phone>> authors;
    for (auto const& proposal : workshop().proposals) {
        auto const author = driver.phone({.target = target, .code = room.code});
        driver.act(*author, Join{.group = proposal.group}, "seating the author of " + proposal.id);
        driver.act(*author, SubmitProposal{.activity = proposals_id(), .title = proposal.title, .text = proposal.text, .category = proposal.category},
                   "recording proposal " + proposal.id, name_id<Cid>(proposal.id));
        authors.push_back(author);
    }
    driver.act(*facilitator, OpenActivity{first_principle_id()}, "opening the first vote");
    for (auto const& author : authors) author->leave();
    facilitator->leave();
    driver.pause(std::chrono::milliseconds(300));
}

}  // namespace warsha
