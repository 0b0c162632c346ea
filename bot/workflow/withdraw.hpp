// Withdraw: the requester, or an operator by command, takes back what nobody has decided yet.
#pragma once

#include <string>
#include <vector>

#include "bot/workflow/act.hpp"
#include "store/requests.hpp"

namespace bot::workflow {

enum class WithdrawOutcome { withdrawn, nothing_pending, not_yours };

// What is pending can be withdrawn; of a purpose also what is approved and was never started.
bool may_be_withdrawn(const store::RequestRow& request, policy::ItemState state);

// Ends those items of a request; whoever was asked about them is not asked any more.
WithdrawOutcome withdraw(const Act& act, policy::RequestId id);

// Somebody whom the request concerns has left the company: what is pending ends, and for somebody
// who would get it also what an owner was about to grant by hand.
void withdraw_for_departure(const Act& act, policy::RequestId id, policy::EmployeeId who);

// Whoever left is back: what is left of the requests to remove their access ends, decided or not;
// but not what an application may be at just now.
void withdraw_for_return(
    const Act& act, const std::vector<store::ItemRow>& items, const std::string& why
);

// Access has ended before its time: nobody is asked for more of it any more. `why` goes on from
// "the request is withdrawn: ". How many items that were.
std::size_t withdraw_extensions(
    const Act& act, const std::vector<store::ItemRow>& ended, const std::string& why
);
// The same of extensions, and of requests to remove access, whose access is held no more: it was
// removed where Latchkey only sees it, or by another request. One by one, or all.
void withdraw_lost(const Act& act, const std::vector<store::ItemRow>& items);
// Nobody need decide about removing what is being removed already.
void withdraw_needless(const Act& act, const std::vector<store::ItemRow>& removals);

// An access review removes the access: what else waits for a decision about it ends.
void withdraw_for_review(
    const Act& act, const std::vector<store::ItemRow>& items, const std::string& why
);

// The same by an operator, "cli:LOGIN". `not_yours`: there is no such request.
struct Withdrawal {
    WithdrawOutcome outcome = WithdrawOutcome::not_yours;
    std::int64_t items = 0;
};
Withdrawal withdraw_by_command(
    store::Tx& tx,
    policy::RequestId id,
    const std::string& actor,
    store::Millis now,
    const FlowRules& rules
);

}  // namespace bot::workflow
