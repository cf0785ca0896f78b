#include "stories.hpp"

#include <algorithm>
#include <set>
#include <thread>

#include "protocol/codec.hpp"
#include "room/secrets.hpp"

namespace warsha::web {
namespace {

using std::chrono::milliseconds;

std::string status_of(HttpAnswer const& answer) { return std::to_string(answer.status); }

std::string ended(RawSocket& socket) {
    auto const said = socket.receive_until_closed();
    if (!socket.is_closed()) return "nothing";
    return said.empty() ? "cut" : said.substr(9, 3);
}

/// Sends `byte` again and again until the other side has had enough; "cut", or the status of what it said.
std::string dribbles(RawSocket& socket, char byte) {
    auto const until = std::chrono::steady_clock::now() + patience;
    std::string said;
    while (std::chrono::steady_clock::now() < until && !socket.is_closed() && socket.send({&byte, 1})) said += socket.receive(milliseconds(100));
    return said.empty() ? "cut" : said.substr(9, 3);
}

std::vector<HttpAnswer> answers(RawSocket& socket, std::size_t count) {
    std::vector<HttpAnswer> all;
    std::string bytes;
    while (all.size() < count) {
        while (auto answer = take_answer(bytes)) all.push_back(std::move(*answer));
        if (all.size() >= count || socket.is_closed()) break;
        auto const more = socket.receive();
        if (more.empty() && !socket.is_closed()) break;
        bytes += more;
    }
    return all;
}

/// Sent while the answers are read: neither side's buffers hold ten thousand requests.
std::vector<HttpAnswer> pipelined(Place& place, std::string const& one, int times) {
    RawSocket socket(place.port());
    std::thread sender([&] { socket.send(many(place.filled_in(one), times)); });
    auto all = answers(socket, static_cast<std::size_t>(times));
    sender.join();
    return all;
}

Hello with_ticket(SeatTicket const& ticket) { return {.role = Role::participant, .seat = ticket, .link = {}, .resume = {}}; }

Frame large() { return std::make_shared<std::string const>(std::size_t{100} * 1024, 'x'); }
constexpr int small_receive_buffer = 4096;

/// To the room of the place, until the session that does not keep up is closed.
void broadcast_until_closed(Place& place) {
    for (int i = 0; i < 400 && place.server.metric(R"(warsha_closes_total{code="4508"})") == 0; ++i)
        for (int n = 0; n < 4; ++n) place.server.server().broadcast(place.room.room, Audience::participants, large(), -1);
}

std::optional<std::string> seat_code(Seat& seat) {
    seat.socket.send(CommandMessage{fresh_cid(), OfferSeat{}});
    auto const offered = seat.socket.next_message<SeatOffered>();
    return offered ? std::optional(offered->code) : std::nullopt;
}

std::string takes(RawWebSocket& phone, std::string const& code) { return says(phone, TakeSeat{Text<8, 8>{code}}); }

}  // namespace

std::string says_nothing(Place& place) {
    RawSocket socket(place.port());
    return ended(socket);
}

std::string closes_at_once(Place& place) {
    RawSocket socket(place.port());
    socket.stop_sending();
    return ended(socket);
}

std::string sends_the_head_byte_by_byte(Place& place) {
    RawSocket socket(place.port());
    socket.send("GET / HTTP/1.1\r\n");
    return dribbles(socket, 'A');
}

std::string sends_the_body_byte_by_byte(Place& place) {
    RawSocket socket(place.port());
    socket.send(place.filled_in("POST /api/rooms HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\nAuthorization: Bearer {organiser}\r\n\r\n"));
    return dribbles(socket, ' ');
}

std::string ends_before_the_body(Place& place) {
    RawSocket socket(place.port());
    socket.send(place.filled_in("POST /api/rooms HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: 100\r\nAuthorization: Bearer {organiser}\r\n\r\n{"));
    socket.stop_sending();
    return status_of(read_answer(socket));
}

std::string sends_a_thousand_requests_at_once(Place& place) {
    RawSocket socket(place.port());
    std::string requests;
    for (int i = 0; i < 1000; ++i) requests += place.filled_in(i % 2 ? "GET /healthz HTTP/1.1\r\nHost: {host}\r\n\r\n" : "GET /nothing HTTP/1.1\r\nHost: {host}\r\n\r\n");
    std::thread sender([&] { socket.send(requests); });
    auto const all = answers(socket, 1000);
    sender.join();
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].status != (i % 2 ? 200 : 404)) return "out of order";
    return std::to_string(all.size()) + " in order";
}

