#include "store/syncs.hpp"

#include <algorithm>

#include "store/directory_words.hpp"
#include "store/query.hpp"
#include "store/timers.hpp"

namespace store {
namespace {

constexpr std::string_view csv_word = "csv";
constexpr std::string_view scim_word = "scim";

const std::string columns =
    "s.id, s.name, s.source, s.every, s.asked, s.asked_by, s.allow_loss, s.started_at, "
    "s.succeeded_at, s.source_mark, s.appeared, s.vanished, s.changed_at, s.outage_id, s.running";

SyncRow read_sync(const Query& rows) {
    SyncRow sync;
    sync.id = rows.get<std::int64_t>(0);
    sync.name = rows.get<std::string>(1);
    sync.kind = rows.get<std::string>(2) == scim_word ? SyncKind::scim : SyncKind::csv;
    sync.every = policy::Seconds{rows.get<std::int64_t>(3)};
    sync.asked = rows.get<bool>(4);
    sync.asked_by = rows.get<std::string>(5);
    sync.allow_loss = rows.get<bool>(6);
    sync.started_at = rows.get<std::optional<policy::Instant>>(7);
    sync.succeeded_at = rows.get<std::optional<policy::Instant>>(8);
    sync.source_mark = rows.get<std::string>(9);
    sync.appeared = rows.get<std::int64_t>(10);
    sync.vanished = rows.get<std::int64_t>(11);
    sync.changed_at = rows.get<std::optional<policy::Instant>>(12);
    sync.outage = rows.get<std::optional<std::int64_t>>(13);
    sync.running = rows.get<bool>(14);
    return sync;
}

template <class... Args>
std::optional<SyncRow> one_sync(Tx& tx, const std::string& where, const Args&... args) {
    Query rows(tx, "SELECT " + columns + " FROM syncs s WHERE " + where, args...);
    if (!rows.next()) return std::nullopt;
    return read_sync(rows);
}

// From the start of this run on, but not for what was missed.
void plan_next(Tx& tx, std::int64_t id, policy::Instant now) {
    const auto sync = find_sync(tx, id);
    if (!sync) return;
    const auto next = std::max(sync->started_at.value_or(now) + sync->every, now);
    set_timer(tx, {TimerKind::sync_due, id, {}, next});
}

void run_is_over(Tx& tx, std::int64_t id, policy::Instant now) {
    change(tx, "UPDATE syncs SET running = 0 WHERE id = ?", id);
    plan_next(tx, id, now);
}

std::optional<std::int64_t> end_outage(
    Tx& tx, std::int64_t sync, bool recovered, policy::Instant now
) {
    const auto outage = first<std::int64_t>(
        tx,
        R"sql(UPDATE sync_outages SET ended_at = ?, recovered = ?
            WHERE id = (SELECT outage_id FROM syncs WHERE id = ?) RETURNING id)sql",
        now,
        recovered,
        sync
    );
    if (outage) change(tx, "UPDATE syncs SET outage_id = NULL WHERE id = ?", sync);
    return outage;
}

}  // namespace

std::int64_t plan_sync(
    Tx& tx, const std::string& name, SyncKind kind, policy::Seconds every, policy::Instant now
) {
    const auto source = kind == SyncKind::scim ? scim_word : csv_word;
    // Another source says nothing of what was read from the one before.
    const auto id = first<std::int64_t>(
                        tx,
                        R"sql(INSERT INTO syncs (name, name_key, source, every) VALUES (?, ?, ?, ?)
                            ON CONFLICT (name_key) DO UPDATE SET name = excluded.name, every = excluded.every,
                                source_mark = CASE WHEN syncs.source = excluded.source THEN syncs.source_mark ELSE '' END,
                                source = excluded.source RETURNING id)sql",
                        name,
                        lower(name),
                        source,
                        every
    )
                        .value();
    const auto planned = find_timer(tx, TimerKind::sync_due, id);
    const auto sync = find_sync(tx, id).value();
    const auto due = sync.started_at ? std::max(*sync.started_at + every, now) : now;
    if (!sync.asked && !sync.running && (!planned || due < *planned))
        set_timer(tx, {TimerKind::sync_due, id, {}, due});
    return id;
}

