// Long because every way a room comes to be, is found, loaded, read and forgotten ends at one table of slots.

#include "room/host.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <shared_mutex>
#include <thread>

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <spdlog/spdlog.h>

#include "archive/bundle.hpp"
#include "core/check_plan.hpp"
#include "protocol/codec.hpp"
#include "protocol/codec_impl.hpp"
#include "room/clockwork.hpp"
#include "room/data_dir.hpp"
#include "room/issuing.hpp"
#include "room/secrets.hpp"

namespace warsha {
namespace {

constexpr UnixMillis archived_rooms_kept_loaded_ms = 24 * 3600 * 1000;
constexpr int code_attempts_max = 50;
constexpr std::int64_t code_rests_ms = 30LL * 24 * 3600 * 1000;
constexpr std::int64_t summary_interval_ms = 1000, session_lasts_s = 12 * 3600;

UnixMillis system_now() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

/// One room of this process. `room` is touched on its home thread only; `summary` under the host's lock.
struct Slot {
    [[nodiscard]] RoomPhase phase() const { return room ? room->state().phase : summary.phase; }
    std::unique_ptr<Room> room;
    RoomSummary summary;
    std::shared_ptr<void> watching;      ///< the timer that keeps `summary` true
    Unusual unusual;                     ///< as told last; touched by tell_unusual() alone
    Offset failed_at = 0;                ///< head at the last failure: failing there again means quarantine
};

struct Host::Impl : std::enable_shared_from_this<Impl> {
    Impl(HostConfig config, Journal& journal, Cluster& cluster, Delivery& delivery, Homes const& homes)
        : config(std::move(config)), journal(journal), cluster(cluster), delivery(delivery), homes(homes) {
        this->config.room.server_key = key_from_file(this->config.data_dir / "server.key");
        destroy_leftovers(this->config.data_dir / "keys");
    }

    HostConfig config;
    Journal& journal;
    Cluster& cluster;
    Delivery& delivery;
    Homes const& homes;
    std::map<boost::asio::io_context*, std::unique_ptr<Clockwork>> clockworks;
    boost::asio::thread_pool archive{1};
    std::atomic<bool> stopping = false;
    std::shared_ptr<void> retention_timer;

    mutable std::shared_mutex lock;      // the directory: read per connection, written when a room comes or goes
    std::map<RoomId, std::shared_ptr<Slot>> slots;
    std::function<void(RoomId)> tell_gone;
    std::map<std::string, RoomId> codes;

    Clockwork& clockwork(RoomId room) {
        std::unique_lock const guard(lock);
        auto& home = homes.of(room);
        auto& clockwork = clockworks[&home];
        if (!clockwork) clockwork = make_clockwork(home);
        return *clockwork;
    }

    void visit(RoomId room, std::function<void(Room*)> const& what) const {
        auto const slot = stopping ? nullptr : slot_of(room);
        what(slot ? slot->room.get() : nullptr);
    }
    std::shared_ptr<Slot> slot_of(RoomId room) const {
        std::shared_lock const guard(lock);
        auto const found = slots.find(room);
        return found == slots.end() ? nullptr : found->second;
    }

    std::shared_ptr<Slot> add_slot(RoomSummary summary) {
        std::unique_lock const guard(lock);
        auto& slot = slots[summary.room];
        if (!slot) slot = std::make_shared<Slot>();
        codes[summary.code] = summary.room;
        slot->summary = std::move(summary);
        return slot;
    }

    void refresh_summary(Slot& slot) {
        if (!slot.room) return;
        auto summary = summary_of(slot.room->state());
        std::unique_lock const guard(lock);
        if (!summary.bundle) summary.bundle = slot.summary.bundle;  // written, and its entry is on its way
        slot.summary = std::move(summary);
    }

    /// Of a room that another node made, the key comes through the cluster and stays here.
    std::optional<RoomKey> key_of(RoomId room) {
        if (auto const kept = room_key(config.data_dir, room)) return kept;
        auto const shared = cluster.key_of(room);
        if (shared) store_room_key(config.data_dir, room, *shared);
        return shared;
    }

    RoomConfig room_config(std::optional<RoomKey> const& key, std::string const& code) const {
        RoomConfig made = config.room;
        made.room_key = key.value_or(RoomKey{});  // of a closed room, which makes no pseudonym any more
        made.join_url = config.public_url + "/j/" + code;
        return made;
    }

