#pragma once
// A formal opinion: the roll of those entitled, the rules declared before the vote, the commands of chair, clerk and scribe.

#include "protocol/items.hpp"

namespace warsha {

/// How many of a body's roll must be present: a part of the roll, strictly more than it or at least it.
struct Quorum {
    Int<0, 100> num{1};
    Int<1, 100> den{2};
    bool strictly = true;
    friend auto operator<=>(Quorum const&, Quorum const&) = default;
};
BOOST_DESCRIBE_STRUCT(Quorum, (), (num, den, strictly))

/// What a majority is a part of. Weights count where the roll has them.
enum class Base { for_and_against, cast, present, roll };
BOOST_DESCRIBE_ENUM(Base, for_and_against, cast, present, roll)

/// simple: more for than against. absolute: more than half of the base. two_thirds, fraction (n/m): at least that part of the base.
enum class Threshold { simple, absolute, two_thirds, fraction };
BOOST_DESCRIBE_ENUM(Threshold, simple, absolute, two_thirds, fraction)

/// As many for as against: it fails, or the chair decides.
enum class TieRule { fails, chair };
BOOST_DESCRIBE_ENUM(TieRule, fails, chair)

struct Majority {
    Base base = Base::for_and_against;
    Threshold threshold = Threshold::simple;
    std::optional<Int<1, 100>> num, den;  ///< of a fraction, and only there; num ≤ den
    TieRule tie = TieRule::fails;
    friend auto operator<=>(Majority const&, Majority const&) = default;
};
BOOST_DESCRIBE_STRUCT(Majority, (), (base, threshold, num, den, tie))

/// When is it favourable as a whole: every body is, more bodies are than are not, or all ballots pooled are.
enum class OverallRule { all_bodies, most_bodies, pooled };
BOOST_DESCRIBE_ENUM(OverallRule, all_bodies, most_bodies, pooled)

/// An advisory body gives an opinion (رأي), a council takes a decision (مقرر).
enum class MotionWording { opinion, decision };
BOOST_DESCRIBE_ENUM(MotionWording, opinion, decision)

/// For (1), against (2), abstain (3). The bodies are the activity's groups; each needs a roll. Rounds are attempts.
struct MotionConfig {
    Quorum quorum;
    Majority majority;
    OverallRule overall = OverallRule::all_bodies;
    MotionWording wording = MotionWording::opinion;
    bool roll_call = false;             ///< true: the result names who voted how; false: anonymous to the room
    friend auto operator<=>(MotionConfig const&, MotionConfig const&) = default;
};
BOOST_DESCRIBE_STRUCT(MotionConfig, (), (quorum, majority, overall, wording, roll_call))

/// One entitled person, as read from the clerk's file. The desk makes id and secret; the secret goes on the printed slip, its SHA-256 here.
struct RollLine {
    RollId roll;
    Key body;
    Text<1, 80> name;                   ///< of the person or of the seat they fill
    Int<1, 1000> weight{1};
    Hash slip_hash;
    friend auto operator<=>(RollLine const&, RollLine const&) = default;
};
BOOST_DESCRIBE_STRUCT(RollLine, (), (roll, body, name, weight, slip_hash))

/// Adds lines to the roll; a long file comes in several. Refused while a motion is open.
struct ExtendRoll {
    List<RollLine, 40> lines;
};
BOOST_DESCRIBE_STRUCT(ExtendRoll, (), (lines))

/// Takes lines off the roll. Refused while a motion is open, and for a line that has voted in one.
struct ShortenRoll {
    List<RollId, 200> lines;
};
BOOST_DESCRIBE_STRUCT(ShortenRoll, (), (lines))

/// By hand. Without it a person is present from the moment their slip took a seat.
struct MarkPresence {
    RollId roll;
    std::optional<bool> present;        ///< absent: back to what the seat says
};
BOOST_DESCRIBE_STRUCT(MarkPresence, (), (roll, present))

/// The secret of a printed seat slip, good once: this seat is then that line of the roll.
struct UseSlip {
    Bytes16 slip;
};
BOOST_DESCRIBE_STRUCT(UseSlip, (), (slip))

enum class Stance { in_favour, against, abstain };
BOOST_DESCRIBE_ENUM(Stance, in_favour, against, abstain)

/// A scribe's entry for a person without a phone; replaces an earlier one of a scribe, never a person's own.
struct CastForRoll {
    ActivityId activity;
    Int<1, 1000> round{1};
    RollId roll;
    Stance stance = Stance::abstain;
};
BOOST_DESCRIBE_STRUCT(CastForRoll, (), (activity, round, roll, stance))

/// The chair's casting vote, where the rule gives one and the closed attempt is tied.
struct GiveCastingVote {
    ActivityId activity;
    Key body;                           ///< "all" where ballots are pooled
    bool in_favour = true;
};
BOOST_DESCRIBE_STRUCT(GiveCastingVote, (), (activity, body, in_favour))

}  // namespace warsha
