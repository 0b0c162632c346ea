// Campaigns as their reviewers see them, from the rows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "blocks/campaign_card.hpp"
#include "blocks/campaign_forms.hpp"
#include "blocks/campaign_review.hpp"
#include "store/campaign_page.hpp"
#include "store/campaign_questions.hpp"
#include "store/campaign_tasks.hpp"
#include "store/gate.hpp"

namespace bot::models {

std::string key_of(policy::CampaignTaskId id);
// "TASK:WHICH:NUMBER:STAMP": a task's list, or a form about some of its items, with how the list
// stood when it was shown.
std::string scope_key(
    policy::CampaignTaskId task,
    std::string_view which,
    std::int64_t number,
    const std::string& stamp
);
// Another one as soon as the task's reviews change, or what of them the list shows.
std::string list_stamp(store::Tx& tx, const store::CampaignTaskRow& task);
blocks::CampaignProgress progress(const store::CampaignCount& count);

// The card of a reviewer; nothing if nothing of the campaign was ever theirs.
std::optional<blocks::CampaignCard> campaign_card(
    store::Tx& tx,
    policy::CampaignId campaign,
    policy::EmployeeId reviewer,
    const std::string& tasks_url
);

// What a reviewer's modal shows, as they left it.
blocks::CampaignReview campaign_review(
    store::Tx& tx,
    const store::CampaignTaskRow& task,
    const store::CampaignRow& campaign,
    const std::optional<blocks::Markdown>& notice
);

// What somebody owes in campaigns: rows of *My tasks*.
std::vector<blocks::CampaignTaskLine> campaign_lines(
    store::Tx& tx, policy::EmployeeId reviewer, policy::Instant now
);

// What the list of a task can be narrowed to, everything first.
std::vector<blocks::Option> campaign_place_options(
    store::Tx& tx, const store::CampaignTaskRow& task, const std::string& query
);

blocks::CampaignQuestionMessage campaign_question(
    store::Tx& tx, const store::CampaignQuestionRow& question
);

blocks::GrantName grant_name(const store::CampaignItemRow& item);

}  // namespace bot::models
