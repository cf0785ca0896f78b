#include "web/api.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <boost/asio/post.hpp>

#include <spdlog/spdlog.h>

#include "archive/bundle.hpp"
#include "core/similarity.hpp"
#include "protocol/codec_impl.hpp"
#include "protocol/time_zone.hpp"
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
struct SuggestionAnswer { std::vector<ProposalId> proposals; Likeness likeness = Likeness::similar; std::uint32_t score = 0; std::vector<std::string> words; };
BOOST_DESCRIBE_STRUCT(SuggestionAnswer, (), (proposals, likeness, score, words))
struct SuggestionsAnswer { std::vector<SuggestionAnswer> suggestions; };
BOOST_DESCRIBE_STRUCT(SuggestionsAnswer, (), (suggestions))
struct RehearsalOrder { Int<1, Rehearsals::phones_max> phones{60}; };
BOOST_DESCRIBE_STRUCT(RehearsalOrder, (), (phones))
struct CertificateAnswer {
    std::string code;
    std::optional<std::string> name;     ///< absent: erased
    Title title;
    UnixMillis issued_at = 0;
    std::uint32_t took_part = 0, opened = 0;
    std::int64_t percent = 70;
    std::optional<std::int64_t> hours;
    std::optional<std::string> time_zone;
};
BOOST_DESCRIBE_STRUCT(CertificateAnswer, (), (code, name, title, issued_at, took_part, opened, percent, hours, time_zone))
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

constexpr std::string_view rooms_prefix = "/api/rooms/", codes_prefix = "/api/codes/", certificates_prefix = "/api/certificates/", archive_prefix = "/archive/", session_suffix = "/session";
constexpr std::string_view rehearse_suffix = "/rehearsal", wipe_suffix = "/wipe";

/// What whoever holds a facilitator's link may ask for.
bool is_of_rehearsals(std::string_view path) { return path.starts_with(rooms_prefix) && (path.ends_with(rehearse_suffix) || path.ends_with(wipe_suffix)); }

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
            .disposition = is_page ? "" : "attachment; filename=\"" + name + "\"", .cookie = {}, .is_public = false, .is_report = is_page};
}

/// The bundle's own files, by name; bundle.zip is all of them.
constexpr std::array<std::string_view, 8> bundle_files{"report.ar.html", "report.fr.html", "report.en.html", "snapshot.json",
                                                       "journal.jsonl", "results.csv", "proposals.csv", "manifest.json"};

/// Whoever checks a bundle may do so from a page of their own.
Respond public_to(Respond respond) {
    return [respond = std::move(respond)](Answer answer) {
        answer.is_public = true;
        respond(std::move(answer));
    };
}

Answer not_found() { return problem(404, "not_found", "There is nothing at this address."); }
Answer unauthorised() { return problem(401, "unauthorised", "A valid token is needed in the Authorization header."); }

/// What can be sorted: published and waiting proposals of collections, not questions.
std::vector<SimilarInput> to_sort(RoomState const& state) {
    std::vector<SimilarInput> all;
    for (auto const& id : state.proposal_order) {
        auto const* const one = state.find(id);
        if (!one || (one->phase != ProposalPhase::published && one->phase != ProposalPhase::pending)) continue;
        auto const* const activity = state.find(one->activity);
        if (!activity || !std::holds_alternative<ProposalsConfig>(activity->plan.config)) continue;
        auto const text = one->text.value_or(SealedWording{});
        auto const said = [](std::optional<Sealed> const& words) { return words && !words->erased ? words->text : std::string(); };
        SimilarInput input{id, {}};
        for (auto const language : {&SealedWording::ar, &SealedWording::fr, &SealedWording::en}) {
            SimilarWording wording{said(one->title.*language), said(text.*language)};
            if (!wording.title.empty() || !wording.text.empty()) input.wordings.push_back(std::move(wording));
        }
        all.push_back(std::move(input));
    }
    return all;
}

