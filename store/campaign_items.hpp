// The items of a campaign and their reviews: how they are found among the grants, and how they are
// written in slices. A slice notes how far it came in its own transaction, so that an interrupted
// publishing goes on where it stopped and every grant becomes one item.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "policy/campaign.hpp"
#include "policy/ids.hpp"
#include "policy/route.hpp"
#include "store/campaigns.hpp"
#include "store/gate.hpp"

namespace store {

// A grant that a campaign covers.
struct CoveredGrant {
    std::int64_t holder = 0;  // as in grants: an employee, else minus an identity
    policy::EmployeeId
        employee;  // whose it is, or who answers for the account; nobody (0): unknown
    policy::ConnectionId connection;
    policy::IntegrationId integration;
    policy::ResourceId resource;
    policy::IdentityId identity;
};

// How far publishing is: after this key. Which walk it is of, the scope says.
struct PublishCursor {
    std::int64_t a = 0;
    std::int64_t b = 0;
    std::int64_t c = 0;
    bool operator==(const PublishCursor&) const = default;
};
PublishCursor publish_cursor(Tx& tx, policy::CampaignId id);

// The next grants that the campaign covers, by a walk of a few milliseconds: possibly none while
// there are more.
struct CoveredGrants {
    std::vector<CoveredGrant> grants;
    PublishCursor next;
    bool last = false;  // there are no more
};
CoveredGrants covered_after(
    Tx& tx, const CampaignScope& scope, const PublishCursor& after, std::size_t most
);
// Applications of the scope that are not known: what somebody wrote wrong.
std::vector<std::string> unknown_integrations(Tx& tx, const CampaignScope& scope);

// A grant with whom it waits for.
struct PlannedReview {
    CoveredGrant grant;
    policy::EmployeeId reviewer;  // nobody (0): nobody may review it
    int level = 1;
    policy::ReviewerKind capacity = policy::ReviewerKind::manager;
    bool fallback = false;
    std::optional<policy::EmployeeId> on_behalf_of = {};
    std::vector<policy::Skipped> skipped = {};
};
// Writes a slice: false, and nothing is written, if the campaign is not where `from` says any more.
bool write_planned(
    Tx& tx,
    policy::CampaignId id,
    const PublishCursor& from,
    const PublishCursor& to,
    const std::vector<PlannedReview>& planned,
    policy::Instant now
);

// Somebody was passed over on the way to a task's reviewer, for so many items more.
void note_skip(
    Tx& tx, policy::CampaignTaskId task, const policy::Skipped& skipped, std::int64_t items
);

// The task of a reviewer in a campaign; `fresh`: it was made now.
policy::CampaignTaskId campaign_task_of(
    Tx& tx,
    policy::CampaignId campaign,
    policy::EmployeeId reviewer,
    policy::Instant now,
    bool& fresh
);

}  // namespace store
