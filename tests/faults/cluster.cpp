#include "tests/faults/cluster.hpp"

#include <cstdlib>

namespace warsha::faults {

Cluster::Cluster(std::size_t count, std::string redis_url) {
    ::setenv("WARSHA_BINARY", WARSHA_BINARY, 0);  // else a server would be this very program
    for (std::size_t i = 0; i < count; ++i) {
        nodes.push_back(std::make_unique<OwnServer>("bench", 0, std::vector<std::string>{"--redis", redis_url.empty() ? redis.url() : redis_url}));
        nodes.back()->share_token(nodes.front()->organiser_token());
        nodes.back()->start();
    }
}

int Cluster::play(std::function<void(client::Driver&, int)> disturb) {
    PlayOptions options{.scenario = "tests/workshop/scenario.json", .organiser_token = nodes.front()->organiser_token()};
    for (auto const& node : nodes) options.targets.push_back(node->target());
    int turn = 0;
    if (disturb) options.disturb = [&](client::Driver& driver) { disturb(driver, turn++); };
    options.recovery_ms_max = disturb ? recovery_ms_max : 0;
    return run_play(options);
}

}  // namespace warsha::faults
