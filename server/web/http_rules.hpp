#pragma once
// What a request must look like before anything else looks at it. Pure. Beast's parser is kinder than a server behind a
// proxy may be: it accepts two Hosts, Transfer-Encoding twice, obs-fold, absolute-form (reference: RFC 9112).

#include <optional>
#include <string>
#include <string_view>

namespace warsha::web {

inline constexpr std::size_t head_bytes_max = 8 * 1024;
inline constexpr std::size_t request_line_bytes_max = 2 * 1024;
inline constexpr std::size_t header_fields_max = 64;

struct HttpProblem {
    unsigned status = 400;
    std::string hint;
    friend bool operator==(HttpProblem const&, HttpProblem const&) = default;
};

/// `head`: the raw bytes up to and including the empty line.
std::optional<HttpProblem> check_head(std::string_view head);

/// Percent-decoding is refused outright: no path of ours needs it. nullopt: not a path we could have.
std::optional<std::string> plain_path(std::string_view target);

/// Does an Accept-Encoding name this coding, and not with q=0?
bool accepts_encoding(std::string_view header, std::string_view coding);

/// Value of `name` in the query, "" when absent.
std::string query_value(std::string_view target, std::string_view name);

}  // namespace warsha::web