std::string claims_other_addresses(Place& place) {
    std::string statuses;
    for (int i = 1; i <= 6; ++i)
        statuses += status_of(place.server.get("/api/codes/000000000", "X-Forwarded-For: 10.0.0." + std::to_string(i) + "\r\nForwarded: for=10.0.1." + std::to_string(i) + "\r\n")) + " ";
    return statuses;
}

std::string guesses_ten_thousand_codes(Place& place) {
    auto const all = pipelined(place, "GET /api/codes/000000000 HTTP/1.1\r\nHost: {host}\r\n\r\n", 10'000);
    auto const judged = std::ranges::count_if(all, [](auto const& answer) { return answer.status == 404; });
    auto const refused = std::ranges::count_if(all, [](auto const& answer) { return answer.status == 429; });
    if (judged + refused != 10'000) return std::to_string(judged + refused) + " answers";
    return judged >= 10 && judged < 50 ? "404 a few times, then 429" : std::to_string(judged) + " times 404";  // ten, and ten more a minute
}

std::string comes_when_the_server_is_full(Place& place) {
    std::vector<std::unique_ptr<RawSocket>> others;
    for (int i = 0; i < 20; ++i) {
        others.push_back(std::make_unique<RawSocket>(place.port()));
        auto const said = others.back()->receive(milliseconds(100));
        if (said.starts_with("HTTP/1.1 503")) return said.find("\r\nRetry-After: ") == std::string::npos ? "503" : "503 with Retry-After";
    }
    return "all were let in";
}

std::string is_refused_a_version(Place& place) {
    auto answer = ask(place.port(), upgrade_request(place.port(), "/ws/" + place.room.code, {{"Sec-WebSocket-Version", "8"}}));
    return status_of(answer) + " " + answer.fields["sec-websocket-version"];
}

std::string never_finishes_a_fragment(Place& place) {
    RawWebSocket socket(place.port(), place.room.code);
    enter(socket);
    socket.send_bytes(client_frame(Opcode::text, "{", 0x01));
    return answer_of(socket);
}

std::string never_finishes_a_frame(Place& place) {
    RawWebSocket socket(place.port(), place.room.code);
    enter(socket);
    auto const whole = client_frame(Opcode::text, R"({"type":"ping","t":1})");
    socket.send_bytes(whole.substr(0, whole.size() / 2));
    return answer_of(socket);
}

std::string resets_inside_a_frame(Place& place) {
    auto const before = place.server.metric("warsha_sessions");
    {
        RawWebSocket socket(place.port(), place.room.code);
        enter(socket);
        socket.send_bytes(client_frame(Opcode::text, R"({"type":"ping","t":1})").substr(0, 12));
        socket.socket().reset();
    }
    auto const until = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < until) {
        if (place.server.metric("warsha_sessions") <= before) return "forgotten";
        std::this_thread::sleep_for(milliseconds(20));
    }
    return "kept";
}

std::string closes_and_stays(Place& place) {
    RawWebSocket socket(place.port(), place.room.code);
    enter(socket);
    socket.send_bytes(client_frame(Opcode::close, "\x03\xe8"));
    auto const code = answer_of(socket);
    socket.socket().receive_until_closed();
    // Its sending side is shut: only a write that is answered with a reset tells whether the socket is still held.
    auto const until = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < until) {
        if (!socket.send_bytes(client_frame(Opcode::ping, ""))) return code + ", then dropped";
        std::this_thread::sleep_for(milliseconds(50));
    }
    return code + ", and held";
}

std::string never_reads(Place& place) {
    RawWebSocket phone(place.port(), place.room.code, small_receive_buffer);
    enter(phone);
    broadcast_until_closed(place);
    return std::to_string(phone.close_code());
}

