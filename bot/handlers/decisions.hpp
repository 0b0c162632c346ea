// The visible answers to a decision that did not take effect: who was first, who may, what changed.
#pragma once

#include <string_view>

#include "blocks/kit.hpp"
#include "bot/workflow/decide.hpp"

namespace bot::handlers {

// "ID.VERSION" of a button or form; a foreign text is a task that does not exist.
workflow::TaskKey task_key(std::string_view key);

// Nothing but white space.
bool is_blank(std::string_view text);

// Why nothing was done, for `reader`, in one sentence.
blocks::Markdown why_not_sentence(
    store::Tx& tx, const workflow::DecideOutcome& outcome, policy::EmployeeId reader
);

// A modal that says why nothing was done, for `reader`.
blocks::View why_not(
    store::Tx& tx, const workflow::DecideOutcome& outcome, policy::EmployeeId reader
);

}  // namespace bot::handlers
