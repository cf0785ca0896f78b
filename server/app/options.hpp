#pragma once
// The options of `warsha serve`. One table makes flags, environment, file and --print-config, so that they cannot differ.
// Precedence: flag > environment (WARSHA_…) > file > default. CLI11's own config file would beat the environment, so the
// file is read here, first.

#include <functional>
#include <string>
#include <vector>

namespace CLI { class App; }

namespace warsha {

struct ServeOptions {
    std::string address = "0.0.0.0";
    int port = 8080;
    std::string tls_certificate, tls_key;  ///< PEM files; empty: no TLS of our own
    int tls_port = 8443;
    std::string metrics_address = "127.0.0.1";
    int metrics_port = 0;                ///< 0: port + 1000
    std::string data_dir = "data";
    std::string web_root = "/usr/share/warsha/web";
    std::string public_url;              ///< empty: the machine's LAN address, else localhost
    std::string origins;                 ///< further allowed origins, separated by commas
    std::string trusted_proxies;         ///< addresses whose X-Forwarded-For is believed, separated by commas
    std::string journal = "sqlite";      ///< sqlite | memory
    std::string redis;                   ///< URL; empty: this server is alone
    std::string redis_ca;                ///< for rediss://; empty: the system's authorities
    std::string durability = "strict";   ///< strict | relaxed
    std::string cluster_key_file;        ///< 32 bytes in base64url, the same on every node; empty: made into Redis once
    bool open_creation = false;
    int keep_words_days = 0;             ///< after a room's close; 0: for ever
    std::string time_zone;               ///< IANA name; empty: the machine's
    std::string limits = "default";      ///< default | bench
    std::string log_level = "info";
    std::string log_format = "human";    ///< human | json
    int code_digits = 6;
    int threads = 0;                     ///< 0: one per core
    bool demo = false;
    int demo_crowd = 0;
    bool force_network_disk = false;
};

struct OptionSpec {
    std::string name;                    ///< "data-dir": flag --data-dir, environment WARSHA_DATA_DIR, file key data-dir
    std::string doc;
    bool is_flag = false;
    std::function<void(std::string const&)> set;  ///< throws std::invalid_argument with a sentence
    std::function<std::string()> get;
};

/// The table, bound to `options`, which must outlive it.
std::vector<OptionSpec> option_table(ServeOptions& options);

/// Adds flags and environment names to a subcommand.
void add_flags(CLI::App& app, std::vector<OptionSpec> const& table);

/// Reads a TOML file into the options. Throws std::invalid_argument: unreadable, unknown key (names the nearest), wrong type.
void read_config_file(std::string const& path, std::vector<OptionSpec> const& table);

/// TOML of the effective options; reading it again gives the same ones.
std::string print_config(std::vector<OptionSpec> const& table);

}  // namespace warsha
