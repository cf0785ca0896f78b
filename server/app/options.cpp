#include "app/options.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <sstream>
#include <stdexcept>

#include <CLI/CLI.hpp>
#include <toml++/toml.h>

#include "protocol/time_zone.hpp"

namespace warsha {
namespace {

OptionSpec text(std::string name, std::string doc, std::string& value) {
    return {std::move(name), std::move(doc), false, [&value](std::string const& given) { value = given; }, [&value] { return value; }};
}

OptionSpec choice(std::string name, std::string doc, std::string& value, std::vector<std::string> allowed) {
    auto set = [&value, name, allowed = std::move(allowed)](std::string const& given) {
        if (std::ranges::find(allowed, given) == allowed.end()) {
            std::string list;
            for (auto const& one : allowed) list += (list.empty() ? "" : ", ") + one;
            throw std::invalid_argument("--" + name + " is one of: " + list + " (not \"" + given + "\").");
        }
        value = given;
    };
    return {name, std::move(doc), false, set, [&value] { return value; }};
}

OptionSpec number(std::string name, std::string doc, int& value, int min, int max) {
    auto set = [&value, name, min, max](std::string const& given) {
        int parsed = 0;
        auto const end = given.data() + given.size();
        auto const [rest, error] = std::from_chars(given.data(), end, parsed);
        if (error != std::errc{} || rest != end || parsed < min || parsed > max)
            throw std::invalid_argument("--" + name + " is a number from " + std::to_string(min) + " to " + std::to_string(max) + " (not \"" + given + "\").");
        value = parsed;
    };
    return {name, std::move(doc), false, set, [&value] { return std::to_string(value); }};
}

OptionSpec zone(std::string name, std::string doc, std::string& value) {
    auto set = [&value, name](std::string const& given) {
        if (!given.empty() && !is_time_zone(given))
            throw std::invalid_argument("--" + name + " is a name of the IANA database, such as Africa/Casablanca (not \"" + given + "\").");
        value = given;
    };
    return {name, std::move(doc), false, set, [&value] { return value; }};
}

OptionSpec flag(std::string name, std::string doc, bool& value) {
    auto set = [&value, name](std::string const& given) {
        if (given == "true" || given == "1") value = true;
        else if (given == "false" || given == "0") value = false;
        else throw std::invalid_argument("--" + name + " is true or false (not \"" + given + "\").");
    };
    return {name, std::move(doc), true, set, [&value] { return std::string(value ? "true" : "false"); }};
}

std::string environment_name(std::string const& name) {
    std::string made = "WARSHA_";
    for (char const c : name) made += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return made;
}

/// Levenshtein distance, for "did you mean".
std::size_t distance(std::string const& a, std::string const& b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            auto const above = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1])});
            diagonal = above;
        }
    }
    return row.back();
}

std::string as_text(toml::node const& node, std::string const& key) {
    if (auto const s = node.value_exact<std::string>()) return *s;
    if (auto const i = node.value_exact<std::int64_t>()) return std::to_string(*i);
    if (auto const b = node.value_exact<bool>()) return *b ? "true" : "false";
    throw std::invalid_argument("The value of \"" + key + "\" must be a text, a whole number, true or false.");
}

}  // namespace

