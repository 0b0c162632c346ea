// Every decision of a campaign, for exports: item by item, one at a time, for there may be a
// million.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "policy/campaign.hpp"
#include "policy/item_state.hpp"
#include "policy/route.hpp"
#include "store/gate.hpp"

namespace store {

// What a reviewer has said of an item, or is still to say.
struct CampaignDecision {
    policy::CampaignItemId item;
    std::string application;
    std::string project;
    std::string resource_type;
    std::string resource;     // empty: the application itself
    bool type_tells = false;  // as in ItemRow
    std::string privilege;
    bool privileged = false;
    std::string account;
    policy::EmployeeId holder;  // nobody (0): it is not known whose the account is
    policy::CampaignVerdict outcome = policy::CampaignVerdict::open;  // of the item
    std::optional<policy::ItemState> removal;                         // what became of it
    policy::EmployeeId reviewer;  // nobody (0): nobody may review it
    int level = 0;
    policy::ReviewerKind capacity = policy::ReviewerKind::manager;
    std::optional<policy::EmployeeId> on_behalf_of;
    policy::CampaignVerdict verdict = policy::CampaignVerdict::open;
    std::string reason;
    std::optional<policy::Instant> decided_at;
    std::optional<std::int64_t> entry;  // of the audit trail: the act that decided it
};
// Holder by holder; those of an item by level.
void read_campaign_decisions(
    Tx& tx, policy::CampaignId id, const std::function<void(const CampaignDecision&)>& take
);
std::int64_t count_campaign_decisions(Tx& tx, policy::CampaignId id);

}  // namespace store
