#include "tests/crash/guest.hpp"

#include <algorithm>
#include <cstdlib>

#include "app/client/http.hpp"
#include "app/workshop.hpp"
#include "protocol/codec_impl.hpp"
#include "room/clockwork.hpp"

namespace warsha::crash {
namespace {

std::int64_t now_us() { return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

std::int64_t drawn(std::int64_t below_ms) {
    static std::mt19937_64 random{20'251};
    return std::uniform_int_distribution<std::int64_t>(0, below_ms)(random);
}

}  // namespace

void Guest::connect() {
    started_us_ = now_us();
    is_welcome_ = is_served_ = false;
    std::weak_ptr<Guest> const self = weak_from_this();
    socket_ = client::Socket::connect(io_, target_, "/ws/" + code_, {
        .on_open = [self] { if (auto const guest = self.lock()) guest->socket_->send(encode(ClientMessage{Hello{.role = Role::participant, .seat = guest->seat_, .link = {}, .resume = {}}})); },
        .on_text = [self](std::string const& text) { if (auto const guest = self.lock()) guest->received(text); },
        .on_closed = [self](std::uint16_t) { if (auto const guest = self.lock()) guest->closed(); }});
}

void Guest::drop() { socket_->cut(); }
void Guest::leave() {
    has_left_ = true;
    timer_.cancel();
    if (socket_) socket_->cut();
}
void Guest::ping() { socket_->send(encode(ClientMessage{Ping{now_us() / 1000}})); }

Cid Guest::send(Command const& command) {
    auto const cid = random_id<Cid>();
    auto const& text = pending_[cid] = R"({"body":)" + encode(command) + R"(,"cid":")" + text_of(cid) + R"(","type":"command"})";
    if (is_welcome_) socket_->send(text);
    return cid;
}

/// Canonical JSON: what matters here ends with its type. The large ones are looked at, not read.
void Guest::received(std::string const& text) {
    bool const is_view = text.find(R"("type":"view")") < 300;
    if (is_view) is_served_ = true;
    bool const matters = !is_view && (text.ends_with(R"("type":"welcome"})") || text.ends_with(R"("type":"seated"})") || text.ends_with(R"("type":"receipt"})") || text.ends_with(R"("type":"pong"})"));
    if (!matters) return;
    auto const message = decode_server_message(text);
    if (!message) throw std::runtime_error("a message was not understood: " + message.error().what);
    if (std::holds_alternative<Welcome>(*message)) {
        is_welcome_ = true;
        attempt_ = 0;
        hello_us_ = now_us() - started_us_;
        ping();
        for (auto const& [cid, command] : pending_) socket_->send(command);
    }
    if (auto const* const pong = std::get_if<Pong>(&*message)) come_back_ms_ = pong->come_back_ms.value_or(usual_come_back_ms);
    if (auto const* const seated = std::get_if<Seated>(&*message)) seat_ = seated->seat;
    if (auto const* const receipt = std::get_if<Receipt>(&*message)) {
        bool const is_first = pending_.erase(receipt->cid) == 1;
        if (is_first && on_receipt) on_receipt(*this, *receipt);
    }
}

void Guest::closed() {
    if (!is_welcome_) ++refused_;
    is_welcome_ = is_served_ = false;
    if (has_left_) return;
    timer_.expires_after(std::chrono::milliseconds(drawn(std::min<std::int64_t>(20'000, come_back_ms_ << std::min(attempt_++, 6U)))));
    timer_.async_wait([self = weak_from_this()](boost::system::error_code error) {
        auto const guest = self.lock();
        if (!error && guest && !guest->has_left_) guest->connect();
    });
}

Hall::Hall(OwnServer const& server) : target(server.target()) {
    auto plan = workshop_plan(RoomPurpose::rehearsal);
    for (auto& activity : plan.activities.value)
        if (activity.id == first_principle_id()) std::get<ChoiceConfig>(activity.config).live_results = false;
    auto const answer = client::http(target, "POST", "/api/rooms", "Bearer " + server.organiser_token(), encode(plan));
    room = decode_value<CreatedRoom>(answer.body).value();
    facilitator = driver.phone({.target = target, .code = room.code, .role = Role::facilitator, .link = client::parse_link(room.facilitator_link).secret});
    driver.act(*facilitator, StartRoom{}, "starting the room");
    driver.act(*facilitator, OpenActivity{first_principle_id()}, "opening the vote");
}

std::shared_ptr<Guest> Hall::guest() {
    auto made = std::make_shared<Guest>(driver.io(), target, room.code);
    made->connect();
    made->send(Join{.group = Key{"youth"}});
    return made;
}

Command Hall::a_vote(std::int64_t revision) {
    return CastBallot{.activity = first_principle_id(), .round = {1}, .revision = {revision}, .marks = {{Mark{name_id<ItemId>("principle-transparency"), {1}}}}};
}

void use_built_server() { ::setenv("WARSHA_BINARY", WARSHA_BINARY, 1); }

}  // namespace warsha::crash
