// Addresses become people: the stable row behind an e-mail, shared by imports and Slack's users.
#pragma once

#include <string>

#include "policy/ids.hpp"
#include "store/gate.hpp"

namespace store {

// The row of an address (lower-case), made if need be. Nobody sees it until a users file tells
// more, so an import may name people in any order. Asks for the writer.
policy::EmployeeId employee_by_address(Tx& tx, const std::string& email);

}  // namespace store
