// The reviews inside the tasks of campaign_tasks.hpp: what was said of an item, where it goes next,
// and the counts that follow.
#include "store/campaign_tasks.hpp"
#include "store/query.hpp"

namespace store {
namespace {

using policy::CampaignVerdict;

int as_int(CampaignVerdict verdict) {
    return static_cast<int>(verdict);
}

// How a count moves from one verdict to another.
struct Delta {
    Delta(CampaignVerdict from, CampaignVerdict to) {
        const auto one = [&](CampaignVerdict of) { return (to == of) - (from == of); };
        kept = one(CampaignVerdict::keep);
        removed = one(CampaignVerdict::remove);
        total = (from == CampaignVerdict::moved) - (to == CampaignVerdict::moved);
    }
    int total = 0;
    int kept = 0;
    int removed = 0;
};

void count_in_task(Tx& tx, policy::CampaignTaskId task, const Delta& delta) {
    change(
        tx,
        "UPDATE campaign_tasks SET total = total + ?, kept = kept + ?, removed = removed + ?, "
        "version = version + 1 WHERE id = ?",
        delta.total,
        delta.kept,
        delta.removed,
        task
    );
}

std::optional<CampaignVerdict> verdict_in(
    Tx& tx, policy::CampaignTaskId task, policy::CampaignItemId item
) {
    const auto verdict = first<int>(
        tx, "SELECT verdict FROM campaign_reviews WHERE task_id = ? AND item_id = ?", task, item
    );
    if (!verdict) return std::nullopt;
    return static_cast<CampaignVerdict>(*verdict);
}

// A review goes away from a task, or comes back to it.
void set_verdict(
    Tx& tx,
    policy::CampaignTaskId task,
    policy::CampaignItemId item,
    CampaignVerdict from,
    CampaignVerdict to
) {
    change(
        tx,
        "UPDATE campaign_reviews SET verdict = ?, decided_at = NULL, entry = NULL, reason = NULL "
        "WHERE task_id = ? AND item_id = ?",
        as_int(to),
        task,
        item
    );
    count_in_task(tx, task, {from, to});
}

}  // namespace

std::optional<CampaignReviewRow> find_campaign_review(
    Tx& tx, policy::CampaignTaskId task, policy::CampaignItemId item
) {
    Query rows(
        tx,
        R"sql(SELECT i.campaign_id, i.holder_id, i.connection_id, c.integration_id, c.resource_id, i.identity_id,
                r.level, r.capacity, r.fallback, r.for_id, r.verdict,
                CASE WHEN i.holder_id > 0 THEN i.holder_id ELSE
                    (SELECT a.employee_id FROM current_identities a WHERE a.id = i.identity_id) END, r.reason
            FROM campaign_reviews r JOIN campaign_items i ON i.id = r.item_id
            JOIN connections c ON c.id = i.connection_id
            WHERE r.task_id = ? AND r.item_id = ? AND r.verdict <> 3)sql",
        task,
        item
    );
    if (!rows.next()) return std::nullopt;
    CampaignReviewRow row;
    row.item = item;
    row.campaign = rows.get<policy::CampaignId>(0);
    row.grant.holder = rows.get<std::int64_t>(1);
    row.grant.connection = rows.get<policy::ConnectionId>(2);
    row.grant.integration = rows.get<policy::IntegrationId>(3);
    row.grant.resource = rows.get<policy::ResourceId>(4);
    row.grant.identity = rows.get<policy::IdentityId>(5);
    row.level = rows.get<int>(6);
    row.capacity = policy::reviewer_kind(rows.get<std::string>(7)).value();
    row.fallback = rows.get<bool>(8);
    row.on_behalf_of = rows.get<std::optional<policy::EmployeeId>>(9);
    row.verdict = static_cast<CampaignVerdict>(rows.get<int>(10));
    row.grant.employee =
        rows.get<std::optional<policy::EmployeeId>>(11).value_or(policy::EmployeeId{});
    row.reason = rows.get<std::optional<std::string>>(12).value_or("");
    return row;
}

