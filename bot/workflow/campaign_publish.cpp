#include "bot/workflow/campaign_publish.hpp"

#include <algorithm>

#include "bot/workflow/campaign_route.hpp"
#include "bot/workflow/campaigns.hpp"
#include "store/timers.hpp"

namespace bot::workflow {
namespace {

// So many rows hold the writer for a few milliseconds (performance.md section 3).
constexpr std::size_t slice = 250;

}  // namespace

std::optional<PublishSlice> find_slice(
    store::Tx& tx, policy::CampaignId campaign, policy::Instant now
) {
    const auto row = store::find_campaign(tx, campaign);
    if (!row || row->job != store::CampaignJob::publish) return std::nullopt;
    PublishSlice found;
    found.campaign = campaign;
    found.from = store::publish_cursor(tx, campaign);
    const auto covered = store::covered_after(tx, row->scope, found.from, slice);
    found.to = covered.next;
    found.last = covered.last;
    // Reviews are assigned when it starts: whoever is away then is replaced by their delegate.
    CampaignRoute route(tx, *row, std::max(now, row->starts));
    for (const auto& grant : covered.grants)
        found.planned.push_back(route.plan(grant));
    return found;
}

bool write_slice(store::Tx& tx, const PublishSlice& slice, policy::Instant now) {
    const auto id = slice.campaign;
    if (!store::write_planned(tx, id, slice.from, slice.to, slice.planned, now)) return false;
    if (!slice.last) return true;
    if (!store::end_publishing(tx, id, now)) return false;
    const auto row = store::find_campaign(tx, id).value();
    store::set_timer(
        tx, {store::TimerKind::campaign_start, id.value, {}, std::max(row.starts, now)}
    );
    touch_campaign_homes(tx, row.published_by, now);
    audit_campaign(
        tx,
        id,
        row.published_by,
        "campaign.published",
        {{"before", "draft"},
         {"after", "in_progress"},
         {"items", std::to_string(row.items)},
         {"reviewers", std::to_string(row.reviewers_count)},
         {"nobody may review", std::to_string(row.unasked)},
         {"digest", store::publishing_digest(tx, id)}},
        now
    );
    return true;
}

}  // namespace bot::workflow
