// The timers of tasks and requests: set where their state is written, in its transaction.
#pragma once

#include "bot/workflow/act.hpp"
#include "store/requests.hpp"
#include "store/tasks.hpp"

namespace bot::workflow {

// `at` itself, or the next instant from it on at which this person works.
policy::Instant next_working_time(const Act& act, policy::EmployeeId person, policy::Instant at);

// A task's reminders, overdue notice and escalation run from now on, by its due date.
void start_clock(const Act& act, const store::TaskRow& task);
// The same after it stood still: what was overdue before has been told.
void go_on_with_clock(const Act& act, const store::TaskRow& task);
// The one that comes next, as policy planned it.
void plan_nudge(const Act& act, const store::TaskRow& task, const policy::NudgeAt& next);
// They do not any more: it is closed, or waits for somebody else.
void stop_clock(const Act& act, policy::TaskId task);

// A request expires, and whoever could still decide is told before.
void start_clock(const Act& act, const store::RequestRow& request);

}  // namespace bot::workflow
