// A task that nobody decided in time goes on: to the manager of the person who is late, and, where
// nobody up the line may take it, to the people of the fallback.
#pragma once

#include "bot/workflow/act.hpp"
#include "store/tasks.hpp"

namespace bot::workflow {

// False if nobody is left: the task stays where it is, until its request expires.
bool escalate(const Act& act, const store::TaskRow& task);

}  // namespace bot::workflow