std::vector<std::int64_t> drop_other_syncs(
    Tx& tx, const std::vector<std::int64_t>& planned, policy::Instant now
) {
    std::vector<std::int64_t> gone;
    {
        Query rows(tx, "SELECT id FROM syncs WHERE source <> ''");
        while (rows.next())
            gone.push_back(rows.get<std::int64_t>(0));
    }
    std::erase_if(gone, [&](std::int64_t id) {
        return std::find(planned.begin(), planned.end(), id) != planned.end();
    });
    std::vector<std::int64_t> ended;
    for (const auto id : gone) {
        change(
            tx,
            "UPDATE syncs SET source = '', source_mark = '', asked = 0, running = 0 WHERE id = ?",
            id
        );
        drop_timers(tx, TimerKind::sync_due, id);
        if (const auto outage = end_outage(tx, id, false, now)) ended.push_back(*outage);
    }
    return ended;
}

std::optional<SyncRow> find_sync(Tx& tx, std::int64_t id) {
    return one_sync(tx, "s.id = ? AND s.source <> ''", id);
}

std::optional<SyncRow> find_sync(Tx& tx, std::string_view name) {
    return one_sync(tx, "s.name_key = ? AND s.source <> ''", lower(std::string(name)));
}

SyncPage syncs(Tx& tx, int offset, int limit) {
    SyncPage page;
    Query counts(tx, "SELECT COUNT(*), COUNT(outage_id) FROM syncs WHERE source <> ''");
    if (counts.next()) {
        page.total = counts.get<std::int64_t>(0);
        page.failing = counts.get<std::int64_t>(1);
    }
    Query rows(
        tx,
        "SELECT " + columns +
            " FROM syncs s WHERE s.source <> '' "
            "ORDER BY s.outage_id IS NULL, s.name_key LIMIT ? OFFSET ?",
        limit,
        offset
    );
    while (rows.next())
        page.rows.push_back(read_sync(rows));
    return page;
}

bool ask_sync(Tx& tx, std::int64_t id, const std::string& by, bool allow_loss) {
    return change(
               tx,
               R"sql(UPDATE syncs SET asked = 1, asked_by = CASE WHEN ? = '' THEN asked_by ELSE ? END,
                       allow_loss = CASE WHEN ? = 1 THEN 1 ELSE allow_loss END
                   WHERE id = ? AND source <> '')sql",
               by,
               by,
               allow_loss,
               id
           ) == 1;
}

std::optional<SyncRow> next_asked_sync(Tx& tx) {
    return one_sync(
        tx, "s.asked = 1 AND s.source <> '' ORDER BY COALESCE(s.started_at, 0), s.id LIMIT 1"
    );
}

void sync_started(Tx& tx, std::int64_t id, policy::Instant now) {
    change(
        tx,
        R"sql(UPDATE syncs SET started_at = ?, running = 1, asked = 0, asked_by = '', allow_loss = 0
            WHERE id = ?)sql",
        now,
        id
    );
}

void put_off_sync(Tx& tx, const SyncRow& as_asked) {
    change(tx, "UPDATE syncs SET running = 0 WHERE id = ?", as_asked.id);
    ask_sync(tx, as_asked.id, as_asked.asked_by, as_asked.allow_loss);
}

void recover_syncs(Tx& tx) {
    change(tx, "UPDATE syncs SET running = 0, asked = 1 WHERE running = 1");
}

std::optional<std::int64_t> sync_succeeded(
    Tx& tx, std::int64_t id, const SyncSuccess& success, policy::Instant now
) {
    change(
        tx,
        "UPDATE syncs SET succeeded_at = ?, source_mark = ? WHERE id = ?",
        now,
        success.source_mark,
        id
    );
    if (success.appeared + success.vanished > 0) {
        change(
            tx,
            "UPDATE syncs SET appeared = ?, vanished = ?, changed_at = ? WHERE id = ?",
            success.appeared,
            success.vanished,
            now,
            id
        );
    }
    run_is_over(tx, id, now);
    return end_outage(tx, id, true, now);
}

