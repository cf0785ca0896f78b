#pragma once
// What a frame is, read off its canonical bytes, so that the edge need not decode what the room just encoded; and the
// bounded queue of one session. Pure: no sockets, time is an argument.

#include <array>
#include <optional>
#include <span>
#include <string_view>

#include <sys/uio.h>

#include "room/room.hpp"
#include "web/rates.hpp"

namespace warsha::web {

/// picture: a view, or the changes of a resume. own: the seat's own things; only the newest matters.
enum class FrameKind { picture, own, receipt, rejection, other };
FrameKind kind_of(std::string_view frame);

/// Of a receipt or a rejection.
std::optional<Cid> cid_of(std::string_view frame);
/// Of a rejection: "slow_down".
std::string_view reject_code_of(std::string_view frame);

/// The head of an unmasked frame that is a whole message (RFC 6455, 5.2).
struct FrameHead {
    static constexpr std::uint8_t text = 0x81, binary = 0x82;
    explicit FrameHead(std::size_t payload_bytes, std::uint8_t kind = text);
    std::array<char, 10> bytes{};
    std::uint8_t size = 0;
};
/// Head and payload in one piece: made once for all receivers of a broadcast.
Frame framed(std::string_view payload, std::uint8_t kind = FrameHead::text);

/// Frames of one session that are not written yet, in the order of the wire. Bounded in bytes. A reader that falls behind loses
/// what a fresh view holds anyway (never answers to its own commands); one that falls behind again soon after is too slow.
/// Its links come from a pool of the thread: a queue without frames holds no memory, and nothing is allocated for a delivery.
class FrameQueue {
public:
    static constexpr auto second_overflow_within = std::chrono::seconds(10);
    static constexpr int replaces_nothing = -1, replaces_own = -2;
    enum class Verdict { queued, needs_view, too_slow };
    struct Written {
        std::size_t frames = 0, bytes = 0;
        bool is_raw_done = false;        ///< the last of what raw() took is among it
    };

    explicit FrameQueue(std::size_t bytes_max) : bytes_max_(bytes_max) {}
    ~FrameQueue();
    FrameQueue(FrameQueue const&) = delete;
    FrameQueue& operator=(FrameQueue const&) = delete;

    /// A text for this session alone. A picture is outside the bound: it is shared by all who join at that moment.
    Verdict answer(Frame text, Clock::time_point now);
    /// For everybody; `wire` is framed(). `replaces` ≥ 0: an unsent frame with the same number gives way to this one.
    Verdict broadcast(Frame wire, int replaces, Clock::time_point now);
    /// Bytes that are frames already: a pong, a close, the answer to the upgrade. Never dropped.
    void raw(std::string bytes);
    /// What comes after this is not taken: a close frame is the last one of a connection.
    void seal() { sealed_ = true; }

    [[nodiscard]] bool empty() const { return first_ == nullptr; }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    /// What to write next, from where written() left off. How many of `parts` were used.
    std::size_t gather(std::span<iovec> parts) const;
    /// So many bytes have gone out. A frame of which a part is out counts against the bound to its end, and is never dropped.
    Written written(std::size_t bytes);
    /// Forgets all that has not begun.
    void clear();

private:
    static constexpr auto never = Clock::time_point::min();
    struct Link;
    struct Pool;
    static Pool& pool();
    Verdict put(Frame bytes, FrameHead head, int replaces, bool is_broadcast, bool is_free, Clock::time_point now);
    void append(Link* link);
    template <class Which> void drop_if(Which which);
    void unlink(Link* before, Link* gone);
    [[nodiscard]] bool fits(std::size_t bytes, bool is_free) const { return is_free || bytes_ + bytes <= bytes_max_; }

    std::size_t bytes_max_, bytes_ = 0;
    Link* first_ = nullptr;
    Link* last_ = nullptr;
    std::size_t begun_ = 0;              ///< bytes of the first one that are out
    bool awaits_view_ = false, sealed_ = false;
    Clock::time_point overflowed_ = never;
};

}  // namespace warsha::web
