#include "store/campaigns.hpp"

#include <array>
#include <utility>

#include "store/query.hpp"

namespace store {
namespace {

constexpr std::array scope_kinds{
    std::pair{"integration", &CampaignScope::integrations},
    std::pair{"resource", &CampaignScope::resources},
    std::pair{"department", &CampaignScope::departments},
    std::pair{"title", &CampaignScope::titles}};

const std::string columns =
    "SELECT id, name, owner_id, state, starts_at, ends_at, privileged_only, late, late_before, "
    "created_by, created_at, published_by, published_at, ended_by, ended_at, end_reason, job, "
    "items, kept, removed, unasked, reviewers, recurrence, recurs_from, COALESCE(copy_of, 0) FROM "
    "campaigns ";

CampaignJob job(const std::string& word) {
    if (word == "publish") return CampaignJob::publish;
    return word == "complete" ? CampaignJob::complete : CampaignJob::none;
}

CampaignRow read_row(const Query& rows) {
    CampaignRow row;
    row.id = rows.get<policy::CampaignId>(0);
    row.name = rows.get<std::string>(1);
    row.owner = rows.get<policy::EmployeeId>(2);
    row.state = policy::campaign_state(rows.get<std::string>(3)).value();
    row.starts = rows.get<policy::Instant>(4);
    row.ends = rows.get<policy::Instant>(5);
    row.scope.privileged_only = rows.get<bool>(6);
    row.late = policy::late_reviewers(rows.get<std::string>(7)).value();
    row.late_before = policy::Seconds{rows.get<std::int64_t>(8)};
    row.created_by = rows.get<std::string>(9);
    row.created_at = rows.get<policy::Instant>(10);
    row.published_by = rows.get<std::string>(11);
    row.published_at = rows.get<std::optional<policy::Instant>>(12);
    row.ended_by = rows.get<std::string>(13);
    row.ended_at = rows.get<std::optional<policy::Instant>>(14);
    row.end_reason = rows.get<std::string>(15);
    row.job = job(rows.get<std::string>(16));
    row.items = rows.get<std::int64_t>(17);
    row.kept = rows.get<std::int64_t>(18);
    row.removed = rows.get<std::int64_t>(19);
    row.unasked = rows.get<std::int64_t>(20);
    row.reviewers_count = rows.get<std::int64_t>(21);
    row.recurrence = rows.get<std::string>(22);
    row.recurs_from = rows.get<std::optional<policy::Instant>>(23);
    row.copy_of = rows.get<policy::CampaignId>(24);
    return row;
}

void read_rest(Tx& tx, CampaignRow& row) {
    for (const auto& [kind, names] : scope_kinds) {
        Query rows(
            tx,
            "SELECT name FROM campaign_scopes WHERE campaign_id = ? AND kind = ? ORDER BY position",
            row.id,
            kind
        );
        while (rows.next())
            (row.scope.*names).push_back(rows.get<std::string>(0));
    }
    Query levels(
        tx, "SELECT kind, email FROM campaign_levels WHERE campaign_id = ? ORDER BY level", row.id
    );
    while (levels.next()) {
        row.reviewers.push_back(
            {policy::reviewer_kind(levels.get<std::string>(0)).value(), levels.get<std::string>(1)}
        );
    }
}

std::vector<CampaignRow> read_all(Tx& tx, Query& rows) {
    std::vector<CampaignRow> all;
    while (rows.next())
        all.push_back(read_row(rows));
    for (auto& row : all)
        read_rest(tx, row);
    return all;
}

void write_scope(Tx& tx, policy::CampaignId id, const CampaignScope& scope) {
    for (const auto& [kind, names] : scope_kinds) {
        int position = 0;
        for (const auto& name : scope.*names) {
            change(
                tx,
                "INSERT INTO campaign_scopes (campaign_id, kind, position, name) VALUES (?, ?, ?, "
                "?)",
                id,
                kind,
                ++position,
                name
            );
        }
    }
}

void write_levels(Tx& tx, policy::CampaignId id, const std::vector<policy::Ask>& reviewers) {
    int level = 0;
    for (const auto& ask : reviewers) {
        change(
            tx,
            "INSERT INTO campaign_levels (campaign_id, level, kind, email) VALUES (?, ?, ?, ?)",
            id,
            ++level,
            policy::word(ask.kind),
            ask.email
        );
    }
}

}  // namespace

policy::CampaignId insert_campaign(Tx& tx, const CampaignRow& campaign) {
    const auto id = insert<policy::CampaignId>(
        tx,
        R"sql(INSERT INTO campaigns (name, owner_id, state, starts_at, ends_at, privileged_only, late,
                late_before, created_by, created_at, changed_at, recurrence, recurs_from, copy_of)
            VALUES (?, ?, 'draft', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id)sql",
        campaign.name,
        campaign.owner,
        campaign.starts,
        campaign.ends,
        campaign.scope.privileged_only,
        policy::word(campaign.late),
        campaign.late_before,
        campaign.created_by,
        campaign.created_at,
        campaign.created_at,
        campaign.recurrence,
        campaign.recurs_from,
        campaign.copy_of ? std::optional(campaign.copy_of) : std::nullopt
    );
    write_scope(tx, id, campaign.scope);
    write_levels(tx, id, campaign.reviewers);
    return id;
}

