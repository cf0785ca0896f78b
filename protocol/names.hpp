#pragma once
// What a described type is called in JSON: tags of alternatives, members in canonical order. All at compile time.

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

namespace warsha::names {

template <class T>
constexpr std::string_view type_name() {  // "CastBallot" out of "… [with T = warsha::CastBallot; …]" (g++) or "… [T = …]" (clang)
    std::string_view const all = __PRETTY_FUNCTION__;
    auto const first = all.find("T = ") + 4;
    std::string_view const full = all.substr(first, all.find_first_of(";]", first) - first);
    auto const colon = full.rfind(':');
    return colon == std::string_view::npos ? full : full.substr(colon + 1);
}

struct SnakeCase {
    std::array<char, 64> chars{};
    std::size_t size = 0;
    constexpr explicit SnakeCase(std::string_view name) {
        for (std::string_view const suffix : {"Config", "Message"}) {
            if (name.size() > suffix.size() && name.ends_with(suffix)) name.remove_suffix(suffix.size());
        }
        for (char const c : name) {
            bool const upper = c >= 'A' && c <= 'Z';
            if (upper && size > 0) chars[size++] = '_';
            chars[size++] = upper ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
};

template <class T>
inline constexpr SnakeCase snake_case{type_name<T>()};

/// The tag of an alternative: CastBallot → "cast_ballot", ProposalsConfig → "proposals", CommandMessage → "command".
template <class T>
constexpr std::string_view tag_of() { return {snake_case<T>.chars.data(), snake_case<T>.size}; }

template <class T>
using Members = boost::describe::describe_members<T, boost::describe::mod_public>;

template <class T, std::size_t... I>
constexpr auto sorted_order(std::index_sequence<I...>) {
    std::array<std::string_view, sizeof...(I)> const name{boost::mp11::mp_at_c<Members<T>, I>::name...};
    std::array<std::size_t, sizeof...(I)> order{I...};
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return name[a] < name[b]; });
    return order;
}

template <class T>
inline constexpr auto member_order = sorted_order<T>(std::make_index_sequence<boost::mp11::mp_size<Members<T>>::value>{});

/// Calls visit(descriptor) for every member in the order of the names, until one returns false.
template <class T, class Visit>
constexpr bool all_members(Visit&& visit) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return (true && ... && visit(boost::mp11::mp_at_c<Members<T>, member_order<T>[I]>{}));
    }(std::make_index_sequence<member_order<T>.size()>{});
}

}  // namespace warsha::names
