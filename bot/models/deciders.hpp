// Who decides, for the form's preview, the tracker and the cards: from the routes of policy.
#pragma once

#include <vector>

#include "blocks/model.hpp"
#include "blocks/policy_denial.hpp"
#include "blocks/review_card.hpp"
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

// Of a form that is not submitted yet, as its requester reads it; delegates as they are now.
Deciders deciders(
    store::Tx& tx, const workflow::Plan& plan, const store::DraftRow& draft, policy::Instant now
);

// Who still has to say yes to the pending items of a request.
Deciders deciders(
    store::Tx& tx,
    const store::RequestRow& request,
    const std::vector<store::ItemRow>& items,
    policy::EmployeeId reader,
    policy::Instant now
);

// Of items like these, asked for anew: judged by the newest policy, and nobody has said yes yet.
Deciders deciders_anew(
    store::Tx& tx,
    const store::RequestRow& request,
    const std::vector<store::ItemRow>& items,
    policy::EmployeeId reader,
    policy::Instant now
);

// As what the assignee of a task is asked, and who was passed over.
blocks::Decider capacity(
    store::Tx& tx, const store::TaskRow& task, const std::vector<store::ItemRow>& items
);
// Whom a task that was handed over went to.
std::vector<blocks::Person> successors(
    store::Tx& tx, const store::TaskRow& task, policy::EmployeeId reader
);
// How a task came to an assignee who is not the one first asked; nothing for that one.
std::optional<blocks::TakenOver> taken_over(store::Tx& tx, const store::TaskRow& task);

std::vector<blocks::PassedOver> passed_over(
    store::Tx& tx, const store::TaskRow& task, const std::vector<store::ItemRow>& items
);

}  // namespace bot::models