    /// Home thread, or before the threads run. Throws what Room's constructor throws.
    void load(Slot& slot, RoomId room, std::string const& code, Offset no_resume_until = 0) {
        std::weak_ptr<Impl> const self = weak_from_this();
        RoomEvents events;
        events.on_closed = [self, room] {
            if (auto const host = self.lock()) host->write_bundle_of(room);
        };
        events.on_failed = [self, room](std::string why) {
            if (auto const host = self.lock()) host->homes.post(room, [host, room, why] { host->reload(room, why); });
        };
        events.on_archived = [self, room](Hash bundle) {
            if (auto const host = self.lock()) host->have_bundle(room, bundle);
        };
        events.on_words_erased = [self, room] {
            if (auto const host = self.lock()) host->make_bundle_anew(room);
        };
        if (cluster.is_shared()) events.tell_peers = [this, room](News const& news) { cluster.tell(room, news); };
        auto const key = key_of(room);
        auto room_config = this->room_config(key, code);
        room_config.no_resume_until = no_resume_until;
        slot.room = std::make_unique<Room>(room, journal, delivery, clockwork(room), std::move(room_config), std::move(events));
        if (slot.room->state().phase != RoomPhase::closed) {
            // Another key would give every seat a second pseudonym, and with it a second vote.
            if (!key) throw std::runtime_error("its key is not here: put the file keys/" + text_of(room) + " of the data folder back");
            cluster.share_key(room, *key);
        }
        slot.room->storage_changed(cluster.condition().told);
        refresh_summary(slot);
        watch(slot, room);
    }

    /// False: it is quarantined.
    bool try_load(Slot& slot, RoomId room, std::string const& code) {
        try {
            load(slot, room, code);
            return true;
        } catch (std::exception const& error) {
            quarantine(slot, room, error.what());
            return false;
        }
    }

    /// Listings read summaries, never rooms: they are a second old at most.
    void watch(Slot& slot, RoomId room) {
        slot.watching = clockwork(room).after(summary_interval_ms, [self = weak_from_this(), room] {
            auto const host = self.lock();
            auto const watched = host ? host->slot_of(room) : nullptr;
            if (!watched || !watched->room || host->stopping) return;
            host->refresh_summary(*watched);
            host->watch(*watched, room);
        });
    }

    void quarantine(Slot& slot, RoomId room, std::string const& why) {
        spdlog::error("room {} is not served: {}", text_of(room), why);
        slot.room.reset();
        {
            std::unique_lock const guard(lock);
            slot.summary.trouble = why;
        }
        delivery.close_all(room, CloseCode::internal);
    }

    /// Home thread. A room that fails again at the same entry is quarantined: reloading would only repeat it.
    void reload(RoomId room, std::string const& why) {
        auto const slot = slot_of(room);
        if (!slot || !slot->room || stopping) return;
        auto const head = slot->room->position().offset;
        if (slot->failed_at == head) return quarantine(*slot, room, why);
        slot->failed_at = head;
        spdlog::warn("room {} is reloaded from its journal: {}", text_of(room), why);
        slot->room.reset();
        try {
            load(*slot, room, slot->summary.code, head);
            delivery.close_all(room, CloseCode::reset);
        } catch (std::exception const& error) {
            quarantine(*slot, room, error.what());
        }
    }

    // ── other nodes ────────────────────────────────────────────────────────────────────────────
    void attach_cluster() {
        std::weak_ptr<Impl> const self = weak_from_this();
        auto const in_room = [self](RoomId id, std::function<void(Impl&, Slot&)> const& what) {
            auto const host = self.lock();
            auto const slot = host && !host->stopping ? host->slot_of(id) : nullptr;
            if (slot && slot->room) what(*host, *slot);
        };
        cluster.attach({
            .on_room = [self](RoomRecord record) {
                if (auto const host = self.lock()) host->homes.post(record.room, [host, record] { host->come_to_know(record); });
            },
            .on_gone = [self](RoomId id) {
                if (auto const host = self.lock(); host && !host->stopping) host->let_go(id, [host, id] { host->tell_that_gone(id); });
            },
            .on_mended = [in_room](RoomId id) { in_room(id, [id](Impl& host, Slot& slot) { host.load_mended(slot, id); }); },
            .on_news = [in_room](RoomId id, NodeId from, News news) { in_room(id, [&](Impl&, Slot& slot) { slot.room->heard(from, news); }); },
            .on_condition = [self] {
                if (auto const host = self.lock()) host->tell_condition();
            },
        });
    }

