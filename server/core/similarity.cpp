#include "core/similarity.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <span>
#include <tuple>

#include "core/stems.hpp"
#include "core/whole_numbers.hpp"
#include "protocol/text.hpp"

namespace warsha {
namespace {

// ---- Words ----

bool is_blank(char32_t c) { return c <= 0x20 || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000; }

/// Punctuation, signs and pictures.
bool is_mark(char32_t c) {
    if (c < 0x80) return !((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'));
    return (c < 0xC0 && c != 0xAA && c != 0xB5 && c != 0xBA) || c == 0xD7 || c == 0xF7 || c == 0x060C || c == 0x061B || c == 0x061F || (c >= 0x066A && c <= 0x066D) || c == 0x06D4 ||
           (c >= 0x2000 && c <= 0x206F) || (c >= 0x20A0 && c <= 0x20CF) || (c >= 0x2190 && c <= 0x2BFF) || (c >= 0x2E00 && c <= 0x2E7F) || (c >= 0x3000 && c <= 0x303F) || c >= 0xFFFD;
}

struct Word {
    std::string_view written;            ///< with what is glued to it: «l'eau»,
    std::vector<std::string_view> parts; ///< between its marks: l, eau
};

std::size_t length_at(std::string_view text, std::size_t at) {
    std::size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    return end - at;
}

/// What stands between blanks; nothing where it is all punctuation.
std::vector<Word> words_of(std::string_view text) {
    std::vector<Word> words;
    std::size_t from = 0, part = 0;
    Word word;
    auto const end_part = [&](std::size_t at) {
        if (at > part) word.parts.push_back(text.substr(part, at - part));
    };
    auto const end_word = [&](std::size_t at) {
        end_part(at);
        word.written = text.substr(from, at - from);
        if (!word.parts.empty()) words.push_back(word);
        word = {};
    };
    for (std::size_t at = 0; at < text.size();) {
        auto const length = length_at(text, at);
        char32_t const c = points_of(text.substr(at, length)).front();
        if (is_blank(c)) end_word(at), from = part = at + length;
        else if (is_mark(c)) end_part(at), part = at + length;
        at += length;
    }
    end_word(text.size());
    return words;
}

/// A word without the marks at its ends.
std::string bare(Word const& word) {
    auto const& last = word.parts.back();
    return {word.parts.front().data(), last.data() + last.size()};
}

/// fold_text() of a part, without marks, Arabic digits made Latin; each spelling once.
class Folds {
public:
    std::string const& of(std::string_view part) {
        auto found = known_.find(part);
        if (found == known_.end()) found = known_.emplace(std::string(part), fold(part)).first;
        return found->second;
    }

private:
    static std::string fold(std::string_view part) {
        auto const folded = fold_text(part);
        std::string out;
        for (std::size_t at = 0; at < folded.size();) {
            auto const length = length_at(folded, at);
            char32_t const c = points_of(std::string_view(folded).substr(at, length)).front();
            if (c >= 0x0660 && c <= 0x0669) out += static_cast<char>('0' + (c - 0x0660));
            else if (c >= 0x06F0 && c <= 0x06F9) out += static_cast<char>('0' + (c - 0x06F0));
            else if (!is_mark(c) && !is_blank(c)) out.append(folded, at, length);
            at += length;
        }
        return out;
    }
    std::map<std::string, std::string, std::less<>> known_;
};

/// Numbers for strings, from 0 as they come.
class Numbers {
public:
    std::uint32_t of(std::string const& text) { return known_.emplace(text, static_cast<std::uint32_t>(known_.size())).first->second; }

private:
    std::map<std::string, std::uint32_t> known_;
};

// ---- The same words ----

/// A title, or a title with its text: its words as a set that knows how often.
struct Phrase {
    std::size_t proposal = 0;
    std::uint32_t joined = 0;            ///< number of all its letters in a row
    std::vector<std::pair<std::uint32_t, std::string>> words;  ///< sorted by number; how it was written
};

/// How two phrases differ: the words only one of them has; none where it is more than one on a side.
std::optional<std::vector<std::string>> difference(Phrase const& a, Phrase const& b) {
    std::vector<std::string> out;
    std::size_t only_a = 0, only_b = 0;
    auto i = a.words.begin(), j = b.words.begin();
    while (i != a.words.end() || j != b.words.end()) {
        if (j == b.words.end() || (i != a.words.end() && i->first < j->first)) out.push_back(i++->second), ++only_a;
        else if (i == a.words.end() || j->first < i->first) out.push_back(j++->second), ++only_b;
        else ++i, ++j;
        if (only_a > 1 || only_b > 1) return std::nullopt;
    }
    std::ranges::sort(out);
    return out;
}

struct Reason {
    Likeness likeness;
    std::uint32_t score;
    std::vector<std::string> words;
    [[nodiscard]] auto rank() const { return std::pair{likeness, words}; }
};
using Pair = std::pair<std::size_t, std::size_t>;
using Reasons = std::map<Pair, Reason>;

using Keyed = std::vector<std::pair<std::uint64_t, std::size_t>>;  ///< key → phrase
constexpr std::size_t crowd = 16;

/// Everything with the same key, in pairs; of a crowd, each with the one whose id is least.
template <class Visit>
void each_pair(Keyed& keyed, std::vector<Phrase> const& phrases, std::vector<SimilarInput> const& proposals, Visit visit) {
    std::ranges::sort(keyed);
    keyed.erase(std::ranges::unique(keyed).begin(), keyed.end());
    for (auto from = keyed.begin(); from != keyed.end();) {
        auto const to = std::find_if(from, keyed.end(), [&](auto const& one) { return one.first != from->first; });
        auto const id_of = [&](auto const& one) { return proposals[phrases[one.second].proposal].id; };
        auto const least = std::ranges::min_element(from, to, {}, id_of);
        for (auto a = from; a != to; ++a) {
            if (to - from > static_cast<std::ptrdiff_t>(crowd)) visit(phrases[least->second], phrases[a->second]);
            else
                for (auto b = std::next(a); b != to; ++b) visit(phrases[a->second], phrases[b->second]);
        }
        from = to;
    }
}

/// Spreads a number over 64 bits, so that sums of words rarely meet by chance; where they do, difference() tells.
std::uint64_t spread(std::uint64_t x) {
    x = (x + 0x9E3779B97F4A7C15U) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31);
}

/// `known` are pairs that have a better reason already. In linear time but for what is found: equal sums of all words, or of all but one.
Reasons same_words(std::vector<Phrase> const& phrases, std::vector<SimilarInput> const& proposals, std::uint32_t score, Reasons const& known) {
    constexpr std::size_t shared_least = 3;  // one word replaced in a phrase of two leaves nothing of it
    Keyed joined, sums, all_but_one;
    for (std::size_t n = 0; n < phrases.size(); ++n) {
        std::uint64_t sum = 0;
        for (auto const& [word, written] : phrases[n].words) sum += spread(word);
        joined.emplace_back(phrases[n].joined, n);
        sums.emplace_back(sum, n);
        all_but_one.emplace_back(sum, n);
        for (auto const& [word, written] : phrases[n].words) all_but_one.emplace_back(sum - spread(word), n);
    }
    Reasons found;
    auto const note = [&](Phrase const& a, Phrase const& b, Reason reason) {
        if (a.proposal == b.proposal) return;
        Pair const pair = std::minmax(a.proposal, b.proposal);
        if (known.contains(pair)) return;
        auto const [at, is_new] = found.emplace(pair, reason);
        if (!is_new && reason.rank() < at->second.rank()) at->second = std::move(reason);
    };
    each_pair(joined, phrases, proposals, [&](Phrase const& a, Phrase const& b) { note(a, b, {Likeness::same_text, score, {}}); });
    each_pair(sums, phrases, proposals, [&](Phrase const& a, Phrase const& b) {
        if (auto const differ = difference(a, b); differ && differ->empty()) note(a, b, {Likeness::reordered, score - 10, {}});
    });
    each_pair(all_but_one, phrases, proposals, [&](Phrase const& a, Phrase const& b) {
        auto const differ = difference(a, b);
        if (differ && !differ->empty() && std::min(a.words.size(), b.words.size()) >= shared_least + (a.words.size() == b.words.size() ? 1 : 0))
            note(a, b, {Likeness::one_word, score - 20, *differ});
    });
    return found;
}

// ---- Words of one meaning ----

struct Stem {
    std::uint64_t count = 0;             ///< in the title twice
    bool in_title = false;
    std::string written;                 ///< the shortest spelling
    std::uint64_t weight = 0;            ///< of a vector of length 1 with 15 binary places
};
using Stems = std::map<std::string, Stem>;

enum Script : std::size_t { arabic, latin };

/// One wording of a proposal.
struct Passage {
    std::size_t proposal = 0;
    Script script = latin;
    Stems stems;
};

constexpr std::uint64_t title_weight = 2, themes_max = 4;

void weigh(std::span<Passage*> passages) {
    struct Spread { std::uint64_t texts = 0, titles = 0; };
    std::map<std::string_view, Spread> spreads;
    for (auto const* passage : passages)
        for (auto const& [stem, here] : passage->stems) {
            auto& all = spreads[stem];
            ++all.texts;
            all.titles += here.in_title ? 1 : 0;
        }
    auto const log_all = log2_of(passages.size() + 1);
    for (auto* passage : passages) {
        std::uint64_t squares = 0;
        for (auto& [stem, here] : passage->stems) {
            auto const& all = spreads[stem];
            auto const rare = log_all - log2_of(all.texts);
            auto const often = one + log2_of(here.count);
            here.weight = (((rare * often) >> binary_places) * (1 + 2 * std::min(all.titles, themes_max))) >> 6;  // at most 2^18 or so
            squares += here.weight * here.weight;
        }
        auto const length = std::max<std::uint64_t>(root(squares), 1);
        for (auto& [stem, here] : passage->stems) here.weight = (here.weight << 15) / length;
    }
}

/// A number for each pair of proposals, either way round.
class Table {
public:
    explicit Table(std::size_t size) : size_(size), cells_(size * size) {}
    [[nodiscard]] std::uint32_t at(std::size_t a, std::size_t b) const { return cells_[a * size_ + b]; }
    void raise(std::size_t a, std::size_t b, std::uint32_t to) {
        auto& cell = cells_[a * size_ + b];
        cell = cells_[b * size_ + a] = std::max(cell, to);
    }
    [[nodiscard]] std::span<std::uint32_t const> row(std::size_t a) const { return std::span(cells_).subspan(a * size_, size_); }

private:
    std::size_t size_;
    std::vector<std::uint32_t> cells_;
};

/// Cosines with 16 binary places; of proposals with several wordings in one script, the best.
Table cosines(std::span<Passage* const> passages, std::size_t proposals) {
    Table best(proposals);
    struct Posting { std::size_t passage; std::uint64_t weight; };
    std::map<std::string_view, std::vector<Posting>> index;
    std::vector<std::uint64_t> sums(passages.size());
    for (std::size_t n = 0; n < passages.size(); ++n) {  // against those before it
        for (auto const& [stem, here] : passages[n]->stems) {
            auto& postings = index[stem];
            for (auto const& posting : postings) sums[posting.passage] += here.weight * posting.weight;
            postings.push_back({n, here.weight});
        }
        for (std::size_t before = 0; before < n; ++before) {
            if (sums[before] == 0 || passages[before]->proposal == passages[n]->proposal) continue;
            best.raise(passages[before]->proposal, passages[n]->proposal, static_cast<std::uint32_t>(sums[before] >> 14));
        }
        std::fill_n(sums.begin(), n, 0);
    }
    return best;
}

/// Two languages: between the mean and what both agree on. One in common: that one.
Table combined(std::array<Table, 2> const& by_script, std::vector<std::array<bool, 2>> const& has) {
    Table both(has.size());
    for (std::size_t a = 0; a < has.size(); ++a)
        for (std::size_t b = a + 1; b < has.size(); ++b) {
            std::uint64_t const x = by_script[arabic].at(a, b), y = by_script[latin].at(a, b);
            bool const in_both = has[a][arabic] && has[b][arabic] && has[a][latin] && has[b][latin];
            both.raise(a, b, static_cast<std::uint32_t>(in_both ? (root(x * y) + (x + y) / 2) / 2 : std::max(x, y)));
        }
    return both;
}

/// How near the nearest five are.
std::vector<std::uint64_t> neighbourhoods(Table const& table, std::size_t size) {
    constexpr std::size_t nearest = 5;
    std::vector<std::uint64_t> means(size);
    for (std::size_t n = 0; n < size; ++n) {
        std::vector<std::uint32_t> row(table.row(n).begin(), table.row(n).end());
        auto const count = std::min(nearest, std::max<std::size_t>(size - 1, 1));
        std::ranges::partial_sort(row, row.begin() + static_cast<std::ptrdiff_t>(count), std::greater{});
        means[n] = std::accumulate(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(count), std::uint64_t{0}) / count;
    }
    return means;
}

struct Shared {
    bool is_enough = false;              ///< two stems, or one that is in both titles
    std::vector<std::string> words;
};

Shared shared_by(Passage const& a, Passage const& b) {
    constexpr std::size_t words_max = 3;
    std::vector<std::tuple<std::uint64_t, std::string>> both;
    Shared shared;
    for (auto const& [stem, here] : a.stems) {
        auto const there = b.stems.find(stem);
        if (there == b.stems.end() || here.weight == 0) continue;
        auto const shorter = [](std::string const& word) { return std::pair{word.size(), word}; };
        both.emplace_back(here.weight * there->second.weight, std::min(here.written, there->second.written, [&](auto const& x, auto const& y) { return shorter(x) < shorter(y); }));
        shared.is_enough |= here.in_title && there->second.in_title;
    }
    shared.is_enough |= both.size() >= 2;
    std::ranges::sort(both, [](auto const& x, auto const& y) { return std::tuple(std::get<0>(y), std::get<1>(x)) < std::tuple(std::get<0>(x), std::get<1>(y)); });
    for (std::size_t n = 0; n < std::min(both.size(), words_max); ++n) shared.words.push_back(std::get<1>(both[n]));
    return shared;
}

// ---- All of it ----

Script script_of(std::string_view text) {
    std::size_t arabic_letters = 0, others = 0;
    for (char32_t c : points_of(text)) {
        if (is_mark(c) || is_blank(c)) continue;
        ++(is_arabic_letter(c) ? arabic_letters : others);
    }
    return arabic_letters > others ? arabic : latin;
}

class Reading {
public:
    explicit Reading(std::vector<SimilarInput> const& proposals) : proposals_(proposals), has_(proposals.size()) {
        for (std::size_t n = 0; n < proposals.size(); ++n)
            for (auto const& wording : proposals[n].wordings) read(n, wording);
    }

    std::vector<Suggestion> suggestions(std::size_t most) {
        auto found = same_words(wholes_, proposals_, 1000, {});
        found.merge(same_words(titles_, proposals_, 950, found));
        std::vector<Suggestion> all;
        for (auto& [pair, reason] : found) all.push_back({proposals_[pair.first].id, proposals_[pair.second].id, reason.likeness, reason.score, std::move(reason.words)});
        std::ranges::sort(all, before);
        if (all.size() < most) add_similar(all, found, most);
        all.resize(std::min(all.size(), most));
        return all;
    }

private:
    /// Best first; of equals, by ids, whichever was given first.
    static bool before(Suggestion const& x, Suggestion const& y) {
        return std::tuple(y.score, std::minmax(x.a, x.b)) < std::tuple(x.score, std::minmax(y.a, y.b));
    }

    void read(std::size_t proposal, SimilarWording const& wording) {
        Passage passage{proposal, script_of(wording.title + wording.text), {}};
        Phrase title{proposal, 0, {}}, whole{proposal, 0, {}};
        std::string joined;
        read_part(wording.title, title_weight, passage, title, joined);
        whole.words = title.words;
        if (title.words.size() >= 3 && !wording.text.empty()) {
            title.joined = joined_.of(joined);
            std::ranges::sort(title.words);
            titles_.push_back(std::move(title));
        }
        read_part(wording.text, 1, passage, whole, joined);
        if (whole.words.empty()) return;
        whole.joined = joined_.of(joined);
        std::ranges::sort(whole.words);
        wholes_.push_back(std::move(whole));
        has_[proposal][passage.script] = true;
        passages_.push_back(std::move(passage));
    }

    void read_part(std::string_view text, std::uint64_t weight, Passage& passage, Phrase& phrase, std::string& joined) {
        for (auto const& word : words_of(text)) {
            std::string whole;
            for (auto part : word.parts) {
                auto const& folded = folds_.of(part);
                whole += folded;
                auto const& stem = stem_for(folded);
                if (stem.empty()) continue;
                auto& here = passage.stems[stem];
                here.count += weight;
                here.in_title |= weight == title_weight;
                if (here.written.empty() || std::pair(part.size(), part) < std::pair(here.written.size(), std::string_view(here.written))) here.written = part;
            }
            if (whole.empty()) continue;
            joined += whole;
            phrase.words.emplace_back(words_.of(whole), bare(word));
        }
    }

    std::string const& stem_for(std::string const& folded) {
        auto const found = stems_.find(folded);
        return found != stems_.end() ? found->second : stems_.emplace(folded, stem_of(folded)).first->second;
    }

    Table likeness_of_all() {
        std::array<Table, 2> by_script{Table(proposals_.size()), Table(proposals_.size())};
        for (auto script : {arabic, latin}) {
            std::vector<Passage*> of_script;
            for (auto& passage : passages_)
                if (passage.script == script) of_script.push_back(&passage);
            weigh(of_script);
            by_script[script] = cosines(of_script, proposals_.size());
        }
        return combined(by_script, has_);
    }

    void add_similar(std::vector<Suggestion>& all, Reasons const& found, std::size_t most) {
        constexpr std::uint32_t least = one / 25, score_max = 900;  // below 0.04 two texts share a word by chance
        auto const size = proposals_.size();
        auto const table = likeness_of_all();
        auto const near = neighbourhoods(table, size);
        std::vector<Suggestion> similar;
        std::map<std::pair<ProposalId, ProposalId>, Pair> places;
        for (std::size_t a = 0; a < size; ++a)
            for (std::size_t b = a + 1; b < size; ++b) {
                std::uint64_t const cosine = table.at(a, b);
                if (cosine < least || found.contains({a, b})) continue;
                auto const usual = root(root(near[a] * near[b]) << binary_places);
                auto const score = ((cosine << binary_places) / std::max<std::uint64_t>(usual, 1) * 600) >> binary_places;
                similar.push_back({proposals_[a].id, proposals_[b].id, Likeness::similar, static_cast<std::uint32_t>(std::min<std::uint64_t>(score, score_max)), {}});
                places[{proposals_[a].id, proposals_[b].id}] = {a, b};
            }
        std::ranges::sort(similar, before);
        std::vector<std::vector<Passage const*>> of(size);
        for (auto const& passage : passages_) of[passage.proposal].push_back(&passage);
        for (auto& one_of : similar) {
            if (all.size() >= most) return;
            auto const [a, b] = places.at({one_of.a, one_of.b});
            if (explain(one_of, of[a], of[b])) all.push_back(std::move(one_of));
        }
    }

    /// Adds the shared words of each script; false: it is one word, by chance.
    static bool explain(Suggestion& suggestion, std::vector<Passage const*> const& a, std::vector<Passage const*> const& b) {
        bool is_enough = false;
        for (auto script : {arabic, latin}) {
            std::vector<std::string> best;
            for (auto const* x : a)
                for (auto const* y : b) {
                    if (x->script != script || y->script != script) continue;
                    auto shared = shared_by(*x, *y);
                    is_enough |= shared.is_enough;
                    if (std::pair(best.size(), shared.words) > std::pair(shared.words.size(), best)) continue;
                    best = std::move(shared.words);
                }
            suggestion.words.insert(suggestion.words.end(), best.begin(), best.end());
        }
        return is_enough;
    }

    std::vector<SimilarInput> const& proposals_;
    std::vector<std::array<bool, 2>> has_;
    Folds folds_;
    std::map<std::string, std::string> stems_;
    Numbers words_, joined_;
    std::vector<Phrase> titles_, wholes_;
    std::vector<Passage> passages_;
};

}  // namespace

std::vector<Suggestion> suggest(std::vector<SimilarInput> const& proposals, std::size_t most) { return Reading(proposals).suggestions(most); }

}  // namespace warsha
