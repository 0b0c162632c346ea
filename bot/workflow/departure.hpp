// Somebody has left the company: what they asked for ends, and what they still hold is put before
// the owners of the applications, as a request to remove it that the owner decides.
#pragma once

#include "bot/workflow/act.hpp"
#include "store/requests.hpp"

namespace bot::workflow {

// Sees to one person, once. Of somebody who is back nothing is to be removed any more: such
// requests end, and the owners' cards say so.
void settle_departure(const Act& act, policy::EmployeeId who);

// An item that puts before an owner what somebody who left still holds.
bool is_departure(const store::ItemRow& item);
// Of such an item: whose access it would remove is back in the company.
bool is_for_nothing(store::Tx& tx, const store::ItemRow& item);

}  // namespace bot::workflow