    /// Home thread: another node has made this room.
    void come_to_know(RoomRecord const& record) {
        if (stopping || slot_of(record.room)) return;
        auto const slot = add_slot({.room = record.room, .code = record.code});
        try_load(*slot, record.room, record.code);
    }

    /// Home thread: the room's history was mended and is another one now. Phones come back, get a fresh view and send again what they hold.
    void load_mended(Slot& slot, RoomId room) {
        auto const code = slot.summary.code;
        slot.room.reset();
        try {
            load(slot, room, code);
            spdlog::warn("room {} goes on with its mended record", text_of(room));
            delivery.close_all(room, CloseCode::reset);
        } catch (std::exception const& error) {
            quarantine(slot, room, error.what());
        }
    }

    void tell_condition() {
        auto const told = cluster.condition().told;
        std::shared_lock const guard(lock);
        for (auto const& [room, slot] : slots)
            homes.post(room, [slot, told] { if (slot->room) slot->room->storage_changed(told); });
    }

    void tell_unusual(std::uint64_t wrong_codes, std::map<RoomId, Unusual> const& of_rooms) {
        std::shared_lock const guard(lock);
        for (auto const& [room, slot] : slots) {
            auto const found = of_rooms.find(room);
            auto told = found == of_rooms.end() ? Unusual{} : found->second;
            told.wrong_codes = wrong_codes;
            if (slot->summary.phase == RoomPhase::closed || told == std::exchange(slot->unusual, told)) continue;
            homes.post(room, [slot, told] { if (slot->room) slot->room->unusual_changed(told); });
        }
    }

    /// Home thread: the bundle that was recorded first is the room's. The node that has it puts it where the others can fetch it.
    void have_bundle(RoomId room, Hash recorded) {
        boost::asio::post(archive, [self = shared_from_this(), room, recorded] {
            auto own = read_file(self->bundle_path(room));
            bool const is_it = own && sha256(*own) == recorded;
            if (is_it) return self->cluster.put_bundle(room, std::move(*own));
            if (own) self->fetch_bundle(room, recorded);  // else it is being made here, and looked at again when it is
        });
    }

    void fetch_bundle(RoomId room, Hash recorded) {
        cluster.get_bundle(room, [self = shared_from_this(), room, recorded](std::optional<std::string> bytes) {
            if (!bytes || sha256(*bytes) != recorded)
                return spdlog::warn("room {}: this node's bundle differs from the recorded one, which could not be fetched yet", text_of(room));
            boost::asio::post(self->archive, [self, room, bytes = std::move(*bytes)] { write_bundle(self->bundle_path(room), bytes); });
        });
    }

    std::filesystem::path bundle_path(RoomId room) const { return config.data_dir / "bundles" / (text_of(room) + ".zip"); }
    std::filesystem::path summary_path(RoomId room) const { return config.data_dir / "bundles" / (text_of(room) + ".json"); }

    /// Any thread. The bundle is made from the journal alone, on the archive's own thread, so the room's thread goes on.
    void write_bundle_of(RoomId room) {
        boost::asio::post(archive, [self = shared_from_this(), room] {
            try {
                auto const read = self->journal.read(room, 0, entries_max + 1);
                if (read.damage) throw std::runtime_error(read.damage->what);
                RoomState state;
                std::vector<Stored> entries;
                for (auto const& stored : read.entries) {
                    // After the close come the archive's own entries and what was erased since: facts about the bundle, not of it.
                    if (state.phase != RoomPhase::closed) entries.push_back(stored);
                    state.apply(open(stored));
                }
                Hash const bundle = write_bundle(self->bundle_path(room), zip(make_bundle(state, entries)));
                self->homes.post(room, [self, room, bundle] { self->archived(room, bundle); });
            } catch (std::exception const& error) {
                spdlog::error("room {}: the bundle could not be written: {}. It is tried again at the next start.", text_of(room), error.what());
            }
        });
    }

    /// Home thread: words were erased that the room's bundle may hold.
    void make_bundle_anew(RoomId room) {
        cluster.forget_bundle(room);
        boost::asio::post(archive, [self = shared_from_this(), room] { destroy_file(self->bundle_path(room)); });
        write_bundle_of(room);
    }

