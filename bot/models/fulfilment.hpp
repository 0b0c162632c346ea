// What applications have carried out, or could not, as models of the messages about it.
#pragma once

#include <optional>
#include <vector>

#include "blocks/not_carried_out.hpp"
#include "blocks/tracker.hpp"
#include "store/fulfilment.hpp"
#include "store/messages.hpp"

namespace bot::models {

// How all of a request ended, for a message about `told` items of it; nothing while some of it is
// open, or when this message tells it all.
std::optional<blocks::WholeRequest> whole_request(
    store::Tx& tx, const store::RequestRow& request, std::size_t told
);
// What applications will be asked again, of one request.
std::vector<blocks::TryingAgain> trying_again(store::Tx& tx, policy::RequestId request);

// To requester and beneficiary.
std::optional<blocks::Outcome> carried_out(
    store::Tx& tx, std::int64_t notice, policy::EmployeeId reader
);
// To whoever answers for the application.
std::optional<blocks::NotCarriedOut> not_carried_out(
    store::Tx& tx, std::int64_t notice, policy::EmployeeId reader
);

}  // namespace bot::models
