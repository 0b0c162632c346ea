#include "bot/workflow/campaign_hand_on.hpp"

#include <algorithm>

#include "bot/workflow/campaign_move.hpp"
#include "bot/workflow/campaign_route.hpp"
#include "bot/workflow/campaigns.hpp"
#include "bot/workflow/facts.hpp"
#include "policy/campaign_clock.hpp"
#include "store/directory.hpp"
#include "store/timers.hpp"

namespace bot::workflow {
namespace {

using policy::EmployeeId;

// So many reviews have their turn in one unit of work.
constexpr int turn = 25;

// Those who said yes to the item, or had it at this level before: it comes back to none of them.
std::vector<EmployeeId> involved_in(const Act& act, const store::CampaignReviewRow& review) {
    auto people = store::asked_before(act.tx, review.item, review.level);
    for (const auto& yes : store::keeps_of(act.tx, review.item, review.level))
        people.push_back(yes.who);
    return people;
}

// The next one up the line who may take it, else the application's owner, the risk managers, the
// administrators: the skipping rules of reviews.
class Above {
 public:
    Above(const Act& act, EmployeeId late) : act_(act), late_(late) {
        managers_ = managers_above(act.tx, late);
        risk_managers_ = store::employees_with_role(act.tx, policy::Role::risk_manager);
        administrators_ = store::employees_with_role(act.tx, policy::Role::administrator);
    }

    std::optional<store::PlannedReview> plan(const store::CampaignReviewRow& review) const {
        auto involved = involved_in(act_, review);
        involved.push_back(late_);
        const auto facts = take_over_facts(act_, review.grant, std::move(involved));
        const auto may = [&](EmployeeId who) {
            return !policy::objection(facts, candidate(act_.tx, who));
        };
        const auto owners = store::integration_owners(act_.tx, review.grant.integration);
        for (const auto* line : {&managers_, &owners, &risk_managers_, &administrators_}) {
            const auto found = std::find_if(line->begin(), line->end(), may);
            if (found == line->end()) continue;
            auto plan = plan_for(act_, review, *found, facts);
            plan.fallback = line != &managers_;
            return plan;
        }
        return std::nullopt;
    }

 private:
    const Act& act_;
    EmployeeId late_;
    std::vector<EmployeeId> managers_;
    std::vector<EmployeeId> risk_managers_;
    std::vector<EmployeeId> administrators_;
};

void escalate(
    const Act& act,
    const store::CampaignTaskRow& task,
    const std::vector<store::CampaignReviewRow>& reviews
) {
    const Above above(act, task.reviewer);
    CampaignMove move(act, task, "escalated");
    for (const auto& review : reviews) {
        // Where nobody above may take it, it stays.
        if (const auto plan = above.plan(review)) move.give(review, *plan);
    }
    move.end("campaign.escalated");
}

void replace(
    const Act& act,
    const store::CampaignRow& campaign,
    const store::CampaignTaskRow& task,
    const std::vector<store::CampaignReviewRow>& reviews
) {
    CampaignRoute route(act.tx, campaign, act.now());
    CampaignMove move(act, task, "gone");
    for (const auto& review : reviews) {
        const auto said = store::keeps_of(act.tx, review.item, review.level);
        const auto plan = route.next(review.grant, said);
        if (plan && plan->reviewer && plan->reviewer != task.reviewer) {
            move.give(review, *plan);
        } else {
            move.leave(review);
        }
    }
    move.end("campaign.reviewer_replaced");
}

bool is_late(const Act& act, const store::CampaignRow& campaign) {
    const auto late =
        policy::campaign_is_late(campaign.starts, campaign.ends, campaign.late_before);
    return late && act.now() >= *late;
}

}  // namespace

void hand_on_later(const Act& act, policy::CampaignTaskId task) {
    const auto kind = store::TimerKind::campaign_hand_on;
    if (store::find_timer(act.tx, kind, task.value)) return;
    store::keep_hand_on_place(act.tx, task, {});
    store::set_timer(act.tx, {kind, task.value, {}, act.now()});
}

void hand_on_campaign_task(const Act& act, policy::CampaignTaskId id) {
    const auto task = store::find_campaign_task(act.tx, id);
    if (!task) return;
    const auto campaign = store::find_campaign(act.tx, task->campaign).value();
    if (!policy::is_running(campaign.state)) return;
    const bool gone = !is_able(act.tx, task->reviewer);
    const bool escalates = campaign.late == policy::LateReviewers::reassign;
    if (!gone && !(escalates && is_late(act, campaign))) return;
    const auto items = store::open_items_of(act.tx, id, turn, store::hand_on_place(act.tx, id));
    if (items.empty()) return;
    std::vector<store::CampaignReviewRow> reviews;
    for (const auto item : items) {
        const auto review = store::find_campaign_review(act.tx, id, item).value();
        // What came because somebody else was late has its time here: it moves once.
        if (gone || !store::came_of_lateness(act.tx, id, item, review.level))
            reviews.push_back(review);
    }
    if (gone) {
        replace(act, campaign, *task, reviews);
    } else {
        escalate(act, *task, reviews);
    }
    store::keep_hand_on_place(act.tx, id, items.back());
    store::set_timer(act.tx, {store::TimerKind::campaign_hand_on, id.value, {}, act.now()});
}

void replace_campaign_reviewer(const Act& act, EmployeeId gone) {
    if (is_able(act.tx, gone)) return;
    for (const auto& task : store::open_campaign_tasks(act.tx, gone))
        hand_on_later(act, task.id);
}

EmployeeId who_hears_of_late(const Act& act, const store::CampaignRow& campaign, EmployeeId late) {
    for (const auto above : managers_above(act.tx, late)) {
        if (is_able(act.tx, above)) return above;
    }
    for (const auto who : who_answers_for(act.tx, campaign)) {
        if (who != late) return who;
    }
    return {};
}

}  // namespace bot::workflow
