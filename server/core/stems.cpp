#include "core/stems.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "protocol/text.hpp"

namespace warsha {
namespace {

using namespace std::string_view_literals;

/// Words of every text, and those of counting and of the calendar: two proposals are not alike because both say "30 days".
constexpr std::string_view common_words =
    "في من على إلى عن مع كل أو أن لا ما هذا هذه ذلك التي الذي الذين هو هي ثم قد قبل بعد بعدها بين حتى عند خلال خلالها لكل عبر حول غير بعض أي حسب أكثر الأقل كما منها عليها "
    "لها له فيها فيه به بها ولا دون بدل نفس لمن لم لن كان يكون أيضا تم أجل لفائدة طرف غاية وضعية مدة نحو إذا إن كانت وهو وهي لدى ضد سواء "
    "سنة سنوي سنوية سنويا سنتين شهر شهرين أشهر شهرية شهريا يوم يوما أيام أسبوع أسبوعي أسبوعية أسبوعيا ساعة ساعات دقيقة مليون ملايين درهم ألف نصف ثلاث ثلاثة أربع خمس ست سبعة عشرة "
    "واحد واحدة كامل أقصاه أقل جميع بصيغة إحداث نشر تنظيم إعداد وضع "
    "le la les un une des de du au aux en et ou dans par pour sur avec sans ce cet cette ces se son sa ses leur leurs qui que qu dont il elle ils elles on nous vous ne pas y est sont "
    "été être plus moins chaque tout tous toute toutes lors afin après avant entre même autre autres comment auront fois chacun mis mise place si comme ainsi car mais donc "
    "an ans année années annuel annuelle mois mensuel jour jours semaine hebdomadaire hebdomadaires trimestre trimestriel trimestrielle heure heures minute million millions mille "
    "dirham dirhams maximum minimum moitié deux trois quatre cinq six sept huit dix demi seul seule unique total "
    "the of and or in for to by with at from is are be as that this it its their our your we they not no all each every any into than more most less after before when where which who "
    "year years annual month months monthly day days week weeks weekly hour hours one two three four five six seven ten"sv;

std::set<std::string> folded_set(std::string_view words) {
    std::set<std::string> made;
    while (!words.empty()) {
        auto const end = std::min(words.find(' '), words.size());
        made.insert(fold_text(words.substr(0, end)));
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return made;
}

bool says_nothing(std::string_view folded) {
    static auto const common = folded_set(common_words);
    return folded.size() < 2 || folded.find_first_of("0123456789") == 0 || common.contains(std::string(folded));
}

constexpr std::array arabic_prefixes{U"وال"sv, U"فال"sv, U"بال"sv, U"كال"sv, U"ال"sv, U"لل"sv, U"ول"sv, U"وب"sv, U"و"sv, U"ف"sv, U"ب"sv, U"ل"sv, U"ك"sv};
constexpr std::array arabic_suffixes{U"ياتها"sv, U"اتها"sv, U"اتهم"sv, U"ات"sv, U"ون"sv, U"ين"sv, U"ان"sv, U"ها"sv, U"هم"sv, U"يه"sv, U"ه"sv, U"ي"sv, U"ت"sv, U"ا"sv};
constexpr std::array arabic_last{U"ي"sv, U"ه"sv, U"ء"sv};
constexpr std::array latin_suffixes{
    "issements"sv, "issement"sv, "ements"sv, "ement"sv, "ments"sv, "ment"sv, "isations"sv, "isation"sv, "ations"sv, "ation"sv, "itions"sv, "ition"sv, "tions"sv, "tion"sv, "sions"sv,
    "ions"sv, "ion"sv, "ives"sv, "ive"sv, "ifs"sv, "if"sv, "elles"sv, "elle"sv, "els"sv, "el"sv, "ales"sv, "ale"sv, "aux"sv, "al"sv, "ees"sv, "ee"sv, "es"sv, "e"sv, "s"sv, "er"sv,
    "ing"sv, "ed"sv, "ir"sv, "ants"sv, "ant"sv, "ires"sv, "ire"sv, "eurs"sv, "eur"sv, "iques"sv, "ique"sv, "ites"sv, "ite"sv, "istes"sv, "iste"sv};

/// Takes the first ending off that leaves `least` letters.
template <class String, class Endings>
void drop_ending(String& word, Endings const& endings, std::size_t least) {
    auto const found = std::find_if(endings.begin(), endings.end(), [&](auto end) { return word.ends_with(end) && word.size() - end.size() >= least; });
    if (found != endings.end()) word.resize(word.size() - found->size());
}

std::u32string arabic_stem(std::u32string word) {
    for (auto prefix : arabic_prefixes) {
        std::size_t const least = prefix.size() > 1 ? 3 : prefix == U"ف"sv || prefix == U"ك"sv ? 5 : 4;  // a single letter is more often the word's own
        if (!word.starts_with(prefix) || word.size() - prefix.size() < least) continue;
        word.erase(0, prefix.size());
        break;
    }
    drop_ending(word, arabic_suffixes, 3);
    drop_ending(word, arabic_last, 3);
    return word;
}

std::string latin_stem(std::string word) {
    drop_ending(word, latin_suffixes, 4);
    if (word.size() > 4 && "eis"sv.find(word.back()) != std::string_view::npos) word.pop_back();
    return word;
}

void append_utf8(std::string& out, char32_t c) {  // of Arabic only: two bytes
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
}

}  // namespace

std::u32string points_of(std::string_view text) {
    std::u32string out;
    for (std::size_t i = 0; i < text.size();) {
        auto const lead = static_cast<unsigned char>(text[i++]);
        int const more = lead < 0x80 ? 0 : lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : -1;
        char32_t c = more < 0 ? 0xFFFD : more == 0 ? lead : lead & (0x3F >> more);
        for (int n = 0; n < more; ++n) {
            if (i == text.size() || (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) {
                c = 0xFFFD;
                break;
            }
            c = (c << 6) | (static_cast<unsigned char>(text[i++]) & 0x3F);
        }
        out += c;
    }
    return out;
}

std::string stem_of(std::string_view folded) {
    if (says_nothing(folded)) return {};
    auto const points = points_of(folded);
    if (std::all_of(points.begin(), points.end(), is_arabic_letter)) {
        std::string out;
        for (char32_t c : arabic_stem(points)) append_utf8(out, c);
        return out;
    }
    return latin_stem(std::string(folded));
}

}  // namespace warsha