std::string reads_a_byte_at_a_time(Place& place) {
    RawWebSocket phone(place.port(), place.room.code, small_receive_buffer);
    enter(phone);
    for (int i = 0; i < 400 && place.server.metric(R"(warsha_closes_total{code="4508"})") == 0; ++i) {
        for (int n = 0; n < 4; ++n) place.server.server().broadcast(place.room.room, Audience::participants, large(), -1);
        phone.socket().receive(milliseconds(10), 1);
    }
    bool const was_brought_up_to_date = place.server.metric("warsha_fresh_views_total") >= 1;
    return std::string(was_brought_up_to_date ? "a fresh view, then " : "") + (place.server.metric(R"(warsha_closes_total{code="4508"})") >= 1 ? "4508" : "nothing");
}

std::string greets(Place& place, Hello const& hello) {
    RawWebSocket socket(place.port(), place.room.code);
    socket.send(hello);
    if (auto const welcome = socket.next_message<Welcome>()) return welcome->resumed ? "resumed" : "welcome";
    auto const code = socket.close_code();
    return std::to_string(code);
}

std::string uses_a_ticket_twice(Place& place, Seat& seat) { return greets(place, with_ticket(seat.ticket)); }

std::string uses_the_ticket_of_a_seat_that_moved(Place& place, Seat& seat) {
    auto const code = seat_code(seat);
    if (!code) return "no code";
    RawWebSocket phone(place.port(), place.room.code);
    enter(phone);
    if (takes(phone, *code) != "receipt") return "did not move";
    return greets(place, with_ticket(seat.ticket));
}

std::string uses_a_revoked_link(Place& place) {
    auto const desk = place.facilitator();
    LinkSecret const second{.link = {fresh_cid().value}, .secret = fresh_cid().value};
    auto const hash = sha256({reinterpret_cast<char const*>(second.secret.data()), second.secret.size()});
    if (auto const said = says(*desk, IssueLink{second.link, LinkRole::facilitator, hash, {}}); said != "receipt") return said;
    Hello const hello{.role = Role::facilitator, .seat = {}, .link = second, .resume = {}};
    if (auto const said = greets(place, hello); said != "welcome") return "not even before: " + said;
    if (auto const said = says(*desk, RevokeLink{second.link}); said != "receipt") return said;
    return greets(place, hello);
}

std::string comes_with_a_ticket_of_another_room(Place& place) {
    Seat const elsewhere(place.port(), place.other_room.code);
    return greets(place, with_ticket(elsewhere.ticket));
}

std::string takes_a_seat_of_another_room(Place& place) {
    Seat elsewhere(place.port(), place.other_room.code);
    auto const code = seat_code(elsewhere);
    RawWebSocket phone(place.port(), place.room.code);
    enter(phone);
    return code ? takes(phone, *code) : "no code";
}

std::string takes_a_seat_twice(Place& place) {
    Seat seat(place);
    auto const code = seat_code(seat);
    if (!code) return "no code";
    RawWebSocket first(place.port(), place.room.code), second(place.port(), place.room.code);
    enter(first);
    enter(second);
    auto const once = takes(first, *code);
    return once + ", " + takes(second, *code);
}

std::string resumes(Place& place, Seat& seat, Position const& from) {
    return greets(place, {.role = Role::participant, .seat = seat.ticket, .link = {}, .resume = from});
}

