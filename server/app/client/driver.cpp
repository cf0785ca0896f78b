#include "app/client/driver.hpp"

#include <algorithm>

#include "protocol/codec.hpp"

namespace warsha::client {

void Driver::until(std::string const& what, std::function<bool()> const& is_so, int seconds) {
    auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    auto const work = boost::asio::make_work_guard(io_);
    while (!is_so()) {
        if (std::chrono::steady_clock::now() > deadline) throw DriverError(what + ": did not happen within " + std::to_string(seconds) + " s");
        io_.restart();  // it stops when it has nothing to do
        io_.run_one_for(std::chrono::milliseconds(50));
    }
}

void Driver::pause(std::chrono::milliseconds how_long) {
    auto const end = std::chrono::steady_clock::now() + how_long;
    auto const work = boost::asio::make_work_guard(io_);
    while (std::chrono::steady_clock::now() < end) {
        io_.restart();
        io_.run_one_until(end);
    }
}

std::shared_ptr<Phone> Driver::phone(PhoneConfig config) {
    auto made = std::make_shared<Phone>(io_, std::move(config));
    auto stopped = std::make_shared<std::uint16_t>(0);
    made->handle({.on_stopped = [stopped](std::uint16_t code) { *stopped = code; }});
    made->connect();
    until("the first view", [&] {
        if (*stopped) throw DriverError("the server closed the connection with code " + std::to_string(*stopped));
        return !made->known().room.code.empty();
    });
    return made;
}

void Driver::act(Phone& phone, Command const& command, std::string const& what, std::optional<Cid> cid) {
    std::optional<outbox::Tell> answer;
    Cid sent;
    phone.handle({.on_told = [&](Cid told, outbox::Tell const& tell, std::int64_t) {
        if (told == sent && (tell.progress == outbox::Progress::counted || tell.progress == outbox::Progress::refused)) answer = tell;
    }});
    sent = phone.send(command, "", cid);
    until(what, [&] { return answer.has_value(); });
    phone.handle({});
    if (answer->progress == outbox::Progress::refused)
        throw DriverError(what + ": refused (" + std::string(boost::describe::enum_to_string(*answer->code, "?")) + ")");
}

void Driver::settle(std::vector<std::shared_ptr<Phone>> const& phones, std::string const& what, int seconds) {
    until(what, [&] { return std::ranges::all_of(phones, [](auto const& phone) { return phone->pending() == 0; }); }, seconds);
}

LinkAddress parse_link(std::string const& link) {
    auto const hash = link.find('#'), slash = link.rfind('/', hash), dot = link.find('.', hash == std::string::npos ? 0 : hash);
    LinkAddress made;
    if (hash == std::string::npos || slash == std::string::npos || dot == std::string::npos ||
        !from_base64url(std::string_view(link).substr(hash + 1, dot - hash - 1), made.secret.link.value.data(), 16) ||
        !from_base64url(std::string_view(link).substr(dot + 1), made.secret.secret.data(), 16))
        throw DriverError("not a facilitator or wall link: " + link.substr(0, hash));
    made.code = link.substr(slash + 1, hash - slash - 1);
    return made;
}

}  // namespace warsha::client
