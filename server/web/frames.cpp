#include "web/frames.hpp"

#include "protocol/codec.hpp"

namespace warsha::web {
namespace {
constexpr std::string_view cid_key = R"({"cid":")";
constexpr std::size_t cid_characters = 22;
}  // namespace

FrameKind kind_of(std::string_view frame) {
    if (frame.starts_with(R"({"changes":)")) return FrameKind::picture;
    if (frame.starts_with(R"({"position":)")) return FrameKind::picture;
    if (frame.starts_with(R"({"own":)") && frame.ends_with(R"("type":"own_changed"})")) return FrameKind::own;
    if (!frame.starts_with(cid_key)) return FrameKind::other;
    if (frame.ends_with(R"("type":"receipt"})")) return FrameKind::receipt;
    return frame.ends_with(R"("type":"rejection"})") ? FrameKind::rejection : FrameKind::other;
}

std::optional<Cid> cid_of(std::string_view frame) {
    Cid cid;
    if (!frame.starts_with(cid_key) || !from_base64url(frame.substr(cid_key.size(), cid_characters), cid.value.data(), cid.value.size())) return std::nullopt;
    return cid;
}

std::string_view reject_code_of(std::string_view frame) {
    constexpr std::string_view code_key = R"(","code":")";
    auto const rest = frame.substr(std::min(frame.size(), cid_key.size() + cid_characters));
    if (!rest.starts_with(code_key)) return {};
    return rest.substr(code_key.size(), rest.find('"', code_key.size()) - code_key.size());
}

FrameQueue::Verdict FrameQueue::answer(Frame frame, Clock::time_point now) {
    auto const kind = kind_of(*frame);
    bool const is_picture = kind == FrameKind::picture;
    if (is_picture) awaits_view_ = false;
    return put({std::move(frame), kind == FrameKind::own ? replaces_own : replaces_nothing, is_picture, is_picture}, now);
}

FrameQueue::Verdict FrameQueue::broadcast(Frame frame, int replaces, Clock::time_point now) {
    // The view that was asked for holds it; without what was dropped before it, it would only confuse.
    if (awaits_view_ && replaces < 0) return Verdict::queued;
    return put({std::move(frame), replaces, true, false}, now);
}

FrameQueue::Verdict FrameQueue::put(Waiting waiting, Clock::time_point now) {
    if (waiting.replaces != replaces_nothing) drop_replaced(waiting.replaces);
    bool const overflows = !fits(waiting);
    if (overflows) {
        if (overflowed_ && now - *overflowed_ < second_overflow_within) return Verdict::too_slow;
        overflowed_ = now;
        drop_what_a_view_holds();
        if (!waiting.is_broadcast && !fits(waiting)) return Verdict::too_slow;
        awaits_view_ = true;
    }
    bool const is_in_the_view = overflows && waiting.is_broadcast;
    if (!is_in_the_view) {
        bytes_ += waiting.is_free ? 0 : waiting.frame->size();
        frames_.push_back(std::move(waiting));
    }
    return overflows ? Verdict::needs_view : Verdict::queued;
}

Frame FrameQueue::begin() {
    writing_ = true;
    return frames_.front().frame;
}

void FrameQueue::written() {
    writing_ = false;
    drop(0);
}

void FrameQueue::clear() {
    while (frames_.size() > (writing_ ? 1 : 0)) drop(frames_.size() - 1);
}

void FrameQueue::drop(std::size_t index) {
    auto const& gone = frames_[index];
    bytes_ -= gone.is_free ? 0 : gone.frame->size();
    frames_.erase(frames_.begin() + static_cast<std::ptrdiff_t>(index));
}

void FrameQueue::drop_replaced(int replaces) {
    for (std::size_t i = writing_ ? 1 : 0; i < frames_.size(); ++i)
        if (frames_[i].replaces == replaces) return drop(i);
}

void FrameQueue::drop_what_a_view_holds() {
    for (std::size_t i = frames_.size(); i > (writing_ ? 1U : 0U); --i)
        if (frames_[i - 1].is_broadcast) drop(i - 1);
}

}  // namespace warsha::web
