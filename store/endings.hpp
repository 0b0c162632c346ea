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

// What a request granted until `now` or before, and its account holds no more though nothing of
// this request has removed it.
std::vector<ItemRow> gone_before_end(Tx& tx, policy::RequestId request, policy::Instant now);
// Another item has removed the same access since this one granted it.
bool removed_by_another(Tx& tx, const ItemRow& item);

// Somebody has asked for more time: another request for the same access is open.
bool extension_pending(Tx& tx, const ItemRow& item);
// Its items that nobody has granted yet.
std::vector<ItemRow> pending_extensions(Tx& tx, const ItemRow& item);

// Somebody has asked to remove it, or it is being removed for that.
bool removal_asked(Tx& tx, const ItemRow& item);

// Items of open extensions whose access was lost elsewhere: not by its end, not through Latchkey.
std::vector<ItemRow> lost_extensions(Tx& tx);
// Requests to remove access, not decided yet, of access that is not held any more.
std::vector<ItemRow> lost_removals(Tx& tx);
// Of what an item is about: what asks to remove the same, and is not decided yet.
std::vector<ItemRow> pending_removals(Tx& tx, const ItemRow& item);
// Of an item of an extension: there is nothing left of what it would make longer.
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
