// Malformed and hostile inputs, one table: what is sent, and how the server reacts. After each of them it answers as before, and a participant of
// another room who votes all the while got every receipt and every tally. Numbers and groups are those of the reference the project was planned
// with; where our bounds or codes differ from it, the row says what holds here. One number is one row; a row may send several spellings.

#include <future>

#include <gtest/gtest.h>

#include "protocol/codec.hpp"
#include "stories.hpp"

namespace warsha::web {
namespace {

using namespace std::string_literals;
using std::chrono::milliseconds;

// Servers of their own: short waits, few connections, rates that hold.
void be_impatient(ServerConfig& config) {
    config.timeouts.head = config.timeouts.body = config.timeouts.hello = config.timeouts.close = milliseconds(1000);
    config.timeouts.silence = milliseconds(1500);
}
void cut_soon(ServerConfig& config) { config.timeouts.close = milliseconds(1000); }
void keep_few(ServerConfig& config) { config.limits.connections_max = 12; }
void keep_rates(ServerConfig&) {}
void guess_seldom(ServerConfig& config) { config.limits.code_misses_per_minute = 3; }

std::string raw(std::initializer_list<int> bytes) { return {bytes.begin(), bytes.end()}; }
std::string frame(std::string_view words, unsigned char first) { return client_frame(Opcode::text, words, first); }
std::string closing(std::string_view payload) { return client_frame(Opcode::close, payload); }
std::string path(std::string const& target) { return "GET " + target + " HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"; }
std::string with_length(std::string const& lengths, std::string const& body = "") { return "POST /healthz HTTP/1.1\r\nHost: {host}\r\n" + lengths + "\r\n" + body; }
std::string fields(int count) {
    std::string made;
    for (int i = 0; i < count; ++i) made += "A" + std::to_string(i) + ": 1\r\n";
    return made;
}
std::string const upgrade_lines = "Host: {host}\r\nOrigin: http://{host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: warsha.v1\r\n";
std::string const ping = R"({"type":"ping","t":1})", hello = R"({"type":"hello","role":"participant"})";
std::string ping_of(std::string const& t) { return R"({"type":"ping","t":)" + t + "}"; }
std::string voting(std::string const& marks, std::string const& revision = "1", std::string const& activity = "AQAAAAAAAAAAAAAAAAAAAA") {
    return R"({"type":"cast_ballot","activity":")" + activity + R"(","round":1,"revision":)" + revision + R"(,"marks":[)" + marks + R"(],"abstain":false})";
}
std::string joining(std::string const& name) { return R"({"type":"join","language":"ar","name":")" + name + R"("})"; }
Send votes(CastBallot const& cast) {
    return seated([cast](Place&, Seat& seat) { return seat.says(cast); });
}
Send seat_says(Command const& what) {
    return seated([what](Place&, Seat& seat) { return seat.says(what); });
}
Send offers(std::string const& words) {  // what no table of types can say: a text of any length
    return command(R"({"type":"submit_proposal","activity":"AgAAAAAAAAAAAAAAAAAAAA","title":{"fr":"Titre"},"text":{"fr":")" + words + R"("}})");
}
Position elsewhere(Epoch epoch, Offset offset) { return {epoch, offset, Hash{Bytes32{1, 2, 3}}}; }
std::string resumes_from(Place& place, Seat& seat, Epoch epoch, Offset offset) { return resumes(place, seat, elsewhere(epoch, offset)); }

std::vector<Item> const table{
    // A. HTTP
    {1, "a connection that ends at once", closes_at_once, "cut"},
    {2, "silence", says_nothing, "cut", be_impatient},
    {3, "a header, byte by byte", sends_the_head_byte_by_byte, "cut", be_impatient},
    {4, "a body, byte by byte", sends_the_body_byte_by_byte, "cut", be_impatient},
    {5, "a header of 8,193 bytes", get("A: " + std::string(8193, 'a') + "\r\n"), "431 close"},
    {6, "65 header fields", get(fields(64)), "431 close"},
    {7, "a request line above 2 KiB", request(path("/" + std::string(2049, 'a'))), "414 close"},
    {8, "a field name of 9,000 bytes", get(std::string(9000, 'a') + ": 1\r\n"), "431 close"},
    {9, "NUL in the target", request(path("/health\0z"s)), "400 close"},
    {10, "NUL in a value", get("A: b\0c\r\n"s), "400 close"},
    {11, "a bare CR in a value", get("A: b\rc\r\n"), "400 close"},
    {12, "bare LF at the end of lines", request("GET /healthz HTTP/1.1\nHost: {host}\n\r\n\r\n"), "400 close"},
    {13, "a folded line", get("A: b\r\n c\r\n"), "400 close"},
    {14, "a space before the colon", get("A : b\r\n"), "400 close"},
    {15, "no Host", request("GET / HTTP/1.1\r\nA: b\r\n\r\n"), "400 close"},
    {16, "two Hosts", request("GET / HTTP/1.1\r\nHost: {host}\r\nHost: {host}\r\n\r\n"), "400 close"},
    {17, "Host with a path", request("GET / HTTP/1.1\r\nHost: {host}/x\r\n\r\n"), "421 close"},
    {18, "Host that is not configured", request("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"), "421 close"},
    {19, "the whole address of another host", request("GET http://evil.example/ HTTP/1.1\r\nHost: {host}\r\n\r\n"), "400 close"},
    {20, "host and port as target", request("GET {host} HTTP/1.1\r\nHost: {host}\r\n\r\n"), "400 close"},
    {21, "CONNECT", request("CONNECT evil.example:443 HTTP/1.1\r\nHost: {host}\r\n\r\n"), "405 close"},
    {22, "TRACE", request("TRACE / HTTP/1.1\r\nHost: {host}\r\n\r\n"), "405 close"},
    {23, "a method of 300 letters", request(std::string(300, 'A') + " / HTTP/1.1\r\nHost: {host}\r\n\r\n"), "405 close"},
    {24, "get in lower case", request("get / HTTP/1.1\r\nHost: {host}\r\n\r\n"), "405 close"},
    {25, "HTTP/0.9", request("GET /\r\n\r\n"), "400 close"},
    {26, "HTTP/1.0 with chunks", request("POST / HTTP/1.0\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), "505 close"},
    {27, "a line of HTTP/2.0", request("GET / HTTP/2.0\r\nHost: {host}\r\n\r\n"), "505 close"},
    {28, "an upgrade to h2c: ignored", get("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"), "200"},
    {29, "HTTP/2's preface", request("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), "405 close"},
    {30, "a TLS ClientHello", request("\x16\x03\x01\x00\x2f\x01\x00\x00\x2b\x03\x03"s + std::string(32, 'r') + "\x00\x00\x02\x13\x01\x01\x00"s), "cut", be_impatient},
    {31, "plain HTTP on a TLS port", not_ours("BuiltInTls.CutsWhoSpeaksPlainHttpOnItsPort"), "BuiltInTls.CutsWhoSpeaksPlainHttpOnItsPort"},
    {32, "Content-Length, then Transfer-Encoding", request(with_length("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")), "400 close"},
    {33, "Transfer-Encoding, then Content-Length", request(with_length("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n")), "400 close"},
    {34, "Transfer-Encoding: chunked, identity", request(with_length("Transfer-Encoding: chunked, identity\r\n")), "400 close"},
    {35, "Transfer-Encoding: xchunked", request(with_length("Transfer-Encoding: xchunked\r\n")), "400 close"},
    {36, "Transfer-Encoding twice", request(with_length("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")), "400 close"},
    {37, "two equal lengths", request(with_length("Content-Length: 5\r\nContent-Length: 5\r\n", "12345")), "400 close"},
    {38, "two lengths", request(with_length("Content-Length: 5\r\nContent-Length: 6\r\n", "12345")), "400 close"},
    {39, "length +5", request(with_length("Content-Length: +5\r\n", "12345")), "400 close"},
    {40, "length 0x5", request(with_length("Content-Length: 0x5\r\n", "12345")), "400 close"},
    {41, "length 5, 5", request(with_length("Content-Length: 5, 5\r\n", "12345")), "400 close"},
    {42, "length 2^64", request(with_length("Content-Length: 18446744073709551616\r\n")), "400 close"},
    {43, "length -1", request(with_length("Content-Length: -1\r\n")), "400 close"},
    {44, "less body than its length, then the end", ends_before_the_body, "400"},
    {45, "GET with a body", get("Content-Length: 5\r\n"), "400 close"},
    {46, "1,000 requests at once", sends_a_thousand_requests_at_once, "1000 in order"},
    {47, "dots, escapes and backslashes in the path", each({request(path("/x%00")), request(path("/%2e%2e/etc/passwd")), request(path("/../etc/passwd")), request(path("/..\\etc")),
                                                            request(path("/%252e%252e/x")), request(path("/assets/../../x"))}), "404 close"},
    {48, "an overlong slash in the path", each({request(path("/%c0%af")), request(path("/\xc0\xaf"))}), "404 close"},
    {49, "Range of 1,000 parts: ignored", get("Range: bytes=0-1" + many(",2-3", 999) + "\r\n"), "200"},
    {50, "If-None-Match of 8 KiB", get("If-None-Match: \"" + std::string(8192, 'e') + "\"\r\n"), "431 close"},
    {51, "a plan as text/plain", post("Content-Type: text/plain\r\nContent-Length: 2\r\n", "{}"), "415 close"},
    {52, "a body above 1 MiB", post("Content-Type: application/json\r\nContent-Length: 1048577\r\n"), "413 close"},
    {53, "a compressed body", post("Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n", "{}"), "415 close"},
    {54, "Expect: 100-continue", post("Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 1048577\r\n"), "417 close"},
    {55, "X-Forwarded-For from somebody who is no proxy: ignored", claims_other_addresses, "404 404 404 429 429 429 ", guess_seldom},

    // B. The upgrade
    {56, "no Upgrade", upgrade({{"Upgrade", ""}}), "426 13"},
    {57, "Upgrade: h2c", upgrade({{"Upgrade", "h2c"}}), "426 13"},
    {58, "Connection without upgrade", upgrade({{"Connection", "keep-alive"}}), "426 13"},
    {59, "version 8", is_refused_a_version, "426 13"},
    {60, "no key", upgrade({{"Sec-WebSocket-Key", ""}}), "400"},
    {61, "a key that is not base64", upgrade({{"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25j!Q=="}}), "400"},
    {62, "a key of 15 bytes", each({upgrade({{"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25j"}}), upgrade({{"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ"}})}), "400"},
    {63, "two keys", upgrade({{"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="}}), "400"},
    {64, "an upgrade by POST", request("POST /ws/{code} HTTP/1.1\r\n" + upgrade_lines + "Content-Length: 0\r\n\r\n"), "426 close"},
    {65, "an upgrade by HTTP/1.0", request("GET /ws/{code} HTTP/1.0\r\n" + upgrade_lines + "\r\n"), "505 close"},
    {66, "Origin of another site", upgrade({{"Origin", "https://evil.example"}}), "403"},
    {67, "Origin null", upgrade({{"Origin", "null"}}), "403"},
    {68, "Origin that begins like ours", upgrade({{"Origin", "https://warsha.example.evil.example"}}), "403"},
    {69, "Origin with another port or scheme", each({upgrade({{"Origin", "https://warsha.example:444"}}), upgrade({{"Origin", "http://warsha.example"}})}), "403"},
    {70, "no Origin", upgrade({{"Origin", ""}}), "403"},
    {71, "two Origins", upgrade({{"Origin", "https://warsha.example\r\nOrigin: https://warsha.example"}}), "403"},
    {72, "an unknown subprotocol", upgrade({{"Sec-WebSocket-Protocol", "chat"}}), "400"},
    {73, "8 KiB of subprotocols", upgrade({{"Sec-WebSocket-Protocol", "warsha.v1" + many(", a", 2730)}}), "431"},
    {74, "a hundred extensions: none is chosen", upgrade({{"Sec-WebSocket-Extensions", "permessage-deflate" + many(", permessage-deflate; client_max_window_bits", 99)}}), "101"},
    {75, "frames before the upgrade is answered", request("GET /ws/{code} HTTP/1.1\r\n" + upgrade_lines + "\r\n" + frame(ping, 0x81)), "400 close"},
    {76, "a connection above the cap", comes_when_the_server_is_full, "503 with Retry-After", keep_few},
    {77, "an upgrade on a path of the API: ignored", request("GET /api/archive HTTP/1.1\r\n" + upgrade_lines + "\r\n"), "200"},
    {78, "no first message", first_frames(""), "4408", be_impatient},
    {79, "a ticket used twice: both sessions are the seat's", seated(uses_a_ticket_twice), "welcome"},
    {80, "the ticket of a seat that has moved on", seated(uses_the_ticket_of_a_seat_that_moved), "4409"},

    // C. Frames
    {81, "no mask", frames(raw({0x81, 0x02, '{', '}'})), "1002"},
    {82, "RSV1", frames(frame(ping, 0xc1)), "1002"},
    {83, "RSV2", frames(frame(ping, 0xa1)), "1002"},
    {84, "RSV3", frames(frame(ping, 0x91)), "1002"},
    {85, "opcode 3", frames(frame(ping, 0x83)), "1002"},
    {86, "opcode 15", frames(frame(ping, 0x8f)), "1002"},
    {87, "a ping in fragments", frames(frame("", 0x09)), "1002"},
    {88, "a ping of 126 bytes", frames(client_frame(Opcode::ping, std::string(126, 'p'))), "1002"},
    {89, "a continuation first", frames(frame(ping, 0x80)), "1002"},
    {90, "a text inside a text", frames(frame("{", 0x01) + frame("}", 0x81)), "1002"},
    {91, "a 16-bit length of 10", frames(raw({0x81, 0xfe, 0, 10, 1, 2, 3, 4}) + std::string(10, 'x')), "1002"},
    {92, "a 64-bit length of 10", frames(raw({0x81, 0xff, 0, 0, 0, 0, 0, 0, 0, 10, 1, 2, 3, 4}) + std::string(10, 'x')), "1002"},
    {93, "length 2^63", frames(raw({0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4})), "1009"},
    {94, "length 2^63 - 1", frames(raw({0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4})), "1009"},
    {95, "texts of 4,097 bytes and more", each({text(std::string(4097, ' ')), text(std::string(4140, ' ')), text(std::string(5000, ' ')), text(std::string(20'000, ' ')), text(std::string(65'536, ' '))}), "4413"},
    {96, "4,097 bytes in as many fragments", frames(frame("{", 0x01) + many(frame(" ", 0x00), 4096)), "4400"},
    {97, "a fragment that is never followed", never_finishes_a_fragment, "4512", be_impatient},
    {98, "100,000 empty fragments: as if nothing were said", frames(frame("{", 0x01) + many(frame("", 0x00), 100'000)), "4512", be_impatient},
    {99, "binary", frames(client_frame(Opcode::binary, hello)), "1003"},
    {100, "bad UTF-8 in the last byte", text("{\"type\":\"\xff"), "1007"},
    {101, "a code point across two fragments: taken", seated([](Place&, Seat& seat) {
         auto const whole = R"({"type":"command","cid":")" + text_of(fresh_cid()) + R"(","body":{"type":"submit_proposal","activity":"AgAAAAAAAAAAAAAAAAAAAA","title":{"ar":"م"}}})";
         auto const middle = whole.find("\xd9\x85") + 1;
         seat.socket.send_bytes(frame(whole.substr(0, middle), 0x01) + frame(whole.substr(middle), 0x80));
         return answer_of(seat.socket);
     }), "receipt"},
    {102, "a close of one byte", frames(closing("x")), "1002"},
    {103, "close 1005", frames(closing("\x03\xed")), "1002"},
    {104, "close 999", frames(closing("\x03\xe7")), "1002"},
    {105, "a close reason of bad UTF-8", frames(closing("\x03\xe8\xff")), "1002"},
    {106, "a message after the close: ignored", frames(closing("\x03\xe8") + frame(ping, 0x81)), "1000"},
    {107, "a close, and the socket stays open", closes_and_stays, "1000, then dropped", cut_soon},
    {108, "a reset inside a frame", resets_inside_a_frame, "forgotten"},
    {109, "half a frame, then silence", never_finishes_a_frame, "4512", be_impatient},
    {110, "a thousand pings", frames(many(client_frame(Opcode::ping, "p"), 1000)), "4429"},
    {111, "a thousand pongs nobody asked for", frames(many(client_frame(Opcode::pong, ""), 1000)), "4429"},
    {112, "a deflate bomb with RSV1", frames(frame("\x62\x00\x00\xff\xff"s + many("\x00\x00\x00\xff\xff"s, 100), 0xc1)), "1002"},
    {113, "a client that never reads", never_reads, "4508", keep_rates},
    {114, "a client that reads a byte at a time", reads_a_byte_at_a_time, "a fresh view, then 4508", keep_rates},
    {115, "a mask of zeros: taken", frames(raw({0x81, 0x80 | static_cast<int>(ping.size()), 0, 0, 0, 0}) + ping), "pong"},

    // D. JSON and texts
    {116, "an empty message: a heartbeat, answered by one", text(""), "heartbeat"},
    {117, "white space", text(" \t\r\n "), "4400"},
    {118, "null", text("null"), "4400"},
    {119, "[]", text("[]"), "4400"},
    {120, "a string", text("\"x\""), "4400"},
    {121, "{", text("{"), "4400"},
    {122, "{}", text("{}"), "4400"},
    {123, "a trailing comma", text(R"({"type":"ping","t":1,})"), "4400"},
    {124, "a letter behind the object", text(ping + "x"), "4400"},
    {125, "NUL behind the object", text(ping + "\0"s), "4400"},
    {126, "a byte order mark", text("\xef\xbb\xbf" + ping), "4400"},
    {127, "comments", each({text("/*x*/" + ping), text(ping + "//x")}), "4400"},
    {128, "single quotes", text("{'type':'ping','t':1}"), "4400"},
    {129, "NaN", text(ping_of("NaN")), "4400"},
    {130, "Infinity", each({text(ping_of("Infinity")), text(ping_of("-Infinity"))}), "4400"},
    {131, "1e400", text(ping_of("1e400")), "4400"},
    {132, "-0", text(ping_of("-0")), "4400"},
    {133, "01", text(ping_of("01")), "4400"},
    {134, "2^53 + 1", text(ping_of("9007199254740993")), "4400"},
    {135, "an integer of 30 digits", text(ping_of(std::string(30, '9'))), "4400"},
    {136, "1.0 where an integer is due", text(ping_of("1.0")), "4400"},
    {137, "true where an integer is due", text(ping_of("true")), "4400"},
    {138, "a key twice with one value", text(R"({"type":"ping","t":1,"t":1})"), "4400"},
    {139, "a key twice with two values", text(R"({"type":"ping","t":1,"t":2})"), "4400"},
    {140, "__proto__", text(R"({"type":"ping","t":1,"__proto__":{"x":1}})"), "4400"},
    {141, "an unknown key", text(R"({"type":"ping","t":1,"x":1})"), "4400"},
    {142, "a missing key", text(R"({"type":"ping"})"), "4400"},
    {143, "depth 7", text(ping_of(std::string(6, '[') + std::string(6, ']'))), "4400"},
    {144, "64 KiB of [ as a plan", post("Content-Type: application/json\r\nContent-Length: 65536\r\nConnection: close\r\n", std::string(65536, '[')), "422 close"},
    {145, "65 members", text([] { std::string made = R"({"type":"ping","t":1)"; for (int i = 0; i < 63; ++i) made += ",\"k" + std::to_string(i) + "\":1"; return made + "}"; }()), "4400"},
    {146, "an array of 2,001 elements", text(ping_of("[1" + many(",1", 2000) + "]")), "4400"},
    {147, "a key of 3 KiB", text(R"({"type":"ping","t":1,")" + std::string(3072, 'k') + "\":1}"), "4400"},
    {148, "a lone surrogate", command(joining(R"(a\ud800)")), "4400"},
    {149, "a reversed pair of surrogates", command(joining(R"(\ude00\ud83d)")), "4400"},
    {150, "an escaped NUL in a text", title(R"(a\u0000b)"), "text_not_allowed"},
    {151, "an overlong slash", text("{\"type\":\"\xc0\xaf\"}"), "1007"},
    {152, "a pair of surrogates as UTF-8", text("{\"type\":\"\xed\xa0\xbd\xed\xb8\x80\"}"), "1007"},
    {153, "the byte FF", text("{\"type\":\"\xff\"}"), "1007"},
    {154, "3.6 KB of escapes: as long as what they mean", title(many(R"(\u0061)", 600)), "text_too_long"},
    {155, "UTF-16 with its mark", text("\xff\xfe{\0}\0"s), "1007"},
    {156, "type constructor", each({text(R"({"type":"constructor"})"), text(R"({"type":"__proto__"})"), command(R"({"type":"toString"})")}), "4400"},
    {157, "a number as id", command(R"({"type":"withdraw_proposal","proposal":"12"})"), "4400"},

    // E. Commands, seats, links
    {158, "a command before hello", first_frames(frame(R"({"type":"command","cid":"AAAAAAAAAAAAAAAAAAAAAA","body":{"type":"join","language":"ar"}})", 0x81)), "4400"},
    {159, "hello twice", text(hello), "4400"},
    {160, "a ticket nobody gave", seated([](Place& place, Seat& seat) { return greets(place, {.role = Role::participant, .seat = SeatTicket{seat.ticket.participant, Hash{}}, .link = {}, .resume = {}}); }), "4401"},
    {161, "a ticket of another room", comes_with_a_ticket_of_another_room, "4401"},
    {162, "a link that was revoked", uses_a_revoked_link, "4403"},
    {163, "a participant closes a vote", seat_says(CloseActivity{charter}), "forbidden"},
    {164, "a vote for no item", votes(ballot({item_no(99)})), "unknown_item"},
    {165, "a vote for an item of another vote", votes(ballot({item_no(3)})), "unknown_item"},
    {166, "numbers where an item's id is due", each({command(voting(R"({"item":-1,"points":1})")), command(voting(R"({"item":2147483648,"points":1})")), command(voting(R"({"item":9007199254740992,"points":1})"))}), "4400"},
    {167, "two items where one is allowed", votes(ballot({item_no(1), item_no(2)})), "too_many_choices"},
    {168, "an item twice", votes(ballot({item_no(1), item_no(1)})), "duplicate_item"},
    {169, "a vote before the opening", votes(ballot({item_no(5)}, 1, later)), "activity_not_open"},
    {170, "a vote after the close", votes(ballot({item_no(7)}, 1, over)), "activity_not_open"},
    {171, "a command a hundred times", seated(repeats_a_command), "one effect, a hundred receipts"},
    {172, "another command under its cid", seated(reuses_a_cid), "cid_reused"},
    {173, "a lower revision", seated(casts_an_older_revision), "stale"},
    {174, "revision 2^53, and one above the bound", each({command(voting(R"({"item":"AQAAAAAAAAAAAAAAAAAAAA","points":1})", "9007199254740992")),
                                                         command(voting(R"({"item":"AQAAAAAAAAAAAAAAAAAAAA","points":1})", "1000001"))}), "4400"},
    {175, "a signature of another key", not_ours("commands are not signed: tickets prove the seat"), "commands are not signed: tickets prove the seat"},
    {176, "a signature for another room", not_ours("commands are not signed: tickets prove the seat"), "commands are not signed: tickets prove the seat"},
    {177, "a recorded command again: from the seat elsewhere, from another seat", each({seated(repeats_it_elsewhere), seated(repeats_anothers_command)}), "receipt, receipt, cid_reused"},
    {178, "proposals of 0, 1,001 and 10^6 letters", each({offers(""), offers(std::string(1001, 'a')), offers(std::string(1'000'000, 'a'))}), "text_empty, text_too_long, 1009"},
    {179, "one proposal more than allowed", seated(submits_more_than_it_may), "too_many_proposals"},
    {180, "a cluster into itself, one into the other, and back", seated(merges_in_a_circle), "receipt, receipt, unknown_cluster"},
    {181, "support for what is hidden, for what is erased", seated(endorses_what_is_gone), "unknown_proposal, unknown_proposal"},
    {182, "resuming from the future: a view", seated([](Place& place, Seat& seat) { return resumes_from(place, seat, 1, 1'000'000'000); }), "welcome"},
    {183, "resuming in another epoch: a view", seated([](Place& place, Seat& seat) { return resumes_from(place, seat, 2, 1); }), "welcome"},
    {184, "resuming from 2,100 entries ago: a view", seated(resumes_from_far_behind), "resumed, welcome"},
    {185, "a slip used twice", uses_a_slip_twice, "receipt, bad_slip"},
    {186, "a slip that is not one", command(R"({"type":"use_slip","slip":"AA"})"), "4400"},
    {187, "a slip somebody made up", seat_says(UseSlip{fresh_cid().value}), "bad_slip"},
    {188, "a ballot for a line of the roll, by a participant", seat_says(CastForRoll{}), "forbidden"},
    {189, "a seat code of another room, one used twice, one that is none", each({takes_a_seat_of_another_room, takes_a_seat_twice, text(R"({"type":"command","cid":"AAAAAAAAAAAAAAAAAAAAAA","body":{"type":"take_seat","code":"1234567"}})")}),
     "bad_seat_code, receipt, bad_seat_code, text_not_allowed"},
    {190, "10,000 wrong codes", guesses_ten_thousand_codes, "404 a few times, then 429", keep_rates},

    // F. Unicode
    {191, "overrides and isolates left open: taken out", title("a\u202eb\u2066c\u200f"), "abc"},
    {192, "200 marks on one letter", title("e" + many("\u0301", 200)), "text_not_allowed"},
    {193, "Facilitator in Cyrillic and Greek letters: words prove nothing, links do", title("F\u0430cilit\u0430t\u03bfr"), "F\u0430cilit\u0430t\u03bfr"},
    {194, "Arabic spelt in other ways: kept as written", title("\u0645\u0640\u062d\u0645\u0651\u062f \u06cc\u06a9 \u0664"), "\u0645\u0640\u062d\u0645\u0651\u062f \u06cc\u06a9 \u0664"},
    {195, "nothing that shows", each({title("\u200b\u200d\u2060"), title("   "), title("\u3164")}), "text_empty"},
    {196, "flags, tags and families: kept", title("\U0001F3F4\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F \U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466"),
     "\U0001F3F4\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F \U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466"},
    {197, "a thousand letters that unfold to eighteen thousand", title(many("\ufdfa", 1000)), "text_too_long"},
    {198, "4,000 letters without a break", title(std::string(4000, 'a')), "4413"},
};

class Malformed : public testing::TestWithParam<Item> {};

TEST_P(Malformed, IsReactedToAsTheTableSaysAndNobodyElseFeelsIt) {
    auto const& item = GetParam();
    static Place shared;
    std::unique_ptr<Place> own;
    if (item.adjust) own = std::make_unique<Place>(item.adjust);
    auto& place = own ? *own : shared;

    auto reaction = std::async(std::launch::async, [&] { return item.send(place); });
    do ASSERT_TRUE(place.control.votes()) << "while it was sent";
    while (reaction.wait_for(milliseconds(50)) != std::future_status::ready);
    EXPECT_EQ(reaction.get(), item.reaction);
    EXPECT_TRUE(place.is_alive());
}
INSTANTIATE_TEST_SUITE_P(Table, Malformed, testing::ValuesIn(table), [](auto const& info) { return std::to_string(info.param.number); });

TEST(MalformedTable, Has198ItemsInTheirOrder) {
    ASSERT_EQ(table.size(), 198U);
    for (std::size_t i = 0; i < table.size(); ++i) EXPECT_EQ(table[i].number, static_cast<int>(i) + 1);
}

}  // namespace
}  // namespace warsha::web