    /// Home thread.
    void archived(RoomId room, Hash bundle) {
        auto const slot = slot_of(room);
        if (!slot || !slot->room) return;
        slot->room->archived(bundle);
        auto summary = summary_of(slot->room->state());
        if (summary.bundle && *summary.bundle != bundle) fetch_bundle(room, *summary.bundle);
        if (!summary.bundle) summary.bundle = bundle;
        {
            std::unique_lock const guard(lock);
            slot->summary = summary;
        }
        write_durably(summary_path(room), encode_value(summary));
        journal.release_code(room);
        if (slot->room->state().plan.settings.anonymous) {
            destroy_room_key(config.data_dir, room);
            cluster.forget_key(room);
        }
        spdlog::info("room {} is archived", text_of(room));
    }

    void load_at_start(RoomRecord const& record) {
        auto const archived = stored_summary(summary_path(record.room));
        RoomSummary known{.room = record.room, .code = record.code};
        if (archived) {
            if (archived->closed_at.value_or(0) < system_now() - archived_rooms_kept_loaded_ms) {
                std::unique_lock const guard(lock);
                slots[record.room] = std::make_shared<Slot>();
                slots[record.room]->summary = *archived;
                return;
            }
            known = *archived;
        }
        auto const slot = add_slot(known);
        try {
            load(*slot, record.room, record.code);
            auto const& state = slot->room->state();
            if (state.phase == RoomPhase::closed && (!archived || !state.bundle)) write_bundle_of(record.room);
            else if (state.phase == RoomPhase::closed && state.plan.settings.anonymous) destroy_room_key(config.data_dir, record.room);  // the last process may not have come to it
        } catch (std::exception const& error) {
            quarantine(*slot, record.room, error.what());
        }
    }

    /// Home thread: the room's first entry is recorded; from here on it is a room like any other.
    void begin(RoomId room, std::string const& code, CreatedRoom const& created, std::function<void(CreatedRoom, std::string)> const& done) {
        auto const slot = add_slot({.room = room, .code = code});
        if (try_load(*slot, room, code)) done(created, "");
        else done({}, *slot->summary.trouble);
    }

    void record_creation(RoomId room, std::string const& code, RoomPlan plan, std::function<void(CreatedRoom, std::string)> done) {
        auto const facilitator = issue_link(LinkRole::facilitator);
        auto const wall = issue_link(LinkRole::wall);
        RoomKey key;
        random_bytes(key.bytes.data(), key.bytes.size());
        store_room_key(config.data_dir, room, key);
        cluster.share_key(room, key);

        Entry const entry{.actor = BySystem{}, .cid = random_id<Cid>(),
                          .events = {RoomCreated{room, code, std::move(plan)}, facilitator.fact, wall.fact}};
        CreatedRoom const created{.room = room, .code = code, .participant_link = config.public_url + "/j/" + code,
                                  .facilitator_link = config.public_url + "/f/" + code + "#" + facilitator.fragment,
                                  .wall_link = config.public_url + "/w/" + code + "#" + wall.fragment};
        journal.append(room, 1, ExactPosition{0}, {seal(entry, key)},
                       [self = shared_from_this(), room, code, created, done](AppendOutcome const& outcome) {
                           if (!std::holds_alternative<Appended>(outcome)) return done({}, "The storage did not take the room; nothing was created. Try again.");
                           self->begin(room, code, created, done);
                       });
    }

    // ── forgetting, on the room's home thread ──────────────────────────────────────────────────
    /// The room may have been archived long ago: then it is loaded for this.
    void erase_words(RoomId room, std::function<void(std::string)> const& done) {
        auto const slot = stopping ? nullptr : slot_of(room);
        if (!slot) return done("There is no such room.");
        if (slot->phase() != RoomPhase::closed) return done("Close the room first: while it is live people still write in it.");
        if (!slot->summary.bundle && !slot->summary.words_erased_at) return done("The room's bundle is being written. Try again in a moment.");
        if (!slot->room && !try_load(*slot, room, slot->summary.code)) return done("The room is not served: " + *slot->summary.trouble);
        slot->room->submit(SystemActor{}, {erasing_cid(room), EraseWords{}}, [room, done](std::optional<Reject> refused) {
            if (!refused) spdlog::info("room {}: names and texts are erased", text_of(room));
            done(refused ? std::string("Nothing was erased: ") + boost::describe::enum_to_string(*refused, "?") + ". Try again." : "");
        });
    }

