#pragma once
// What phones were promised, checked against what was archived; shares nothing with the server's own counting.

#include <cstdio>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include "room/outbox.hpp"

namespace warsha {

/// The comparisons so far.
class Comparisons {
public:
    template <class T>
    void same(std::string const& what, T const& got, T const& expected) {
        bool const equal = got == expected;
        different_ += equal ? 0 : 1;
        if (!equal || !is_quiet_) std::printf("%s %s\n", equal ? "same     " : "DIFFERENT", what.c_str());
        if (!equal) std::printf("          expected %s\n          got      %s\n", nlohmann::json(expected).dump().c_str(), nlohmann::json(got).dump().c_str());
        std::fflush(stdout);
    }
    [[nodiscard]] int different() const { return different_; }
    explicit Comparisons(bool is_quiet) : is_quiet_(is_quiet) {}

private:
    bool is_quiet_;
    int different_ = 0;
};

/// "K07" of a cluster of the standing example, by its id as written; "?" for another.
std::string cluster_name(std::string const& id);
std::string cluster_name(ItemId id);

/// Every command that a phone was told is recorded.
class Receipts {
public:
    void note(Cid cid, outbox::Tell const& tell);
    [[nodiscard]] std::size_t size() const { return given_.size(); }
    /// How many of them the public journal of the bundle does not have: it names each command by SHA-256 of its cid.
    [[nodiscard]] std::size_t missing_from(std::string const& bundle_zip) const;

private:
    std::set<Cid> given_;
};

}  // namespace warsha
