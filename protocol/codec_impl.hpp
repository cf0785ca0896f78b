#pragma once
// Encode and decode for any described type (core's facts and states too). Compile time lives here: include it in few files.
//
//   std::string bytes = encode_value(state);
//   Decoded<RoomState> state = decode_value<RoomState>(bytes);
//
// A type that needs another form (the journal's sealed texts) gets it from hooks: see json::Writer and json::Reader.

#include "protocol/json_read.hpp"
#include "protocol/json_scan.hpp"
#include "protocol/json_write.hpp"

namespace warsha {

/// For what this server wrote itself: entries and saved states.
inline constexpr Bounds recorded_bounds{std::size_t{1} << 30, 24, 10'000'000, 10'000'000};

template <class T, class Hooks = json::NoHooks>
std::string encode_value(T const& value, Hooks&& hooks = {}) {
    std::string out;
    out.reserve(256);
    json::Writer(out, hooks).value(value);
    return out;
}

/// Never throws but for memory. After a failure of the parser behind the scan (they agree, so never) the kind is syntax.
template <class T, class Hooks = json::NoHooks>
Decoded<T> decode_value(std::string_view bytes, Bounds bounds = recorded_bounds, Texts texts = Texts::recorded, Hooks&& hooks = {}) {
    if (auto refused = scan_json(bytes, bounds)) return std::move(*refused);
    auto const dom = json::Dom::parse(bytes, nullptr, false);
    if (dom.is_discarded()) return DecodeError{DecodeError::Kind::syntax, "", "is not JSON", {}, {}};
    T value;
    json::Reader reader(texts, hooks);
    if (!reader.value(dom, value)) return std::move(reader.error);
    return value;
}

}  // namespace warsha
