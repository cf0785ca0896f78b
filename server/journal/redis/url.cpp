#include "journal/redis/url.hpp"

#include <charconv>
#include <stdexcept>

#include <boost/url/pct_string_view.hpp>

namespace warsha::redis {
namespace {

constexpr int redis_port = 6379, sentinel_port = 26379;

[[noreturn]] void refuse(std::string const& what) {
    throw std::invalid_argument("The Redis address " + what + ". Write redis://[user:password@]host[:port][/db], rediss://…, unix:///path/to/socket or redis+sentinel://host1,host2,host3/master.");
}

/// Splits at the first `separator`: what stands before it is taken off `text`. nullopt-like: false where there is none.
bool take_until(std::string& text, char separator, std::string& before) {
    auto const at = text.find(separator);
    if (at == std::string::npos) return false;
    before = text.substr(0, at);
    text.erase(0, at + 1);
    return true;
}

std::string decoded(std::string const& text) {
    auto const view = boost::urls::make_pct_string_view(text);
    if (!view) refuse("has a wrong percent sign in its user or password");
    return view->decode();
}

int number(std::string const& text, int most, char const* what) {
    int value = -1;
    auto const [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || rest != text.data() + text.size() || value < 0 || value > most) refuse(std::string("has a wrong ") + what + ", \"" + text + "\"");
    return value;
}

HostPort host_port(std::string text, int default_port) {
    HostPort made{.host = {}, .port = default_port};
    if (text.starts_with('[')) {
        auto const end = text.find(']');
        if (end == std::string::npos) refuse("has an opening bracket and no closing one");
        made.host = text.substr(1, end - 1);
        text.erase(0, end + 1);
    } else {
        auto const end = std::min(text.find(':'), text.size());
        made.host = text.substr(0, end);
        text.erase(0, end);
    }
    if (made.host.empty()) refuse("names no host");
    if (!text.empty() && text.front() != ':') refuse("has something after its host that is no port");
    if (!text.empty()) made.port = number(text.substr(1), 65535, "port");
    if (made.port == 0) refuse("has a wrong port, \"0\"");
    return made;
}

void take_user(std::string& rest, RedisUrl& made) {
    auto const at = rest.rfind('@', rest.find('/'));
    if (at == std::string::npos) return;
    auto login = rest.substr(0, at);
    rest.erase(0, at + 1);
    std::string user;
    if (!take_until(login, ':', user)) refuse("has a user without a password: write user:password@");
    made.user = decoded(user);
    made.password = decoded(login);
}

void take_db(std::string const& text, RedisUrl& made) {
    if (!text.empty()) made.db = number(text, 1'000'000, "database number");
}

RedisUrl unix_url(std::string rest, RedisUrl made) {
    made.kind = RedisUrl::Kind::unix_socket;
    std::string path;
    if (take_until(rest, '?', path)) {
        if (!rest.starts_with("db=")) refuse("has \"?" + rest + "\" after its socket; only ?db=N is known");
        take_db(rest.substr(3), made);
    } else {
        path = rest;
    }
    if (!path.starts_with('/')) refuse("names no socket: write unix:///path/to/socket");
    made.path = path;
    return made;
}

RedisUrl sentinel_url(std::string rest, RedisUrl made) {
    made.kind = RedisUrl::Kind::sentinel;
    std::string hosts, one;
    if (!take_until(rest, '/', hosts)) refuse("names no master: write redis+sentinel://host1,host2,host3/master");
    while (take_until(hosts, ',', one)) made.hosts.push_back(host_port(one, sentinel_port));
    made.hosts.push_back(host_port(hosts, sentinel_port));
    if (take_until(rest, '/', made.master)) take_db(rest, made);
    else made.master = rest;
    if (made.master.empty()) refuse("names no master: write redis+sentinel://host1,host2,host3/master");
    return made;
}

}  // namespace

RedisUrl parse_redis_url(std::string const& url) {
    auto const at = url.find("://");
    if (at == std::string::npos) refuse("\"" + url.substr(0, 40) + "\" has no scheme");
    auto const scheme = url.substr(0, at);
    auto rest = url.substr(at + 3);
    RedisUrl made;
    take_user(rest, made);
    if (scheme == "unix") return unix_url(rest, made);
    if (scheme == "redis+sentinel") return sentinel_url(rest, made);
    if (scheme != "redis" && scheme != "rediss") refuse("has an unknown scheme, \"" + scheme + "\"");
    made.kind = scheme == "redis" ? RedisUrl::Kind::tcp : RedisUrl::Kind::tls;
    std::string host;
    if (take_until(rest, '/', host)) take_db(rest, made);
    else host = rest;
    made.hosts.push_back(host_port(host, redis_port));
    return made;
}

std::string without_secrets(RedisUrl const& url) {
    if (url.kind == RedisUrl::Kind::unix_socket) return "unix://" + url.path;
    std::string text = url.kind == RedisUrl::Kind::sentinel ? "redis+sentinel://" : url.kind == RedisUrl::Kind::tls ? "rediss://" : "redis://";
    for (std::size_t i = 0; i < url.hosts.size(); ++i) text += (i > 0 ? "," : "") + url.hosts[i].host + ":" + std::to_string(url.hosts[i].port);
    return url.master.empty() ? text : text + "/" + url.master;
}

}  // namespace warsha::redis
