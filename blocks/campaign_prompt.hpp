// Remind: what a reviewer gets when a risk manager asks them to go on.
#pragma once

#include <optional>
#include <string>

#include "blocks/campaign_card.hpp"
#include "blocks/kit.hpp"
#include "blocks/model.hpp"

namespace blocks {

struct CampaignPrompt {
    std::string key;  // the task
    std::string name = {};
    std::optional<Person> asked_by = {};  // nobody: an operator, by command
    CampaignProgress progress = {};
    policy::Instant ends = {};
    bool overdue = false;
};
Message campaign_prompt(const CampaignPrompt& model);

}  // namespace blocks
