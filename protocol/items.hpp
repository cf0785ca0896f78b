#pragma once
// What activities are about: groups, categories, and the things one can vote for.

#include "protocol/basic.hpp"

namespace warsha {

/// Short lower-case name of a group or category, unique in its room: [a-z0-9_]{1,40}.
struct Key {
    std::string value;
    friend auto operator<=>(Key const&, Key const&) = default;
};

struct Group {
    Key key;
    Label label;
    friend auto operator<=>(Group const&, Group const&) = default;
};
BOOST_DESCRIBE_STRUCT(Group, (), (key, label))

/// Proposals are sorted into categories: the five principles in the demo.
struct Category {
    Key key;
    Label label;
    friend auto operator<=>(Category const&, Category const&) = default;
};
BOOST_DESCRIBE_STRUCT(Category, (), (key, label))

/// Something one can vote for: an option, a proposal, a cluster (then `proposals` names its members), or a form's question.
struct Item {
    ItemId id;
    Title label;
    List<ProposalId, 200> proposals;
    std::optional<List<Label, 12>> answers;  ///< of a form's question, and only there: a mark's points say which, from 1
    friend auto operator<=>(Item const&, Item const&) = default;
};
BOOST_DESCRIBE_STRUCT(Item, (), (id, label, proposals, answers))

}  // namespace warsha
