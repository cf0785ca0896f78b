#pragma once
// Light stemming of Arabic, French and English: what a word is about, whatever its ending and the particles joined to it.

#include <string>
#include <string_view>

namespace warsha {

/// The stem of one folded word (fold_text). Empty for what says nothing about the matter: words that are in every text, numbers,
/// lengths of time, single letters.
std::string stem_of(std::string_view folded);

/// The code points of UTF-8; what is not UTF-8 becomes U+FFFD.
std::u32string points_of(std::string_view text);

inline bool is_arabic_letter(char32_t c) { return c >= 0x0620 && c <= 0x06FF; }

}  // namespace warsha
