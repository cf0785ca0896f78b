#pragma once
// Which shape a C++ type has in JSON; shared by writer, reader and generator.

#include <concepts>
#include <map>
#include <set>
#include <type_traits>

#include "protocol/basic.hpp"
#include "protocol/agenda.hpp"

namespace warsha::kinds {

template <class> inline constexpr bool is_id = false;
template <class Tag> inline constexpr bool is_id<Strong<Tag, Bytes16>> = true;
template <class Tag> inline constexpr bool is_id<Strong<Tag, Bytes32>> = true;

template <class> inline constexpr bool is_bytes = false;
template <std::size_t N> inline constexpr bool is_bytes<std::array<std::uint8_t, N>> = true;

template <class> inline constexpr bool is_text = false;
template <std::size_t Min, std::size_t Max> inline constexpr bool is_text<Text<Min, Max>> = true;

template <class> inline constexpr bool is_int = false;
template <std::int64_t Min, std::int64_t Max> inline constexpr bool is_int<Int<Min, Max>> = true;

template <class> inline constexpr bool is_list = false;
template <class T, std::size_t Max> inline constexpr bool is_list<List<T, Max>> = true;

template <class> inline constexpr bool is_wording = false;
template <std::size_t Max> inline constexpr bool is_wording<Wording<Max>> = true;
template <class> inline constexpr std::size_t wording_max = 0;
template <std::size_t Max> inline constexpr std::size_t wording_max<Wording<Max>> = Max;

template <class> inline constexpr bool is_vector = false;
template <class T> inline constexpr bool is_vector<std::vector<T>> = true;

template <class> inline constexpr bool is_optional = false;
template <class T> inline constexpr bool is_optional<std::optional<T>> = true;

template <class> inline constexpr bool is_variant = false;
template <class... T> inline constexpr bool is_variant<std::variant<T...>> = true;

template <class> inline constexpr bool is_map = false;
template <class K, class V> inline constexpr bool is_map<std::map<K, V>> = true;

template <class> inline constexpr bool is_set = false;
template <class T> inline constexpr bool is_set<std::set<T>> = true;

/// core's Sealed, which this layer does not know: {"text":…} or {"erased":true} unless a hook says otherwise.
template <class T>
concept Erasable = !boost::describe::has_describe_members<T>::value && requires(T t) {
    { t.text } -> std::same_as<std::string&>;
    { t.erased } -> std::same_as<bool&>;
};

template <class T>
concept Described = boost::describe::has_describe_members<T>::value;

}  // namespace warsha::kinds
