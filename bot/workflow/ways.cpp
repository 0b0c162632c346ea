#include "bot/workflow/ways.hpp"

#include <algorithm>

#include "bot/workflow/facts.hpp"
#include "store/directory.hpp"
#include "store/directory_words.hpp"

namespace bot::workflow {

Asking asking_of(const store::RequestRow& request) {
    Asking asking{request.requester, request.beneficiary, request.action};
    if (request.ends) asking.duration = *request.ends - request.submitted_at;
    if (request.purpose) {
        asking.duration = request.purpose->lasts;
        asking.purpose = request.purpose->name;
    }
    return asking;
}

Wanted wanted(const policy::Connection& connection) {
    return {
        connection.id,
        connection.integration,
        connection.integration_name,
        connection.resource,
        connection.privilege,
        connection.privileged};
}

Wanted wanted(const store::ItemRow& item) {
    return {
        item.connection,
        item.integration,
        item.integration_name,
        item.resource,
        item.privilege,
        item.privileged};
}

policy::PersonFacts person_facts(store::Tx& tx, policy::EmployeeId who) {
    policy::PersonFacts facts;
    if (const auto employee = store::find_employee(tx, who)) {
        facts.email = store::lower(employee->email);
        facts.title = store::lower(employee->title);
        facts.department = store::lower(employee->department);
    }
    facts.roles = store::roles_of(tx, who);
    return facts;
}

policy::PersonFacts person_facts(store::Tx& tx, const store::JudgedPerson& person) {
    policy::PersonFacts facts;
    if (const auto employee = store::find_employee(tx, person.employee))
        facts.email = store::lower(employee->email);
    facts.title = store::lower(person.title);
    facts.department = store::lower(person.department);
    facts.roles = person.roles;
    return facts;
}

policy::ItemFacts item_facts(
    const policy::PersonFacts& requester,
    const policy::PersonFacts& beneficiary,
    const Asking& asking,
    const Wanted& what
) {
    policy::ItemFacts facts;
    facts.requester = requester;
    facts.beneficiary = beneficiary;
    facts.integration = store::lower(what.integration_name);
    facts.resource = store::lower(what.resource);
    facts.privilege = store::lower(what.privilege);
    facts.privileged = what.privileged;
    facts.action = asking.action;
    facts.duration = asking.duration;
    facts.purpose = store::lower(asking.purpose);
    return facts;
}

Ways::Ways(store::Tx& tx, Asking asking)
    : tx_(tx),
      asking_(std::move(asking)),
      requester_(person_facts(tx, asking_.requester)),
      beneficiary_(
          asking_.beneficiary == asking_.requester ? requester_
                                                   : person_facts(tx, asking_.beneficiary)
      ),
      current_(current_policy(tx)) {}

Judged Ways::judge(const Wanted& what) {
    auto verdict = policy::judge(*current_, item_facts(requester_, beneficiary_, asking_, what));
    Judged judged{current_->version, std::move(verdict.clause)};
    decisions_.try_emplace(judged, std::move(verdict.decision));
    return judged;
}

const policy::Decision& Ways::decision(const Judged& judged) {
    const auto known = decisions_.find(judged);
    if (known != decisions_.end()) return known->second;
    const auto policy = policy_at(tx_, judged.version);
    auto decision = policy::for_duration(
        policy::decision_of(*policy, judged.clause), asking_.action, asking_.duration
    );
    return decisions_.emplace(judged, std::move(decision)).first->second;
}

std::vector<policy::Level> Ways::levels(
    const Judged& judged, const Wanted& what, const std::vector<policy::Yes>& said
) {
    auto facts = base();
    facts.integration_owners = candidates(integration_owners(what.integration));
    if (asks_resource_owner(judged))
        facts.resource_owners = candidates(resource_owners(what.connection));
    const auto& rules = decision(judged).levels;
    for (const auto& rule : rules) {
        for (const auto& ask : rule.ask) {
            if (ask.kind != policy::ReviewerKind::named_person) continue;
            if (const auto employee = store::find_employee(tx_, ask.email))
                facts.named.emplace_back(ask.email, candidate(employee->id));
        }
    }
    return policy::route(facts, rules, said);
}

std::string Ways::key(const Judged& judged, const Wanted& what) {
    auto text = std::to_string(judged.version) + ' ' + judged.clause + '\n' +
                std::to_string(what.integration.value);
    if (asks_resource_owner(judged)) {
        for (const auto owner : resource_owners(what.connection))
            text += ' ' + std::to_string(owner.value);
    }
    return text;
}

bool Ways::is_able(policy::EmployeeId who) {
    const auto& somebody = candidate(who);
    return somebody.employed && somebody.reachable && somebody.admitted;
}

const policy::Candidate& Ways::candidate(policy::EmployeeId who) {
    const auto known = people_.find(who);
    if (known != people_.end()) return known->second;
    return people_.emplace(who, workflow::candidate(tx_, who)).first->second;
}

std::vector<policy::Candidate> Ways::candidates(const std::vector<policy::EmployeeId>& people) {
    std::vector<policy::Candidate> line;
    line.reserve(people.size());
    for (const auto who : people)
        line.push_back(candidate(who));
    return line;
}

// What is the same for every item of the request.
const policy::RouteFacts& Ways::base() {
    if (base_) return *base_;
    policy::RouteFacts facts;
    facts.requester = asking_.requester;
    facts.beneficiary = asking_.beneficiary;
    if (const auto manager = store::manager_of(tx_, asking_.beneficiary))
        facts.manager = candidate(*manager);
    facts.risk_managers = candidates(store::employees_with_role(tx_, policy::Role::risk_manager));
    facts.administrators = candidates(store::employees_with_role(tx_, policy::Role::administrator));
    return base_.emplace(std::move(facts));
}

const std::vector<policy::EmployeeId>& Ways::resource_owners(policy::ConnectionId connection) {
    const auto known = resource_owners_.find(connection);
    if (known != resource_owners_.end()) return known->second;
    return resource_owners_.emplace(connection, store::resource_owners(tx_, connection))
        .first->second;
}

const std::vector<policy::EmployeeId>& Ways::integration_owners(policy::IntegrationId integration) {
    const auto known = integration_owners_.find(integration);
    if (known != integration_owners_.end()) return known->second;
    return integration_owners_.emplace(integration, store::integration_owners(tx_, integration))
        .first->second;
}

std::vector<PlannedWay> planned_ways(Ways& ways, std::vector<policy::Connection>& chosen) {
    std::vector<PlannedWay> planned;
    std::map<std::string, std::size_t> places;
    for (auto& connection : chosen) {
        const auto what = wanted(connection);
        const auto judged = ways.judge(what);
        if (const auto longest = ways.decision(judged).longest)
            connection.longest_duration =
                std::min(connection.longest_duration.value_or(*longest), *longest);
        const auto [place, fresh] = places.try_emplace(ways.key(judged, what), planned.size());
        if (fresh) {
            PlannedWay way{judged, ways.decision(judged), {}, {}};
            if (way.decision.outcome == policy::Outcome::review)
                way.levels = ways.levels(judged, what);
            planned.push_back(std::move(way));
        }
        planned[place->second].connections.push_back(connection);
    }
    return planned;
}

bool Ways::asks_resource_owner(const Judged& judged) {
    const auto& rules = decision(judged).levels;
    return std::any_of(rules.begin(), rules.end(), [](const policy::LevelRule& rule) {
        return std::any_of(rule.ask.begin(), rule.ask.end(), [](const policy::Ask& ask) {
            return ask.kind == policy::ReviewerKind::resource_owner;
        });
    });
}

}  // namespace bot::workflow
