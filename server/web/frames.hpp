#pragma once
// What a frame is, read off its canonical bytes, so that the edge need not decode what the room just encoded; and the
// bounded queue of one session. Pure: no sockets, time is an argument.

#include <deque>
#include <optional>
#include <string_view>

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

/// Frames of one session that are not written yet. Bounded in bytes. A reader that falls behind loses what a fresh view
/// holds anyway (never answers to its own commands); one that falls behind again soon after is too slow.
class FrameQueue {
public:
    static constexpr auto second_overflow_within = std::chrono::seconds(10);
    static constexpr int replaces_nothing = -1, replaces_own = -2;
    enum class Verdict { queued, needs_view, too_slow };

    explicit FrameQueue(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    /// For this session alone. A picture is outside the bound: it is shared by all who join at that moment.
    Verdict answer(Frame frame, Clock::time_point now);
    /// For everybody. `replaces` ≥ 0: an unsent frame with the same number gives way to this one.
    Verdict broadcast(Frame frame, int replaces, Clock::time_point now);

    [[nodiscard]] bool empty() const { return frames_.empty(); }
    [[nodiscard]] bool is_writing() const { return writing_; }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    /// The next frame to write; it counts against the bound until written().
    Frame begin();
    void written();
    /// Forgets all that is not being written.
    void clear();

private:
    struct Waiting { Frame frame; int replaces; bool is_broadcast, is_free; };
    Verdict put(Waiting waiting, Clock::time_point now);
    void drop(std::size_t index);
    void drop_replaced(int replaces);
    void drop_what_a_view_holds();
    [[nodiscard]] bool fits(Waiting const& waiting) const { return waiting.is_free || bytes_ + waiting.frame->size() <= bytes_max_; }

    std::size_t bytes_max_, bytes_ = 0;
    std::deque<Waiting> frames_;         // the front is being written while writing_
    bool writing_ = false, awaits_view_ = false;
    std::optional<Clock::time_point> overflowed_;
};

}  // namespace warsha::web
