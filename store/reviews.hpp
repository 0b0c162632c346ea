// Reviews one by one: a task of which some items are approved, some denied, and some still wait.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "policy/ids.hpp"
#include "store/gate.hpp"
#include "store/requests.hpp"
#include "store/tasks.hpp"

namespace store {

// What an assignee's reviews of one task have come to.
struct ReviewCounts {
    std::int64_t pending = 0;
    std::int64_t approved = 0;
    std::int64_t denied = 0;
};
ReviewCounts review_counts(Tx& tx, policy::TaskId task);

// What the person has marked and not sent: true approves.
using ReviewChoices = std::map<policy::ItemId, bool>;
ReviewChoices review_choices(Tx& tx, policy::TaskId task);
// Marks an item, or takes the mark back. One that the task has not is not marked.
void choose_review(Tx& tx, policy::TaskId task, policy::ItemId item, std::optional<bool> approve);

// Decides these pending items of a task and leaves the others open; with the last one the task is
// closed. False if the task was closed, is not `by`'s or has another version: then nothing is
// changed. The items must be pending in it.
bool decide_reviews(
    Tx& tx,
    policy::TaskId task,
    std::int64_t seen_version,
    policy::EmployeeId by,
    const std::vector<ItemRow>& approved,
    const std::vector<ItemRow>& denied,
    const std::string& comment,
    policy::Instant now
);

// Denials that were sent together: their message's subject is the first one's review.
struct Denial {
    policy::ReviewId review;
    policy::TaskId task;
    policy::EmployeeId by;
    policy::Instant at;
    std::string comment;
    std::vector<ItemRow> items;
};
std::optional<policy::ReviewId> first_denied(Tx& tx, policy::TaskId task, std::int64_t batch);
std::optional<Denial> find_denial(Tx& tx, policy::ReviewId first);

// The items that ended as their task did, with its last act: not those that were decided one by one
// before, or taken out of it.
std::vector<ItemRow> items_ended_with(Tx& tx, const TaskRow& task);

// Whose review of an item waits now, in the order in which they were asked.
std::vector<policy::Reviewer> asked_about(Tx& tx, policy::ItemId item);

// Gives a pending grant an earlier end; false where it ends as early already.
bool shorten_item(Tx& tx, policy::ItemId item, policy::Instant ends);
// A grant that is held for longer than it was asked for ends then.
void item_held_until(Tx& tx, policy::ItemId item, policy::Instant ends);
// Notes in the reviews of a task which end its yes gave.
void note_shorter(Tx& tx, policy::TaskId task, policy::Instant ends);
// The end that the yes of a task gave, if it gave one.
std::optional<policy::Instant> shorter_end_of(Tx& tx, policy::TaskId task);

}  // namespace store
