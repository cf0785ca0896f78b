// Sorting proposals into clusters. Each command records all clusters as they stand after it.

#include <algorithm>

#include "core/deciding.hpp"

namespace warsha::deciding {
namespace {

using Clusters = std::vector<ProposalCluster>;

constexpr std::size_t clusters_max = 200;

auto find(Clusters& clusters, ItemId which) { return std::ranges::find(clusters, which, &ProposalCluster::id); }

/// Only what is published, and no questions, is sorted. nullopt: all may be.
std::optional<Reject> cannot_sort(RoomState const& room, List<ProposalId, 200> const& proposals) {
    for (auto const& id : proposals) {
        auto const* const proposal = room.find(id);
        if (!proposal || !std::holds_alternative<ProposalsConfig>(room.find(proposal->activity)->plan.config)) return Reject::unknown_proposal;
        if (proposal->phase != ProposalPhase::published) return Reject::proposal_hidden;
    }
    return std::nullopt;
}

/// Takes them out of wherever they lie.
void take_out(Clusters& clusters, List<ProposalId, 200> const& proposals) {
    auto const is_taken = [&](ProposalId id) { return std::ranges::find(proposals.value, id) != proposals.value.end(); };
    for (auto& cluster : clusters) std::erase_if(cluster.proposals, is_taken);
}

/// Each once, in the order given.
void put_in(ProposalCluster& cluster, List<ProposalId, 200> const& proposals) {
    for (auto const& id : proposals)
        if (std::ranges::find(cluster.proposals, id) == cluster.proposals.end()) cluster.proposals.push_back(id);
}

/// A cluster that was left empty is gone, but for the one that was asked for.
Result<Events> record_clusters(Case const& at, Clusters clusters, std::optional<ItemId> asked_for = {}) {
    std::erase_if(clusters, [&](ProposalCluster const& one) { return one.proposals.empty() && one.id != asked_for; });
    return clusters == at.room.clusters ? nothing() : record(ClustersSet{std::move(clusters)});
}

}  // namespace

Result<Events> decide(Case const& at, MakeCluster const& command) {
    auto clusters = at.room.clusters;
    if (find(clusters, command.cluster) != clusters.end()) return Reject::duplicate_id;
    if (clusters.size() >= clusters_max) return Reject::bad_config;
    if (auto const no = cannot_sort(at.room, command.proposals)) return *no;
    take_out(clusters, command.proposals);
    clusters.push_back({command.cluster, seal_words(command.label), {}});
    put_in(clusters.back(), command.proposals);
    return record_clusters(at, std::move(clusters), command.cluster);
}

Result<Events> decide(Case const& at, RenameCluster const& command) {
    auto clusters = at.room.clusters;
    auto const cluster = find(clusters, command.cluster);
    if (cluster == clusters.end()) return Reject::unknown_cluster;
    cluster->label = seal_words(command.label);
    return record_clusters(at, std::move(clusters), command.cluster);
}

Result<Events> decide(Case const& at, MergeClusters const& command) {
    auto clusters = at.room.clusters;
    if (command.into == command.from) return nothing();
    auto const from = find(clusters, command.from), into = find(clusters, command.into);
    if (from == clusters.end() || into == clusters.end()) return Reject::unknown_cluster;
    into->proposals.insert(into->proposals.end(), from->proposals.begin(), from->proposals.end());
    clusters.erase(from);
    return record_clusters(at, std::move(clusters), command.into);
}

Result<Events> decide(Case const& at, DissolveCluster const& command) {
    auto clusters = at.room.clusters;
    auto const cluster = find(clusters, command.cluster);
    if (cluster == clusters.end()) return Reject::unknown_cluster;
    clusters.erase(cluster);
    return record_clusters(at, std::move(clusters));
}

Result<Events> decide(Case const& at, MoveProposals const& command) {
    auto clusters = at.room.clusters;
    if (command.to && find(clusters, *command.to) == clusters.end()) return Reject::unknown_cluster;
    if (auto const no = cannot_sort(at.room, command.proposals)) return *no;
    take_out(clusters, command.proposals);
    if (command.to) put_in(*find(clusters, *command.to), command.proposals);
    return record_clusters(at, std::move(clusters), command.to);
}

}  // namespace warsha::deciding
