// What a task's person is told as time passes: reminders until it is due, that it is overdue, and
// at last that it goes on to somebody else. Each fires once, also after a long absence of ours.
#pragma once

#include <optional>
#include <string_view>

#include "policy/ids.hpp"

namespace policy {

enum class Nudge { reminder, overdue, escalation };

// The tenant's intervals (product.md section 10).
struct NudgeRules {
    Seconds remind_every = std::chrono::days{2};
    Seconds escalate_after = std::chrono::days{2};  // after due
};

// What comes next for a task, and when.
struct NudgeAt {
    Nudge nudge = Nudge::reminder;
    Instant at;
    bool operator==(const NudgeAt&) const = default;
};

// The next one after the task was assigned or last reminded, at `told`.
NudgeAt nudge_after(Instant told, Instant due, const NudgeRules& rules);

// What is to be done at `now` for a task whose next nudge was planned.
struct NudgeStep {
    bool remind = false;
    bool overdue = false;
    bool escalate = false;
    std::optional<NudgeAt> next;  // nothing once it was escalated
    bool operator==(const NudgeStep&) const = default;
};

// `may_disturb` is the first instant from `now` on within the person's working hours: a reminder is
// held until then, and dropped if the task is due by then; nothing else waits. A due date that was
// put off since the plan was made is kept to.
NudgeStep nudge_now(
    Nudge planned, Instant due, Instant now, Instant may_disturb, const NudgeRules& rules
);

}  // namespace policy
