#include "archive/backup.hpp"

#include <algorithm>
#include <fstream>
#include <future>
#include <map>
#include <stdexcept>

#include <nlohmann/json.hpp>
#include <openssl/evp.h>

#include "core/state.hpp"
#include "journal/entry.hpp"
#include "journal/files.hpp"
#include "protocol/codec.hpp"

namespace warsha {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::size_t page_entries = 500;

class Sha256 {
public:
    Sha256() { EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr); }
    void add(std::string_view bytes) { EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()); }
    Hash take() {
        Hash hash;
        EVP_DigestFinal_ex(context_.get(), hash.value.data(), nullptr);
        return hash;
    }

private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

class Writer {
public:
    explicit Writer(std::function<void(std::string_view)> const& write) : write_(write) {}
    void line(Json const& value) {
        auto const text = value.dump() + "\n";
        sum_.add(text);
        ++lines_;
        write_(text);
    }
    void end() { write_(Json{{"lines", lines_}, {"sha256", text_of(sum_.take())}}.dump() + "\n"); }

private:
    std::function<void(std::string_view)> const& write_;
    Sha256 sum_;
    std::uint64_t lines_ = 0;
};

Json told(Stored const& entry) {
    Json blobs = Json::array();
    for (auto const& blob : entry.blobs) blobs.push_back({text_of(blob.hash), to_base64url(blob.salt.data(), blob.salt.size()), blob.text});
    return {{"bytes", entry.bytes}, {"cid", text_of(entry.cid)}, {"digest", text_of(entry.digest)}, {"offset", entry.offset}, {"time", entry.time}, {"blobs", std::move(blobs)}};
}

template <class Id>
Id id_of(Json const& text) {
    Id id;
    if (!from_base64url(text.get_ref<std::string const&>(), id.value.data(), id.value.size())) throw std::runtime_error("The backup holds an id that is none.");
    return id;
}

Copied read_entry(Json const& told) {
    Stored entry{.offset = told.at("offset"), .time = told.at("time"), .cid = id_of<Cid>(told.at("cid")), .bytes = told.at("bytes"), .digest = id_of<Hash>(told.at("digest")), .blobs = {}};
    for (auto const& blob : told.at("blobs")) {
        Blob made{.hash = id_of<Hash>(blob.at(0)), .salt = {}, .text = blob.at(2)};
        from_base64url(blob.at(1).get_ref<std::string const&>(), made.salt.data(), made.salt.size());
        if (blob_hash(made.salt, made.text) != made.hash) throw std::runtime_error("A text in the backup is not the one its entry names.");
        entry.blobs.push_back(std::move(made));
    }
    bool const raises = std::ranges::any_of(open(entry).events, raises_agenda_version);  // and every fact is well formed
    return {std::move(entry), raises};
}

/// The journal is told entry by entry, and these are this machine's.
bool is_left_out(fs::path const& name) {
    auto const text = name.generic_string();
    return text.starts_with("journal.sqlite") || text == "lock" || text == "control" || text.ends_with(".new");
}

void write_files(Writer& writer, fs::path const& data_dir) {
    for (auto const& entry : fs::recursive_directory_iterator(data_dir)) {
        auto const name = fs::relative(entry.path(), data_dir);
        if (!entry.is_regular_file() || is_left_out(name)) continue;
        auto const bytes = read_file(entry.path());
        if (bytes) writer.line({{"file", name.generic_string()}, {"bytes", to_base64url(reinterpret_cast<unsigned char const*>(bytes->data()), bytes->size())}});
    }
}

void write_room(Writer& writer, Journal& journal, RoomRecord const& record) {
    writer.line({{"room", {{"room", text_of(record.room)}, {"code", record.code}, {"epoch", record.epoch}}}});
    for (Offset since = 0;;) {
        auto const page = journal.read(record.room, since, page_entries);
        if (page.damage) throw std::runtime_error("Room " + record.code + " is damaged at entry " + std::to_string(page.damage->first_bad) + ": " + page.damage->what + ". It cannot be backed up.");
        for (auto const& entry : page.entries) writer.line({{"entry", told(entry)}});
        if (page.entries.empty()) return;
        since = page.entries.back().offset;
    }
}

/// One room after the other; what is told of it is put page by page.
class Restoring {
public:
    Restoring(CopyJournal& journal, fs::path data_dir) : journal_(journal), data_dir_(std::move(data_dir)) {}

    void take(Json const& line) {
        if (line.contains("room")) return begin(line.at("room"));
        if (line.contains("entry")) return add(read_entry(line.at("entry")));
        if (line.contains("file")) file(line.at("file"), line.at("bytes"));
    }

