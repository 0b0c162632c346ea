// In which capacities somebody is asked about the items of one task: of some as the manager, of
// others as their owner. Each review has its own, or its task's.
#pragma once

#include <string>
#include <vector>

#include "store/tasks.hpp"

namespace store {

// Adds a pending review of each item to a task, in this capacity.
void add_reviews_as(
    Tx& tx, policy::TaskId task, const std::vector<ItemRow>& items, policy::ReviewerKind as
);
// The same for a task that takes the place of another, in the capacities of that one's.
void add_reviews_of(
    Tx& tx, policy::TaskId task, const std::vector<ItemRow>& items, policy::TaskId before
);

// The capacities of a task's items, each with its items, in the order of those.
struct TaskCapacity {
    policy::ReviewerKind as = policy::ReviewerKind::manager;
    std::vector<ItemRow> items;
};
std::vector<TaskCapacity> capacities_of(
    Tx& tx, const TaskRow& task, const std::vector<ItemRow>& items
);
// Their words: "manager, integration_owner".
std::string capacity_words(Tx& tx, const TaskRow& task, const std::vector<ItemRow>& items);

}  // namespace store
