#pragma once
// Choosing one language out of a wording; included by public_room.hpp.

namespace warsha {
namespace picking {
inline std::string const& text(PublicText const& words) { return words.text; }
template <std::size_t A, std::size_t B>
std::string const& text(Text<A, B> const& words) { return words.value; }
}  // namespace picking

/// The words of exactly this language, or nullptr.
template <class W>
std::string const* exactly(W const& words, Language language) {
    auto const& one = language == Language::ar ? words.ar : language == Language::fr ? words.fr : words.en;
    return one ? &picking::text(*one) : nullptr;
}

template <class W>
std::string const& pick(W const& words, Language language) {
    static std::string const nothing;
    for (auto const one : {language, Language::fr, Language::ar, Language::en})
        if (auto const* const found = exactly(words, one)) return *found;
    return nothing;
}

}  // namespace warsha