/// The best pairs of which the two are not together already.
SuggestionsAnswer suggestions(std::vector<SimilarInput> const& proposals, std::map<ProposalId, ItemId> const& cluster_of) {
    constexpr std::size_t shown_max = 60, weighed_max = 2'000;  // of a room that is sorted for the most part, the best pairs are together
    SuggestionsAnswer answer;
    for (auto& pair : suggest(proposals, weighed_max)) {
        auto const a = cluster_of.find(pair.a), b = cluster_of.find(pair.b);
        if (a != cluster_of.end() && b != cluster_of.end() && a->second == b->second) continue;
        answer.suggestions.push_back({{pair.a, pair.b}, pair.likeness, pair.score, std::move(pair.words)});
        if (answer.suggestions.size() == shown_max) break;
    }
    return answer;
}

/// As somebody may type it: "482913-7kq2 m9xd" → room code and the certificate's own.
std::optional<std::pair<std::string, std::string>> split_certificate(std::string_view typed) {
    std::string plain;
    for (auto const c : typed)
        if (c != '-') plain += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    constexpr std::size_t own = 8;
    if (plain.size() != own + 6 && plain.size() != own + 8) return std::nullopt;
    return std::pair{plain.substr(0, plain.size() - own), plain.substr(plain.size() - own)};
}

std::optional<CertificateAnswer> certificate_in(RoomState const& room, std::string const& own) {
    for (auto const& [id, person] : room.participants) {
        if (!person.certificate || person.certificate->code != own) continue;
        auto const& given = *person.certificate;
        auto const& rule = room.plan.settings.certificate;
        CertificateAnswer answer{.code = room.code + "-" + own, .name = {}, .title = room.plan.title, .issued_at = given.issued_at, .took_part = given.took_part,
                                 .opened = given.opened, .percent = rule->percent.value, .hours = {}, .time_zone = {}};
        if (person.name && !person.name->erased) answer.name = person.name->text;
        if (rule->hours) answer.hours = rule->hours->value;
        if (room.plan.time_zone) answer.time_zone = room.plan.time_zone->value;
        return answer;
    }
    return std::nullopt;
}

Language language_of(Request const& request) {
    auto const asked = query_value(request.target, "lang");
    return asked == "ar" ? Language::ar : asked == "en" ? Language::en : Language::fr;
}

}  // namespace

Answer problem(unsigned status, std::string const& code, std::string const& hint) { return json(ProblemAnswer{{code, hint}}, status); }

Api::Api(Hash organiser_token_hash, std::filesystem::path const& web_root, CodeGuard& codes, std::string time_zone, bool open_creation)
    : organiser_token_hash_(std::make_shared<Hash const>(organiser_token_hash)), open_creation_(open_creation), files_(web_root), codes_(codes), time_zone_(std::move(time_zone)) {}

bool Api::is_organiser(Request const& request) const {
    auto const given = sha256(bearer(request));
    auto const right = organiser_token_hash_.load();
    return same_secret(given.value.data(), right->value.data(), 32);
}

std::optional<Answer> Api::refuse_unread(Request const& request) {
    if (request.method != "POST") return std::nullopt;
    if (is_of_rehearsals(request.path)) return link_secret(request) || !request.cookie.empty() ? std::nullopt : std::optional(unauthorised());
    auto const& path = request.path;
    if (path.starts_with(codes_prefix) && path.ends_with(session_suffix)) return std::nullopt;  // the link is judged by its room
    bool const steers = path.starts_with(rooms_prefix) && (path.ends_with("/close") || path.ends_with("/erase") || path.ends_with("/delete"));
    if (path != "/api/rooms" && !steers) return problem(405, "read_only", "This address is only read.");
    if (is_organiser(request)) return std::nullopt;
    return open_creation_ && !steers ? refuse_open_creation(request) : unauthorised();
}

/// Live rooms count whoever made them.
std::optional<Answer> Api::refuse_open_creation(Request const& request) {
    constexpr std::ptrdiff_t open_rooms_max = 20;
    auto const rooms = host_->list();
    if (std::ranges::count_if(rooms, [](RoomSummary const& one) { return one.phase != RoomPhase::closed; }) >= open_rooms_max)
        return problem(503, "full", "This server holds as many rooms as anybody may open. An organiser's token opens more.");
    if (!creations_.take(request.address, Clock::now())) return problem(429, "slow_down", "Five rooms an hour may be opened from one place. Wait, or ask for an organiser's token.");
    return std::nullopt;
}

