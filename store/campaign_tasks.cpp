#include "store/campaign_tasks.hpp"

#include "store/query.hpp"

namespace store {
namespace {

const std::string task_columns =
    "SELECT t.id, t.campaign_id, t.reviewer_id, t.assigned_at, t.version, t.total, t.kept, "
    "t.removed FROM campaign_tasks t ";

CampaignTaskRow read_task(const Query& rows) {
    CampaignTaskRow row;
    row.id = rows.get<policy::CampaignTaskId>(0);
    row.campaign = rows.get<policy::CampaignId>(1);
    row.reviewer = rows.get<policy::EmployeeId>(2);
    row.assigned_at = rows.get<policy::Instant>(3);
    row.version = rows.get<std::int64_t>(4);
    row.count = {rows.get<std::int64_t>(5), rows.get<std::int64_t>(6), rows.get<std::int64_t>(7)};
    return row;
}

std::vector<CampaignMove> moves(Tx& tx, const std::string& where, policy::CampaignTaskId task) {
    std::vector<CampaignMove> all;
    Query rows(
        tx,
        "SELECT from_task, to_task, at, why, items, note FROM campaign_moves WHERE " + where +
            " = ? ORDER BY id",
        task
    );
    while (rows.next()) {
        all.push_back(
            {rows.get<policy::CampaignTaskId>(0),
             rows.get<policy::CampaignTaskId>(1),
             rows.get<policy::Instant>(2),
             rows.get<std::string>(3),
             rows.get<std::int64_t>(4),
             rows.get<std::string>(5)}
        );
    }
    return all;
}

}  // namespace

std::optional<CampaignTaskRow> find_campaign_task(Tx& tx, policy::CampaignTaskId id) {
    Query rows(tx, task_columns + "WHERE t.id = ?", id);
    if (!rows.next()) return std::nullopt;
    return read_task(rows);
}

std::optional<CampaignTaskRow> find_campaign_task(
    Tx& tx, policy::CampaignId campaign, policy::EmployeeId reviewer
) {
    Query rows(
        tx, task_columns + "WHERE t.campaign_id = ? AND t.reviewer_id = ?", campaign, reviewer
    );
    if (!rows.next()) return std::nullopt;
    return read_task(rows);
}

std::vector<CampaignTaskRow> open_campaign_tasks(Tx& tx, policy::EmployeeId reviewer) {
    return open_campaign_tasks(tx, reviewer, policy::Instant::max());
}

std::vector<policy::EmployeeId> campaign_people_asked(Tx& tx, policy::EmployeeId after, int most) {
    std::vector<policy::EmployeeId> people;
    Query rows(
        tx,
        R"sql(SELECT DISTINCT t.reviewer_id FROM campaign_tasks t
            WHERE t.reviewer_id > ? AND t.total > t.kept + t.removed AND EXISTS (SELECT 1 FROM campaigns c
                WHERE c.id = t.campaign_id AND c.state IN ('in_progress', 'overdue'))
            ORDER BY t.reviewer_id LIMIT ?)sql",
        after,
        most
    );
    while (rows.next())
        people.push_back(rows.get<policy::EmployeeId>(0));
    return people;
}

std::vector<CampaignTaskRow> open_campaign_tasks(
    Tx& tx, policy::EmployeeId reviewer, policy::Instant now
) {
    std::vector<CampaignTaskRow> all;
    Query rows(
        tx,
        task_columns +
            R"sql(JOIN campaigns c ON c.id = t.campaign_id
            WHERE t.reviewer_id = ? AND t.total > t.kept + t.removed AND c.state IN ('in_progress', 'overdue')
                AND c.starts_at <= ? ORDER BY c.ends_at, t.id)sql",
        reviewer,
        now
    );
    while (rows.next())
        all.push_back(read_task(rows));
    return all;
}

std::vector<CampaignTaskRow> campaign_tasks_after(
    Tx& tx, policy::CampaignId campaign, policy::CampaignTaskId after, int most
) {
    std::vector<CampaignTaskRow> all;
    Query rows(
        tx,
        task_columns + "WHERE t.campaign_id = ? AND t.id > ? ORDER BY t.id LIMIT ?",
        campaign,
        after,
        most
    );
    while (rows.next())
        all.push_back(read_task(rows));
    return all;
}

policy::CampaignItemId hand_on_place(Tx& tx, policy::CampaignTaskId task) {
    return first<policy::CampaignItemId>(
               tx, "SELECT at_item FROM campaign_tasks WHERE id = ?", task
    )
        .value_or(policy::CampaignItemId{});
}

