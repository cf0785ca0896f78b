#pragma once
// The generic half of the codec: templates over described types. Include in few files; here is where compile time goes.
//
//   encode_value(x)            canonical JSON
//   decode_value<T>(json)      strict; bounds of depth and size are the caller's, default those of stored data
//
// A type is written by its category: optional, vector, set, map, variant (tagged by "type"), described enum, described struct,
// or one of the small words of basic.hpp. `Sealed` asks the Sealer of the call (journal/entry.hpp); without one it is plain text.

#include <algorithm>
#include <charconv>
#include <cstring>
#include <functional>
#include <set>
#include <type_traits>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <nlohmann/json.hpp>

#include "protocol/codec.hpp"
#include "protocol/text.hpp"

namespace warsha {

/// Replaces a person's words by their hash and back; given by the journal when an entry is written or read.
struct Sealer {
    std::function<std::string(Sealed const&)> to_hash;            ///< 43 characters
    std::function<Sealed(std::string const&)> from_hash;
};

namespace codec {

using nlohmann::json;
namespace mp11 = boost::mp11;
namespace describe = boost::describe;

struct Failure {
    DecodeError error;
};

/// Path and options of one decode.
struct Reading {
    std::vector<std::string> path;
    Sealer const* sealer = nullptr;

    [[noreturn]] void fail(DecodeError::Kind kind, std::string what, std::optional<Reject> text = {}) const {
        std::string where;
        for (auto const& part : path) where += (where.empty() || part.front() == '[' ? "" : ".") + part;
        throw Failure{{kind, std::move(where), std::move(what), text, std::nullopt}};
    }
    [[noreturn]] void shape(std::string what) const { fail(DecodeError::Kind::shape, std::move(what)); }
    [[noreturn]] void bounds(std::string what) const { fail(DecodeError::Kind::bounds, std::move(what)); }
};

struct Writing {
    std::string& out;
    Sealer const* sealer = nullptr;
};

// ── categories ─────────────────────────────────────────────────────────────────────────────────
template <class T> struct is_optional : std::false_type {};
template <class T> struct is_optional<std::optional<T>> : std::true_type {};
template <class T> struct is_vector : std::false_type {};
template <class T> struct is_vector<std::vector<T>> : std::true_type {};
template <class T> struct is_set : std::false_type {};
template <class T> struct is_set<std::set<T>> : std::true_type {};
template <class T> struct is_map : std::false_type {};
template <class K, class V> struct is_map<std::map<K, V>> : std::true_type {};
template <class T> struct is_variant : std::false_type {};
template <class... T> struct is_variant<std::variant<T...>> : std::true_type {};
template <class T> struct is_strong : std::false_type {};
template <class Tag, class Rep> struct is_strong<Strong<Tag, Rep>> : std::true_type {};
template <class T> struct is_text : std::false_type {};
template <std::size_t A, std::size_t B> struct is_text<Text<A, B>> : std::true_type {};
template <class T> struct is_int : std::false_type {};
template <std::int64_t A, std::int64_t B> struct is_int<Int<A, B>> : std::true_type {};
template <class T> struct is_list : std::false_type {};
template <class T, std::size_t N> struct is_list<List<T, N>> : std::true_type {};
template <class T> struct is_wording : std::false_type {};
template <std::size_t N> struct is_wording<Wording<N>> : std::true_type {};
template <class T> struct is_bytes : std::false_type {};
template <std::size_t N> struct is_bytes<std::array<std::uint8_t, N>> : std::true_type {};

template <class T>
inline constexpr bool is_described_enum = describe::has_describe_enumerators<T>::value;
template <class T>
inline constexpr bool is_described_struct = describe::has_describe_members<T>::value;

/// "SubmitProposal" → "submit_proposal"; Config and Message at the end are dropped ("ChoiceConfig" → "choice").
inline std::string snake_case(std::string_view name) {
    for (std::string_view const suffix : {"Config", "Message"})
        if (name.ends_with(suffix) && name.size() > suffix.size()) name.remove_suffix(suffix.size());
    std::string made;
    for (char const c : name) {
        bool const upper = c >= 'A' && c <= 'Z';
        if (upper && !made.empty()) made += '_';
        made += upper ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return made;
}

/// The unqualified name of a type, from the compiler.
template <class T>
std::string_view type_name() {
    std::string_view const function = __PRETTY_FUNCTION__;  // "... type_name() [with T = warsha::View; …]"
    auto const start = function.find("T = ") + 4;
    auto name = function.substr(start, function.find_first_of(";]", start) - start);
    auto const colon = name.rfind("::");
    return colon == std::string_view::npos ? name : name.substr(colon + 2);
}

template <class T>
std::string const& tag_of() {
    static std::string const tag = snake_case(type_name<T>());
    return tag;
}

/// Members of a described struct in the order of their names (canonical JSON), with "type" woven in for variants.
template <class T>
std::vector<std::size_t> const& sorted_members() {
    static std::vector<std::size_t> const order = [] {
        std::vector<std::string> names;
        mp11::mp_for_each<describe::describe_members<T, describe::mod_public>>([&](auto member) { names.emplace_back(member.name); });
        std::vector<std::size_t> made(names.size());
        for (std::size_t i = 0; i < made.size(); ++i) made[i] = i;
        std::ranges::sort(made, {}, [&](std::size_t i) { return names[i]; });
        return made;
    }();
    return order;
}

// ── writing ────────────────────────────────────────────────────────────────────────────────────
void write_string(std::string& out, std::string_view text);  // codec.cpp: RFC 8785 escapes

template <class T>
void write(Writing& to, T const& value, std::string const* tag = nullptr);

template <class Key>
std::string key_text(Key const& key) {
    if constexpr (is_strong<Key>::value) return to_base64url(key.value.data(), key.value.size());
    else if constexpr (std::is_integral_v<Key>) return std::to_string(key);
    else return key.value;
}

template <class Range>
void write_array(Writing& to, Range const& range) {
    to.out += '[';
    bool first = true;
    for (auto const& one : range) {
        if (!std::exchange(first, false)) to.out += ',';
        write(to, one);
    }
    to.out += ']';
}

template <class Map>
void write_map(Writing& to, Map const& map) {
    std::vector<std::pair<std::string, typename Map::mapped_type const*>> sorted;  // by text: binary order differs from base64url's
    for (auto const& [key, value] : map) sorted.emplace_back(key_text(key), &value);
    std::ranges::sort(sorted, {}, &decltype(sorted)::value_type::first);
    to.out += '{';
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        if (i) to.out += ',';
        write_string(to.out, sorted[i].first);
        to.out += ':';
        write(to, *sorted[i].second);
    }
    to.out += '}';
}

/// One writer per member, in canonical order; "type" takes its place among them.
template <class T>
void write_struct(Writing& to, T const& value, std::string const* tag) {
    to.out += '{';
    bool first = true;
    bool tag_due = tag != nullptr;
    auto const write_tag = [&] {
        if (!std::exchange(first, false)) to.out += ',';
        to.out += R"("type":")" + *tag + '"';
        tag_due = false;
    };
    using Members = describe::describe_members<T, describe::mod_public>;
    for (auto const index : sorted_members<T>()) {
        mp11::mp_with_index<std::max<std::size_t>(1, mp11::mp_size<Members>::value)>(index, [&](auto i) {
            if constexpr (decltype(i)::value < mp11::mp_size<Members>::value) {
                using Member = mp11::mp_at<Members, decltype(i)>;
                auto const& field = value.*Member::pointer;
                using Field = std::remove_cvref_t<decltype(field)>;
                if (tag_due && std::string_view(Member::name) > "type") write_tag();
                if constexpr (is_optional<Field>::value) {
                    if (!field) return;
                }
                if (!std::exchange(first, false)) to.out += ',';
                to.out += '"';
                to.out += Member::name;
                to.out += "\":";
                if constexpr (is_optional<Field>::value) write(to, *field);
                else write(to, field);
            }
        });
    }
    if (tag_due) write_tag();
    to.out += '}';
}

template <class E>
void write_enum(Writing& to, E value) {
    to.out += '"';
    to.out += describe::enum_to_string(value, "");
    to.out += '"';
}

template <class T>
void write_number(Writing& to, T value) {
    char digits[24];
    auto const [end, error] = std::to_chars(digits, digits + sizeof digits, value);
    static_cast<void>(error);
    to.out.append(digits, end);
}

template <class T>
void write(Writing& to, T const& value, std::string const* tag) {
    if constexpr (std::is_same_v<T, bool>) to.out += value ? "true" : "false";
    else if constexpr (std::is_integral_v<T>) write_number(to, value);
    else if constexpr (std::is_same_v<T, std::string>) write_string(to.out, value);
    else if constexpr (std::is_same_v<T, Sealed>) {
        if (to.sealer) write_string(to.out, to.sealer->to_hash(value));
        else if (value.erased) to.out += R"({"erased":true})";
        else {
            to.out += R"({"text":)";
            write_string(to.out, value.text);
            to.out += '}';
        }
    }
    else if constexpr (is_strong<T>::value) to.out += '"' + to_base64url(value.value.data(), value.value.size()) + '"';
    else if constexpr (is_bytes<T>::value) to.out += '"' + to_base64url(value.data(), value.size()) + '"';
    else if constexpr (is_text<T>::value || std::is_same_v<T, Key>) write_string(to.out, value.value);
    else if constexpr (is_int<T>::value) write_number(to, value.value);
    else if constexpr (is_list<T>::value) write_array(to, value.value);
    else if constexpr (is_vector<T>::value || is_set<T>::value) write_array(to, value);
    else if constexpr (is_map<T>::value) write_map(to, value);
    else if constexpr (is_variant<T>::value) std::visit([&](auto const& one) { write(to, one, &tag_of<std::remove_cvref_t<decltype(one)>>()); }, value);
    else if constexpr (is_described_enum<T>) write_enum(to, value);
    else {
        static_assert(is_described_struct<T>, "describe this type");
        write_struct(to, value, tag);
    }
}

// ── reading ────────────────────────────────────────────────────────────────────────────────────
template <class T>
T read(Reading& at, json const& in);

inline std::string const& as_string(Reading& at, json const& in) {
    if (!in.is_string()) at.shape("must be a text");
    return in.get_ref<std::string const&>();
}

template <class T>
T read_number(Reading& at, json const& in) {
    if (!in.is_number_integer()) at.shape("must be a whole number");
    if (in.is_number_unsigned()) {
        auto const n = in.get<std::uint64_t>();
        if (n > static_cast<std::uint64_t>(std::numeric_limits<T>::max())) at.bounds("is too large");
        return static_cast<T>(n);
    }
    auto const n = in.get<std::int64_t>();
    if (n < static_cast<std::int64_t>(std::numeric_limits<T>::min())) at.bounds("is too small");
    return static_cast<T>(n);
}

template <class T>
T read_enum(Reading& at, json const& in) {
    T value{};
    if (!describe::enum_from_string(as_string(at, in).c_str(), value)) at.bounds("is none of the allowed words");
    return value;
}

template <class Bytes>
Bytes read_bytes(Reading& at, json const& in) {
    Bytes bytes{};
    if (!from_base64url(as_string(at, in), bytes.data(), bytes.size())) at.shape("must be " + std::to_string(bytes.size()) + " bytes in base64url");
    return bytes;
}

template <class T>
T read_text(Reading& at, json const& in) {
    auto cleaned = clean_text(as_string(at, in), T::points_max, T::points_max > 120);
    if (!cleaned) {
        if (cleaned.error() == Reject::text_empty && T::points_min == 0) return T{};
        at.fail(DecodeError::Kind::text, "is not an allowed text", cleaned.error());
    }
    return T{std::move(*cleaned)};
}

inline Key read_key(Reading& at, json const& in) {
    auto const& text = as_string(at, in);
    bool const ok = !text.empty() && text.size() <= 40 && std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
    if (!ok) at.bounds("must be 1 to 40 of a-z, 0-9 and _");
    return {text};
}

inline Sealed read_sealed(Reading& at, json const& in) {
    if (at.sealer) return at.sealer->from_hash(as_string(at, in));
    if (!in.is_object() || in.size() != 1) at.shape("must be a sealed text");
    if (in.contains("erased")) return {.text = {}, .erased = true};
    if (!in.contains("text")) at.shape("must be a sealed text");
    return {.text = as_string(at, in.at("text")), .erased = false};
}

template <class T>
void read_each(Reading& at, json const& in, std::size_t size_max, std::function<void(T)> const& take) {
    if (!in.is_array()) at.shape("must be a list");
    if (in.size() > size_max) at.bounds("has more than " + std::to_string(size_max) + " elements");
    for (std::size_t i = 0; i < in.size(); ++i) {
        at.path.push_back("[" + std::to_string(i) + "]");
        take(read<T>(at, in[i]));
        at.path.pop_back();
    }
}

template <class T>
T read_map(Reading& at, json const& in) {
    if (!in.is_object()) at.shape("must be an object");
    T map;
    for (auto const& [key, value] : in.items()) {
        at.path.push_back(key);
        typename T::key_type made{};
        if constexpr (is_strong<typename T::key_type>::value) made.value = read_bytes<decltype(made.value)>(at, json(key));
        else made = read_key(at, json(key));
        map.emplace(made, read<typename T::mapped_type>(at, value));
        at.path.pop_back();
    }
    return map;
}

template <class T>
T read_struct(Reading& at, json const& in, bool tagged) {
    if (!in.is_object()) at.shape("must be an object");
    T value{};
    std::size_t known = tagged ? 1 : 0;
    mp11::mp_for_each<describe::describe_members<T, describe::mod_public>>([&](auto member) {
        auto& field = value.*decltype(member)::pointer;
        using Field = std::remove_cvref_t<decltype(field)>;
        auto const found = in.find(member.name);
        at.path.emplace_back(member.name);
        if (found == in.end()) {
            if constexpr (!is_optional<Field>::value) at.shape("is missing");
        } else {
            ++known;
            if constexpr (is_optional<Field>::value) field = read<typename Field::value_type>(at, *found);
            else field = read<Field>(at, *found);
        }
        at.path.pop_back();
    });
    if (known != in.size()) at.shape("has a key that is not known");
    if constexpr (is_wording<T>::value) {
        if (!value.ar && !value.fr && !value.en) at.fail(DecodeError::Kind::text, "needs at least one language", Reject::text_empty);
    }
    return value;
}

template <class V>
V read_variant(Reading& at, json const& in) {
    if (!in.is_object()) at.shape("must be an object");
    auto const type = in.find("type");
    if (type == in.end() || !type->is_string()) at.shape("has no type");
    auto const& tag = type->template get_ref<std::string const&>();
    std::optional<V> made;
    mp11::mp_for_each<mp11::mp_transform<mp11::mp_identity, V>>([&](auto identity) {
        using One = typename decltype(identity)::type;
        if (!made && tag == tag_of<One>()) made = read_struct<One>(at, in, true);
    });
    if (!made) at.shape("has an unknown type");
    return std::move(*made);
}

template <class T>
T read(Reading& at, json const& in) {
    if constexpr (std::is_same_v<T, bool>) {
        if (!in.is_boolean()) at.shape("must be true or false");
        return in.get<bool>();
    }
    else if constexpr (std::is_integral_v<T>) return read_number<T>(at, in);
    else if constexpr (std::is_same_v<T, std::string>) return as_string(at, in);
    else if constexpr (std::is_same_v<T, Sealed>) return read_sealed(at, in);
    else if constexpr (is_strong<T>::value) return T{read_bytes<decltype(T::value)>(at, in)};
    else if constexpr (is_bytes<T>::value) return read_bytes<T>(at, in);
    else if constexpr (is_text<T>::value) return read_text<T>(at, in);
    else if constexpr (std::is_same_v<T, Key>) return read_key(at, in);
    else if constexpr (is_int<T>::value) {
        auto const n = read_number<std::int64_t>(at, in);
        if (n < T::min || n > T::max) at.bounds("must be from " + std::to_string(T::min) + " to " + std::to_string(T::max));
        return T{n};
    }
    else if constexpr (is_list<T>::value) {
        T list;
        using One = typename decltype(list.value)::value_type;
        read_each<One>(at, in, T::size_max, [&](One one) { list.value.push_back(std::move(one)); });
        return list;
    }
    else if constexpr (is_vector<T>::value) {
        T list;
        read_each<typename T::value_type>(at, in, std::numeric_limits<std::size_t>::max(), [&](typename T::value_type one) { list.push_back(std::move(one)); });
        return list;
    }
    else if constexpr (is_set<T>::value) {
        T set;
        read_each<typename T::value_type>(at, in, std::numeric_limits<std::size_t>::max(), [&](typename T::value_type one) { set.insert(std::move(one)); });
        return set;
    }
    else if constexpr (is_map<T>::value) return read_map<T>(at, in);
    else if constexpr (is_variant<T>::value) return read_variant<T>(at, in);
    else if constexpr (is_described_enum<T>) return read_enum<T>(at, in);
    else {
        static_assert(is_described_struct<T>, "describe this type");
        return read_struct<T>(at, in, false);
    }
}

/// The pass before the parser: size, UTF-8, depth, duplicate keys, integers only, nothing after the value.
/// nlohmann/json parses 200,000 nested arrays and then crashes in copy or dump; it never sees them.
std::optional<DecodeError> check_syntax(std::string_view text, Bounds bounds);

}  // namespace codec

inline constexpr Bounds stored_bounds{64 * 1024 * 1024, 24};

template <class T>
std::string encode_value(T const& value, Sealer const* sealer = nullptr) {
    std::string out;
    codec::Writing to{out, sealer};
    codec::write(to, value);
    return out;
}

template <class T>
Decoded<T> decode_value(std::string_view text, Bounds bounds = stored_bounds, Sealer const* sealer = nullptr) {
    if (auto const wrong = codec::check_syntax(text, bounds)) return *wrong;
    auto const parsed = nlohmann::json::parse(text, nullptr, false);
    if (parsed.is_discarded()) return DecodeError{DecodeError::Kind::syntax, "", "is not JSON", {}, {}};
    codec::Reading at{.path = {}, .sealer = sealer};
    try {
        return codec::read<T>(at, parsed);
    } catch (codec::Failure const& failure) {
        auto error = failure.error;
        // A command with a readable cid is answered, not cut off.
        if (parsed.is_object() && parsed.contains("cid") && parsed["cid"].is_string()) {
            Cid cid;
            if (from_base64url(parsed["cid"].get_ref<std::string const&>(), cid.value.data(), cid.value.size())) error.cid = cid;
        }
        return error;
    }
}

}  // namespace warsha
