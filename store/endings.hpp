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
// Its items that nobody has granted yet.
std::vector<ItemRow> pending_extensions(Tx& tx, const ItemRow& item);

// Somebody has asked to remove it, or it is being removed for that.
bool removal_asked(Tx& tx, const ItemRow& item);

// Items of open extensions whose access was lost elsewhere: not by its end, not through Latchkey.
std::vector<ItemRow> lost_extensions(Tx& tx);
// The same of one item: there is nothing left of what it would make longer.
bool is_lost(Tx& tx, const ItemRow& extension);

// Until when the access is held, or was, that an extension asks more time for, of each of its items
// that has an end.
std::vector<policy::Instant> extended_ends(
    Tx& tx, const RequestRow& extension, const std::vector<ItemRow>& items
);
// The first and the last of them.
std::optional<policy::Instant> extended_end(
    Tx& tx, const RequestRow& extension, const std::vector<ItemRow>& items
);
std::optional<policy::Instant> last_extended_end(
    Tx& tx, const RequestRow& extension, const std::vector<ItemRow>& items
);

// An identity holds a connection for a time, and nobody is about to remove it.
bool held_undisturbed(Tx& tx, policy::IdentityId identity, policy::ConnectionId connection);

// Of an extension's item: what the extended request granted and nobody has removed yet, though its
// end has come and people are asked to. Nothing if anything else removes it.
std::optional<ItemRow> removal_in_hands(Tx& tx, const ItemRow& item, policy::RequestId extended);

// Requests whose access is past its end and kept only because this one asks for more time.
std::vector<policy::RequestId> kept_by(Tx& tx, policy::RequestId extension, policy::Instant now);

}  // namespace store
