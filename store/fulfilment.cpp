#include "store/fulfilment.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "store/digest.hpp"
#include "store/fulfilment_rows.hpp"
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

}  // namespace

const std::string& job_select() {
    static const std::string columns = R"sql(
    SELECT j.id, j.key, j.item_id, j.integration_id, j.identity_id, j.connection_id, j.action, j.state, j.attempts,
        j.maybe_done, j.created_ms, j.next_ms, j.give_up_ms, j.accepted_ms IS NOT NULL, j.poll_url, j.problem
    FROM fulfilment_jobs j )sql";
    return columns;
}

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

std::string_view word(JobAction action) {
    return word_of(actions, action);
}
std::string_view word(JobState state) {
    return word_of(states, state);
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

void doubt_job(Tx& tx, std::int64_t id) {
    change(tx, "UPDATE fulfilment_jobs SET maybe_done = 1 WHERE id = ?", id);
}

std::vector<TryingAgain> jobs_trying_again(Tx& tx, policy::RequestId request) {
    std::vector<TryingAgain> all;
    Query rows(
        tx,
        R"sql(SELECT n.name, COUNT(*), MAX(j.problem),
                MIN(CASE WHEN p.until_ms > j.next_ms THEN p.until_ms ELSE j.next_ms END)
            FROM request_items i JOIN fulfilment_jobs j ON j.item_id = i.id
                JOIN integrations n ON n.id = j.integration_id
                LEFT JOIN fulfilment_pauses p ON p.integration_id = j.integration_id
            WHERE i.request_id = ? AND j.state = 'waiting' AND j.problem <> '' AND j.action <> 'undo'
            GROUP BY n.name ORDER BY n.name)sql",
        request
    );
    while (rows.next()) {
        all.push_back(
            {rows.get<std::string>(0),
             rows.get<std::int64_t>(1),
             rows.get<std::string>(2),
             millis(rows.get<std::int64_t>(3))}
        );
    }
    return all;
}

std::vector<JobCounts> job_counts(Tx& tx) {
    std::vector<JobCounts> all;
    Query rows(
        tx,
        R"sql(SELECT n.name, j.action,
                COUNT(CASE WHEN j.state IN ('waiting', 'running') AND j.problem = '' THEN 1 END),
                COUNT(CASE WHEN j.state IN ('waiting', 'running') AND j.problem <> '' THEN 1 END),
                COUNT(CASE WHEN j.state = 'pending' THEN 1 END)
            FROM fulfilment_jobs j JOIN integrations n ON n.id = j.integration_id
            WHERE j.state IN ('waiting', 'pending', 'running')
            GROUP BY n.name, j.action ORDER BY n.name, j.action)sql"
    );
    while (rows.next()) {
        JobCounts counts;
        counts.application = rows.get<std::string>(0);
        counts.action = value_of(actions, rows.get<std::string>(1));
        counts.waiting = rows.get<std::int64_t>(2);
        counts.retrying = rows.get<std::int64_t>(3);
        counts.pending = rows.get<std::int64_t>(4);
        all.push_back(std::move(counts));
    }
    return all;
}

}  // namespace store
