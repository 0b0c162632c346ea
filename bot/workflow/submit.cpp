#include "bot/workflow/submit.hpp"

#include <algorithm>
#include <set>

#include "bot/workflow/facts.hpp"
#include "bot/workflow/move_on.hpp"
#include "bot/workflow/offers.hpp"
#include "bot/workflow/shown_plan.hpp"
#include "bot/workflow/tell.hpp"
#include "bot/workflow/terms.hpp"
#include "store/directory.hpp"
#include "store/directory_words.hpp"
#include "store/planned_accounts.hpp"
#include "store/purposes.hpp"
#include "store/requests.hpp"

namespace bot::workflow {
namespace {

// The account of this application that the draft names, if it is one of the beneficiary's; else the
// first of their own; or none. A service account must be named.
std::optional<policy::IdentityId> account_for(
    const store::DraftRow& draft, const PlannedGroup& group
) {
    const auto named = draft.identities.find(group.integration);
    if (named != draft.identities.end()) {
        const auto is_named = [&](const policy::Identity& identity) {
            return identity.id == named->second;
        };
        if (std::any_of(group.identities.begin(), group.identities.end(), is_named) ||
            std::any_of(group.owned.begin(), group.owned.end(), is_named))
            return named->second;
    }
    if (group.identities.empty()) return std::nullopt;
    return group.identities.front().id;
}

// Puts chosen grants into groups, which come in the order of their first grant.
class PlanMaker {
 public:
    PlanMaker(store::Tx& tx, const store::DraftRow& draft, const FlowRules& rules)
        : tx_(tx), draft_(draft), rules_(rules) {}

    void add(const OfferedGrant& grant) {
        if (draft_.action == policy::Action::grant) {
            auto& group = group_of(grant.connection, std::nullopt);
            if (taken_.contains(grant.connection.id)) {
                ++group.already;
            } else {
                group.connections.push_back(grant.connection);
            }
        } else {
            for (const auto account : grant.accounts)
                group_of(grant.connection, account).connections.push_back(grant.connection);
        }
    }

    std::vector<PlannedGroup> take() { return std::move(groups_); }

 private:
    // Of this application and, where it loses the grants, this account.
    PlannedGroup& group_of(
        const policy::Connection& connection, std::optional<policy::IdentityId> account
    ) {
        // Grants come by application: only the last groups can be of this one.
        for (auto group = groups_.rbegin(); group != groups_.rend(); ++group) {
            if (group->integration != connection.integration) break;
            if (!account || group->identity == account) return *group;
        }
        PlannedGroup group;
        group.integration = connection.integration;
        group.integration_name = connection.integration_name;
        group.identities = store::identities_of(tx_, draft_.beneficiary, group.integration);
        if (account) {
            std::erase_if(group.identities, [&](const auto& one) { return one.id != *account; });
            group.identity = account;
        } else {
            choose_account(group);
        }
        const auto application = rules_.applications.find(store::lower(group.integration_name));
        const bool automatic =
            application != rules_.applications.end() && application->second.automatic;
        group.can_be_carried_out =
            automatic || !fulfilment_hands(tx_, group.integration).people.empty();
        groups_.push_back(std::move(group));
        return groups_.back();
    }

    // Who gets the grants, and what that account has or awaits already.
    void choose_account(PlannedGroup& group) {
        group.owned = store::service_accounts_of(tx_, draft_.beneficiary, group.integration);
        group.identity = account_for(draft_, group);
        const auto rules = rules_.applications.find(store::lower(group.integration_name));
        if (rules != rules_.applications.end()) {
            group.may_create = group.identities.empty() && rules->second.create_identities;
            group.creates = group.may_create && !group.identity;
            group.account_url = rules->second.account_url;
        }
        taken_.clear();
        const auto account =
            group.creates ? store::planned_account(tx_, group.integration, draft_.beneficiary)
                          : group.identity;
        if (!account) return;
        const auto open = store::open_connections(tx_, *account);
        taken_.insert(open.begin(), open.end());
        for (const auto& grant : store::grants_of(tx_, *account))
            taken_.insert(grant.connection);
    }

