// Which job comes next: the one that is due first, application by application, so that one with
// very much to do costs the others nothing.
#include <algorithm>
#include <utility>

#include "store/fulfilment.hpp"
#include "store/fulfilment_rows.hpp"
#include "store/query.hpp"

namespace store {
namespace {

// An application is asked so many things at once.
constexpr int most_at_once = 4;

// The applications that have jobs which wait, in their order; found without a look at each job.
std::vector<policy::IntegrationId> applications_at_work(Tx& tx) {
    std::vector<policy::IntegrationId> all;
    policy::IntegrationId last{0};
    for (;;) {
        const auto next = first<policy::IntegrationId>(
            tx,
            R"sql(SELECT integration_id FROM fulfilment_jobs
                WHERE state IN ('waiting', 'pending') AND integration_id > ?
                ORDER BY integration_id LIMIT 1)sql",
            last
        );
        if (!next) return all;
        all.push_back(*next);
        last = *next;
    }
}

std::int64_t pause_of(Tx& tx, policy::IntegrationId integration) {
    return first<std::int64_t>(
               tx, "SELECT until_ms FROM fulfilment_pauses WHERE integration_id = ?", integration
    )
        .value_or(0);
}

int under_way(Tx& tx, policy::IntegrationId integration) {
    return first<int>(
               tx,
               "SELECT COUNT(*) FROM fulfilment_jobs WHERE state = 'running' AND integration_id = "
               "?",
               integration
    )
        .value();
}

// The first that may be taken: nothing is under way for its account or its connection, and it does
// not overtake another of the account.
std::optional<JobRow> first_due(Tx& tx, policy::IntegrationId integration, std::int64_t now) {
    return one_job(
        tx,
        R"sql(WHERE j.state IN ('waiting', 'pending') AND j.integration_id = ? AND j.next_ms <= ?
            AND NOT EXISTS (SELECT 1 FROM fulfilment_jobs r
                WHERE r.integration_id = j.integration_id AND r.state = 'running'
                    AND (r.identity_id = j.identity_id OR r.connection_id = j.connection_id))
            AND (j.state = 'pending' OR NOT EXISTS (SELECT 1 FROM fulfilment_jobs e
                WHERE e.identity_id = j.identity_id AND e.id < j.id AND e.state IN ('waiting', 'pending')
                    AND (e.connection_id = j.connection_id OR (e.state = 'waiting' AND e.next_ms <= ?))))
            ORDER BY j.next_ms, j.id LIMIT 1)sql",
        integration,
        now,
        now
    );
}

}  // namespace

std::optional<JobRow> take_job(Tx& tx, Millis now) {
    std::optional<JobRow> job;
    for (const auto integration : applications_at_work(tx)) {
        if (pause_of(tx, integration) > count(now)) continue;
        if (under_way(tx, integration) >= most_at_once) continue;
        auto first = first_due(tx, integration, count(now));
        if (first && (!job || std::pair(first->next, first->id) < std::pair(job->next, job->id)))
            job = std::move(first);
    }
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
    std::optional<std::int64_t> next;
    for (const auto integration : applications_at_work(tx)) {
        const auto pause = pause_of(tx, integration);
        const auto from = first<std::optional<std::int64_t>>(
            tx,
            R"sql(SELECT MIN(next_ms) FROM fulfilment_jobs
                WHERE state IN ('waiting', 'pending') AND integration_id = ? AND next_ms > ?)sql",
            integration,
            pause > count(now) ? 0 : count(now)
        );
        if (!from || !*from) continue;
        const auto at = std::max(**from, pause);
        if (!next || at < *next) next = at;
    }
    if (!next) return std::nullopt;
    return millis(*next);
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

}  // namespace store
