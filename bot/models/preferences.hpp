// What a person may choose to be told of, and has.
#pragma once

#include "blocks/preferences.hpp"
#include "store/preferences.hpp"

namespace bot::models {

// `optional`: what the tenant leaves to people.
blocks::Preferences preferences(
    store::Tx& tx, policy::EmployeeId person, const store::Notifications& optional
);

}  // namespace bot::models
