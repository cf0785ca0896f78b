#include "app/client/http.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

namespace warsha::client {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using HttpRequest = beast::http::request<beast::http::string_body>;

constexpr auto request_timeout = std::chrono::seconds(30);
constexpr std::uint64_t body_bytes_max = 256ULL * 1024 * 1024;

HttpRequest make_request(Target const& target, std::string const& method, std::string const& path, std::string const& authorization,
                         std::string const& body) {
    auto const origin = target.origin.empty() ? "http://" + target.host + ":" + std::to_string(target.port) : target.origin;
    HttpRequest request(beast::http::string_to_verb(method), path, 11);
    request.set(beast::http::field::host, origin.substr(origin.find("://") + 3));
    request.set(beast::http::field::connection, "close");
    if (!authorization.empty()) request.set(beast::http::field::authorization, authorization);
    if (!body.empty()) {
        request.set(beast::http::field::content_type, "application/json");
        request.body() = body;
    }
    if (!body.empty() || method == "POST") request.prepare_payload();
    return request;
}

}  // namespace

HttpAnswer http(Target const& target, std::string const& method, std::string const& path, std::string const& authorization, std::string const& body) {
    asio::io_context io;
    beast::tcp_stream stream(io);
    stream.expires_after(request_timeout);
    HttpAnswer answer;
    auto request = make_request(target, method, path, authorization, body);
    beast::flat_buffer buffer;
    beast::http::response_parser<beast::http::string_body> parser;
    parser.body_limit(body_bytes_max);
    auto const failed = [&answer](beast::error_code error) { answer.body = error.message(); };

    stream.async_connect({asio::ip::make_address(target.host), static_cast<std::uint16_t>(target.port)}, [&](beast::error_code error) {
        if (error) return failed(error);
        beast::http::async_write(stream, request, [&](beast::error_code not_sent, std::size_t) {
            if (not_sent) return failed(not_sent);
            beast::http::async_read(stream, buffer, parser, [&](beast::error_code not_read, std::size_t) {
                if (not_read) return failed(not_read);
                answer = {.status = parser.get().result_int(), .body = parser.get().body()};
            });
        });
    });
    io.run();
    return answer;
}

}  // namespace warsha::client
