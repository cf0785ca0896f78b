#include "tests/fuzz/seeds.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "journal/redis/reply.hpp"
#include "protocol/codec_impl.hpp"
#include "tests/archive/rooms.hpp"
#include "tests/golden/golden_room.hpp"

namespace warsha::fuzz {
namespace {

using Seeds = std::vector<std::string>;

std::string bytes_of(std::filesystem::path const& where) {
    std::ifstream in(where, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

Seeds examples(std::string_view folder, std::string_view prefix) {
    Seeds all;
    for (auto const& file : std::filesystem::directory_iterator("protocol/examples/" + std::string(folder)))
        if (file.path().filename().string().starts_with(prefix)) all.push_back(bytes_of(file.path()));
    std::ranges::sort(all);
    return all;
}

Seeds commands() {
    Seeds all;
    for (auto const* const folder : {"valid", "invalid"})
        for (auto const* const prefix : {"client_", "plan_"})
            for (auto& one : examples(folder, prefix)) all.push_back(std::move(one));
    return all;
}

Seeds websockets() {
    Seeds all;
    for (auto const manner : {'\x09', '\x0d', '\x0e'}) {
        std::string whole(1, manner);
        for (auto const& one : examples("valid", "client_")) {
            all.push_back(std::string(1, manner) + one);
            if (whole.size() + one.size() < 4000) whole += one + '\n';
        }
        all.push_back(whole);
    }
    using namespace std::string_literals;
    all.push_back("\x11\x01\x02{\"\x09\x00\x00\x04type"s);
    all.push_back("\x11\x81\x18{\"type\":\"ping\",\"t\":1}    \x89\x03pqr\x8a\x00\x88\x02\x03\xe8"s);
    all.push_back("\x01\x81\xfe\x00\x0a\x01\x02\x03\x04xxxxxxxxxx"s);
    all.push_back("\x00\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff\x01\x02\x03\x04"s);
    return all;
}

Seeds requests() {
    std::string const host = "Host: warsha.example\r\n", end = "\r\n\r\n";
    Seeds all;
    for (auto const* const path : {"/", "/healthz", "/readyz", "/j/482913", "/diag?x=1", "/api/archive", "/api/codes/482913", "/archive/AAAAAAAAAAAAAAAAAAAAAA/bundle.zip",
                                   "/api/rooms/AAAAAAAAAAAAAAAAAAAAAA/export/results.csv", "/ws/482913", "/assets/app.js", "/%2e%2e/x"})
        all.push_back("GET " + std::string(path) + " HTTP/1.1\r\n" + host + "Accept-Encoding: gzip, br;q=0.5\r\nIf-None-Match: \"x\"\r\nX-Forwarded-For: 10.0.0.1, 10.0.0.2\r\n\r\n");
    all.push_back(all[0] + all[1] + "\x85" + all[2]);
    all.push_back("HEAD / HTTP/1.1\r\n" + host + "Connection: close" + end);
    all.push_back("POST /api/rooms HTTP/1.1\r\n" + host + "Content-Type: application/json\r\nAuthorization: Bearer organiser-token-of-the-fuzzer\r\nContent-Length: 12\r\n\r\n{\"title\":{}}\x85");
    all.push_back("POST /api/rooms/AAAAAAAAAAAAAAAAAAAAAA/close HTTP/1.1\r\n" + host + "Authorization: Bearer organiser-token-of-the-fuzzer\r\nContent-Length: 0" + end);
    all.push_back("GET /api/rooms HTTP/1.1\r\n" + host + "Authorization: Bearer organiser-token-of-the-fuzzer" + end);
    all.push_back("GET /ws/000000 HTTP/1.1\r\n" + host + "Origin: http://warsha.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: warsha.v1" + end + "\x85\x81\x80\x01\x02\x03\x04");
    return all;
}

std::vector<std::string> lines_of(golden::Golden const& one) {
    std::vector<std::string> all;
    for (auto const& entry : one.entries()) all.push_back(complete(seal(entry, golden::key), entry.offset, entry.time));
    return all;
}

Seeds journals() {
    Seeds all;
    for (auto const& one : golden::goldens) {
        std::string whole;
        for (auto const& line : lines_of(one)) all.push_back(whole += line + '\n');
    }
    return all;
}

Seeds saved_states() {
    auto entries = small_room().entries();
    entries.pop_back();                  // the close
    RoomState state;
    for (auto const& entry : entries) state.apply(open(entry));
    return {encode_value(state)};
}

Seeds bundles() {
    auto const files = small_room().bundle();
    Seeds all{zip(files)};
    for (std::size_t i = 0; i < files.size(); ++i) all.push_back(static_cast<char>(i) + files[i].bytes);
    return all;
}

std::string bulk(std::string const& text) { return "$" + std::to_string(text.size()) + "\r\n" + text + "\r\n"; }
std::string list(std::vector<std::string> const& parts) {
    std::string made = "*" + std::to_string(parts.size()) + "\r\n";
    for (auto const& part : parts) made += part;
    return made;
}

Seeds replies() {
    std::vector<std::string> entries;
    auto const& recorded = golden::goldens[0];
    auto const lines = lines_of(recorded);
    for (std::size_t i = 0; i < lines.size() && i < 12; ++i)
        entries.push_back(list({bulk(std::to_string(i + 1)), bulk("1700000000000"), bulk("1"), bulk(text_of(contract::cid_no(i + 1))), bulk(std::string(40, 'a')), bulk(lines[i]),
                                bulk(std::string(43, 'A')), bulk(std::string(16, 's') + "words")}));
    std::vector<std::string> parts{bulk("OK"), bulk("1"), bulk("12"), bulk("3"), bulk("493817"), bulk("sealed")};
    parts.insert(parts.end(), entries.begin(), entries.end());
    auto const page = list(parts), told = list({bulk("entries"), bulk(text_of(golden::room)), bulk("1"), entries[0], entries[4]});
    Seeds all;
    for (auto const piece : {'\xff', '\x06'})
        for (auto const& one : {page, told, bulk(told), list({bulk("message"), bulk("warsha:0:entries"), bulk(told)}), list({bulk("OK"), bulk("1700000000000"), bulk("1"), bulk("1")}),
                                list({bulk("CONFLICT"), bulk("7")}), list({bulk("EPOCH"), bulk("2")}), list({bulk("EPOCH")}), list({list({bulk("1"), bulk("9"), bulk("live"), bulk(std::string(40, 'b'))}), "*0\r\n"}),
                                std::string("-LOADING Redis is loading\r\n"), std::string("-READONLY no\r\n"), std::string("+OK\r\n:12\r\n$-1\r\n*-1\r\n*0\r\n"), std::string("$536870912\r\nx"),
                                std::string("*100000000\r\n"), std::string("*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n")})
            all.push_back(piece + one);
    return all;
}

}  // namespace

std::vector<std::string> seeds(std::string_view target) {
    static std::map<std::string_view, Seeds (*)()> const makers{{"http_request", requests}, {"websocket", websockets}, {"command", commands}, {"entries", journals},
                                                                {"saved_state", saved_states}, {"bundle", bundles}, {"redis_reply", replies}};
    return makers.at(target)();
}

}  // namespace warsha::fuzz
