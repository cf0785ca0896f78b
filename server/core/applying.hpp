#pragma once
// Inside of core: the facts of one entry, applied one after the other; grouped by subject in apply_*.cpp.

#include "core/state.hpp"

namespace warsha {

class Applying {
public:
    Applying(RoomState& room, Entry const& entry) : room_(room), entry_(entry) {}

    // apply_room.cpp
    void operator()(RoomCreated const&);
    void operator()(RoomStarted const&);
    void operator()(RoomClosed const&);
    void operator()(RoomArchived const&);
    void operator()(EpochRaised const&);
    // apply_seats.cpp
    void operator()(LinkIssued const&);
    void operator()(LinkRevoked const&);
    void operator()(ParticipantJoined const&);
    void operator()(ParticipantRemoved const&);
    void operator()(SeatMoveOffered const&);
    void operator()(SeatMoved const&);
    // apply_agenda.cpp
    void operator()(ActivityAdded const&);
    void operator()(ActivityDropped const&);
    void operator()(AgendaOrdered const&);
    void operator()(StageSet const&);
    void operator()(WallBlanked const&);
    void operator()(Announced const&);
    // apply_activities.cpp
    void operator()(ActivitySkipped const&);
    void operator()(ActivityOpened const&);
    void operator()(ActivityClosed const&);
    void operator()(ResultsRevealed const&);
    void operator()(DeadlineSet const&);
    void operator()(ModerationSet const&);
    void operator()(BallotCast const&);
    // apply_proposals.cpp
    void operator()(ProposalSubmitted const&);
    void operator()(ProposalEdited const&);
    void operator()(ProposalWithdrawn const&);
    void operator()(ProposalEndorsed const&);
    void operator()(ProposalModerated const&);
    void operator()(ProposalErased const&);
    // apply_floor.cpp
    void operator()(FloorAsked const&);
    void operator()(FloorGiven const&);
    void operator()(WordHidden const&);
    void operator()(QuestionAnswered const&);
    // apply_motion.cpp
    void operator()(RollExtended const&);
    void operator()(RollShortened const&);
    void operator()(PresenceMarked const&);
    void operator()(SlipUsed const&);
    void operator()(OpeningRefused const&);
    void operator()(CastingVoteGiven const&);
    void operator()(ClustersSet const&);
    // apply_training.cpp
    void operator()(QuestionShown const&);
    void operator()(CertificateIssued const&);
    void operator()(CatchUpStarted const&);
    // apply_erasing.cpp
    void operator()(NameErased const&);
    void operator()(WordsErased const&);
    // apply_undo.cpp
    void operator()(ActionUndone const&);

private:
    /// False: the id is taken, nothing was added.
    bool add_activity(ActivityPlan const& plan, std::optional<ActivityId> after);
    void drop_activity(ActivityId which);
    void close(Activity& activity);
    /// Recorded once before, in a history the store has lost part of: it was valid then.
    [[nodiscard]] bool is_recorded_again() const { return entry_.epoch < room_.epoch; }

    /// The picture before what comes next; each undoable fact pushes one.
    [[nodiscard]] UndoRecord remember(char const* action) const;
    void push(UndoRecord record);
    /// Remembers how the activity stood, and hands it out to be changed.
    Activity& steer(ActivityId which, char const* action);
    void restore(UndoRecord const& record);
    void restore_control(Activity& activity, ActivityControl control) const;
    void restore_verdict(UndoRecord const& record);

    RoomState& room_;
    Entry const& entry_;
};

}  // namespace warsha
