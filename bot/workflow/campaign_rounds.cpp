#include "bot/workflow/campaign_rounds.hpp"

#include <functional>
#include <utility>

#include "bot/workflow/campaign_hand_on.hpp"
#include "bot/workflow/campaign_review.hpp"
#include "bot/workflow/campaigns.hpp"
#include "bot/workflow/clocks.hpp"
#include "bot/workflow/facts.hpp"
#include "bot/workflow/tell.hpp"
#include "store/campaign_tasks.hpp"
#include "store/campaigns.hpp"
#include "store/directory.hpp"
#include "store/timers.hpp"

namespace bot::workflow {
namespace {

// So many people have their turn in one unit of work.
constexpr int turn = 50;

using store::TimerKind;
using ForEach = std::function<void(const store::CampaignTaskRow&)>;

// The next ones; false once everybody had their turn, else the timer is due again at once.
bool go_round(
    const Act& act,
    policy::CampaignId id,
    store::TimerKind kind,
    policy::Instant due,
    const ForEach& each
) {
    const std::string name(store::word(kind));
    const auto after = store::round_place(act.tx, id, name);
    const auto tasks = store::campaign_tasks_after(act.tx, id, {after}, turn);
    for (const auto& task : tasks)
        each(task);
    if (static_cast<int>(tasks.size()) < turn) {
        store::keep_round_place(act.tx, id, name, std::nullopt);
        return false;
    }
    store::keep_round_place(act.tx, id, name, tasks.back().id.value);
    store::set_timer(act.tx, {kind, id.value, {}, due});
    return true;
}

bool begins(const Act& act, policy::CampaignId id, TimerKind kind) {
    return store::round_place(act.tx, id, std::string(store::word(kind))) == 0;
}

// Sets the first of its timers, all by its dates.
void start_clocks(const Act& act, const store::CampaignRow& campaign) {
    const auto set = [&](TimerKind kind, policy::Instant at) {
        store::set_timer(act.tx, {kind, campaign.id.value, {}, at});
    };
    const auto& [starts, ends] = std::pair(campaign.starts, campaign.ends);
    const auto reminder =
        policy::next_campaign_reminder(starts, ends, act.rules.campaigns, act.now());
    if (reminder) set(TimerKind::campaign_reminder, *reminder);
    // Nobody is late who is asked only now.
    const auto late = policy::campaign_is_late(starts, ends, campaign.late_before);
    if (late && *late > act.now()) set(TimerKind::campaign_escalation, *late);
    set(TimerKind::campaign_overdue, ends);
}

void tell_end(const Act& act, policy::CampaignId id, policy::EmployeeId person) {
    store::want_message(
        act.tx,
        store::MessageKind::campaign_ended,
        id.value,
        person,
        store::Priority::bulk,
        act.now_ms
    );
}

void end_campaign(const Act& act, const store::CampaignRow& campaign, policy::Instant due) {
    const auto id = campaign.id;
    if (begins(act, id, TimerKind::campaign_start)) {
        store::touch_due_notices(act.tx, store::DueKind::campaign_over, id.value);
        if (is_able(act.tx, campaign.owner)) tell_end(act, id, campaign.owner);
        for (const auto person : store::employees_with_role(act.tx, policy::Role::risk_manager))
            tell_end(act, id, person);
    }
    go_round(act, id, TimerKind::campaign_start, due, [&](const store::CampaignTaskRow& task) {
        refresh_campaign_card(act, task);
        // Who never had a card never heard of it; who left is not written to.
        if (store::has_campaign_card(act.tx, task) && is_able(act.tx, task.reviewer))
            tell_end(act, id, task.reviewer);
    });
}

// Somebody hears of it in their next working hours.
void plan_for_person(
    const Act& act, TimerKind kind, std::int64_t subject, policy::EmployeeId person
) {
    const auto at = next_working_time(act, person, act.now());
    store::set_timer(act.tx, {kind, subject, person, at});
}

// Its reviewer still owes something of a campaign that runs.
std::optional<store::CampaignRow> still_owed(
    const Act& act, policy::CampaignTaskId id, policy::EmployeeId person
) {
    const auto task = store::find_campaign_task(act.tx, id);
    if (!task || task->count.open() == 0) return std::nullopt;
    if (person && task->reviewer != person) return std::nullopt;
    auto campaign = store::find_campaign(act.tx, task->campaign);
    if (!campaign || !policy::is_running(campaign->state)) return std::nullopt;
    return campaign;
}

// Waits for the person's working hours; true if these are now.
bool may_tell(const Act& act, const store::TimerRow& timer) {
    const auto at = next_working_time(act, timer.person, act.now());
    if (at <= act.now()) return true;
    store::set_timer(act.tx, {timer.kind, timer.subject, timer.person, at});
    return false;
}

}  // namespace

void start_campaign(const Act& act, policy::CampaignId id, policy::Instant due) {
    const auto campaign = store::find_campaign(act.tx, id);
    if (!campaign || campaign->state == policy::CampaignState::draft) return;
    if (policy::is_ended(campaign->state)) return end_campaign(act, *campaign, due);
    if (begins(act, id, TimerKind::campaign_start)) start_clocks(act, *campaign);
    go_round(act, id, TimerKind::campaign_start, due, [&](const store::CampaignTaskRow& task) {
        if (task.count.items > 0) tell_campaign_task(act, task);
    });
}

void remind_campaign(const Act& act, policy::CampaignId id, policy::Instant due) {
    const auto campaign = store::find_campaign(act.tx, id);
    if (!campaign || !policy::is_running(campaign->state) || act.now() >= campaign->ends) return;
    if (due > campaign->starts) {
        const auto each = [&](const store::CampaignTaskRow& task) {
            if (task.count.open() > 0) {
                plan_for_person(
                    act, TimerKind::campaign_reminder_for, task.id.value, task.reviewer
                );
            }
        };
        if (go_round(act, id, TimerKind::campaign_reminder, due, each)) return;
    }
    const auto next = policy::next_campaign_reminder(
        campaign->starts, campaign->ends, act.rules.campaigns, act.now()
    );
    if (next) store::set_timer(act.tx, {TimerKind::campaign_reminder, id.value, {}, *next});
}

void remind_campaign_reviewer(const Act& act, const store::TimerRow& timer) {
    const auto campaign = still_owed(act, {timer.subject}, timer.person);
    // A reminder that was held past the end is none any more: what is overdue is said then.
    if (!campaign || act.now() >= campaign->ends || !may_tell(act, timer)) return;
    tell_due(act, timer.person, {store::DueKind::campaign_reminder, timer.subject});
}

void escalate_campaign(const Act& act, policy::CampaignId id, policy::Instant due) {
    const auto campaign = store::find_campaign(act.tx, id);
    if (!campaign || !policy::is_running(campaign->state)) return;
    go_round(act, id, TimerKind::campaign_escalation, due, [&](const store::CampaignTaskRow& task) {
        if (task.count.open() == 0) return;
        if (campaign->late == policy::LateReviewers::reassign) return hand_on_later(act, task.id);
        const auto hears = who_hears_of_late(act, *campaign, task.reviewer);
        if (!hears) return;
        store::set_timer(act.tx, {TimerKind::campaign_late_for, task.id.value, hears, act.now()});
    });
}

void tell_of_late_reviewer(const Act& act, const store::TimerRow& timer) {
    if (still_owed(act, {timer.subject}, {}))
        tell_due(act, timer.person, {store::DueKind::campaign_late, timer.subject});
}

void campaign_overdue(const Act& act, policy::CampaignId id, policy::Instant due) {
    const auto campaign = store::find_campaign(act.tx, id);
    if (!campaign || !policy::is_running(campaign->state)) return;
    const bool first = store::move_campaign(
        act.tx,
        id,
        {policy::CampaignState::in_progress},
        policy::CampaignState::overdue,
        "system",
        "",
        act.now()
    );
    if (first) {
        audit_campaign(
            act.tx,
            id,
            "system",
            "campaign.overdue",
            {{"before", "in_progress"},
             {"after", "overdue"},
             {"open", std::to_string(campaign->open())}},
            act.now()
        );
        for (const auto who : who_answers_for(act.tx, *campaign))
            plan_for_person(act, TimerKind::campaign_over_for, id.value, who);
    }
    go_round(act, id, TimerKind::campaign_overdue, due, [&](const store::CampaignTaskRow& task) {
        if (task.count.open() == 0) return;
        refresh_campaign_card(act, task);
        plan_for_person(act, TimerKind::campaign_overdue_for, task.id.value, task.reviewer);
    });
}

void tell_campaign_overdue(const Act& act, const store::TimerRow& timer) {
    if (timer.kind == TimerKind::campaign_over_for) {
        const auto campaign = store::find_campaign(act.tx, {timer.subject});
        if (!campaign || !policy::is_running(campaign->state) || !may_tell(act, timer)) return;
        tell_due(act, timer.person, {store::DueKind::campaign_over, timer.subject});
        return;
    }
    if (!still_owed(act, {timer.subject}, timer.person) || !may_tell(act, timer)) return;
    tell_due(act, timer.person, {store::DueKind::campaign_overdue, timer.subject});
}

}  // namespace bot::workflow
