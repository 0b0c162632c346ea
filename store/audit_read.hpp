// Reads the audit trail for people and for exports: the entries as they stand, oldest first, one at
// a time, for a trail may be longer than memory.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "policy/campaign.hpp"
#include "store/audit.hpp"
#include "store/audit_chain.hpp"

namespace store {

// Which entries. With `request`: those about the request, its items and its tasks, and the erasures
// of values of these.
struct AuditSelection {
    std::optional<policy::RequestId> request = {};
    std::optional<policy::CampaignId> campaign = {};  // its own, and those of its removals
    std::optional<policy::Instant> since = {};
    std::optional<policy::Instant> before = {};
    std::int64_t last = std::numeric_limits<std::int64_t>::max();  // of these the newest so many
};

// An entry with all that its hash covers, so that whoever has it can compute the hash again.
struct AuditRow {
    AuditRecord record;
    std::string previous_hash;
    bool keyed = false;
    std::vector<ChainedValue> values;
};

// One entry, if it is there.
std::optional<AuditRow> find_audit(Tx& tx, std::int64_t seq);

std::int64_t count_audit(Tx& tx, const AuditSelection& selection);
void read_audit(
    Tx& tx, const AuditSelection& selection, const std::function<void(const AuditRow&)>& take
);

// What happened to a request, from its creation on.
std::vector<AuditRow> request_trail(Tx& tx, policy::RequestId request);

}  // namespace store
