#include "protocol/json_scan.hpp"

#include <algorithm>
#include <vector>

#include <unicode/utf8.h>

namespace warsha {
namespace {

using Kind = DecodeError::Kind;
constexpr std::string_view number_limit = "9007199254740991";  // 2^53 − 1: what a JavaScript number holds exactly

class Scanner {
public:
    Scanner(std::string_view json, Bounds bounds) : json_(json), bounds_(bounds) {}

    std::optional<DecodeError> run() {
        if (json_.size() > bounds_.bytes_max) return DecodeError{Kind::bounds, "", "has too many bytes", {}, {}};
        skip_space();
        if (!value(0)) return std::move(error_);
        skip_space();
        if (at_ != json_.size() && !fail(Kind::syntax, "has bytes after the value")) return std::move(error_);
        return std::nullopt;
    }

private:
    bool fail(Kind kind, char const* what) {
        error_ = DecodeError{kind, "", std::string(what) + " at byte " + std::to_string(at_), {}, {}};
        return false;
    }
    [[nodiscard]] char peek() const { return at_ < json_.size() ? json_[at_] : '\0'; }
    bool take(char c) {
        if (peek() != c || at_ == json_.size()) return false;
        ++at_;
        return true;
    }
    void skip_space() {
        while (at_ < json_.size() && (json_[at_] == ' ' || json_[at_] == '\n' || json_[at_] == '\r' || json_[at_] == '\t')) ++at_;
    }

    bool value(int depth) {
        switch (peek()) {
        case '{': return object(depth + 1);
        case '[': return array(depth + 1);
        case '"': return string();
        case 't': return word("true");
        case 'f': return word("false");
        case 'n': return word("null");
        default: return number();
        }
    }

    bool word(std::string_view expected) {
        if (json_.substr(at_, expected.size()) != expected) return fail(Kind::syntax, "is not a JSON value");
        at_ += expected.size();
        return true;
    }

    bool number() {
        bool const negative = take('-');
        std::size_t const first = at_;
        while (peek() >= '0' && peek() <= '9') ++at_;
        std::string_view const digits = json_.substr(first, at_ - first);
        if (digits.empty()) return fail(Kind::syntax, "is not a JSON value");
        if (digits.size() > 1 && digits[0] == '0') return fail(Kind::syntax, "has a leading zero");
        if (negative && digits == "0") return fail(Kind::syntax, "has a minus zero");
        if (peek() == '.' || peek() == 'e' || peek() == 'E') return fail(Kind::shape, "has a number that is not an integer");
        if (digits.size() > number_limit.size() || (digits.size() == number_limit.size() && digits > number_limit)) {
            return fail(Kind::bounds, "has an integer beyond 2^53");
        }
        return true;
    }

    bool array(int depth) {
        if (depth > bounds_.depth_max) return fail(Kind::bounds, "is nested too deeply");
        ++at_;
        skip_space();
        if (take(']')) return true;
        for (std::size_t items = 1;; ++items) {
            if (items > bounds_.items_max) return fail(Kind::bounds, "has too many elements");
            skip_space();
            if (!value(depth)) return false;
            skip_space();
            if (take(']')) return true;
            if (!take(',')) return fail(Kind::syntax, "lacks a , or ]");
        }
    }

    bool object(int depth) {
        if (depth > bounds_.depth_max) return fail(Kind::bounds, "is nested too deeply");
        ++at_;
        skip_space();
        if (take('}')) return true;
        std::size_t const first_key = keys_.size();
        for (std::size_t members = 1;; ++members) {
            if (members > bounds_.members_max) return fail(Kind::bounds, "has too many members");
            skip_space();
            if (!key()) return false;
            skip_space();
            if (!take(':')) return fail(Kind::syntax, "lacks a :");
            skip_space();
            if (!value(depth)) return false;
            skip_space();
            if (take('}')) return keys_differ(first_key);
            if (!take(',')) return fail(Kind::syntax, "lacks a , or }");
        }
    }

    bool key() {
        if (!take('"')) return fail(Kind::syntax, "lacks a key");
        std::size_t const first = at_;
        while (at_ < json_.size() && json_[at_] != '"') {
            auto const c = static_cast<unsigned char>(json_[at_]);
            if (c < 0x20 || c >= 0x7f || c == '\\') return fail(Kind::shape, "has an unusual character in a key");
            ++at_;
        }
        keys_.push_back(json_.substr(first, at_ - first));
        return take('"') || fail(Kind::syntax, "has an unfinished key");
    }

    bool keys_differ(std::size_t first_key) {
        auto const begin = keys_.begin() + static_cast<std::ptrdiff_t>(first_key);
        if (!std::is_sorted(begin, keys_.end())) std::sort(begin, keys_.end());
        bool const differ = std::adjacent_find(begin, keys_.end()) == keys_.end();
        keys_.resize(first_key);
        return differ || fail(Kind::shape, "has a duplicate key");
    }

    bool string() {
        ++at_;
        while (at_ < json_.size()) {
            auto const c = static_cast<unsigned char>(json_[at_]);
            if (c == '"') return take('"');
            if (c < 0x20) return fail(Kind::syntax, "has a control character in a string");
            bool const fine = c == '\\' ? escape() : c < 0x80 ? (++at_, true) : sequence();
            if (!fine) return false;
        }
        return fail(Kind::syntax, "has an unfinished string");
    }

    bool sequence() {
        UChar32 point = 0;
        auto i = at_;
        U8_NEXT(reinterpret_cast<std::uint8_t const*>(json_.data()), i, json_.size(), point);
        if (point < 0) return fail(Kind::syntax, "has bad UTF-8");
        at_ = i;
        return true;
    }

    bool escape() {
        ++at_;
        if (std::string_view(R"("\/bfnrt)").find(peek()) != std::string_view::npos && peek() != '\0') return ++at_, true;
        unsigned unit = 0;
        if (!take('u') || !hex4(unit)) return fail(Kind::syntax, "has a bad escape");
        if (U16_IS_TRAIL(unit)) return fail(Kind::syntax, "has a lone surrogate");
        if (!U16_IS_LEAD(unit)) return true;
        unsigned trail = 0;
        bool const paired = take('\\') && take('u') && hex4(trail) && U16_IS_TRAIL(trail);
        return paired || fail(Kind::syntax, "has a lone surrogate");
    }

    bool hex4(unsigned& unit) {
        for (int i = 0; i < 4; ++i) {
            char const c = peek();
            int const digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
            if (digit < 0) return false;
            unit = unit * 16 + static_cast<unsigned>(digit);
            ++at_;
        }
        return true;
    }

    std::string_view json_;
    Bounds bounds_;
    std::size_t at_ = 0;
    std::vector<std::string_view> keys_;  // of the objects that are open, outermost first
    std::optional<DecodeError> error_;
};

}  // namespace

std::optional<DecodeError> scan_json(std::string_view json, Bounds bounds) { return Scanner(json, bounds).run(); }

}  // namespace warsha
