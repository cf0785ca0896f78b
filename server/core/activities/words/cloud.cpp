#include "core/activities/words/cloud.hpp"

#include <algorithm>

namespace warsha {
namespace {

struct Entry {
    std::uint64_t voters = 0;
    std::map<std::size_t, std::uint64_t> spellings;  ///< by place in Round::labels: how often
};

std::map<std::string, Entry> count(Round const& round) {
    std::map<std::string, std::size_t> place_of;
    for (std::size_t i = 0; i < round.labels.size(); ++i) place_of.emplace(round.labels[i], i);
    std::map<std::string, Entry> entries;
    for (auto const& [voter, ballot] : round.ballots) {
        std::set<std::string_view> said;
        for (auto const& word : ballot.words) {
            auto& entry = entries[word.key];
            ++entry.spellings[place_of.at(word.label)];
            if (said.insert(word.key).second) ++entry.voters;
        }
    }
    return entries;
}

}  // namespace

std::vector<WordResult> count_words(Round const& round, std::map<std::string, Sealed> const& hidden) {
    std::map<std::size_t, WordResult> by_coming;
    for (auto const& [key, entry] : count(round)) {
        auto const most = std::ranges::max_element(entry.spellings, {}, [](auto const& one) { return one.second; });  // the first of several
        WordResult made{.label = round.labels[most->first], .voters = entry.voters};
        if (auto const found = hidden.find(key); found != hidden.end()) {
            made.hidden = true;
            if (!found->second.erased) made.reason = found->second.text;
        }
        by_coming.emplace(entry.spellings.begin()->first, std::move(made));
    }
    std::vector<WordResult> words;
    for (auto& [coming, word] : by_coming) words.push_back(std::move(word));
    return words;
}

void most_given_first(std::vector<WordResult>& words) { std::ranges::stable_sort(words, std::greater{}, &WordResult::voters); }

}  // namespace warsha
