#include "bot/workflow/campaign_series.hpp"

#include "bot/recurrence.hpp"
#include "bot/workflow/campaigns.hpp"
#include "store/campaigns.hpp"
#include "store/timers.hpp"

namespace bot::workflow {
namespace {

void wait_for(const Act& act, policy::CampaignId id, policy::Instant due) {
    store::set_timer(act.tx, {store::TimerKind::campaign_recurrence, id.value, {}, due});
}

// The copy that begins then: as long as the last one, counted from now where that is over already.
store::CampaignRow copy_of(
    const store::CampaignRow& last, policy::Instant starts, policy::Instant now
) {
    auto copy = last;
    const auto length = last.ends - last.starts;
    copy.starts = starts;
    copy.ends = starts + length > now ? starts + length : now + length;
    copy.recurs_from = last.recurs_from.value_or(last.starts);
    copy.copy_of = last.id;
    copy.created_by = "system";
    copy.created_at = now;
    return copy;
}

}  // namespace

void recur_campaign(const Act& act, policy::CampaignId id) {
    const auto last = store::find_campaign(act.tx, id);
    if (!last || last->recurrence.empty() || last->state == policy::CampaignState::aborted) return;
    const auto from = last->recurs_from.value_or(last->starts);
    const auto after = [&](policy::Instant at) {
        return occurrence_after(last->recurrence, from, at, act.rules.timezone);
    };
    auto starts = after(last->starts);
    if (!starts) return;
    if (*starts > act.now()) return wait_for(act, id, *starts);
    // Of those that were missed the last one is made up for.
    for (auto later = after(*starts); later && *later <= act.now(); later = after(*starts))
        starts = later;
    const auto copy = copy_of(*last, *starts, act.now());
    const auto problems = campaign_problems(act.tx, copy, act.now());
    const auto next = store::insert_campaign(act.tx, copy);
    auto values = campaign_values(copy);
    values.push_back({"copy of", std::to_string(id.value)});
    for (const auto& problem : problems)
        values.push_back({"not published", problem.sentence});
    audit_campaign(act.tx, next, "system", "campaign.recurred", std::move(values), act.now());
    if (problems.empty()) {
        publish_campaign(act.tx, next, "system", act.now());
    } else {
        wait_for(act, next, act.now());
        touch_campaign_homes(act.tx, "system", act.now());
    }
}

}  // namespace bot::workflow
