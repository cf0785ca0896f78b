#include "web/frames.hpp"

#include <algorithm>
#include <utility>

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

FrameHead::FrameHead(std::size_t payload_bytes, std::uint8_t kind) {
    constexpr std::size_t small_max = 125, medium_max = 0xffff;
    auto const put = [this](std::size_t byte) { bytes[size++] = static_cast<char>(byte); };
    put(kind);
    put(payload_bytes <= small_max ? payload_bytes : payload_bytes <= medium_max ? 126 : 127);
    std::size_t const more = payload_bytes <= small_max ? 0 : payload_bytes <= medium_max ? 2 : 8;
    for (std::size_t i = more; i > 0; --i) put(payload_bytes >> (8 * (i - 1)) & 0xff);
}

Frame framed(std::string_view payload, std::uint8_t kind) {
    FrameHead const head(payload.size(), kind);
    std::string wire;
    wire.reserve(head.size + payload.size());
    wire.append(head.bytes.data(), head.size).append(payload);
    return std::make_shared<std::string const>(std::move(wire));
}

struct FrameQueue::Link {
    Link* next = nullptr;
    Frame bytes;
    FrameHead head{0};
    int replaces = replaces_nothing;
    bool is_broadcast = false, is_free = false, is_raw = false;
    [[nodiscard]] std::size_t size() const { return head.size + bytes->size(); }
};

/// Links that no queue of this thread needs now: at most as many as a full hall's broadcast.
struct FrameQueue::Pool {
    static constexpr std::size_t kept_max = 32'768;
    Link* kept = nullptr;
    std::size_t count = 0;

    ~Pool() {
        while (kept) delete std::exchange(kept, kept->next);
    }
    Link* take() {
        if (!kept) return new Link;
        --count;
        auto* const link = std::exchange(kept, kept->next);
        link->next = nullptr;
        return link;
    }
    void give(Link* link) {
        link->bytes.reset();
        if (count == kept_max) return delete link;
        ++count;
        link->next = std::exchange(kept, link);
    }
};

FrameQueue::Pool& FrameQueue::pool() {
    static thread_local Pool pool;
    return pool;
}

FrameQueue::~FrameQueue() {
    while (first_) unlink(nullptr, first_);
}

FrameQueue::Verdict FrameQueue::answer(Frame text, Clock::time_point now) {
    auto const kind = kind_of(*text);
    bool const is_picture = kind == FrameKind::picture;
    if (is_picture) awaits_view_ = false;
    FrameHead const head(text->size());
    return put(std::move(text), head, kind == FrameKind::own ? replaces_own : replaces_nothing, is_picture, is_picture, now);
}

FrameQueue::Verdict FrameQueue::broadcast(Frame wire, int replaces, Clock::time_point now) {
    // The view that was asked for holds it; without what was dropped before it, it would only confuse.
    if (awaits_view_ && replaces < 0) return Verdict::queued;
    FrameHead none(0);
    none.size = 0;
    return put(std::move(wire), none, replaces, true, false, now);
}

void FrameQueue::raw(std::string bytes) {
    auto* const link = pool().take();
    link->bytes = std::make_shared<std::string const>(std::move(bytes));
    link->head.size = 0;
    link->replaces = replaces_nothing;
    link->is_broadcast = false;
    link->is_free = link->is_raw = true;
    append(link);
}

FrameQueue::Verdict FrameQueue::put(Frame bytes, FrameHead head, int replaces, bool is_broadcast, bool is_free, Clock::time_point now) {
    if (sealed_) return Verdict::queued;
    if (first_ && replaces != replaces_nothing) drop_if([replaces](Link const& link) { return link.replaces == replaces; });
    auto const size = head.size + bytes->size();
    bool const overflows = !fits(size, is_free);
    if (overflows) {
        if (overflowed_ != never && now - overflowed_ < second_overflow_within) return Verdict::too_slow;
        overflowed_ = now;
        drop_if([](Link const& link) { return link.is_broadcast; });
        if (!is_broadcast && !fits(size, is_free)) return Verdict::too_slow;
        awaits_view_ = true;
    }
    bool const is_in_the_view = overflows && is_broadcast;
    if (!is_in_the_view) {
        auto* const link = pool().take();
        link->bytes = std::move(bytes);
        link->head = head;
        link->replaces = replaces;
        link->is_broadcast = is_broadcast;
        link->is_free = is_free;
        link->is_raw = false;
        bytes_ += is_free ? 0 : size;
        append(link);
    }
    return overflows ? Verdict::needs_view : Verdict::queued;
}

void FrameQueue::append(Link* link) {
    (last_ ? last_->next : first_) = link;
    last_ = link;
}

void FrameQueue::unlink(Link* before, Link* gone) {
    (before ? before->next : first_) = gone->next;
    if (last_ == gone) last_ = before;
    bytes_ -= gone->is_free ? 0 : gone->size();
    pool().give(gone);
}

/// Never the first one when a part of it is out.
template <class Which>
void FrameQueue::drop_if(Which which) {
    auto* before = begun_ > 0 ? first_ : nullptr;
    while (auto* const link = before ? before->next : first_) {
        if (which(*link)) unlink(before, link);
        else before = link;
    }
}

std::size_t FrameQueue::gather(std::span<iovec> parts) const {
    std::size_t used = 0, skip = begun_;
    auto const part = [&](char const* bytes, std::size_t size) {
        auto const skipped = std::min(skip, size);
        skip -= skipped;
        if (size > skipped) parts[used++] = {const_cast<char*>(bytes) + skipped, size - skipped};
    };
    for (auto const* link = first_; link && used + 2 <= parts.size(); link = link->next) {
        part(link->head.bytes.data(), link->head.size);
        part(link->bytes->data(), link->bytes->size());
    }
    return used;
}

FrameQueue::Written FrameQueue::written(std::size_t bytes) {
    Written done;
    begun_ += bytes;
    while (first_ && begun_ >= first_->size()) {
        auto const size = first_->size();
        begun_ -= size;
        if (first_->is_raw) done.is_raw_done = true;
        else ++done.frames, done.bytes += size;
        unlink(nullptr, first_);
    }
    return done;
}

void FrameQueue::clear() {
    drop_if([](Link const& link) { return !link.is_raw; });
}

}  // namespace warsha::web
