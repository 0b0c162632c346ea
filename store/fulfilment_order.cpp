// Which job comes next: the one that is due first, application by application, so that one with
// very much to do costs the others nothing.
#include <algorithm>
#include <set>
#include <utility>

#include "store/fulfilment.hpp"
#include "store/fulfilment_rows.hpp"
#include "store/query.hpp"

namespace store {
namespace {

// An application is asked so many things at once.
constexpr int most_at_once = 4;
// So many that are due are looked at for one that may be taken: those behind them wait until one of
// these has ended.
constexpr int most_looked_at = 500;

using Place = std::pair<std::int64_t, std::int64_t>;  // when a job is due, and its number

// The first that may be taken: nothing is under way for its account or its connection, and it does
// not overtake another of the account.
std::optional<Place> first_due(Tx& tx, policy::IntegrationId integration, std::int64_t now) {
    Query rows(
        tx,
        R"sql(SELECT j.next_ms, j.id, EXISTS (SELECT 1 FROM fulfilment_jobs r
                WHERE r.integration_id = j.integration_id AND r.state = 'running'
                    AND (r.identity_id = j.identity_id OR r.connection_id = j.connection_id))
            OR (j.state = 'waiting' AND EXISTS (SELECT 1 FROM fulfilment_jobs e
                WHERE e.identity_id = j.identity_id AND e.id < j.id
                    AND e.state IN ('waiting', 'pending', 'running') AND e.state <> 'running'
                    AND (e.connection_id = j.connection_id OR (e.state = 'waiting' AND e.next_ms <= ?))))
            FROM fulfilment_jobs j
            WHERE j.state IN ('waiting', 'pending') AND j.integration_id = ? AND j.next_ms <= ?
            ORDER BY j.next_ms, j.id LIMIT ?)sql",
        now,
        integration,
        now,
        most_looked_at
    );
    while (rows.next()) {
        const bool must_wait = rows.get<bool>(2);
        if (!must_wait) return Place{rows.get<std::int64_t>(0), rows.get<std::int64_t>(1)};
    }
    return std::nullopt;
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

bool is_paused(Tx& tx, policy::IntegrationId integration, Millis now) {
    return first<int>(
               tx,
               "SELECT 1 FROM fulfilment_pauses WHERE integration_id = ? AND until_ms > ?",
               integration,
               count(now)
    )
        .has_value();
}

JobRow begin_job(Tx& tx, std::int64_t id) {
    auto job = one_job(tx, "WHERE j.id = ?", id).value();
    const bool only_asks = job.state == JobState::pending;
    if (!only_asks) ++job.attempts;
    change(
        tx,
        "UPDATE fulfilment_jobs SET state = 'running', attempts = ? WHERE id = ?",
        job.attempts,
        job.id
    );
    job.state = JobState::running;
    return job;
}

}  // namespace

JobsWaiting jobs_waiting(Tx& tx, Millis now) {
    JobsWaiting found;
    std::vector<std::pair<Place, policy::IntegrationId>> due;
    // From application to application, without a look at each job. What is due and not taken waits
    // for others, whose end wakes the worker, or for a pause.
    Query rows(
        tx,
        R"sql(WITH RECURSIVE applications (id) AS (
                SELECT MIN(integration_id) FROM fulfilment_jobs WHERE state IN ('waiting', 'pending')
                UNION ALL
                SELECT (SELECT MIN(j.integration_id) FROM fulfilment_jobs j
                    WHERE j.state IN ('waiting', 'pending') AND j.integration_id > applications.id)
                FROM applications WHERE applications.id IS NOT NULL)
            SELECT a.id, f.next_ms, f.id, (SELECT MIN(j.next_ms) FROM fulfilment_jobs j
                    WHERE j.state IN ('waiting', 'pending') AND j.integration_id = a.id AND j.next_ms > ?),
                COALESCE((SELECT p.until_ms FROM fulfilment_pauses p WHERE p.integration_id = a.id), 0)
            FROM applications a JOIN fulfilment_jobs f ON f.id = (SELECT j.id FROM fulfilment_jobs j
                WHERE j.state IN ('waiting', 'pending') AND j.integration_id = a.id
                ORDER BY j.next_ms, j.id LIMIT 1))sql",
        count(now)
    );
    while (rows.next()) {
        const Place first{rows.get<std::int64_t>(1), rows.get<std::int64_t>(2)};
        const auto later = rows.get<std::optional<std::int64_t>>(3);
        const auto pause = rows.get<std::int64_t>(4);
        if (pause <= count(now) && first.first <= count(now))
            due.emplace_back(first, rows.get<policy::IntegrationId>(0));
        const auto from = pause > count(now) ? std::optional(first.first) : later;
        if (!from) continue;
        const auto at = millis(std::max(*from, pause));
        if (!found.next || at < *found.next) found.next = at;
    }
    std::sort(due.begin(), due.end());
    for (const auto& [place, integration] : due)
        found.due.push_back({integration, place});
    return found;
}

std::vector<JobRow> take_jobs(Tx& tx, const JobsWaiting& waiting, Millis now, int most) {
    std::vector<JobRow> taken;
    // The first of each application that was looked at, the soonest in front.
    std::set<std::pair<Place, policy::IntegrationId>> firsts;
    const auto look = [&](policy::IntegrationId integration) {
        if (under_way(tx, integration) >= most_at_once || is_paused(tx, integration, now)) return;
        if (const auto first = first_due(tx, integration, count(now)))
            firsts.insert({*first, integration});
    };
    auto next = waiting.due.begin();
    while (static_cast<int>(taken.size()) < most) {
        // Those that can have nothing sooner are not looked at.
        while (next != waiting.due.end() && (firsts.empty() || next->first < firsts.begin()->first))
            look((next++)->integration);
        if (firsts.empty()) break;
        const auto [place, integration] = *firsts.begin();
        firsts.erase(firsts.begin());
        taken.push_back(begin_job(tx, place.second));
        look(integration);
    }
    return taken;
}

std::optional<JobRow> take_job(Tx& tx, Millis now) {
    auto taken = take_jobs(tx, jobs_waiting(tx, now), now, 1);
    if (taken.empty()) return std::nullopt;
    return std::move(taken.front());
}

std::optional<Millis> next_job_due(Tx& tx, Millis now) {
    return jobs_waiting(tx, now).next;
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