    store::Tx& tx_;
    const store::DraftRow& draft_;
    const FlowRules& rules_;
    std::vector<PlannedGroup> groups_;
    std::set<policy::ConnectionId> taken_;  // of the last group's account
};

bool goes_by_purpose(const store::DraftRow& draft, const FlowRules& rules) {
    return rules.temporary_is_purpose && draft.action == policy::Action::grant &&
           draft.duration.temporary;
}

const policy::Purpose* chosen_purpose(const Plan& plan, const store::DraftRow& draft) {
    const auto chosen =
        std::find_if(plan.purposes.begin(), plan.purposes.end(), [&](const auto& purpose) {
            return purpose.id == draft.purpose;
        });
    return chosen == plan.purposes.end() ? nullptr : &*chosen;
}

// As long as all of it may be held.
policy::Seconds lasts(const Plan& plan, const FlowRules& rules) {
    std::vector<std::optional<policy::Seconds>> longest;
    for (const auto& group : plan.groups) {
        if (group.left_out()) continue;
        for (const auto& connection : group.connections)
            longest.push_back(connection.longest_duration);
    }
    return policy::purpose_lasts(plan.purpose->purpose, rules.longest_access, longest);
}

// Asks the policy about everything, and narrows how long it may last to what the clauses allow.
void judge(const Act& act, const store::DraftRow& draft, Plan& plan) {
    Asking asking{draft.requester, draft.beneficiary, draft.action};
    const bool ends = draft.action == policy::Action::grant && draft.duration.temporary;
    if (ends && !plan.by_purpose && draft.duration.ends)
        asking.duration = *draft.duration.ends - act.now();
    if (plan.purpose) {
        asking.purpose = plan.purpose->purpose.name;
        asking.duration = plan.purpose->lasts = lasts(plan, act.rules);
    }
    while (true) {
        Ways ways(act.tx, asking);
        for (auto& group : plan.groups)
            group.ways = planned_ways(ways, group.connections);
        if (!plan.purpose) return;
        // Nobody has chosen how long a purpose lasts: what a clause forbids is not asked for.
        const auto allowed = lasts(plan, act.rules);
        if (allowed >= plan.purpose->lasts) return;
        asking.duration = plan.purpose->lasts = allowed;
    }
}

bool says_like_whom(const store::DraftRow& draft) {
    switch (draft.like) {
        case policy::AccessLike::person:
            return draft.reference.has_value();
        case policy::AccessLike::title:
            return !draft.title.empty();
        case policy::AccessLike::custom:
            return true;
    }
    return false;
}

bool nobody_decides(const PlannedGroup& group) {
    return std::any_of(group.ways.begin(), group.ways.end(), [](const PlannedWay& way) {
        return way.decision.outcome == policy::Outcome::review && way.levels.empty();
    });
}

bool all_denied(const PlannedGroup& group) {
    return std::all_of(group.ways.begin(), group.ways.end(), [](const PlannedWay& way) {
        return way.decision.outcome == policy::Outcome::deny;
    });
}

// The first thing that stands against submitting, or nothing.
std::optional<Refused> objection(store::Tx& tx, const store::DraftRow& draft, const Plan& plan) {
    const auto beneficiary = store::find_employee(tx, draft.beneficiary);
    if (!beneficiary || !beneficiary->active) return Refused{SubmitProblem::beneficiary_left};
    if (!says_like_whom(draft)) return Refused{SubmitProblem::nobody_chosen};
    if (plan.nothing_chosen()) return Refused{SubmitProblem::nothing_chosen};
    if (plan.all_left_out()) {
        const auto full =
            std::find_if(plan.groups.begin(), plan.groups.end(), [](const PlannedGroup& group) {
                return group.connections.empty();
            });
        if (full != plan.groups.end())
            return Refused{SubmitProblem::account_has_all, full->integration_name};
        return Refused{SubmitProblem::no_account, plan.groups.front().integration_name};
    }
    for (const auto& group : plan.groups) {
        if (group.left_out()) continue;
        if (nobody_decides(group))
            return Refused{SubmitProblem::nobody_may_decide, group.integration_name};
        if (!group.can_be_carried_out && !all_denied(group))
            return Refused{SubmitProblem::nobody_carries_out, group.integration_name};
    }
    return std::nullopt;
}

}  // namespace

bool Plan::all_left_out() const {
    return std::all_of(groups.begin(), groups.end(), [](const PlannedGroup& group) {
        return group.left_out();
    });
}

bool Plan::goes_on() const {
    if (!all_left_out()) return true;
    return std::any_of(groups.begin(), groups.end(), [](const PlannedGroup& group) {
        return !group.owned.empty();
    });
}

Plan plan_of(const Act& act, const store::DraftRow& draft) {
    const auto offers = offered(act.tx, draft, act.rules);
    const auto chosen = policy::chosen_of(draft.selection, open_offers(offers.grants));
    const std::set<policy::ConnectionId> on(chosen.begin(), chosen.end());
    Plan plan;
    plan.by_purpose = goes_by_purpose(draft, act.rules);
    if (plan.by_purpose) plan.purposes = store::purposes_containing(act.tx, chosen);
    PlanMaker maker(act.tx, draft, act.rules);
    if (const auto* purpose = chosen_purpose(plan, draft)) {
        auto contained = offered_by_purpose(act.tx, draft, purpose->id);
        for (const auto& grant : contained.grants)
            maker.add(grant);
        plan.purpose = PlannedPurpose{*purpose, {}, contained.left_out};
    } else {
        for (const auto& grant : offers.grants) {
            if (on.contains(grant.connection.id)) maker.add(grant);
        }
    }
    plan.groups = maker.take();
    plan.dropped =
        offers.dropped +
        std::count_if(offers.grants.begin(), offers.grants.end(), [&](const OfferedGrant& grant) {
            return grant.pending && draft.selection.chosen.contains(grant.connection.id);
        });
    judge(act, draft, plan);
    return plan;
}

SubmitOutcome submit(const Act& act, const store::DraftRow& draft) {
    if (draft.requester != act.by) return Refused{SubmitProblem::gone};
    if (const auto before = store::request_of_draft(act.tx, draft.id))
        return Submitted{*before, true};
    const auto plan = plan_of(act, draft);
    if (auto refused = objection(act.tx, draft, plan)) return *refused;
    if (auto refused = objection_to_purpose(draft, plan)) return *refused;
    // Nobody has seen what this would ask for.
    if (!draft.planned.empty() && draft.planned != text_of(shown_plan(draft, plan)))
        return Refused{SubmitProblem::list_changed};
    if (auto refused = objection_to_terms(act, draft, plan)) return *refused;

    store::RequestRow request;
    request.requester = draft.requester;
    request.beneficiary = draft.beneficiary;
    request.action = draft.action;
    request.like = draft.like;
    if (draft.like == policy::AccessLike::person) request.reference = draft.reference;
    if (draft.like == policy::AccessLike::title) request.reference_title = draft.title;
    if (plan.purpose) {
        const auto& [purpose, lasts, left_out] = *plan.purpose;
        request.purpose = store::AskedPurpose{purpose.id, purpose.name, lasts};
    } else if (draft.action == policy::Action::grant && draft.duration.temporary) {
        request.ends = draft.duration.ends;
    }
    request.reason = reason_text(draft, terms_of(plan, draft, act.rules).reason);
    request.details = draft.details;
    request.submitted_at = act.now();
    request.expires = act.now() + act.rules.request_expires_after;
    if (request.ends) request.expires = std::min(*request.expires, *request.ends);
    request.id = store::insert_request(act.tx, draft.id, request);
    std::vector<store::NewItem> asked;
    for (const auto& group : plan.groups) {
        if (group.left_out()) continue;
        const auto account =
            group.identity
                ? *group.identity
                : store::plan_account(act.tx, group.integration, request.beneficiary, act.now());
        for (const auto& connection : group.connections)
            asked.push_back({connection.id, account});
    }
    store::insert_items(act.tx, request, asked, act.now());
    store::submitted_draft(act.tx, draft.id, request.id);
    auto items = store::items_of_request(act.tx, request.id);
    judge_items(act, request, items);
    std::vector<store::AuditValue> values{
        {"requester", store::audit_name(request.requester)},
        {"beneficiary", store::audit_name(request.beneficiary)},
        {"action", std::string(policy::word(request.action))},
        {"like", std::string(policy::word(request.like))},
        {"items", id_list(items)},
        {"after", "pending"},
        {"ends",
         request.ends ? std::to_string(policy::seconds_since_epoch(*request.ends)) : "never"},
        {"reason", request.reason, true},
        {"details", request.details, true}};
    if (request.purpose) values.push_back({"purpose", request.purpose->name});
    audit(act, "request.submitted", request.id, std::move(values));
    tell_submitted(act, request);
    move_on(act, request, items);
    return Submitted{request.id};
}

}  // namespace bot::workflow
