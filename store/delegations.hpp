// Who reviews in somebody's place: one delegate a person, between two instants.
#pragma once

#include <optional>
#include <vector>

#include "policy/stand_in.hpp"
#include "store/gate.hpp"

namespace store {

// Sets or replaces a person's delegate.
void set_delegation(Tx& tx, const policy::Delegation& delegation, policy::Instant now);
// False if there was none.
bool clear_delegation(Tx& tx, policy::EmployeeId of);

// As set, whether it runs now or not.
std::optional<policy::Delegation> delegation_of(Tx& tx, policy::EmployeeId of);
// Who reviews in their place now.
std::optional<policy::EmployeeId> delegate_of(Tx& tx, policy::EmployeeId of, policy::Instant now);

}  // namespace store
