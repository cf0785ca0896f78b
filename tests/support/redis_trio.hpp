#pragma once
// Real Redis servers that are more than one: with TLS, and with a replica and three sentinels.

#include <memory>

#include "tests/support/redis_server.hpp"

namespace warsha::support {

/// Authorities and certificates for "localhost" and 127.0.0.1, made by openssl in a temporary folder.
class Certificates {
public:
    Certificates();
    ~Certificates();
    [[nodiscard]] std::string file(char const* name) const { return (folder_ / name).string(); }  ///< ca.pem, other-ca.pem, cert.pem, key.pem

private:
    std::filesystem::path folder_;
};

/// A master, its replica and three sentinels that agree by two; the master is called "hall".
class SentinelTrio {
public:
    SentinelTrio();
    ~SentinelTrio();
    [[nodiscard]] std::string url() const;
    RedisServer master, replica;

private:
    struct Sentinel;
    std::vector<std::unique_ptr<Sentinel>> sentinels_;
};

}  // namespace warsha::support
