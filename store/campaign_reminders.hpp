// Remind, as rows: who asked whom of a campaign's reviewers to go on, and how far that is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/campaign.hpp"
#include "policy/ids.hpp"
#include "store/campaign_tasks.hpp"
#include "store/gate.hpp"

namespace store {

using CampaignReminderId = policy::Id<struct CampaignReminderTag>;

// Of whose open reviews: everybody's, one reviewer's, those of an application or of a resource.
enum class ReminderAbout { all, reviewer, integration, resource };
std::string_view word(ReminderAbout about);
std::optional<ReminderAbout> reminder_about(std::string_view word);

struct CampaignReminder {
    CampaignReminderId id;
    policy::CampaignId campaign;
    ReminderAbout about = ReminderAbout::all;
    std::int64_t about_id = 0;
    std::string asked_by;  // as audit entries name actors
    policy::Instant asked_at;
    std::int64_t at_task = 0;  // up to this task everybody had their turn
    std::int64_t told = 0;
    std::int64_t spared = 0;  // were reminded a short while before
    std::optional<policy::Instant> done_at = {};
};
CampaignReminderId insert_reminder(Tx& tx, const CampaignReminder& reminder);
std::optional<CampaignReminder> find_reminder(Tx& tx, CampaignReminderId id);
// The newest about this.
std::optional<CampaignReminder> last_reminder(
    Tx& tx, policy::CampaignId campaign, ReminderAbout about, std::int64_t about_id
);
// How far it is; done where `done_at` is set.
void keep_reminder(Tx& tx, const CampaignReminder& reminder);

// Tasks with open reviews after one, in their order.
std::vector<CampaignTaskRow> open_tasks_after(
    Tx& tx, policy::CampaignId campaign, std::int64_t after, int most
);
// Whether something of this is open in a task.
bool has_open(Tx& tx, policy::CampaignTaskId task, ReminderAbout about, std::int64_t about_id);

// When the reviewer of a task was last reminded by hand.
std::optional<policy::Instant> reminded_at(Tx& tx, policy::CampaignTaskId task);
void note_reminded(
    Tx& tx, policy::CampaignTaskId task, CampaignReminderId reminder, policy::Instant now
);

}  // namespace store
