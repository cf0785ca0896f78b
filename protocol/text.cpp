#include "protocol/text.hpp"

#include <algorithm>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace warsha {
namespace {

using icu::Normalizer2;
using icu::UnicodeString;

constexpr UChar32 zwnj = 0x200C, zwj = 0x200D;
constexpr int marks_per_letter_max = 3;

Normalizer2 const& nfc() {
    UErrorCode status = U_ZERO_ERROR;
    static Normalizer2 const* const made = Normalizer2::getNFCInstance(status);
    return *made;
}
Normalizer2 const& nfkc_casefold() {
    UErrorCode status = U_ZERO_ERROR;
    static Normalizer2 const* const made = Normalizer2::getNFKCCasefoldInstance(status);
    return *made;
}
Normalizer2 const& nfd() {
    UErrorCode status = U_ZERO_ERROR;
    static Normalizer2 const* const made = Normalizer2::getNFDInstance(status);
    return *made;
}

bool is_mark(UChar32 c) { return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0; }
bool is_variation_selector(UChar32 c) { return c == 0xFE0E || c == 0xFE0F; }
bool is_emoji_modifier(UChar32 c) { return c >= 0x1F3FB && c <= 0x1F3FF; }
/// Tag letters spell flags of regions inside an emoji.
bool is_tag(UChar32 c) { return c >= 0xE0020 && c <= 0xE007F; }
bool is_pictograph(UChar32 c) { return u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC) || u_hasBinaryProperty(c, UCHAR_EMOJI_PRESENTATION); }

/// Whitespace that a text may keep: the plain space, and line feeds where the field has lines.
enum class Kind { keep, drop, refuse, space };

Kind judge(UChar32 c, bool lines) {
    if (c == '\n') return lines ? Kind::keep : Kind::space;
    if (c == '\t' || c == '\r') return Kind::space;
    if (c < 0x20 || (c >= 0x7F && c <= 0x9F)) return Kind::refuse;
    if (c == zwj || c == zwnj || is_variation_selector(c) || is_tag(c)) return Kind::keep;  // judged again with their neighbours
    if (U_IS_UNICODE_NONCHAR(c) || u_charType(c) == U_PRIVATE_USE_CHAR || U_IS_SURROGATE(c)) return Kind::refuse;
    if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) || (c >= 0xFFF9 && c <= 0xFFFB)) return Kind::drop;
    if (u_isUWhiteSpace(c) && c != 0xA0 && c != 0x202F) return Kind::space;
    return Kind::keep;
}

/// A joiner is kept between letters and inside emoji, nowhere else.
bool joiner_belongs(UnicodeString const& text, int32_t at) {
    if (at == 0 || at + 1 >= text.length()) return false;
    auto const before = text.char32At(text.moveIndex32(at, -1)), after = text.char32At(at + 1);
    bool const letters = (u_isalpha(before) || is_mark(before)) && u_isalpha(after);
    bool const emoji = (is_pictograph(before) || is_variation_selector(before) || is_emoji_modifier(before)) && is_pictograph(after);
    return letters || emoji;
}

bool selector_belongs(UnicodeString const& text, int32_t at) {
    if (at == 0) return false;
    auto const before = text.char32At(text.moveIndex32(at, -1));
    return is_pictograph(before) || is_tag(before) || is_emoji_modifier(before) || before == '#' || before == '*' || (before >= '0' && before <= '9');
}

struct Judged {
    UnicodeString text;
    bool refused = false;
};

Judged sieve(UnicodeString const& input, bool lines) {
    Judged out;
    for (int32_t i = 0; i < input.length(); i = input.moveIndex32(i, 1)) {
        auto const c = input.char32At(i);
        switch (judge(c, lines)) {
            case Kind::refuse: out.refused = true; return out;
            case Kind::drop: break;
            case Kind::space: out.text.append(UChar32(' ')); break;
            case Kind::keep: out.text.append(c);
        }
    }
    return out;
}

UnicodeString drop_stray_joiners(UnicodeString const& input) {
    UnicodeString out;
    for (int32_t i = 0; i < input.length(); i = input.moveIndex32(i, 1)) {
        auto const c = input.char32At(i);
        if ((c == zwj || c == zwnj) && !joiner_belongs(input, i)) continue;
        if ((is_variation_selector(c) || is_tag(c)) && !selector_belongs(input, i)) continue;
        out.append(c);
    }
    return out;
}

bool too_many_marks(UnicodeString const& text) {
    UErrorCode status = U_ZERO_ERROR;
    auto const apart = nfd().normalize(text, status);
    int marks = 0;
    for (int32_t i = 0; i < apart.length(); i = apart.moveIndex32(i, 1)) {
        auto const c = apart.char32At(i);
        marks = is_mark(c) && !is_variation_selector(c) ? marks + 1 : 0;
        if (marks > marks_per_letter_max) return true;
    }
    return false;
}