    /// Again and again: every closed room whose words are due. Those that were loaded for it before are let go.
    void keep_retention() {
        retention_timer = clockwork(RoomId{}).after(config.retention_check_ms, [weak = weak_from_this()] {
            auto const self = weak.lock();
            if (!self || self->stopping) return;
            auto const due = system_now() - *self->config.words_kept_ms;
            for (auto const& [room, slot] : self->closed_before(due)) {
                if (!slot->summary.words_erased_at) self->homes.post(room, [self, room = room] { self->erase_words(room, [](auto const&) {}); });
                else if (slot->summary.bundle) self->homes.post(room, [slot = slot] { slot->room.reset(); });
            }
            self->keep_retention();
        });
    }

    std::map<RoomId, std::shared_ptr<Slot>> closed_before(UnixMillis due) const {
        std::shared_lock const guard(lock);
        std::map<RoomId, std::shared_ptr<Slot>> found;
        for (auto const& [room, slot] : slots)
            if (slot->summary.phase == RoomPhase::closed && slot->summary.closed_at.value_or(due) < due) found.emplace(room, slot);
        return found;
    }

    void remove(RoomId room, std::function<void(std::string)> const& done) {
        auto const slot = stopping ? nullptr : slot_of(room);
        if (!slot) return done("There is no such room.");
        if (slot->phase() == RoomPhase::live && slot->summary.purpose != RoomPurpose::rehearsal) return done("The room is live. Close it first.");
        // Nobody is inside while it goes; a store that does not answer leaves it as it was.
        slot->room.reset();
        delivery.close_all(room, CloseCode::no_such_room);
        journal.forget(room, [self = shared_from_this(), room, done](bool is_gone) {
            if (is_gone) return self->let_go(room, [done] { done(""); });
            if (auto const slot = self->slot_of(room)) self->try_load(*slot, room, slot->summary.code);
            done(self->cluster.is_shared() ? "Redis did not answer. Delete the room again once it does." : "The disk refused. Look into the log.");
        });
    }

    void tell_that_gone(RoomId room) const {
        std::shared_lock guard(lock);
        auto const tell = tell_gone;
        guard.unlock();
        if (tell) tell(room);
    }

    /// Home thread: the journal has nothing of it any more.
    void let_go(RoomId room, std::function<void()> const& done) {
        if (auto const slot = slot_of(room)) slot->room.reset();
        delivery.close_all(room, CloseCode::no_such_room);
        {
            std::unique_lock const guard(lock);
            slots.erase(room);
            std::erase_if(codes, [room](auto const& one) { return one.second == room; });
        }
        boost::asio::post(archive, [self = shared_from_this(), room, done] {
            for (auto const& file : {self->bundle_path(room), self->summary_path(room)}) destroy_file(file);
            destroy_room_key(self->config.data_dir, room);
            spdlog::info("room {} is deleted", text_of(room));
            done();
        });
    }

    /// Its room closed less than a month ago: who still has it on paper must not land in another one.
    bool is_resting(std::string const& code) const {
        std::shared_lock const guard(lock);
        auto const found = codes.find(code);
        auto const slot = found == codes.end() ? slots.end() : slots.find(found->second);
        return slot != slots.end() && slot->second->summary.closed_at && *slot->second->summary.closed_at > system_now() - code_rests_ms;
    }

