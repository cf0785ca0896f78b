#include <algorithm>
#include <array>

#include "tests/fuzz/edge.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "web/http_rules.hpp"

namespace warsha::fuzz {
namespace {

/// Every answer begins with one of these, whatever was asked.
void must_be_answers(std::string_view bytes) {
    if (bytes.empty()) return;
    static constexpr std::array statuses{"101", "200", "201", "304", "400", "401", "403", "404", "405", "409", "411", "413", "414", "415", "417", "421", "422", "426", "429", "431", "500", "503", "505"};
    must(bytes.starts_with("HTTP/1.1 ") && bytes.size() > 12, "what comes back is HTTP");
    must(std::ranges::find(statuses, bytes.substr(9, 3)) != statuses.end(), "with a status we give");
    must(bytes.substr(9, 3) != "500", "and no fault of ours");
}

}  // namespace

/// NEL (0x85) in the input stands for a pause: what is before it is sent and answered first.
void http_request(std::string_view input) {
    web::check_head(input);
    web::plain_path(input);
    web::accepts_encoding(input, "gzip");
    web::query_value(input, "code");
    auto& server = edge();
    Edge::Client client(server);
    std::string answer;
    while (!input.empty()) {
        auto const end = std::min(input.find('\x85'), input.size());
        answer += client.say(input.substr(0, end));
        input.remove_prefix(std::min(end + 1, input.size()));
    }
    answer += client.finish();
    must_be_answers(answer);
}

}  // namespace warsha::fuzz
