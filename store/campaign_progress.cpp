#include "store/campaign_progress.hpp"

#include <algorithm>

#include "store/query.hpp"

namespace store {
namespace {

const std::string marked_tasks =
    "(t.total >= " + std::to_string(policy::least_all_kept) +
    " AND t.kept = t.total OR EXISTS (SELECT 1 FROM campaign_marks m WHERE m.task_id = t.id))";

std::int64_t total_of(Tx& tx, policy::CampaignId id, CampaignParts parts) {
    switch (parts) {
        case CampaignParts::integrations:
            return first<std::int64_t>(
                       tx,
                       R"sql(SELECT COUNT(DISTINCT r.integration_id) FROM campaign_counts c
                        JOIN resources r ON r.id = c.resource_id WHERE c.campaign_id = ?)sql",
                       id
            )
                .value_or(0);
        case CampaignParts::resources:
            return first<std::int64_t>(
                       tx, "SELECT COUNT(*) FROM campaign_counts WHERE campaign_id = ?", id
            )
                .value_or(0);
        case CampaignParts::reviewers:
            return first<std::int64_t>(
                       tx,
                       "SELECT COUNT(*) FROM campaign_tasks WHERE campaign_id = ? AND total > 0",
                       id
            )
                .value_or(0);
        case CampaignParts::marked:
            break;
    }
    return marked_reviewers(tx, id);
}

CampaignPart read_part(const Query& rows) {
    CampaignPart part;
    part.id = rows.get<std::int64_t>(0);
    part.name = rows.get<std::string>(1);
    part.application = rows.get<std::string>(2);
    part.count = {rows.get<std::int64_t>(3), rows.get<std::int64_t>(4), rows.get<std::int64_t>(5)};
    return part;
}

std::vector<CampaignPart> by_integration(Tx& tx, policy::CampaignId id, int offset, int limit) {
    std::vector<CampaignPart> all;
    Query rows(
        tx,
        R"sql(SELECT n.id, n.name, '', SUM(c.items), SUM(c.kept), SUM(c.removed)
            FROM campaign_counts c JOIN resources r ON r.id = c.resource_id
            JOIN integrations n ON n.id = r.integration_id
            WHERE c.campaign_id = ? GROUP BY n.id, n.name ORDER BY n.name, n.id LIMIT ? OFFSET ?)sql",
        id,
        limit,
        offset
    );
    while (rows.next())
        all.push_back(read_part(rows));
    return all;
}

std::vector<CampaignPart> by_resource(Tx& tx, policy::CampaignId id, int offset, int limit) {
    std::vector<CampaignPart> all;
    Query rows(
        tx,
        R"sql(SELECT r.id, r.name, n.name, c.items, c.kept, c.removed
            FROM campaign_counts c JOIN resources r ON r.id = c.resource_id
            JOIN integrations n ON n.id = r.integration_id
            WHERE c.campaign_id = ? ORDER BY n.name, n.id, r.name, r.id LIMIT ? OFFSET ?)sql",
        id,
        limit,
        offset
    );
    while (rows.next())
        all.push_back(read_part(rows));
    return all;
}

std::vector<CampaignPart> by_reviewer(
    Tx& tx, policy::CampaignId id, bool marked, int offset, int limit
) {
    std::vector<CampaignPart> all;
    std::vector<policy::CampaignTaskId> tasks;
    {
        Query rows(
            tx,
            "SELECT t.reviewer_id, '', '', t.total, t.kept, t.removed, t.id FROM campaign_tasks t "
            "WHERE t.campaign_id = ? AND t.total > 0" +
                (marked ? " AND " + marked_tasks : std::string()) +
                " ORDER BY t.total - t.kept - t.removed DESC, t.id LIMIT ? OFFSET ?",
            id,
            limit,
            offset
        );
        while (rows.next()) {
            all.push_back(read_part(rows));
            tasks.push_back(rows.get<policy::CampaignTaskId>(6));
        }
    }
    for (std::size_t at = 0; at < all.size(); ++at) {
        all[at].name =
            first<std::string>(tx, "SELECT name FROM current_employees WHERE id = ?", all[at].id)
                .value_or("");
        all[at].reminded = reminded_at(tx, tasks[at]);
        all[at].fast = fastest_keeping(tx, tasks[at]);
    }
    return all;
}

std::vector<CampaignPart> rows_of(
    Tx& tx, policy::CampaignId id, CampaignParts parts, int offset, int limit
) {
    if (parts == CampaignParts::reviewers || parts == CampaignParts::marked)
        return by_reviewer(tx, id, parts == CampaignParts::marked, offset, limit);
    const bool integrations = parts == CampaignParts::integrations;
    auto all =
        integrations ? by_integration(tx, id, offset, limit) : by_resource(tx, id, offset, limit);
    const auto about = integrations ? ReminderAbout::integration : ReminderAbout::resource;
    for (auto& part : all) {
        if (const auto last = last_reminder(tx, id, about, part.id)) part.reminded = last->asked_at;
    }
    return all;
}

}  // namespace

CampaignPartPage campaign_parts(
    Tx& tx, policy::CampaignId id, CampaignParts parts, int page, int rows_per_page
) {
    CampaignPartPage found;
    found.total = total_of(tx, id, parts);
    const auto last = static_cast<int>(std::max<std::int64_t>(0, found.total - 1) / rows_per_page);
    found.page = std::clamp(page, 0, last);
    found.rows = rows_of(tx, id, parts, found.page * rows_per_page, rows_per_page);
    return found;
}

}  // namespace store
