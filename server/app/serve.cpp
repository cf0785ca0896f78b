#include "app/serve.hpp"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <sstream>
#include <thread>

#include <sys/resource.h>
#include <sys/stat.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/signal_set.hpp>
#include <openssl/sha.h>
#include <spdlog/spdlog.h>

#include "app/client/driver.hpp"
#include "app/control.hpp"
#include "app/crowd.hpp"
#include "app/demo.hpp"
#include "app/lan.hpp"
#include "app/logging.hpp"
#include "app/notify.hpp"
#include "app/rehearsing.hpp"
#include "app/version.hpp"
#include "app/workshop.hpp"
#include "archive/backup.hpp"
#include "journal/memory/memory_journal.hpp"
#include "journal/redis/redis_journal.hpp"
#include "journal/sqlite/data_dir_lock.hpp"
#include "journal/sqlite/sqlite_journal.hpp"
#include "protocol/codec.hpp"
#include "protocol/time_zone.hpp"
#include "room/clockwork.hpp"
#include "room/data_dir.hpp"
#include "room/host.hpp"
#include "web/server.hpp"

namespace warsha {
namespace {

namespace asio = boost::asio;
constexpr std::int64_t seat_command_ms = 100;  // ten commands a second
constexpr auto redis_patience = std::chrono::seconds(30);
constexpr int storage_failed_exit = 75;  // EX_TEMPFAIL: a supervisor starts us again

std::vector<std::string> split(std::string const& text) {
    std::vector<std::string> parts;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, ',');)
        if (!part.empty()) parts.push_back(part);
    return parts;
}

std::string public_url_of(ServeOptions const& options) {
    if (!options.public_url.empty()) return options.public_url.ends_with('/') ? options.public_url.substr(0, options.public_url.size() - 1) : options.public_url;
    auto const lan = options.address == "127.0.0.1" ? "" : lan_address();
    bool const is_tls = !options.tls_certificate.empty();
    return (is_tls ? "https://" : "http://") + (lan.empty() ? "localhost" : lan) + ":" + std::to_string(is_tls ? options.tls_port : options.port);
}

std::string cluster_metrics(RedisJournal::Counters const& now) {
    std::string text;
    auto const add = [&](char const* name, char const* help, std::uint64_t value) {
        text += "# HELP warsha_cluster_" + std::string(name) + "_total " + help + "\n# TYPE warsha_cluster_" + name + "_total counter\nwarsha_cluster_" + name + "_total " + std::to_string(value) + "\n";
    };
    add("appends", "Batches sent to Redis.", now.appends);
    add("conflicts", "Batches that another node's agenda entry overtook; above 1 % people of one room change its agenda on several nodes at once.", now.conflicts);
    add("unknown", "Batches that Redis did not answer.", now.unknown);
    add("gaps", "Head checks that found entries no message had brought.", now.gaps);
    add("deaf", "Subscriptions that were made anew because messages were missing.", now.deaf);
    add("repairs", "Histories that were mended.", now.repairs);
    return text;
}

Bytes32 cluster_key_from(std::string const& file) {
    std::error_code missing;
    if ((std::filesystem::status(file, missing).permissions() & std::filesystem::perms::others_read) != std::filesystem::perms::none && !missing)
        throw std::runtime_error("Everybody on this machine can read the cluster key file " + file + ". Run: chmod o= " + file);
    auto text = read_file(file).value_or("");
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.pop_back();
    Bytes32 key{};
    if (!from_base64url(text, key.data(), key.size()))
        throw std::runtime_error("The cluster key file " + file + " does not hold a key. Make one with: head -c 32 /dev/urandom | basenc --base64url | tr -d = > " + file);
    return key;
}

