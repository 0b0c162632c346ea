// Which group of an application's SCIM endpoint a connection is.
#pragma once

#include <optional>
#include <string>

#include "policy/ids.hpp"
#include "store/gate.hpp"

namespace store {

// The endpoint's own id of the group; nothing until it was found once.
std::optional<std::string> scim_group_of(Tx& tx, policy::ConnectionId connection);
void note_scim_group(Tx& tx, policy::ConnectionId connection, const std::string& group);
// It is not there any more: to be found anew.
void forget_scim_group(Tx& tx, policy::ConnectionId connection);

}  // namespace store
