#include "bot/workflow/fire.hpp"

#include "bot/workflow/access_end.hpp"
#include "bot/workflow/campaign_hand_on.hpp"
#include "bot/workflow/campaign_remind.hpp"
#include "bot/workflow/campaign_rounds.hpp"
#include "bot/workflow/campaign_series.hpp"
#include "bot/workflow/clocks.hpp"
#include "bot/workflow/escalate.hpp"
#include "bot/workflow/expire.hpp"
#include "bot/workflow/purposes.hpp"
#include "bot/workflow/tell.hpp"
#include "store/due_notices.hpp"
#include "store/syncs.hpp"
#include "store/tasks.hpp"

namespace bot::workflow {
namespace {

using store::DueKind;
using store::TimerKind;

void nudge(const Act& act, const store::TimerRow& timer, policy::Nudge planned) {
    const auto task = store::find_task(act.tx, {timer.subject});
    if (!task || task->closed_at || task->assignee != timer.person) return;
    const auto may_disturb = next_working_time(act, timer.person, act.now());
    const auto step =
        policy::nudge_now(planned, task->due_at, act.now(), may_disturb, act.rules.nudges);
    if (step.next) plan_nudge(act, *task, *step.next);
    if (step.remind) tell_due(act, timer.person, {DueKind::task_reminder, timer.subject});
    if (step.overdue) tell_overdue(act, *task);
    if (step.escalate) escalate(act, *task);
}

}  // namespace

void fire(const Act& act, const store::TimerRow& timer) {
    store::drop_timer(act.tx, timer.kind, timer.subject, timer.person);
    switch (timer.kind) {
        case TimerKind::task_reminder:
            return nudge(act, timer, policy::Nudge::reminder);
        case TimerKind::task_overdue:
            return nudge(act, timer, policy::Nudge::overdue);
        case TimerKind::task_escalation:
            return nudge(act, timer, policy::Nudge::escalation);
        case TimerKind::request_expiring:
            return request_expiring(act, {timer.subject});
        case TimerKind::request_expiring_for:
            return request_expiring_for(act, {timer.subject}, timer.person);
        case TimerKind::request_expiry:
            return expire_request(act, {timer.subject});
        case TimerKind::purpose_start:
            return end_unstarted(act, {timer.subject});
        case TimerKind::access_end:
            return access_end(act, {timer.subject}, timer.due);
        case TimerKind::campaign_start:
            return start_campaign(act, {timer.subject}, timer.due);
        case TimerKind::campaign_reminder:
            return remind_campaign(act, {timer.subject}, timer.due);
        case TimerKind::campaign_reminder_for:
            return remind_campaign_reviewer(act, timer);
        case TimerKind::campaign_escalation:
            return escalate_campaign(act, {timer.subject}, timer.due);
        case TimerKind::campaign_late_for:
            return tell_of_late_reviewer(act, timer);
        case TimerKind::campaign_overdue:
            return campaign_overdue(act, {timer.subject}, timer.due);
        case TimerKind::campaign_overdue_for:
        case TimerKind::campaign_over_for:
            return tell_campaign_overdue(act, timer);
        case TimerKind::campaign_hand_on:
            return hand_on_campaign_task(act, {timer.subject});
        case TimerKind::campaign_prompt:
            prompt_more(act.tx, {timer.subject}, act.now_ms, act.rules.mails);
            return;
        case TimerKind::campaign_recurrence:
            return recur_campaign(act, {timer.subject});
        case TimerKind::undelivered:
            return tell_undelivered(act);
        case TimerKind::sync_due:
            store::ask_sync(act.tx, timer.subject, "", false);
            return;
    }
}

int fire_next(const Act& act, int most) {
    const auto due = store::due_timers(act.tx, act.now(), most);
    for (const auto& timer : due.rows)
        fire(act, timer);
    if (!due.rows.empty() && !due.more && due.rows.front().person)
        store::send_due_lines(act.tx, due.rows.front().person, act.now_ms);
    return static_cast<int>(due.rows.size());
}

}  // namespace bot::workflow
