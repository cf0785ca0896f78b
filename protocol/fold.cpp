// Folding: what counts as the same word in search, duplicates and clouds.

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "protocol/text.hpp"

namespace warsha {
namespace {

using Word = icu::UnicodeString;

Word normalized(Word const& text, icu::Normalizer2 const* (*form)(UErrorCode&)) {
    UErrorCode status = U_ZERO_ERROR;
    auto const* const normalizer = form(status);
    if (U_FAILURE(status)) return text;
    return normalizer->normalize(text, status);
}

/// One form per Arabic letter; 0: dropped (vowel marks, Quranic marks, tatweel).
UChar32 fold_arabic(UChar32 c) {
    switch (c) {
    case u'أ': case u'إ': case u'آ': case u'ٱ': return u'ا';
    case u'ى': case u'ی': return u'ي';
    case u'ک': return u'ك';
    case u'ة': return u'ه';
    case u'ـ': return 0;
    default: break;
    }
    bool const arabic_mark = (c >= 0x0610 && c <= 0x061A) || (c >= 0x064B && c <= 0x065F) || c == 0x0670 || (c >= 0x06D6 && c <= 0x06ED);
    return arabic_mark && u_charType(c) == U_NON_SPACING_MARK ? 0 : c;
}

Word fold_letters(Word const& text) {
    Word out;
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        if (UChar32 const folded = fold_arabic(text.char32At(i))) out.append(folded);
    }
    return out;
}

bool is_arabic(Word const& word) { return word.length() > 0 && word.charAt(0) >= 0x0620 && word.charAt(0) <= 0x06FF; }

/// Length of the article the word begins with: ال, joined with و ف ب ك, or as لل; a lone ل is what remains of it after a ل.
std::int32_t article_length(Word const& word) {
    static Word const joined[] = {u"وال", u"فال", u"بال", u"كال", u"ال", u"لل", u"ل"};
    for (Word const& article : joined) {
        if (word.startsWith(article) && word.length() - article.length() >= 3) return article.length();
    }
    return 0;
}

Word strip_article(Word word) {
    while (std::int32_t const length = article_length(word)) word.remove(0, length);
    return word;
}

/// الهيئات and الهيآت are one word; a word of three letters or fewer keeps its hamza (رأي, بئر).
Word drop_inner_hamza(Word const& word) {
    if (word.length() <= 3) return word;
    Word out;
    for (std::int32_t i = 0; i < word.length(); ++i) {
        char16_t const c = word.charAt(i);
        bool const inside = i > 0 && i + 1 < word.length();
        bool const hamza = c == u'ئ' || c == u'ؤ' || c == u'ء';
        if (!(inside && hamza)) out.append(c);
    }
    return out;
}

Word fold_word(Word const& word) { return is_arabic(word) ? drop_inner_hamza(strip_article(word)) : word; }

Word drop_accents(Word const& text) {
    Word const apart = normalized(text, icu::Normalizer2::getNFDInstance);
    Word out;
    bool latin = false;  // only Latin letters lose their marks: in other scripts they are letters of their own
    for (std::int32_t i = 0; i < apart.length(); i = apart.moveIndex32(i, 1)) {
        UChar32 const c = apart.char32At(i);
        bool const mark = u_charType(c) == U_NON_SPACING_MARK;
        if (!mark) latin = c < 0x0250;
        if (!(mark && latin)) out.append(c);
    }
    return normalized(out, icu::Normalizer2::getNFCInstance);
}

bool is_dropped_mark(UChar32 c) { return fold_arabic(c) == 0; }

/// Every word of the text made by `change`, what lies between them kept.
template <class Change>
Word each_word(Word const& text, Change change) {
    Word out, word;
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        UChar32 const c = text.char32At(i);
        if (u_isalnum(c)) word.append(c);
        else {
            out.append(change(word)).append(c);
            word.remove();
        }
    }
    return out.append(change(word));
}

/// Spaces made one, none at the ends, nor punctuation; a text of nothing else stays.
Word trimmed(Word const& text) {
    Word out;
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        UChar32 const c = text.char32At(i);
        if (!u_isUWhiteSpace(c)) out.append(c);
        else if (out.length() > 0 && out.charAt(out.length() - 1) != u' ') out.append(u' ');
    }
    auto const is_edge = [](UChar32 c) { return u_ispunct(c) || u_isUWhiteSpace(c); };
    std::int32_t from = 0, to = out.length();
    while (from < to && is_edge(out.char32At(from))) from = out.moveIndex32(from, 1);
    while (to > from && is_edge(out.char32At(out.moveIndex32(to, -1)))) to = out.moveIndex32(to, -1);
    return from == to ? out : Word(out, from, to - from);
}

std::string utf8(Word const& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

Word unicode(std::string_view input) { return Word::fromUTF8(icu::StringPiece(input.data(), static_cast<std::int32_t>(input.size()))); }

}  // namespace

std::string answer_key(std::string_view input) { return utf8(trimmed(unicode(fold_text(input)))); }

std::string answer_label(std::string_view input) {
    Word kept;
    Word const text = unicode(input);
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1))
        if (UChar32 const c = text.char32At(i); !is_dropped_mark(c)) kept.append(c);
    // One article, not every one that fold_word() takes away: what is shown must be a word (والالتقائية is التقائية, not تقائية).
    return utf8(trimmed(each_word(kept, [](Word const& word) { return is_arabic(word) ? Word(word, article_length(word)) : word; })));
}

std::string fold_text(std::string_view input) {
    Word const folded = normalized(unicode(input), icu::Normalizer2::getNFKCCasefoldInstance);
    return utf8(each_word(fold_letters(drop_accents(folded)), fold_word));
}

}  // namespace warsha
