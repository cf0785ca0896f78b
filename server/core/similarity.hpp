#pragma once
// Which proposals say nearly the same: suggestions for sorting them into clusters, each with its reason. Pure; whole numbers only.

#include "protocol/basic.hpp"

namespace warsha {

/// A proposal in one language, as its author wrote it.
struct SimilarWording { std::string title, text; };

struct SimilarInput {
    ProposalId id;
    std::vector<SimilarWording> wordings;  ///< one per language; which it is, is read off the letters
};

enum class Likeness {
    same_text,   ///< but for spelling: case, accents, vowel marks, hamza, punctuation, spaces
    reordered,   ///< the same words in another order
    one_word,    ///< but for one word added, left out or replaced
    similar      ///< many words of one meaning
};
BOOST_DESCRIBE_ENUM(Likeness, same_text, reordered, one_word, similar)

struct Suggestion {
    ProposalId a, b;                     ///< a comes before b in what was given
    Likeness likeness = Likeness::similar;
    std::uint32_t score = 0;             ///< to 1000; above 900 only where it is more than similar
    std::vector<std::string> words;      ///< as people wrote them. similar: the shared ones that count most; one_word: those that differ
    friend auto operator<=>(Suggestion const&, Suggestion const&) = default;
};
BOOST_DESCRIBE_STRUCT(Suggestion, (), (a, b, likeness, score, words))

/// Best first, at most `most`. The same pairs in whatever order the proposals are given. Three readings of each pair, in every language:
/// same_text, reordered and one_word by looking up the words, title and text together or else the title alone (of three words and more);
/// similar by the cosine of weighted stems. A stem weighs more where it is rare and where it stands in titles, its own and others':
/// what several people name their proposals after is a theme of the room. Two languages that agree count more than one; and a
/// proposal that is a little like everything counts less.
std::vector<Suggestion> suggest(std::vector<SimilarInput> const& proposals, std::size_t most);

}  // namespace warsha
