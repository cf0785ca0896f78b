#pragma once
// Where Redis is, as people write it.

#include <string>
#include <vector>

namespace warsha::redis {

struct HostPort {
    std::string host;
    int port = 6379;
    friend bool operator==(HostPort const&, HostPort const&) = default;
};

struct RedisUrl {
    enum class Kind { tcp, tls, unix_socket, sentinel };
    Kind kind = Kind::tcp;
    std::vector<HostPort> hosts;         ///< one; of a sentinel URL: the sentinels
    std::string path;                    ///< of a unix socket
    std::string user, password;          ///< of Redis itself, not of the sentinels
    std::string master;                  ///< of a sentinel URL
    int db = 0;
};

/// redis://[user:pass@]host[:port][/db]   rediss://…   unix://[user:pass@]/path[?db=N]   redis+sentinel://[user:pass@]h1[:port],h2,h3/master[/db]
/// A user alone is written "user:pass@", a password alone ":pass@"; both may be percent-encoded. Throws std::invalid_argument with a sentence.
RedisUrl parse_redis_url(std::string const& url);

/// For logs and screens: the address without user and password.
std::string without_secrets(RedisUrl const& url);

}  // namespace warsha::redis
