// Open reviews of a campaign go on from one person to others: by Reassign, because somebody is
// late, or because they cannot answer any more.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "bot/workflow/act.hpp"
#include "policy/stand_in.hpp"
#include "store/campaign_tasks.hpp"
#include "store/campaigns.hpp"

namespace bot::workflow {

// "3-7,9": many items in few characters; they were published in their order.
std::string ranges(const std::vector<policy::CampaignItemId>& items);

// Writes the audit entry of an act in a campaign; its number.
std::int64_t audit_in_campaign(
    const Act& act,
    policy::CampaignId campaign,
    const std::string& what,
    std::vector<store::AuditValue> values,
    std::optional<policy::EmployeeId> on_behalf_of = {}
);

// What decides who may review this grant beside those of `involved`.
policy::TakeOver take_over_facts(
    const Act& act, const store::CoveredGrant& grant, std::vector<policy::EmployeeId> involved
);
// A review that is `reviewer`'s by now: theirs, or their delegate's; the same level and capacity.
store::PlannedReview plan_for(
    const Act& act,
    const store::CampaignReviewRow& review,
    policy::EmployeeId reviewer,
    const policy::TakeOver& facts
);

// Some reviews of one task that go on together, as one act.
class CampaignMove {
 public:
    // `why`: as campaign_moves have it.
    CampaignMove(const Act& act, const store::CampaignTaskRow& from, std::string why)
        : act_(act), from_(from), why_(std::move(why)) {}

    void give(const store::CampaignReviewRow& review, const store::PlannedReview& plan);
    // Nobody may review it.
    void leave(const store::CampaignReviewRow& review);

    std::int64_t given() const { return static_cast<std::int64_t>(items_.size()); }
    // Notes, audits and tells what went; nothing if nothing did. `to`: as the trail names it.
    void end(const std::string& act_name, const std::string& note = "", const std::string& to = "");

 private:
    const Act& act_;
    const store::CampaignTaskRow& from_;
    std::string why_;
    std::map<policy::CampaignTaskId, std::int64_t> to_;
    std::vector<policy::CampaignItemId> items_;
    std::vector<policy::CampaignItemId> left_;
};

}  // namespace bot::workflow