std::uint64_t Api::body_bytes_max(Request const& request) { return is_of_rehearsals(request.path) ? 1024 : 1024 * 1024; }

void Api::handle(Request const& request, Respond respond) {
    auto const& path = request.path;
    bool const writes = request.method == "POST";  // and was allowed by refuse_unread
    if (path == "/healthz") return respond(json(Health{}));
    if (path == "/readyz") return respond(ready());
    if (path == "/api/rooms" && writes) return create_room(request, respond);
    if (writes && path.starts_with(codes_prefix)) return begin_session(request, path.substr(codes_prefix.size(), path.size() - codes_prefix.size() - session_suffix.size()), respond);
    if (path == "/api/rooms") return respond(is_organiser(request) ? json(RoomList{host_->list()}) : unauthorised());
    if (path.starts_with(codes_prefix)) return host_->seek(path.substr(codes_prefix.size()), [this, request, respond] { respond(code(request)); });
    if (path.starts_with(certificates_prefix)) return check_certificate(request, respond);
    if (path == "/api/archive") return public_to(respond)(archive_list());
    if (path.starts_with(archive_prefix) && path != archive_prefix) return archive_file(path, respond);
    if (!path.starts_with(rooms_prefix)) return respond(page(request));
    auto const split = split_room(path, rooms_prefix);
    if (!split) return respond(not_found());
    if (!writes && split->second == "suggestions") return suggest_clusters(request, split->first, respond);
    if (!writes) return export_room(request, split->first, split->second, respond);
    if (split->second == rehearse_suffix.substr(1)) return rehearse(request, split->first, respond);
    if (split->second == wipe_suffix.substr(1)) return wipe_rehearsal(request, split->first, respond);
    steer_room(split->first, split->second, respond);
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
    if (request.if_none_match.find(file->etag) != std::string::npos) {
        answer.status = 304;
        return answer;
    }
    if (file->brotli && accepts_encoding(request.accept_encoding, "br")) {
        answer.body = file->brotli;
        answer.encoding = "br";
    } else if (file->gzip && accepts_encoding(request.accept_encoding, "gzip")) {
        answer.body = file->gzip;
        answer.encoding = "gzip";
    }
    return answer;
}

void Api::create_room(Request const& request, Respond const& respond) {
    auto plan = decode_room_plan(request.body);
    if (!plan) return respond(problem(422, "bad_plan", "The plan is not right at \"" + plan.error().where + "\": " + plan.error().what + "."));
    if (plan->time_zone && !is_time_zone(plan->time_zone->value))
        return respond(problem(422, "bad_plan", "The plan is not right at \"time_zone\": it is a name of the IANA database, such as Africa/Casablanca."));
    if (!plan->time_zone && !time_zone_.empty()) plan->time_zone = Text<1, 40>{time_zone_};
    host_->create(*plan, [respond](CreatedRoom const& room, std::string const& error) {
        respond(error.empty() ? json(room, 201) : problem(422, "not_created", error));
    });
}

/// The organiser's console.
void Api::steer_room(RoomId room, std::string const& what, Respond const& respond) {
    auto const done = [respond](std::string const& error) { respond(error.empty() ? json(Health{}) : problem(409, "not_done", error)); };
    if (what == "close") return close_room(room, respond);
    if (what == "erase") return host_->erase_words(room, done);
    if (what == "delete") return host_->remove(room, done);
    respond(not_found());
}

/// A link becomes a cookie that no script can read and no other page can make a browser send; it ends with the link, or after half a day.
void Api::begin_session(Request const& request, std::string const& code, Respond const& respond) {
    if (!request.is_secure) return respond(problem(409, "not_secure", "Cookies are for https only; over plain HTTP the link itself is used."));
    auto const secret = link_secret(request);
    auto const room = host_->find(code);
    if (!secret || !room) return respond(unauthorised());
    host_->with_room(*room, [this, respond, room = *room, secret](Room* served) {
        auto const role = served ? served->check(*secret) : std::nullopt;
        if (!role || *role == LinkRole::wall) return respond(unauthorised());
        auto answer = json(Health{});
        answer.cookie = host_->session_cookie(room, secret->link);
        respond(std::move(answer));
    });
}