    void claim_code(RoomId room, RoomPlan plan, int attempt, std::function<void(CreatedRoom, std::string)> done) {
        if (attempt >= code_attempts_max) return done({}, "No free join code was found. Close rooms that are over, or start with --code-digits 8.");
        auto const code = random_code(config.code_digits);
        if (is_resting(code)) return claim_code(room, std::move(plan), attempt + 1, std::move(done));
        journal.create_room(room, code, [self = shared_from_this(), room, plan = std::move(plan), attempt, done = std::move(done), code](bool claimed) {
            if (claimed) return self->record_creation(room, code, plan, done);
            self->claim_code(room, plan, attempt + 1, done);
        });
    }
};

Host::Host(HostConfig config, Journal& journal, Cluster& cluster, Delivery& delivery, Homes const& homes)
    : impl_(std::make_shared<Impl>(std::move(config), journal, cluster, delivery, homes)) {}

Host::~Host() { stop(); }

void Host::start() {
    impl_->attach_cluster();
    for (auto const& record : impl_->journal.rooms()) impl_->load_at_start(record);
    if (impl_->config.words_kept_ms) impl_->keep_retention();
}

void Host::create(RoomPlan plan, std::function<void(CreatedRoom, std::string)> done) {
    if (auto const condition = impl_->cluster.condition(); condition.told.away_since)
        return done({}, "The storage does not answer, so nothing was created. Try again in a moment.");
    if (auto const wrong = check_plan(plan)) return done({}, "The plan is not possible: " + std::string(encode_value(*wrong)) + ".");
    {
        std::shared_lock const guard(impl_->lock);
        auto const live = std::ranges::count_if(impl_->slots, [](auto const& slot) { return slot.second->summary.phase != RoomPhase::closed; });
        if (static_cast<std::size_t>(live) >= impl_->config.rooms_max) return done({}, "This server holds as many rooms as it may. Close one first.");
    }
    impl_->claim_code(random_id<RoomId>(), std::move(plan), 0, std::move(done));
}

std::optional<RoomId> Host::find(std::string const& code) const {
    std::shared_lock const guard(impl_->lock);
    auto const found = impl_->codes.find(code);
    return found == impl_->codes.end() ? std::nullopt : std::optional(found->second);
}

void Host::seek(std::string const& code, std::function<void()> done) {
    if (find(code)) return done();
    impl_->cluster.seek(code, std::move(done));
}

void Host::with_room(RoomId room, std::function<void(Room*)> what) {
    impl_->homes.post(room, [self = impl_, room, what = std::move(what)] { self->visit(room, what); });
}

void Host::enter_room(RoomId room, std::function<void(Room*)> what) {
    if (impl_->homes.is_home(room)) return impl_->visit(room, what);
    with_room(room, std::move(what));
}

void Host::read_room(RoomId room, std::function<void(RoomState const*)> what) {
    impl_->homes.post(room, [self = impl_, room, what = std::move(what)] {
        auto const slot = self->stopping ? nullptr : self->slot_of(room);
        bool const is_asleep = slot && !slot->room;
        if (!slot || (is_asleep && !self->try_load(*slot, room, slot->summary.code))) return what(nullptr);
        what(&slot->room->state());
        if (is_asleep && slot->phase() == RoomPhase::closed) slot->room.reset();
    });
}

std::vector<RoomSummary> Host::list() const {
    std::vector<RoomSummary> all;
    std::shared_lock const guard(impl_->lock);
    for (auto const& [room, slot] : impl_->slots) all.push_back(slot->summary);
    return all;
}

void Host::erase_words(RoomId room, std::function<void(std::string)> done) {
    impl_->homes.post(room, [self = impl_, room, done = std::move(done)] { self->erase_words(room, done); });
}

std::string Host::session_cookie(RoomId room, LinkId link) const {
    return session_cookie_of(impl_->config.room.server_key, room, link, system_now() + session_lasts_s * 1000) + "; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(session_lasts_s);
}
void Host::when_gone(std::function<void(RoomId)> tell) {
    std::unique_lock const guard(impl_->lock);
    impl_->tell_gone = std::move(tell);
}

void Host::tell_unusual(std::uint64_t wrong_codes, std::map<RoomId, Unusual> of_rooms) { impl_->tell_unusual(wrong_codes, of_rooms); }
std::optional<LinkId> Host::proven_link(RoomId room, std::string_view cookies) const { return link_of_cookie(impl_->config.room.server_key, room, cookies, system_now()); }
void Host::remove(RoomId room, std::function<void(std::string)> done) {
    impl_->homes.post(room, [self = impl_, room, done = std::move(done)] { self->remove(room, done); });
}

std::filesystem::path Host::bundle_path(RoomId room) const { return impl_->bundle_path(room); }

bool Host::healthy(std::string& why) const {
    auto const condition = impl_->cluster.condition();
    why = impl_->stopping ? "stopping" : condition.why;
    if (!why.empty()) return false;
    if (condition.told.relaxed) why = "relaxed durability: a crash of Redis may lose the last two seconds of what was confirmed";
    return true;
}

void Host::stop() {
    impl_->stopping = true;
    impl_->archive.join();
}

}  // namespace warsha
