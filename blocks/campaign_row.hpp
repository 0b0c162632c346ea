// A campaign as risk managers see it in a list: what it is, how far it is, and the way to its page.
#pragma once

#include <string>

#include "blocks/campaign_card.hpp"
#include "blocks/kit.hpp"
#include "blocks/model.hpp"

namespace blocks {

enum class ManagedState { draft, publishing, running, overdue, completed, aborted };

struct ManagedCampaign {
    std::string key;
    std::string name = {};
    ManagedState state = ManagedState::draft;
    Person owner = {};
    CampaignProgress progress = {};
    policy::Instant starts = {};
    policy::Instant ends = {};
    std::int64_t reviewers = 0;
    std::string recurs = {};  // "every 3 months", or the rule; empty: once
};

// "draft · from … until …", "*Overdue* since …".
Markdown managed_state_text(const ManagedCampaign& campaign);
// With a button to open it.
Block managed_campaign_row(const ManagedCampaign& campaign);

}  // namespace blocks
