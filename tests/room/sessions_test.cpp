// Who is let in, and what a seat is worth.

#include <gtest/gtest.h>

#include "room/hall.hpp"

namespace warsha {
namespace {

Hello with(SeatTicket const& seat) { return {.role = Role::participant, .seat = seat, .link = {}, .resume = {}}; }

TEST(Hello, IsClosedWith4401WhenTheTicketIsWrong) {  // SPEC H3
    Hall hall;
    auto ticket = hall.ticket(hall.seated());
    ticket.ticket.value[31] ^= 1;
    EXPECT_EQ(hall.closed(hall.connect(with(ticket))), CloseCode::bad_ticket);
}

TEST(Hello, IsClosedWith4401WhenTheSecretOfTheLinkIsWrong) {
    Hall hall;
    auto link = hall.facilitator_link;
    link.secret[0] ^= 1;
    EXPECT_EQ(hall.closed(hall.connect({.role = Role::facilitator, .seat = {}, .link = link, .resume = {}})), CloseCode::bad_ticket);
    EXPECT_EQ(hall.closed(hall.connect({.role = Role::facilitator, .seat = {}, .link = {}, .resume = {}})), CloseCode::bad_ticket);
}

TEST(Hello, IsClosedWith4403WhenAWallsLinkAsksForTheDesk) {
    Hall hall;
    EXPECT_EQ(hall.closed(hall.connect({.role = Role::facilitator, .seat = {}, .link = hall.wall_link, .resume = {}})), CloseCode::removed);
}

TEST(Hello, OfARemovedSeatIsClosedWith4403AndSoAreItsSessions) {  // SPEC H3
    Hall hall;
    auto const phone = hall.seated();
    auto const ticket = hall.ticket(phone);
    hall.ask(hall.facilitator(), RemoveParticipant{ticket.participant});
    EXPECT_EQ(hall.closed(phone), CloseCode::removed);
    EXPECT_EQ(hall.closed(hall.connect(with(ticket))), CloseCode::removed);
}

TEST(Hello, OfARevokedLinkIsClosedWith4403AndSoAreItsSessions) {
    Hall hall;
    auto const wall = hall.wall();
    hall.ask(hall.facilitator(), RevokeLink{hall.wall_link.link});
    EXPECT_EQ(hall.closed(wall), CloseCode::removed);
    EXPECT_EQ(hall.closed(hall.wall()), CloseCode::removed);
    EXPECT_FALSE(hall.room->check(hall.wall_link));
}

TEST(Hello, IsAnsweredWithWelcomeAndTheOwnThings) {  // SPEC H5
    Hall hall;
    auto const first = hall.seated();
    hall.ask(first, hall.ballot(hall.blind, 1));
    auto const again = hall.connect(with(hall.ticket(first)));
    auto const welcome = hall.last<Welcome>(again);
    ASSERT_TRUE(welcome && welcome->own);
    EXPECT_EQ(welcome->own->participant, hall.ticket(first).participant);
    ASSERT_EQ(welcome->own->ballots.size(), 1U);
    EXPECT_EQ(welcome->own->ballots[0].marks[0].item, hall.options[1]);
}

TEST(Seat, SurvivesARestart) {
    Hall hall;
    auto const ticket = hall.ticket(hall.seated());
    hall.restart();
    auto const session = hall.connect(with(ticket));
    EXPECT_FALSE(hall.closed(session));
    EXPECT_EQ(hall.last<Welcome>(session)->own->participant, ticket.participant);
}

TEST(Seat, IsTheSameForTheSameCid) {  // SPEC S1, S2
    Hall hall;
    auto const cid = hall.world.random.id<Cid>();
    auto const first = hall.seated(cid), second = hall.seated(cid);
    EXPECT_EQ(hall.ticket(first).participant, hall.ticket(second).participant);
    EXPECT_EQ(hall.ticket(first).ticket, hall.ticket(second).ticket);
    EXPECT_EQ(hall.room->state().participants.size(), 1U);
}

TEST(Seat, HoldsFourSessionsAndClosesTheOldestForAFifth) {  // SPEC S4
    Hall hall;
    auto const first = hall.seated();
    std::vector<SessionId> others;
    for (int i = 0; i < 3; ++i) others.push_back(hall.connect(with(hall.ticket(first))));
    EXPECT_FALSE(hall.closed(first));
    auto const fifth = hall.connect(with(hall.ticket(first)));
    EXPECT_EQ(hall.closed(first), CloseCode::replaced);
    for (auto const other : others) EXPECT_FALSE(hall.closed(other));
    EXPECT_FALSE(hall.closed(fifth));
}

/// One phone has offered its seat, another has taken it.
struct Moved : Hall {
    SessionId old_phone = seated(join), new_phone = phone();
    SeatTicket old_ticket = ticket(old_phone);
    std::string code = offer();
    Cid taken = ask(new_phone, TakeSeat{{code}});

