#include <algorithm>

#include <openssl/sha.h>

#include "archive/verify/checks.hpp"
#include "core/activities/kind.hpp"
#include "core/activities/statements/agreement.hpp"
#include "protocol/codec_impl.hpp"
#include "protocol/text.hpp"

namespace warsha {
namespace {

using Json = nlohmann::json;

[[noreturn]] void wrong(std::string const& what) { throw Wrong{"snapshot.json line 1: " + what}; }

template <class T>
void same(T const& told, T const& counted, std::string const& what) {
    if (told == counted) return;
    std::string numbers;
    if constexpr (std::is_integral_v<T>) numbers = " (" + std::to_string(told) + ", the journal gives " + std::to_string(counted) + ")";
    wrong(what + " differs" + numbers);
}

void check_items(std::vector<ItemResult> const& told, CountedPart const& counted, std::string const& where) {
    same(told.size(), counted.items.size(), where + ": the number of items");
    for (std::size_t i = 0; i < told.size(); ++i) {
        auto const& item = counted.items[i];
        same(text_of(told[i].item), item.item, where + ": item " + std::to_string(i + 1));
        same(told[i].points, item.points, where + ": the count of item " + std::to_string(i + 1));
        same(told[i].voters, item.voters, where + ": the voters of item " + std::to_string(i + 1));
        same(told[i].axis ? boost::describe::enum_to_string(*told[i].axis, "") : std::string(), item.axis, where + ": the question of item " + std::to_string(i + 1));
        if (told[i].spread.value_or(std::vector<std::uint64_t>{}) != item.spread) wrong(where + ": the spread of item " + std::to_string(i + 1) + " differs");
    }
}

/// Every answer with its count, the most given first, under a spelling that nobody gave less often than another.
void check_words(std::vector<WordResult> const& told, CountedRound const& counted, std::string const& where) {
    same(told.size(), counted.words.size(), where + ": the number of answers");
    for (std::size_t i = 0; i < told.size(); ++i) {
        auto const at = where + ": answer " + std::to_string(i + 1);
        auto const entry = counted.words.find(answer_key(told[i].label));
        if (entry == counted.words.end()) wrong(at + " was given by nobody");
        same(told[i].voters, entry->second.voters, at + ": the count");
        if (i > 0 && told[i].voters > told[i - 1].voters) wrong(at + " stands below one that was given less");
        std::uint64_t most = 0;
        for (auto const& [spelling, count] : entry->second.spellings) most = std::max(most, count);
        auto const spelling = entry->second.spellings.find(told[i].label);
        if (spelling == entry->second.spellings.end() || spelling->second != most) wrong(at + " is spelt as most people did not");
    }
}

/// With whole parts only, as the journal has them.
std::vector<std::optional<Agreement>> agreements(PublicRound const& told) {
    auto judged = *told.result;
    judge_agreement(judged);
    std::vector<std::optional<Agreement>> all;
    for (auto const& item : judged.items) all.push_back(item.agreement);
    return all;
}

void check_round(PublicRound const& told, CountedRound const& counted, std::string const& where) {
    same(told.voters, counted.all.voters, where + ": the number of voters");
    if (!told.result) wrong(where + ": the result is missing");
    same(told.result->abstentions, counted.all.abstentions, where + ": the number of abstentions");
    check_items(told.result->items, counted.all, where);
    check_words(told.result->words.value_or(std::vector<WordResult>{}), counted, where);
    bool const has_agreement = std::ranges::any_of(told.result->items, [](ItemResult const& item) { return item.agreement.has_value(); });
    if (has_agreement) {
        auto const all = agreements(told);
        for (std::size_t i = 0; i < all.size(); ++i)
            if (told.result->items[i].agreement != all[i]) wrong(where + ": what is said of statement " + std::to_string(i + 1) + " does not follow from the counts");
    }
    if (told.result->movers != counted.movers) wrong(where + ": how few voters could change the order differs");
    same(told.result->groups.size(), counted.groups.size(), where + ": the number of groups told");
    for (auto const& group : told.result->groups) {
        std::vector<std::string> label;
        for (auto const& key : group.groups) label.push_back(key.value);
        auto const part = counted.groups.find(label);
        if (part == counted.groups.end()) wrong(where + ": tells a group that the journal does not");
        same(group.voters, part->second.voters, where + ", " + label.front() + ": the number of voters");
        same(group.abstentions, part->second.abstentions, where + ", " + label.front() + ": the number of abstentions");
        check_items(group.items, part->second, where + ", " + label.front());
    }
    std::vector<std::string> paper;      // an item rated on two questions stands once on it
    for (auto const& item : counted.all.items)
        if (paper.empty() || paper.back() != item.item) paper.push_back(item.item);
    same(told.items.size(), paper.size(), where + ": the size of the ballot paper");
    for (std::size_t i = 0; i < paper.size(); ++i) same(text_of(told.items[i].id), paper[i], where + ": line " + std::to_string(i + 1) + " of the ballot paper");
}

/// Names are not in the journal: of a roll call, how many of each body said what.
void check_roll_call(std::vector<RollCallLine> const& told, std::map<std::pair<std::string, std::string>, std::uint64_t> counted, std::string const& where) {
    for (auto const& line : told) {
        auto const stance = line.stance ? boost::describe::enum_to_string(*line.stance, "") : "";
        if (counted[{line.body.value, stance}]-- == 0) wrong(where + ": the roll call has somebody whom the journal does not");
    }
    for (auto const& [what, left] : counted)
        if (left != 0) wrong(where + ": the roll call lacks somebody of " + what.first);
}

void check_motion(PublicRound const& told, std::string const& id, Json const& rules, Recount const& counted, std::string const& where) {
    RecountMotions::Which const which{id, told.round};
    same(told.voters, counted.rounds.at(which).all.voters, where + ": the number of voters");
    if (!told.result || !told.result->motion) wrong(where + ": the result is missing");
    auto const& motion = *told.result->motion;
    auto const judged = counted.motions.judged(which, rules);
    if (motion.bodies != judged.bodies) wrong(where + ": a body's count or opinion does not follow from the journal");
    if (motion.all != judged.all) wrong(where + ": the count of all bodies does not follow from the journal");
    if (motion.outcome != judged.outcome) wrong(where + ": the outcome does not follow from the rule that was declared");
    if (rules.at("roll_call").get<bool>()) check_roll_call(motion.roll_call, counted.motions.stances(which), where);
    else if (!motion.roll_call.empty()) wrong(where + ": names people though the vote was anonymous");
}

void check_refused(PublicActivity const& told, Recount const& counted, std::string const& where) {
    auto const recorded = counted.motions.refused(text_of(told.plan.id));
    auto const shown = told.refused.value_or(std::vector<RefusedView>{});
    same(shown.size(), recorded.size(), where + ": the number of refused openings");
    for (std::size_t i = 0; i < recorded.size(); ++i)
        if (encode_value(shown[i].bodies) != recorded[i].dump()) wrong(where + ": refused opening " + std::to_string(i + 1) + " differs");
}

/// Right answers of all together, of how many questions: nothing where nothing is right or wrong.
std::optional<Score> scored(Recount const& counted, CountedRound const& round, std::string const& activity) {
    auto const& config = counted.plans.at(activity).at("config");
    if (!config.contains("key")) return std::nullopt;
    Score score{.people = round.all.voters};
    for (auto const& item : round.all.items)
        if (item.right > 0) {
            ++score.out_of;
            score.right += item.spread.at(item.right - 1);
        }
    return score;
}

/// The pre-test's last round in the session.
std::optional<Score> scored_before(Recount const& counted, Json const& config) {
    std::optional<Score> last;
    if (!config.contains("before")) return last;
    auto const before = config.at("before").get<std::string>();
    for (auto const& [which, round] : counted.rounds)
        if (which.first == before && !round.is_late && counted.plans.at(before).at("config").at("type") == "form") last = scored(counted, round, before);
    return last;
}

void check_form(PublicRound const& told, std::string const& id, Recount const& counted, std::string const& where) {
    auto const& round = counted.rounds.at({id, told.round});
    if (told.result->score != scored(counted, round, id)) wrong(where + ": the score does not follow from the journal");
    if (told.result->before != scored_before(counted, counted.plans.at(id).at("config"))) wrong(where + ": the score of the pre-test does not follow from the journal");
    if (told.catch_up.value_or(false) != round.is_late) wrong(where + ": whether it was after the session differs");
}

void check_activities(PublicRoom const& told, Recount const& counted) {
    std::size_t rounds = 0;
    for (std::size_t i = 0; i < told.activities.size(); ++i) {
        auto const& activity = told.activities[i];
        auto const id = text_of(activity.plan.id);
        auto const where = "activity " + std::to_string(i + 1);
        auto const plan = counted.plans.find(id);
        if (plan == counted.plans.end() || plan->second.dump() != encode_value(activity.plan)) wrong(where + ": is not planned like this in the journal");
        if (!takes_ballots(activity.plan)) continue;
        check_refused(activity, counted, where);
        for (auto const& round : activity.rounds) {
            auto const found = counted.rounds.find({id, round.round});
            if (found == counted.rounds.end()) wrong(where + " round " + std::to_string(round.round) + ": was never counted");
            auto const at = where + " round " + std::to_string(round.round);
            if (std::holds_alternative<MotionConfig>(activity.plan.config)) check_motion(round, id, plan->second.at("config"), counted, at);
            else check_round(round, found->second, at);
            if (std::holds_alternative<FormConfig>(activity.plan.config)) check_form(round, id, counted, at);
            ++rounds;
        }
    }
    same(rounds, counted.rounds.size(), "the number of counted rounds");
}

void check_participation(PublicRoom const& told, Recount const& counted) {
    std::map<std::string, std::uint64_t> seats;
    for (auto const& [id, group] : counted.seats) ++seats[group];
    std::uint64_t sum = 0;
    for (auto const& count : told.participation) {
        auto const group = count.group ? count.group->value : "";
        same(count.seats, seats[group], "the number of seats of group '" + group + "'");
        sum += count.seats;
    }
    same(sum, static_cast<std::uint64_t>(counted.seats.size()), "the number of seats");
    if (told.certificates.has_value() != counted.created.at("plan").at("settings").contains("certificate")) wrong("the rule for certificates differs");
    if (told.certificates) same(told.certificates->issued, counted.certificates, "the number of certificates");
}

void check_words(std::optional<PublicText> const& told, Json const& hashes, char const* language, std::string const& where) {
    same(told.has_value(), hashes.contains(language), where + ": the words in " + language);
    if (!told) return;
    if (!told->salt) wrong(where + ": words without salt");
    std::string const input = std::string(told->salt->begin(), told->salt->end()) + told->text;
    Hash hash;
    SHA256(reinterpret_cast<unsigned char const*>(input.data()), input.size(), hash.value.data());
    same(text_of(hash), hashes.at(language).get<std::string>(), where + ": the hash of the words in " + language);
}

/// `erased`: of all words nothing is left but their hashes; then none may be told.
void check_wording(PublicWording const& told, Json const& hashes, bool erased, std::string const& where) {
    if (erased) return same(told.ar || told.fr || told.en, false, where + ": words that were erased");
    check_words(told.ar, hashes, "ar", where);
    check_words(told.fr, hashes, "fr", where);
    check_words(told.en, hashes, "en", where);
}

void check_proposal(PublicProposal const& told, Recount const& counted, bool erased, std::string const& where) {
    auto const found = counted.proposals.find(text_of(told.id));
    if (found == counted.proposals.end()) wrong(where + ": was never submitted");
    auto const& proposal = found->second;
    same(text_of(told.activity), proposal.activity, where + ": the activity");
    same(told.endorsements, proposal.endorsements, where + ": the number of endorsements");
    auto const group = counted.groups_of.find(proposal.author);
    same(told.group ? told.group->value : "", group == counted.groups_of.end() ? "" : group->second, where + ": the author's group");
    same(told.category ? told.category->value : "", proposal.words.value("category", std::string()), where + ": the category");
    check_wording(told.title, proposal.words.at("title"), erased, where + ", title");
    same(told.text.has_value(), proposal.words.contains("text"), where + ": the text");
    if (told.text) check_wording(*told.text, proposal.words.at("text"), erased, where + ", text");
    same(told.answered.value_or(false), !proposal.answer.is_null(), where + ": whether it was answered");
    same(told.answer.has_value(), !proposal.answer.is_null() && proposal.answer.contains("answer"), where + ": the answer");
    if (told.answer) check_wording(*told.answer, proposal.answer.at("answer"), erased, where + ", answer");
    if (told.phase != ProposalPhase::published) wrong(where + ": is told though it is not published");
}

void check_proposals(PublicRoom const& told, Recount const& counted) {
    std::uint64_t all = told.proposals.size();
    std::set<ProposalId> seen;
    for (std::size_t i = 0; i < told.proposals.size(); ++i) {
        auto const where = "proposal " + std::to_string(i + 1);
        if (!seen.insert(told.proposals[i].id).second) wrong(where + ": stands twice");
        check_proposal(told.proposals[i], counted, told.words_erased.value_or(false), where);
    }
    for (auto const& withheld : told.withheld) all += withheld.proposals;
    same(all, static_cast<std::uint64_t>(counted.proposals.size()), "the number of proposals");
}

void check_room(PublicRoom const& told, Recount const& counted) {
    auto const& created = counted.created;
    auto const& plan = created.at("plan");
    same(text_of(told.id), created.at("room").get<std::string>(), "the room");
    same(told.code, created.at("code").get<std::string>(), "the code");
    same(encode_value(told.title), plan.at("title").dump(), "the title");
    same(encode_value(told.purpose), plan.at("purpose").dump(), "the purpose");
    same(encode_value(told.groups), plan.at("groups").dump(), "the list of groups");
    same(encode_value(told.categories), plan.at("categories").dump(), "the list of categories");
    same(told.time_zone.value_or(""), plan.value("time_zone", std::string()), "the time zone");
    same(told.closed_at.value_or(0), counted.closed_at, "the time of the close");
    same(told.root.value_or(Hash{}).value, counted.root.value, "the digest of the journal's last line");
    same(told.lines.value_or(0), counted.lines, "the number of lines");
}

}  // namespace

PublicRoom check_snapshot(std::string const& snapshot, Recount const& counted) {
    if (!snapshot.ends_with('\n')) wrong("does not end with a line feed");
    auto told = decode_value<PublicRoom>(snapshot.substr(0, snapshot.size() - 1));
    if (!told) wrong("cannot be read: " + told.error().where + " " + told.error().what);
    if (encode_value(*told) + "\n" != snapshot) wrong("is not canonical JSON");
    if (told->format != 1) wrong("has format " + std::to_string(told->format) + ", this program knows 1");
    check_room(*told, counted);
    check_activities(*told, counted);
    check_participation(*told, counted);
    check_proposals(*told, counted);
    return std::move(*told);
}

}  // namespace warsha