std::vector<policy::CampaignItemId> open_items_of(
    Tx& tx, policy::CampaignTaskId task, int most, policy::CampaignItemId after
) {
    std::vector<policy::CampaignItemId> all;
    Query rows(
        tx,
        "SELECT item_id FROM campaign_reviews WHERE task_id = ? AND item_id > ? AND verdict = 0 "
        "ORDER BY item_id LIMIT ?",
        task,
        after,
        most
    );
    while (rows.next())
        all.push_back(rows.get<policy::CampaignItemId>(0));
    return all;
}

bool say(
    Tx& tx,
    policy::CampaignTaskId task,
    policy::CampaignItemId item,
    CampaignVerdict verdict,
    const std::string& reason,
    std::int64_t entry,
    policy::Instant now
) {
    const auto before = verdict_in(tx, task, item);
    if (!before || *before == CampaignVerdict::moved) return false;
    // Another reason is another word about the same.
    if (*before == verdict && verdict != CampaignVerdict::remove) return false;
    change(
        tx,
        "UPDATE campaign_reviews SET verdict = ?, decided_at = ?, entry = ?, reason = ? WHERE "
        "task_id = ? AND item_id = ?",
        as_int(verdict),
        now,
        entry,
        reason.empty() ? std::optional<std::string>() : std::optional(reason),
        task,
        item
    );
    count_in_task(tx, task, {*before, verdict});
    return true;
}

std::vector<policy::Yes> keeps_of(Tx& tx, policy::CampaignItemId item, int up_to_level) {
    std::vector<policy::Yes> said;
    Query rows(
        tx,
        R"sql(SELECT r.capacity, t.reviewer_id, r.level
            FROM campaign_reviews r JOIN campaign_tasks t ON t.id = r.task_id
            WHERE r.item_id = ? AND r.level <= ? AND r.verdict = 1 ORDER BY r.level)sql",
        item,
        up_to_level
    );
    while (rows.next()) {
        said.push_back(
            {policy::reviewer_kind(rows.get<std::string>(0)).value(),
             rows.get<policy::EmployeeId>(1),
             rows.get<int>(2)}
        );
    }
    return said;
}

std::vector<policy::CampaignTaskId> release_later(
    Tx& tx, policy::CampaignItemId item, int after_level
) {
    std::vector<policy::CampaignTaskId> tasks;
    std::vector<CampaignVerdict> verdicts;
    {
        Query rows(
            tx,
            "SELECT task_id, verdict FROM campaign_reviews WHERE item_id = ? AND level > ? AND "
            "verdict <> 3",
            item,
            after_level
        );
        while (rows.next()) {
            tasks.push_back(rows.get<policy::CampaignTaskId>(0));
            verdicts.push_back(static_cast<CampaignVerdict>(rows.get<int>(1)));
        }
    }
    for (std::size_t at = 0; at < tasks.size(); ++at)
        set_verdict(tx, tasks[at], item, verdicts[at], CampaignVerdict::moved);
    return tasks;
}

bool is_asked_later(Tx& tx, policy::CampaignItemId item, int after_level) {
    return first<int>(
               tx,
               "SELECT 1 FROM campaign_reviews WHERE item_id = ? AND level > ? AND verdict <> 3",
               item,
               after_level
    )
        .has_value();
}

