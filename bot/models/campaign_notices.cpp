#include "bot/models/campaign_notices.hpp"

#include "bot/models/campaigns.hpp"
#include "bot/models/people.hpp"
#include "bot/models/trail.hpp"
#include "store/campaign_end.hpp"
#include "store/campaign_tasks.hpp"
#include "store/campaigns.hpp"

namespace bot::models {
namespace {

constexpr int most_named = 10;

std::vector<blocks::CampaignRemovalLine> lines(
    store::Tx& tx, policy::CampaignId id, bool failed, policy::EmployeeId reader
) {
    std::vector<blocks::CampaignRemovalLine> all;
    for (const auto& [item, holder] : store::items_removed(tx, id, failed, most_named)) {
        blocks::CampaignRemovalLine line{grant_name(item), {}, item.username, item.comment};
        if (holder) line.holder = person(tx, holder, reader);
        all.push_back(std::move(line));
    }
    return all;
}

blocks::CampaignProgress progress_of(const store::CampaignRow& row) {
    return {row.items, row.kept, row.removed};
}

struct Running {
    store::CampaignTaskRow task;
    store::CampaignRow campaign;
};
// A task of which something is open, in a campaign that runs.
std::optional<Running> running(store::Tx& tx, policy::CampaignTaskId id) {
    const auto task = store::find_campaign_task(tx, id);
    if (!task || task->count.open() == 0) return std::nullopt;
    auto campaign = store::find_campaign(tx, task->campaign).value();
    if (!policy::is_running(campaign.state)) return std::nullopt;
    return Running{*task, std::move(campaign)};
}

}  // namespace

std::optional<blocks::CampaignOutcome> campaign_outcome(store::Tx& tx, policy::CampaignId id) {
    const auto row = store::find_campaign(tx, id).value();
    const auto counts = store::removal_counts(tx, id);
    if (counts.all() == 0) return std::nullopt;
    blocks::CampaignOutcome outcome;
    outcome.name = row.name;
    outcome.removed = counts.removed;
    outcome.gone = counts.gone;
    outcome.failed = counts.failed;
    outcome.kept = row.kept;
    outcome.not_reviewed = row.open();
    outcome.were_removed = lines(tx, id, false, row.owner);
    outcome.were_not = lines(tx, id, true, row.owner);
    return outcome;
}

std::optional<blocks::CampaignEnded> campaign_ended(
    store::Tx& tx, policy::CampaignId id, policy::EmployeeId reader
) {
    const auto row = store::find_campaign(tx, id);
    if (!row || !policy::is_ended(row->state)) return std::nullopt;
    blocks::CampaignEnded ended;
    ended.name = row->name;
    ended.aborted = row->state == policy::CampaignState::aborted;
    ended.by = actor_name(tx, row->ended_by);
    ended.reason = row->end_reason;
    ended.progress = progress_of(*row);
    if (const auto task = store::find_campaign_task(tx, id, reader))
        ended.mine = progress(task->count);
    return ended;
}

std::optional<blocks::CampaignDue> campaign_due(
    store::Tx& tx, policy::CampaignTaskId id, policy::EmployeeId reader, bool reminder
) {
    const auto found = running(tx, id);
    if (!found || found->task.reviewer != reader) return std::nullopt;
    const auto& campaign = found->campaign;
    return blocks::CampaignDue{
        key_of(id), campaign.name, progress(found->task.count), campaign.ends, reminder};
}

std::optional<blocks::CampaignLate> campaign_late(
    store::Tx& tx, policy::CampaignTaskId id, policy::EmployeeId reader
) {
    const auto found = running(tx, id);
    if (!found) return std::nullopt;
    return blocks::CampaignLate{
        person(tx, found->task.reviewer, reader),
        found->campaign.name,
        progress(found->task.count),
        found->campaign.ends};
}

std::optional<blocks::CampaignOver> campaign_over(store::Tx& tx, policy::CampaignId id) {
    const auto row = store::find_campaign(tx, id);
    if (!row || !policy::is_running(row->state)) return std::nullopt;
    return blocks::CampaignOver{
        row->name, progress_of(*row), row->ends, store::reviewers_left(tx, id)};
}

}  // namespace bot::models
