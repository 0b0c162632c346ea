#include "bot/workflow/campaign_route.hpp"

#include <algorithm>

#include "bot/workflow/facts.hpp"
#include "bot/workflow/ways.hpp"
#include "store/delegations.hpp"
#include "store/directory.hpp"

namespace bot::workflow {
namespace {

bool asks_for(const std::vector<policy::LevelRule>& rules, policy::ReviewerKind kind) {
    return std::any_of(rules.begin(), rules.end(), [&](const policy::LevelRule& rule) {
        return std::any_of(rule.ask.begin(), rule.ask.end(), [&](const policy::Ask& ask) {
            return ask.kind == kind;
        });
    });
}

// Of a group one person is asked; the same one about all that somebody holds, and not always the
// first, so that a group shares the work.
const policy::Reviewer& one_of(const std::vector<policy::Reviewer>& group, std::int64_t holder) {
    const auto turn = static_cast<std::size_t>(holder < 0 ? -holder : holder);
    return group[turn % group.size()];
}

}  // namespace

CampaignRoute::CampaignRoute(store::Tx& tx, const store::CampaignRow& campaign, policy::Instant now)
    : tx_(tx), now_(now) {
    for (const auto& ask : campaign.reviewers)
        own_.push_back({{ask}});
    if (own_.empty()) policy_ = current_policy(tx);
    risk_managers_ = candidates(store::employees_with_role(tx, policy::Role::risk_manager));
    administrators_ = candidates(store::employees_with_role(tx, policy::Role::administrator));
}

store::PlannedReview CampaignRoute::plan(const store::CoveredGrant& grant) {
    auto first = next(grant, {});
    if (first) return *std::move(first);
    store::PlannedReview nobody;
    nobody.grant = grant;
    return nobody;
}

std::optional<store::PlannedReview> CampaignRoute::next(
    const store::CoveredGrant& grant, const std::vector<policy::Yes>& said
) {
    const auto all = levels(grant, said);
    const auto* level = policy::next_level(all);
    if (level == nullptr) return std::nullopt;
    store::PlannedReview plan;
    plan.grant = grant;
    const auto& reviewer = one_of(level->reviewers, grant.holder);
    std::vector<policy::EmployeeId> involved;
    for (const auto& yes : said)
        involved.push_back(yes.who);
    const auto gets = stand_in(grant.employee, reviewer.who, std::move(involved));
    plan.reviewer = gets.reviewer;
    plan.on_behalf_of = gets.on_behalf_of;
    plan.level = level->number;
    plan.capacity = reviewer.as;
    plan.fallback = reviewer.fallback;
    plan.skipped = level->skipped;
    return plan;
}

std::vector<policy::Level> CampaignRoute::levels(
    const store::CoveredGrant& grant, const std::vector<policy::Yes>& said
) {
    const auto& clause = clause_of(grant);
    const auto& rules = rules_of(clause);
    if (!said.empty()) return policy::route(facts_of(grant, rules), rules, said);
    const bool by_resource = asks_for(rules, policy::ReviewerKind::resource_owner);
    const std::tuple key{
        grant.employee,
        grant.integration,
        by_resource ? grant.resource : policy::ResourceId{},
        clause};
    const auto known = first_levels_.find(key);
    if (known != first_levels_.end()) return known->second;
    return first_levels_.emplace(key, policy::route(facts_of(grant, rules), rules)).first->second;
}

const std::string& CampaignRoute::clause_of(const store::CoveredGrant& grant) {
    static const std::string own;
    if (!policy_) return own;
    auto& clause = clauses_[{grant.employee, grant.connection}];
    if (!clause.empty()) return clause;
    const auto known = facts_.find(grant.employee);
    const auto& person =
        known != facts_.end()
            ? known->second
            : facts_.emplace(grant.employee, person_facts(tx_, grant.employee)).first->second;
    Wanted what;
    if (const auto connection = store::find_connection(tx_, grant.connection))
        what = wanted(*connection);
    const Asking asking{grant.employee, grant.employee};
    auto verdict = policy::judge(*policy_, item_facts(person, person, asking, what));
    clause = verdict.clause;
    // What would be granted or refused without asking is reviewed all the same.
    if (!rules_.contains(clause)) {
        const bool reviewed = verdict.decision.outcome == policy::Outcome::review;
        rules_[clause] = reviewed ? verdict.decision.levels : policy::default_levels();
    }
    return clause;
}

const CampaignRoute::Rules& CampaignRoute::rules_of(const std::string& clause) {
    return policy_ ? rules_.at(clause) : own_;
}

policy::RouteFacts CampaignRoute::facts_of(const store::CoveredGrant& grant, const Rules& rules) {
    policy::RouteFacts facts;
    facts.requester = grant.employee;
    facts.beneficiary = grant.employee;
    if (grant.employee) {
        if (const auto manager = store::manager_of(tx_, grant.employee))
            facts.manager = candidate(*manager);
    }
    facts.integration_owners = candidates(store::integration_owners(tx_, grant.integration));
    if (asks_for(rules, policy::ReviewerKind::resource_owner))
        facts.resource_owners = candidates(store::resource_owners(tx_, grant.connection));
    for (const auto& rule : rules) {
        for (const auto& ask : rule.ask) {
            if (ask.kind != policy::ReviewerKind::named_person) continue;
            if (const auto employee = store::find_employee(tx_, ask.email))
                facts.named.emplace_back(ask.email, candidate(employee->id));
        }
    }
    facts.risk_managers = risk_managers_;
    facts.administrators = administrators_;
    return facts;
}

const policy::Candidate& CampaignRoute::candidate(policy::EmployeeId who) {
    const auto known = people_.find(who);
    if (known != people_.end()) return known->second;
    return people_.emplace(who, workflow::candidate(tx_, who)).first->second;
}

std::vector<policy::Candidate> CampaignRoute::candidates(
    const std::vector<policy::EmployeeId>& people
) {
    std::vector<policy::Candidate> line;
    line.reserve(people.size());
    for (const auto who : people)
        line.push_back(candidate(who));
    return line;
}

std::optional<policy::EmployeeId> CampaignRoute::delegate_of(policy::EmployeeId who) {
    if (!who) return std::nullopt;
    const auto known = delegates_.find(who);
    if (known != delegates_.end()) return known->second;
    return delegates_.emplace(who, store::delegate_of(tx_, who, now_)).first->second;
}

policy::StandIn CampaignRoute::stand_in(
    policy::EmployeeId employee,
    policy::EmployeeId reviewer,
    std::vector<policy::EmployeeId> involved
) {
    const auto who = delegate_of(reviewer);
    if (!who) return {reviewer};
    policy::TakeOver facts{employee, employee, {}, std::move(involved)};
    if (const auto theirs = delegate_of(employee)) facts.their_delegates.push_back(*theirs);
    return policy::stand_in(facts, reviewer, candidate(*who));
}

}  // namespace bot::workflow
