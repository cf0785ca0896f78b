#include "protocol/text.hpp"

#include <algorithm>
#include <vector>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

namespace warsha {
namespace {

using Points = std::vector<UChar32>;
constexpr UChar32 zwnj = 0x200C, zwj = 0x200D, black_flag = 0x1F3F4, keycap = 0x20E3, blank_braille = 0x2800;
constexpr int marks_max = 3;

bool is_ignorable(UChar32 c) { return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT); }
bool is_variation_selector(UChar32 c) { return c >= 0xFE00 && c <= 0xFE0F; }
bool is_tag(UChar32 c) { return c >= 0xE0020 && c <= 0xE007F; }
bool is_mark(UChar32 c) { return (U_GET_GC_MASK(c) & (U_GC_MN_MASK | U_GC_ME_MASK)) != 0 && !is_ignorable(c); }
bool is_letter(UChar32 c) { return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK)) != 0 && !is_ignorable(c); }
bool is_emoji(UChar32 c) {  // reserved code points count too, so emoji newer than the library pass
    return u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC) || u_hasBinaryProperty(c, UCHAR_EMOJI_MODIFIER) ||
           u_hasBinaryProperty(c, UCHAR_REGIONAL_INDICATOR);
}
bool is_keycap_base(UChar32 c) { return (c >= '0' && c <= '9') || c == '#' || c == '*'; }
bool is_space(UChar32 c) { return u_isUWhiteSpace(c) != 0; }

bool is_plain_ascii(std::string_view input) {
    return std::all_of(input.begin(), input.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

std::string_view trim_ascii(std::string_view input) {
    auto const first = input.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return input.substr(first, input.find_last_not_of(' ') - first + 1);
}

/// False: not UTF-8.
bool read_points(std::string_view input, Points& points) {
    points.reserve(input.size());
    auto const* const bytes = reinterpret_cast<std::uint8_t const*>(input.data());
    for (std::size_t i = 0; i < input.size();) {
        UChar32 c = 0;
        U8_NEXT(bytes, i, input.size(), c);
        if (c < 0) return false;
        points.push_back(c);
    }
    return true;
}

/// CRLF, CR, U+2028 and U+2029 become LF; without `lines` every LF and tab becomes a space.
void settle_lines(Points& points, bool lines) {
    Points out;
    out.reserve(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        UChar32 c = points[i];
        if (c == '\r' && i + 1 < points.size() && points[i + 1] == '\n') continue;
        if (c == '\r' || c == 0x2028 || c == 0x2029) c = '\n';
        out.push_back(!lines && (c == '\n' || c == '\t') ? ' ' : c);
    }
    points = std::move(out);
}

bool is_allowed(UChar32 c) {
    if (c == '\n' || c == '\t') return true;
    return (U_GET_GC_MASK(c) & (U_GC_CC_MASK | U_GC_CO_MASK | U_GC_CS_MASK)) == 0 && !U_IS_UNICODE_NONCHAR(c);
}

/// The next character that can be seen, 0 at the end.
UChar32 next_visible(Points const& points, std::size_t i) {
    while (i < points.size() && is_ignorable(points[i])) ++i;
    return i < points.size() ? points[i] : 0;
}

/// Is this invisible character part of what is seen? `last` is the last character kept, `base` the last visible one.
bool belongs(Points const& points, std::size_t i, UChar32 last, UChar32 base) {
    UChar32 const c = points[i];
    UChar32 const next = next_visible(points, i + 1);
    if (is_tag(c)) return base == black_flag && (last == black_flag || is_tag(last));
    if (is_variation_selector(c)) return last == base && (is_emoji(base) || (is_keycap_base(base) && next == keycap));
    if (last != base && !is_variation_selector(last)) return false;  // one joiner is enough
    if (c == zwj && is_emoji(base)) return is_emoji(next);
    return (c == zwj || c == zwnj) && last == base && is_letter(base) && is_letter(next);
}

void remove_invisible(Points& points) {
    Points out;
    out.reserve(points.size());
    UChar32 base = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (!is_ignorable(points[i])) base = points[i];
        else if (!belongs(points, i, out.empty() ? 0 : out.back(), base)) continue;
        out.push_back(points[i]);
    }
    points = std::move(out);
}

bool normalize(Points& points) {
    UErrorCode status = U_ZERO_ERROR;
    auto const* const nfc = icu::Normalizer2::getNFCInstance(status);
    if (U_FAILURE(status)) return false;
    auto const text = icu::UnicodeString::fromUTF32(points.data(), static_cast<std::int32_t>(points.size()));
    if (nfc->isNormalized(text, status)) return true;
    auto const normal = nfc->normalize(text, status);
    points.resize(static_cast<std::size_t>(normal.countChar32()));
    normal.toUTF32(points.data(), static_cast<std::int32_t>(points.size()), status);
    return U_SUCCESS(status) != 0;
}

void trim(Points& points) {
    auto const first = std::find_if_not(points.begin(), points.end(), is_space);
    auto const last = std::find_if_not(points.rbegin(), std::make_reverse_iterator(first), is_space).base();
    points = Points(first, last);
}

/// No letter has four, and of a text that is not one vocalised word at most a tenth of the letters has three.
bool has_too_many_marks(Points const& points) {
    int marks = 0, letters = 0, crowded = 0;
    for (auto const c : points) {
        marks = is_mark(c) ? marks + 1 : 0;
        if (marks > marks_max) return true;
        letters += marks == 0;
        crowded += marks == marks_max;
    }
    return crowded > 1 && 10 * crowded > letters;
}

bool shows_nothing(Points const& points) {
    return std::all_of(points.begin(), points.end(), [](UChar32 c) { return is_space(c) || is_ignorable(c) || c == blank_braille; });
}

std::string to_utf8(Points const& points) {
    std::string out;
    icu::UnicodeString::fromUTF32(points.data(), static_cast<std::int32_t>(points.size())).toUTF8String(out);
    return out;
}

}  // namespace

std::size_t count_points(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

boost::system::result<std::string, Reject> clean_text(std::string_view input, std::size_t points_max, bool lines) {
    if (is_plain_ascii(input)) {
        auto const trimmed = trim_ascii(input);
        if (trimmed.empty()) return Reject::text_empty;
        if (trimmed.size() > points_max) return Reject::text_too_long;
        return std::string(trimmed);
    }
    Points points;
    if (!read_points(input, points)) return Reject::text_not_allowed;
    settle_lines(points, lines);
    if (!std::all_of(points.begin(), points.end(), is_allowed)) return Reject::text_not_allowed;
    remove_invisible(points);
    if (!normalize(points)) return Reject::text_not_allowed;
    trim(points);
    if (shows_nothing(points)) return Reject::text_empty;
    if (has_too_many_marks(points)) return Reject::text_not_allowed;
    if (points.size() > points_max) return Reject::text_too_long;
    return to_utf8(points);
}

}  // namespace warsha
