#pragma once
// What phones were promised, checked against what was archived; shares nothing with the server's own counting.

#include <set>
#include <string>

#include "room/outbox.hpp"

namespace warsha {

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
