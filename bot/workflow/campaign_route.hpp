// Who reviews a grant of a campaign: the people whom the campaign names, else those whom the policy
// would ask about a request for it, by the same skipping rules. At each step one person is asked.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "bot/workflow/policies.hpp"
#include "policy/clauses.hpp"
#include "policy/route.hpp"
#include "policy/stand_in.hpp"
#include "store/campaign_items.hpp"
#include "store/campaigns.hpp"
#include "store/gate.hpp"

namespace bot::workflow {

// For the length of one transaction: what it has looked up once it does not look up again.
class CampaignRoute {
 public:
    CampaignRoute(store::Tx& tx, const store::CampaignRow& campaign, policy::Instant now);

    // The first step of a grant.
    store::PlannedReview plan(const store::CoveredGrant& grant);

    // The step after these yeses; a review without a reviewer if nobody is left to ask, nothing if
    // everybody was asked.
    std::optional<store::PlannedReview> next(
        const store::CoveredGrant& grant, const std::vector<policy::Yes>& said
    );

 private:
    using Rules = std::vector<policy::LevelRule>;

    std::vector<policy::Level> levels(
        const store::CoveredGrant& grant, const std::vector<policy::Yes>& said
    );
    // By the campaign's own reviewers, else by the clause that matches; the clause's name.
    const std::string& clause_of(const store::CoveredGrant& grant);
    const Rules& rules_of(const std::string& clause);
    policy::RouteFacts facts_of(const store::CoveredGrant& grant, const Rules& rules);
    const policy::Candidate& candidate(policy::EmployeeId who);
    std::vector<policy::Candidate> candidates(const std::vector<policy::EmployeeId>& people);
    std::optional<policy::EmployeeId> delegate_of(policy::EmployeeId who);
    policy::StandIn stand_in(
        policy::EmployeeId employee,
        policy::EmployeeId reviewer,
        std::vector<policy::EmployeeId> involved
    );

    store::Tx& tx_;
    policy::Instant now_;
    PolicyHandle policy_;  // nothing where the campaign names its reviewers
    Rules own_;
    std::vector<policy::Candidate> risk_managers_;
    std::vector<policy::Candidate> administrators_;
    std::map<policy::EmployeeId, policy::Candidate> people_;
    std::map<policy::EmployeeId, std::optional<policy::EmployeeId>> delegates_;
    std::map<policy::EmployeeId, policy::PersonFacts> facts_;
    std::map<std::string, Rules> rules_;
    std::map<std::tuple<policy::EmployeeId, policy::ConnectionId>, std::string> clauses_;
    // Of first steps: many grants go the same way. The resource counts where its owner is asked.
    std::map<
        std::tuple<policy::EmployeeId, policy::IntegrationId, policy::ResourceId, std::string>,
        std::vector<policy::Level>>
        first_levels_;
};

}  // namespace bot::workflow
