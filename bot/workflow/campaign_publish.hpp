// Publishing: every grant that a campaign covers becomes an item that waits for its reviewer. What
// takes long, finding and routing, is read; what is written comes in short slices, each with how
// far it came, so that an end of the process at any moment costs nothing and repeats nothing.
#pragma once

#include <optional>
#include <vector>

#include "store/campaign_items.hpp"
#include "store/campaigns.hpp"
#include "store/gate.hpp"

namespace bot::workflow {

// The next slice, found on a snapshot.
struct PublishSlice {
    policy::CampaignId campaign;
    store::PublishCursor from;
    store::PublishCursor to;
    std::vector<store::PlannedReview> planned;
    bool last = false;
};
// Nothing if the campaign is not being published (any more).
std::optional<PublishSlice> find_slice(
    store::Tx& tx, policy::CampaignId campaign, policy::Instant now
);

// Writes it; with the last one the campaign is in progress. False if somebody else was first, or
// the campaign was aborted: then nothing was written.
bool write_slice(store::Tx& tx, const PublishSlice& slice, policy::Instant now);

}  // namespace bot::workflow
