#pragma once
// Decoding: a scanned DOM (json_scan.hpp) into described values. Strict: every member there, no other.

#include <utility>

#include <nlohmann/json.hpp>

#include "protocol/codec.hpp"
#include "protocol/kinds.hpp"
#include "protocol/names.hpp"
#include "protocol/text.hpp"

namespace warsha {

/// typed: people's words, cleaned and judged on the way in. recorded: what this server once accepted, taken as it stands
/// (a newer Unicode library must not change a journal; an erased wording has no language left).
enum class Texts { typed, recorded };

}  // namespace warsha

namespace warsha::json {

using Dom = nlohmann::json;

bool is_key(std::string_view text);  ///< [a-z0-9_]{1,40}

/// Where Hooks has `bool read(Dom const& json, T& value)` for some T, that reads T; false refuses it as misshapen.
template <class Hooks>
class Reader {
public:
    Reader(Texts texts, Hooks& hooks) : texts_(texts), hooks_(hooks) {}

    /// False: `error` says why, and where from the inside out.
    template <class T>
    bool value(Dom const& j, T& v) {
        using namespace kinds;
        if constexpr (requires { hooks_.read(j, v); }) return hooks_.read(j, v) || shape("is not what was recorded");
        else if constexpr (std::is_same_v<T, bool>) return j.is_boolean() ? (v = j.get<bool>(), true) : shape("is not a boolean");
        else if constexpr (std::is_integral_v<T>) return integer(j, v);
        else if constexpr (std::is_enum_v<T>) return enumerator(j, v);
        else if constexpr (std::is_same_v<T, std::string>) return string(j) && (v = string_of(j), true);
        else if constexpr (is_id<T>) return bytes(j, v.value);
        else if constexpr (is_bytes<T>) return bytes(j, v);
        else if constexpr (std::is_same_v<T, Key>) return key(j, v);
        else if constexpr (is_text<T>) return text(j, v);
        else if constexpr (is_int<T>) return bounded(j, v);
        else if constexpr (is_list<T>) return list(j, v);
        else if constexpr (is_vector<T>) return sequence(j, v);
        else if constexpr (is_set<T>) return set(j, v);
        else if constexpr (is_map<T>) return map(j, v);
        else if constexpr (is_variant<T>) return variant(j, v);
        else if constexpr (Erasable<T>) return erasable(j, v);
        else if constexpr (is_wording<T>) return object(j, v, false) && wording(v);
        else return object(j, v, false);
    }

    DecodeError error;

private:
    using Kind = DecodeError::Kind;

    bool fail(Kind kind, std::string what) {
        error.kind = kind;
        error.what = std::move(what);
        return false;
    }
    bool shape(char const* what) { return fail(Kind::shape, what); }
    bool refuse(Reject code) {
        error.text = code;
        return fail(Kind::text, std::string("is refused: ") + boost::describe::enum_to_string(code, ""));
    }
    bool below(std::string const& step) {
        bool const joined = error.where.empty() || error.where[0] == '[';
        error.where = joined ? step + error.where : step + '.' + error.where;
        return false;
    }

    static std::string const& string_of(Dom const& j) { return *j.get_ptr<std::string const*>(); }
    bool string(Dom const& j) { return j.is_string() || shape("is not a string"); }

    template <class T>
    bool integer(Dom const& j, T& v) {
        if (!j.is_number_integer()) return shape("is not an integer");
        auto const n = j.get<std::int64_t>();
        if (!std::in_range<T>(n)) return fail(Kind::bounds, "is out of range");
        v = static_cast<T>(n);
        return true;
    }

    template <class T>
    bool bounded(Dom const& j, T& v) {
        if (!integer(j, v.value)) return false;
        return (v.value >= T::min && v.value <= T::max) || fail(Kind::bounds, "is out of range");
    }

    template <class T>
    bool enumerator(Dom const& j, T& v) {
        if (!string(j)) return false;
        auto const& name = string_of(j);
        bool const whole = name.find('\0') == std::string::npos;  // enum_from_string reads up to a NUL
        return (whole && boost::describe::enum_from_string(name.c_str(), v)) || shape("is not one of the known words");
    }

    template <std::size_t N>
    bool bytes(Dom const& j, std::array<std::uint8_t, N>& v) {
        if (!string(j)) return false;
        return from_base64url(string_of(j), v.data(), N) || shape("is not base64url of the right length");
    }

