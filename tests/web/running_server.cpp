#include "running_server.hpp"

#include <unistd.h>

#include <fstream>
#include <future>

#include <boost/asio/io_context.hpp>
#include <spdlog/spdlog.h>

#include "journal/memory/memory_journal.hpp"
#include "protocol/codec.hpp"
#include "room/secrets.hpp"

namespace warsha::web {
namespace {

std::filesystem::path new_folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "warsha-web-XXXXXX").string();
    return mkdtemp(pattern.data());
}

void write_file(std::filesystem::path const& where, std::string const& text) {
    std::filesystem::create_directories(where.parent_path());
    std::ofstream(where, std::ios::binary) << text;
}

void write_pages(std::filesystem::path const& root) {
    for (auto const* const page : {"index", "participant", "facilitator", "wall", "archive", "diag"})
        write_file(root / (std::string(page) + ".html"), std::string("<!doctype html><title>") + page + "</title>");
    write_file(root / "assets/app-1a2b.js", "console.log('plain')");
    write_file(root / "assets/app-1a2b.js.gz", "as gzip");
    write_file(root / "assets/app-1a2b.js.br", "as brotli");
}

ItemId item(unsigned char n) { return {Bytes16{n}}; }

}  // namespace

RoomPlan small_plan(RoomPurpose purpose) {
    auto const title = [](char const* text) { return Title{.ar = {}, .fr = Text<1, 120>{text}, .en = {}}; };
    ChoiceConfig choice;
    choice.options.value = {{item(1), title("Oui"), {}}, {item(2), title("Non"), {}}};
    RoomPlan plan{.title = title("Atelier"), .purpose = purpose, .settings = {}, .groups = {}, .categories = {}, .activities = {}};
    plan.activities.value = {{ActivityId{Bytes16{1}}, title("Adoptons-nous la charte ?"), {}, choice}, {ActivityId{Bytes16{2}}, title("Vos propositions"), {}, ProposalsConfig{}}};
    return plan;
}

RunningServer::RunningServer(std::function<void(ServerConfig&)> const& adjust, std::function<void(HostConfig&)> const& adjust_host) : folder_(new_folder()) {
    spdlog::default_logger();            // made before the server, and so outlives one that is static
    ServerConfig config;
    for (int i = 0; i < 2; ++i) {
        ios_.push_back(std::make_unique<boost::asio::io_context>(1));
        guards_.push_back(boost::asio::make_work_guard(*ios_.back()));
        config.threads.push_back(ios_.back().get());
    }
    write_pages(folder_ / "web");
    std::filesystem::create_directories(folder_ / "data");
    config.address = config.tls_address = "127.0.0.1";
    config.port = config.tls_port = config.metrics_port = 0;
    config.web_root = folder_ / "web";
    config.organiser_token_hash = sha256(organiser_token);
    config.origins = {"https://warsha.example"};
    if (adjust) adjust(config);

    homes_ = std::make_unique<Homes>(config.threads);
    journal_ = make_memory_journal([this](RoomId room, std::function<void()> what) { homes_->post(room, std::move(what)); });
    server_ = std::make_unique<Server>(config);
    HostConfig host_config{.data_dir = folder_ / "data", .public_url = "https://warsha.example"};
    if (adjust_host) adjust_host(host_config);
    host_ = std::make_unique<Host>(std::move(host_config), *journal_, alone_, *server_, *homes_);
    host_->start();
    server_->attach(*host_);
    auto const note = [this](std::vector<RoomId>& into, RoomId room) {
        std::lock_guard const guard(phones_lock_);
        into.push_back(room);
    };
    rehearsals_ = std::make_unique<Rehearsals>(*host_, data() / "rehearsals", SimulatedPhones{.start = [this, note](RoomId room, std::string const&, int, auto const&) { note(rehearsed_, room); },
                                                                                              .stop = [this, note](RoomId room) { note(ended_, room); }});
    server_->attach(*rehearsals_);
    server_->listen();
    for (auto const& io : ios_) threads_.emplace_back([&io = *io] { io.run(); });
}

void RunningServer::stop() {
    if (threads_.empty()) return;
    std::promise<void> done;
    server_->stop([&done] { done.set_value(); });
    done.get_future().wait();
    for (auto const& io : ios_) io->stop();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
    host_->stop();
}

RunningServer::~RunningServer() {
    stop();
    std::filesystem::remove_all(folder_);
}

CreatedRoom RunningServer::create(RoomPlan plan) {
    std::promise<CreatedRoom> made;
    host_->create(std::move(plan), [&made](CreatedRoom room, std::string const& error) {
        if (error.empty()) made.set_value(std::move(room));
        else made.set_exception(std::make_exception_ptr(std::runtime_error(error)));
    });
    return made.get_future().get();
}

std::vector<RoomId> RunningServer::rehearsed() {
    std::lock_guard const guard(phones_lock_);
    return rehearsed_;
}
std::vector<RoomId> RunningServer::ended() {
    std::lock_guard const guard(phones_lock_);
    return ended_;
}

HttpAnswer RunningServer::get(std::string const& path, std::string const& extra) {
    return ask(port(), "GET " + path + " HTTP/1.1\r\nHost: " + host() + "\r\n" + extra + "\r\n");
}

HttpAnswer RunningServer::post(std::string const& path, std::string const& body, std::string const& extra) {
    return ask(port(), "POST " + path + " HTTP/1.1\r\nHost: " + host() + "\r\nContent-Type: application/json\r\nContent-Length: " +
                           std::to_string(body.size()) + "\r\n" + extra + "\r\n" + body);
}

bool RunningServer::close_and_archive(CreatedRoom const& room) {
    auto const closed = post("/api/rooms/" + text_of(room.room) + "/close", "", as_organiser());
    auto const until = std::chrono::steady_clock::now() + patience;
    while (closed.status == 200 && std::chrono::steady_clock::now() < until) {
        if (get("/api/archive").body.find(text_of(room.room)) != std::string::npos) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return false;
}

double RunningServer::metric(std::string const& name) {
    auto const text = "\n" + ask(metrics_port(), "GET /metrics HTTP/1.1\r\n\r\n").body;
    auto const at = text.find("\n" + name);
    return at == std::string::npos ? 0 : std::stod(text.substr(text.find_last_of(' ', text.find('\n', at + 1))));
}

bool RunningServer::reaches(std::string const& name, double value) {
    auto const until = std::chrono::steady_clock::now() + patience;
    while (metric(name) < value) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return true;
}

std::string as_organiser() { return std::string("Authorization: Bearer ") + organiser_token + "\r\n"; }
std::string as_link(std::string const& link) { return "Authorization: Bearer " + link.substr(link.find('#') + 1) + "\r\n"; }

LinkSecret secret_of(std::string const& link) {
    auto const fragment = link.substr(link.find('#') + 1);
    LinkSecret secret;
    from_base64url(fragment.substr(0, 22), secret.link.value.data(), 16);
    from_base64url(fragment.substr(23), secret.secret.data(), 16);
    return secret;
}

}  // namespace warsha::web
