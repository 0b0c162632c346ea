#include "bot/workflow/campaign_rounds.hpp"

#include <functional>

#include "bot/workflow/campaign_review.hpp"
#include "store/campaign_tasks.hpp"
#include "store/campaigns.hpp"
#include "store/timers.hpp"

namespace bot::workflow {
namespace {

// So many people have their turn in one unit of work.
constexpr int turn = 50;

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

}  // namespace

void start_campaign(const Act& act, policy::CampaignId id, policy::Instant due) {
    const auto campaign = store::find_campaign(act.tx, id);
    if (!campaign || campaign->state == policy::CampaignState::draft) return;
    const bool ended = policy::is_ended(campaign->state);
    go_round(
        act,
        id,
        store::TimerKind::campaign_start,
        due,
        [&](const store::CampaignTaskRow& task) {
            if (ended) {
                refresh_campaign_card(act, task);
            } else if (task.count.items > 0) {
                tell_campaign_task(act, task);
            }
        }
    );
}

}  // namespace bot::workflow
