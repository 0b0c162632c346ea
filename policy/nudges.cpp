#include "policy/nudges.hpp"

namespace policy {

NudgeAt nudge_after(Instant told, Instant due, const NudgeRules& rules) {
    const auto reminder = told + rules.remind_every;
    return reminder < due ? NudgeAt{Nudge::reminder, reminder} : NudgeAt{Nudge::overdue, due};
}

NudgeStep nudge_now(
    Nudge planned, Instant due, Instant now, Instant may_disturb, const NudgeRules& rules
) {
    NudgeStep step;
    if (now < due) {
        if (planned != Nudge::reminder) {
            step.next = nudge_after(now, due, rules);
        } else if (may_disturb <= now) {
            step.remind = true;
            step.next = nudge_after(now, due, rules);
        } else if (may_disturb < due) {
            step.next = NudgeAt{Nudge::reminder, may_disturb};
        } else {
            step.next = NudgeAt{Nudge::overdue, due};
        }
        return step;
    }
    step.overdue = planned != Nudge::escalation;
    step.escalate = now >= due + rules.escalate_after;
    if (!step.escalate) step.next = NudgeAt{Nudge::escalation, due + rules.escalate_after};
    return step;
}

}  // namespace policy