std::string to_utf8(UnicodeString const& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

bool is_utf8(std::string_view input) {
    auto const* const bytes = reinterpret_cast<uint8_t const*>(input.data());
    auto const size = static_cast<int32_t>(input.size());
    for (int32_t i = 0; i < size;) {
        UChar32 c = 0;
        U8_NEXT(bytes, i, size, c);
        if (c < 0) return false;
    }
    return true;
}

/// Hamza on a carrier: أإآٱ→ا always; ئ ؤ → dropped (only the seat remains not at all) is decided per word.
UChar32 fold_letter(UChar32 c) {
    switch (c) {
        case 0x0623: case 0x0625: case 0x0622: case 0x0671: return 0x0627;  // أ إ آ ٱ → ا
        case 0x0649: return 0x064A;                                          // ى → ي
        case 0x0629: return 0x0647;                                          // ة → ه
        default: return c;
    }
}

bool is_hamza_letter(UChar32 c) { return c == 0x0626 || c == 0x0624 || c == 0x0621; }  // ئ ؤ ء
bool is_arabic_letter(UChar32 c) { return c >= 0x0620 && c <= 0x064A && u_isalpha(c); }

UnicodeString strip_article(UnicodeString word) {
    UnicodeString const al = UnicodeString::fromUTF8("ال"), lil = UnicodeString::fromUTF8("لل");
    UnicodeString const joined[] = {UnicodeString::fromUTF8("وال"), UnicodeString::fromUTF8("بال"), UnicodeString::fromUTF8("فال"), UnicodeString::fromUTF8("كال")};
    for (bool again = true; again;) {
        again = false;
        for (auto const& article : joined)
            if (word.startsWith(article) && word.length() - article.length() >= 3) { word.remove(0, article.length()); again = true; }
        for (auto const* article : {&al, &lil})
            if (word.startsWith(*article) && word.length() - article->length() >= 3) { word.remove(0, article->length()); again = true; }
    }
    return word;
}

/// A hamza inside a longer word falls away, so that الهيئات = الهيآت and المسؤولية = المسئولية; a word of three letters or
/// fewer keeps it (رأي is not ري).
UnicodeString drop_hamza(UnicodeString const& word) {
    if (word.countChar32() <= 3) return word;
    UnicodeString out;
    for (int32_t i = 0; i < word.length(); i = word.moveIndex32(i, 1)) {
        auto const c = word.char32At(i);
        bool const inside = i > 0 && word.moveIndex32(i, 1) < word.length();
        if (!(inside && is_hamza_letter(c))) out.append(c);
    }
    return out;
}

}  // namespace

boost::system::result<std::string, Reject> clean_text(std::string_view input, std::size_t points_max, bool lines) {
    if (!is_utf8(input)) return Reject::text_not_allowed;
    std::string const joined_lines = [&] {
        std::string made(input);
        for (std::size_t at = 0; (at = made.find("\r\n", at)) != std::string::npos;) made.erase(at, 1);
        return made;
    }();
    auto judged = sieve(UnicodeString::fromUTF8(joined_lines), lines);
    if (judged.refused) return Reject::text_not_allowed;
    UErrorCode status = U_ZERO_ERROR;
    auto text = nfc().normalize(drop_stray_joiners(judged.text), status);
    text.trim();
    if (text.isEmpty()) return Reject::text_empty;
    if (too_many_marks(text)) return Reject::text_not_allowed;
    if (static_cast<std::size_t>(text.countChar32()) > points_max) return Reject::text_too_long;
    return to_utf8(text);
}

std::size_t count_points(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string fold_text(std::string_view input) {
    UErrorCode status = U_ZERO_ERROR;
    auto const folded = nfkc_casefold().normalize(UnicodeString::fromUTF8(std::string(input)), status);
    UnicodeString out, word;
    auto const end_word = [&] {
        if (word.isEmpty()) return;
        if (!out.isEmpty()) out.append(UChar32(' '));
        out.append(strip_article(drop_hamza(word)));
        word.remove();
    };
    for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
        auto c = folded.char32At(i);
        if (c == 0x0640) continue;                                    // tatweel
        if (is_mark(c)) continue;                                     // vowel marks
        if (!is_arabic_letter(c)) {                                   // Latin accents; Arabic letters keep their own shapes
            auto const apart = nfd().normalize(UnicodeString(c), status);
            c = apart.char32At(0);
        }
        c = fold_letter(c);
        if (u_isalnum(c)) word.append(c);
        else end_word();
    }
    end_word();
    return to_utf8(out);
}

}  // namespace warsha
