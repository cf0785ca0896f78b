#include "tests/faults/cluster.hpp"

#include <csignal>
#include <cstdlib>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace warsha::faults {

Proxy::Proxy(int port, std::array<int, 3> nodes) : port_(port), nodes_(nodes) {}

void Proxy::start() {
    pid_ = ::fork();
    if (pid_ != 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::setenv("WARSHA_PORT", std::to_string(port_).c_str(), 1);
    for (std::size_t i = 0; i < nodes_.size(); ++i)
        ::setenv(("WARSHA_NODE" + std::to_string(i + 1)).c_str(), ("127.0.0.1:" + std::to_string(nodes_[i])).c_str(), 1);
    ::execlp("haproxy", "haproxy", "-q", "-f", "deploy/haproxy.cfg", nullptr);
    ::_exit(127);
}

Proxy::~Proxy() {
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
}

Cluster::Cluster(std::size_t count, std::string redis_url, std::vector<std::string> further) {
    ::setenv("WARSHA_BINARY", WARSHA_BINARY, 0);  // else a server would be this very program
    for (std::size_t i = 0; i < count; ++i) {
        std::vector<std::string> options{"--redis", redis_url.empty() ? redis.url() : redis_url};
        options.insert(options.end(), further.begin(), further.end());
        nodes.push_back(std::make_unique<OwnServer>("bench", 0, std::move(options)));
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
