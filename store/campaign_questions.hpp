// What reviewers of campaigns ask those whose access they review, and the answers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/campaign.hpp"
#include "policy/ids.hpp"
#include "store/gate.hpp"

namespace store {

using CampaignQuestionId = policy::Id<struct CampaignQuestionTag>;

struct CampaignQuestionRow {
    CampaignQuestionId id;
    policy::CampaignItemId item;
    policy::CampaignTaskId task;
    policy::EmployeeId asked_of;
    policy::Instant asked_at;
    std::string question;
    std::optional<policy::Instant> answered_at;
    std::string answer;
};
CampaignQuestionId ask_campaign_question(Tx& tx, const CampaignQuestionRow& question);
std::optional<CampaignQuestionRow> find_campaign_question(Tx& tx, CampaignQuestionId id);
// Of an item, by whomever; the oldest first.
std::vector<CampaignQuestionRow> questions_about(Tx& tx, policy::CampaignItemId item);
// Answers of this task's questions that came since; questions that wait.
struct CampaignQuestionCounts {
    std::int64_t waiting = 0;
    std::int64_t answered = 0;
};
// About what is in the task now, whoever of those it came from has asked.
CampaignQuestionCounts question_counts(Tx& tx, policy::CampaignTaskId task);
// False if it was answered before.
bool answer_campaign_question(
    Tx& tx, CampaignQuestionId id, const std::string& answer, policy::Instant now
);

}  // namespace store
