#pragma once
// What every scenario is played with: a server, a room, its facilitator, the people, the comparisons.

#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/own_server.hpp"
#include "app/play.hpp"
#include "app/play_checks.hpp"
#include "room/host.hpp"

namespace warsha {

class PlayedRoom {
protected:
    using Json = nlohmann::json;

    /// Starts the own server, where no other is named.
    PlayedRoom(PlayOptions const& options, Json scenario);

    [[nodiscard]] std::vector<client::Target> targets() const;
    [[nodiscard]] client::Target target() const { return targets().front(); }
    /// The next person's node.
    client::Target next_target();

    /// Creates the room and starts it, with its facilitator at the desk.
    void start(RoomPlan const& plan);
    /// A phone whose receipts are noted.
    std::shared_ptr<client::Phone> person(Role role);
    /// Closes the room; every node serves the same bundle, which verifies and has every command that had a receipt.
    void close_and_verify();
    /// The last line, and what the program returns.
    int tell(std::string const& what) const;

    /// As written where no seed is given.
    Json shuffled(Json list);
    std::vector<std::pair<std::string, Json>> shuffled_items(Json const& object);

    PlayOptions const& options_;
    Json scenario_;
    std::optional<OwnServer> own_;
    client::Driver driver_;
    CreatedRoom room_;
    std::string facilitator_authorization_;
    std::shared_ptr<client::Phone> facilitator_;
    std::map<std::string, std::shared_ptr<client::Phone>> people_;
    std::vector<std::shared_ptr<client::Phone>> phones_;  // of those who have a seat
    std::mt19937_64 random_{options_.seed};
    Receipts receipts_;
    Comparisons score_{options_.times > 1};

private:
    [[nodiscard]] std::string organiser() const { return "Bearer " + (own_ ? own_->organiser_token() : options_.organiser_token); }
    std::size_t spread_ = 0;
};

/// The training of a scenario file with the member "training": tests before and after, attendance, certificates, the days to catch up.
int play_training(PlayOptions const& options, nlohmann::json scenario);

}  // namespace warsha
