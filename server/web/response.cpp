#include "web/response.hpp"

#include <boost/beast/http/status.hpp>

namespace warsha::web {
namespace {

/// No inline script, no eval, no other host, and no HTML made of strings but by the pages' framework, from its own templates.
std::string page_policy(std::string const& host) {
    std::string policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'";
    if (!host.empty()) policy += " ws://" + host + " wss://" + host;  // 'self' does not mean WebSockets in every browser
    return policy + "; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types svelte-trusted-html";
}

/// A report is one self-contained file: its style is inside, and it runs nothing.
constexpr char report_policy[] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

constexpr char always[] =
    "Server: warsha\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

constexpr char of_documents[] =
    "Referrer-Policy: no-referrer\r\n"
    "Permissions-Policy: camera=(), microphone=(), geolocation=(), payment=(), usb=()\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n";

/// Of scripts, styles and fonts: the same in short, because a phone fetches sixty of them in a day. Whoever opens one as a page gets a page that may do nothing.
constexpr char of_parts[] =
    "Referrer-Policy: no-referrer\r\n"
    "Content-Security-Policy: default-src 'none'\r\n";

/// What a status owes its reader besides the words.
std::string owed(unsigned status) {
    switch (status) {
        case 401: return "WWW-Authenticate: Bearer\r\n";
        case 405: return "Allow: GET, HEAD, POST\r\n";
        case 426: return "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";
        case 429: return "Retry-After: 60\r\n";
        case 503: return "Retry-After: 5\r\n";
        default: return "";
    }
}

}  // namespace

std::string response_head(Answer const& answer, Asking const& asking) {
    auto const reason = boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(answer.status));
    std::string head = "HTTP/1.1 " + std::to_string(answer.status) + " " + std::string(reason) + "\r\n" + always;
    bool const is_part = answer.cache.ends_with("immutable");
    if (is_part) head += of_parts;
    else head += of_documents + ("Content-Security-Policy: " + (answer.is_report ? std::string(report_policy) : page_policy(asking.host))) + "\r\n";
    head += "Content-Type: " + answer.type + "\r\nCache-Control: " + answer.cache + "\r\n";
    if (!answer.encoding.empty()) head += "Content-Encoding: " + answer.encoding + "\r\n";
    if (!answer.etag.empty()) head += "ETag: " + answer.etag + "\r\nVary: Accept-Encoding\r\n";
    if (!answer.disposition.empty()) head += "Content-Disposition: " + answer.disposition + "\r\n";
    if (!answer.cookie.empty()) head += "Set-Cookie: " + answer.cookie + "\r\n";
    if (answer.is_public) head += "Access-Control-Allow-Origin: *\r\n";
    bool const is_nobody_elses = asking.host == "localhost" || asking.host.starts_with("localhost:");  // HSTS would hold for whatever else runs there
    if (asking.is_secure && !is_nobody_elses) head += "Strict-Transport-Security: max-age=31536000\r\n";
    head += owed(answer.status);
    if (answer.status != 304) head += "Content-Length: " + std::to_string(answer.body ? answer.body->size() : 0) + "\r\n";
    return head + "Connection: " + (asking.keep_alive ? "keep-alive" : "close") + "\r\n\r\n";
}

}  // namespace warsha::web