/// By the link itself, or by the cookie it was exchanged for.
std::optional<LinkRole> Api::role_of(Room const& room, RoomId id, Request const& request) const {
    if (auto const secret = link_secret(request)) return room.check(*secret);
    auto const proven = host_->proven_link(id, request.cookie);
    return proven ? room.role_of(*proven) : std::nullopt;
}

void Api::close_room(RoomId room, Respond const& respond) {
    host_->with_room(room, [respond](Room* served) {
        if (!served) return respond(not_found());
        // The organiser's token stands for the system itself: it made the room.
        served->submit(SystemActor{}, {random_id<Cid>(), CloseRoom{}}, [respond](std::optional<Reject> refused) {
            respond(refused ? problem(409, std::string(boost::describe::enum_to_string(*refused, "?")), "The room could not be closed now.") : json(Health{}));
        });
    });
}

void Api::rehearse(Request const& request, RoomId room, Respond const& respond) {
    if (!rehearsals_) return respond(problem(404, "no_rehearsals", "This server has no simulated phones."));
    auto const order = decode_value<RehearsalOrder>(request.body.empty() ? "{}" : request.body, participant_bounds);
    if (!order && !request.body.empty()) return respond(problem(422, "bad_rehearsal", "A rehearsal is asked for with {\"phones\":60}: a number from 1 to " + std::to_string(Rehearsals::phones_max) + "."));
    int const people = static_cast<int>((order ? *order : RehearsalOrder{}).phones.value);
    host_->with_room(room, [this, respond, room, people, request](Room* served) {
        if (!served) return respond(not_found());
        if (role_of(*served, room, request) != LinkRole::facilitator) return respond(unauthorised());
        if (served->state().plan.purpose == RoomPurpose::rehearsal) return respond(problem(409, "is_rehearsal", "This is a rehearsal already."));
        rehearsals_->open(room, plan_of_rehearsal(served->state()), people, [respond](CreatedRoom const& made, bool is_new, std::string const& error) {
            respond(error.empty() ? json(made, is_new ? 201 : 200) : problem(409, "not_created", error));
        });
    });
}

void Api::wipe_rehearsal(Request const& request, RoomId room, Respond const& respond) {
    host_->with_room(room, [this, respond, room, request](Room* served) {
        if (!served) return respond(not_found());
        if (role_of(*served, room, request) != LinkRole::facilitator) return respond(unauthorised());
        if (served->state().plan.purpose != RoomPurpose::rehearsal || !rehearsals_) return respond(problem(403, "no_rehearsal", "Only a rehearsal can be wiped. This room and all that was said in it stay."));
        rehearsals_->wipe(room, [respond](std::string const& error) { respond(error.empty() ? json(Health{}) : problem(409, "not_wiped", error)); });
    });
}

