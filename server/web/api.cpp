#include "web/api.hpp"

#include <algorithm>
#include <array>

#include "archive/bundle.hpp"
#include "protocol/codec_impl.hpp"
#include "room/clockwork.hpp"
#include "room/data_dir.hpp"
#include "room/secrets.hpp"
#include "web/http_rules.hpp"

namespace warsha::web {

struct RoomList { std::vector<RoomSummary> rooms; };
BOOST_DESCRIBE_STRUCT(RoomList, (), (rooms))
struct CodeAnswer { RoomId room; Title title; RoomPhase phase = RoomPhase::prepared; };
BOOST_DESCRIBE_STRUCT(CodeAnswer, (), (room, title, phase))
struct Problem { std::string code, hint; };
BOOST_DESCRIBE_STRUCT(Problem, (), (code, hint))
struct ProblemAnswer { Problem error; };
BOOST_DESCRIBE_STRUCT(ProblemAnswer, (), (error))
struct Health { bool ok = true; std::string why; };
BOOST_DESCRIBE_STRUCT(Health, (), (ok, why))

namespace {

std::shared_ptr<std::string const> share(std::string text) { return std::make_shared<std::string const>(std::move(text)); }

template <class T>
Answer json(T const& value, unsigned status = 200) {
    return {.status = status, .body = share(encode_value(value))};
}

std::string bearer(Request const& request) { return request.authorization.starts_with("Bearer ") ? request.authorization.substr(7) : ""; }

std::optional<LinkSecret> link_secret(Request const& request) {
    auto const token = bearer(request);
    auto const dot = token.find('.');
    LinkSecret secret;
    if (dot == std::string::npos || !from_base64url(token.substr(0, dot), secret.link.value.data(), 16) || !from_base64url(token.substr(dot + 1), secret.secret.data(), 16))
        return std::nullopt;
    return secret;
}

/// "/api/rooms/{room}/rest" → room and "rest".
std::optional<std::pair<RoomId, std::string>> split_room(std::string const& path, std::string_view prefix) {
    auto const rest = path.substr(prefix.size());
    auto const slash = rest.find('/');
    RoomId room;
    if (slash == std::string::npos || !from_base64url(rest.substr(0, slash), room.value.data(), 16)) return std::nullopt;
    return std::pair{room, rest.substr(slash + 1)};
}

std::string type_of_file(std::string const& name) {
    if (name.ends_with(".html")) return "text/html; charset=utf-8";
    if (name.ends_with(".csv")) return "text/csv; charset=utf-8";
    if (name.ends_with(".zip")) return "application/zip";
    if (name.ends_with(".xlsx")) return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    if (name.ends_with(".jsonl")) return "application/x-ndjson";
    return "application/json";
}

Answer download(std::string const& name, std::string bytes) {
    bool const is_page = name.ends_with(".html");
    return {.status = 200, .type = type_of_file(name), .body = share(std::move(bytes)), .encoding = {}, .etag = {}, .cache = "no-store",
            .disposition = is_page ? "" : "attachment; filename=\"" + name + "\"", .is_report = is_page};
}

Answer not_found() { return problem(404, "not_found", "There is nothing at this address."); }
Answer unauthorised() { return problem(401, "unauthorised", "A valid token is needed in the Authorization header."); }

Language language_of(Request const& request) {
    auto const asked = query_value(request.target, "lang");
    return asked == "ar" ? Language::ar : asked == "en" ? Language::en : Language::fr;
}

}  // namespace

Answer problem(unsigned status, std::string const& code, std::string const& hint) { return json(ProblemAnswer{{code, hint}}, status); }

Api::Api(Hash organiser_token_hash, std::filesystem::path const& web_root) : organiser_token_hash_(organiser_token_hash), files_(web_root) {}

bool Api::is_organiser(Request const& request) const {
    auto const given = sha256(bearer(request));
    return same_secret(given.value.data(), organiser_token_hash_.value.data(), 32);
}

void Api::handle(Request const& request, Respond respond) {
    auto const& path = request.path;
    bool const reads = request.method != "POST";
    if (path == "/healthz") return respond(json(Health{}));
    if (path == "/readyz") return respond(ready());
    if (path == "/api/rooms") return rooms(request, respond);
    if (path.starts_with("/api/rooms/")) return room(request, respond);
    if (!reads) return respond(problem(405, "method", "This address is only read."));
    if (path.starts_with("/api/codes/")) return respond(code(path));
    if (path == "/api/archive") return respond(archive_list());
    if (path.starts_with("/archive/") && path.size() > 9) return respond(archive_file(path));
    respond(page(request));
}

Answer Api::ready() const {
    std::string why;
    bool const ok = host_->healthy(why);
    return json(Health{ok, why}, ok ? 200 : 503);
}

Answer Api::page(Request const& request) const {
    auto const* const file = files_.find(request.path);
    if (!file) return not_found();
    Answer answer{.status = 200, .type = file->type, .body = file->plain, .encoding = {}, .etag = file->etag,
                  .cache = file->is_immutable ? "public, max-age=31536000, immutable" : "no-cache", .disposition = {}};
    if (request.if_none_match == file->etag) {
        answer.status = 304;
        answer.body = share("");
        return answer;
    }
    if (file->brotli && request.accept_encoding.find("br") != std::string::npos) {
        answer.body = file->brotli;
        answer.encoding = "br";
    } else if (file->gzip && request.accept_encoding.find("gzip") != std::string::npos) {
        answer.body = file->gzip;
        answer.encoding = "gzip";
    }
    return answer;
}

void Api::rooms(Request const& request, Respond const& respond) {
    if (!is_organiser(request)) return respond(unauthorised());
    if (request.method != "POST") return respond(json(RoomList{host_->list()}));
    auto const plan = decode_room_plan(request.body);
    if (!plan) return respond(problem(422, "bad_plan", "The plan is not right at \"" + plan.error().where + "\": it " + plan.error().what + "."));
    host_->create(*plan, [respond](CreatedRoom const& room, std::string const& error) {
        respond(error.empty() ? json(room, 201) : problem(422, "not_created", error));
    });
}

void Api::room(Request const& request, Respond const& respond) {
    auto const split = split_room(request.path, "/api/rooms/");
    if (!split) return respond(not_found());
    auto const& [room, what] = *split;
    if (request.method != "POST") return export_room(request, room, what, respond);
    if (what != "close") return respond(not_found());
    if (!is_organiser(request)) return respond(unauthorised());
    host_->with_room(room, [respond](Room* served) {
        if (!served) return respond(not_found());
        // The organiser's token stands for the system itself: it made the room.
        served->submit(SystemActor{}, {random_id<Cid>(), CloseRoom{}}, [respond](std::optional<Reject> refused) {
            respond(refused ? problem(409, std::string(boost::describe::enum_to_string(*refused, "?")), "The room could not be closed now.") : json(Health{}));
        });
    });
}

void Api::export_room(Request const& request, RoomId room, std::string const& what, Respond const& respond) {
    auto const secret = link_secret(request);
    if (!secret) return respond(unauthorised());
    ExportOptions const options{.include_hidden = true, .language = language_of(request)};
    host_->with_room(room, [respond, what, options, secret](Room* served) {
        if (!served) return respond(not_found());
        if (served->check(*secret) != LinkRole::facilitator) return respond(unauthorised());
        auto const& state = served->state();
        if (what == "check") {
            if (state.plan.purpose == RoomPurpose::live) return respond(problem(403, "live_room", "Only rehearsal and demo rooms show unmerged counts."));
            return respond({.body = share(check_json(state))});
        }
        if (what == "export/results.csv") return respond(download("results.csv", results_csv(state, options)));
        if (what == "export/proposals.csv") return respond(download("proposals.csv", proposals_csv(state, options)));
        if (what == "export/workbook.xlsx") return respond(download("workbook.xlsx", workbook_xlsx(state, options)));
        if (what == "export/room.json") return respond(download("room.json", room_json(state, options)));
        if (what == "export/report.html") return respond(download("report.html", report_html(state, options.language)));
        respond(not_found());
    });
}

Answer Api::code(std::string const& path) const {
    auto const room = host_->find(path.substr(std::string_view("/api/codes/").size()));
    if (room)
        for (auto const& summary : host_->list())
            if (summary.room == *room) return json(CodeAnswer{*room, summary.title, summary.phase});
    return problem(404, "no_such_room", "No room answers to this code. Check the digits on the wall.");
}

Answer Api::archive_list() const {
    RoomList closed;
    for (auto const& room : host_->list())
        if (room.bundle) closed.rooms.push_back(room);
    std::ranges::sort(closed.rooms, std::greater{}, &RoomSummary::closed_at);
    return json(closed);
}

Answer Api::archive_file(std::string const& path) const {
    static constexpr std::array<std::string_view, 8> names{"report.ar.html", "report.fr.html", "report.en.html", "snapshot.json", "journal.jsonl", "results.csv", "proposals.csv", "manifest.json"};
    auto const split = split_room(path, "/archive/");
    if (!split) return not_found();
    auto const bundle = read_file(host_->bundle_path(split->first));
    if (!bundle) return not_found();
    if (split->second == "bundle.zip") return download("warsha-" + text_of(split->first).substr(0, 8) + ".zip", *bundle);
    if (std::ranges::find(names, split->second) == names.end()) return not_found();
    for (auto& file : read_zip(*bundle))
        if (file.name == split->second) return download(file.name, std::move(file.bytes));
    return not_found();
}

}  // namespace warsha::web
