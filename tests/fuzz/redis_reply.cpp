#include "journal/entry.hpp"
#include "journal/redis/calls.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace warsha::fuzz {
namespace {

template <class Read>
void read_as(Read read) {
    try {
        read();
    } catch (redis::BadReply const&) {  // the one answer to what is not of our library's making
    }
}

void read_told(std::vector<redis::Told> const& entries) {
    for (auto const& told : entries) {
        redis::next_link(told.link, told.copied.entry.bytes);
        agrees_with_bytes(told.copied.entry);
        try {
            open(told.copied.entry);
        } catch (std::runtime_error const&) {
        }
    }
}

void read_every_way(redis::Reply const& reply) {
    read_as([&] { redis::append_answer(reply); });
    read_as([&] { if (auto const page = redis::read_answer(reply)) read_told(page->entries); });
    read_as([&] { redis::heads_answer(reply); });
    read_as([&] { redis::word_of(reply); });
    read_as([&] { read_told(redis::entries_message(reply.text()).entries); });
    read_as([&] { for (auto const& one : reply.list()) read_told(redis::entries_message(one.text()).entries); });
}

}  // namespace

void redis_reply(std::string_view input) {
    if (input.empty()) return;
    std::size_t const piece = 1 + static_cast<unsigned char>(input.front());
    input.remove_prefix(1);
    redis::ReplyParser parser;
    try {
        for (; !input.empty(); input.remove_prefix(std::min(piece, input.size()))) {
            parser.feed(input.substr(0, piece));
            while (auto const reply = parser.next()) read_every_way(*reply);
        }
    } catch (redis::BadReply const&) {  // the connection is dropped
    }
}

}  // namespace warsha::fuzz
