#include "store/campaign_end.hpp"

#include <algorithm>

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
                    (SELECT a.employee_id FROM current_identities a WHERE a.id = i.identity_id) END
            FROM campaigns m JOIN campaign_items i ON i.campaign_id = m.id
            JOIN connections c ON c.id = i.connection_id
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
             rows.get<std::optional<std::string>>(5).value_or("")}
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
        "INSERT INTO campaign_removals (request_id, campaign_id, holder_id, under_way) VALUES (?, "
        "?, ?, 1)",
        request,
        of.campaign,
        of.holder
    );
}

std::optional<CampaignRemovalOf> removal_of(Tx& tx, policy::RequestId request) {
    Query rows(
        tx, "SELECT campaign_id, holder_id FROM campaign_removals WHERE request_id = ?", request
    );
    if (!rows.next()) return std::nullopt;
    return CampaignRemovalOf{rows.get<policy::CampaignId>(0), rows.get<policy::EmployeeId>(1)};
}

bool note_under_way(Tx& tx, policy::RequestId request, bool under_way) {
    return change(
               tx,
               "UPDATE campaign_removals SET under_way = ? WHERE request_id = ? AND under_way <> ?",
               under_way,
               request,
               under_way
           ) == 1;
}

bool is_removing(Tx& tx, policy::CampaignId id) {
    return first<int>(
               tx,
               "SELECT 1 FROM campaign_removals WHERE campaign_id = ? AND under_way = 1 LIMIT 1",
               id
    )
        .has_value();
}

RemovalCounts removal_counts(Tx& tx, policy::CampaignId id) {
    RemovalCounts counts;
    counts.gone =
        first<std::int64_t>(tx, "SELECT gone FROM campaigns WHERE id = ?", id).value_or(0);
    Query rows(
        tx,
        R"sql(SELECT i.state, COUNT(*) FROM campaign_removals m JOIN request_items i ON i.request_id = m.request_id
            WHERE m.campaign_id = ? GROUP BY i.state)sql",
        id
    );
    while (rows.next()) {
        const auto state = policy::item_state(rows.get<std::string>(0)).value();
        const auto count = rows.get<std::int64_t>(1);
        if (state == policy::ItemState::revoked) {
            counts.removed += count;
        } else if (policy::is_open(state)) {
            counts.under_way += count;
        } else {
            counts.failed += count;
        }
    }
    return counts;
}

std::vector<RemovedItem> items_removed(Tx& tx, policy::CampaignId id, bool failed, int most) {
    std::vector<std::pair<policy::ItemId, policy::EmployeeId>> found;
    {
        const std::string which =
            failed ? "NOT IN ('approved', 'revoking', 'revoked')" : "= 'revoked'";
        Query rows(
            tx,
            "SELECT i.id, m.holder_id FROM campaign_removals m JOIN request_items i ON "
            "i.request_id = m.request_id WHERE m.campaign_id = ? AND i.state " +
                which + " ORDER BY m.request_id, i.id LIMIT ?",
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
               "SELECT COUNT(DISTINCT holder_id) FROM campaign_items WHERE campaign_id = ? AND "
               "verdict = 2",
               id
    )
        .value();
}

}  // namespace store
