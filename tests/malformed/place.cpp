#include "place.hpp"

#include <atomic>
#include <set>
#include <thread>

#include "protocol/codec.hpp"
#include "protocol/overloaded.hpp"

namespace warsha::web {
namespace {

Title title_of(char const* text) { return {.ar = {}, .fr = Text<1, 120>{text}, .en = {}}; }

ActivityPlan choice(ActivityId id, unsigned char first_item) {
    ChoiceConfig config;
    config.options.value = {{item_no(first_item), title_of("Oui"), {}}, {item_no(first_item + 1), title_of("Non"), {}}};
    return {id, title_of("Un choix"), {}, config};
}

RoomPlan target_plan() {
    RoomPlan plan{.title = title_of("Atelier"), .purpose = RoomPurpose::live, .settings = {}, .groups = {}, .categories = {}, .activities = {}};
    ProposalsConfig proposals;
    proposals.per_participant_max = {3};
    plan.activities.value = {choice(charter, 1), {ideas, title_of("Vos propositions"), {}, proposals}, choice(other_poll, 3), choice(later, 5), choice(over, 7)};
    return plan;
}

/// The burst of an ordinary session is less than what a table of hostile inputs says from one address.
void lift_rates(ServerConfig& config) {
    config.limits.messages_per_second = config.limits.messages_burst = 1e6;
    config.limits.connections_per_second = 1e6;
    config.limits.code_misses_per_minute = config.limits.code_misses_everywhere_per_minute = 1e6;
}

void must(std::string const& got, char const* what) {
    if (got != "receipt") throw std::runtime_error(std::string(what) + ": " + got);
}

std::unique_ptr<RawWebSocket> facilitator_of(std::uint16_t port, CreatedRoom const& room) {
    auto desk = std::make_unique<RawWebSocket>(port, room.code);
    desk->send(Hello{.role = Role::facilitator, .seat = {}, .link = secret_of(room.facilitator_link), .resume = {}});
    if (!desk->next_message<View>()) throw std::runtime_error("no view for the facilitator");
    return desk;
}

void start(RawWebSocket& desk, std::vector<ActivityId> const& opened) {
    must(says(desk, StartRoom{}), "start");
    for (auto const& activity : opened) must(says(desk, OpenActivity{activity, {}}), "open");
}

std::string word(Reject code) { return boost::describe::enum_to_string(code, "?"); }

int code_of(std::string const& payload) {
    return payload.size() < 2 ? 1005 : static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]);
}

}  // namespace

Cid fresh_cid() {
    static std::atomic<std::uint32_t> last = 0;
    auto const n = ++last;
    return {Bytes16{static_cast<std::uint8_t>(n >> 16), static_cast<std::uint8_t>(n >> 8), static_cast<std::uint8_t>(n), 0xcc}};
}

std::string many(std::string const& what, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += what;
    return all;
}

std::string answer_of(RawWebSocket& socket, std::optional<Cid> cid) {
    auto const until = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < until) {
        auto const frame = socket.next(std::chrono::milliseconds(200));
        if (!frame && socket.socket().is_closed()) return "cut";
        if (!frame) continue;
        if (frame->opcode == Opcode::close) return std::to_string(code_of(frame->payload));
        if (frame->opcode != Opcode::text) continue;
        if (frame->payload.empty()) return "heartbeat";
        auto const message = decode_server_message(frame->payload);
        if (!message) return "nonsense";
        if (std::holds_alternative<Pong>(*message)) return "pong";
        auto const* const receipt = std::get_if<Receipt>(&*message);
        if (receipt && (!cid || receipt->cid == *cid)) return "receipt";
        auto const* const rejection = std::get_if<Rejection>(&*message);
        if (rejection && (!cid || rejection->cid == *cid)) return word(rejection->code);
    }
    return "nothing";
}

std::string says(RawWebSocket& socket, Command const& command, Cid cid) {
    socket.send(CommandMessage{cid, command});
    return answer_of(socket, cid);
}

CastBallot ballot(std::vector<ItemId> const& marks, int revision, ActivityId activity) {
    CastBallot made{.activity = activity, .round = {1}, .revision = {revision}, .marks = {}, .abstain = false, .words = {}};
    for (auto const& item : marks) made.marks.value.push_back({item, {1}, {}});
    return made;
}

SubmitProposal proposal(std::string const& title) { return {.activity = ideas, .title = {.ar = {}, .fr = Text<1, 120>{title}, .en = {}}, .text = {}, .category = {}}; }

Control::Control(RunningServer& server, CreatedRoom const& room) : phone_(server.port(), room.code) {
    enter(phone_);
    must(says(phone_, Join{}), "the control participant joins");
}

bool Control::votes() {
    auto const cid = fresh_cid();
    phone_.send(CommandMessage{cid, ballot({item_no(static_cast<unsigned char>(1 + revision_ % 2))}, revision_ + 1)});
    ++revision_;
    auto const receipt = phone_.next_message<Receipt>();
    if (!receipt || receipt->cid != cid) return false;
    for (;;) {
        auto const tally = phone_.next_message<Tally>();
        if (!tally) return false;
        if (tally->as_of >= receipt->position.offset) return tally->round.voters == 1;
    }
}

namespace {

/// Its phones are told of each vote at once.
RoomPlan live_plan() {
    auto plan = small_plan();
    std::get<ChoiceConfig>(plan.activities.value[0].config).live_results = true;
    return plan;
}

}  // namespace

