// Employees who have left while we knew them as active: what they left behind is seen to once.
// Noted where their status changes, so nobody has to be looked for.
#pragma once

#include <vector>

#include "policy/ids.hpp"
#include "store/gate.hpp"

namespace store {

// Somebody has left, or is back. `from_gen`: the generation of the directory from which on
// everybody sees it.
void note_departure(Tx& tx, policy::EmployeeId who, std::int64_t from_gen);
// Those noted by an import that nobody will see.
void forget_unseen_departures(Tx& tx);

// Seen, and not settled yet: at most `limit`.
std::vector<policy::EmployeeId> unsettled_departures(Tx& tx, int limit);
void departure_settled(Tx& tx, policy::EmployeeId who, policy::Instant now);

// The open requests that a person made or is to get something from, the oldest first.
std::vector<policy::RequestId> open_requests_around(Tx& tx, policy::EmployeeId who);

// The owner has decided to let somebody who left keep this, or was told that it could not be
// removed, since they hold it.
bool was_put_before_owner(
    Tx& tx, policy::IdentityId identity, policy::ConnectionId connection, policy::Instant since
);
// What the owners were told of access that somebody left behind and that could not be removed.
std::vector<std::int64_t> failed_departure_notices(Tx& tx, policy::EmployeeId who);

}  // namespace store
