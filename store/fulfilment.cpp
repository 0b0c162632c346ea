#include "store/fulfilment.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "store/digest.hpp"
#include "store/query.hpp"

namespace store {
namespace {

constexpr std::array<std::pair<JobAction, std::string_view>, 3> actions{{
    {JobAction::grant, "grant"},
    {JobAction::revoke, "revoke"},
    {JobAction::undo, "undo"},
}};
constexpr std::array<std::pair<JobState, std::string_view>, 6> states{{
    {JobState::waiting, "waiting"},
    {JobState::running, "running"},
    {JobState::pending, "pending"},
    {JobState::done, "done"},
    {JobState::failed, "failed"},
    {JobState::dropped, "dropped"},
}};

template <class Value, std::size_t size>
std::string_view word_of(
    const std::array<std::pair<Value, std::string_view>, size>& words, Value value
) {
    for (const auto& [known, text] : words) {
        if (known == value) return text;
    }
    return "";
}
template <class Value, std::size_t size>
Value value_of(
    const std::array<std::pair<Value, std::string_view>, size>& words, std::string_view text
) {
    const auto known = std::find_if(words.begin(), words.end(), [&](const auto& one) {
        return one.second == text;
    });
    return known == words.end() ? words.front().first : known->first;
}

std::int64_t count(Millis at) {
    return at.time_since_epoch().count();
}
Millis millis(std::int64_t count) {
    return Millis{std::chrono::milliseconds{count}};
}

// An application is asked so many things at once.
constexpr int most_at_once = 4;

const std::string job_columns = R"sql(
    SELECT j.id, j.key, j.item_id, j.integration_id, j.identity_id, j.connection_id, j.action, j.state, j.attempts,
        j.maybe_done, j.created_ms, j.next_ms, j.give_up_ms, j.accepted_ms IS NOT NULL, j.poll_url, j.problem
    FROM fulfilment_jobs j )sql";

JobRow read_job(const Query& rows) {
    JobRow job;
    job.id = rows.get<std::int64_t>(0);
    job.key = rows.get<std::string>(1);
    job.item = rows.get<policy::ItemId>(2);
    job.integration = rows.get<policy::IntegrationId>(3);
    job.identity = rows.get<policy::IdentityId>(4);
    job.connection = rows.get<policy::ConnectionId>(5);
    job.action = value_of(actions, rows.get<std::string>(6));
    job.state = value_of(states, rows.get<std::string>(7));
    job.attempts = rows.get<int>(8);
    job.maybe_done = rows.get<bool>(9);
    job.created = millis(rows.get<std::int64_t>(10));
    job.next = millis(rows.get<std::int64_t>(11));
    job.give_up = millis(rows.get<std::int64_t>(12));
    job.accepted = rows.get<bool>(13);
    job.poll_url = rows.get<std::string>(14);
    job.problem = rows.get<std::string>(15);
    return job;
}

template <class... Args>
std::optional<JobRow> one_job(Tx& tx, const std::string& which, const Args&... args) {
    Query rows(tx, job_columns + which, args...);
    if (!rows.next()) return std::nullopt;
    return read_job(rows);
}

}  // namespace

std::string_view word(JobAction action) {
    return word_of(actions, action);
}

std::int64_t add_job(Tx& tx, const ItemRow& item, JobAction action, Millis now, Millis give_up) {
    return first<std::int64_t>(
               tx,
               R"sql(INSERT INTO fulfilment_jobs (key, item_id, integration_id, identity_id, connection_id, action,
                       state, created_ms, next_ms, give_up_ms)
                   VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?) RETURNING id)sql",
               random_salt(),
               item.id,
               item.integration,
               item.identity,
               item.connection,
               word(action),
               count(now),
               count(now),
               count(give_up)
    )
        .value();
}

std::optional<JobRow> find_job(Tx& tx, std::int64_t id) {
    return one_job(tx, "WHERE j.id = ?", id);
}

std::optional<JobRow> find_job(Tx& tx, std::string_view key) {
    return one_job(tx, "WHERE j.key = ?", key);
}

std::optional<JobRow> last_job(Tx& tx, policy::ItemId item) {
    return one_job(tx, "WHERE j.item_id = ? ORDER BY j.id DESC LIMIT 1", item);
}

std::optional<JobRow> last_change(Tx& tx, policy::ItemId item) {
    return one_job(
        tx, "WHERE j.item_id = ? AND j.action <> 'undo' ORDER BY j.id DESC LIMIT 1", item
    );
}

bool asked_anew(Tx& tx, const ItemRow& item) {
    return first<std::int64_t>(
               tx,
               R"sql(SELECT 1 FROM request_items WHERE identity_id = ? AND connection_id = ? AND id <> ?
                   AND (state IN ('pending', 'approved', 'granting') OR (state = 'revoking' AND action = 'REVOKE'))
                   LIMIT 1)sql",
               item.identity,
               item.connection,
               item.id
    )
        .has_value();
}

