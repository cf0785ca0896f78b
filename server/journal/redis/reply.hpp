#pragma once
// hiredis as a formatter and a parser; no socket of its own.

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

struct redisReader;

namespace warsha::redis {

/// What came back is not what was asked for: another kind of reply, or bytes that are no reply at all.
struct BadReply : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// One reply of the protocol, version 2.
class Reply {
public:
    struct Nil {};
    struct Status { std::string text; };
    struct Error { std::string text; };
    using List = std::vector<Reply>;
    using Value = std::variant<Nil, std::int64_t, Status, Error, std::string, List>;

    Reply(Value value = Nil{}) : value_(std::move(value)) {}

    [[nodiscard]] bool is_nil() const { return std::holds_alternative<Nil>(value_); }
    /// Redis's own words ("WRONGPASS …"); nullptr: no error.
    [[nodiscard]] std::string const* error() const;
    // Throw BadReply, with the error's words where it is one.
    [[nodiscard]] std::int64_t integer() const;
    [[nodiscard]] std::string const& text() const;   ///< a bulk string or a status
    [[nodiscard]] List const& list() const;

private:
    [[noreturn]] void is_not(char const* expected) const;
    Value value_;
};

/// Bytes in, replies out, cut wherever the network cut them.
class ReplyParser {
public:
    ReplyParser();
    /// Throws BadReply on what is no reply or is larger than 64 MiB; the parser is of no more use then.
    void feed(std::string_view bytes);
    std::optional<Reply> next();

private:
    struct Free { void operator()(redisReader* reader) const; };
    std::unique_ptr<redisReader, Free> reader_;
    std::size_t unread_ = 0;             ///< bytes fed since the last whole reply
};

/// The command's bytes; arguments may hold any bytes.
std::string format(std::vector<std::string> const& argv);

}  // namespace warsha::redis