    static constexpr Cid join{{1, 2, 3}};
    std::string offer() {
        ask(old_phone, OfferSeat{});
        return last<SeatOffered>(old_phone)->code;
    }
};

TEST(MovedSeat, GoesToTheNewPhoneAndReleasesTheOldOne) {  // SPEC S5
    Moved hall;
    EXPECT_TRUE(hall.receipt(hall.new_phone, hall.taken));
    EXPECT_EQ(hall.ticket(hall.new_phone).participant, hall.old_ticket.participant);
    EXPECT_EQ(hall.closed(hall.old_phone), CloseCode::replaced);
    EXPECT_EQ(hall.closed(hall.connect(with(hall.old_ticket))), CloseCode::replaced);
    EXPECT_FALSE(hall.closed(hall.connect(with(hall.ticket(hall.new_phone)))));
}

TEST(MovedSeat, IsGivenAgainWhenTheAnswerWasLost) {
    Moved hall;
    auto const again = hall.phone();
    hall.ask(again, TakeSeat{{hall.code}}, hall.taken);
    EXPECT_EQ(hall.ticket(again).ticket, hall.ticket(hall.new_phone).ticket);
}

TEST(MovedSeat, IsNotGivenToWhoRepeatsTheOldJoin) {
    Moved hall;
    auto const thief = hall.phone();
    hall.ask(thief, Join{}, Moved::join);
    EXPECT_FALSE(hall.last<Seated>(thief));
    EXPECT_EQ(hall.closed(thief), CloseCode::replaced);
}

TEST(MovedSeat, IsGivenOncePerCode) {
    Moved hall;
    auto const third = hall.phone();
    EXPECT_EQ(hall.refusal(third, hall.ask(third, TakeSeat{{hall.code}})), Reject::bad_seat_code);
}

TEST(MovedSeat, TellsTheNewPhoneOfABallotThatWasStillUnderWayFromTheOldOne) {
    Hall hall;
    auto const old_phone = hall.seated(), new_phone = hall.phone();
    hall.ask(old_phone, OfferSeat{});
    hall.say(new_phone, TakeSeat{{hall.last<SeatOffered>(old_phone)->code}});
    hall.say(old_phone, hall.ballot(hall.blind, 1));   // in line behind the move
    hall.pass(1'000);
    EXPECT_EQ(hall.closed(old_phone), CloseCode::replaced);
    ASSERT_TRUE(hall.last<OwnChanged>(new_phone));
    EXPECT_EQ(hall.last<OwnChanged>(new_phone)->own.ballots.at(0).marks[0].item, hall.options[1]);
}

TEST(SeatOffer, ShowsTheSameCodeWhenItIsRepeated) {
    Hall hall;
    auto const phone = hall.seated();
    auto const cid = hall.ask(phone, OfferSeat{});
    auto const code = hall.last<SeatOffered>(phone)->code;
    hall.ask(phone, OfferSeat{}, cid);
    EXPECT_EQ(hall.all<SeatOffered>(phone).size(), 2U);
    EXPECT_EQ(hall.last<SeatOffered>(phone)->code, code);
}

TEST(SeatOffer, LastsTenMinutes) {
    Hall hall;
    auto const phone = hall.seated();
    hall.ask(phone, OfferSeat{});
    hall.pass(10 * 60 * 1000 + 1);
    auto const late = hall.phone();
    EXPECT_EQ(hall.refusal(late, hall.ask(late, TakeSeat{{hall.last<SeatOffered>(phone)->code}})), Reject::bad_seat_code);
}

TEST(ClosedRoom, LetsReadersInAndRefusesCommands) {  // SPEC C7
    Hall hall;
    auto const phone = hall.seated();
    auto const ticket = hall.ticket(phone);
    hall.ask(hall.facilitator(), CloseRoom{});
    auto const reader = hall.connect(with(ticket));
    ASSERT_FALSE(hall.closed(reader));
    EXPECT_EQ(hall.last<View>(reader)->view.room.phase, RoomPhase::closed);
    EXPECT_EQ(hall.refusal(reader, hall.ask(reader, hall.ballot(hall.live, 0))), Reject::room_closed);
}

TEST(ClosedRoom, GivesNoTicketToWhoKnowsTheCidOfAJoin) {
    Hall hall;
    auto const cid = hall.world.random.id<Cid>();
    hall.seated(cid);
    hall.ask(hall.facilitator(), CloseRoom{});
    auto const thief = hall.phone();
    EXPECT_EQ(hall.refusal(thief, hall.ask(thief, Join{}, cid)), Reject::room_closed);
    EXPECT_FALSE(hall.last<Seated>(thief));
}

TEST(Observer, SeesWhatParticipantsSeeAndMayDoNothing) {  // SPEC H4
    Hall hall;
    auto const observer = hall.connect({.role = Role::observer, .seat = {}, .link = {}, .resume = {}});
    EXPECT_TRUE(hall.last<View>(observer));
    EXPECT_EQ(hall.refusal(observer, hall.ask(observer, Join{})), Reject::forbidden);
}

TEST(Presence, CountsSeatsOnceAndIsToldOnceInHalfASecond) {
    Hall hall;
    auto const wall = hall.wall();
    auto const phone = hall.seated();
    hall.connect(with(hall.ticket(phone)));
    hall.pass(1'000);
    hall.forget();
    for (int i = 0; i < 5; ++i) hall.phone();
    hall.pass(499);
    EXPECT_TRUE(hall.all<Presence>(wall).empty());
    hall.pass(1);
    ASSERT_EQ(hall.all<Presence>(wall).size(), 1U);
    EXPECT_EQ(hall.last<Presence>(wall)->present, 1U);
    EXPECT_EQ(hall.last<Presence>(wall)->visitors, 5U);
    EXPECT_EQ(hall.last<Presence>(wall)->walls, 1U);
}

TEST(Presence, IsForFacilitatorsAloneWhereTheRoomHidesIt) {
    Hall hall({.settings = {.show_presence = false}, .config = {}, .journal = {}});
    auto const wall = hall.wall(), desk = hall.facilitator(), phone = hall.phone();
    hall.pass(1'000);
    EXPECT_TRUE(hall.all<Presence>(wall).empty());
    EXPECT_TRUE(hall.all<Presence>(phone).empty());
    EXPECT_FALSE(hall.all<Presence>(desk).empty());
}

}  // namespace
}  // namespace warsha
