// Withdraw: the requester takes back what nobody has decided yet.
#pragma once

#include "bot/workflow/act.hpp"

namespace bot::workflow {

enum class WithdrawOutcome { withdrawn, nothing_pending, not_yours };

// Ends the pending items of a request; whoever was asked about them is not asked any more.
WithdrawOutcome withdraw(const Act& act, policy::RequestId id);

}  // namespace bot::workflow
