#include "store/campaign_end.hpp"

#include <algorithm>
#include <set>

#include "store/query.hpp"

namespace store {

bool begin_completing(Tx& tx, policy::CampaignId id, const std::string& by, policy::Instant now) {
    const bool moved = move_campaign(
        tx,
        id,
        {policy::CampaignState::in_progress, policy::CampaignState::overdue},
        policy::CampaignState::completed,
        by,
        "",
        now
    );
    if (!moved) return false;
    change(
        tx,
        "UPDATE campaigns SET job = 'complete', at_a = -9223372036854775807, at_b = 0 WHERE id = ?",
        id
    );
    return true;
}

void end_completing(Tx& tx, policy::CampaignId id) {
    change(tx, "UPDATE campaigns SET job = '' WHERE id = ? AND job = 'complete'", id);
}

std::optional<HolderRemovals> next_removals(Tx& tx, policy::CampaignId id, int most) {
    HolderRemovals theirs;
    Query rows(
        tx,
        R"sql(SELECT i.holder_id, i.id, c.integration_id, i.connection_id, i.identity_id,
                (SELECT r.reason FROM campaign_reviews r WHERE r.item_id = i.id AND r.verdict = 2 LIMIT 1),
                CASE WHEN i.holder_id > 0 THEN i.holder_id ELSE
                    (SELECT a.employee_id FROM current_identities a WHERE a.id = i.identity_id) END, n.name
            FROM campaigns m JOIN campaign_items i ON i.campaign_id = m.id
            JOIN connections c ON c.id = i.connection_id JOIN integrations n ON n.id = c.integration_id
            WHERE m.id = ? AND i.verdict = 2 AND (i.holder_id, i.id) > (m.at_a, m.at_b)
            ORDER BY i.holder_id, i.id LIMIT ?)sql",
        id,
        most
    );
    while (rows.next()) {
        const auto holder = rows.get<std::int64_t>(0);
        if (!theirs.removals.empty() && holder != theirs.holder) break;
        theirs.holder = holder;
        theirs.employee =
            rows.get<std::optional<policy::EmployeeId>>(6).value_or(policy::EmployeeId{});
        theirs.removals.push_back(
            {rows.get<policy::CampaignItemId>(1),
             rows.get<policy::IntegrationId>(2),
             rows.get<policy::ConnectionId>(3),
             rows.get<policy::IdentityId>(4),
             rows.get<std::optional<std::string>>(5).value_or(""),
             rows.get<std::string>(7)}
        );
    }
    if (theirs.removals.empty()) return std::nullopt;
    return theirs;
}

bool removals_begun(
    Tx& tx, policy::CampaignId id, const HolderRemovals& theirs, std::int64_t gone
) {
    return change(
               tx,
               R"sql(UPDATE campaigns SET at_a = ?, at_b = ?, gone = gone + ?
                WHERE id = ? AND job = 'complete' AND (at_a, at_b) < (?, ?))sql",
               theirs.holder,
               theirs.removals.back().item,
               gone,
               id,
               theirs.holder,
               theirs.removals.back().item
           ) == 1;
}

policy::DraftId no_form(Tx& tx) {
    const auto lowest =
        first<std::int64_t>(tx, "SELECT COALESCE(MIN(draft_id), 0) FROM access_requests");
    return {std::min<std::int64_t>(lowest.value_or(0), 0) - 1};
}

void note_removal(Tx& tx, policy::RequestId request, const CampaignRemovalOf& of) {
    change(
        tx,
        "INSERT INTO campaign_removals (request_id, campaign_id, holder_id, integration_id, "
        "under_way) VALUES (?, ?, ?, ?, 0)",
        request,
        of.campaign,
        of.holder,
        of.by_hand
    );
}

