// What goes to all reviewers of a campaign at one moment, some of them in each unit of work: a
// campaign has twenty thousand. Each round is driven by its timer, which stays due until everybody
// had their turn. What is said to one person has a timer of their own, which waits for their
// working hours and is handled with whatever else is due for them: it becomes one message.
#pragma once

#include "bot/workflow/act.hpp"
#include "policy/campaign.hpp"
#include "store/timers.hpp"

namespace bot::workflow {

// Its reviewers get their cards, and its clocks run; once it has ended, the last edit of the cards,
// and the word to reviewers, owner and risk managers.
void start_campaign(const Act& act, policy::CampaignId id, policy::Instant due);

// Those who owe something are to be reminded; the next reminder is planned after the last of them.
void remind_campaign(const Act& act, policy::CampaignId id, policy::Instant due);
void remind_campaign_reviewer(const Act& act, const store::TimerRow& timer);

// Who is late is told of to whoever is above them, or hands over, as the campaign says.
void escalate_campaign(const Act& act, policy::CampaignId id, policy::Instant due);
void tell_of_late_reviewer(const Act& act, const store::TimerRow& timer);

// The end has passed: the campaign is overdue, and goes on until somebody ends it.
void campaign_overdue(const Act& act, policy::CampaignId id, policy::Instant due);
void tell_campaign_overdue(const Act& act, const store::TimerRow& timer);

}  // namespace bot::workflow
