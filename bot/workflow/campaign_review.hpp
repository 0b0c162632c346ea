// What a reviewer does in a campaign: keep or remove, one item or many; hand reviews to a
// colleague; ask the holder. A decision can be changed for as long as the campaign runs.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bot/workflow/act.hpp"
#include "policy/stand_in.hpp"
#include "store/campaign_questions.hpp"
#include "store/campaign_tasks.hpp"

namespace bot::workflow {

// Why somebody cannot review (any more).
enum class CampaignObstacle {
    not_there,    // no such task, or it is somebody else's
    not_started,  // its campaign begins later
    ended         // its campaign was completed or aborted
};
struct CampaignTaskOpen {
    store::CampaignTaskRow task;
    store::CampaignRow campaign;
};
using CampaignStand = std::variant<CampaignTaskOpen, CampaignObstacle>;
// Whether `by` can review this task now.
CampaignStand look_at_campaign(
    store::Tx& tx, policy::EmployeeId by, policy::CampaignTaskId task, policy::Instant now
);

// So many in one act; who has more does it again.
inline constexpr int most_at_once = 2000;

struct CampaignSaid {
    std::int64_t changed = 0;  // decided now, or decided otherwise than before
    std::int64_t left = 0;     // were not this person's to decide
};
// `verdict`: keep or remove; a removal has a reason. The task must be open to `act.by`.
CampaignSaid say_in_campaign(
    const Act& act,
    const CampaignTaskOpen& open,
    const std::vector<policy::CampaignItemId>& items,
    policy::CampaignVerdict verdict,
    const std::string& reason
);

// What went to a colleague, or why nothing did.
struct CampaignHandedOver {
    std::int64_t items = 0;
    std::int64_t left = 0;  // the colleague may not review them: they stay
};
using CampaignReassign = std::variant<CampaignHandedOver, policy::TakeOverObjection>;
// `items`: those that are open are handed over.
CampaignReassign reassign_in_campaign(
    const Act& act,
    const CampaignTaskOpen& open,
    const std::vector<policy::CampaignItemId>& items,
    policy::EmployeeId colleague,
    const std::string& note
);

enum class CampaignAsk { asked, asked_before, nobody_to_ask, not_there };
CampaignAsk ask_holder(
    const Act& act,
    const CampaignTaskOpen& open,
    policy::CampaignItemId item,
    const std::string& question
);
enum class CampaignAnswer { answered, answered_before, over, not_yours };
// What answering now would come to; `answer_reviewer` does it.
CampaignAnswer look_to_answer_reviewer(
    store::Tx& tx, policy::EmployeeId by, store::CampaignQuestionId question
);
CampaignAnswer answer_reviewer(
    const Act& act, store::CampaignQuestionId question, const std::string& answer
);

// The card of a task's person is posted, or edited to what is true now; their Home tab, too.
void tell_campaign_task(const Act& act, const store::CampaignTaskRow& task);
// The same where there is a card already: nobody gets a new one.
void refresh_campaign_card(const Act& act, const store::CampaignTaskRow& task);

}  // namespace bot::workflow
