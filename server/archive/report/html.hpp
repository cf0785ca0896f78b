#pragma once
// The few things a report is written with. User text goes through bdi() only: escaped and isolated.

#include <string>
#include <string_view>

#include "archive/public_room.hpp"

namespace warsha::html {

std::string escape(std::string_view text);
/// A person's words inside a line of ours: the browser finds their direction, and nothing around them is mirrored or moved. Line feeds become <br>.
std::string bdi(std::string_view text);
/// Codes, clocks, digests: always from left to right.
std::string ltr(std::string_view text);
/// Wording of the room in `language`; marked with its own language where another one had to do.
template <class W>
std::string wording(W const& words, Language language) {
    for (auto const one : {language, Language::fr, Language::ar, Language::en})
        if (auto const* const text = exactly(words, one))
            return one == language ? bdi(*text) : std::string("<span lang=\"") + boost::describe::enum_to_string(one, "") + "\">" + bdi(*text) + "</span>";
    return {};
}

/// "34.1%", "34,1 %", isolated. Rounded half up to one decimal; 0 of 0 is 0.
std::string percent(std::uint64_t part, std::uint64_t whole, Language language);
/// "4.40", "4,40", isolated. Rounded half up to two decimals; "–" for nothing.
std::string mean(std::uint64_t sum, std::uint64_t count, Language language);
/// A bar whose full length is `whole`; grows from the side on which the language starts.
std::string bar(std::uint64_t part, std::uint64_t whole, bool leads, Language language);
/// {1}, {2} in `pattern` replaced by numbers, isolated.
std::string fill(std::string_view pattern, std::initializer_list<std::uint64_t> numbers);

/// "Votants : 9", with the space that French asks for.
std::string labelled(std::string_view label, std::uint64_t count, Language language);

std::string_view style();                ///< the whole style sheet
std::string_view star();                 ///< the eight-pointed star, inline SVG

/// <td> with a count; `of` says which ("activity round groups item points"), so that a reader of the bundle can compare it.
std::string count_cell(std::uint64_t count, std::string const& of);

}  // namespace warsha::html
