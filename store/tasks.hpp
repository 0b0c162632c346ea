// Tasks: what one person owes at one level of one request, with the reviews of its items. A
// decision is one compare-and-set on the state, the assignee and the version that the card showed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/ids.hpp"
#include "policy/route.hpp"
#include "store/gate.hpp"
#include "store/requests.hpp"

namespace store {

enum class TaskKind { review, manual };

// How a task ended. `superseded`: another member of the group was first; `reassigned`, `escalated`:
// it goes on with somebody else; `decided`: item by item, partly approved and partly denied.
enum class TaskOutcome {
    approved,
    denied,
    done,
    failed,
    superseded,
    withdrawn,
    reassigned,
    escalated,
    decided,
    expired
};
std::string_view word(TaskOutcome outcome);
std::optional<TaskOutcome> task_outcome(std::string_view word);

// What opens a task.
struct NewTask {
    TaskKind kind = TaskKind::review;
    policy::RequestId request;
    int level = 0;
    policy::ReviewerKind capacity = policy::ReviewerKind::manager;
    bool fallback = false;
    std::vector<policy::Skipped> skipped = {};
    std::optional<policy::IntegrationId> integration = {};
    policy::EmployeeId assignee;
    policy::Instant assigned_at;
    policy::Instant due_at;
    std::optional<policy::EmployeeId> on_behalf_of = {};  // whose delegate the assignee is here
    std::optional<policy::TaskId> handed_from = {};       // the task whose place it takes
    std::string note = {};                                // of whoever handed it over
    bool removes = false;                                 // manual work: to take access away
};

struct TaskRow {
    policy::TaskId id;
    TaskKind kind = TaskKind::review;
    policy::RequestId request;
    int level = 0;
    policy::ReviewerKind capacity = policy::ReviewerKind::manager;
    bool fallback = false;
    std::vector<policy::Skipped> skipped;
    std::optional<policy::IntegrationId> integration;
    policy::EmployeeId assignee;
    policy::Instant assigned_at;
    policy::Instant due_at;
    std::optional<policy::EmployeeId> on_behalf_of;
    std::optional<policy::TaskId> handed_from;
    std::string note;
    std::optional<policy::Instant> paused_at;  // its clock stands: a question waits for its answer
    bool removes = false;                      // manual work: to take access away, not to grant
    std::int64_t version = 1;
    std::int64_t open_reviews = 0;
    std::optional<TaskOutcome> outcome;
    std::optional<policy::EmployeeId> closed_by;
    std::optional<policy::Instant> closed_at;
};

// The open task of a person at this level, in this capacity, of this kind and on nobody else's
// behalf of a request, or a new one.
policy::TaskId open_task(Tx& tx, const NewTask& task);
// Adds a pending review of each item to a task.
void add_reviews(Tx& tx, policy::TaskId task, const std::vector<ItemRow>& items);

std::optional<TaskRow> find_task(Tx& tx, policy::TaskId id);
std::vector<TaskRow> tasks_of_request(Tx& tx, policy::RequestId request);
// The items of a task, by application; `only_pending` leaves out those decided.
std::vector<ItemRow> items_of_task(Tx& tx, policy::TaskId task, bool only_pending);

// Which of a person's open tasks: all, reviews, what is to carry out, what is overdue.
enum class TaskFilter { all, reviews, manual, overdue };
std::string_view word(TaskFilter filter);
std::optional<TaskFilter> task_filter(std::string_view word);

// A page of a person's open tasks, the soonest due first.
struct TaskPage {
    std::vector<TaskRow> rows;
    std::int64_t total = 0;
};
TaskPage open_tasks_of(Tx& tx, policy::EmployeeId assignee, int offset, int limit);
TaskPage open_tasks_of(
    Tx& tx,
    policy::EmployeeId assignee,
    TaskFilter filter,
    policy::Instant now,
    int offset,
    int limit
);

// Closes a task and its pending reviews with one outcome. False if it was closed, is not `by`'s, or
// has another version than the person saw: then nothing is changed.
bool decide_task(
    Tx& tx,
    policy::TaskId id,
    std::int64_t seen_version,
    policy::EmployeeId by,
    TaskOutcome outcome,
    const std::string& comment,
    policy::Instant now
);

// Closes a task whose pending items go on with somebody else, whoever may be behind it (nobody for
// the daemon itself). False if it was closed or has another version: then nothing is changed.
bool hand_on_task(
    Tx& tx,
    policy::TaskId id,
    std::int64_t seen_version,
    std::optional<policy::EmployeeId> by,
    TaskOutcome outcome,
    policy::Instant now
);
// One item that waits in an open task as a task of its own for the same person, so that it can be
// decided without the others; the task itself where nothing else waits in it. Nothing if the item
// does not wait there.
std::optional<TaskRow> set_apart(Tx& tx, policy::TaskId task, policy::ItemId item);
// The tasks that took the place of one that was handed over.
std::vector<TaskRow> successors_of(Tx& tx, policy::TaskId id);
// Who is asked about an item of this task at the moment, or has said yes to one.
std::vector<policy::EmployeeId> involved_in(Tx& tx, policy::TaskId task);

// Takes an item out of every other open task (a denial, a colleague's yes at the same level, a
// withdrawal) and closes those left empty. `level` 0 means every level; `by` is nobody where it was
// no employee's act. The tasks that changed.
std::vector<policy::TaskId> release_item(
    Tx& tx,
    policy::ItemId item,
    int level,
    TaskOutcome outcome,
    std::optional<policy::EmployeeId> by,
    policy::Instant now
);

// What the person who closed a task wrote, empty if nothing.
std::string comment_of_task(Tx& tx, policy::TaskId task);

// A review of an item: who was asked at which level, and what they said.
struct ItemReview {
    policy::TaskId task;
    policy::ReviewerKind as = policy::ReviewerKind::manager;
    int level = 0;
    policy::EmployeeId assignee;
    bool pending = false;
    std::optional<policy::EmployeeId> yes = {};  // who said it
};
std::vector<ItemReview> reviews_of_item(Tx& tx, policy::ItemId item);
// Whether anybody was ever asked about a request.
bool was_asked_about(Tx& tx, policy::RequestId request);

// Takes an item out of one open task, which is closed if nothing else is in it.
void release_review(
    Tx& tx,
    policy::TaskId task,
    policy::ItemId item,
    TaskOutcome outcome,
    std::optional<policy::EmployeeId> by,
    policy::Instant now
);

// Everybody with an open task.
std::vector<policy::EmployeeId> people_asked(Tx& tx);
// The requests of which somebody has an open task.
std::vector<policy::RequestId> requests_asked_of(Tx& tx, policy::EmployeeId assignee);

// The yeses said for an item so far.
std::vector<policy::Yes> yeses_of_item(Tx& tx, policy::ItemId item);

// What all reviewers of a request still owe: its pending reviews.
std::int64_t reviews_owed(Tx& tx, policy::RequestId request);
// Reviews of items that one person still owes, over all their tasks.
std::int64_t reviews_owed_by(Tx& tx, policy::EmployeeId assignee);

}  // namespace store
