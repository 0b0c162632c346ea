// What goes to all reviewers of a campaign at one moment, some of them in each unit of work: a
// campaign has twenty thousand. Each round is driven by its timer, which stays due until everybody
// had their turn.
#pragma once

#include "bot/workflow/act.hpp"
#include "policy/campaign.hpp"

namespace bot::workflow {

// Its reviewers get their cards; once it has ended, the last edit of these.
void start_campaign(const Act& act, policy::CampaignId id, policy::Instant due);

}  // namespace bot::workflow
