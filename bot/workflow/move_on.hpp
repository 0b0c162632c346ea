// From one step of a request to the next: to the next level's reviewers, or, after the last yes, to
// the people who carry it out.
#pragma once

#include <vector>

#include "bot/workflow/act.hpp"
#include "store/requests.hpp"

namespace bot::workflow {

// Moves pending items on, by the same policy::route that the form showed.
void move_on(
    const Act& act, const store::RequestRow& request, const std::vector<store::ItemRow>& items
);

}  // namespace bot::workflow
