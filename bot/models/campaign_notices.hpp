// What is said of a campaign beside its cards, from the rows.
#pragma once

#include <optional>

#include "blocks/campaign_notices.hpp"
#include "blocks/due_notice.hpp"
#include "policy/campaign.hpp"
#include "store/gate.hpp"

namespace bot::models {

// How the removals of a completed campaign ended, for its owner; nothing if there were none.
std::optional<blocks::CampaignOutcome> campaign_outcome(store::Tx& tx, policy::CampaignId id);

// That it has ended; nothing if it has not.
std::optional<blocks::CampaignEnded> campaign_ended(
    store::Tx& tx, policy::CampaignId id, policy::EmployeeId reader
);

// What a reviewer still owes; nothing if they owe nothing any more, or it is over.
std::optional<blocks::CampaignDue> campaign_due(
    store::Tx& tx, policy::CampaignTaskId task, policy::EmployeeId reader, bool reminder
);
// A reviewer who is late; nothing if they are done.
std::optional<blocks::CampaignLate> campaign_late(
    store::Tx& tx, policy::CampaignTaskId task, policy::EmployeeId reader
);
// A campaign of the reader's whose end has passed; nothing once it was ended.
std::optional<blocks::CampaignOver> campaign_over(store::Tx& tx, policy::CampaignId id);

}  // namespace bot::models
