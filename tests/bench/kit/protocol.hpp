#pragma once
// What the load says to a server: Warsha's own protocol, or the few words of the floor and its peers
// ("B<text>" to everybody, "V<number>" answered by "A<number>").

#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace warsha::bench {

inline constexpr std::string_view stamp_mark = "@@";
inline constexpr std::size_t stamp_time = 16, stamp_number = 8, seq_digits = 8;

inline void put_digits(char* at, std::uint64_t value, std::size_t digits) {
    for (std::size_t i = digits; i > 0; --i, value /= 10) at[i - 1] = static_cast<char>('0' + value % 10);
}

struct Protocol {
    bool is_warsha = false;
    std::string path = "/";
    std::string link;                    ///< of the facilitator: "id.secret"
    std::string activity, item;

    [[nodiscard]] std::string hello(bool is_facilitator, std::string const& seat) const {
        if (!is_warsha) return "";
        if (!is_facilitator) return R"({"role":"participant",)" + (seat.empty() ? "" : "\"seat\":" + seat + ",") + R"("type":"hello"})";
        auto const dot = link.find('.');
        return R"({"link":{"link":")" + link.substr(0, dot) + R"(","secret":")" + link.substr(dot + 1) + R"("},"role":"facilitator","type":"hello"})";
    }
    [[nodiscard]] static std::string command(std::string const& body, char kind, std::uint64_t who, std::uint64_t seq) {
        std::string cid(22, 'A');        // 16 bytes in base64url
        cid[0] = kind;
        put_digits(&cid[1], who, 5);
        put_digits(&cid[6], seq, seq_digits);
        return R"({"body":)" + body + R"(,"cid":")" + cid + R"(","type":"command"})";
    }
    [[nodiscard]] std::string join(std::uint64_t who) const { return command(R"({"language":"fr","type":"join"})", 'j', who, 0); }
    [[nodiscard]] std::string start() const { return command(R"({"type":"start_room"})", 's', 0, 1); }
    [[nodiscard]] std::string open() const { return command(R"({"activity":")" + activity + R"(","type":"open_activity"})", 's', 0, 2); }

    [[nodiscard]] std::string publish(std::uint64_t at_ns, std::uint32_t number, std::size_t size) const {
        char stamp[64];
        std::snprintf(stamp, sizeof stamp, "%s%016" PRIx64 "%08" PRIx32, stamp_mark.data(), at_ns, number);
        if (is_warsha) return command(R"({"text":{"fr":")" + std::string(stamp) + R"("},"type":"announce"})", 'p', 0, number);
        std::string text = "B" + std::string(stamp);
        text.resize(std::max(text.size(), size + 1), 'x');
        return text;
    }
    /// With room for the number of the vote, which with_seq() fills in.
    [[nodiscard]] std::string vote(std::uint64_t who) const {
        if (!is_warsha) return "V00000000 " + std::string(50, 'x');
        return command(R"({"abstain":false,"activity":")" + activity + R"(","marks":[{"item":")" + item + R"(","points":1}],"revision":100000,"round":1,"type":"cast_ballot"})", 'v', who, 0);
    }
    void with_seq(std::string& vote, std::uint64_t seq) const {
        if (!is_warsha) return put_digits(&vote[1], seq, seq_digits);
        static constexpr std::string_view revision = R"("revision":1)", cid = R"("cid":"v)";
        if (revision_at_ == 0) {
            revision_at_ = vote.find(revision) + revision.size();
            cid_at_ = vote.find(cid) + cid.size() + 5;
        }
        put_digits(&vote[revision_at_], seq, 5);  // at most a million is allowed
        put_digits(&vote[cid_at_], seq, seq_digits);
    }
    enum class Answer { none, counted, refused };
    /// Is this the answer to a vote, and to which?
    Answer answer(std::string_view message, std::uint64_t& seq) const {
        static constexpr std::string_view cid = R"({"cid":"v)";
        auto const at = is_warsha ? cid.size() + 5 : 1;
        if (!message.starts_with(is_warsha ? cid : "A") || message.size() < at + seq_digits) return Answer::none;
        seq = 0;
        for (char const digit : message.substr(at, seq_digits)) seq = seq * 10 + static_cast<std::uint64_t>(digit - '0');
        return is_warsha && message.ends_with(R"("type":"rejection"})") ? Answer::refused : Answer::counted;
    }

private:
    mutable std::size_t revision_at_ = 0, cid_at_ = 0;
};

struct Stamp { std::uint64_t at_ns = 0; std::uint32_t number = 0; };
inline std::optional<Stamp> stamp_of(std::string_view message) {
    auto const at = message.find(stamp_mark);
    if (at == std::string_view::npos || message.size() < at + stamp_mark.size() + stamp_time + stamp_number) return std::nullopt;
    auto const hex = [&](std::size_t from, std::size_t digits) {
        std::uint64_t value = 0;
        for (char const c : message.substr(from, digits)) value = value << 4 | static_cast<std::uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
        return value;
    };
    auto const from = at + stamp_mark.size();
    return Stamp{hex(from, stamp_time), static_cast<std::uint32_t>(hex(from + stamp_time, stamp_number))};
}

}  // namespace warsha::bench