Outage sync_failed(Tx& tx, std::int64_t id, const SyncFailure& failure, policy::Instant now) {
    run_is_over(tx, id, now);
    const auto same = first<bool>(
        tx,
        R"sql(SELECT 1 FROM sync_outages WHERE id = (SELECT outage_id FROM syncs WHERE id = ?)
            AND problem = ? AND detail = ?)sql",
        id,
        policy::word(failure.problem),
        failure.detail
    );
    const auto lasting = first<std::int64_t>(
        tx,
        R"sql(UPDATE sync_outages SET problem = ?, detail = ?, failed_at = ?, attempts = attempts + 1
            WHERE id = (SELECT outage_id FROM syncs WHERE id = ?) RETURNING id)sql",
        policy::word(failure.problem),
        failure.detail,
        now,
        id
    );
    if (lasting) return {*lasting, false, !same};
    const auto outage =
        first<std::int64_t>(
            tx,
            R"sql(INSERT INTO sync_outages (sync_id, since, problem, detail, failed_at, attempts)
                VALUES (?, ?, ?, ?, ?, 1) RETURNING id)sql",
            id,
            now,
            policy::word(failure.problem),
            failure.detail,
            now
        )
            .value();
    change(tx, "UPDATE syncs SET outage_id = ? WHERE id = ?", outage, id);
    return {outage, true, true};
}

std::optional<OutageRow> find_outage(Tx& tx, std::int64_t id) {
    Query rows(
        tx,
        R"sql(SELECT o.id, o.sync_id, s.name, s.every, o.since, o.problem, o.detail, o.failed_at, o.attempts, o.ended_at,
                o.recovered, s.succeeded_at
            FROM sync_outages o JOIN syncs s ON s.id = o.sync_id WHERE o.id = ?)sql",
        id
    );
    if (!rows.next()) return std::nullopt;
    OutageRow outage;
    outage.id = rows.get<std::int64_t>(0);
    outage.sync = rows.get<std::int64_t>(1);
    outage.name = rows.get<std::string>(2);
    outage.every = policy::Seconds{rows.get<std::int64_t>(3)};
    outage.since = rows.get<policy::Instant>(4);
    outage.problem = policy::sync_problem(rows.get<std::string>(5)).value();
    outage.detail = rows.get<std::string>(6);
    outage.failed_at = rows.get<policy::Instant>(7);
    outage.attempts = rows.get<std::int64_t>(8);
    outage.ended_at = rows.get<std::optional<policy::Instant>>(9);
    outage.recovered = rows.get<bool>(10);
    outage.last_success = rows.get<std::optional<policy::Instant>>(11);
    return outage;
}

std::optional<policy::ConnectionId> member_connection(
    Tx& tx, const std::string& application, const std::string& group
) {
    return first<policy::ConnectionId>(
        tx,
        R"sql(SELECT c.id FROM connections c JOIN resources r ON r.id = c.resource_id
            JOIN integrations i ON i.id = r.integration_id
            WHERE i.name_key = ? AND r.name = ? AND c.privilege = 'member' AND c.project = ''
                AND c.resource_type = '')sql",
        lower(application),
        group
    );
}

std::vector<RemovedGrant> removed_since(Tx& tx, policy::Instant since) {
    std::vector<RemovedGrant> removed;
    Query rows(
        tx,
        "SELECT identity_id, connection_id FROM request_items WHERE state = 'revoked' AND "
        "changed_at >= ?",
        since
    );
    while (rows.next())
        removed.push_back({rows.get<policy::IdentityId>(0), rows.get<policy::ConnectionId>(1)});
    return removed;
}

std::vector<RemovedGrant> unsettled_since(Tx& tx, policy::Instant since) {
    std::vector<RemovedGrant> unsettled;
    Query rows(
        tx,
        R"sql(SELECT identity_id, connection_id FROM fulfilment_jobs WHERE state IN ('waiting', 'pending', 'running')
            UNION SELECT identity_id, connection_id FROM fulfilment_jobs WHERE ended_at >= ?)sql",
        since
    );
    while (rows.next())
        unsettled.push_back({rows.get<policy::IdentityId>(0), rows.get<policy::ConnectionId>(1)});
    // An account that was only planned may have been made, and have come with this very source.
    std::vector<RemovedGrant> made;
    for (const auto& one : unsettled) {
        Query accounts(
            tx,
            R"sql(SELECT v.identity_id FROM planned_accounts p JOIN identity_versions v
                    ON v.employee_id = p.employee_id AND v.integration_id = p.integration_id
                WHERE p.identity_id = ? AND v.to_gen = 0)sql",
            one.identity
        );
        while (accounts.next())
            made.push_back({accounts.get<policy::IdentityId>(0), one.connection});
    }
    unsettled.insert(unsettled.end(), made.begin(), made.end());
    return unsettled;
}

}  // namespace store
