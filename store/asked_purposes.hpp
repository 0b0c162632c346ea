// Purposes that people asked for: which of them somebody may start, and when they end.
#pragma once

#include <vector>

#include "policy/ids.hpp"
#include "store/gate.hpp"
#include "store/requests.hpp"

namespace store {

// A person's requests by purpose of which anything was approved and may still be started, or is
// held: the oldest first.
std::vector<RequestRow> asked_purposes(Tx& tx, policy::EmployeeId holder, policy::Instant now);

// The first start of a purpose sets its end. One that has an end keeps it.
void set_purpose_end(Tx& tx, policy::RequestId request, policy::Instant until);

// Nothing of a request ends later than `until`.
void end_items_by(Tx& tx, policy::RequestId request, policy::Instant until);

// An item's connection is held because of it, whatever became of a removal.
bool held_through(Tx& tx, const ItemRow& item);
// An item's connection is held by its account for another reason.
bool held_otherwise(Tx& tx, const ItemRow& item);

// Another request's item waits for the same connection and account.
bool asked_elsewhere(Tx& tx, const ItemRow& item);

}  // namespace store
