#include "protocol/codec_impl.hpp"
#include "protocol/plain_ballot.hpp"

namespace warsha {
namespace json {

void write_string(std::string& out, std::string_view text) {
    constexpr char hex[] = "0123456789abcdef";
    out += '"';
    std::size_t plain = 0;  // start of the run that needs no escape
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        out.append(text, plain, i - plain);
        plain = i + 1;
        constexpr std::string_view named = "\b\t\n\f\r\"\\", letters = "btnfr\"\\";
        if (auto const at = named.find(static_cast<char>(c)); at != std::string_view::npos) (out += '\\') += letters[at];
        else ((out += "\\u00") += hex[c >> 4]) += hex[c & 15];
    }
    out.append(text, plain);
    out += '"';
}

bool is_key(std::string_view text) {
    auto const fine = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    return !text.empty() && text.size() <= 40 && std::all_of(text.begin(), text.end(), fine);
}

}  // namespace json

namespace {

/// The cid of a command whose rest may be wrong: with it a refused text becomes a rejection instead of a close.
std::optional<Cid> readable_cid(json::Dom const& message) {
    if (!message.is_object() || message.value("type", json::Dom()) != "command") return std::nullopt;
    auto const cid = message.find("cid");
    Cid found;
    bool const readable = cid != message.end() && cid->is_string() &&
                          from_base64url(*cid->get_ptr<std::string const*>(), found.value.data(), found.value.size());
    return readable ? std::optional(found) : std::nullopt;
}

/// The one answer of which thousands leave in a second.
std::string receipt_text(Receipt const& receipt) {
    std::string out;
    out.reserve(180);
    auto const number = [&](std::uint64_t n) {
        char digits[24];
        out.append(digits, std::to_chars(digits, digits + sizeof digits, n).ptr);
    };
    out.append(R"({"cid":")").append(text_of(receipt.cid)).append(R"(","position":{"digest":")").append(text_of(receipt.position.digest)).append(R"(","epoch":)");
    number(receipt.position.epoch);
    out.append(R"(,"offset":)");
    number(receipt.position.offset);
    return out.append(R"(},"type":"receipt"})");
}

}  // namespace

Decoded<ClientMessage> decode_client_message(std::string_view bytes, Bounds bounds) {
    if (bytes.size() <= participant_bounds.bytes_max && bytes.size() <= bounds.bytes_max)
        if (auto ballot = decode_plain_ballot(bytes)) return ClientMessage{std::move(*ballot)};
    return decode_client_message_by_tree(bytes, bounds);
}

Decoded<ClientMessage> decode_client_message_by_tree(std::string_view bytes, Bounds bounds) {
    if (auto refused = scan_json(bytes, bounds)) return std::move(*refused);
    auto const dom = json::Dom::parse(bytes, nullptr, false);
    json::NoHooks hooks;
    json::Reader reader(Texts::typed, hooks);
    ClientMessage message;
    if (reader.value(dom, message)) return message;
    reader.error.cid = readable_cid(dom);
    return std::move(reader.error);
}

Decoded<ServerMessage> decode_server_message(std::string_view bytes) {
    return decode_value<ServerMessage>(bytes, server_message_bounds, Texts::recorded);
}
Decoded<RoomPlan> decode_room_plan(std::string_view bytes) { return decode_value<RoomPlan>(bytes, room_plan_bounds, Texts::typed); }
Decoded<Command> decode_command(std::string_view bytes) { return decode_value<Command>(bytes, facilitator_bounds, Texts::typed); }

std::string encode(ClientMessage const& message) { return encode_value(message); }
std::string encode(ServerMessage const& message) {
    auto const* const receipt = std::get_if<Receipt>(&message);
    return receipt ? receipt_text(*receipt) : encode_value(message);
}
std::string encode(Command const& command) { return encode_value(command); }
std::string encode(RoomPlan const& plan) { return encode_value(plan); }

}  // namespace warsha
