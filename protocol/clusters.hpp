#pragma once
// Sorting proposals into clusters: how the activity is configured, what a cluster is, the commands of facilitators.
// A room has one set of clusters; a proposal lies in at most one. Votes are on what was frozen when their round opened.

#include "protocol/items.hpp"

namespace warsha {

/// While it is on stage, phones and wall show the clusters as they grow. Nobody votes in it.
struct ClustersConfig {
    friend auto operator<=>(ClustersConfig const&, ClustersConfig const&) = default;
};
BOOST_DESCRIBE_STRUCT(ClustersConfig, (), ())

/// Makes a cluster of these proposals, which leave the clusters they were in; one that is left empty is gone.
struct MakeCluster {
    ItemId cluster;
    Title label;
    List<ProposalId, 200> proposals;
};
BOOST_DESCRIBE_STRUCT(MakeCluster, (), (cluster, label, proposals))

struct RenameCluster {
    ItemId cluster;
    Title label;
};
BOOST_DESCRIBE_STRUCT(RenameCluster, (), (cluster, label))

/// The whole of `from` moves into `into`, which keeps its label.
struct MergeClusters {
    ItemId into, from;
};
BOOST_DESCRIBE_STRUCT(MergeClusters, (), (into, from))

/// Its proposals stand alone again.
struct DissolveCluster {
    ItemId cluster;
};
BOOST_DESCRIBE_STRUCT(DissolveCluster, (), (cluster))

struct MoveProposals {
    List<ProposalId, 200> proposals;
    std::optional<ItemId> to;           ///< absent: out of their clusters
};
BOOST_DESCRIBE_STRUCT(MoveProposals, (), (proposals, to))

}  // namespace warsha
