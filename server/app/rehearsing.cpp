#include "app/rehearsing.hpp"

#include <boost/asio/post.hpp>

namespace warsha {

Rehearsing::Rehearsing(client::Target target) : target_(std::move(target)), io_(1), work_(boost::asio::make_work_guard(io_)), thread_([this] { io_.run(); }) {}

Rehearsing::~Rehearsing() {
    stop_all();
    boost::asio::post(io_, [this] { io_.stop(); });
    thread_.join();
}

SimulatedPhones Rehearsing::phones() {
    return {.start = [this](RoomId room, std::string code, int people, std::vector<SimulatedSlip> slips) {
                boost::asio::post(io_, [this, room, options = CrowdOptions{.target = target_, .code = std::move(code), .people = people, .slips = std::move(slips)}] {
                    auto& crowd = crowds_[room];
                    crowd = std::make_unique<Crowd>(io_, options);
                    crowd->start();
                });
            },
            .stop = [this](RoomId room) { boost::asio::post(io_, [this, room] { crowds_.erase(room); }); }};
}

void Rehearsing::stop_all() {
    boost::asio::post(io_, [this] { crowds_.clear(); });
}

}  // namespace warsha
