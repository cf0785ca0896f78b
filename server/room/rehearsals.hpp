#pragma once
// Rehearsals: copies of a room's plan with simulated phones, of which nothing is left once they are wiped.

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "room/host.hpp"

namespace warsha {

/// A line of a rehearsal's roll, and what its slip would say.
struct SimulatedSlip {
    Key body;
    Bytes16 secret{};
};

/// Who plays the phones. Thread: any.
struct SimulatedPhones {
    std::function<void(RoomId room, std::string code, int people, std::vector<SimulatedSlip> slips)> start;
    std::function<void(RoomId room)> stop;
};

/// The plan as the room stands now: agenda, moderation and all; its purpose is rehearsal.
RoomPlan plan_of_rehearsal(RoomState const& room);

/// Thread: every public function may be called from any thread; `done` is called on any.
class Rehearsals {
public:
    static constexpr int phones_max = 100;
    static constexpr std::size_t at_once_max = 5;        ///< on this server: its people come first
    using Opened = std::function<void(CreatedRoom const&, bool is_new, std::string const& error)>;

    /// `folder`: remembers which rooms are rehearsals, so that a start can clear what a stop has left. `host` outlives this.
    Rehearsals(Host& host, std::filesystem::path folder, SimulatedPhones phones);
    /// Wipes what the run before has left: its phones are gone, and with them its use.
    void clear_left_over();

    /// The rehearsal of room `of`: a new one, or the one there is.
    void open(RoomId of, RoomPlan plan, int people, Opened done);
    /// Ends the phones, then deletes the room. The caller has made sure that its purpose is rehearsal.
    void wipe(RoomId rehearsal, std::function<void(std::string const& error)> done);

private:
    struct One {
        std::optional<CreatedRoom> room;                 ///< absent while it is being made
        std::vector<Opened> waiting;
    };
    void begin(RoomId of, RoomPlan const& plan, int people, CreatedRoom const& room);
    void answer(RoomId of, CreatedRoom const& room, std::string const& error);
    void forget(RoomId rehearsal);

    Host& host_;
    std::filesystem::path folder_;
    SimulatedPhones phones_;
    std::mutex lock_;
    std::map<RoomId, One> running_;                      ///< by the room that is rehearsed
};

}  // namespace warsha