Place::Place(Adjust adjust)
    : server([adjust](ServerConfig& config) { adjust ? adjust(config) : lift_rates(config); }), room(server.create(target_plan())), other_room(server.create(live_plan())),
      control([this]() -> Control {
          start(*facilitator_of(port(), other_room), {charter});
          return Control(server, other_room);
      }()) {
    auto const desk = facilitator();
    start(*desk, {charter, ideas, other_poll, over});
    must(says(*desk, CloseActivity{over}), "close");
}

std::unique_ptr<RawWebSocket> Place::facilitator() const { return facilitator_of(port(), room); }

std::string Place::filled_in(std::string text) const {
    std::map<std::string, std::string> const values{{"{host}", server.host()}, {"{port}", std::to_string(server.port())}, {"{code}", room.code}, {"{organiser}", organiser_token}};
    for (auto const& [name, value] : values)
        for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size())) text.replace(at, name.size(), value);
    return text;
}

bool Place::is_alive() {
    auto const until = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < until) {
        if (server.get("/healthz").status == 200) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return false;
}

Seat::Seat(std::uint16_t port, std::string const& code) : socket(port, code) {
    enter(socket);
    socket.send(CommandMessage{fresh_cid(), Join{}});
    auto const seated = socket.next_message<Seated>();
    if (!seated || !socket.next_message<Receipt>()) throw std::runtime_error("no seat was given");
    ticket = seated->seat;
}

std::string Seat::says(Command const& command, Cid cid) { return web::says(socket, command, cid); }
std::string Seat::says_text(std::string const& json) {
    socket.send_text(json);
    return answer_of(socket);
}

Send request(std::string head) {
    return [head = std::move(head)](Place& place) -> std::string {
        RawSocket socket(place.port());
        socket.send(place.filled_in(head));
        auto answer = read_answer(socket);
        if (answer.status == 0) return socket.is_closed() ? "cut" : "nothing";
        if (answer.fields["connection"] != "close") return std::to_string(answer.status);
        socket.receive_until_closed();
        return std::to_string(answer.status) + (socket.is_closed() ? " close" : " close, and stays open");
    };
}

Send get(std::string fields) { return request("GET /healthz HTTP/1.1\r\nHost: {host}\r\n" + fields + "\r\n"); }
Send post(std::string fields, std::string body) { return request("POST /api/rooms HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {organiser}\r\n" + fields + "\r\n" + body); }

Send each(std::vector<Send> all) {
    return [all = std::move(all)](Place& place) {
        std::vector<std::string> reactions;
        for (auto const& one : all) reactions.push_back(one(place));
        if (std::set<std::string>(reactions.begin(), reactions.end()).size() == 1) return reactions.front();
        std::string made;
        for (auto const& one : reactions) made += (made.empty() ? "" : ", ") + one;
        return made;
    };
}

Send upgrade(std::map<std::string, std::string> const& changed) {
    return [changed](Place& place) {
        auto answer = ask(place.port(), upgrade_request(place.port(), "/ws/" + place.room.code, changed));
        auto const version = answer.status == 426 && answer.fields.contains("sec-websocket-version") ? " " + answer.fields["sec-websocket-version"] : "";
        return std::to_string(answer.status) + version + (answer.fields.contains("sec-websocket-extensions") ? " with an extension" : "");
    };
}

Send first_frames(std::string bytes) {
    return [bytes = std::move(bytes)](Place& place) {
        RawWebSocket socket(place.port(), place.room.code);
        socket.send_bytes(bytes);
        return answer_of(socket);
    };
}

Send frames(std::string bytes) {
    return [bytes = std::move(bytes)](Place& place) {
        RawWebSocket socket(place.port(), place.room.code);
        enter(socket);
        socket.send_bytes(bytes);
        return answer_of(socket);
    };
}

Send text(std::string json) { return frames(client_frame(Opcode::text, json)); }

Send seated(std::function<std::string(Place&, Seat&)> what) {
    return [what = std::move(what)](Place& place) {
        Seat seat(place);
        return what(place, seat);
    };
}

Send command(std::string body) {
    return seated([body = std::move(body)](Place&, Seat& seat) { return seat.says_text(R"({"type":"command","cid":")" + text_of(fresh_cid()) + R"(","body":)" + body + "}"); });
}

Send title(std::string words) {
    return seated([words = std::move(words)](Place&, Seat& seat) -> std::string {
        auto const cid = fresh_cid();
        seat.socket.send_text(R"({"type":"command","cid":")" + text_of(cid) + R"(","body":{"type":"submit_proposal","activity":"AgAAAAAAAAAAAAAAAAAAAA","title":{"ar":")" + words + R"("}}})");
        for (;;) {
            auto const frame = seat.socket.next();
            if (!frame) return "nothing";
            if (frame->opcode == Opcode::close) return std::to_string(code_of(frame->payload));
            auto const message = decode_server_message(frame->payload);
            if (!message) return "nonsense";
            if (auto const* const rejection = std::get_if<Rejection>(&*message)) return word(rejection->code);
            auto const* const changes = std::get_if<Changes>(&*message);
            if (!changes) continue;
            for (auto const& change : changes->changes)
                if (auto const* const changed = std::get_if<ProposalChanged>(&change); changed && changed->proposal.id.value == cid.value)
                    return changed->proposal.title.ar ? changed->proposal.title.ar->value : "no words";
        }
    });
}

Send not_ours(char const* why) {
    return [why](Place&) { return std::string(why); };
}

}  // namespace warsha::web
