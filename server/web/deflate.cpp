#include "web/deflate.hpp"

#include <new>

#include <zlib.h>

#include "web/frames.hpp"

namespace warsha::web {
namespace {

/// Kept per thread: its tables are a quarter of a megabyte.
class Deflater {
public:
    Deflater() {
        constexpr int raw_window_bits = -15, memory_level = 8;
        if (::deflateInit2(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, raw_window_bits, memory_level, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
    }
    ~Deflater() { ::deflateEnd(&stream_); }
    Deflater(Deflater const&) = delete;
    Deflater& operator=(Deflater const&) = delete;

    std::string operator()(std::string_view text) {
        ::deflateReset(&stream_);
        std::string made(::deflateBound(&stream_, text.size()), '\0');
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
        stream_.avail_in = static_cast<uInt>(text.size());
        stream_.next_out = reinterpret_cast<Bytef*>(made.data());
        stream_.avail_out = static_cast<uInt>(made.size());
        ::deflate(&stream_, Z_FINISH);   // cannot fail: the bound is room enough
        made.resize(made.size() - stream_.avail_out);
        return made;
    }

private:
    z_stream stream_{};
};

}  // namespace

Frame deflated(std::string_view text) {
    thread_local Deflater deflater;
    return framed(deflater(text), FrameHead::binary);
}

}  // namespace warsha::web
