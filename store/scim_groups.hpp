// What an application's SCIM endpoint calls our connections and accounts: its own ids. An id says
// nothing at another endpoint.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/ids.hpp"
#include "store/gate.hpp"

namespace store {

// The id of the group that a connection is, at the endpoint with this address; nothing until it was
// found once.
std::optional<std::string> scim_group_of(
    Tx& tx, policy::ConnectionId connection, const std::string& scim_url
);
// No address: at whichever endpoint the settings name.
void note_scim_group(
    Tx& tx,
    policy::ConnectionId connection,
    const std::string& group,
    const std::string& scim_url = ""
);

// The id of the user that an account is; nothing until something was done for it.
std::optional<std::string> scim_user_of(
    Tx& tx, policy::IdentityId identity, const std::string& scim_url
);
void note_scim_user(
    Tx& tx, policy::IdentityId identity, const std::string& user, const std::string& scim_url
);

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

}  // namespace store
