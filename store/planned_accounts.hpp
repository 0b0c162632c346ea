// Accounts that do not exist yet: asked for together with the access that they are to get, made
// when that is granted.
#pragma once

#include <optional>
#include <string>

#include "policy/ids.hpp"
#include "store/gate.hpp"

namespace store {

// What stands for the account that a person is to get in an application; the same for all requests.
policy::IdentityId plan_account(
    Tx& tx, policy::IntegrationId integration, policy::EmployeeId employee, policy::Instant now
);
// The same, if it was planned before.
std::optional<policy::IdentityId> planned_account(
    Tx& tx, policy::IntegrationId integration, policy::EmployeeId employee
);

// The account in which a grant takes effect: for a planned one the person's own, which is made now
// if there is none; any other is itself. `username` and `external_id`: as the application named it.
struct MadeAccount {
    policy::IdentityId identity;
    bool is_new = false;
};
MadeAccount made_account(
    Tx& tx,
    policy::IdentityId identity,
    const std::string& username = "",
    const std::string& external_id = ""
);

// An account that the application names for one of ours, or a planned one, and that our tables know
// as another: what it is given, or loses, would be that other's.
struct OtherAccount {
    std::string username;
    std::optional<policy::EmployeeId> whose;
};
std::optional<OtherAccount> other_account(
    Tx& tx, policy::IdentityId meant, const std::string& username, const std::string& external_id
);

}  // namespace store
