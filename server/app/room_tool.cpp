#include "app/room_tool.hpp"

#include <cstdio>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/client/http.hpp"
#include "app/lan.hpp"
#include "app/workshop.hpp"
#include "protocol/codec_impl.hpp"
#include "room/data_dir.hpp"
#include "room/host.hpp"

namespace warsha {
namespace {

int complain(client::HttpAnswer const& answer) {
    if (answer.status == 0) std::fprintf(stderr, "The server could not be reached: %s. Is `warsha serve` running, and is --server right?\n", answer.body.c_str());
    else if (answer.status == 401) std::fprintf(stderr, "The organiser token is missing or wrong. It was printed at the server's first start; give it with --token or WARSHA_ORGANISER_TOKEN.\n");
    else std::fprintf(stderr, "The server refused (%u): %s\n", answer.status, answer.body.c_str());
    return 1;
}

}  // namespace

int RoomTool::create(std::string const& plan_path) const {
    std::string plan = encode(workshop_plan(RoomPurpose::live));
    if (!plan_path.empty()) {
        auto const bytes = read_file(plan_path);
        if (!bytes) {
            std::fprintf(stderr, "%s cannot be read.\n", plan_path.c_str());
            return 2;
        }
        auto const decoded = decode_room_plan(*bytes);
        if (!decoded) {
            std::fprintf(stderr, "%s is not a room plan: %s at \"%s\". protocol/schema/room_plan.json describes it.\n", plan_path.c_str(),
                         decoded.error().what.c_str(), decoded.error().where.c_str());
            return 2;
        }
        plan = *bytes;
    }
    auto const answer = client::http(target, "POST", "/api/rooms", "Bearer " + organiser_token, plan);
    auto const room = decode_value<CreatedRoom>(answer.body);
    if (!room) return complain(answer);
    std::printf("%s\nparticipants  %s\nfacilitator   %s\nwall          %s\ncode          %s\nThe facilitator and wall links hold their secret: they are shown only now.\n",
                terminal_qr(room->participant_link).c_str(), room->participant_link.c_str(), room->facilitator_link.c_str(), room->wall_link.c_str(),
                room->code.c_str());
    return 0;
}

int RoomTool::list() const {
    auto const answer = client::http(target, "GET", "/api/rooms", "Bearer " + organiser_token);
    if (answer.status != 200) return complain(answer);
    auto const listed = nlohmann::json::parse(answer.body);
    for (auto const& room : listed.at("rooms")) {
        auto const& title = room.at("title");
        auto const name = title.contains("fr") ? title.at("fr") : title.empty() ? nlohmann::json("") : title.begin().value();  // a room that is not served may have none
        std::printf("%-8s  %-8s  %5llu people  %s  %s%s\n", room.at("code").get<std::string>().c_str(), room.at("phase").get<std::string>().c_str(),
                    static_cast<unsigned long long>(room.at("participants").get<std::uint64_t>()), room.at("room").get<std::string>().c_str(), name.get<std::string>().c_str(),
                    room.contains("trouble") ? ("  NOT SERVED: " + room.at("trouble").get<std::string>()).c_str() : "");
    }
    return 0;
}

int RoomTool::close(std::string const& code) const {
    auto const answer = client::http(target, "GET", "/api/codes/" + code);
    if (answer.status != 200) return complain(answer);
    auto const room = nlohmann::json::parse(answer.body).at("room").get<std::string>();
    auto const closed = client::http(target, "POST", "/api/rooms/" + room + "/close", "Bearer " + organiser_token);
    if (closed.status >= 300) return complain(closed);
    std::printf("Room %s is closed. Its bundle: http://%s:%d/archive/%s/bundle.zip\n", code.c_str(), target.host.c_str(), target.port, room.c_str());
    return 0;
}

int RoomTool::forget(std::string const& room, std::string const& what) const {
    auto const answer = client::http(target, "GET", "/api/rooms", "Bearer " + organiser_token);
    if (answer.status != 200) return complain(answer);
    auto const listed = nlohmann::json::parse(answer.body);
    std::vector<std::string> found;
    for (auto const& one : listed.at("rooms"))
        if (one.at("code") == room || one.at("room") == room) found.push_back(one.at("room").get<std::string>());
    if (found.size() != 1) {
        std::fprintf(stderr, found.empty() ? "No room has this code or id. `warsha room list` shows them.\n" : "Several rooms had this code, one after the other. Give the room's id: `warsha room list` shows it.\n");
        return 1;
    }
    auto const done = client::http(target, "POST", "/api/rooms/" + found.front() + "/" + what, "Bearer " + organiser_token);
    if (done.status >= 300) return complain(done);
    std::printf(what == "erase" ? "All names and texts of room %s are erased. Its counts and its chain stay, and a bundle without them is being made.\n" : "Room %s is deleted: journal, key and bundle.\n", room.c_str());
    return 0;
}

int RoomTool::health() const {
    auto const answer = client::http(target, "GET", "/readyz");
    auto const said = nlohmann::json::parse(answer.body, nullptr, false);  // a proxy before it may say something else
    auto const why = said.is_object() ? said.value("why", "") : "";
    if (answer.status == 200) std::printf("The server is ready%s%s.\n", why.empty() ? "" : "; ", why.c_str());
    else if (!why.empty()) std::printf("The server is not ready: %s\n", why.c_str());
    else complain(answer);
    return answer.status == 200 ? 0 : 1;
}

}  // namespace warsha
