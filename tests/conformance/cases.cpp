#include "cases.hpp"

#include <array>

namespace warsha::conformance {
namespace {

using namespace std::string_literals;
using Parts = std::vector<std::string>;

constexpr auto too_large = "messages of participants end at 4 KiB", unthinkable = "a frame above 64 KiB is not begun", text_only = "only text is spoken",
               not_a_message = "nothing that short is a message", undefined_code = "informational in the suite: codes that nobody defined are echoed";

Parts operator+(Parts left, Parts const& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

std::string frame(unsigned char first, std::string_view payload) { return client_frame(Opcode::text, payload, first); }
std::string ping(std::string_view payload) { return client_frame(Opcode::ping, payload); }
std::string pong(std::string_view payload) { return client_frame(Opcode::pong, payload); }
std::string closing(std::string_view payload) { return client_frame(Opcode::close, payload); }
std::string closing(int code, std::string const& reason = "") { return closing(std::string{static_cast<char>(code >> 8), static_cast<char>(code)} + reason); }
std::string binary(std::string_view payload) { return client_frame(Opcode::binary, payload); }
std::string id(std::string const& group, std::size_t n) { return group + "." + std::to_string(n); }
std::string joined(Parts const& parts) {
    std::string all;
    for (auto const& part : parts) all += part;
    return all;
}

// What an echo of so many bytes becomes here. An empty message is answered by one: it is a heartbeat.
Case echo(std::string id, Parts sent, std::size_t bytes, bool is_text = true) {
    Case made{std::move(id), std::move(sent), "M C1000"};
    if (!is_text) made.expected = "C1003", made.changed = text_only;
    else if (bytes > 0 && bytes < message(0).size()) made.expected = "C4400", made.changed = not_a_message;
    else if (bytes > 4096) made.expected = "C4413", made.changed = too_large;
    return made;
}
/// Of one frame of so many bytes.
Case large(std::string id, Parts sent, std::size_t frame_bytes, bool is_text) {
    auto made = echo(std::move(id), std::move(sent), 65536, is_text);
    if (frame_bytes > 65536) made.expected = "C1009", made.changed = unthinkable;
    return made;
}

std::vector<Case> framing(bool is_text) {
    auto const group = is_text ? "1.1"s : "1.2"s;
    auto const whole = [&](std::size_t bytes) { return is_text ? text(bytes ? message(bytes) : "") : binary(std::string(bytes, '\xfe')); };
    std::vector<Case> cases;
    for (std::size_t const bytes : {0, 125, 126, 127, 128, 65535, 65536}) cases.push_back(echo(id(group, cases.size() + 1), {whole(bytes)}, bytes, is_text));
    cases.push_back(echo(group + ".8", chopped(whole(65536), 997), 65536, is_text));
    return cases;
}

std::vector<Case> pings() {
    std::string const long_payload(125, '\xfe'), bytes("\x00\xff\xfe\xfd\xfc\xfb\x00\xff", 8);
    std::string ten, pongs;
    for (int i = 0; i < 10; ++i) {
        ten += ping("payload-" + std::to_string(i));
        pongs += "P:payload-" + std::to_string(i) + " ";
    }
    return {{"2.1", {ping("")}, "P: C1000"}, {"2.2", {ping("Hello, world!")}, "P:Hello, world! C1000"}, {"2.3", {ping(bytes)}, "P:" + bytes + " C1000"},
            {"2.4", {ping(long_payload)}, "P:" + long_payload + " C1000"}, {"2.5", {ping(std::string(126, '\xfe'))}, "C1002"},
            {"2.6", sent_in_octets(ping(long_payload)), "P:" + long_payload + " C1000"}, {"2.7", {pong("")}, "C1000"}, {"2.8", {pong("unsolicited")}, "C1000"},
            {"2.9", {pong("unsolicited") + ping("payload")}, "P:payload C1000"}, {"2.10", {ten}, pongs + "C1000"}, {"2.11", sent_in_octets(ten), pongs + "C1000"}};
}

/// Reserved bits, alone and after a message that was right.
std::vector<Case> reserved_bits() {
    Parts const good{text(message(64)), wait};
    auto const first = [](int rsv, int opcode) { return static_cast<unsigned char>(0x80 | rsv << 4 | opcode); };
    return {{"3.1", {frame(first(1, 1), message(64))}, "C1002"}, {"3.2", good + Parts{frame(first(2, 1), message(64)) + ping("")}, "M C1002"},
            {"3.3", good + Parts{frame(first(3, 1), message(64)), ping("")}, "M C1002"}, {"3.4", good + sent_in_octets(frame(first(4, 1), message(64)) + ping("")), "M C1002"},
            {"3.5", {frame(first(5, 2), "\x00\xff\xfe")}, "C1002"}, {"3.6", {frame(first(6, 9), "Hello")}, "C1002"}, {"3.7", {frame(first(7, 8), "")}, "C1002"}};
}

std::vector<Case> reserved_opcodes(std::string const& group, int from) {
    Parts const good{text(message(64)), wait};
    auto const opcode = [from](int n) { return static_cast<unsigned char>(0x80 | (from + n)); };
    return {{group + ".1", {frame(opcode(0), "")}, "C1002"}, {group + ".2", {frame(opcode(1), "reserved opcode payload")}, "C1002"},
            {group + ".3", good + Parts{frame(opcode(2), "") + ping("")}, "M C1002"}, {group + ".4", good + Parts{frame(opcode(3), "reserved opcode payload") + ping("")}, "M C1002"},
            {group + ".5", good + sent_in_octets(frame(opcode(4), "reserved opcode payload") + ping("")), "M C1002"}};
}

std::vector<Case> fragments() {
    auto const whole = message(64);
    auto const start = frame(0x01, whole.substr(0, 10)), end = frame(0x80, whole.substr(10)), loose = frame(0x80, "non-continuation"), loose_open = frame(0x00, "non-continuation");
    Parts const two{start, end}, with_ping{start, ping("ping payload"), end};
    Parts const five{frame(0x01, whole.substr(0, 10)), frame(0x00, whole.substr(10, 10)), ping("1"), wait, frame(0x00, whole.substr(20, 10)), frame(0x00, whole.substr(30, 10)), ping("2"), wait, frame(0x80, whole.substr(40))};
    std::string const between = "P:ping payload M C1000", both = "P:1 P:2 M C1000";
    std::vector<Case> cases{{"5.1", {frame(0x09, "frag"), frame(0x80, "ment")}, "C1002"}, {"5.2", {frame(0x0a, "frag"), frame(0x80, "ment")}, "C1002"},
                            {"5.3", {joined(two)}, "M C1000"}, {"5.4", two, "M C1000"}, {"5.5", sent_in_octets(joined(two)), "M C1000"},
                            {"5.6", {joined(with_ping)}, between}, {"5.7", with_ping, between}, {"5.8", sent_in_octets(joined(with_ping)), between}};
    for (auto const& first : {loose, loose_open}) {
        Parts const parts{first, text(whole)};
        for (auto const& sent : {Parts{joined(parts)}, parts, sent_in_octets(joined(parts))}) cases.push_back({id("5", cases.size() + 1), sent, "C1002"});
    }
    cases.push_back({"5.15", two + Parts{wait, loose_open, text(whole)}, "M C1002"});
    cases.push_back({"5.16", {loose_open, start, end}, "C1002"});
    cases.push_back({"5.17", {loose, start, end}, "C1002"});
    cases.push_back({"5.18", {start, text(whole)}, "C1002"});
    cases.push_back({"5.19", five, both});
    Parts framewise;
    for (auto const& part : five) framewise = framewise + (part == wait ? Parts{wait} : chopped(part, 7));
    cases.push_back({"5.20", framewise, both});
    return cases;
}

std::vector<Case> utf8_in_fragments() {
    std::string const kosme = "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5", bad = kosme + "\xed\xa0\x80" + "edited";
    auto const good = with_words(kosme), wrong = with_words(bad), end = good.substr(good.size() - 4);
    auto const at = good.find('\xce');
    auto const whole = message(64);
    // Fail at the first bad octet: what would end the message never comes.
    auto const up_to_bad = wrong.substr(0, wrong.find('\xed') + 2), rest = wrong.substr(up_to_bad.size());
    auto const header = text(wrong).substr(0, text(wrong).size() - wrong.size());
    auto const masked = text(wrong).substr(header.size());
    return {{"6.1.1", {text("")}, "M C1000"},
            {"6.1.2", {frame(0x01, ""), frame(0x00, ""), frame(0x80, "")}, "M C1000"},
            {"6.1.3", {frame(0x01, ""), frame(0x00, whole), frame(0x80, "")}, "M C1000"},
            {"6.2.1", {text(good)}, "R C1000"},
            {"6.2.2", {frame(0x01, good.substr(0, at + 5)), frame(0x80, good.substr(at + 5))}, "R C1000"},
            {"6.2.3", fragmented(Opcode::text, good, 1), "R C1000"},
            {"6.2.4", fragmented(Opcode::text, with_words("\xf0\x9f\x8c\xbf\xd9\x85\xd8\xa7\xd8\xa1"), 1), "R C1000"},
            {"6.3.1", {text(wrong)}, "C1007"},
            {"6.3.2", fragmented(Opcode::text, wrong, 1), "C1007"},
            {"6.4.1", {frame(0x01, good.substr(0, at + 11)), frame(0x00, "\xf4\x90\x80\x80")}, "C1007"},
            {"6.4.2", {frame(0x01, good.substr(0, at + 11) + "\xf4"), frame(0x00, "\x90")}, "C1007"},
            {"6.4.3", {header, masked.substr(0, up_to_bad.size())}, "C1007"},
            {"6.4.4", Parts{header} + sent_in_octets(masked.substr(0, up_to_bad.size())), "C1007"}};
}

std::vector<Case> closes() {
    auto const whole = message(64);
    return {{"7.1.1", {text(whole), wait, closing(1000)}, "M C1000"}, {"7.1.2", {closing(1000) + closing(1000)}, "C1000"}, {"7.1.3", {closing(1000) + ping("late")}, "C1000"},
            {"7.1.4", {closing(1000) + text(whole)}, "C1000"}, {"7.1.5", {frame(0x01, "fragment"), closing(1000), frame(0x80, "late")}, "C1000"},
            {"7.1.6", {text(message(256 * 1024)) + closing(1000) + ping("")}, "C1009", unthinkable}};
}

std::vector<Case> close_payloads() {
    return {{"7.3.1", {closing("")}, "C1000"}, {"7.3.2", {closing("a")}, "C1002"}, {"7.3.3", {closing(1000)}, "C1000"}, {"7.3.4", {closing(1000, "Hello World!")}, "C1000"},
            {"7.3.5", {closing(1000, std::string(123, '*'))}, "C1000"}, {"7.3.6", {closing(1000, std::string(124, '*'))}, "C1002"}};
}

std::vector<Case> close_codes(std::string const& group, std::vector<int> const& codes, bool are_valid) {
    std::vector<Case> cases;
    for (auto const code : codes) cases.push_back({id(group, cases.size() + 1), {closing(code)}, are_valid ? "C" + std::to_string(code) : "C1002", code >= 5000 ? undefined_code : ""});
    return cases;
}

std::vector<Case> large_messages() {
    constexpr std::size_t kib = 1024, mib = 1024 * kib;
    std::vector<Case> cases;
    auto const payload = [](bool is_text, std::size_t bytes) { return is_text ? message(bytes) : std::string(bytes, '\xfe'); };
    auto const whole = [&](bool is_text, std::size_t bytes) { return is_text ? text(payload(true, bytes)) : binary(payload(false, bytes)); };
    for (bool const is_text : {true, false}) {
        std::size_t n = 0;
        for (auto const bytes : {64 * kib, 256 * kib, mib, 4 * mib, 8 * mib, 16 * mib}) cases.push_back(large(id(is_text ? "9.1" : "9.2", ++n), {whole(is_text, bytes)}, bytes, is_text));
    }
    for (bool const is_text : {true, false}) {
        std::size_t n = 0;
        for (auto const bytes : {64UL, 256UL, kib, 4 * kib, 16 * kib, 64 * kib, 256 * kib, mib, 4 * mib})
            cases.push_back(large(id(is_text ? "9.3" : "9.4", ++n), {joined(fragmented(is_text ? Opcode::text : Opcode::binary, payload(is_text, 4 * mib), bytes))}, bytes, is_text));
    }
    for (bool const is_text : {true, false}) {
        std::size_t n = 0;
        for (std::size_t const bytes : {64, 128, 256, 512, 1024, 2048}) cases.push_back(large(id(is_text ? "9.5" : "9.6", ++n), chopped(whole(is_text, mib), bytes), mib, is_text));
    }
    return cases;
}

std::vector<Case> round_trips() {
    std::vector<Case> cases;
    for (bool const is_text : {true, false}) {
        std::size_t n = 0;
        for (std::size_t const bytes : {0, 16, 64, 256, 1024, 4096}) {
            auto one = echo(id(is_text ? "9.7" : "9.8", ++n), {is_text ? text(bytes < message(0).size() ? std::string(bytes, ' ') : message(bytes)) : binary(std::string(bytes, '\xfe'))}, bytes, is_text);
            if (one.changed.empty()) one.round_trips = 1000;
            cases.push_back(std::move(one));
        }
    }
    return cases;
}

/// The data sets differ for a server that decompresses; here the first bit of the first frame ends it.
std::vector<Case> compression(std::string const& group, std::size_t sets, std::vector<std::string> const& offers) {
    static constexpr std::array<std::pair<std::size_t, std::size_t>, 18> sizes{{{16, 0}, {64, 0}, {256, 0}, {1024, 0}, {4096, 0}, {8192, 0}, {16384, 0}, {32768, 0}, {65536, 0}, {131072, 0},
                                                                               {8192, 256}, {16384, 256}, {32768, 256}, {65536, 256}, {131072, 256}, {131072, 1024}, {131072, 4096}, {131072, 32768}}};
    std::vector<Case> cases;
    for (std::size_t set = 1; set <= sets; ++set)
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            auto const [bytes, fragment] = sizes[i];
            std::string const deflated(std::min(bytes, fragment ? fragment : bytes), static_cast<char>(set * 37));
            auto const first = static_cast<unsigned char>(fragment ? 0x41 : 0xc1);
            cases.push_back({id(group + "." + std::to_string(set), i + 1), {frame(first, deflated)}, "C1002", "compression is not offered: RSV1 is an error", offers[(set - 1) % offers.size()]});
        }
    return cases;
}

}  // namespace

std::string message(std::size_t bytes) {
    std::string const ping = R"({"type":"ping","t":1})";
    return ping + std::string(bytes > ping.size() ? bytes - ping.size() : 0, ' ');
}

std::string text(std::string_view payload) { return client_frame(Opcode::text, payload); }

Parts chopped(std::string const& bytes, std::size_t size) {
    Parts parts;
    for (std::size_t at = 0; at < bytes.size(); at += size) parts.push_back(bytes.substr(at, size));
    return parts;
}
Parts sent_in_octets(std::string const& bytes) { return chopped(bytes, 1); }

Parts fragmented(Opcode kind, std::string const& payload, std::size_t size) {
    Parts parts;
    for (std::size_t at = 0; at < payload.size(); at += size) {
        auto const opcode = at == 0 ? static_cast<unsigned char>(kind) : 0;
        parts.push_back(frame(static_cast<unsigned char>((at + size >= payload.size() ? 0x80 : 0) | opcode), std::string_view(payload).substr(at, size)));
    }
    return parts;
}

std::vector<Group> all_groups() {
    std::vector<std::string> const parameters{"permessage-deflate", "permessage-deflate; server_no_context_takeover", "permessage-deflate; client_max_window_bits=9", "permessage-deflate; client_max_window_bits=15",
                                              "permessage-deflate; server_no_context_takeover; server_max_window_bits=9", "permessage-deflate; server_max_window_bits=15; client_no_context_takeover",
                                              "permessage-deflate; server_max_window_bits=9, permessage-deflate; client_max_window_bits, permessage-deflate"};
    return {{"1.1", 8, framing(true)}, {"1.2", 8, framing(false)}, {"2", 11, pings()}, {"3", 7, reserved_bits()}, {"4.1", 5, reserved_opcodes("4.1", 3)}, {"4.2", 5, reserved_opcodes("4.2", 11)},
            {"5", 20, fragments()}, {"6.1-6.4", 13, utf8_in_fragments()}, {"6.5-6.23", 132, utf8_cases()}, {"7.1", 6, closes()}, {"7.3", 6, close_payloads()},
            {"7.5", 1, {{"7.5.1", {closing(1000, "\xce\xba\xed\xa0\x80")}, "C1002"}}},
            {"7.7", 13, close_codes("7.7", {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999}, true)},
            {"7.9", 9, close_codes("7.9", {0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999}, false)}, {"7.13", 2, close_codes("7.13", {5000, 65535}, true)},
            {"9.1-9.6", 42, large_messages()}, {"9.7-9.8", 12, round_trips()},
            {"10", 1, {large("10.1.1", {joined(fragmented(Opcode::text, message(65536), 1300))}, 1300, true)}},
            {"12", 90, compression("12", 5, {"permessage-deflate"})}, {"13", 126, compression("13", 7, parameters)}};
}

}  // namespace warsha::conformance
