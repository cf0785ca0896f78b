#pragma once
// What people may type. One rule for every free text, applied once, in the codec (ICU).

#include <string>
#include <string_view>
#include <boost/system/result.hpp>
#include "protocol/codes.hpp"

namespace warsha {

/// Cleans and judges one text. NFC; trims; CRLF → LF; line feeds and tabs become spaces where `lines` is false; silently removes
/// bidi controls (U+202A–202E, U+2066–2069, U+200E, U+200F, U+061C), U+FEFF and other default-ignorables, but keeps ZWJ and
/// variation selectors inside emoji and ZWNJ/ZWJ between letters. Refuses (text_not_allowed): bad UTF-8, NUL and other control
/// characters, private use and noncharacters, more than three combining marks on one letter; text_empty: only invisible characters;
/// text_too_long: more than points_max code points after cleaning. Emoji newer than the library pass.
boost::system::result<std::string, Reject> clean_text(std::string_view input, std::size_t points_max, bool lines);

/// Code points of valid UTF-8.
std::size_t count_points(std::string_view text);

/// Equal for search, duplicates and clouds: NFKC case fold; vowel marks and tatweel dropped; أإآٱ→ا, ى→ي, ة→ه; hamza on ئ ؤ ء dropped
/// only where a letter carries it inside a word (a word of three letters or fewer keeps it); the article (ال and joined forms) stripped
/// repeatedly while at least three letters remain; Latin accents removed.
std::string fold_text(std::string_view input);

/// Names with the same skeleton look alike: NFKC case fold, ICU's confusables (UTS 39: Latin, Greek and Cyrillic letters drawn the same, Arabic
/// ي ى ی, ك ک), one form per Arabic letter, digits of every script as 0–9, without vowel marks, tatweel, spaces and punctuation. Accents count: René is not Rene.
std::string name_skeleton(std::string_view name);

/// True for a name that says who somebody is not (facilitator, council, admin, … in three languages, however spelt or drawn) and for one with letters of two
/// alphabets in one word.
bool is_misleading_name(std::string_view name);

/// Two answers with the same key are one entry of a cloud: fold_text() without punctuation at the ends, spaces made one. Never empty
/// for a cleaned text.
std::string answer_key(std::string_view input);

/// An answer as a cloud shows it: its own spelling without article, tatweel, vowel marks and punctuation at the ends.
std::string answer_label(std::string_view input);

}  // namespace warsha
