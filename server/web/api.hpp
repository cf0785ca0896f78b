#pragma once
// The HTTP interface (protocol/openapi.json): from a request to an answer. No Beast here.

#include <functional>

#include "room/host.hpp"
#include "web/metrics.hpp"
#include "web/static_files.hpp"

namespace warsha::web {

struct Request {
    std::string method, target, path;    ///< target with its query, path without
    std::string host;                    ///< checked: one of ours
    std::string authorization, accept_encoding, if_none_match;
    std::string body;
};

struct Answer {
    unsigned status = 200;
    std::string type = "application/json";
    std::shared_ptr<std::string const> body;
    std::string encoding, etag, cache = "no-store", disposition;
    bool is_report = false;              ///< a self-contained page: its own content security policy
};
using Respond = std::function<void(Answer)>;  ///< may be called on any thread, exactly once

Answer problem(unsigned status, std::string const& code, std::string const& hint);

class Api {
public:
    Api(Hash organiser_token_hash, std::filesystem::path const& web_root);
    void attach(Host& host) { host_ = &host; }
    void handle(Request const& request, Respond respond);
    [[nodiscard]] bool has_pages() const { return !files_.empty(); }

private:
    Answer page(Request const& request) const;
    void rooms(Request const& request, Respond const& respond);
    void room(Request const& request, Respond const& respond);
    void export_room(Request const& request, RoomId room, std::string const& what, Respond const& respond);
    Answer archive_list() const;
    Answer archive_file(std::string const& path) const;
    Answer code(std::string const& path) const;
    Answer ready() const;
    [[nodiscard]] bool is_organiser(Request const& request) const;

    Hash organiser_token_hash_;
    StaticFiles files_;
    Host* host_ = nullptr;
};

}  // namespace warsha::web
