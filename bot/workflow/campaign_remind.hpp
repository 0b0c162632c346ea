// Remind: a risk manager or an operator asks the reviewers of a campaign who have something open to
// go on, by a Slack message and, where e-mail is set up, by an e-mail. Twenty thousand have their
// turn in many short units of work, driven by a timer.
#pragma once

#include <optional>
#include <string>

#include "store/campaign_reminders.hpp"
#include "store/campaigns.hpp"
#include "store/gate.hpp"
#include "store/messages.hpp"

namespace bot::workflow {

enum class Prompt {
    begun,         // whoever has something open is told
    unknown,       // there is no such campaign, or nothing of it is of that kind
    not_running,   // its reviewers have not been asked yet, or it has ended
    nothing_open,  // everything there is reviewed
    just_before    // it was done a short while ago: at `at`
};
struct Prompted {
    Prompt outcome = Prompt::begun;
    store::CampaignReminderId reminder = {};
    std::optional<policy::Instant> at = {};
};
// `about_id`: an employee, an application or a resource. One reviewer is told at once.
Prompted prompt_reviewers(
    store::Tx& tx,
    policy::CampaignId campaign,
    store::ReminderAbout about,
    std::int64_t about_id,
    const std::string& by,
    store::Millis now,
    bool mails
);

// The next ones of a reminder; false once everybody had their turn.
bool prompt_more(store::Tx& tx, store::CampaignReminderId reminder, store::Millis now, bool mails);

}  // namespace bot::workflow
