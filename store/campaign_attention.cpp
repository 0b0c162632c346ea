#include "store/campaign_attention.hpp"

#include "store/query.hpp"

namespace store {

void note_pace(Tx& tx, policy::CampaignTaskId task, std::int64_t kept, policy::Instant now) {
    if (kept <= 0) return;
    change(
        tx,
        "DELETE FROM campaign_paces WHERE task_id = ? AND at <= ?",
        task,
        now - policy::fast_within
    );
    change(
        tx,
        R"sql(INSERT INTO campaign_paces (task_id, at, kept) VALUES (?, ?, ?)
            ON CONFLICT (task_id, at) DO UPDATE SET kept = campaign_paces.kept + excluded.kept)sql",
        task,
        now,
        kept
    );
    Query rows(tx, "SELECT SUM(kept), MIN(at) FROM campaign_paces WHERE task_id = ?", task);
    if (!rows.next()) return;
    const auto sum = rows.get<std::int64_t>(0);
    if (!policy::is_fast(sum)) return;
    change(
        tx,
        R"sql(INSERT INTO campaign_marks (task_id, kept, seconds, at) VALUES (?, ?, ?, ?)
            ON CONFLICT (task_id) DO UPDATE SET kept = excluded.kept, seconds = excluded.seconds, at = excluded.at
            WHERE excluded.kept > campaign_marks.kept)sql",
        task,
        sum,
        now - rows.get<policy::Instant>(1),
        now
    );
}

std::optional<FastKeeping> fastest_keeping(Tx& tx, policy::CampaignTaskId task) {
    Query rows(tx, "SELECT kept, seconds FROM campaign_marks WHERE task_id = ?", task);
    if (!rows.next()) return std::nullopt;
    return FastKeeping{rows.get<std::int64_t>(0), policy::Seconds{rows.get<std::int64_t>(1)}};
}

std::int64_t marked_reviewers(Tx& tx, policy::CampaignId campaign) {
    return first<std::int64_t>(
               tx,
               R"sql(SELECT COUNT(*) FROM campaign_tasks t WHERE t.campaign_id = ? AND t.total > 0 AND
                ((t.total >= ? AND t.kept = t.total) OR EXISTS
                    (SELECT 1 FROM campaign_marks m WHERE m.task_id = t.id)))sql",
               campaign,
               policy::least_all_kept
    )
        .value_or(0);
}

}  // namespace store
