// The same room on other nodes: presence that adds up and is forgotten, states that are compared, and what facilitators hear of the store.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "protocol/codec_impl.hpp"
#include "room/room_impl.hpp"
#include "tests/room/hall.hpp"

namespace warsha {
namespace {

NodeId node_no(std::uint8_t number) { return {Bytes16{number}}; }
News presence_of(std::uint64_t people) { return {.presence = Presence{.present = people}, .state = {}}; }

/// The last state that was told.
std::optional<StateDigest> told_state(Hall const& hall) {
    std::optional<StateDigest> last;
    for (auto const& one : hall.news)
        if (one.state) last = one.state;
    return last;
}

TEST(Peers, AddUpWhoIsThereAndForgetANodeThatIsSilent) {
    Hall hall({.settings = {.show_presence = true}, .config = {}, .journal = {}, .has_peers = true});
    hall.seated();
    auto const desk = hall.facilitator();
    hall.room->heard(node_no(1), presence_of(40));
    hall.room->heard(node_no(2), presence_of(2));
    hall.pass(1'000);
    EXPECT_EQ(hall.last<Presence>(desk)->present, 43U);
    hall.room->heard(node_no(2), presence_of(2));
    hall.pass(3'000);
    hall.room->heard(node_no(2), presence_of(2));
    hall.pass(2'000);
    EXPECT_EQ(hall.last<Presence>(desk)->present, 3U) << "node 1 has said nothing for more than three seconds";
}

TEST(Peers, AreToldWhoIsHereAgainAndAgain) {
    Hall hall({.config = {}, .journal = {}, .has_peers = true});
    hall.seated();
    hall.news.clear();
    hall.pass(3'500);
    auto const told = std::ranges::count_if(hall.news, [](News const& one) { return one.presence && one.presence->present == 1; });
    EXPECT_GE(told, 3);
}

TEST(Peers, AreToldTheStateOnceTheRoomStandsStill) {
    Hall hall({.config = {}, .journal = {}, .has_peers = true});
    hall.seated();
    hall.pass(3'000);
    auto const state = told_state(hall);
    ASSERT_TRUE(state);
    EXPECT_EQ(state->offset, hall.room->position().offset);
    hall.news.clear();
    hall.pass(3'000);
    EXPECT_FALSE(told_state(hall)) << "nothing has changed";
    hall.pass(5'000);
    ASSERT_TRUE(told_state(hall)) << "what is told may be lost: it is told again now and then";
    EXPECT_EQ(told_state(hall)->digest, state->digest);
}

TEST(Peers, ThatHaveComeToTheSameStateAreLeftAlone) {
    Hall hall({.config = {}, .journal = {}, .has_peers = true});
    hall.pass(3'000);
    hall.room->heard(node_no(1), {.presence = {}, .state = told_state(hall)});
    EXPECT_TRUE(hall.failures.empty());
}

TEST(Peers, ThatDifferDoNotMakeARightNodeDoubtItself) {
    Hall hall({.config = {}, .journal = {}, .has_peers = true});
    hall.pass(3'000);
    auto other = *told_state(hall);
    other.digest.value[0] ^= 1;
    auto const right = told_state(hall);
    hall.news.clear();
    hall.room->heard(node_no(1), {.presence = {}, .state = other});
    EXPECT_TRUE(hall.failures.empty()) << "its own journal says that it is right";
    ASSERT_TRUE(told_state(hall)) << "and it tells the other, which may have started after that was told";
    EXPECT_EQ(told_state(hall)->digest, right->digest);
}

/// A saved state is a cache; this one has the right digest of the chain beside a wrong state, as bad memory could have written it.
TEST(Peers, FindTheNodeWhoseStateIsNotWhatItsJournalSays) {
    Hall hall({.config = {}, .journal = {}, .has_peers = true});
    auto const phone = hall.seated();
    hall.ask(phone, hall.ballot(hall.live, 0));
    hall.pass(3'000);
    auto const right = *told_state(hall);
    auto wrong = decode_value<RoomState>(encode_value(hall.room->state()));
    wrong->activities.at(hall.live).rounds.back().ballots.clear();
    hall.journal->save_state(hall.id, {hall.room->position(), state_format, encode_value(*wrong)});
    hall.restart();
    hall.news.clear();
    hall.pass(3'000);
    ASSERT_NE(told_state(hall)->digest, right.digest) << "the scene is set: it serves a state that lost a ballot";
    hall.room->heard(node_no(1), {.presence = {}, .state = right});
    ASSERT_EQ(hall.failures.size(), 1U) << "it stops, to be loaded anew";
    hall.restart();
    hall.news.clear();
    hall.pass(3'000);
    EXPECT_EQ(told_state(hall)->digest, right.digest) << "from a state made of its journal, not from the wrong one";
}

/// A phone moves to a node that has not yet heard of what it saw on the other.
TEST(Peers, NeverShowThePastToAPhoneThatHasSeenMore) {  // SPEC V11
    Hall hall({.config = {}, .journal = {}, .has_peers = true});
    auto const phone = hall.seated();
    auto const ticket = hall.ticket(phone);
    Entry const elsewhere{.actor = BySystem{}, .cid = hall.world.random.id<Cid>(), .check = 0, .events = {WallBlanked{true}}};
    auto const before = hall.room->position().offset;
    hall.journal->append(hall.id, 1, ExactPosition{before}, {seal(elsewhere, hall.config.room_key)}, [](auto const&) {});
    auto const moved = hall.connect({.role = Role::participant, .seat = ticket, .link = {}, .resume = Position{1, before + 1, {}}});
    hall.pass(100);
    ASSERT_FALSE(hall.all<View>(moved).empty());
    EXPECT_EQ(hall.all<View>(moved).front().position.offset, before + 1);
}

TEST(Peers, TellATabHereWhatItsSeatDidThroughAnother) {  // SPEC V8
    Hall hall({.config = {}, .journal = {}, .has_peers = true});
    auto const phone = hall.seated();
    auto const seat = hall.ticket(phone).participant;
    auto const voter = [&](ActivityId activity) { return pseudonym_of(hall.config.room_key, activity, seat.value); };
    auto const proposal = hall.world.random.id<ProposalId>();
    hall.append(BySeat{seat}, {ProposalSubmitted{proposal, hall.ideas, hall.world.random.id<ParticipantId>(), {}, {}, {}, false}});
    hall.forget();
    auto const told = [&] { return hall.last<OwnChanged>(phone); };
    hall.append(ByPseudonym{voter(hall.live)}, {BallotCast{hall.live, 1, voter(hall.live), {}, 1, {{hall.options[0], {1}}}}});
    ASSERT_TRUE(told());
    EXPECT_EQ(told()->own.ballots.size(), 1U);
    hall.append(ByPseudonym{voter(hall.ideas)}, {ProposalEndorsed{proposal, voter(hall.ideas), true}});
    EXPECT_EQ(told()->own.endorsed, std::vector{proposal});
}

/// Redis lost a join that another node still has.
TEST(Peers, LetAPhoneWhoseJoinWasLostComeAgain) {  // SPEC H8
    Hall hall({.config = {}, .journal = {}, .has_peers = true});
    auto const lost = participant_of(hall.id, hall.world.random.id<Cid>());
    SeatTicket const ticket{lost, ticket_of(hall.config.server_key, hall.id, lost, 0)};
    auto const come = [&](SeatTicket const& with) {
        auto const session = hall.connect({.role = Role::participant, .seat = with, .link = {}, .resume = {}});
        hall.pass(100);
        return hall.closed(session);
    };
    EXPECT_EQ(come(ticket), CloseCode::reset);
    EXPECT_EQ(come({lost, Hash{}}), CloseCode::bad_ticket);
    hall.pass(70'000);
    EXPECT_EQ(come(ticket), CloseCode::bad_ticket) << "nobody has it any more";
    hall.append(BySeat{lost}, {ParticipantJoined{.participant = lost, .group = {}, .name = {}}});
    EXPECT_FALSE(come(ticket));
}

TEST(Peers, LetAPhoneWhoseMoveWasLostComeAgain) {
    Hall hall({.config = {}, .journal = {}, .has_peers = true});
    auto const seat = hall.ticket(hall.seated()).participant;
    auto const moved = hall.connect({.role = Role::participant, .seat = SeatTicket{seat, ticket_of(hall.config.server_key, hall.id, seat, 1)}, .link = {}, .resume = {}});
    hall.pass(100);
    EXPECT_EQ(hall.closed(moved), CloseCode::reset);
}

TEST(Peers, ThatWereWrongResumeNobodyFromBefore) {  // SPEC V12
    Hall hall({.config = {}, .journal = {}, .has_peers = true});
    auto const before = hall.room->position();
    hall.config.no_resume_until = before.offset;
    hall.restart();
    EXPECT_FALSE(hall.last<Welcome>(hall.facilitator(before))->resumed);
    hall.append(BySystem{}, {WallBlanked{true}});
    EXPECT_TRUE(hall.last<Welcome>(hall.facilitator(hall.room->position()))->resumed);
}

/// A message is faster than the disk.
TEST(Peers, GetAReceiptForWhatCameFromElsewhereOnceItIsKeptHere) {  // SPEC R1
    struct Slow final : Journal {
        explicit Slow(std::unique_ptr<Journal> made) : real(std::move(made)) {}
        Durability durability() const override { return real->durability(); }
        void create_room(RoomId room, std::string code, std::function<void(bool)> done) override { real->create_room(room, std::move(code), std::move(done)); }
        void release_code(RoomId room) override { real->release_code(room); }
        std::vector<RoomRecord> rooms() override { return real->rooms(); }
        void append(RoomId room, Epoch epoch, After after, std::vector<Draft> batch, std::function<void(AppendOutcome)> done) override { real->append(room, epoch, after, std::move(batch), std::move(done)); }
        ReadResult read(RoomId room, Offset since, std::size_t most) override { return real->read(room, since, most); }
        void refresh(RoomId, std::function<void()> done) override { waiting = std::move(done); }
        std::unique_ptr<Subscription> follow(RoomId room, Offset since, OnEntry on_entry) override { return real->follow(room, since, std::move(on_entry)); }
        void save_state(RoomId room, SavedState state) override { real->save_state(room, std::move(state)); }
        std::optional<SavedState> latest_state(RoomId room) override { return real->latest_state(room); }
        void erase(RoomId room, std::vector<Hash> blobs, std::function<void(bool)> done) override { real->erase(room, std::move(blobs), std::move(done)); }
        void forget(RoomId room, std::function<void(bool)> done) override { real->forget(room, std::move(done)); }
        std::unique_ptr<Journal> real;
        std::function<void()> waiting;
    };
    Hall hall({.config = {}, .journal = [](simulation::World& world, RoomId) {
        return std::make_unique<Slow>(make_memory_journal([&world](RoomId, std::function<void()> what) { world.later(0, std::move(what)); }, [&world] { return world.now(); }));
    }, .has_peers = true});
    auto const phone = hall.seated();
    auto const cid = hall.ask(phone, hall.ballot(hall.live, 0));
    hall.forget();
    hall.say(phone, hall.ballot(hall.live, 0), cid);
    hall.pass(1'000);
    EXPECT_FALSE(hall.receipt(phone, cid));
    auto& journal = dynamic_cast<Slow&>(*hall.journal);
    ASSERT_TRUE(journal.waiting);
    journal.waiting();
    EXPECT_TRUE(hall.receipt(phone, cid));
}

TEST(Facilitators, HearThatNothingIsRecordedAndWhenItIsAgain) {  // SPEC R8
    Hall hall({.config = {}, .journal = {}, .has_peers = true});
    auto const desk = hall.facilitator();
    auto const phone = hall.phone();
    EXPECT_TRUE(hall.all<Storage>(desk).empty()) << "all is as usual";
    hall.room->storage_changed({.relaxed = false, .away_since = 1'000});
    hall.pass(10);
    EXPECT_EQ(hall.last<Storage>(desk), (Storage{false, 1'000}));
    EXPECT_EQ(hall.last<Storage>(hall.facilitator()), (Storage{false, 1'000})) << "who comes later is told with the view";
    hall.room->storage_changed({});
    hall.pass(10);
    EXPECT_EQ(hall.last<Storage>(desk), Storage{});
    EXPECT_TRUE(hall.all<Storage>(phone).empty());
}

TEST(Facilitators, ReadWhatBecameOfARepairedRecord) {  // SPEC R7
    Hall hall({.config = {}, .journal = {}, .has_peers = true});
    auto const desk = hall.facilitator();
    hall.append(BySystem{}, {EpochRaised{1, 2}});
    hall.pass(100);
    ASSERT_EQ(hall.last<Changes>(desk)->changes.size(), 1U);
    auto const repairs = std::get<DeskChanged>(hall.last<Changes>(desk)->changes[0]).desk.repairs;
    ASSERT_EQ(repairs.size(), 1U);
    EXPECT_EQ(repairs[0].recorded_again, 0U);
    EXPECT_EQ(hall.room->position().epoch, 2U);
}

TEST(Unusual, IsToldToFacilitatorsWhenItChangesAndToThoseWhoComeLater) {  // SPEC V13
    Hall hall;
    auto const desk = hall.facilitator();
    auto const phone = hall.phone();
    Unusual const seen{.wrong_codes = 90, .joins = 0, .joins_from_one_address = 0};
    for (int i = 0; i < 3; ++i) hall.room->unusual_changed(seen);
    hall.pass(10);
    EXPECT_THAT(hall.all<Unusual>(desk), testing::ElementsAre(seen));
    EXPECT_EQ(hall.last<Unusual>(hall.facilitator()), seen);
    hall.room->unusual_changed({});
    hall.pass(10);
    EXPECT_EQ(hall.last<Unusual>(desk), Unusual{}) << "it is over";
    EXPECT_TRUE(hall.all<Unusual>(phone).empty());
}

}  // namespace
}  // namespace warsha