    bool key(Dom const& j, Key& v) {
        if (!string(j)) return false;
        v.value = string_of(j);
        return is_key(v.value) || shape("is not a key of [a-z0-9_]{1,40}");
    }

    template <class T>
    bool text(Dom const& j, T& v) {
        if (!string(j)) return false;
        if (texts_ == Texts::recorded) return v.value = string_of(j), true;
        auto cleaned = clean_text(string_of(j), T::points_max, T::points_max > 120);
        if (!cleaned) return refuse(cleaned.error());
        v.value = std::move(*cleaned);
        bool const long_enough = T::points_min <= 1 || count_points(v.value) >= T::points_min;
        return long_enough || refuse(Reject::text_not_allowed);  // only fixed-length codes have such a bound
    }

    template <class T>
    bool wording(T const& v) {
        return texts_ == Texts::recorded || v.ar || v.fr || v.en || refuse(Reject::text_empty);
    }

    template <class T>
    bool sequence(Dom const& j, std::vector<T>& v) {
        if (!j.is_array()) return shape("is not an array");
        v.resize(j.size());
        for (std::size_t i = 0; i < v.size(); ++i) {
            if (!value(j[i], v[i])) return below('[' + std::to_string(i) + ']');
        }
        return true;
    }

    template <class T, std::size_t Max>
    bool list(Dom const& j, List<T, Max>& v) {
        if (j.is_array() && j.size() > Max) return fail(Kind::bounds, "has too many elements");
        return sequence(j, v.value);
    }

    template <class T>
    bool set(Dom const& j, std::set<T>& v) {
        std::vector<T> items;
        if (!sequence(j, items)) return false;
        v = std::set<T>(items.begin(), items.end());
        return v.size() == items.size() || shape("has the same element twice");
    }

    template <class K, class V>
    bool map(Dom const& j, std::map<K, V>& v) {
        if (!j.is_object()) return shape("is not an object");
        for (auto const& [text, entry] : j.template get_ref<Dom::object_t const&>()) {
            K key;
            if (!value(Dom(text), key) || !value(entry, v[key])) return below(text);
        }
        return true;
    }

    template <class T>
    bool erasable(Dom const& j, T& v) {
        if (!j.is_object() || j.size() != 1) return shape("is neither a text nor erased");
        auto const& [name, content] = *j.template get_ref<Dom::object_t const&>().begin();
        if (name == "erased" && content.is_boolean() && content.template get<bool>()) return v.erased = true, true;
        return (name == "text" && content.is_string()) ? (v.text = string_of(content), true) : shape("is neither a text nor erased");
    }

    template <class... T>
    bool variant(Dom const& j, std::variant<T...>& v) {
        if (!j.is_object()) return shape("is not an object");
        auto const type = j.find("type");
        if (type == j.end() || !type->is_string()) return shape("is missing"), below("type");
        bool known = false, fine = false;
        (void)((string_of(*type) == names::tag_of<T>() && (known = true, fine = object(j, v.template emplace<T>(), true))) || ...);
        return fine || (known ? false : (shape("is not one of the known types"), below("type")));
    }

    /// Both the DOM's keys and the members are sorted: one walk finds what is missing and what is too much.
    template <class T>
    bool object(Dom const& j, T& v, bool tagged) {
        static_assert(kinds::Described<T>, "describe this type beside its definition (BOOST_DESCRIBE_STRUCT)");
        if (!j.is_object()) return shape("is not an object");
        auto const& found = j.template get_ref<Dom::object_t const&>();
        auto it = found.begin();
        auto const skip_tag = [&] { if (tagged && it != found.end() && it->first == "type") ++it; };
        bool const fine = names::all_members<T>([&](auto d) {
            skip_tag();
            if (it == found.end() || it->first != d.name) return absent(d.name, v.*d.pointer);
            return member((it++)->second, d.name, v.*d.pointer);
        });
        if (!fine) return false;
        skip_tag();
        return it == found.end() || (shape("is unknown"), below(it->first));
    }

    template <class M>
    bool member(Dom const& j, char const* name, M& m) {
        if constexpr (kinds::is_optional<M>) return value(j, m.emplace()) || below(name);
        else return value(j, m) || below(name);
    }

    template <class M>
    bool absent(char const* name, M&) {
        return kinds::is_optional<M> || (shape("is missing"), below(name));
    }

    Texts texts_;
    Hooks& hooks_;
};

}  // namespace warsha::json