std::optional<CampaignRemovalOf> removal_of(Tx& tx, policy::RequestId request) {
    Query rows(
        tx,
        "SELECT campaign_id, holder_id, integration_id FROM campaign_removals WHERE request_id = ?",
        request
    );
    if (!rows.next()) return std::nullopt;
    return CampaignRemovalOf{
        rows.get<policy::CampaignId>(0),
        rows.get<policy::EmployeeId>(1),
        rows.get<std::optional<policy::IntegrationId>>(2)};
}

std::optional<policy::RequestId> removal_by_hand(
    Tx& tx, policy::CampaignId campaign, policy::IntegrationId integration, std::int64_t most
) {
    const auto newest = first<policy::RequestId>(
        tx,
        "SELECT m.request_id FROM campaign_removals m JOIN access_requests q ON q.id = "
        "m.request_id WHERE m.campaign_id = ? AND m.integration_id = ? AND q.closed_at IS NULL "
        "ORDER BY m.request_id DESC LIMIT 1",
        campaign,
        integration
    );
    if (!newest) return std::nullopt;
    const auto items =
        first<std::int64_t>(tx, "SELECT COUNT(*) FROM request_items WHERE request_id = ?", *newest);
    return items.value_or(0) < most ? newest : std::nullopt;
}

policy::EmployeeId holder_of(Tx& tx, const ItemRow& item) {
    return first<std::optional<policy::EmployeeId>>(
               tx, "SELECT employee_id FROM current_identities WHERE id = ?", item.identity
    )
        .value_or(std::nullopt)
        .value_or(policy::EmployeeId{});
}

std::string removal_reasons(
    Tx& tx, policy::CampaignId campaign, const std::vector<ItemRow>& items
) {
    std::string text;
    std::set<std::string> said;
    for (const auto& item : items) {
        const auto holder = holder_of(tx, item);
        const auto reason = first<std::string>(
            tx,
            R"sql(SELECT r.reason FROM campaign_items i JOIN campaign_reviews r ON r.item_id = i.id
                WHERE i.campaign_id = ? AND i.holder_id IN (?, ?) AND i.connection_id = ? AND i.identity_id = ?
                    AND r.verdict = 2 AND r.reason <> '' LIMIT 1)sql",
            campaign,
            holder,
            -item.identity.value,
            item.connection,
            item.identity
        );
        if (reason && said.insert(*reason).second) text += (text.empty() ? "" : "\n") + *reason;
    }
    return text;
}

bool count_removals(Tx& tx, policy::RequestId request) {
    RemovalCounts now;
    for (const auto& [state, items] : item_counts(tx, request)) {
        auto& place = state == policy::ItemState::revoked ? now.removed
                      : policy::is_open(state)            ? now.under_way
                                                          : now.failed;
        place += items;
    }
    Query before(
        tx,
        "SELECT campaign_id, under_way, removed, failed FROM campaign_removals WHERE request_id = "
        "?",
        request
    );
    if (!before.next()) return false;
    const auto campaign = before.get<policy::CampaignId>(0);
    const auto under_way = now.under_way - before.get<std::int64_t>(1);
    const auto removed = now.removed - before.get<std::int64_t>(2);
    const auto failed = now.failed - before.get<std::int64_t>(3);
    if (under_way == 0 && removed == 0 && failed == 0) return false;
    change(
        tx,
        "UPDATE campaign_removals SET under_way = ?, removed = ?, failed = ? WHERE request_id = ?",
        now.under_way,
        now.removed,
        now.failed,
        request
    );
    change(
        tx,
        "UPDATE campaigns SET removals_under_way = removals_under_way + ?, removals_done = "
        "removals_done + ?, removals_failed = removals_failed + ? WHERE id = ?",
        under_way,
        removed,
        failed,
        campaign
    );
    return true;
}

RemovalCounts removal_counts(Tx& tx, policy::CampaignId id) {
    Query rows(
        tx,
        "SELECT removals_under_way, removals_done, removals_failed, gone FROM campaigns WHERE id = "
        "?",
        id
    );
    if (!rows.next()) return {};
    return {
        rows.get<std::int64_t>(0),
        rows.get<std::int64_t>(1),
        rows.get<std::int64_t>(2),
        rows.get<std::int64_t>(3)};
}