/// The organiser token's SHA-256. The token itself is printed once, at the first start (of the first node), and kept nowhere.
Hash organiser_token_hash(std::filesystem::path const& data_dir, RedisJournal* shared) {
    auto const hash_of = [](std::string const& token) {
        Hash hash;
        SHA256(reinterpret_cast<unsigned char const*>(token.data()), token.size(), hash.value.data());
        return hash;
    };
    if (char const* const given = std::getenv("WARSHA_ORGANISER_TOKEN")) return hash_of(given);
    auto const where = data_dir / "organiser.sha256";
    Hash stored;
    if (auto const bytes = read_file(where); bytes && from_base64url(*bytes, stored.value.data(), stored.value.size()))
        return shared ? shared->agree_on_organiser(stored) : stored;
    Bytes32 secret{};
    random_bytes(secret.data(), secret.size());
    auto const token = to_base64url(secret.data(), secret.size());
    if (shared) {
        auto const agreed = shared->agree_on_organiser(hash_of(token));
        write_durably(where, text_of(agreed));
        if (agreed != hash_of(token)) return agreed;  // another node has printed it
    }
    write_durably(where, text_of(hash_of(token)));
    std::printf("\nOrganiser token (creates rooms; shown only this once):\n  %s\n", token.c_str());
    return hash_of(token);
}

void print_demo(CreatedRoom const& demo, bool only_localhost) {
    std::printf("\n%s\n", terminal_qr(demo.participant_link).c_str());
    std::printf("  Phones        %s\n  Facilitator   %s\n  Wall          %s\n  Join code     %s\n", demo.participant_link.c_str(),
                demo.facilitator_link.c_str(), demo.wall_link.c_str(), demo.code.c_str());
    std::string const slip_of_somebody = "youth-20";
    std::printf("  A seat slip   %s?g=youth#slip=%s\n\n", demo.participant_link.c_str(), text_of(RollId{slip_of(slip_of_somebody)}).c_str());
    if (only_localhost) std::printf("This machine has no network address: the links work on this machine only. Give --public-url for phones.\n\n");
    std::fflush(stdout);
}

/// What we write nobody else reads, and a crash leaves no memory with keys behind.
void keep_to_ourselves() {
    ::umask(0077);
    rlimit const none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
}

/// Everything that lives while the server runs, in the order in which it must die (last first).
class Serving {
public:
    explicit Serving(ServeOptions const& options) : options_(options), public_url_(public_url_of(options)) {
        keep_to_ourselves();
        std::filesystem::create_directories(options.data_dir);
        std::filesystem::permissions(options.data_dir, std::filesystem::perms::owner_all);
        int const threads = options.threads > 0 ? options.threads : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
        for (int i = 0; i < threads; ++i) ios_.push_back(std::make_unique<asio::io_context>(1));
        homes_.emplace(pointers());
    }

    int run() {
        lock_.emplace(options_.data_dir, options_.force_network_disk);
        open_journal();
        auto const token_hash = organiser_token_hash(options_.data_dir, redis_);
        server_ = std::make_unique<Server>(server_config(token_hash));
        host_ = std::make_unique<Host>(host_config(), *journal_, *cluster_, *server_, *homes_);
        host_->start();
        server_->attach(*host_);
        begin_rehearsals();
        server_->listen();
        spdlog::info("listening on {}:{}, phones use {}", options_.address, has_tls() ? options_.tls_port : options_.port, public_url_);

        asio::signal_set signals(*ios_.front(), SIGINT, SIGTERM);
        signals.async_wait([this, &signals](boost::system::error_code error, int) {
            if (error) return;
            begin_stop();
            signals.async_wait([](boost::system::error_code again, int) { if (!again) std::_Exit(1); });  // asked twice: now; the journal has what was promised
        });
        asio::signal_set hangups(*ios_.front(), SIGHUP);
        await_hangup(hangups);
        Control const control(options_.data_dir, [this](std::string const& line, Control::Write const& write) { serve_control(line, write); });
        std::vector<asio::executor_work_guard<asio::io_context::executor_type>> guards;
        std::vector<std::thread> threads;
        for (auto const& io : ios_) guards.push_back(asio::make_work_guard(*io));
        for (std::size_t i = 1; i < ios_.size(); ++i) threads.emplace_back([this, i] { ios_[i]->run(); });
        notify("READY=1");
        auto const watchdog = start_watchdog(pointers());
        std::thread demo;
        if (options_.demo) demo = std::thread([this] { run_demo(); });
        ios_.front()->run();
        stopping_ = true;
        for (auto& thread : threads) thread.join();
        if (demo.joinable()) demo.join();
        host_->stop();
        return exit_code_;
    }

private:
    std::vector<asio::io_context*> pointers() const {
        std::vector<asio::io_context*> all;
        for (auto const& io : ios_) all.push_back(io.get());
        return all;
    }