void Api::export_room(Request const& request, RoomId room, std::string const& what, Respond const& respond) {
    if (!link_secret(request) && request.cookie.empty()) return respond(unauthorised());
    ExportOptions const options{.include_hidden = true, .language = language_of(request)};
    host_->with_room(room, [this, respond, what, options, room, request](Room* served) {
        if (!served) return respond(not_found());
        if (role_of(*served, room, request) != LinkRole::facilitator) return respond(unauthorised());
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

/// The room's thread only copies the words.
void Api::suggest_clusters(Request const& request, RoomId room, Respond const& respond) {
    if (!link_secret(request) && request.cookie.empty()) return respond(unauthorised());
    host_->with_room(room, [this, respond, room, request](Room* served) {
        if (!served) return respond(not_found());
        auto const role = role_of(*served, room, request);
        if (!role || *role == LinkRole::wall) return respond(unauthorised());
        std::map<ProposalId, ItemId> cluster_of;
        for (auto const& cluster : served->state().clusters)
            for (auto const& id : cluster.proposals) cluster_of[id] = cluster.id;
        boost::asio::post(thinking_, [respond, proposals = to_sort(served->state()), cluster_of = std::move(cluster_of)] {
            respond(json(suggestions(proposals, cluster_of)));
        });
    });
}

/// A code that is wrong and one whose room is over get the same words: nothing is learnt from trying.
Answer Api::code(Request const& request) {
    auto room = host_->find(request.path.substr(codes_prefix.size()));
    auto const rooms = host_->list();
    auto const known = std::ranges::find_if(rooms, [&](RoomSummary const& one) { return room && one.room == *room && one.phase != RoomPhase::closed; });
    if (known == rooms.end()) room.reset();
    switch (codes_.judge(request.address, room, Clock::now())) {
        case CodeGuard::Answer::found: return json(CodeAnswer{*room, known->title, known->phase});
        case CodeGuard::Answer::too_many: return problem(429, "slow_down", "Too many wrong codes came from here. Wait a minute, or scan the QR code.");
        case CodeGuard::Answer::missing: break;
    }
    return problem(404, "no_such_room", "No room answers to this code. Check the digits on the wall.");
}

/// Whoever holds the code may see what it certifies, for as long as the room's data is kept; a room's code may be another's by then, so every
/// room that has had it is asked. Wrong codes are counted like wrong room codes.
void Api::check_certificate(Request const& request, Respond const& respond) {
    auto const code = split_certificate(request.path.substr(certificates_prefix.size()));
    if (!code) return tell_certificate(request.address, {}, {}, respond);
    host_->seek(code->first, [this, code, address = request.address, respond] {
        std::vector<RoomId> rooms;
        for (auto const& one : host_->list())
            if (one.code == code->first) rooms.push_back(one.room);
        seek_certificate(std::move(rooms), code->second, address, respond);
    });
}

void Api::seek_certificate(std::vector<RoomId> rooms, std::string const& own, std::string const& address, Respond const& respond) {
    if (rooms.empty()) return tell_certificate(address, {}, {}, respond);
    auto const room = rooms.back();
    rooms.pop_back();
    host_->read_room(room, [this, room, rooms = std::move(rooms), own, address, respond](RoomState const* state) {
        auto const found = state ? certificate_in(*state, own) : std::nullopt;
        found ? tell_certificate(address, room, found, respond) : seek_certificate(rooms, own, address, respond);
    });
}

void Api::tell_certificate(std::string const& address, std::optional<RoomId> room, std::optional<CertificateAnswer> const& found, Respond const& respond) {
    switch (codes_.judge(address, room, Clock::now())) {
        case CodeGuard::Answer::found: return respond(json(*found));
        case CodeGuard::Answer::too_many: return respond(problem(429, "slow_down", "Too many wrong codes came from here. Wait a minute."));
        case CodeGuard::Answer::missing: break;
    }
    respond(problem(404, "no_such_certificate", "No certificate has this code. Check the characters."));
}

Answer Api::archive_list() const {
    RoomList closed;
    for (auto const& room : host_->list())
        if (room.bundle) closed.rooms.push_back(room);
    std::ranges::sort(closed.rooms, std::greater{}, &RoomSummary::closed_at);
    return json(closed);
}

void Api::archive_file(std::string const& path, Respond const& respond) {
    auto const split = split_room(path, archive_prefix);
    if (!split) return respond(not_found());
    auto const& [room, name] = *split;
    bool const is_whole = name == "bundle.zip";
    if (!is_whole && std::ranges::find(bundle_files, name) == bundle_files.end()) return respond(not_found());
    boost::asio::post(disk_, [where = host_->bundle_path(room), room, name = name, is_whole, respond = public_to(respond)] {
        auto bundle = read_file(where);
        if (!bundle) return respond(not_found());
        if (is_whole) return respond(download("warsha-" + text_of(room).substr(0, 8) + ".zip", std::move(*bundle)));
        try {
            for (auto& file : read_zip(*bundle))
                if (file.name == name) return respond(download(name, std::move(file.bytes)));
            respond(not_found());
        } catch (std::runtime_error const& damaged) {
            spdlog::error("the bundle of room {} cannot be read: {}", text_of(room), damaged.what());
            respond(problem(500, "damaged", "This bundle is damaged. Tell the organisers."));
        }
    });
}

}  // namespace warsha::web
