#include "journal/entry.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <stdexcept>

#include "core/state.hpp"
#include "journal/hashing.hpp"
#include "protocol/codec.hpp"
#include "protocol/codec_impl.hpp"

namespace warsha {

BOOST_DESCRIBE_STRUCT(Entry, (), (v, epoch, offset, time, actor, cid, check, events))

Hash blob_hash(Bytes16 const& salt, std::string_view text) {
    return Hash{sha256_of({{reinterpret_cast<char const*>(salt.data()), salt.size()}, text})};
}

namespace {

/// HMAC(room key, cid ‖ index): nobody without the key can guess a text from its hash, and no randomness is needed.
Bytes16 salt_of(RoomKey const& key, Cid cid, std::uint32_t index) {
    std::array<unsigned char, 20> input{};
    std::memcpy(input.data(), cid.value.data(), 16);
    for (int i = 0; i < 4; ++i) input[16 + static_cast<std::size_t>(i)] = static_cast<unsigned char>(index >> (8 * i));
    auto const mac = hmac_of(key.bytes, {{reinterpret_cast<char const*>(input.data()), input.size()}});
    Bytes16 salt{};
    std::memcpy(salt.data(), mac.data(), salt.size());
    return salt;
}

/// Writing: a person's words become their hash, the words go into blobs beside the entry.
struct Sealing {
    Draft& draft;
    RoomKey const& key;

    void write(std::string& out, Sealed const& words) {
        auto const salt = salt_of(key, draft.cid, static_cast<std::uint32_t>(draft.blobs.size()));
        draft.blobs.push_back({blob_hash(salt, words.text), salt, words.text});
        out += '"' + text_of(draft.blobs.back().hash) + '"';
    }
};

/// Reading: a hash without its blob is an erased text.
struct Opening {
    Stored const& stored;

    bool read(nlohmann::json const& hash, Sealed& words) const {
        if (!hash.is_string()) return false;
        auto const is_it = [&](Blob const& blob) { return text_of(blob.hash) == hash.get_ref<std::string const&>(); };
        auto const blob = std::ranges::find_if(stored.blobs, is_it);
        words = blob == stored.blobs.end() ? Sealed{.text = {}, .erased = true} : Sealed{.text = blob->text, .erased = false};
        return true;
    }
};

/// Reading, for nothing but the hashes that stand alone.
struct Missing {
    Stored const& stored;
    std::vector<Hash>* missing;

    bool read(nlohmann::json const& text, Sealed& words) const {
        Hash hash;
        if (!text.is_string() || !from_base64url(text.get_ref<std::string const&>(), hash.value.data(), hash.value.size())) return false;
        if (std::ranges::find(stored.blobs, hash, &Blob::hash) == stored.blobs.end()) missing->push_back(hash);
        words = {.text = {}, .erased = true};
        return true;
    }
};

}  // namespace

std::vector<Hash> erased_texts(Stored const& stored) {
    std::vector<Hash> missing;
    auto const ignored = decode_value<Entry>(stored.bytes, recorded_bounds, Texts::recorded, Missing{stored, &missing});
    return missing;
}

Draft seal(Entry const& entry, RoomKey const& key) {
    Draft draft{.cid = entry.cid};
    draft.head = R"({"actor":)" + encode_value(entry.actor) + R"(,"check":)" + std::to_string(entry.check) + R"(,"cid":")" + text_of(entry.cid) +
                 R"(","epoch":)" + std::to_string(entry.epoch) + R"(,"events":)" + encode_value(entry.events, Sealing{draft, key}) + ",";
    draft.raises_agenda_version = std::ranges::any_of(entry.events, raises_agenda_version);
    return draft;
}

Entry open(Stored const& stored) {
    auto entry = decode_value<Entry>(stored.bytes, recorded_bounds, Texts::recorded, Opening{stored});
    if (!entry) throw std::runtime_error("entry " + std::to_string(stored.offset) + " is not well formed: " + entry.error().where + " " + entry.error().what);
    if (entry->v != 1) throw std::runtime_error("entry " + std::to_string(stored.offset) + " has format " + std::to_string(entry->v) + ", this program knows 1");
    if (entry->offset != stored.offset) throw std::runtime_error("entry " + std::to_string(stored.offset) + " says it is " + std::to_string(entry->offset));
    return std::move(*entry);
}

std::uint64_t check_of(Stored const& stored) {
    constexpr std::string_view key = R"("check":)";
    auto const at = stored.bytes.find(key);  // only the actor stands before it, and an id holds no quote
    std::uint64_t check = 0;
    if (at != std::string::npos) std::from_chars(stored.bytes.data() + at + key.size(), stored.bytes.data() + stored.bytes.size(), check);
    return check;
}

Hash next_digest(Hash const& before, std::string_view bytes) {
    return Hash{sha256_of({{reinterpret_cast<char const*>(before.value.data()), before.value.size()}, bytes})};
}

namespace {

std::string tail_of(Offset offset, UnixMillis time) { return R"("offset":)" + std::to_string(offset) + R"(,"time":)" + std::to_string(time) + R"(,"v":1})"; }

}  // namespace

std::string complete(Draft const& draft, Offset offset, UnixMillis time) { return draft.head + tail_of(offset, time); }

bool agrees_with_bytes(Stored const& stored) {
    constexpr std::string_view key = R"("cid":")";
    auto const at = stored.bytes.find(key);  // only the actor and a number stand before it
    return at != std::string::npos && stored.bytes.compare(at + key.size(), 22, text_of(stored.cid)) == 0 &&
           std::string_view(stored.bytes).ends_with(tail_of(stored.offset, stored.time));
}

}  // namespace warsha
