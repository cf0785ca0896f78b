#include "tests/core/story.hpp"

#include <algorithm>
#include <stdexcept>

#include "protocol/codec_impl.hpp"
#include "protocol/overloaded.hpp"

namespace warsha::story {

Pseudonym pseudonym(ActivityId in, ParticipantId of) {
    auto made = nth<Pseudonym>('v', 0);
    for (std::size_t i = 12; i < 16; ++i) {
        made.value[i - 8] = in.value[i];
        made.value[i] = of.value[i];
    }
    return made;
}

std::vector<Item> items(std::uint32_t how_many) {
    std::vector<Item> made;
    for (std::uint32_t n = 1; n <= how_many; ++n) made.push_back({item(n), words("Item " + std::to_string(n)), {}});
    return made;
}

ActivityPlan proposals(ActivityId id, ProposalsConfig config) { return {id, words("What should change?"), {}, config}; }
ActivityPlan choice(ActivityId id, ChoiceConfig config) { return {id, words("Which one?"), {}, std::move(config)}; }
ActivityPlan choice(ActivityId id) { return choice(id, ChoiceConfig{.options = {items(3)}}); }
ActivityPlan dots(ActivityId id, DotsConfig config) { return {id, words("What first?"), {}, std::move(config)}; }
ActivityPlan rating(ActivityId id, RatingConfig config) {
    if (config.items.empty()) config.items = {items(3)};
    return {id, words("How good?"), {}, std::move(config)};
}
ActivityPlan impact(ActivityId id, ImpactConfig config) {
    if (config.items.empty()) config.items = {items(3)};
    return {id, words("How much, how well?"), {}, std::move(config)};
}
ActivityPlan dots(ActivityId id) { return dots(id, DotsConfig{.items = {items(4)}}); }
ActivityPlan only_for(ActivityPlan plan, std::vector<Key> groups) {
    plan.groups.value = std::move(groups);
    return plan;
}

RoomPlan plan(std::vector<ActivityPlan> activities) {
    RoomPlan made{.title = words("Open city")};
    for (auto const& key : {youth, elected, citizens}) made.groups.value.push_back({key, {.ar = {}, .fr = {}, .en = {{key.value}}}});
    made.categories.value.push_back({Key{"trust"}, {.ar = {}, .fr = {}, .en = {{"Trust"}}}});
    made.activities.value = std::move(activities);
    return made;
}

CastBallot ballot(ActivityId in, std::int64_t revision, std::vector<std::pair<ItemId, std::int64_t>> marks, std::int64_t round) {
    CastBallot made{.activity = in, .round = {round}, .revision = {revision}};
    for (auto const& [which, points] : marks) made.marks.value.push_back({which, {points}});
    return made;
}
CastBallot abstention(ActivityId in, std::int64_t revision) {
    auto made = ballot(in, revision, {});
    made.abstain = true;
    return made;
}
SubmitProposal proposal(ActivityId in, std::string title) { return {.activity = in, .title = words(std::move(title)), .text = {}, .category = {}}; }
EditProposal rewording(ProposalId which, std::string title) { return {.proposal = which, .title = words(std::move(title)), .text = {}, .category = {}}; }
ModerateProposal verdict(ProposalId which, Verdict verdict, std::optional<std::string> reason) {
    ModerateProposal made{.proposal = which, .verdict = verdict, .reason = {}};
    if (reason) made.reason = {*reason};
    return made;
}

Asked Story::asked(Actor const& by, Command const& command, Cid under) const {
    Asked asked{.actor = by, .cid = under, .now = now, .joining = ParticipantId{under.value}, .pseudonym = {}, .seat_code_hash = {}, .slip_hash = {}, .certificate_codes = {}};
    auto const* const voter = std::get_if<SeatActor>(&by);
    auto const pseudonym_in = [&](ActivityId in) {
        if (!voter) return Pseudonym{};
        auto const* const seat = room.find(voter->participant);
        auto const* const where = room.find(in);
        bool const is_motion = where && std::holds_alternative<MotionConfig>(where->plan.config);
        return is_motion && seat && seat->roll ? pseudonym(in, ParticipantId{seat->roll->value}) : pseudonym(in, voter->participant);
    };
    if (auto const* const c = std::get_if<CastForRoll>(&command)) asked.pseudonym = pseudonym(c->activity, ParticipantId{c->roll.value});
    if (auto const* const c = std::get_if<UseSlip>(&command)) std::copy(c->slip.begin(), c->slip.end(), asked.slip_hash.value.begin());
    if (auto const* const c = std::get_if<CastBallot>(&command)) asked.pseudonym = pseudonym_in(c->activity);
    if (auto const* const c = std::get_if<EndorseProposal>(&command))
        if (auto const* const known = room.find(c->proposal)) asked.pseudonym = pseudonym_in(known->activity);
    if (auto const* const c = std::get_if<TakeSeat>(&command)) asked.seat_code_hash = secret(static_cast<std::uint32_t>(std::stoul(c->code.value)));
    if (std::holds_alternative<IssueCertificates>(command) || std::holds_alternative<CloseRoom>(command))
        for (auto const& [id, seat] : room.participants) asked.certificate_codes.emplace(id, "CODE000" + std::to_string(id.value[15] % 10));
    if (std::holds_alternative<OfferSeat>(command) && voter) asked.seat_code_hash = secret(voter->participant.value[15]);
    return asked;
}

Result<Events> Story::decided(Actor const& by, Command const& command) const { return decide(room, command, asked(by, command, cid(cids_ + 1))); }

std::optional<Reject> Story::refusal(Actor const& by, Command const& command) const {
    auto const made = decided(by, command);
    return made ? std::nullopt : std::optional(made.error());
}

bool Story::is_already_so(Actor const& by, Command const& command) const {
    auto const made = decided(by, command);
    return made && made->empty();
}

Cid Story::say(Actor const& by, Command const& command) { return say(by, command, cid(++cids_)); }

Cid Story::say(Actor const& by, Command const& command, Cid under) {
    auto const made = decide(room, command, asked(by, command, under));
    if (!made) throw std::runtime_error(std::string(name_of(command)) + " was refused: " + boost::describe::enum_to_string(made.error(), "?"));
    if (!made->empty()) happen(Entry{.time = now, .cid = under, .events = *made});
    return under;
}

Cid Story::happen(Events events) {
    auto const under = cid(++cids_);
    happen(Entry{.time = now, .cid = under, .events = std::move(events)});
    return under;
}

void Story::happen(Entry entry) {
    entry.offset = journal.size() + 1;
    room.apply(entry);
    journal.push_back(std::move(entry));
}

Story& Story::started() {
    say(facilitator, StartRoom{});
    return *this;
}
Story& Story::with_seats(std::uint32_t how_many, std::optional<Key> group) {
    for (std::uint32_t n = 0; n < how_many; ++n) say(visitor, Join{.group = group, .name = {}}, joining(++seats_));
    return *this;
}
Story& Story::opened(ActivityId which) {
    say(facilitator, OpenActivity{which, {}});
    return *this;
}
Story& Story::closed(ActivityId which) {
    say(facilitator, CloseActivity{which});
    return *this;
}
Story& Story::later(std::int64_t ms) {
    now += ms;
    return *this;
}
Story& Story::votes(std::uint32_t n, CastBallot const& ballot) {
    say(seat(n), ballot);
    return *this;
}
ProposalId Story::proposes(std::uint32_t n, ActivityId in, std::string title) { return ProposalId{say(seat(n), proposal(in, std::move(title))).value}; }

Story a_room(std::vector<ActivityPlan> activities) { return a_room(plan(std::move(activities))); }

Story a_room(RoomPlan const& plan) {
    Story made;
    made.happen({RoomCreated{nth<RoomId>('r', 1), "123456", plan}, LinkIssued{link(1), LinkRole::facilitator, secret(901), {}},
                 LinkIssued{link(2), LinkRole::wall, secret(902), {}}});
    return made;
}

Story a_running_room(ActivityPlan const& plan) {
    auto made = a_room({plan});
    made.started().with_seats(3).opened(plan.id);
    return made;
}

std::string print(RoomState const& room) {
    auto all = encode_value(room);
    for (auto const& [under, recorded] : room.commands) all += "\n" + text_of(under) + " " + std::to_string(recorded.offset) + " " + std::to_string(recorded.check);
    return all;
}

std::string print_without_offsets(RoomState room) {
    for (auto& [under, recorded] : room.commands) recorded.offset = 0;
    room.offset = 0;
    std::sort(room.proposal_order.begin(), room.proposal_order.end());
    return print(room);
}

RoomState replay(std::vector<Entry> const& journal) {
    RoomState room;
    for (auto const& entry : journal) room.apply(entry);
    return room;
}

}  // namespace warsha::story
