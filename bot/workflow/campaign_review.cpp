#include "bot/workflow/campaign_review.hpp"

#include <algorithm>
#include <set>

#include "bot/workflow/campaign_move.hpp"
#include "bot/workflow/campaign_route.hpp"
#include "bot/workflow/facts.hpp"
#include "store/campaign_attention.hpp"
#include "store/delegations.hpp"
#include "store/due_notices.hpp"
#include "store/homes.hpp"

namespace bot::workflow {
namespace {

using policy::CampaignItemId;
using policy::CampaignTaskId;
using policy::CampaignVerdict;
using store::MessageKind;

// The way of one item after its reviewer has said something.
class Way {
 public:
    Way(const Act& act, const store::CampaignRow& campaign)
        : act_(act), campaign_(campaign), route_(act.tx, campaign, act.now()) {}

    void follow(const store::CampaignReviewRow& review, CampaignVerdict verdict) {
        if (verdict == CampaignVerdict::remove) {
            for (const auto task : store::release_later(act_.tx, review.item, review.level))
                concerned_.insert(task);
            store::settle_item(act_.tx, review.item, CampaignVerdict::remove);
            return;
        }
        const auto next =
            route_.next(review.grant, store::keeps_of(act_.tx, review.item, review.level));
        if (!next) {
            store::settle_item(act_.tx, review.item, CampaignVerdict::keep);
            return;
        }
        concerned_.insert(store::ask_about(act_.tx, campaign_.id, review.item, *next, act_.now()));
        store::settle_item(act_.tx, review.item, CampaignVerdict::open);
    }

    // Whose tasks changed beside the one of whoever acts.
    const std::set<CampaignTaskId>& concerned() const { return concerned_; }