    void open_journal() {
        auto const post = [this](RoomId room, std::function<void()> what) { homes_->post(room, std::move(what)); };
        if (!options_.redis.empty()) return open_shared_journal(post);
        journal_ = open_local_journal(post);
        alone_ = std::make_unique<Alone>(post);
        cluster_ = alone_.get();
    }

    /// Tickets are made with the cluster's key, so that a seat is good on every node.
    void open_shared_journal(Journal::Post const& post) {
        RedisOptions redis{.url = redis::parse_redis_url(options_.redis), .ca_file = options_.redis_ca, .is_relaxed = options_.durability == "relaxed"};
        if (!options_.cluster_key_file.empty()) redis.cluster_key = cluster_key_from(options_.cluster_key_file);
        redis.on_event = [](std::string const& sentence) { spdlog::warn("{}", sentence); };
        redis.open_copy = [this](Journal::Post copy_post) { return open_local_journal(std::move(copy_post)); };
        auto shared = RedisJournal::open(post, std::move(redis));
        shared->start(redis_patience);
        key_into_file(std::filesystem::path(options_.data_dir) / "server.key", shared->cluster_key());
        cluster_ = redis_ = shared.get();
        journal_ = std::move(shared);
    }

    std::unique_ptr<CopyJournal> open_local_journal(Journal::Post post) {
        if (options_.journal == "memory") return make_memory_journal(post);
        SqliteOptions sqlite;
        sqlite.on_failed = [this](std::string const& why) {
            spdlog::critical("the storage failed: {}. Nothing more is acknowledged; stopping.", why);
            exit_code_ = storage_failed_exit;
            asio::post(*ios_.front(), [this] { begin_stop(); });
        };
        return make_sqlite_journal(std::filesystem::path(options_.data_dir) / "journal.sqlite", post, sqlite);
    }

    ServerConfig server_config(Hash token_hash) const {
        ServerConfig config;
        config.address = has_tls() ? "127.0.0.1" : options_.address;  // tools and health checks of this machine
        config.tls_certificate = options_.tls_certificate;
        config.tls_key = options_.tls_key;
        config.tls_address = options_.address;
        config.tls_port = static_cast<std::uint16_t>(options_.tls_port);
        config.open_creation = options_.open_creation;
        config.port = static_cast<std::uint16_t>(options_.port);
        config.metrics_address = options_.metrics_address;
        config.metrics_port = static_cast<std::uint16_t>(options_.metrics_port > 0 ? options_.metrics_port : options_.port % 60000 + 1000);
        config.web_root = options_.web_root;
        config.organiser_token_hash = token_hash;
        config.origins = split(options_.origins);
        config.origins.push_back(public_url_);
        config.trusted_proxies = split(options_.trusted_proxies);
        config.time_zone = options_.time_zone.empty() ? machine_time_zone() : options_.time_zone;
        config.threads = pointers();
        if (options_.limits == "bench") config.limits = Limits::bench();
        if (redis_) config.further_metrics = [this] { return cluster_metrics(redis_->counters()); };
        return config;
    }

    HostConfig host_config() const {
        HostConfig config{.data_dir = options_.data_dir, .public_url = public_url_, .code_digits = options_.code_digits};
        if (options_.keep_words_days > 0) config.words_kept_ms = options_.keep_words_days * std::int64_t{24 * 3600 * 1000};
        if (options_.limits != "bench") config.room.seat_command_ms = seat_command_ms;
        return config;
    }

