#pragma once
// The HTTP interface (protocol/openapi.json): from a request to an answer. No Beast here.

#include <atomic>
#include <functional>
#include <memory>

#include <boost/asio/thread_pool.hpp>

#include "room/host.hpp"
#include "room/rehearsals.hpp"
#include "web/rates.hpp"
#include "web/static_files.hpp"

namespace warsha::web {

struct CertificateAnswer;

struct Request {
    std::string method, target, path;    ///< target with its query, path without
    std::string address;                 ///< rate_key() of the client
    std::string authorization, cookie, accept_encoding, if_none_match;
    bool is_secure = false;              ///< the browser came by https
    std::string body;
};

struct Answer {
    unsigned status = 200;
    std::string type = "application/json";
    std::shared_ptr<std::string const> body;
    std::string encoding, etag, cache = "no-store", disposition;
    std::string cookie;                  ///< to be set
    bool is_public = false;              ///< other origins may read it
    bool is_report = false;              ///< a self-contained page: its own content security policy
};
using Respond = std::function<void(Answer)>;  ///< may be called on any thread, exactly once

Answer problem(unsigned status, std::string const& code, std::string const& hint);

class Api {
public:
    /// `time_zone` goes into plans that name none; empty: they stay without.
    Api(Hash organiser_token_hash, std::filesystem::path const& web_root, CodeGuard& codes, std::string time_zone, bool open_creation);
    void attach(Host& host) { host_ = &host; }
    void attach(Rehearsals& rehearsals) { rehearsals_ = &rehearsals; }
    /// Waits for files being read and suggestions being made; nothing is from then on.
    void stop() {
        disk_.join();
        thinking_.join();
    }

    /// What can be said before the body is read: only an organiser may send one, and whoever shows a link a short one.
    [[nodiscard]] std::optional<Answer> refuse_unread(Request const& request) const;
    [[nodiscard]] static std::uint64_t body_bytes_max(Request const& request);
    /// Thread: any.
    void change_organiser(Hash token_hash) { organiser_token_hash_.store(std::make_shared<Hash const>(token_hash)); }
    /// What can be said before the body is read: only an organiser may send one, or anybody where creation is open.
    [[nodiscard]] std::optional<Answer> refuse_unread(Request const& request);
    void handle(Request const& request, Respond respond);
    [[nodiscard]] bool has_pages() const { return !files_.empty(); }

private:
    void create_room(Request const& request, Respond const& respond);
    void close_room(RoomId room, Respond const& respond);
    void rehearse(Request const& request, RoomId room, Respond const& respond);
    void wipe_rehearsal(Request const& request, RoomId room, Respond const& respond);
    void steer_room(RoomId room, std::string const& what, Respond const& respond);
    void begin_session(Request const& request, std::string const& code, Respond const& respond);
    [[nodiscard]] std::optional<Answer> refuse_open_creation(Request const& request);
    [[nodiscard]] std::optional<LinkRole> role_of(Room const& room, RoomId id, Request const& request) const;
    void export_room(Request const& request, RoomId room, std::string const& what, Respond const& respond);
    void suggest_clusters(Request const& request, RoomId room, Respond const& respond);
    void archive_file(std::string const& path, Respond const& respond);
    Answer page(Request const& request) const;
    Answer archive_list() const;
    void check_certificate(Request const& request, Respond const& respond);
    void seek_certificate(std::vector<RoomId> rooms, std::string const& own, std::string const& address, Respond const& respond);
    void tell_certificate(std::string const& address, std::optional<RoomId> room, std::optional<CertificateAnswer> const& found, Respond const& respond);
    Answer code(Request const& request);
    Answer ready() const;
    [[nodiscard]] bool is_organiser(Request const& request) const;

    std::atomic<std::shared_ptr<Hash const>> organiser_token_hash_;
    bool open_creation_;
    AddressRates creations_{5.0 / 3600, 5};
    StaticFiles files_;
    CodeGuard& codes_;
    std::string time_zone_;
    Host* host_ = nullptr;
    Rehearsals* rehearsals_ = nullptr;   // absent: nobody plays the phones here
    boost::asio::thread_pool disk_{1};   // bundles are read and unzipped there: a large one must not hold up votes
    boost::asio::thread_pool thinking_{1};  // what is alike among proposals: up to half a second for a full room
};

}  // namespace warsha::web
