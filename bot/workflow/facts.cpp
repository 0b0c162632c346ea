#include "bot/workflow/facts.hpp"

#include <algorithm>
#include <set>

#include "store/directory.hpp"
#include "store/slack_users.hpp"

namespace bot::workflow {

policy::Candidate candidate(store::Tx& tx, policy::EmployeeId id) {
    policy::Candidate somebody{id};
    const auto employee = store::find_employee(tx, id);
    somebody.employed = employee && employee->active;
    const auto reach = store::slack_user_of(tx, id).reach;
    somebody.reachable = reach != store::Reach::deactivated;
    somebody.admitted = reach != store::Reach::refused;
    return somebody;
}

bool is_able(store::Tx& tx, policy::EmployeeId id) {
    const auto somebody = candidate(tx, id);
    return somebody.employed && somebody.reachable && somebody.admitted;
}

namespace {

std::vector<policy::Candidate> candidates(
    store::Tx& tx, const std::vector<policy::EmployeeId>& people
) {
    std::vector<policy::Candidate> line;
    line.reserve(people.size());
    for (const auto id : people)
        line.push_back(candidate(tx, id));
    return line;
}

}  // namespace

std::vector<policy::EmployeeId> managers_above(store::Tx& tx, policy::EmployeeId whose) {
    std::vector<policy::EmployeeId> line;
    std::set<policy::EmployeeId> seen{whose};
    auto above = store::manager_of(tx, whose);
    while (above && seen.insert(*above).second) {
        line.push_back(*above);
        above = store::manager_of(tx, *above);
    }
    return line;
}

policy::RouteFacts route_facts(
    store::Tx& tx,
    policy::EmployeeId requester,
    policy::EmployeeId beneficiary,
    policy::IntegrationId integration
) {
    policy::RouteFacts facts;
    facts.requester = requester;
    facts.beneficiary = beneficiary;
    const auto employee = store::find_employee(tx, beneficiary);
    if (employee && employee->manager) facts.manager = candidate(tx, *employee->manager);
    facts.integration_owners = candidates(tx, store::integration_owners(tx, integration));
    facts.risk_managers =
        candidates(tx, store::employees_with_role(tx, policy::Role::risk_manager));
    facts.administrators =
        candidates(tx, store::employees_with_role(tx, policy::Role::administrator));
    return facts;
}

Hands fulfilment_hands(store::Tx& tx, policy::IntegrationId integration) {
    const auto able = [&](const policy::Candidate& somebody) {
        return somebody.employed && somebody.reachable && somebody.admitted;
    };
    const auto owners = candidates(tx, store::integration_owners(tx, integration));
    const auto owner = std::find_if(owners.begin(), owners.end(), able);
    if (owner != owners.end()) return {policy::ReviewerKind::integration_owner, {owner->employee}};
    constexpr std::pair<policy::Role, policy::ReviewerKind> others[] = {
        {policy::Role::administrator, policy::ReviewerKind::administrator},
        {policy::Role::risk_manager, policy::ReviewerKind::risk_manager},
    };
    for (const auto& [role, capacity] : others) {
        Hands hands{capacity, {}};
        for (const auto& somebody : candidates(tx, store::employees_with_role(tx, role))) {
            if (able(somebody)) hands.people.push_back(somebody.employee);
        }
        if (!hands.people.empty()) return hands;
    }
    return {policy::ReviewerKind::administrator, {}};
}

}  // namespace bot::workflow
