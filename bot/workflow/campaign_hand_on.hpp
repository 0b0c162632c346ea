// What a campaign's reviewer left open goes on without them: to their manager because they are
// late, or the way of the policy because they cannot answer any more. A task may hold very many
// items, so it goes slice by slice, driven by its timer.
#pragma once

#include "bot/workflow/act.hpp"
#include "policy/campaign.hpp"
#include "store/campaign_tasks.hpp"

namespace bot::workflow {

// From now on what is open of this task goes on to others.
void hand_on_later(const Act& act, policy::CampaignTaskId task);
// The next slice; it goes on while somebody is gone, or late in a campaign that reassigns.
void hand_on_campaign_task(const Act& act, policy::CampaignTaskId task);

// Everything that somebody who cannot answer any more owes in campaigns goes on.
void replace_campaign_reviewer(const Act& act, policy::EmployeeId gone);

// Who is told that somebody is late: the first above them who is there, else the campaign's owner;
// nobody if that is they themselves.
policy::EmployeeId who_hears_of_late(
    const Act& act, const store::CampaignRow& campaign, policy::EmployeeId late
);

}  // namespace bot::workflow
