// Two applications that turn out to be one: an owners file named it by its id alone, entitlements
// by its name, and only later a file tells both. Files may come in any order.
#pragma once

#include "store/import.hpp"

namespace store {

// True if owners hang on the application and nothing else that would have to move.
bool has_only_owners(Tx& tx, policy::IntegrationId id);

// Stages the owners of `from` and of its resources for `to`, where that has none.
void move_owners(
    Tx& tx, const Staging& staging, policy::IntegrationId from, policy::IntegrationId to
);

}  // namespace store
