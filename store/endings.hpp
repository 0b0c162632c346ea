// Access for a time, as the requests that granted it know it: what a person still holds of it, and
// whether a longer time was asked for.
#pragma once

#include <vector>

#include "policy/ids.hpp"
#include "store/gate.hpp"
#include "store/requests.hpp"

namespace store {

// What a request granted with an end and its beneficiary still holds from it, by application,
// resource, privilege. What a later request has extended is that request's.
std::vector<ItemRow> held_for_a_time(Tx& tx, policy::RequestId request);

// The same of all requests for a person, as far as it ends from `now` until `until`: the soonest
// end first, one request's together.
std::vector<ItemRow> ending_for(
    Tx& tx, policy::EmployeeId holder, policy::Instant now, policy::Instant until
);

// Somebody has asked for more time: another request for the same access is open.
bool extension_pending(Tx& tx, const ItemRow& item);

// An identity holds a connection for a time, and nobody is about to remove it.
bool held_undisturbed(Tx& tx, policy::IdentityId identity, policy::ConnectionId connection);

// Requests whose access is past its end and kept only because this one asks for more time.
std::vector<policy::RequestId> kept_by(Tx& tx, policy::RequestId extension, policy::Instant now);

}  // namespace store
