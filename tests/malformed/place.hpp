#pragma once
// Where an item of the table is tried: a running server, the room it is aimed at, and somebody in another room who must not feel it.

#include <functional>
#include <string>

#include "raw_websocket.hpp"
#include "running_server.hpp"

namespace warsha::web {

inline constexpr ActivityId charter{Bytes16{1}}, ideas{Bytes16{2}}, other_poll{Bytes16{3}}, later{Bytes16{4}}, over{Bytes16{5}};
inline ItemId item_no(unsigned char n) { return {Bytes16{n}}; }
/// A cid nobody has used.
Cid fresh_cid();

/// A participant of another room, who votes all the while.
class Control {
public:
    Control(RunningServer& server, CreatedRoom const& room);
    /// Casts another ballot; true when its receipt and a tally that holds it came.
    bool votes();

private:
    RawWebSocket phone_;
    int revision_ = 0;
};

/// What came in answer, in one word: "receipt", a rejection's code, "pong", "changes", the close code; "cut" when the connection ended without one.
std::string answer_of(RawWebSocket& socket, std::optional<Cid> cid = {});

struct Place {
    using Adjust = void (*)(ServerConfig&);
    explicit Place(Adjust adjust = nullptr);

    [[nodiscard]] std::string filled_in(std::string text) const;   ///< {host}, {port}, {code}, {organiser}
    [[nodiscard]] std::uint16_t port() const { return server.port(); }
    /// True once it answers again.
    bool is_alive();
    /// A socket of the room's facilitator, greeted.
    [[nodiscard]] std::unique_ptr<RawWebSocket> facilitator() const;

    RunningServer server;
    /// Live: a choice `charter` of items 1 and 2, another one `other_poll` of 3 and 4; `later` not opened, `over` closed; `ideas`, three of each participant.
    CreatedRoom room, other_room;
    Control control;
};

/// A seat in the room of the place.
class Seat {
public:
    explicit Seat(Place& place) : Seat(place.port(), place.room.code) {}
    Seat(std::uint16_t port, std::string const& code);

    std::string says(Command const& command, Cid cid = fresh_cid());
    std::string says_text(std::string const& json);
    RawWebSocket socket;
    SeatTicket ticket;
    std::optional<Position> position;    ///< of the last receipt
};
std::string says(RawWebSocket& socket, Command const& command, Cid cid = fresh_cid());
CastBallot ballot(std::vector<ItemId> const& marks, int revision = 1, ActivityId activity = charter);
SubmitProposal proposal(std::string const& title);

// What a row of the table sends; each gives the reaction in one word.
using Send = std::function<std::string(Place&)>;
Send request(std::string head);                                          ///< whole bytes, {host} and {organiser} filled in: the status, and " close" where the answer says it
Send get(std::string fields);                                            ///< GET /healthz with these lines
Send post(std::string fields, std::string body = "");                    ///< POST /api/rooms as the organiser
Send each(std::vector<Send> all);                                        ///< one after the other; one word where all react alike
Send upgrade(std::map<std::string, std::string> const& changed);
Send frames(std::string bytes);                                          ///< after hello and view
Send first_frames(std::string bytes);                                    ///< instead of a hello
Send text(std::string json);                                             ///< one message after hello and view
Send seated(std::function<std::string(Place&, Seat&)> what);             ///< of a seat in the room
Send command(std::string body);                                          ///< body of a command, of a seat in the room
Send title(std::string words);                                           ///< submits it as a proposal: what was recorded, or the rejection
Send not_ours(char const* why);                                          ///< nothing of the kind is in this protocol

std::string many(std::string const& what, int times);

struct Item {
    int number;
    char const* sent;
    Send send;
    std::string reaction;
    Place::Adjust adjust = nullptr;      ///< a server of its own, configured so
    friend void PrintTo(Item const& item, std::ostream* out) { *out << item.number << ' ' << item.sent; }
};

}  // namespace warsha::web