std::optional<JobRow> take_job(Tx& tx, Millis now) {
    const auto at = count(now);
    auto job = one_job(
        tx,
        R"sql(WHERE j.state IN ('waiting', 'pending') AND j.next_ms <= ?
            AND NOT EXISTS (SELECT 1 FROM fulfilment_pauses p
                WHERE p.integration_id = j.integration_id AND p.until_ms > ?)
            AND NOT EXISTS (SELECT 1 FROM fulfilment_jobs r
                WHERE r.identity_id = j.identity_id AND r.state = 'running')
            AND NOT EXISTS (SELECT 1 FROM fulfilment_jobs r
                WHERE r.connection_id = j.connection_id AND r.state = 'running')
            AND (j.state = 'pending' OR NOT EXISTS (SELECT 1 FROM fulfilment_jobs e
                WHERE e.identity_id = j.identity_id AND e.id < j.id AND e.state IN ('waiting', 'pending')
                    AND (e.connection_id = j.connection_id OR (e.state = 'waiting' AND e.next_ms <= ?))))
            AND (SELECT COUNT(*) FROM fulfilment_jobs r
                WHERE r.state IN ('waiting', 'pending', 'running') AND r.state = 'running'
                    AND r.integration_id = j.integration_id) < ?
            ORDER BY j.next_ms, j.id LIMIT 1)sql",
        at,
        at,
        at,
        most_at_once
    );
    if (!job) return std::nullopt;
    const bool only_asks = job->state == JobState::pending;
    if (!only_asks) ++job->attempts;
    change(
        tx,
        "UPDATE fulfilment_jobs SET state = 'running', attempts = ? WHERE id = ?",
        job->attempts,
        job->id
    );
    job->state = JobState::running;
    return job;
}

std::optional<Millis> next_job_due(Tx& tx, Millis now) {
    // What is due and not taken waits for others, whose end wakes the worker, or for a pause.
    const auto next = first<std::optional<std::int64_t>>(
        tx,
        R"sql(SELECT MIN(at) FROM (
            SELECT MAX(j.next_ms, COALESCE(p.until_ms, 0)) AS at FROM fulfilment_jobs j
                LEFT JOIN fulfilment_pauses p ON p.integration_id = j.integration_id
                WHERE j.state IN ('waiting', 'pending')) AS due
            WHERE at > ?)sql",
        count(now)
    );
    if (!next || !*next) return std::nullopt;
    return millis(**next);
}

bool job_again(Tx& tx, std::int64_t id, const std::string& problem, bool maybe_done, Millis next) {
    return change(
               tx,
               R"sql(UPDATE fulfilment_jobs SET state = CASE WHEN accepted_ms IS NULL THEN 'waiting' ELSE 'pending' END,
                       problem = ?, maybe_done = ?, next_ms = ?
                   WHERE id = ? AND state = 'running')sql",
               problem,
               maybe_done,
               count(next),
               id
           ) == 1;
}

bool job_pending(
    Tx& tx, std::int64_t id, const std::string& poll_url, Millis next, Millis give_up, Millis now
) {
    return change(
               tx,
               R"sql(UPDATE fulfilment_jobs SET state = 'pending', poll_url = ?, next_ms = ?, problem = '',
                       give_up_ms = CASE WHEN accepted_ms IS NULL THEN ? ELSE give_up_ms END,
                       accepted_ms = COALESCE(accepted_ms, ?)
                   WHERE id = ? AND state = 'running')sql",
               poll_url,
               count(next),
               count(give_up),
               count(now),
               id
           ) == 1;
}

bool end_job(
    Tx& tx, std::int64_t id, JobState state, const std::string& problem, policy::Instant now
) {
    return change(
               tx,
               R"sql(UPDATE fulfilment_jobs SET state = ?, problem = ?, ended_at = ?
                   WHERE id = ? AND state IN ('waiting', 'running', 'pending'))sql",
               word_of(states, state),
               problem,
               now,
               id
           ) == 1;
}

void pause_application(Tx& tx, policy::IntegrationId integration, Millis until) {
    change(
        tx,
        R"sql(INSERT INTO fulfilment_pauses (integration_id, until_ms) VALUES (?, ?)
            ON CONFLICT (integration_id) DO UPDATE SET until_ms = excluded.until_ms
            WHERE excluded.until_ms > fulfilment_pauses.until_ms)sql",
        integration,
        count(until)
    );
}

void resume_application(Tx& tx, policy::IntegrationId integration) {
    change(tx, "DELETE FROM fulfilment_pauses WHERE integration_id = ?", integration);
}

int recover_jobs(Tx& tx, Millis now) {
    return change(
        tx,
        R"sql(UPDATE fulfilment_jobs SET next_ms = ?,
                state = CASE WHEN accepted_ms IS NULL THEN 'waiting' ELSE 'pending' END,
                maybe_done = CASE WHEN accepted_ms IS NULL THEN 1 ELSE maybe_done END
            WHERE state = 'running')sql",
        count(now)
    );
}

JobCounts job_counts(Tx& tx) {
    Query row(
        tx,
        R"sql(SELECT COUNT(*), COUNT(CASE WHEN problem <> '' THEN 1 END) FROM fulfilment_jobs
            WHERE state IN ('waiting', 'pending', 'running'))sql"
    );
    row.next();
    return {row.get<std::int64_t>(0), row.get<std::int64_t>(1)};
}

}  // namespace store
