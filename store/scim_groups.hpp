// Which group of an application's SCIM endpoint a connection is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/ids.hpp"
#include "store/gate.hpp"

namespace store {

// The endpoint's own id of the group; nothing until it was found once.
std::optional<std::string> scim_group_of(Tx& tx, policy::ConnectionId connection);
void note_scim_group(Tx& tx, policy::ConnectionId connection, const std::string& group);
// An application's connections, by what they are.
struct ConnectionNames {
    std::string project;
    std::string resource_type;
    std::string resource;
    std::string privilege;

    // As a sync calls the group of this name where no file has told of it.
    static ConnectionNames of_group(const std::string& name) { return {"", "", name, "member"}; }
    bool operator==(const ConnectionNames&) const = default;
};
std::vector<ConnectionNames> connection_names(Tx& tx, const std::string& application);
// It is not there any more: to be found anew.
void forget_scim_group(Tx& tx, policy::ConnectionId connection);

}  // namespace store