 private:
    const Act& act_;
    const store::CampaignRow& campaign_;
    CampaignRoute route_;
    std::set<CampaignTaskId> concerned_;
};

std::optional<policy::EmployeeId> behalf(const std::vector<store::CampaignReviewRow>& reviews) {
    if (reviews.empty()) return std::nullopt;
    const auto whose = reviews.front().on_behalf_of;
    const bool same = std::all_of(reviews.begin(), reviews.end(), [&](const auto& review) {
        return review.on_behalf_of == whose;
    });
    return same ? whose : std::nullopt;
}

void tell_tasks(const Act& act, const std::set<CampaignTaskId>& tasks) {
    for (const auto id : tasks) {
        if (const auto task = store::find_campaign_task(act.tx, id)) tell_campaign_task(act, *task);
    }
}

// What was said of the task as time passed is settled, or is not as it was.
void touch_campaign_notices(const Act& act, CampaignTaskId task) {
    for (const auto kind :
         {store::DueKind::campaign_reminder,
          store::DueKind::campaign_overdue,
          store::DueKind::campaign_late})
        store::touch_due_notices(act.tx, kind, task.value);
}

}  // namespace

CampaignStand look_at_campaign(
    store::Tx& tx, policy::EmployeeId by, CampaignTaskId task, policy::Instant now
) {
    const auto row = store::find_campaign_task(tx, task);
    if (!row || row->reviewer != by) return CampaignObstacle::not_there;
    const auto campaign = store::find_campaign(tx, row->campaign).value();
    if (policy::is_ended(campaign.state)) return CampaignObstacle::ended;
    if (!policy::is_running(campaign.state) || now < campaign.starts)
        return CampaignObstacle::not_started;
    return CampaignTaskOpen{*row, campaign};
}

CampaignSaid say_in_campaign(
    const Act& act,
    const CampaignTaskOpen& open,
    const std::vector<CampaignItemId>& items,
    CampaignVerdict verdict,
    const std::string& reason
) {
    CampaignSaid said;
    std::vector<store::CampaignReviewRow> reviews;
    std::vector<CampaignItemId> changing;
    for (const auto item : items) {
        const auto review = store::find_campaign_review(act.tx, open.task.id, item);
        // Their own access least of all: whose it is may have changed since it was published.
        if (!review || review->grant.employee == act.by) {
            ++said.left;
            continue;
        }
        // Of one item alone the reason may change; for many it is one for those that are new.
        const bool other_reason = items.size() == 1 && review->reason != reason;
        if (review->verdict == verdict && !other_reason) continue;
        reviews.push_back(*review);
        changing.push_back(item);
    }
    if (reviews.empty()) return said;
    std::vector<store::AuditValue> values{
        {"task", std::to_string(open.task.id.value)},
        {"items", ranges(changing)},
        {"count", std::to_string(changing.size())},
        {"after", std::string(policy::word(verdict))}};
    if (!reason.empty()) values.push_back({"reason", reason, true});
    const auto entry = audit_in_campaign(
        act, open.campaign.id, "campaign.reviewed", std::move(values), behalf(reviews)
    );
    Way way(act, open.campaign);
    for (const auto& review : reviews) {
        if (!store::say(act.tx, open.task.id, review.item, verdict, reason, entry, act.now()))
            continue;
        way.follow(review, verdict);
        ++said.changed;
    }
    if (verdict == CampaignVerdict::keep)
        store::note_pace(act.tx, open.task.id, said.changed, act.now());
    auto concerned = way.concerned();
    concerned.insert(open.task.id);
    tell_tasks(act, concerned);
    return said;
}

CampaignReassign reassign_in_campaign(
    const Act& act,
    const CampaignTaskOpen& open,
    const std::vector<CampaignItemId>& items,
    policy::EmployeeId colleague,
    const std::string& note
) {
    const auto who = candidate(act.tx, colleague);
    if (colleague == open.task.reviewer) return policy::TakeOverObjection::is_asked_already;
    CampaignHandedOver moved;
    std::optional<policy::TakeOverObjection> why;
    CampaignMove move(act, open.task, "reassigned");
    for (const auto item : items) {
        const auto review = store::find_campaign_review(act.tx, open.task.id, item);
        if (!review || review->verdict != CampaignVerdict::open) continue;
        std::vector<policy::EmployeeId> involved;
        for (const auto& yes : store::keeps_of(act.tx, item, review->level))
            involved.push_back(yes.who);
        const auto facts = take_over_facts(act, review->grant, std::move(involved));
        if (const auto objection = policy::objection(facts, who)) {
            why = objection;
            ++moved.left;
            continue;
        }
        move.give(*review, plan_for(act, *review, colleague, facts));
    }
    moved.items = move.given();
    if (moved.items == 0) return why.value_or(policy::TakeOverObjection::is_asked_already);
    move.end("campaign.reassigned", note, store::audit_name(colleague));
    return moved;
}

CampaignAsk ask_holder(
    const Act& act, const CampaignTaskOpen& open, CampaignItemId item, const std::string& question
) {
    const auto review = store::find_campaign_review(act.tx, open.task.id, item);
    if (!review) return CampaignAsk::not_there;
    if (!review->grant.employee || !is_able(act.tx, review->grant.employee))
        return CampaignAsk::nobody_to_ask;
    for (const auto& asked : store::questions_about(act.tx, item)) {
        if (asked.task == open.task.id && !asked.answered_at) return CampaignAsk::asked_before;
    }
    store::CampaignQuestionRow row;
    row.item = item;
    row.task = open.task.id;
    row.asked_of = review->grant.employee;
    row.asked_at = act.now();
    row.question = question;
    row.id = store::ask_campaign_question(act.tx, row);
    audit_in_campaign(
        act,
        open.campaign.id,
        "campaign.asked",
        {{"item", std::to_string(item.value)},
         {"of", store::audit_name(row.asked_of)},
         {"question", question, true}},
        review->on_behalf_of
    );
    store::want_message(
        act.tx,
        MessageKind::campaign_question,
        row.id.value,
        row.asked_of,
        store::Priority::urgent,
        act.now_ms
    );
    tell_campaign_task(act, open.task);
    return CampaignAsk::asked;
}

CampaignAnswer look_to_answer_reviewer(
    store::Tx& tx, policy::EmployeeId by, store::CampaignQuestionId question
) {
    const auto row = store::find_campaign_question(tx, question);
    if (!row || row->asked_of != by) return CampaignAnswer::not_yours;
    if (row->answered_at) return CampaignAnswer::answered_before;
    const auto task = store::find_campaign_task(tx, row->task).value();
    const auto campaign = store::find_campaign(tx, task.campaign).value();
    return policy::is_ended(campaign.state) ? CampaignAnswer::over : CampaignAnswer::answered;
}

CampaignAnswer answer_reviewer(
    const Act& act, store::CampaignQuestionId question, const std::string& answer
) {
    const auto stands = look_to_answer_reviewer(act.tx, act.by, question);
    if (stands != CampaignAnswer::answered) return stands;
    const auto row = store::find_campaign_question(act.tx, question).value();
    const auto task = store::find_campaign_task(act.tx, row.task).value();
    store::answer_campaign_question(act.tx, question, answer, act.now());
    audit_in_campaign(
        act,
        task.campaign,
        "campaign.answered",
        {{"item", std::to_string(row.item.value)}, {"answer", answer, true}}
    );
    store::touch_message(act.tx, MessageKind::campaign_question, question.value, act.by);
    tell_campaign_task(act, task);
    // Whoever reviews it by now waits for the answer.
    if (const auto now_in = store::task_with(act.tx, row.item); now_in && *now_in != task.id)
        tell_campaign_task(act, store::find_campaign_task(act.tx, *now_in).value());
    return CampaignAnswer::answered;
}

void tell_campaign_task(const Act& act, const store::CampaignTaskRow& task) {
    const auto campaign = store::find_campaign(act.tx, task.campaign).value();
    if (act.now() < campaign.starts) return;  // the card comes with the start
    store::want_message(
        act.tx,
        MessageKind::campaign_card,
        task.campaign.value,
        task.reviewer,
        store::Priority::bulk,
        act.now_ms
    );
    if (task.count.open() == 0) touch_campaign_notices(act, task.id);
    const auto when =
        task.reviewer == act.by ? store::HomePublish::at_once : store::HomePublish::within_a_minute;
    store::home_stale(act.tx, task.reviewer, when, act.now_ms);
}

void refresh_campaign_card(const Act& act, const store::CampaignTaskRow& task) {
    touch_campaign_notices(act, task.id);
    store::touch_campaign_card(act.tx, task);
    store::home_stale(act.tx, task.reviewer, store::HomePublish::within_a_minute, act.now_ms);
}

}  // namespace bot::workflow
