#include "bot/workflow/campaign_remind.hpp"

#include "bot/workflow/campaigns.hpp"
#include "store/mails.hpp"
#include "store/timers.hpp"

namespace bot::workflow {
namespace {

using store::ReminderAbout;

// So many people have their turn in one unit of work: each may have thousands of reviews to look
// at.
constexpr int turn = 25;

void tell(
    store::Tx& tx,
    const store::CampaignReminder& reminder,
    const store::CampaignTaskRow& task,
    store::Millis now,
    bool mails
) {
    const auto priority =
        reminder.about == ReminderAbout::reviewer ? store::Priority::normal : store::Priority::bulk;
    store::want_message(
        tx, store::MessageKind::campaign_prompt, reminder.id.value, task.reviewer, priority, now
    );
    if (mails) {
        store::want_mail(
            tx, store::MailKind::campaign_prompt, reminder.id.value, task.reviewer, now
        );
    }
    store::note_reminded(tx, task.id, reminder.id, std::chrono::floor<std::chrono::seconds>(now));
}

// False if they were reminded a short while before.
bool is_due(store::Tx& tx, policy::CampaignTaskId task, policy::Instant now) {
    const auto last = store::reminded_at(tx, task);
    return !last || *last + policy::remind_pause <= now;
}

// Why one reviewer is not reminded.
std::optional<Prompted> objection(
    store::Tx& tx, policy::CampaignId campaign, std::int64_t reviewer, policy::Instant now
) {
    const auto task = store::find_campaign_task(tx, campaign, policy::EmployeeId{reviewer});
    if (!task) return Prompted{Prompt::unknown};
    if (task->count.open() == 0) return Prompted{Prompt::nothing_open};
    if (!is_due(tx, task->id, now))
        return Prompted{Prompt::just_before, {}, store::reminded_at(tx, task->id)};
    return std::nullopt;
}

// The same of everybody's, an application's or a resource's.
std::optional<Prompted> objection(
    store::Tx& tx,
    const store::CampaignRow& campaign,
    ReminderAbout about,
    std::int64_t about_id,
    policy::Instant now
) {
    if (store::reviewers_left(tx, campaign.id) == 0) return Prompted{Prompt::nothing_open};
    const auto last = store::last_reminder(tx, campaign.id, about, about_id);
    if (last && last->asked_at + policy::remind_pause > now)
        return Prompted{Prompt::just_before, last->id, last->asked_at};
    return std::nullopt;
}

}  // namespace

Prompted prompt_reviewers(
    store::Tx& tx,
    policy::CampaignId campaign,
    ReminderAbout about,
    std::int64_t about_id,
    const std::string& by,
    store::Millis now_ms,
    bool mails
) {
    const auto now = std::chrono::floor<std::chrono::seconds>(now_ms);
    const auto row = store::find_campaign(tx, campaign);
    if (!row) return {Prompt::unknown};
    if (!policy::is_running(row->state) || now < row->starts) return {Prompt::not_running};
    const auto why = about == ReminderAbout::reviewer ? objection(tx, campaign, about_id, now)
                                                      : objection(tx, *row, about, about_id, now);
    if (why) return *why;
    store::CampaignReminder reminder;
    reminder.campaign = campaign;
    reminder.about = about;
    reminder.about_id = about_id;
    reminder.asked_by = by;
    reminder.asked_at = now;
    reminder.id = store::insert_reminder(tx, reminder);
    audit_campaign(
        tx,
        campaign,
        by,
        "campaign.reminded",
        {{"about", std::string(store::word(about))}, {"id", std::to_string(about_id)}},
        now
    );
    if (about == ReminderAbout::reviewer) {
        const auto task =
            store::find_campaign_task(tx, campaign, policy::EmployeeId{about_id}).value();
        tell(tx, reminder, task, now_ms, mails);
        reminder.told = 1;
        reminder.done_at = now;
        store::keep_reminder(tx, reminder);
    } else {
        store::set_timer(tx, {store::TimerKind::campaign_prompt, reminder.id.value, {}, now});
    }
    return {Prompt::begun, reminder.id};
}

bool prompt_more(store::Tx& tx, store::CampaignReminderId id, store::Millis now_ms, bool mails) {
    const auto now = std::chrono::floor<std::chrono::seconds>(now_ms);
    auto reminder = store::find_reminder(tx, id);
    if (!reminder || reminder->done_at) return false;
    const auto campaign = store::find_campaign(tx, reminder->campaign).value();
    const auto tasks =
        policy::is_running(campaign.state)
            ? store::open_tasks_after(tx, reminder->campaign, reminder->at_task, turn)
            : std::vector<store::CampaignTaskRow>{};
    for (const auto& task : tasks) {
        reminder->at_task = task.id.value;
        if (!store::has_open(tx, task.id, reminder->about, reminder->about_id)) continue;
        if (is_due(tx, task.id, now)) {
            tell(tx, *reminder, task, now_ms, mails);
            ++reminder->told;
        } else {
            ++reminder->spared;
        }
    }
    const bool more = static_cast<int>(tasks.size()) == turn;
    if (!more) reminder->done_at = now;
    store::keep_reminder(tx, *reminder);
    if (more) {
        store::set_timer(tx, {store::TimerKind::campaign_prompt, id.value, {}, now});
    } else {
        store::drop_timer(tx, store::TimerKind::campaign_prompt, id.value);
    }
    return more;
}

}  // namespace bot::workflow