std::vector<RemovedItem> items_removed(Tx& tx, policy::CampaignId id, bool failed, int most) {
    std::vector<std::pair<policy::ItemId, policy::EmployeeId>> found;
    {
        const std::string which =
            failed ? "NOT IN ('approved', 'revoking', 'revoked')" : "= 'revoked'";
        Query rows(
            tx,
            "SELECT i.id, CASE WHEN m.integration_id IS NULL THEN m.holder_id ELSE "
            "COALESCE((SELECT "
            "a.employee_id FROM current_identities a WHERE a.id = i.identity_id), 0) END FROM "
            "campaign_removals m JOIN request_items i ON i.request_id = m.request_id WHERE "
            "m.campaign_id = ? AND i.state " +
                which + " ORDER BY m.holder_id, m.request_id, i.id LIMIT ?",
            id,
            most
        );
        while (rows.next())
            found.emplace_back(rows.get<policy::ItemId>(0), rows.get<policy::EmployeeId>(1));
    }
    std::vector<RemovedItem> items;
    for (const auto& [item, holder] : found)
        items.push_back({find_item(tx, item).value(), holder});
    return items;
}

std::int64_t people_losing(Tx& tx, policy::CampaignId id) {
    return first<std::int64_t>(
               tx,
               R"sql(SELECT COUNT(DISTINCT CASE WHEN i.holder_id > 0 THEN i.holder_id ELSE
                   (SELECT a.employee_id FROM current_identities a WHERE a.id = i.identity_id) END)
                   FROM campaign_items i WHERE i.campaign_id = ? AND i.verdict = 2)sql",
               id
    )
        .value();
}

std::int64_t removal_changes(Tx& tx, policy::CampaignId id) {
    return first<std::int64_t>(tx, "SELECT removal_changes FROM campaigns WHERE id = ?", id)
        .value_or(0);
}

RemovalPage removals_by_resource(Tx& tx, policy::CampaignId id, int page, int rows_per_page) {
    RemovalPage found;
    {
        Query counts(
            tx,
            R"sql(SELECT COUNT(*), COALESCE(SUM(CASE WHEN removed > 0 THEN 1 ELSE 0 END), 0)
                FROM campaign_counts WHERE campaign_id = ? AND items > 0)sql",
            id
        );
        counts.next();
        found.total = counts.get<std::int64_t>(1);
        found.others = counts.get<std::int64_t>(0) - found.total;
    }
    const auto last = static_cast<int>(std::max<std::int64_t>(0, found.total - 1) / rows_per_page);
    found.page = std::clamp(page, 0, last);
    Query rows(
        tx,
        R"sql(SELECT application, resource, items, kept, removed, all_items, all_kept, all_removed FROM (
                SELECT n.name AS application, n.id AS application_id, r.name AS resource, r.id AS resource_id,
                    c.items, c.kept, c.removed, SUM(c.items) OVER whole AS all_items,
                    SUM(c.kept) OVER whole AS all_kept, SUM(c.removed) OVER whole AS all_removed
                FROM campaign_counts c JOIN resources r ON r.id = c.resource_id
                JOIN integrations n ON n.id = r.integration_id
                WHERE c.campaign_id = ? WINDOW whole AS (PARTITION BY n.id)) AS counted
            WHERE removed > 0 ORDER BY application, application_id, resource, resource_id LIMIT ? OFFSET ?)sql",
        id,
        rows_per_page,
        found.page * rows_per_page
    );
    while (rows.next()) {
        const auto count = [&](int at) {
            return CampaignCount{
                rows.get<std::int64_t>(at),
                rows.get<std::int64_t>(at + 1),
                rows.get<std::int64_t>(at + 2)};
        };
        found.rows.push_back(
            {rows.get<std::string>(0), rows.get<std::string>(1), count(2), count(5)}
        );
    }
    return found;
}

}  // namespace store
