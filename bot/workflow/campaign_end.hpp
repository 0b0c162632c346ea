// Completing a campaign: only a risk manager or an operator ends it. What its reviewers denied is
// taken away on the way of all removals, holder by holder in slices, each with how far it came.
#pragma once

#include "bot/workflow/act.hpp"
#include "bot/workflow/campaigns.hpp"
#include "store/campaign_end.hpp"

namespace bot::workflow {

// What completing now would do.
struct CampaignPreview {
    store::CampaignRow campaign;
    std::int64_t people = 0;                      // who would lose something
    std::vector<store::ResourceCount> resources;  // of which something would be removed
};
std::optional<CampaignPreview> preview_campaign(store::Tx& tx, policy::CampaignId id);

// `not_draft` here: it does not run yet. The removals follow, slice by slice.
CampaignStep complete_campaign(
    store::Tx& tx, policy::CampaignId id, const std::string& by, policy::Instant now
);

// Begins the removals of the next holder; false once there are none left.
bool remove_next(const Act& act, policy::CampaignId id);

// An item of this request has changed: if it takes something away for a campaign of which nothing
// is under way any more, the campaign's owner is told what became of it all. Where there was
// nothing to remove, the message that it is completed says so, and there is no other.
void removals_changed(const Act& act, policy::RequestId request);

}  // namespace bot::workflow