bool change_draft(Tx& tx, const CampaignRow& campaign, policy::Instant now) {
    const int changed = change(
        tx,
        R"sql(UPDATE campaigns SET name = ?, owner_id = ?, starts_at = ?, ends_at = ?, privileged_only = ?, late = ?,
                late_before = ?, recurrence = ?, recurs_from = ?, changed_at = ?
            WHERE id = ? AND state = 'draft' AND job = '')sql",
        campaign.name,
        campaign.owner,
        campaign.starts,
        campaign.ends,
        campaign.scope.privileged_only,
        policy::word(campaign.late),
        campaign.late_before,
        campaign.recurrence,
        campaign.recurs_from,
        now,
        campaign.id
    );
    if (changed == 0) return false;
    change(tx, "DELETE FROM campaign_scopes WHERE campaign_id = ?", campaign.id);
    change(tx, "DELETE FROM campaign_levels WHERE campaign_id = ?", campaign.id);
    write_scope(tx, campaign.id, campaign.scope);
    write_levels(tx, campaign.id, campaign.reviewers);
    return true;
}

std::optional<policy::CampaignId> next_in_series(Tx& tx, policy::CampaignId id) {
    return first<policy::CampaignId>(tx, "SELECT id FROM campaigns WHERE copy_of = ?", id);
}

std::optional<CampaignRow> find_campaign(Tx& tx, policy::CampaignId id) {
    Query rows(tx, columns + "WHERE id = ?", id);
    if (!rows.next()) return std::nullopt;
    auto row = read_row(rows);
    read_rest(tx, row);
    return row;
}

std::vector<CampaignRow> campaigns(Tx& tx, std::optional<policy::CampaignState> state) {
    const auto word = state ? std::string(policy::word(*state)) : "";
    Query rows(tx, columns + "WHERE ? = '' OR state = ? ORDER BY id DESC", word, word);
    return read_all(tx, rows);
}

std::vector<CampaignRow> running_campaigns(Tx& tx) {
    Query rows(tx, columns + "WHERE state IN ('in_progress', 'overdue') ORDER BY ends_at, id");
    return read_all(tx, rows);
}

bool begin_publishing(Tx& tx, policy::CampaignId id, const std::string& by, policy::Instant now) {
    return change(
               tx,
               R"sql(UPDATE campaigns SET job = 'publish', at_a = -9223372036854775807, at_b = 0, at_c = 0,
                    published_by = ?, changed_at = ?
                WHERE id = ? AND state = 'draft' AND job = '')sql",
               by,
               now,
               id
           ) == 1;
}

bool end_publishing(Tx& tx, policy::CampaignId id, policy::Instant now) {
    return change(
               tx,
               R"sql(UPDATE campaigns SET job = '', state = 'in_progress', published_at = ?, changed_at = ?
                WHERE id = ? AND state = 'draft' AND job = 'publish')sql",
               now,
               now,
               id
           ) == 1;
}

std::string publishing_digest(Tx& tx, policy::CampaignId id) {
    return first<std::string>(tx, "SELECT digest FROM campaigns WHERE id = ?", id).value_or("");
}

