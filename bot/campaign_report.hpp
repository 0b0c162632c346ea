// Campaigns as operators read them, on a screen or by a program.
#pragma once

#include <string>
#include <vector>

#include "store/campaigns.hpp"
#include "store/gate.hpp"

namespace bot {

// "3  in progress  Q3 review, until 2026-10-01 09:00 UTC: 120 of 400 reviewed (12 to remove)".
std::string campaigns_text(store::Tx& tx, const std::vector<store::CampaignRow>& campaigns);
std::string campaigns_json(store::Tx& tx, const std::vector<store::CampaignRow>& campaigns);

// One whole: what it covers, who reviews, progress by application, resource and reviewer.
std::string campaign_text(store::Tx& tx, const store::CampaignRow& campaign);
std::string campaign_json(store::Tx& tx, const store::CampaignRow& campaign);

// "applications GitHub; privileged only", and "manager, ann@example.com".
std::string campaign_scope_text(const store::CampaignRow& campaign);
std::string campaign_reviewers_text(const store::CampaignRow& campaign);

}  // namespace bot
