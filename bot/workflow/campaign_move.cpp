#include "bot/workflow/campaign_move.hpp"

#include <set>
#include <utility>

#include "bot/workflow/campaign_review.hpp"
#include "bot/workflow/campaigns.hpp"
#include "bot/workflow/facts.hpp"
#include "store/delegations.hpp"

namespace bot::workflow {

std::string ranges(const std::vector<policy::CampaignItemId>& items) {
    std::set<policy::CampaignItemId> sorted(items.begin(), items.end());
    std::string text;
    std::int64_t first = 0;
    std::int64_t last = 0;
    const auto put = [&] {
        if (first == 0) return;
        text += (text.empty() ? "" : ",") + std::to_string(first);
        if (last > first) text += "-" + std::to_string(last);
    };
    for (const auto item : sorted) {
        if (item.value != last + 1 || first == 0) {
            put();
            first = item.value;
        }
        last = item.value;
    }
    put();
    return text;
}

std::int64_t audit_in_campaign(
    const Act& act,
    policy::CampaignId campaign,
    const std::string& what,
    std::vector<store::AuditValue> values,
    std::optional<policy::EmployeeId> on_behalf_of
) {
    return audit_campaign(
        act.tx,
        campaign,
        act.by ? store::audit_name(act.by) : "system",
        what,
        std::move(values),
        act.now(),
        on_behalf_of
    );
}

policy::TakeOver take_over_facts(
    const Act& act, const store::CoveredGrant& grant, std::vector<policy::EmployeeId> involved
) {
    policy::TakeOver facts{grant.employee, grant.employee, {}, std::move(involved)};
    if (grant.employee) {
        if (const auto theirs = store::delegate_of(act.tx, grant.employee, act.now()))
            facts.their_delegates.push_back(*theirs);
    }
    return facts;
}

store::PlannedReview plan_for(
    const Act& act,
    const store::CampaignReviewRow& review,
    policy::EmployeeId reviewer,
    const policy::TakeOver& facts
) {
    std::optional<policy::Candidate> delegate;
    if (const auto who = store::delegate_of(act.tx, reviewer, act.now()))
        delegate = candidate(act.tx, *who);
    const auto gets = policy::stand_in(facts, reviewer, delegate);
    store::PlannedReview plan;
    plan.grant = review.grant;
    plan.reviewer = gets.reviewer;
    plan.on_behalf_of = gets.on_behalf_of;
    plan.level = review.level;
    plan.capacity = review.capacity;
    plan.fallback = review.fallback;
    return plan;
}

void CampaignMove::give(const store::CampaignReviewRow& review, const store::PlannedReview& plan) {
    if (!store::take_out(act_.tx, from_.id, review.item)) return;
    ++to_[store::ask_about(act_.tx, from_.campaign, review.item, plan, act_.now())];
    items_.push_back(review.item);
}

void CampaignMove::leave(const store::CampaignReviewRow& review) {
    if (!store::take_out(act_.tx, from_.id, review.item)) return;
    store::nobody_asked(act_.tx, from_.campaign);
    left_.push_back(review.item);
}

void CampaignMove::end(
    const std::string& act_name, const std::string& note, const std::string& to
) {
    if (!left_.empty()) {
        audit_in_campaign(
            act_,
            from_.campaign,
            "campaign.unreviewable",
            {{"items", ranges(left_)},
             {"count", std::to_string(left_.size())},
             {"before", store::audit_name(from_.reviewer)}}
        );
    }
    std::string people = to;
    std::set<policy::CampaignTaskId> concerned{from_.id};
    for (const auto& [task, count] : to_) {
        store::note_move(act_.tx, {from_.id, task, act_.now(), why_, count, note});
        concerned.insert(task);
        const auto who = store::audit_name(store::find_campaign_task(act_.tx, task)->reviewer);
        if (to.empty()) people += (people.empty() ? "" : ",") + who;
    }
    if (!items_.empty()) {
        std::vector<store::AuditValue> values{
            {"task", std::to_string(from_.id.value)},
            {"items", ranges(items_)},
            {"count", std::to_string(items_.size())},
            {"before", store::audit_name(from_.reviewer)},
            {"after", people}};
        if (!note.empty()) values.push_back({"note", note, true});
        audit_in_campaign(act_, from_.campaign, act_name, std::move(values));
    }
    if (items_.empty() && left_.empty()) return;
    for (const auto id : concerned) {
        const auto task = store::find_campaign_task(act_.tx, id).value();
        // Whom it leaves without their doing gets no card that says so, if they had none.
        if (id == from_.id && act_.by != from_.reviewer) {
            refresh_campaign_card(act_, task);
        } else {
            tell_campaign_task(act_, task);
        }
    }
}

}  // namespace bot::workflow