void keep_hand_on_place(Tx& tx, policy::CampaignTaskId task, policy::CampaignItemId after) {
    change(tx, "UPDATE campaign_tasks SET at_item = ? WHERE id = ?", after, task);
}

void touch_campaign_card(Tx& tx, const CampaignTaskRow& task) {
    change(
        tx,
        "UPDATE messages SET wanted = wanted + 1 WHERE kind = 'campaign_card' AND subject_id = ? "
        "AND recipient_id = ?",
        task.campaign,
        task.reviewer
    );
}

bool has_campaign_card(Tx& tx, const CampaignTaskRow& task) {
    return first<int>(
               tx,
               "SELECT 1 FROM messages WHERE kind = 'campaign_card' AND subject_id = ? AND "
               "recipient_id = ?",
               task.campaign,
               task.reviewer
    )
        .has_value();
}

void note_move(Tx& tx, const CampaignMove& move) {
    // What goes on in slices went on once.
    const int more = change(
        tx,
        "UPDATE campaign_moves SET items = items + ? WHERE from_task = ? AND to_task = ? AND why = "
        "? AND why <> 'reassigned'",
        move.items,
        move.from,
        move.to,
        move.why
    );
    if (more > 0) return;
    change(
        tx,
        "INSERT INTO campaign_moves (from_task, to_task, at, why, items, note) VALUES (?, ?, ?, ?, "
        "?, ?)",
        move.from,
        move.to,
        move.at,
        move.why,
        move.items,
        move.note
    );
}

std::vector<CampaignMove> moves_to(Tx& tx, policy::CampaignTaskId task) {
    return moves(tx, "to_task", task);
}

std::vector<CampaignMove> moves_from(Tx& tx, policy::CampaignTaskId task) {
    return moves(tx, "from_task", task);
}

std::vector<CampaignCapacity> capacities_of(Tx& tx, policy::CampaignTaskId task) {
    std::vector<CampaignCapacity> all;
    // Which move brought an item is looked up only where there was one.
    Query rows(
        tx,
        R"sql(SELECT r.capacity, r.fallback, r.for_id, f.reviewer_id, m.why, COUNT(*) FROM (
                SELECT c.capacity, c.fallback, c.for_id, CASE
                    WHEN EXISTS (SELECT 1 FROM campaign_moves a WHERE a.to_task = c.task_id AND a.why <> 'gone')
                    THEN (SELECT v.id FROM campaign_reviews b JOIN campaign_moves v ON v.from_task = b.task_id
                        WHERE b.item_id = c.item_id AND b.level = c.level AND b.verdict = 3
                            AND v.to_task = c.task_id AND v.why <> 'gone' ORDER BY v.id DESC LIMIT 1) END AS move_id
                FROM campaign_reviews c WHERE c.task_id = ? AND c.verdict <> 3) r
            LEFT JOIN campaign_moves m ON m.id = r.move_id LEFT JOIN campaign_tasks f ON f.id = m.from_task
            GROUP BY r.capacity, r.fallback, r.for_id, f.reviewer_id, m.why
            ORDER BY COUNT(*) DESC, r.capacity, f.reviewer_id, m.why)sql",
        task
    );
    while (rows.next()) {
        CampaignCapacity one;
        one.as = policy::reviewer_kind(rows.get<std::string>(0)).value();
        one.fallback = rows.get<bool>(1);
        one.on_behalf_of = rows.get<std::optional<policy::EmployeeId>>(2);
        one.came_from = rows.get<std::optional<policy::EmployeeId>>(3);
        one.in_time = rows.get<std::optional<std::string>>(4) != "escalated";
        one.items = rows.get<std::int64_t>(5);
        all.push_back(one);
    }
    return all;
}

std::vector<CampaignSkip> skips_of(Tx& tx, policy::CampaignTaskId task) {
    std::vector<CampaignSkip> all;
    Query rows(
        tx,
        "SELECT capacity, employee_id, reason, items FROM campaign_skips WHERE task_id = ? ORDER "
        "BY items DESC, employee_id",
        task
    );
    while (rows.next()) {
        CampaignSkip skip;
        skip.skipped.kind = policy::reviewer_kind(rows.get<std::string>(0)).value();
        if (const auto who = rows.get<policy::EmployeeId>(1)) skip.skipped.employee = who;
        skip.skipped.reason = static_cast<policy::SkipReason>(rows.get<int>(2));
        skip.items = rows.get<std::int64_t>(3);
        all.push_back(skip);
    }
    return all;
}

}  // namespace store
