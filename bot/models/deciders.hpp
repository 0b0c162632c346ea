// Who decides, for the form's preview, the tracker and the cards: from the routes of policy.
#pragma once

#include <vector>

#include "blocks/model.hpp"
#include "blocks/policy_denial.hpp"
#include "bot/workflow/submit.hpp"
#include "store/requests.hpp"
#include "store/tasks.hpp"

namespace bot::models {

struct Deciders {
    std::vector<blocks::Decider> asked;  // in order
    std::vector<blocks::PassedOver> passed_over;
    std::vector<blocks::GrantName> at_once;      // of a form: what the policy approves at once
    std::vector<blocks::DeniedByPolicy> denied;  // and what it denies
};

// Of a form that is not submitted yet.
Deciders deciders(store::Tx& tx, const workflow::Plan& plan, policy::EmployeeId reader);

// Who still has to say yes to the pending items of a request.
Deciders deciders(
    store::Tx& tx,
    const store::RequestRow& request,
    const std::vector<store::ItemRow>& items,
    policy::EmployeeId reader
);

// As what the assignee of a task is asked, and who was passed over.
blocks::Decider capacity(
    store::Tx& tx, const store::TaskRow& task, const std::vector<store::ItemRow>& items
);
std::vector<blocks::PassedOver> passed_over(
    store::Tx& tx, const store::TaskRow& task, const std::vector<store::ItemRow>& items
);

}  // namespace bot::models
