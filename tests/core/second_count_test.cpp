// Choices, dots, clouds, statements and forms, counted a second time in the plainest way: 10,000 random votes of each.
// Ratings have theirs in ratings_test.cpp, majorities in majority_test.cpp, robustness in robustness_test.cpp.

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "core/activities/form/form.hpp"
#include "core/activities/statements/agreement.hpp"
#include "core/activities/words/cloud.hpp"
#include "core/tally.hpp"
#include "tests/core/story.hpp"

namespace warsha {
namespace {

using namespace story;

constexpr int cases = 10'000;

class Dice {
public:
    explicit Dice(unsigned seed) : dice_(seed) {}
    int below(int n) { return static_cast<int>(dice_() % static_cast<unsigned>(n)); }
    bool one_in(int n) { return below(n) == 0; }

private:
    std::mt19937 dice_;
};

Pseudonym voter(int n) { return nth<Pseudonym>('p', static_cast<std::uint32_t>(n)); }

TEST(PointsAndAbstentions, AreCountedAsAPlainSecondImplementationDoes) {  // SPEC B5, B6
    Dice dice(1);
    for (int n = 0; n < cases; ++n) {
        auto const paper = items(static_cast<std::uint32_t>(1 + dice.below(8)));
        Round round;
        std::uint64_t abstained = 0;
        std::vector<std::uint64_t> points(paper.size()), voters(paper.size());
        for (int who = dice.below(20); who > 0; --who) {
            Ballot ballot{.abstain = dice.one_in(6)};
            if (ballot.abstain) ++abstained;
            for (std::size_t i = 0; i < paper.size() && !ballot.abstain; ++i) {
                if (dice.one_in(2)) continue;
                int const given = 1 + dice.below(4);
                ballot.marks.push_back({paper[i].id, {given}, {}});
                points[i] += static_cast<std::uint64_t>(given);
                ++voters[i];
            }
            round.ballots[voter(who)] = ballot;
        }
        auto const result = tally(paper, round);
        ASSERT_EQ(result.abstentions, abstained);
        for (std::size_t i = 0; i < paper.size(); ++i) {
            ASSERT_EQ(result.items[i].points, points[i]) << "case " << n;
            ASSERT_EQ(result.items[i].voters, voters[i]) << "case " << n;
        }
    }
}

TEST(Clouds, AreCountedAsAPlainSecondImplementationDoes) {  // SPEC B12
    Dice dice(2);
    for (int n = 0; n < cases; ++n) {
        Round round;
        int const people = dice.below(10);
        std::vector<std::vector<std::pair<int, int>>> said(static_cast<std::size_t>(people));  // what each said: word, spelling
        for (auto& one : said)
            for (int i = dice.below(4); i > 0; --i) one.emplace_back(dice.below(4), dice.below(3));
        auto const key = [](int word) { return "w" + std::to_string(word); };
        auto const label = [&](std::pair<int, int> spelt) { return key(spelt.first) + "/" + std::to_string(spelt.second); };
        for (int who = 0; who < people; ++who)
            for (auto const& one : said[static_cast<std::size_t>(who)]) {
                if (std::ranges::find(round.labels, label(one)) == round.labels.end()) round.labels.push_back(label(one));
                round.ballots[voter(who)].words.push_back({.text = {}, .key = key(one.first), .label = label(one)});
            }
        std::vector<WordResult> expected;
        std::set<int> seen;
        for (auto const& one : said)
            for (auto const& [word, spelling] : one) {
                if (!seen.insert(word).second) continue;  // the order of first coming
                std::uint64_t who_said = 0;
                int most = 0;
                std::string shown;
                for (auto const& other : said) who_said += std::ranges::any_of(other, [&, word = word](auto const& it) { return it.first == word; });
                for (auto const& candidate : round.labels) {  // also in the order of coming, so a tie is the first's
                    int times = 0;
                    for (auto const& other : said)
                        for (auto const& it : other) times += label(it) == candidate && it.first == word;
                    if (times > most) most = times, shown = candidate;
                }
                expected.push_back({.label = shown, .voters = who_said});
            }
        auto const counted = count_words(round, {});
        ASSERT_EQ(counted.size(), expected.size()) << "case " << n;
        for (std::size_t i = 0; i < counted.size(); ++i) {
            ASSERT_EQ(counted[i].label, expected[i].label) << "case " << n;
            ASSERT_EQ(counted[i].voters, expected[i].voters) << "case " << n;
        }
    }
}

/// SPEC B13 in shares, per group that has an opinion.
std::optional<Agreement> plainly(std::vector<std::pair<double, double>> const& groups) {
    double agree = 0, disagree = 0;
    bool all_agree = true, all_disagree = true, some_for = false, some_against = false, any = false;
    for (auto const& [yes, no] : groups) {
        if (yes + no == 0) continue;
        any = true, agree += yes, disagree += no;
        constexpr double hair = 1e-9;
        all_agree = all_agree && yes / (yes + no) >= 2.0 / 3 - hair;
        all_disagree = all_disagree && no / (yes + no) >= 2.0 / 3 - hair;
        some_for = some_for || yes > no;
        some_against = some_against || no > yes;
    }
    if (!any) return std::nullopt;
    if (all_agree || all_disagree) return Agreement::unites;
    if ((some_for && some_against) || std::max(agree, disagree) / (agree + disagree) < 0.6 - 1e-9) return Agreement::divides;
    return std::nullopt;
}

TEST(Statements, AreJudgedAsAPlainSecondImplementationDoes) {  // SPEC B13
    Dice dice(3);
    std::map<std::optional<Agreement>, int> met;
    for (int n = 0; n < cases; ++n) {
        Round round;
        std::vector<std::pair<double, double>> given(static_cast<std::size_t>(1 + dice.below(3)));
        int who = 0;
        for (std::size_t group = 0; group < given.size(); ++group) {
            int const leaning = 1 + dice.below(4);
            for (int i = 5 + dice.below(9); i > 0; --i) {
                auto const points = dice.one_in(5) ? 3 : dice.below(5) < leaning ? 1 : 2;
                round.ballots[voter(++who)] = {.group = std::vector{youth, elected, citizens}[group], .marks = {{item(1), {points}, {}}}};
                if (points == 1) ++given[group].first;
                if (points == 2) ++given[group].second;
            }
        }
        Scale const scale{.steps = 3, .has_axes = false, .counts_first = true};
        auto result = tally(items(1), round, scale);
        result.groups = merge_small_groups(split_by_group(items(1), round, scale));
        judge_agreement(result);
        ASSERT_EQ(result.items.front().agreement, plainly(given)) << "case " << n;
        ++met[result.items.front().agreement];
    }
    EXPECT_EQ(met.size(), 3U) << "the random votes never unite, never divide, or always do";
}

TEST(Forms, AreScoredAsAPlainSecondImplementationDoes) {  // SPEC E1, E3
    Dice dice(4);
    for (int n = 0; n < cases; ++n) {
        FormConfig config{.use = FormUse::quiz};
        config.key.emplace();
        auto const questions = static_cast<std::uint32_t>(1 + dice.below(6));
        for (std::uint32_t i = 1; i <= questions; ++i) {
            Item question{.id = item(i), .label = words("Which one?")};
            auto const answers = dice.one_in(4) ? 0 : 2 + dice.below(4);
            if (answers > 0) question.answers.emplace().value.resize(static_cast<std::size_t>(answers), Label{.ar = {}, .fr = {}, .en = Text<1, 80>{"this"}});
            config.items.value.push_back(question);
            config.key->value.push_back({dice.below(answers + 1)});
        }
        auto const answers_of = [&](std::size_t i) { auto const& given = config.items.value[i].answers; return given ? static_cast<int>(given->size()) : 5; };
        Round round;
        std::uint64_t right = 0;
        int const people = dice.below(12);
        std::vector<std::vector<std::uint64_t>> spread;
        for (std::size_t i = 0; i < questions; ++i) spread.emplace_back(static_cast<std::size_t>(answers_of(i)));
        for (int who = 0; who < people; ++who) {
            auto& ballot = round.ballots[voter(who)];
            for (std::size_t i = 0; i < questions; ++i) {
                if (dice.one_in(5)) continue;
                int const value = 1 + dice.below(answers_of(i));
                ballot.marks.push_back({item(static_cast<std::uint32_t>(i + 1)), {value}, {}});
                ++spread[i][static_cast<std::size_t>(value - 1)];
                if (config.key->value[i].value == value) ++right;  // a key of 0 is no answer's number
            }
        }
        auto const result = tally(config.items.value, round, scale_of(config));
        auto const score = score_of(config, result.items, round.ballots.size());
        ASSERT_TRUE(score);
        ASSERT_EQ(score->right, right) << "case " << n;
        ASSERT_EQ(score->people, static_cast<std::uint64_t>(people)) << "case " << n;
        ASSERT_EQ(score->out_of, static_cast<std::uint64_t>(std::ranges::count_if(config.key->value, [](auto const& one) { return one.value > 0; })));
        for (std::size_t i = 0; i < questions; ++i) ASSERT_EQ(*result.items[i].spread, spread[i]) << "case " << n;
    }
}

TEST(Gains, AreWhatThePlainDivisionSays) {  // SPEC E3
    Dice dice(5);
    for (int n = 0; n < cases; ++n) {
        auto const test = [&] {
            Score made{.people = static_cast<std::uint64_t>(1 + dice.below(40)), .right = 0, .out_of = static_cast<std::uint64_t>(1 + dice.below(20))};
            made.right = static_cast<std::uint64_t>(dice.below(static_cast<int>(made.people * made.out_of) + 1));
            return made;
        };
        auto const before = test(), after = test();
        auto const share = [](Score const& one) { return static_cast<double>(one.right) / static_cast<double>(one.people * one.out_of); };
        auto const gain = gain_of(before, after);
        ASSERT_EQ(gain.has_value(), share(before) < 1);
        if (gain) ASSERT_NEAR(static_cast<double>(gain->learnt) / static_cast<double>(gain->missing), std::max(0.0, (share(after) - share(before)) / (1 - share(before))), 1e-9) << "case " << n;
    }
}

}  // namespace
}  // namespace warsha
