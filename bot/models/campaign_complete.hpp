// What completing a campaign would remove, from the rows.
#pragma once

#include <optional>

#include "blocks/campaign_complete.hpp"
#include "store/campaigns.hpp"
#include "store/gate.hpp"

namespace bot::models {

blocks::CampaignCompletion campaign_completion(
    store::Tx& tx,
    const store::CampaignRow& row,
    int page,
    policy::EmployeeId reader,
    const std::optional<blocks::Markdown>& notice = {}
);

}  // namespace bot::models
