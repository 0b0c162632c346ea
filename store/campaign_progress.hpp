// How far a campaign is, part by part and page by page, for risk managers: by application, by
// resource, by reviewer; with when each was last reminded.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/campaign_attention.hpp"
#include "store/campaign_reminders.hpp"
#include "store/campaigns.hpp"
#include "store/gate.hpp"

namespace store {

// How the parts are listed; `marked`: the reviewers with a mark alone.
enum class CampaignParts { integrations, resources, reviewers, marked };

struct CampaignPart {
    std::int64_t id = 0;  // what a reminder is about: an application, a resource or an employee
    std::string name;
    std::string application = {};  // of a resource
    CampaignCount count;
    std::optional<policy::Instant> reminded = {};
    std::optional<FastKeeping> fast = {};  // of a reviewer
};
// Those with the most left to review come first, applications and resources by name. A page
// beyond the last is the last.
struct CampaignPartPage {
    std::vector<CampaignPart> rows;
    std::int64_t total = 0;
    int page = 0;
};
CampaignPartPage campaign_parts(
    Tx& tx, policy::CampaignId id, CampaignParts parts, int page, int rows_per_page
);

}  // namespace store
