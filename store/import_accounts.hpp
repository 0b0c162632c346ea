// Accounts that import rows mean: looked for among the open versions (the state after the switch),
// written as staged versions. Shared by the identities and the entitlements files.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/model.hpp"
#include "store/import.hpp"

namespace store {

// Open accounts of an application by one of their columns, the oldest first, at most 20. None for
// ''.
std::vector<policy::Identity> accounts_by_external_id(
    Tx& tx, policy::IntegrationId integration, const std::string& external_id
);
std::vector<policy::Identity> accounts_by_username(
    Tx& tx, policy::IntegrationId integration, const std::string& username
);
std::vector<policy::Identity> accounts_by_email(
    Tx& tx, policy::IntegrationId integration, const std::string& email
);

// A new account; `account.id` is ignored. Counts it.
policy::IdentityId stage_new_account(Tx& tx, Staging& staging, const policy::Identity& account);

// Makes an account that is there what it will be: nothing if it is that already. Counts it.
void stage_account(
    Tx& tx, Staging& staging, const policy::Identity& known, const policy::Identity& wanted
);

}  // namespace store
