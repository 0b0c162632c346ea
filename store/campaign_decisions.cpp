#include "store/campaign_decisions.hpp"

#include "store/directory_rows.hpp"
#include "store/query.hpp"

namespace store {
namespace {

using policy::CampaignVerdict;

// A name that is not current any more is the last one that was.
const std::string decisions = R"sql(
    SELECT i.id, n.name, s.name, c.privilege,
        COALESCE((SELECT v.privileged FROM current_connections v WHERE v.id = c.id), 0),
        COALESCE((SELECT a.username FROM current_identities a WHERE a.id = i.identity_id),
            (SELECT a.username FROM identity_versions a WHERE a.identity_id = i.identity_id
                ORDER BY a.from_gen DESC LIMIT 1), ''),
        CASE WHEN i.holder_id > 0 THEN i.holder_id ELSE
            COALESCE((SELECT a.employee_id FROM current_identities a WHERE a.id = i.identity_id), 0) END,
        i.verdict,
        CASE WHEN i.verdict = 2 THEN (SELECT q.state FROM request_items q
            JOIN campaign_removals m ON m.request_id = q.request_id
            WHERE q.identity_id = i.identity_id AND q.connection_id = i.connection_id
                AND m.campaign_id = i.campaign_id LIMIT 1) END,
        t.reviewer_id, r.level, r.capacity, r.for_id, r.verdict, r.reason, r.decided_at, r.entry,
        c.project, c.resource_type, )sql" +
                              std::string(type_tells) + R"sql(
    FROM campaign_items i JOIN connections c ON c.id = i.connection_id
    JOIN resources s ON s.id = c.resource_id JOIN integrations n ON n.id = c.integration_id
    LEFT JOIN campaign_reviews r ON r.item_id = i.id AND r.verdict <> 3
    LEFT JOIN campaign_tasks t ON t.id = r.task_id
    WHERE i.campaign_id = ? ORDER BY i.holder_id, i.connection_id, i.identity_id, r.level)sql";

CampaignDecision read_decision(const Query& rows) {
    CampaignDecision one;
    one.item = rows.get<policy::CampaignItemId>(0);
    one.application = rows.get<std::string>(1);
    one.resource = rows.get<std::string>(2);
    one.privilege = rows.get<std::string>(3);
    one.privileged = rows.get<bool>(4);
    one.account = rows.get<std::string>(5);
    one.holder = rows.get<policy::EmployeeId>(6);
    one.outcome = static_cast<CampaignVerdict>(rows.get<int>(7));
    if (const auto state = rows.get<std::optional<std::string>>(8))
        one.removal = policy::item_state(*state);
    one.project = rows.get<std::string>(17);
    one.resource_type = rows.get<std::string>(18);
    one.type_tells = rows.get<bool>(19);
    const auto reviewer = rows.get<std::optional<policy::EmployeeId>>(9);
    if (!reviewer) return one;
    one.reviewer = *reviewer;
    one.level = rows.get<int>(10);
    one.capacity = policy::reviewer_kind(rows.get<std::string>(11)).value();
    one.on_behalf_of = rows.get<std::optional<policy::EmployeeId>>(12);
    one.verdict = static_cast<CampaignVerdict>(rows.get<int>(13));
    one.reason = rows.get<std::optional<std::string>>(14).value_or("");
    one.decided_at = rows.get<std::optional<policy::Instant>>(15);
    one.entry = rows.get<std::optional<std::int64_t>>(16);
    return one;
}

}  // namespace

void read_campaign_decisions(
    Tx& tx, policy::CampaignId id, const std::function<void(const CampaignDecision&)>& take
) {
    Query rows(tx, decisions, id);
    while (rows.next())
        take(read_decision(rows));
}

std::int64_t count_campaign_decisions(Tx& tx, policy::CampaignId id) {
    return first<std::int64_t>(
               tx,
               R"sql(SELECT COUNT(*) FROM campaign_items i
                LEFT JOIN campaign_reviews r ON r.item_id = i.id AND r.verdict <> 3 WHERE i.campaign_id = ?)sql",
               id
    )
        .value();
}

}  // namespace store
