#include "bot/workflow/submit.hpp"

#include <algorithm>
#include <set>

#include "bot/workflow/facts.hpp"
#include "bot/workflow/move_on.hpp"
#include "bot/workflow/offers.hpp"
#include "bot/workflow/tell.hpp"
#include "store/directory.hpp"
#include "store/requests.hpp"

namespace bot::workflow {
namespace {

bool is_blank(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return std::isspace(c) != 0;
    });
}

// The account of this application that the draft names, if it is one of the beneficiary's; the only
// one; or none.
std::optional<policy::IdentityId> account_for(
    const store::DraftRow& draft, const PlannedGroup& group
) {
    const auto named = draft.identities.find(group.integration);
    if (named != draft.identities.end()) {
        const bool theirs = std::any_of(
            group.identities.begin(),
            group.identities.end(),
            [&](const policy::Identity& identity) { return identity.id == named->second; }
        );
        if (theirs) return named->second;
    }
    if (group.identities.empty()) return std::nullopt;
    return group.identities.front().id;
}

// Puts chosen grants into groups, which come in the order of their first grant.
class PlanMaker {
 public:
    PlanMaker(store::Tx& tx, const store::DraftRow& draft) : tx_(tx), draft_(draft) {}

    void add(const OfferedGrant& grant) {
        if (draft_.action == policy::Action::grant) {
            group_of(grant.connection, std::nullopt).connections.push_back(grant.connection);
        } else {
            for (const auto account : grant.accounts)
                group_of(grant.connection, account).connections.push_back(grant.connection);
        }
    }

    Plan take() { return std::move(plan_); }

 private:
    // Of this application and, where it loses the grants, this account.
    PlannedGroup& group_of(
        const policy::Connection& connection, std::optional<policy::IdentityId> account
    ) {
        // Grants come by application: only the last groups can be of this one.
        for (auto group = plan_.groups.rbegin(); group != plan_.groups.rend(); ++group) {
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
            group.identity = account_for(draft_, group);
        }
        group.can_be_carried_out = !fulfilment_hands(tx_, group.integration).people.empty();
        plan_.groups.push_back(std::move(group));
        return plan_.groups.back();
    }

    store::Tx& tx_;
    const store::DraftRow& draft_;
    Plan plan_;
};

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
    const bool any_account =
        std::any_of(plan.groups.begin(), plan.groups.end(), [](const PlannedGroup& group) {
            return group.identity.has_value();
        });
    if (!any_account)
        return Refused{SubmitProblem::no_account, plan.groups.front().integration_name};
    for (const auto& group : plan.groups) {
        if (!group.identity) continue;
        if (nobody_decides(group))
            return Refused{SubmitProblem::nobody_may_decide, group.integration_name};
        if (!group.can_be_carried_out && !all_denied(group))
            return Refused{SubmitProblem::nobody_carries_out, group.integration_name};
    }
    if (is_blank(draft.reason)) return Refused{SubmitProblem::reason_missing};
    if (draft.reason == other_reason && is_blank(draft.reason_text)) {
        return Refused{SubmitProblem::reason_text_missing};
    }
    return std::nullopt;
}

std::string reason_of(const store::DraftRow& draft) {
    return draft.reason == other_reason ? draft.reason_text : draft.reason;
}

}  // namespace

Plan plan_of(store::Tx& tx, const store::DraftRow& draft, const FlowRules& rules) {
    PlanMaker maker(tx, draft);
    const auto offers = offered(tx, draft, rules);
    const auto chosen = policy::chosen_of(draft.selection, open_offers(offers.grants));
    const std::set<policy::ConnectionId> on(chosen.begin(), chosen.end());
    for (const auto& grant : offers.grants) {
        if (on.contains(grant.connection.id)) maker.add(grant);
    }
    auto plan = maker.take();
    Ways ways(tx, {draft.requester, draft.beneficiary, draft.action});
    for (auto& group : plan.groups)
        group.ways = planned_ways(ways, group.connections);
    return plan;
}

SubmitOutcome submit(const Act& act, const store::DraftRow& draft) {
    if (draft.requester != act.by) return Refused{SubmitProblem::gone};
    if (const auto before = store::request_of_draft(act.tx, draft.id))
        return Submitted{*before, true};
    const auto plan = plan_of(act.tx, draft, act.rules);
    if (auto refused = objection(act.tx, draft, plan)) return *refused;

    store::RequestRow request;
    request.requester = draft.requester;
    request.beneficiary = draft.beneficiary;
    request.action = draft.action;
    request.like = draft.like;
    if (draft.like == policy::AccessLike::person) request.reference = draft.reference;
    if (draft.like == policy::AccessLike::title) request.reference_title = draft.title;
    request.reason = reason_of(draft);
    request.details = draft.details;
    request.submitted_at = act.now();
    request.expires = act.now() + act.rules.request_expires_after;
    request.id = store::insert_request(act.tx, draft.id, request);
    for (const auto& group : plan.groups) {
        if (!group.identity) continue;
        for (const auto& connection : group.connections) {
            store::insert_item(act.tx, request, connection.id, *group.identity, act.now());
        }
    }
    store::submitted_draft(act.tx, draft.id, request.id);
    auto items = store::items_of_request(act.tx, request.id);
    judge_items(act, request, items);
    audit(
        act,
        "request.submitted",
        request.id,
        {{"requester", store::audit_name(request.requester)},
         {"beneficiary", store::audit_name(request.beneficiary)},
         {"action", std::string(policy::word(request.action))},
         {"like", std::string(policy::word(request.like))},
         {"items", id_list(items)},
         {"after", "pending"},
         {"reason", request.reason, true},
         {"details", request.details, true}}
    );
    tell_submitted(act, request);
    move_on(act, request, items);
    return Submitted{request.id};
}

}  // namespace bot::workflow