policy::CampaignTaskId ask_about(
    Tx& tx,
    policy::CampaignId campaign,
    policy::CampaignItemId item,
    const PlannedReview& review,
    policy::Instant now
) {
    bool fresh = false;
    const auto task = campaign_task_of(tx, campaign, review.reviewer, now, fresh);
    if (fresh) change(tx, "UPDATE campaigns SET reviewers = reviewers + 1 WHERE id = ?", campaign);
    const auto before = verdict_in(tx, task, item);
    change(
        tx,
        R"sql(INSERT INTO campaign_reviews (task_id, item_id, level, capacity, fallback, for_id) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (task_id, item_id) DO UPDATE SET level = excluded.level, capacity = excluded.capacity,
                fallback = excluded.fallback, for_id = excluded.for_id, verdict = 0, decided_at = NULL, entry = NULL,
                reason = NULL)sql",
        task,
        item,
        review.level,
        policy::word(review.capacity),
        review.fallback,
        review.on_behalf_of
    );
    count_in_task(tx, task, {before.value_or(CampaignVerdict::moved), CampaignVerdict::open});
    for (const auto& skipped : review.skipped)
        note_skip(tx, task, skipped, 1);
    return task;
}

std::vector<policy::EmployeeId> asked_before(Tx& tx, policy::CampaignItemId item, int level) {
    std::vector<policy::EmployeeId> people;
    Query rows(
        tx,
        R"sql(SELECT t.reviewer_id FROM campaign_reviews r JOIN campaign_tasks t ON t.id = r.task_id
            WHERE r.item_id = ? AND r.level = ? AND r.verdict = 3)sql",
        item,
        level
    );
    while (rows.next())
        people.push_back(rows.get<policy::EmployeeId>(0));
    return people;
}

std::optional<policy::CampaignTaskId> task_with(Tx& tx, policy::CampaignItemId item) {
    return first<policy::CampaignTaskId>(
        tx,
        "SELECT task_id FROM campaign_reviews WHERE item_id = ? AND verdict <> 3 ORDER BY level "
        "DESC LIMIT 1",
        item
    );
}

bool came_of_lateness(Tx& tx, policy::CampaignTaskId task, policy::CampaignItemId item, int level) {
    return first<int>(
               tx,
               R"sql(SELECT 1 FROM campaign_moves m JOIN campaign_reviews r ON r.task_id = m.from_task
                   WHERE m.to_task = ? AND m.why = 'escalated' AND r.item_id = ? AND r.level = ? AND r.verdict = 3
                   LIMIT 1)sql",
               task,
               item,
               level
    )
        .has_value();
}

void nobody_asked(Tx& tx, policy::CampaignId campaign) {
    change(tx, "UPDATE campaigns SET unasked = unasked + 1 WHERE id = ?", campaign);
}

bool take_out(Tx& tx, policy::CampaignTaskId task, policy::CampaignItemId item) {
    if (verdict_in(tx, task, item) != CampaignVerdict::open) return false;
    set_verdict(tx, task, item, CampaignVerdict::open, CampaignVerdict::moved);
    return true;
}

void settle_item(Tx& tx, policy::CampaignItemId item, CampaignVerdict verdict) {
    Query rows(
        tx,
        R"sql(SELECT i.campaign_id, c.resource_id, i.verdict FROM campaign_items i
            JOIN connections c ON c.id = i.connection_id WHERE i.id = ?)sql",
        item
    );
    if (!rows.next()) return;
    const auto campaign = rows.get<policy::CampaignId>(0);
    const auto resource = rows.get<policy::ResourceId>(1);
    const auto before = static_cast<CampaignVerdict>(rows.get<int>(2));
    if (before == verdict) return;
    change(tx, "UPDATE campaign_items SET verdict = ? WHERE id = ?", as_int(verdict), item);
    const Delta delta(before, verdict);
    change(
        tx,
        "UPDATE campaigns SET kept = kept + ?, removed = removed + ?, removal_changes = "
        "removal_changes + ? WHERE id = ?",
        delta.kept,
        delta.removed,
        delta.removed == 0 ? 0 : 1,
        campaign
    );
    change(
        tx,
        "UPDATE campaign_counts SET kept = kept + ?, removed = removed + ? WHERE campaign_id = ? "
        "AND resource_id = ?",
        delta.kept,
        delta.removed,
        campaign,
        resource
    );
}

}  // namespace store
