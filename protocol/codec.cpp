#include "protocol/codec_impl.hpp"

#include <unordered_set>

namespace warsha {
namespace codec {

void write_string(std::string& out, std::string_view text) {
    constexpr char hex[] = "0123456789abcdef";
    out += '"';
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        switch (c) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\b': out += "\\b"; break;
            case '\f': out += "\\f"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            default:
                if (byte < 0x20) {
                    out += "\\u00";
                    out += hex[byte >> 4];
                    out += hex[byte & 15];
                } else {
                    out += c;
                }
        }
    }
    out += '"';
}

namespace {

/// One pass over the bytes. Not a validator of JSON grammar (the parser behind it is), but of everything the parser is
/// too kind about.
class Scan {
public:
    Scan(std::string_view text, Bounds bounds) : text_(text), bounds_(bounds) {}

    std::optional<DecodeError> run() {
        if (text_.size() > bounds_.bytes_max) return wrong(DecodeError::Kind::bounds, "is longer than " + std::to_string(bounds_.bytes_max) + " bytes");
        if (text_.starts_with("\xEF\xBB\xBF")) return wrong(DecodeError::Kind::syntax, "starts with a byte order mark");
        if (text_.find('\0') != std::string_view::npos) return wrong(DecodeError::Kind::syntax, "holds a NUL byte");
        while (at_ < text_.size()) {
            if (auto error = step()) return error;
        }
        return std::nullopt;
    }

private:
    static DecodeError wrong(DecodeError::Kind kind, std::string what) { return {.kind = kind, .where = {}, .what = std::move(what), .text = {}, .cid = {}}; }

    std::optional<DecodeError> step() {
        char const c = text_[at_];
        if (c == '"') return string();
        ++at_;
        if (c == '{' || c == '[') {
            if (static_cast<int>(keys_.size()) >= bounds_.depth_max) return wrong(DecodeError::Kind::bounds, "is nested deeper than " + std::to_string(bounds_.depth_max));
            keys_.emplace_back();
            objects_.push_back(c == '{');
        } else if ((c == '}' || c == ']') && !keys_.empty()) {
            keys_.pop_back();
            objects_.pop_back();
        } else if (c == '.' || c == 'e' || c == 'E') {
            if (in_number()) return wrong(DecodeError::Kind::shape, "holds a number that is not whole");
        }
        return std::nullopt;
    }

    [[nodiscard]] bool in_number() const { return at_ >= 2 && text_[at_ - 2] >= '0' && text_[at_ - 2] <= '9'; }

    std::optional<DecodeError> string() {
        auto const start = ++at_;
        while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
        if (at_ >= text_.size()) return wrong(DecodeError::Kind::syntax, "ends inside a text");
        auto const value = text_.substr(start, at_ - start);
        ++at_;
        auto next = at_;
        while (next < text_.size() && (text_[next] == ' ' || text_[next] == '\n' || text_[next] == '\r' || text_[next] == '\t')) ++next;
        bool const is_key = !objects_.empty() && objects_.back() && next < text_.size() && text_[next] == ':';
        if (!is_key) return std::nullopt;
        if (value.find('\\') != std::string_view::npos) return wrong(DecodeError::Kind::shape, "has a key with escapes");
        if (!keys_.back().insert(value).second) return wrong(DecodeError::Kind::shape, "has the same key twice");
        return std::nullopt;
    }

    std::string_view text_;
    Bounds bounds_;
    std::size_t at_ = 0;
    std::vector<std::unordered_set<std::string_view>> keys_;
    std::vector<bool> objects_;
};

}  // namespace

std::optional<DecodeError> check_syntax(std::string_view text, Bounds bounds) { return Scan(text, bounds).run(); }

}  // namespace codec

Decoded<ClientMessage> decode_client_message(std::string_view json, Bounds bounds) { return decode_value<ClientMessage>(json, bounds); }
Decoded<ServerMessage> decode_server_message(std::string_view json) { return decode_value<ServerMessage>(json); }
Decoded<RoomPlan> decode_room_plan(std::string_view json) { return decode_value<RoomPlan>(json, {1024 * 1024, 8}); }
Decoded<Command> decode_command(std::string_view json) { return decode_value<Command>(json, facilitator_bounds); }
std::string encode(ClientMessage const& message) { return encode_value(message); }
std::string encode(ServerMessage const& message) { return encode_value(message); }
std::string encode(Command const& command) { return encode_value(command); }
std::string encode(RoomPlan const& plan) { return encode_value(plan); }

namespace {
constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

int value_of(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == '-') return 62;
    return c == '_' ? 63 : -1;
}
}  // namespace

std::string to_base64url(unsigned char const* bytes, std::size_t size) {
    std::string out;
    out.reserve((size * 4 + 2) / 3);
    std::uint32_t bits = 0;
    int held = 0;
    for (std::size_t i = 0; i < size; ++i) {
        bits = bits << 8 | bytes[i];
        for (held += 8; held >= 6; held -= 6) out += alphabet[bits >> (held - 6) & 63];
    }
    if (held > 0) out += alphabet[bits << (6 - held) & 63];
    return out;
}

bool from_base64url(std::string_view text, unsigned char* bytes, std::size_t size) {
    if (text.size() != (size * 4 + 2) / 3) return false;
    std::uint32_t bits = 0;
    int held = 0;
    std::size_t made = 0;
    for (char const c : text) {
        int const value = value_of(c);
        if (value < 0) return false;
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        held += 6;
        if (held >= 8) {
            held -= 8;
            bytes[made++] = static_cast<unsigned char>(bits >> held);
        }
    }
    return made == size && (bits & ((1U << held) - 1)) == 0;  // leftover bits must be zero: one spelling per value
}

}  // namespace warsha
