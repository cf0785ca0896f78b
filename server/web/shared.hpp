#pragma once
// What all threads of the edge share. Kept alive by every session, so that a socket may die after its server.

#include <atomic>
#include <string>
#include <vector>

#include "web/addresses.hpp"
#include "web/api.hpp"
#include "web/metrics.hpp"
#include "web/rates.hpp"
#include "web/server.hpp"
#include "web/tls.hpp"

namespace warsha::web {

struct Shared {
    explicit Shared(ServerConfig made)
        : config(std::move(made)), proxies(config.trusted_proxies), connects(config.limits.connections_per_second, 5 * config.limits.connections_per_second),
          codes(config.limits.code_misses_per_minute, config.limits.code_misses_everywhere_per_minute), api(config.organiser_token_hash, config.web_root, codes, config.time_zone, config.open_creation) {
        metrics.add(config.further_metrics);
        if (!config.tls_certificate.empty()) tls = std::make_unique<Tls>(config.tls_certificate, config.tls_key);
    }

    ServerConfig config;
    TrustedProxies proxies;
    AddressRates connects;
    CodeGuard codes;
    Joins joins;
    Api api;
    Metrics metrics;
    Host* host = nullptr;
    std::vector<std::string> origins;    ///< "http://name[:port]" in lower case; compared exactly
    std::vector<std::string> hosts;      ///< "name[:port]" of each
    std::vector<std::string> secure_hosts;  ///< of those that browsers reach by https, this machine's own names left out
    std::unique_ptr<Tls> tls;            ///< null: a proxy may do it
    std::atomic<std::size_t> connections = 0;
    std::atomic<bool> stopping = false;
};

}  // namespace warsha::web
