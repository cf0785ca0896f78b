// Names that look like another's.

#include <array>
#include <memory>
#include <stdexcept>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>

#include "protocol/text.hpp"

namespace warsha {
namespace {

using Word = icu::UnicodeString;

Word unicode(std::string_view input) { return Word::fromUTF8(icu::StringPiece(input.data(), static_cast<std::int32_t>(input.size()))); }

/// Reads its tables once; afterwards it is only read, from any thread.
USpoofChecker const* checker() {
    static std::unique_ptr<USpoofChecker, decltype(&uspoof_close)> const made = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<USpoofChecker, decltype(&uspoof_close)> opened(uspoof_open(&status), uspoof_close);
        if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU has no table of confusable letters: ") + u_errorName(status));
        return opened;
    }();
    return made.get();
}

/// One form per Arabic letter where people mix them up (or keyboards do); 0: not part of what a name is compared by.
UChar32 plain(UChar32 c) {
    switch (c) {
        case u'أ': case u'إ': case u'آ': case u'ٱ': return u'ا';
        case u'ى': case u'ی': case u'ئ': return u'ي';
        case u'ک': return u'ك';
        case u'ة': return u'ه';
        case u'ؤ': return u'و';
        case u'ـ': return 0;
        default: break;
    }
    if (auto const digit = u_charDigitValue(c); digit >= 0) return U'0' + digit;
    bool const is_arabic_mark = u_charType(c) == U_NON_SPACING_MARK && c >= 0x0610 && c <= 0x06ED;
    return is_arabic_mark || !(u_isalnum(c) || u_charType(c) == U_NON_SPACING_MARK) ? 0 : c;
}

Word plain_letters(Word const& text) {
    Word out;
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1))
        if (auto const c = plain(text.char32At(i))) out.append(c);
    return out;
}

Word folded(Word const& text) {
    UErrorCode status = U_ZERO_ERROR;
    auto const* const normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
    return U_FAILURE(status) ? text : normalizer->normalize(text, status);
}

Word skeleton(Word const& text) {
    UErrorCode status = U_ZERO_ERROR;
    Word const letters = plain_letters(folded(text));
    Word drawn;
    uspoof_getSkeletonUnicodeString(checker(), 0, letters, drawn, &status);
    return U_FAILURE(status) ? letters : folded(drawn);  // the table draws some letters as capitals
}

/// Scripts whose letters are taken for each other's; a word of anything else may hold what it likes.
bool has_look_alikes(UScriptCode script) {
    return script == USCRIPT_LATIN || script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC || script == USCRIPT_ARABIC || script == USCRIPT_HEBREW ||
           script == USCRIPT_TIFINAGH || script == USCRIPT_ARMENIAN || script == USCRIPT_CHEROKEE;
}

bool mixes_scripts(Word const& text) {
    auto word = USCRIPT_COMMON;
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        UChar32 const c = text.char32At(i);
        if (u_isUWhiteSpace(c)) word = USCRIPT_COMMON;
        UErrorCode status = U_ZERO_ERROR;
        auto const script = uscript_getScript(c, &status);
        if (U_FAILURE(status) || !u_isalpha(c) || !has_look_alikes(script)) continue;
        if (word != USCRIPT_COMMON && word != script) return true;
        word = script;
    }
    return false;
}

/// Those who run the room, as a stranger would call them.
constexpr std::array reserved{"facilitator", "facilitateur", "facilitatrice", "animateur", "animatrice", "moderator", "modérateur", "modératrice", "organiser", "organizer",
                              "organisateur", "organisatrice", "admin", "administrator", "administrateur", "chair", "président", "présidente", "secretary", "scribe", "council", "conseil",
                              "warsha", "ميسر", "الميسر", "ميسرة", "الميسرة", "منظم", "المنظم", "المنظمون", "إدارة", "الإدارة", "مدير", "المدير", "رئيس", "الرئيس", "الرئاسة", "كاتب الجلسة", "المجلس",
                              "ورشة"};

}  // namespace

std::string name_skeleton(std::string_view name) {
    std::string out;
    skeleton(unicode(name)).toUTF8String(out);
    return out;
}

bool is_misleading_name(std::string_view name) {
    auto const text = unicode(name);
    if (mixes_scripts(text)) return true;
    auto const drawn = skeleton(text);
    for (auto const* const one : reserved)
        if (skeleton(unicode(one)) == drawn) return true;
    return false;
}

}  // namespace warsha
