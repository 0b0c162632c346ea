// When the reviewers of a campaign are reminded, and when those who are late concern somebody else.
#pragma once

#include <optional>
#include <vector>

#include "policy/ids.hpp"

namespace policy {

// The tenant's intervals (product.md section 10).
struct CampaignClock {
    Seconds remind_every = std::chrono::days{7};  // from the start on
    std::vector<Seconds> remind_before_end = {std::chrono::days{3}, std::chrono::days{1}};
};

// The first reminder after `after`, between the start and the end; nothing if there is none left.
std::optional<Instant> next_campaign_reminder(
    Instant starts, Instant ends, const CampaignClock& clock, Instant after
);

// When those who are not done are late; nothing where that would be before the start.
std::optional<Instant> campaign_is_late(Instant starts, Instant ends, Seconds before_end);

}  // namespace policy
