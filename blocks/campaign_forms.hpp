// The forms that a reviewer of a campaign fills in: why access goes, to whom reviews go, what to
// ask the holder; and the holder's side of a question.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "blocks/kit.hpp"
#include "blocks/model.hpp"
#include "policy/stand_in.hpp"

namespace blocks {

struct CampaignForm {
    std::string key;  // private_metadata: the task, and which of its items
    std::int64_t items = 0;
    GrantName grant = {};               // of one item
    std::optional<Person> person = {};  // whose it is
};
// Why these go. Pushed on Review now.
View campaign_remove(const CampaignForm& model);
View campaign_reassign(const CampaignForm& model);
View campaign_ask(const CampaignForm& model);

// Why a colleague cannot take these reviews over, to stand at their field.
std::string campaign_sentence(policy::TakeOverObjection why, const std::string& name);

// What a reviewer asks a holder: a message with Answer, until it is answered or the campaign ends.
struct CampaignQuestionMessage {
    std::string key;
    std::string campaign = {};
    Person reviewer = {};
    GrantName grant = {};
    std::string question = {};
    std::optional<std::string> answer = {};
    bool over = false;
};
Message campaign_question(const CampaignQuestionMessage& model);
View campaign_answer(const CampaignQuestionMessage& model);

}  // namespace blocks
