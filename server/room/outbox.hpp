#pragma once
// The phone's memory of what it has not yet seen recorded: a pure step function, once here (crowd, play, simulator)
// and once in web-client/src/lib/outbox.ts, which must reproduce this one's traces step for step.

#include "protocol/messages.hpp"

namespace warsha::outbox {

enum class Progress { saved, sent, counted, refused };   ///< saved on phone / sent / counted / refused with a reason
BOOST_DESCRIBE_ENUM(Progress, saved, sent, counted, refused)

struct Pending {
    Cid cid;
    std::string body;                    ///< canonical JSON of the command
    std::string lane;                    ///< commands of one lane replace each other ("ballot:<activity>"); "" never
    Progress progress = Progress::saved; ///< saved or sent
    std::int64_t sent_at = 0;            ///< ms, of a clock that only goes forward
    std::uint32_t attempts = 0;
};
BOOST_DESCRIBE_STRUCT(Pending, (), (cid, body, lane, progress, sent_at, attempts))

struct State {
    bool online = false;                 ///< welcome received on the current socket
    std::vector<Pending> pending;        ///< in the order they were made
};
BOOST_DESCRIBE_STRUCT(State, (), (online, pending))

struct Enqueue { Cid cid; std::string body; std::string lane; };
BOOST_DESCRIBE_STRUCT(Enqueue, (), (cid, body, lane))
struct Online {};
BOOST_DESCRIBE_STRUCT(Online, (), ())
struct Offline {};
BOOST_DESCRIBE_STRUCT(Offline, (), ())
struct Recorded { Cid cid; };
BOOST_DESCRIBE_STRUCT(Recorded, (), (cid))
struct Refused { Cid cid; Reject code = Reject::forbidden; std::int64_t retry_after_ms = 0; };
BOOST_DESCRIBE_STRUCT(Refused, (), (cid, code, retry_after_ms))
struct Tick {};
BOOST_DESCRIBE_STRUCT(Tick, (), ())
using Input = std::variant<Enqueue, Online, Offline, Recorded, Refused, Tick>;

struct Send { Cid cid; std::string body; };
BOOST_DESCRIBE_STRUCT(Send, (), (cid, body))
struct Save {};                          ///< the pending list changed: write it to local storage before anything is sent
BOOST_DESCRIBE_STRUCT(Save, (), ())
struct Tell { Cid cid; Progress progress = Progress::saved; std::optional<Reject> code; };
BOOST_DESCRIBE_STRUCT(Tell, (), (cid, progress, code))
using Effect = std::variant<Save, Send, Tell>;

struct Step { State state; std::vector<Effect> effects; };

inline constexpr std::int64_t resend_after_ms = 5'000;   ///< doubled per attempt, at most 40 s; only while online
inline constexpr std::size_t pending_max = 200;

/// Rules (SPEC §outbox): everything pending is sent in order on Online; a newer command of a lane replaces an older one
/// that is still pending (its receipt, should it come, is ignored); a retryable refusal keeps it pending; a final one drops it;
/// an answer for an unknown cid changes nothing. `now_ms` is a clock of the client's that only goes forward; the wall clock may be
/// set back, and then nothing would be sent again.
Step step(State state, Input const& input, std::int64_t now_ms);

}  // namespace warsha::outbox