std::vector<OptionSpec> option_table(ServeOptions& o) {
    return {
        text("address", "address to listen on", o.address),
        number("port", "port of pages and WebSockets", o.port, 1, 65535),
        text("tls-certificate", "PEM file; then https is spoken on --tls-port, and plain HTTP on loopback only. Read again on SIGHUP", o.tls_certificate),
        text("tls-key", "PEM file of its key, which others must not be able to read", o.tls_key),
        number("tls-port", "port of https", o.tls_port, 1, 65535),
        text("metrics-address", "address of /metrics; keep it on loopback", o.metrics_address),
        number("metrics-port", "port of /metrics; 0 means port + 1000", o.metrics_port, 0, 65535),
        text("data-dir", "folder of journal, keys and bundles; made if missing", o.data_dir),
        text("web-root", "folder of the built web client", o.web_root),
        text("public-url", "address phones use, e.g. https://warsha.example.org; default: this machine's LAN address", o.public_url),
        text("origins", "further allowed origins, separated by commas", o.origins),
        text("trusted-proxies", "addresses whose X-Forwarded-For is believed, separated by commas", o.trusted_proxies),
        choice("journal", "sqlite keeps rooms on disk; memory forgets them", o.journal, {"sqlite", "memory"}),
        text("redis", "several servers share their rooms through this Redis: redis://, rediss://, unix:// or redis+sentinel://h1,h2,h3/master", o.redis),
        text("redis-ca", "file of the authorities that rediss:// trusts; default: the system's", o.redis_ca),
        choice("durability", "relaxed accepts a Redis that may lose the last seconds, and tells every facilitator", o.durability, {"strict", "relaxed"}),
        text("cluster-key-file", "secret that all nodes share, 43 characters of base64url; default: made into Redis once", o.cluster_key_file),
        flag("open-creation", "anybody may make rooms, a few: five an hour from one address, twenty at a time", o.open_creation),
        number("keep-words-days", "names and texts of a room are erased so many days after its close; 0 keeps them", o.keep_words_days, 0, 36500),
        zone("time-zone", "zone of times in reports and workbooks where a room names none, e.g. Africa/Casablanca; default: this machine's", o.time_zone),
        choice("limits", "bench lifts rates and caps, for measurements only", o.limits, {"default", "bench"}),
        choice("log-level", "least serious line that is logged", o.log_level, {"trace", "debug", "info", "warn", "error", "off"}),
        choice("log-format", "human, or one JSON object per line", o.log_format, {"human", "json"}),
        number("code-digits", "digits of a join code; 8 for large public deployments", o.code_digits, 6, 8),
        number("threads", "threads for sockets and rooms; 0 means one per core", o.threads, 0, 64),
        flag("demo", "keep a live demo workshop of 40 proposals in this server", o.demo),
        number("demo-crowd", "simulated attendees for the demo workshop", o.demo_crowd, 0, 5000),
        flag("force-network-disk", "allow the data folder on a network file system (not safe)", o.force_network_disk),
    };
}

void add_flags(CLI::App& app, std::vector<OptionSpec> const& table) {
    for (auto const& spec : table) {
        auto const set = [spec](std::string const& given) {
            try {
                spec.set(given);
            } catch (std::invalid_argument const& error) {
                throw CLI::ValidationError(error.what());
            }
        };
        auto* const option = app.add_option_function<std::string>("--" + spec.name, set, spec.doc + " [" + spec.get() + "]");
        option->envname(environment_name(spec.name))->type_name(spec.is_flag ? "" : "VALUE");
        if (spec.is_flag) option->expected(0, 1)->default_str("true");
    }
}

void read_config_file(std::string const& path, std::vector<OptionSpec> const& table) {
    toml::table file;
    try {
        file = toml::parse_file(path);
    } catch (toml::parse_error const& error) {
        std::ostringstream what;
        what << "The configuration file " << path << " cannot be read: " << error.description() << " (line " << error.source().begin.line << ").";
        throw std::invalid_argument(what.str());
    }
    for (auto const& [key, node] : file) {
        std::string const name(key.str());
        auto const spec = std::ranges::find(table, name, &OptionSpec::name);
        if (spec == table.end()) {
            auto const nearest = std::ranges::min_element(table, {}, [&](OptionSpec const& one) { return distance(one.name, name); });
            throw std::invalid_argument("Unknown key \"" + name + "\" in " + path + ". Did you mean \"" + nearest->name + "\"?");
        }
        spec->set(as_text(node, name));
    }
}

std::string print_config(std::vector<OptionSpec> const& table) {
    toml::table file;
    for (auto const& spec : table) {
        auto const value = spec.get();
        int parsed = 0;
        auto const end = value.data() + value.size();
        auto const [rest, error] = std::from_chars(value.data(), end, parsed);
        if (spec.is_flag) file.insert(spec.name, value == "true");
        else if (error == std::errc{} && rest == end) file.insert(spec.name, parsed);
        else file.insert(spec.name, value);
    }
    std::ostringstream out;
    out << file << "\n";
    return out.str();
}

}  // namespace warsha