    Restored end() {
        end_room();
        return done_;
    }

private:
    void begin(Json const& room) {
        end_room();
        record_ = RoomRecord{.room = id_of<RoomId>(room.at("room")), .code = room.at("code"), .epoch = room.at("epoch").get<Epoch>() + 1};
        is_archived_ = false;
        last_ = {};
        journal_.keep(*record_);
        ++done_.rooms;
    }

    void add(Copied entry) {
        for (auto const& event : open(entry.entry).events) is_archived_ = is_archived_ || std::holds_alternative<RoomArchived>(event);
        last_ = {entry.entry.offset, entry.entry.digest};
        page_.push_back(std::move(entry));
        ++done_.entries;
        if (page_.size() >= page_entries) put();
    }

    void put() {
        auto const is_kept = wait<bool>([&](auto done) { journal_.put(record_->room, std::exchange(page_, {}), false, std::move(done)); });
        if (!is_kept) throw std::runtime_error("The disk refused the restored entries.");
    }

    void end_room() {
        if (!record_) return;
        put();
        Entry fact{.epoch = record_->epoch, .actor = BySystem{}, .cid = {}, .events = {EpochRaised{record_->epoch - 1, record_->epoch}}};
        auto const mark = next_digest(last_.second, "warsha-restored" + std::to_string(record_->epoch));
        std::copy_n(mark.value.begin(), fact.cid.value.size(), fact.cid.value.begin());
        auto const outcome = wait<AppendOutcome>([&](auto done) { journal_.append(record_->room, record_->epoch, ExactPosition{last_.first}, {seal(fact, RoomKey{})}, std::move(done)); });
        if (!std::holds_alternative<Appended>(outcome)) throw std::runtime_error("Room " + record_->code + " could not be restored: its entries do not follow from each other.");
        if (is_archived_) journal_.release_code(record_->room);
        record_.reset();
    }

    void file(fs::path const& name, std::string const& text) {
        auto const where = (data_dir_ / name).lexically_normal();
        bool const is_inside = !name.is_absolute() && where.string().starts_with((data_dir_ / "").lexically_normal().string());
        std::string bytes(text.size() * 3 / 4, '\0');
        if (!is_inside || !from_base64url(text, reinterpret_cast<unsigned char*>(bytes.data()), bytes.size())) throw std::runtime_error("The backup holds a file that is none: " + name.string());
        write_durably(where, bytes);
    }

    template <class T>
    static T wait(std::function<void(std::function<void(T)>)> const& ask) {
        auto const answer = std::make_shared<std::promise<T>>();
        auto future = answer->get_future();
        ask([answer](T given) { answer->set_value(std::move(given)); });
        return future.get();
    }

    CopyJournal& journal_;
    fs::path data_dir_;
    std::optional<RoomRecord> record_;
    std::pair<Offset, Hash> last_;
    bool is_archived_ = false;
    std::vector<Copied> page_;
    Restored done_;
};

}  // namespace

void write_backup(Journal& journal, fs::path const& data_dir, std::function<void(std::string_view)> const& write) {
    Writer writer(write);
    writer.line({{"backup", 1}});
    auto rooms = journal.rooms();
    // Archived rooms first: a code that one of them had may be a live room's by now, and the last to claim it has it.
    std::ranges::stable_partition(rooms, [&](RoomRecord const& one) { return fs::exists(data_dir / "bundles" / (text_of(one.room) + ".json")); });
    for (auto const& room : rooms) write_room(writer, journal, room);
    write_files(writer, data_dir);       // after the rooms: so there is a key for each of them
    writer.end();
}

void check_backup(fs::path const& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error(file.string() + " cannot be read.");
    Sha256 sum;
    std::uint64_t lines = 0;
    std::string line, next;
    std::getline(in, line);
    auto const first = Json::parse(line, nullptr, false);
    if (!first.is_object() || first.value("backup", 0) != 1) throw std::runtime_error(file.string() + " is no backup that this program made.");
    while (std::getline(in, next)) {
        sum.add(line + "\n");
        ++lines;
        line = std::move(next);
    }
    auto const last = Json::parse(line, nullptr, false);
    bool const is_whole = last.is_object() && last.contains("sha256") && last.value("lines", std::uint64_t{0}) == lines && last["sha256"] == text_of(sum.take());
    if (!is_whole) throw std::runtime_error("The backup " + file.string() + " is cut off or damaged. Nothing was changed.");
}

Restored read_backup(fs::path const& file, CopyJournal& journal, fs::path const& data_dir) {
    std::ifstream in(file, std::ios::binary);
    Restoring restoring(journal, data_dir);
    for (std::string line; std::getline(in, line);) restoring.take(Json::parse(line));
    return restoring.end();
}

}  // namespace warsha
