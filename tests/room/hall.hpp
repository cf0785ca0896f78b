#pragma once
// A room with its people in one process and virtual time: what a test says to the room, and what every session was told.

#include <map>
#include <memory>
#include <optional>
#include <set>

#include "journal/memory/memory_journal.hpp"
#include "room/room.hpp"
#include "simulation/world.hpp"

namespace warsha {

class Hall : public Delivery, public Clockwork {
public:
    using MakeJournal = std::function<std::unique_ptr<Journal>(simulation::World&, RoomId)>;
    struct Options {
        RoomSettings settings;
        bool started = true;             ///< and every activity open
        RoomConfig config;
        MakeJournal journal;             ///< default: memory
        bool has_peers = false;          ///< other nodes serve this room too; what they are told is in `news`
    };
    Hall() : Hall(Options{}) {}
    explicit Hall(Options options);

    // the people
    SessionId connect(Hello const& hello);
    SessionId phone() { return connect({.role = Role::participant, .seat = {}, .link = {}, .resume = {}}); }
    SessionId facilitator(std::optional<Position> resume = {}) { return connect({.role = Role::facilitator, .seat = {}, .link = facilitator_link, .resume = resume}); }
    SessionId wall() { return connect({.role = Role::wall, .seat = {}, .link = wall_link, .resume = {}}); }
    /// A phone that has joined.
    SessionId seated(std::optional<Cid> cid = {});
    [[nodiscard]] SeatTicket ticket(SessionId session) const { return last<Seated>(session)->seat; }

    /// Says it, without waiting.
    Cid say(SessionId session, Command command, std::optional<Cid> cid = {});
    /// Says it and waits until it is answered.
    Cid ask(SessionId session, Command command, std::optional<Cid> cid = {});
    [[nodiscard]] Command ballot(ActivityId activity, int option, std::uint32_t revision = 1) const;
    void pass(std::int64_t ms) { world.run_until(world.now() + ms); }
    void restart();
    /// An entry that did not come through this room: another node's, or what a process that died left behind.
    void append(Author by, std::vector<Event> events);

    // what they were told
    template <class Message>
    [[nodiscard]] std::vector<Message> all(SessionId session) const {
        std::vector<Message> found;
        auto const told = told_.find(session);
        if (told == told_.end()) return found;
        for (auto const& message : told->second)
            if (auto const* const one = std::get_if<Message>(&message)) found.push_back(*one);
        return found;
    }
    template <class Message>
    [[nodiscard]] std::optional<Message> last(SessionId session) const {
        auto const found = all<Message>(session);
        return found.empty() ? std::nullopt : std::optional(found.back());
    }
    [[nodiscard]] std::optional<Position> receipt(SessionId session, Cid cid) const;
    [[nodiscard]] std::optional<Reject> refusal(SessionId session, Cid cid) const;
    [[nodiscard]] std::optional<CloseCode> closed(SessionId session) const;
    [[nodiscard]] std::vector<Frame> const& frames(SessionId session) { return frames_[session]; }
    void forget() { told_.clear(); frames_.clear(); }

    // Delivery, Clockwork
    void broadcast(RoomId room, Audience audience, Frame frame, int replaces) override;
    void send(SessionId session, Frame frame) override;
    void admit(SessionId session, RoomId room, Audience audience, Role role) override;
    void close(SessionId session, CloseCode code) override;
    void close_all(RoomId, CloseCode) override {}
    [[nodiscard]] std::int64_t fan_out_ms() const override { return fan_out; }
    UnixMillis now() override { return world.now(); }
    std::shared_ptr<void> after(std::int64_t delay_ms, std::function<void()> what) override { return world.after(delay_ms, std::move(what)); }
    void random(unsigned char* bytes, std::size_t size) override { world.random.fill(bytes, size); }

    simulation::World world{1};
    RoomId const id{world.random.id<RoomId>()};
    ActivityId const ideas{world.random.id<ActivityId>()}, blind{world.random.id<ActivityId>()}, live{world.random.id<ActivityId>()};
    std::vector<ItemId> options;
    LinkSecret facilitator_link, wall_link;
    RoomConfig config;
    std::unique_ptr<Journal> journal;
    std::unique_ptr<Room> room;
    int closings = 0;
    std::int64_t fan_out = 0;            ///< how long the network takes to tell everybody
    bool has_peers = false;
    std::vector<News> news;
    std::vector<std::string> failures;

private:
    [[nodiscard]] RoomPlan plan(RoomSettings settings) const;
    LinkIssued issue(LinkSecret& secret, LinkRole role);

    std::map<SessionId, std::vector<ServerMessage>> told_;
    std::map<SessionId, std::vector<Frame>> frames_;
    std::map<SessionId, Audience> audiences_;
    std::map<SessionId, CloseCode> closed_;
    std::uint64_t sessions_ = 0;
};

inline Title words(std::string text) { return {.ar = {}, .fr = {}, .en = Text<1, 120>{std::move(text)}}; }

}  // namespace warsha
