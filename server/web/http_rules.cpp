#include "web/http_rules.hpp"

#include <algorithm>
#include <cctype>

namespace warsha::web {
namespace {

std::string lower(std::string_view text) {
    std::string made(text);
    std::ranges::transform(made, made.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return made;
}

bool is_token(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](unsigned char c) { return std::isalnum(c) || std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) != std::string_view::npos; });
}

std::optional<HttpProblem> check_request_line(std::string_view line, std::string& method) {
    if (line.size() > request_line_bytes_max) return HttpProblem{414, "The address is too long."};
    auto const first = line.find(' '), last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return HttpProblem{400, "The request line is not complete."};
    method = std::string(line.substr(0, first));
    if (method != "GET" && method != "HEAD" && method != "POST") return HttpProblem{405, "Only GET, HEAD and POST are answered."};
    auto const target = line.substr(first + 1, last - first - 1);
    if (target.empty() || target.front() != '/' || target.starts_with("//") || target.find(' ') != std::string_view::npos) return HttpProblem{400, "The address must be a path."};
    if (line.substr(last + 1) != "HTTP/1.1") return HttpProblem{505, "HTTP/1.1 is spoken here."};
    return std::nullopt;
}

struct Seen {
    int host = 0, length = 0;
    std::string length_value;
    std::size_t fields = 0;
};

std::optional<HttpProblem> check_field(std::string_view line, Seen& seen) {
    if (line.front() == ' ' || line.front() == '\t') return HttpProblem{400, "Folded header lines are not accepted."};
    if (++seen.fields > header_fields_max) return HttpProblem{431, "There are too many header fields."};
    auto const colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return HttpProblem{400, "A header field is malformed."};
    auto const name = lower(line.substr(0, colon));
    if (name == "transfer-encoding") return HttpProblem{400, "Transfer-Encoding is not accepted; send a Content-Length."};
    if (name == "expect") return HttpProblem{417, "Expect is not answered; send the body at once."};
    if (name == "content-encoding") return HttpProblem{415, "The body must not be compressed."};
    if (name == "host") ++seen.host;
    if (name == "content-length") {
        ++seen.length;
        auto value = line.substr(colon + 1);
        while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
        while (!value.empty() && value.back() == ' ') value.remove_suffix(1);
        seen.length_value = std::string(value);
    }
    return std::nullopt;
}

}  // namespace

std::optional<HttpProblem> check_head(std::string_view head) {
    if (head.find('\0') != std::string_view::npos) return HttpProblem{400, "A NUL byte is not accepted."};
    std::string method;
    Seen seen;
    bool is_first = true;
    while (!head.empty()) {
        auto const end = head.find('\n');
        if (end == std::string_view::npos || end == 0 || head[end - 1] != '\r') return HttpProblem{400, "Lines must end with CR LF."};
        auto const line = head.substr(0, end - 1);
        head.remove_prefix(end + 1);
        if (line.find('\r') != std::string_view::npos) return HttpProblem{400, "A bare CR is not accepted."};
        if (line.empty()) break;
        auto const problem = is_first ? check_request_line(line, method) : check_field(line, seen);
        if (problem) return problem;
        is_first = false;
    }
    if (seen.host != 1) return HttpProblem{400, "Exactly one Host is needed."};
    if (seen.length > 1) return HttpProblem{400, "Content-Length appears twice."};
    bool const is_number = !seen.length_value.empty() && seen.length_value.size() < 10 && std::ranges::all_of(seen.length_value, [](unsigned char c) { return std::isdigit(c); });
    if (seen.length == 1 && !is_number) return HttpProblem{400, "Content-Length must be a number."};
    if (method != "POST" && seen.length == 1 && seen.length_value != "0") return HttpProblem{400, "Only POST may have a body."};
    if (method == "POST" && seen.length == 0) return HttpProblem{411, "A Content-Length is needed."};
    return std::nullopt;
}

std::optional<std::string> plain_path(std::string_view target) {
    auto const path = target.substr(0, target.find_first_of("?#"));
    bool const is_plain = std::ranges::all_of(path, [](unsigned char c) { return std::isalnum(c) || c == '/' || c == '.' || c == '-' || c == '_'; });
    if (!is_plain || path.find("..") != std::string_view::npos || path.find("//") != std::string_view::npos) return std::nullopt;
    return std::string(path);
}

bool accepts_encoding(std::string_view header, std::string_view coding) {
    while (!header.empty()) {
        auto const end = std::min(header.find(','), header.size());
        auto one = header.substr(0, end);
        header.remove_prefix(std::min(end + 1, header.size()));
        auto const semicolon = std::min(one.find(';'), one.size());
        auto name = one.substr(0, semicolon);
        while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
        while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
        if (lower(name) != coding) continue;
        auto const q = one.find("q=", semicolon);
        return q == std::string_view::npos || one.find_first_of("123456789", q) != std::string_view::npos;
    }
    return false;
}

std::string query_value(std::string_view target, std::string_view name) {
    auto const question = target.find('?');
    if (question == std::string_view::npos) return "";
    auto rest = target.substr(question + 1);
    while (!rest.empty()) {
        auto const end = std::min(rest.find('&'), rest.size());
        auto const part = rest.substr(0, end);
        if (part.size() > name.size() && part.starts_with(name) && part[name.size()] == '=') return std::string(part.substr(name.size() + 1));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return "";
}

}  // namespace warsha::web