std::string resumes_from_far_behind(Place& place, Seat& seat) {
    auto const cast = [&](int revision) {
        seat.socket.send(CommandMessage{fresh_cid(), ballot({item_no(1)}, revision)});
        auto const receipt = seat.socket.next_message<Receipt>();
        if (!receipt) throw std::runtime_error("no receipt");
        return receipt->position;
    };
    auto const first = cast(1);
    auto const soon = resumes(place, seat, first);
    for (int i = 2; i <= 2'100; ++i) cast(i);
    return soon + ", " + resumes(place, seat, first);
}

std::string repeats_a_command(Place&, Seat& seat) {
    auto const cid = fresh_cid();
    std::set<Offset> offsets;
    for (int i = 0; i < 100; ++i) {
        seat.socket.send(CommandMessage{cid, ballot({item_no(1)})});
        auto const receipt = seat.socket.next_message<Receipt>();
        if (!receipt || receipt->cid != cid) return "not recorded";
        offsets.insert(receipt->position.offset);
    }
    return offsets.size() == 1 ? "one effect, a hundred receipts" : "recorded " + std::to_string(offsets.size()) + " times";
}

std::string repeats_it_elsewhere(Place& place, Seat& seat) {
    auto const cid = fresh_cid();
    auto const first = seat.says(ballot({item_no(1)}), cid);
    RawWebSocket second(place.port(), place.room.code);
    second.send(with_ticket(seat.ticket));
    if (!second.next_message<View>()) return "no view";
    return first + ", " + says(second, ballot({item_no(1)}), cid);
}

std::string reuses_a_cid(Place&, Seat& seat) {
    auto const cid = fresh_cid();
    seat.says(ballot({item_no(1)}), cid);
    return seat.says(ballot({item_no(2)}), cid);
}

std::string repeats_anothers_command(Place& place, Seat& seat) {
    auto const cid = fresh_cid();
    seat.says(ballot({item_no(1)}), cid);
    Seat other(place);
    return other.says(ballot({item_no(1)}), cid);
}

std::string casts_an_older_revision(Place&, Seat& seat) {
    seat.says(ballot({item_no(1)}, 7));
    return seat.says(ballot({item_no(2)}, 6));
}

std::string submits_more_than_it_may(Place&, Seat& seat) {
    for (int i = 0; i < 3; ++i)
        if (auto const said = seat.says(proposal("Une proposition")); said != "receipt") return said;
    return seat.says(proposal("Une de trop"));
}

std::string endorses_what_is_gone(Place& place, Seat& seat) {
    auto const desk = place.facilitator();
    auto const hidden = fresh_cid(), erased = fresh_cid();
    Seat author(place);
    author.says(proposal("À cacher"), hidden);
    author.says(proposal("À effacer"), erased);
    if (says(*desk, ModerateProposal{{hidden.value}, Verdict::hide, Text<1, 200>{"Doublon"}}) != "receipt") return "not hidden";
    if (says(*desk, EraseProposal{{erased.value}}) != "receipt") return "not erased";
    auto const first = seat.says(EndorseProposal{{hidden.value}, true});
    return first + ", " + seat.says(EndorseProposal{{erased.value}, true});
}

std::string merges_in_a_circle(Place& place, Seat& seat) {
    auto const desk = place.facilitator();
    auto const one = fresh_cid(), two = fresh_cid();
    seat.says(proposal("Une"), one);
    seat.says(proposal("Deux"), two);
    ItemId const first{fresh_cid().value}, second{fresh_cid().value};
    auto const label = Title{.ar = {}, .fr = Text<1, 120>{"Ensemble"}, .en = {}};
    if (auto const said = says(*desk, MakeCluster{first, label, {{ProposalId{one.value}}}}); said != "receipt") return said;
    if (auto const said = says(*desk, MakeCluster{second, label, {{ProposalId{two.value}}}}); said != "receipt") return said;
    auto const itself = says(*desk, MergeClusters{.into = first, .from = first});
    auto const there = says(*desk, MergeClusters{.into = first, .from = second});
    return itself + ", " + there + ", " + says(*desk, MergeClusters{.into = second, .from = first});
}

std::string uses_a_slip_twice(Place& place) {
    auto plan = small_plan();
    plan.groups.value = {{Key{"youth"}, {.ar = {}, .fr = Text<1, 80>{"Jeunes"}, .en = {}}}};
    auto const room = place.server.create(plan);
    RawWebSocket desk(place.port(), room.code);
    desk.send(Hello{.role = Role::facilitator, .seat = {}, .link = secret_of(room.facilitator_link), .resume = {}});
    if (!desk.next_message<View>()) return "no view";
    says(desk, StartRoom{});
    auto const slip = fresh_cid().value;
    auto const hash = sha256({reinterpret_cast<char const*>(slip.data()), slip.size()});
    if (auto const said = says(desk, ExtendRoll{{{RollLine{{fresh_cid().value}, Key{"youth"}, {"Salma"}, {1}, hash}}}}); said != "receipt") return said;
    std::string both;
    for (int i = 0; i < 2; ++i) {
        RawWebSocket phone(place.port(), room.code);
        enter(phone);
        says(phone, Join{.group = Key{"youth"}, .name = {}, .language = Language::fr});
        both += (i ? ", " : "") + says(phone, UseSlip{slip});
    }
    return both;
}

}  // namespace warsha::web
