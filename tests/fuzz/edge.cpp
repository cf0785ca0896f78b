#include "tests/fuzz/edge.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include <boost/asio/post.hpp>
#include <spdlog/spdlog.h>

#include "journal/memory/memory_journal.hpp"
#include "room/secrets.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace warsha::fuzz {
namespace {

constexpr int inputs_per_edge = 500;

std::filesystem::path new_folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "warsha-fuzz-XXXXXX").string();
    return mkdtemp(pattern.data());
}

RoomPlan plan() {
    auto const title = [](char const* text) { return Title{.ar = {}, .fr = Text<1, 120>{text}, .en = {}}; };
    ChoiceConfig choice;
    choice.options.value = {{ItemId{Bytes16{1}}, title("Oui"), {}}, {ItemId{Bytes16{2}}, title("Non"), {}}};
    RoomPlan made{.title = title("Atelier"), .purpose = RoomPurpose::live, .settings = {}, .groups = {}, .categories = {}, .activities = {}};
    made.activities.value = {{ActivityId{Bytes16{1}}, title("Adoptons-nous la charte ?"), {}, choice}, {ActivityId{Bytes16{2}}, title("Vos propositions"), {}, ProposalsConfig{}},
                             {ActivityId{Bytes16{3}}, title("Un mot"), {}, WordsConfig{}}};
    return made;
}

}  // namespace

Edge::Edge() : folder_(new_folder()) {
    spdlog::set_level(spdlog::level::off);
    ServerConfig config;
    config.web_root = folder_;
    config.organiser_token_hash = sha256(organiser_token);
    config.threads = {&io_};
    config.limits = Limits::bench();
    shared_ = std::make_shared<web::Shared>(config);
    shared_->origins = {std::string("http://") + edge_host};
    shared_->hosts = {edge_host};
    journal_ = make_memory_journal([this](RoomId room, std::function<void()> what) { homes_.post(room, std::move(what)); });
    shard_ = std::make_unique<web::Shard>(shared_, io_, 0, 1);
    host_ = std::make_unique<Host>(HostConfig{.data_dir = folder_, .public_url = std::string("http://") + edge_host}, *journal_, alone_, *this, homes_);
    host_->start();
    shared_->host = host_.get();
    shared_->api.attach(*host_);
    host_->create(plan(), [this](CreatedRoom made, std::string const& error) {
        must(error.empty(), "a room is made");
        room_ = std::move(made);
    });
    while (room_.code.empty()) io_.run_one();
}

Edge::~Edge() {
    shared_->api.stop();
    host_->stop();
    run();
    host_.reset();
    run();
    std::filesystem::remove_all(folder_);
}

void Edge::run() {
    while (io_.poll() > 0) {}
}

std::size_t Edge::connections() {
    run();
    return shared_->connections;
}

Edge::Client::Client(Edge& edge) : edge_(edge) {
    std::array<int, 2> pair{};
    must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair.data()) == 0, "there are file descriptors");
    fd_ = pair[0];
    web::Socket socket(edge.io_);
    socket.assign(boost::asio::ip::tcp::v4(), pair[1]);
    web::serve_socket(edge.shared_, *edge.shard_, std::move(socket), boost::asio::ip::make_address("127.0.0.1"));
}

Edge::Client::~Client() {
    ::close(fd_);
    edge_.run();
}

std::string Edge::Client::take() {
    std::string all;
    std::array<char, 16 * 1024> some{};
    for (;;) {
        edge_.run();
        auto const n = recv(fd_, some.data(), some.size(), 0);
        if (n <= 0) return all;
        all.append(some.data(), static_cast<std::size_t>(n));
    }
}

std::string Edge::Client::say(std::string_view bytes) {
    std::string answer;
    while (!bytes.empty()) {
        auto const n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        answer += take();
        if (n <= 0) break;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return answer + take();
}

std::string Edge::Client::finish() {
    shutdown(fd_, SHUT_WR);
    return take();
}

void Edge::broadcast(RoomId room, Audience audience, Frame frame, int replaces) {
    boost::asio::post(io_, [=, this] { shard_->broadcast(room, audience, frame, replaces); });
}
void Edge::send(SessionId session, Frame frame) {
    boost::asio::post(io_, [=, this] { shard_->with(session, [&](web::Connection& connection) { connection.send(frame); }); });
}
void Edge::admit(SessionId session, RoomId room, Audience audience, Role role) {
    boost::asio::post(io_, [=, this] { shard_->admit(session, room, audience, role); });
}
void Edge::close(SessionId session, CloseCode code) {
    boost::asio::post(io_, [=, this] { shard_->with(session, [&](web::Connection& connection) { connection.close(code); }); });
}
void Edge::close_all(RoomId room, CloseCode code) {
    boost::asio::post(io_, [=, this] { shard_->close_all(room, code); });
}

Edge& edge() {
    static std::unique_ptr<Edge> now;
    static int inputs = 0;
    if (!now || ++inputs % inputs_per_edge == 0) {
        now.reset();
        now = std::make_unique<Edge>();
    }
    return *now;
}

}  // namespace warsha::fuzz
