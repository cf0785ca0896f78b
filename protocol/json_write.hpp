#pragma once
// Encoding without a DOM: described values straight to canonical JSON, keys sorted at compile time.

#include <charconv>
#include <stdexcept>
#include <string>

#include "protocol/codec.hpp"
#include "protocol/kinds.hpp"
#include "protocol/names.hpp"

namespace warsha::json {

/// Appends `text` quoted, escaped as RFC 8785 says. The text must be UTF-8.
void write_string(std::string& out, std::string_view text);

/// Hooks is any type; where it has `void write(std::string& out, T const& value)` for some T, that writes T's JSON
/// (canonical, whole value) instead of the default below.
struct NoHooks {};

template <class Hooks>
class Writer {
public:
    Writer(std::string& out, Hooks& hooks) : out_(out), hooks_(hooks) {}

    template <class T>
    void value(T const& v) {
        using namespace kinds;
        if constexpr (requires { hooks_.write(out_, v); }) hooks_.write(out_, v);
        else if constexpr (std::is_same_v<T, bool>) out_ += v ? "true" : "false";
        else if constexpr (std::is_integral_v<T>) integer(v);
        else if constexpr (std::is_enum_v<T>) quoted(boost::describe::enum_to_string(v, ""));
        else if constexpr (std::is_same_v<T, std::string>) write_string(out_, v);
        else if constexpr (is_id<T>) quoted(to_base64url(v.value.data(), v.value.size()));
        else if constexpr (is_bytes<T>) quoted(to_base64url(v.data(), v.size()));
        else if constexpr (is_text<T> || is_int<T> || is_list<T> || std::is_same_v<T, Key>) value(v.value);
        else if constexpr (is_vector<T> || is_set<T>) sequence(v);
        else if constexpr (is_map<T>) map(v);
        else if constexpr (is_variant<T>) std::visit([&](auto const& a) { object(a, names::tag_of<std::decay_t<decltype(a)>>()); }, v);
        else if constexpr (Erasable<T>) erasable(v);
        else object(v, {});
    }

private:
    void quoted(std::string_view plain) { ((out_ += '"') += plain) += '"'; }

    template <class T>
    void integer(T n) {
        constexpr std::int64_t limit = (std::int64_t{1} << 53) - 1;
        if (std::cmp_greater(n, limit) || std::cmp_less(n, -limit)) throw std::out_of_range("an integer beyond 2^53 cannot be encoded");
        char digits[24];
        out_.append(digits, std::to_chars(digits, digits + sizeof digits, n).ptr);
    }

    template <class T>
    void sequence(T const& items) {
        char before = '[';
        for (auto const& item : items) {
            out_ += before;
            value(item);
            before = ',';
        }
        out_ += before == '[' ? "[]" : "]";
    }

    template <class T>
    void map(T const& entries) {
        std::map<std::string, typename T::mapped_type const*> by_text;  // canonical order is that of the texts, not of the bytes
        for (auto const& [id, entry] : entries) by_text.emplace(key_text(id), &entry);
        char before = '{';
        for (auto const& [text, entry] : by_text) {
            out_ += before;
            write_string(out_, text);
            out_ += ':';
            value(*entry);
            before = ',';
        }
        out_ += before == '{' ? "{}" : "}";
    }

    template <class K>
    static std::string key_text(K const& key) {
        if constexpr (std::is_same_v<K, std::string>) return key;
        else if constexpr (std::is_same_v<K, Key>) return key.value;
        else return to_base64url(key.value.data(), key.value.size());
    }

    template <class T>
    void erasable(T const& v) {
        if (v.erased) out_ += R"({"erased":true})";
        else {
            out_ += R"({"text":)";
            write_string(out_, v.text);
            out_ += '}';
        }
    }

    void key(char& before, std::string_view name) {
        (((out_ += before) += '"') += name) += "\":";
        before = ',';
    }

    void tag(char& before, std::string_view& tag) {
        key(before, "type");
        quoted(tag);
        tag = {};
    }

    template <class T>
    void object(T const& v, std::string_view tag_text) {
        static_assert(kinds::Described<T>, "describe this type beside its definition (BOOST_DESCRIBE_STRUCT)");
        char before = '{';
        names::all_members<T>([&](auto d) {
            if (!tag_text.empty() && std::string_view(d.name) > "type") tag(before, tag_text);
            auto const& member = v.*d.pointer;
            if constexpr (kinds::is_optional<std::decay_t<decltype(member)>>) {
                if (member) key(before, d.name), value(*member);
            } else {
                key(before, d.name), value(member);
            }
            return true;
        });
        if (!tag_text.empty()) tag(before, tag_text);
        out_ += before == '{' ? "{}" : "}";
    }

    std::string& out_;
    Hooks& hooks_;
};

}  // namespace warsha::json
