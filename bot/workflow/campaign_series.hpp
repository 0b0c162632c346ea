// Campaigns that recur: when the time of the next one of a series comes, it is made as a copy of
// the last one and published.
#pragma once

#include "bot/workflow/act.hpp"
#include "policy/campaign.hpp"

namespace bot::workflow {

// Plans the next one, or makes it if its start has come: once, also if several were missed. What
// cannot be published as it is (its owner is no risk manager any more …) stays a draft.
void recur_campaign(const Act& act, policy::CampaignId id);

}  // namespace bot::workflow
