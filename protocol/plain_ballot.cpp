#include "protocol/plain_ballot.hpp"

#include <charconv>

#include "protocol/codec.hpp"

namespace warsha {
namespace {

constexpr std::size_t id_characters = 22;

/// Every function takes what it names from the front of `left`, or says no.
struct Plain {
    std::string_view left;

    bool take(std::string_view what) {
        if (!left.starts_with(what)) return false;
        left.remove_prefix(what.size());
        return true;
    }
    template <class Id>
    bool id(Id& to) {
        if (left.size() < id_characters + 2 || left[0] != '"' || left[id_characters + 1] != '"') return false;
        if (!from_base64url(left.substr(1, id_characters), to.value.data(), to.value.size())) return false;
        left.remove_prefix(id_characters + 2);
        return true;
    }
    template <std::int64_t least, std::int64_t most>
    bool number(Int<least, most>& to) {
        std::int64_t value = 0;
        auto const [end, wrong] = std::from_chars(left.data(), left.data() + left.size(), value);
        if (wrong != std::errc{} || left[0] == '0' || left[0] == '-' || value < least || value > most) return false;
        to.value = value;
        left.remove_prefix(static_cast<std::size_t>(end - left.data()));
        return true;
    }
    bool boolean(bool& to) {
        to = left.starts_with("true");
        return take(to ? "true" : "false");
    }
    /// {"key":…,…} with each of the keys once, in any order; `member` takes the value of the one with that index.
    template <std::size_t count, class Member>
    bool object(std::array<std::string_view, count> const& keys, Member member) {
        unsigned seen = 0;
        char before = '{';
        while (left.starts_with(before)) {
            left.remove_prefix(1);
            std::size_t which = 0;
            while (which < count && !left.starts_with(keys[which])) ++which;
            if (which == count || (seen >> which & 1) != 0) return false;
            seen |= 1U << which;
            left.remove_prefix(keys[which].size());
            if (!member(which)) return false;
            before = ',';
        }
        return seen == (1U << count) - 1 && take("}");
    }

    bool mark(Mark& to) {
        static constexpr std::array<std::string_view, 2> keys{R"("item":)", R"("points":)"};
        return object(keys, [&](std::size_t which) { return which == 0 ? id(to.item) : number(to.points); });
    }
    bool marks(std::vector<Mark>& to) {
        if (take("[]")) return true;
        char before = '[';
        while (left.starts_with(before)) {
            left.remove_prefix(1);
            if (!mark(to.emplace_back())) return false;
            before = ',';
        }
        return before == ',' && take("]");
    }
    bool ballot(CastBallot& to) {
        static constexpr std::array<std::string_view, 6> keys{R"("activity":)", R"("round":)", R"("revision":)", R"("marks":)", R"("abstain":)", R"("type":)"};
        return object(keys, [&](std::size_t which) {
            switch (which) {
                case 0: return id(to.activity);
                case 1: return number(to.round);
                case 2: return number(to.revision);
                case 3: return marks(to.marks.value);
                case 4: return boolean(to.abstain);
                default: return take(R"("cast_ballot")");
            }
        });
    }
    bool message(CommandMessage& to) {
        static constexpr std::array<std::string_view, 3> keys{R"("type":)", R"("cid":)", R"("body":)"};
        return object(keys, [&](std::size_t which) {
            if (which == 0) return take(R"("command")");
            return which == 1 ? id(to.cid) : ballot(std::get<CastBallot>(to.body));
        });
    }
};

}  // namespace

std::optional<CommandMessage> decode_plain_ballot(std::string_view bytes) {
    CommandMessage message{{}, CastBallot{}};
    Plain plain{bytes};
    bool const is_one = plain.message(message) && plain.left.empty();
    return is_one ? std::optional(std::move(message)) : std::nullopt;
}

}  // namespace warsha
