// Approve and Deny of a review task, Done and Could not of manual work: each one compare-and-set.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bot/workflow/act.hpp"
#include "store/tasks.hpp"

namespace bot::workflow {

// The decision stands.
struct Decided {
    store::TaskRow task;
};
// Somebody was first, or the task ended otherwise; `task` says who, when and how.
struct AlreadyClosed {
    store::TaskRow task;
};
// It is somebody else's.
struct NotYours {
    store::TaskRow task;
};
// The card showed an older state: nothing was changed, the card is refreshed.
struct ChangedMeanwhile {
    store::TaskRow task;
};
struct NoSuchTask {};
// The policy asks for a word of why with a yes, and there was none: nothing was changed.
struct CommentNeeded {
    store::TaskRow task;
};
using DecideOutcome =
    std::variant<Decided, AlreadyClosed, NotYours, ChangedMeanwhile, NoSuchTask, CommentNeeded>;

// What the person clicked: the task and the version that their card showed.
struct TaskKey {
    policy::TaskId task;
    std::int64_t version = 0;
};

DecideOutcome approve(const Act& act, TaskKey key);
DecideOutcome approve(const Act& act, TaskKey key, const std::string& comment);
DecideOutcome deny(const Act& act, TaskKey key, const std::string& comment);
// Review items: decides these of the task's pending items; the others stay open. Ids that are not
// among them are ignored. A denial needs its comment.
DecideOutcome decide_items(
    const Act& act,
    TaskKey key,
    const std::vector<policy::ItemId>& approved,
    const std::vector<policy::ItemId>& denied,
    const std::string& comment
);

// Why an end cannot be offered. `not_later`: of an extension, it is held until then already.
enum class EndProblem { not_future, not_earlier, not_later };
// Approve for a shorter time: a yes that gives each pending grant an earlier end, which later
// levels and the grant go by.
std::variant<DecideOutcome, EndProblem> approve_until(
    const Act& act, TaskKey key, policy::Instant ends, const std::string& comment = ""
);

DecideOutcome done(const Act& act, TaskKey key);
DecideOutcome could_not(const Act& act, TaskKey key, const std::string& comment);
// The same of one item of manual work, whatever else waits in its task: that stays as it is.
DecideOutcome done_item(const Act& act, policy::TaskId task, policy::ItemId item);
DecideOutcome could_not_item(
    const Act& act, policy::TaskId task, policy::ItemId item, const std::string& comment
);

// Whether a yes to these items at a level must say why.
bool needs_comment(store::Tx& tx, int level, const std::vector<store::ItemRow>& items);

// The same of all that waits in an open task of one's own; false for any other.
bool needs_comment(const Act& act, TaskKey key);

// What would stand against deciding this task now, without changing anything; Decided when nothing.
DecideOutcome look(store::Tx& tx, policy::EmployeeId by, TaskKey key);

}  // namespace bot::workflow
