#include "bot/workflow/clocks.hpp"

#include "bot/zones.hpp"
#include "store/slack_users.hpp"
#include "store/timers.hpp"

namespace bot::workflow {
namespace {

using store::TimerKind;

store::TimerKind kind_of(policy::Nudge nudge) {
    switch (nudge) {
        case policy::Nudge::reminder:
            return TimerKind::task_reminder;
        case policy::Nudge::overdue:
            return TimerKind::task_overdue;
        case policy::Nudge::escalation:
            return TimerKind::task_escalation;
    }
    return TimerKind::task_reminder;
}

}  // namespace

policy::Instant next_working_time(const Act& act, policy::EmployeeId person, policy::Instant at) {
    const auto& hours = act.rules.working_hours;
    if (hours.always()) return at;
    const auto contact = store::slack_user_of(act.tx, person);
    const auto zone = zone_around(contact.user ? contact.user->tz : "", act.rules.timezone, at);
    return policy::next_working_time(hours, zone, at);
}

void start_clock(const Act& act, const store::TaskRow& task) {
    stop_clock(act, task.id);
    plan_nudge(act, task, policy::nudge_after(act.now(), task.due_at, act.rules.nudges));
}

void go_on_with_clock(const Act& act, const store::TaskRow& task) {
    if (act.now() < task.due_at) return start_clock(act, task);
    stop_clock(act, task.id);
    plan_nudge(
        act, task, {policy::Nudge::escalation, task.due_at + act.rules.nudges.escalate_after}
    );
}

void stop_clock(const Act& act, policy::TaskId task) {
    for (const auto kind :
         {TimerKind::task_reminder, TimerKind::task_overdue, TimerKind::task_escalation}) {
        store::drop_timers(act.tx, kind, task.value);
    }
}

void plan_nudge(const Act& act, const store::TaskRow& task, const policy::NudgeAt& next) {
    store::set_timer(act.tx, {kind_of(next.nudge), task.id.value, task.assignee, next.at});
}

void start_clock(const Act& act, const store::RequestRow& request) {
    if (!request.expires) return;
    store::set_timer(act.tx, {TimerKind::request_expiry, request.id.value, {}, *request.expires});
    auto notice = *request.expires - act.rules.request_expiry_notice;
    // Shorter than the notice: halfway.
    if (notice <= act.now()) notice = act.now() + (*request.expires - act.now()) / 2;
    if (notice <= act.now()) return;
    store::set_timer(act.tx, {TimerKind::request_expiring, request.id.value, {}, notice});
}

}  // namespace bot::workflow
