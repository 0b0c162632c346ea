// Marks on reviewers of a campaign who may not have looked (policy/attention.hpp): noted with each
// act, so that nothing has to be searched for.
#pragma once

#include <optional>

#include "policy/attention.hpp"
#include "policy/campaign.hpp"
#include "store/gate.hpp"

namespace store {

// So many were kept in this task now. What is older than policy::fast_within is forgotten.
void note_pace(Tx& tx, policy::CampaignTaskId task, std::int64_t kept, policy::Instant now);

// The fastest that this reviewer was, where it is a mark.
struct FastKeeping {
    std::int64_t kept = 0;
    policy::Seconds within{0};
    bool operator==(const FastKeeping&) const = default;
};
std::optional<FastKeeping> fastest_keeping(Tx& tx, policy::CampaignTaskId task);

// How many reviewers of a campaign have a mark of any kind.
std::int64_t marked_reviewers(Tx& tx, policy::CampaignId campaign);

}  // namespace store
