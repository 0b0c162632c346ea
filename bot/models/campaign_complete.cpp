#include "bot/models/campaign_complete.hpp"

#include <algorithm>

#include "bot/models/campaign_manage.hpp"
#include "bot/models/campaigns.hpp"
#include "bot/models/people.hpp"
#include "store/campaign_end.hpp"

namespace bot::models {

blocks::CampaignCompletion campaign_completion(
    store::Tx& tx,
    const store::CampaignRow& row,
    int page,
    policy::EmployeeId reader,
    const std::optional<blocks::Markdown>& notice
) {
    constexpr int rows = blocks::completion_rows;
    blocks::CampaignCompletion model;
    model.key = key_of(row.id);
    model.changes = store::removal_changes(tx, row.id);
    model.name = row.name;
    model.owner = person(tx, row.owner, reader);
    model.notice = notice;
    model.progress = {row.items, row.kept, row.removed};
    model.people = store::people_losing(tx, row.id);
    model.reviewers_left = store::reviewers_left(tx, row.id);
    model.unasked = row.unasked;
    model.recurs = !row.recurrence.empty();
    const auto found = store::removals_by_resource(tx, row.id, page, rows);
    model.other_resources = found.others;
    model.lines.page = static_cast<std::size_t>(found.page);
    model.lines.total = found.total;
    model.lines.pages =
        static_cast<std::size_t>(std::max<std::int64_t>(1, (found.total + rows - 1) / rows));
    for (const auto& one : found.rows) {
        model.lines.items.push_back(
            {one.integration, one.resource, progress(one.count), progress(one.in_integration)}
        );
    }
    return model;
}

}  // namespace bot::models
