// What one person owes in a campaign, and what they said. Every change keeps the counts of the
// task, of the campaign and of the resource in the same transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/campaign.hpp"
#include "policy/ids.hpp"
#include "policy/route.hpp"
#include "store/campaign_items.hpp"
#include "store/campaigns.hpp"
#include "store/gate.hpp"

namespace store {

struct CampaignTaskRow {
    policy::CampaignTaskId id;
    policy::CampaignId campaign;
    policy::EmployeeId reviewer;
    policy::Instant assigned_at;
    std::int64_t version = 1;
    CampaignCount count;
};
std::optional<CampaignTaskRow> find_campaign_task(Tx& tx, policy::CampaignTaskId id);
std::optional<CampaignTaskRow> find_campaign_task(
    Tx& tx, policy::CampaignId campaign, policy::EmployeeId reviewer
);
// What somebody owes in campaigns that run and have started, the soonest end first.
std::vector<CampaignTaskRow> open_campaign_tasks(
    Tx& tx, policy::EmployeeId reviewer, policy::Instant now
);
// The same of campaigns that run, started or not.
std::vector<CampaignTaskRow> open_campaign_tasks(Tx& tx, policy::EmployeeId reviewer);
// The next people after one who owe something in a campaign that runs.
std::vector<policy::EmployeeId> campaign_people_asked(Tx& tx, policy::EmployeeId after, int most);
// The tasks of a campaign after one, in their order, at most `most`.
std::vector<CampaignTaskRow> campaign_tasks_after(
    Tx& tx, policy::CampaignId campaign, policy::CampaignTaskId after, int most
);

// An item's review as this task has it, with what routing asks about the grant.
struct CampaignReviewRow {
    policy::CampaignItemId item;
    policy::CampaignId campaign;
    CoveredGrant grant;
    int level = 1;
    policy::ReviewerKind capacity = policy::ReviewerKind::manager;
    bool fallback = false;
    std::optional<policy::EmployeeId> on_behalf_of;
    policy::CampaignVerdict verdict = policy::CampaignVerdict::open;
    std::string reason = {};  // of a removal
};
// Nothing if it is not in the task (any more).
std::optional<CampaignReviewRow> find_campaign_review(
    Tx& tx, policy::CampaignTaskId task, policy::CampaignItemId item
);
// Those that are open, in their order, after one.
std::vector<policy::CampaignItemId> open_items_of(
    Tx& tx, policy::CampaignTaskId task, int most, policy::CampaignItemId after = {}
);

// Writes what was said; the counts follow. False if it was the same before or the review is not in
// the task.
bool say(
    Tx& tx,
    policy::CampaignTaskId task,
    policy::CampaignItemId item,
    policy::CampaignVerdict verdict,
    const std::string& reason,
    std::int64_t entry,
    policy::Instant now
);

// The yeses of an item below a level, for the way on.
std::vector<policy::Yes> keeps_of(Tx& tx, policy::CampaignItemId item, int up_to_level);
// Takes the item out of all tasks at later levels; which tasks that were.
std::vector<policy::CampaignTaskId> release_later(
    Tx& tx, policy::CampaignItemId item, int after_level
);
// Whether somebody is asked, or has said something, at a later level.
bool is_asked_later(Tx& tx, policy::CampaignItemId item, int after_level);
// The task that the item is in now, at its latest level; nothing if nobody is asked.
std::optional<policy::CampaignTaskId> task_with(Tx& tx, policy::CampaignItemId item);
// Whether the item came to this task because somebody was late at the level.
bool came_of_lateness(Tx& tx, policy::CampaignTaskId task, policy::CampaignItemId item, int level);
// Gives the item to a reviewer, in a task of theirs that is made if need be; the task.
policy::CampaignTaskId ask_about(
    Tx& tx,
    policy::CampaignId campaign,
    policy::CampaignItemId item,
    const PlannedReview& review,
    policy::Instant now
);
// Who was asked about the item at a level and is not any more.
std::vector<policy::EmployeeId> asked_before(Tx& tx, policy::CampaignItemId item, int level);
// One more item of the campaign that nobody may review.
void nobody_asked(Tx& tx, policy::CampaignId campaign);
// After which item a task that goes on in slices has come; nothing: from the beginning.
policy::CampaignItemId hand_on_place(Tx& tx, policy::CampaignTaskId task);
void keep_hand_on_place(Tx& tx, policy::CampaignTaskId task, policy::CampaignItemId after);
// Takes an open review out of a task: it goes on elsewhere. False if it is not open there.
bool take_out(Tx& tx, policy::CampaignTaskId task, policy::CampaignItemId item);

// What the reviews of an item have come to: noted in it and counted.
void settle_item(Tx& tx, policy::CampaignItemId item, policy::CampaignVerdict verdict);

// The card of a task, where it was posted or is to be, shows an older state.
void touch_campaign_card(Tx& tx, const CampaignTaskRow& task);

// Whether the reviewer was ever sent one.
bool has_campaign_card(Tx& tx, const CampaignTaskRow& task);

// How reviews came to a task or left it.
struct CampaignMove {
    policy::CampaignTaskId from;
    policy::CampaignTaskId to;
    policy::Instant at;
    std::string why;  // reassigned, escalated, gone
    std::int64_t items = 0;
    std::string note;
};
void note_move(Tx& tx, const CampaignMove& move);
std::vector<CampaignMove> moves_to(Tx& tx, policy::CampaignTaskId task);
std::vector<CampaignMove> moves_from(Tx& tx, policy::CampaignTaskId task);

// As what the person of a task is asked, and about how many items; of those that somebody handed
// over, or did not review in time, as what that somebody was.
struct CampaignCapacity {
    policy::ReviewerKind as = policy::ReviewerKind::manager;
    bool fallback = false;
    std::optional<policy::EmployeeId> on_behalf_of;
    std::int64_t items = 0;
    std::optional<policy::EmployeeId> came_from = {};
    bool in_time = true;  // false: it came because they were late
};
std::vector<CampaignCapacity> capacities_of(Tx& tx, policy::CampaignTaskId task);
// Who was passed over on the way to the person.
struct CampaignSkip {
    policy::Skipped skipped;
    std::int64_t items = 0;
};
std::vector<CampaignSkip> skips_of(Tx& tx, policy::CampaignTaskId task);

}  // namespace store
