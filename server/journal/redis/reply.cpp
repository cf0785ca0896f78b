#include "journal/redis/reply.hpp"

#include <hiredis/hiredis.h>

namespace warsha::redis {
namespace {

constexpr std::size_t reply_bytes_max = 64 * 1024 * 1024;

Reply taken(redisReply const& from) {
    std::string const text = from.str ? std::string(from.str, from.len) : std::string();
    switch (from.type) {
        case REDIS_REPLY_NIL: return Reply();
        case REDIS_REPLY_INTEGER: return Reply(static_cast<std::int64_t>(from.integer));
        case REDIS_REPLY_STATUS: return Reply(Reply::Status{text});
        case REDIS_REPLY_ERROR: return Reply(Reply::Error{text});
        case REDIS_REPLY_STRING: return Reply(text);
        case REDIS_REPLY_ARRAY: break;
        default: throw BadReply("a reply of an unknown kind");
    }
    Reply::List list;
    list.reserve(from.elements);
    for (std::size_t i = 0; i < from.elements; ++i) list.push_back(taken(*from.element[i]));
    return Reply(std::move(list));
}

/// hiredis allocates an array as soon as its length is announced: sixteen gigabytes for twelve bytes of a reply. Ours have some thousand elements.
constexpr int elements_max = 1'000'000;

redisReplyObjectFunctions const& own_functions(redisReplyObjectFunctions const& theirs) {
    static auto const create_array = theirs.createArray;
    static auto const made = [&] {
        auto functions = theirs;
        functions.createArray = [](redisReadTask const* task, int elements) -> void* { return elements > elements_max ? nullptr : create_array(task, elements); };
        return functions;
    }();
    return made;
}

}  // namespace

std::string const* Reply::error() const {
    auto const* const error = std::get_if<Error>(&value_);
    return error ? &error->text : nullptr;
}

void Reply::is_not(char const* expected) const {
    throw BadReply(error() ? *error() : std::string("expected ") + expected + ", and another kind of reply came");
}

std::int64_t Reply::integer() const {
    auto const* const number = std::get_if<std::int64_t>(&value_);
    if (!number) is_not("a number");
    return *number;
}

std::string const& Reply::text() const {
    if (auto const* const status = std::get_if<Status>(&value_)) return status->text;
    auto const* const text = std::get_if<std::string>(&value_);
    if (!text) is_not("a text");
    return *text;
}

Reply::List const& Reply::list() const {
    auto const* const list = std::get_if<List>(&value_);
    if (!list) is_not("a list");
    return *list;
}

ReplyParser::ReplyParser() : reader_(redisReaderCreate()) {
    reader_->fn = const_cast<redisReplyObjectFunctions*>(&own_functions(*reader_->fn));  // it only reads them
    reader_->maxbuf = 1024 * 1024;       // a larger idle buffer is given back
}

void ReplyParser::Free::operator()(redisReader* reader) const { redisReaderFree(reader); }

void ReplyParser::feed(std::string_view bytes) {
    unread_ += bytes.size();
    if (unread_ > reply_bytes_max) throw BadReply("a reply of more than 64 MiB");
    if (redisReaderFeed(reader_.get(), bytes.data(), bytes.size()) != REDIS_OK) throw BadReply(reader_->errstr);
}

std::optional<Reply> ReplyParser::next() {
    void* raw = nullptr;
    if (redisReaderGetReply(reader_.get(), &raw) != REDIS_OK) throw BadReply(reader_->errstr);
    if (!raw) return std::nullopt;
    std::unique_ptr<void, void (*)(void*)> const owned(raw, freeReplyObject);
    unread_ = 0;
    return taken(*static_cast<redisReply const*>(raw));
}

std::string format(std::vector<std::string> const& argv) {
    std::vector<char const*> words;
    std::vector<std::size_t> sizes;
    for (auto const& arg : argv) {
        words.push_back(arg.data());
        sizes.push_back(arg.size());
    }
    char* raw = nullptr;
    auto const size = redisFormatCommandArgv(&raw, static_cast<int>(argv.size()), words.data(), sizes.data());
    if (size < 0) throw std::bad_alloc();
    std::string bytes(raw, static_cast<std::size_t>(size));
    redisFreeCommand(raw);
    return bytes;
}

}  // namespace warsha::redis