bool move_campaign(
    Tx& tx,
    policy::CampaignId id,
    const std::vector<policy::CampaignState>& from,
    policy::CampaignState to,
    const std::string& by,
    const std::string& reason,
    policy::Instant now
) {
    const auto ends = policy::is_ended(to);
    for (const auto state : from) {
        const int moved = change(
            tx,
            R"sql(UPDATE campaigns SET state = ?, changed_at = ?, ended_by = CASE WHEN ? THEN ? ELSE '' END,
                    ended_at = CASE WHEN ? THEN ? END, end_reason = ?, job = CASE WHEN ? THEN '' ELSE job END
                WHERE id = ? AND state = ?)sql",
            policy::word(to),
            now,
            ends,
            by,
            ends,
            now,
            reason,
            ends,
            id,
            policy::word(state)
        );
        if (moved == 1) return true;
    }
    return false;
}

std::int64_t round_place(Tx& tx, policy::CampaignId id, const std::string& kind) {
    return first<std::int64_t>(
               tx,
               "SELECT at_task FROM campaign_rounds WHERE campaign_id = ? AND kind = ?",
               id,
               kind
    )
        .value_or(0);
}

void keep_round_place(
    Tx& tx, policy::CampaignId id, const std::string& kind, std::optional<std::int64_t> after
) {
    if (!after) {
        change(tx, "DELETE FROM campaign_rounds WHERE campaign_id = ? AND kind = ?", id, kind);
        return;
    }
    change(
        tx,
        R"sql(INSERT INTO campaign_rounds (campaign_id, kind, at_task) VALUES (?, ?, ?)
            ON CONFLICT (campaign_id, kind) DO UPDATE SET at_task = excluded.at_task)sql",
        id,
        kind,
        *after
    );
}

void forget_rounds(Tx& tx, policy::CampaignId id) {
    change(tx, "DELETE FROM campaign_rounds WHERE campaign_id = ?", id);
}

std::vector<policy::CampaignId> campaigns_at_work(Tx& tx) {
    std::vector<policy::CampaignId> all;
    Query rows(tx, "SELECT id FROM campaigns WHERE job <> '' ORDER BY id");
    while (rows.next())
        all.push_back(rows.get<policy::CampaignId>(0));
    return all;
}

std::vector<ResourceCount> counts_by_resource(Tx& tx, policy::CampaignId id) {
    std::vector<ResourceCount> all;
    Query rows(
        tx,
        R"sql(SELECT n.name, r.name, c.items, c.kept, c.removed
            FROM campaign_counts c JOIN resources r ON r.id = c.resource_id
            JOIN integrations n ON n.id = r.integration_id
            WHERE c.campaign_id = ? ORDER BY n.name, n.id, r.name)sql",
        id
    );
    while (rows.next()) {
        all.push_back(
            {rows.get<std::string>(0),
             rows.get<std::string>(1),
             {rows.get<std::int64_t>(2), rows.get<std::int64_t>(3), rows.get<std::int64_t>(4)}}
        );
    }
    return all;
}

std::vector<ReviewerCount> counts_by_reviewer(
    Tx& tx, policy::CampaignId id, int offset, int limit
) {
    std::vector<ReviewerCount> all;
    Query rows(
        tx,
        R"sql(SELECT id, reviewer_id, total, kept, removed FROM campaign_tasks WHERE campaign_id = ? AND total > 0
            ORDER BY total - kept - removed DESC, id LIMIT ? OFFSET ?)sql",
        id,
        limit > 0 ? limit : -1,
        offset
    );
    while (rows.next()) {
        all.push_back(
            {rows.get<policy::CampaignTaskId>(0),
             rows.get<policy::EmployeeId>(1),
             {rows.get<std::int64_t>(2), rows.get<std::int64_t>(3), rows.get<std::int64_t>(4)}}
        );
    }
    return all;
}

std::int64_t reviewers_left(Tx& tx, policy::CampaignId id) {
    return first<std::int64_t>(
               tx,
               "SELECT COUNT(*) FROM campaign_tasks WHERE campaign_id = ? AND total > kept + "
               "removed",
               id
    )
        .value();
}

}  // namespace store