    void begin_rehearsals() {
        rehearsing_ = std::make_unique<Rehearsing>(client::Target{.port = options_.port, .origin = public_url_});
        rehearsals_ = std::make_unique<Rehearsals>(*host_, std::filesystem::path(options_.data_dir) / "rehearsals", rehearsing_->phones());
        rehearsals_->clear_left_over();
        server_->attach(*rehearsals_);
    }

    [[nodiscard]] bool has_tls() const { return !options_.tls_certificate.empty(); }

    /// On the thread of the control socket.
    void serve_control(std::string const& line, Control::Write const& write) {
        if (line == "backup") return write_backup(*journal_, options_.data_dir, write);
        if (line != "organiser") throw std::runtime_error("this server does not know \"" + line + "\": is it an older one?");
        if (redis_ || std::getenv("WARSHA_ORGANISER_TOKEN")) throw std::runtime_error("the token of this server comes from WARSHA_ORGANISER_TOKEN or from its cluster: set the variable anew on every node.");
        server_->change_organiser(organiser_token_hash(options_.data_dir, nullptr));
    }

    void await_hangup(asio::signal_set& hangups) {
        hangups.async_wait([this, &hangups](boost::system::error_code error, int) {
            if (error) return;
            try {
                server_->reload_certificate();
                if (has_tls()) spdlog::info("the certificate was read again");
            } catch (std::exception const& wrong) {
                spdlog::error("the certificate stays the old one: {}", wrong.what());
            }
            await_hangup(hangups);
        });
    }

    void begin_stop() {
        if (stopping_.exchange(true)) return;
        spdlog::info("stopping");
        notify("STOPPING=1");
        rehearsing_->stop_all();
        server_->stop([this] { for (auto const& io : ios_) io->stop(); });
    }

    /// A thread of its own: the demo's opening is played over real sockets, as any client would.
    void run_demo() {
        try {
            client::Target const target{.port = options_.port, .origin = public_url_};
            auto const known = known_demo(options_.data_dir, host_->list());
            auto const demo = known ? *known : make_demo(target);
            print_demo(demo, public_url_.find("//localhost") != std::string::npos);
            if (options_.demo_crowd > 0) run_demo_crowd(target, demo.code);
        } catch (std::exception const& error) {
            spdlog::error("the demo workshop could not be made: {}", error.what());
        }
    }

    CreatedRoom make_demo(client::Target const& target) {
        std::promise<CreatedRoom> made;
        host_->create(workshop_plan(RoomPurpose::demo), [&](CreatedRoom room, std::string const& error) {
            if (error.empty()) made.set_value(std::move(room));
            else made.set_exception(std::make_exception_ptr(std::runtime_error(error)));
        });
        auto room = made.get_future().get();
        seed_demo(target, room);
        remember_demo(options_.data_dir, room);
        return room;
    }

    void run_demo_crowd(client::Target const& target, std::string const& code) {
        client::Driver driver;
        Crowd crowd(driver.io(), {.target = target, .code = code, .people = options_.demo_crowd});
        crowd.start();
        while (!stopping_) driver.pause(std::chrono::milliseconds(200));
    }

    ServeOptions const& options_;
    std::string public_url_;
    std::atomic<bool> stopping_ = false;
    std::atomic<int> exit_code_ = 0;
    std::vector<std::unique_ptr<asio::io_context>> ios_;
    std::optional<Homes> homes_;
    std::optional<DataDirLock> lock_;
    std::unique_ptr<Journal> journal_;
    std::unique_ptr<Alone> alone_;       // or
    RedisJournal* redis_ = nullptr;      // journal_ itself
    Cluster* cluster_ = nullptr;         // whichever of the two
    std::unique_ptr<Server> server_;
    std::unique_ptr<Host> host_;
    std::unique_ptr<Rehearsals> rehearsals_;
    std::unique_ptr<Rehearsing> rehearsing_;
};

}  // namespace

int run_serve(ServeOptions const& options) {
    set_up_logging(options.log_level, options.log_format);
    try {
        return Serving(options).run();
    } catch (std::exception const& error) {
        std::fprintf(stderr, "Warsha could not start: %s\n", error.what());
        return 1;
    }
}

}  // namespace warsha
