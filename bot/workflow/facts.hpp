// Facts for decisions, read from the store in one place.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/model.hpp"
#include "policy/route.hpp"
#include "store/gate.hpp"

namespace bot::workflow {

// Somebody as the rules see them: employed, reachable, admitted to the bot.
policy::Candidate candidate(store::Tx& tx, policy::EmployeeId id);

// Whether somebody can answer at all.
bool is_able(store::Tx& tx, policy::EmployeeId id);

// Somebody's manager, whose manager, and so on; a circle ends it.
std::vector<policy::EmployeeId> managers_above(store::Tx& tx, policy::EmployeeId whose);

// What policy::route needs to know about an item of this application for these two people.
policy::RouteFacts route_facts(
    store::Tx& tx,
    policy::EmployeeId requester,
    policy::EmployeeId beneficiary,
    policy::IntegrationId integration
);

// Who carries a grant out by hand, and as what: the application's owner, else every administrator.
struct Hands {
    policy::ReviewerKind capacity = policy::ReviewerKind::integration_owner;
    std::vector<policy::EmployeeId> people;
};
Hands fulfilment_hands(store::Tx& tx, policy::IntegrationId integration);

}  // namespace bot::workflow
