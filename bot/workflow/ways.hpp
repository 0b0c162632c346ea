// Which way an item goes: judged by the policy, then routed to people. The form's preview, Submit
// and every later step ask here, so they cannot disagree.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/workflow/policies.hpp"
#include "policy/clauses.hpp"
#include "policy/model.hpp"
#include "policy/route.hpp"
#include "store/policies.hpp"
#include "store/requests.hpp"

namespace bot::workflow {

// What is asked for, by whom and for whom; of a request or of a form that is not sent yet.
struct Asking {
    policy::EmployeeId requester;
    policy::EmployeeId beneficiary;
    policy::Action action = policy::Action::grant;
    std::optional<policy::Seconds> duration = {};  // none: permanent
    std::string purpose = {};
};
Asking asking_of(const store::RequestRow& request);

// The thing that one item is about.
struct Wanted {
    policy::ConnectionId connection;
    policy::IntegrationId integration;
    std::string integration_name;
    std::string resource;
    std::string privilege;
    bool privileged = false;
};
Wanted wanted(const policy::Connection& connection);
Wanted wanted(const store::ItemRow& item);

// Which clause of which policy judged an item.
struct Judged {
    std::int64_t version = 0;
    std::string clause;
    auto operator<=>(const Judged&) const = default;
};

// What the policy knows of somebody, from the directory or as it was noted.
policy::PersonFacts person_facts(store::Tx& tx, policy::EmployeeId who);
policy::PersonFacts person_facts(store::Tx& tx, const store::JudgedPerson& person);
policy::ItemFacts item_facts(
    const policy::PersonFacts& requester,
    const policy::PersonFacts& beneficiary,
    const Asking& asking,
    const Wanted& what
);

// For the length of one transaction: what it has looked up once it does not look up again.
class Ways {
 public:
    Ways(store::Tx& tx, Asking asking);

    // By the newest policy.
    Judged judge(const Wanted& what);

    const policy::Decision& decision(const Judged& judged);

    // The levels of a review; empty if nobody may decide. `said`: the yeses so far.
    std::vector<policy::Level> levels(
        const Judged& judged, const Wanted& what, const std::vector<policy::Yes>& said = {}
    );

    // Items with equal keys and the same yeses have the same levels.
    std::string key(const Judged& judged, const Wanted& what);

    // Whether somebody is there to decide: employed, reachable, admitted.
    bool is_able(policy::EmployeeId who);

    const policy::PersonFacts& requester() const { return requester_; }
    const policy::PersonFacts& beneficiary() const { return beneficiary_; }

 private:
    const policy::Candidate& candidate(policy::EmployeeId who);
    std::vector<policy::Candidate> candidates(const std::vector<policy::EmployeeId>& people);
    const policy::RouteFacts& base();
    const std::vector<policy::EmployeeId>& resource_owners(policy::ConnectionId connection);
    const std::vector<policy::EmployeeId>& integration_owners(policy::IntegrationId integration);
    bool asks_resource_owner(const Judged& judged);

    store::Tx& tx_;
    Asking asking_;
    policy::PersonFacts requester_;
    policy::PersonFacts beneficiary_;
    PolicyHandle current_;
    std::map<Judged, policy::Decision> decisions_;
    std::map<policy::EmployeeId, policy::Candidate> people_;
    std::optional<policy::RouteFacts> base_;
    std::map<policy::ConnectionId, std::vector<policy::EmployeeId>> resource_owners_;
    std::map<policy::IntegrationId, std::vector<policy::EmployeeId>> integration_owners_;
};

// Of a form: grants that go the same way.
struct PlannedWay {
    Judged judged;
    policy::Decision decision;
    std::vector<policy::Level> levels;  // of a review; empty: nobody may decide
    std::vector<policy::Connection> connections;
};
// Narrows the longest duration of each to what its clause allows.
std::vector<PlannedWay> planned_ways(Ways& ways, std::vector<policy::Connection>& chosen);

}  // namespace bot::workflow
