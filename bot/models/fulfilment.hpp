// What applications have carried out, or could not, as models of the messages about it.
#pragma once

#include <optional>

#include "blocks/not_carried_out.hpp"
#include "blocks/tracker.hpp"
#include "store/fulfilment.hpp"
#include "store/messages.hpp"

namespace bot::models {

// To requester and beneficiary.
std::optional<blocks::Outcome> carried_out(
    store::Tx& tx, std::int64_t notice, policy::EmployeeId reader
);
// To whoever answers for the application.
std::optional<blocks::NotCarriedOut> not_carried_out(
    store::Tx& tx, std::int64_t notice, policy::EmployeeId reader
);

}  // namespace bot::models
