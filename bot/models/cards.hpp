// Review cards and manual tasks as models, from the rows as they are now: for messages, the task
// modal and the lists of tasks.
#pragma once

#include <string>

#include "blocks/home.hpp"
#include "blocks/manual_task.hpp"
#include "blocks/review_card.hpp"
#include "store/tasks.hpp"

namespace bot::models {

// `tasks_url`: the target of My tasks, empty for a button.
blocks::ReviewCard review_card(
    store::Tx& tx, const store::TaskRow& task, const std::string& tasks_url, policy::Instant now
);
blocks::ManualTask manual_task(
    store::Tx& tx, const store::TaskRow& task, const std::string& tasks_url, policy::Instant now
);
// A row of My tasks.
blocks::HomeTask task_row(store::Tx& tx, const store::TaskRow& task, policy::Instant now);

}  // namespace bot::models
