// What happened to a request, for people: who was asked when, and every entry of its audit trail.
#pragma once

#include <vector>

#include "blocks/request_view.hpp"
#include "store/requests.hpp"

namespace bot::models {

// The oldest first, as `reader` sees it.
std::vector<blocks::RequestEvent> history(
    store::Tx& tx, const store::RequestRow& request, policy::EmployeeId reader
);

}  // namespace bot::models
