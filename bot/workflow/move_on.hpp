// From one step of a request to the next: to what the policy says, to the next level's reviewers,
// or, after the last yes, to the people who carry it out.
#pragma once

#include <vector>

#include "bot/workflow/act.hpp"
#include "store/requests.hpp"

namespace bot::workflow {

// Notes which clause decides about each of the items that nothing has judged yet.
void judge_items(
    const Act& act, const store::RequestRow& request, std::vector<store::ItemRow>& items
);

// Moves pending items on, by the same ways that the form showed. Who was asked already and can
// still answer is not asked again; whoever is not there any more is replaced.
void move_on(
    const Act& act, const store::RequestRow& request, const std::vector<store::ItemRow>& items
);

// Approved items, from here on being carried out by whoever does that in their application. What
// lasts longer at once needs nobody's hands and is not among them.
struct UnderWay {
    std::vector<store::ItemRow> items;
    bool failed = false;  // nobody is there to do it
};
UnderWay hand_out(
    const Act& act,
    const store::RequestRow& request,
    policy::IntegrationId integration,
    std::vector<store::ItemRow> items
);

// Somebody who is asked about a request and cannot answer any more, for they have left or cannot be
// reached, is taken out of it; others are asked instead where the level needs them.
void replace_reviewer(const Act& act, policy::EmployeeId gone, policy::RequestId request);

}  // namespace bot::workflow
