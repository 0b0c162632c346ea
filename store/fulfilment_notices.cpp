// What people are told of the ends of jobs: gathered, so that a request of many items in one
// application is one message and not one for each.
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include "store/fulfilment.hpp"
#include "store/item_rows.hpp"
#include "store/query.hpp"

namespace store {
namespace {

constexpr std::array<std::pair<FulfilmentOutcome, std::string_view>, 5> outcomes{{
    {FulfilmentOutcome::granted, "granted"},
    {FulfilmentOutcome::revoked, "revoked"},
    {FulfilmentOutcome::failed, "failed"},
    {FulfilmentOutcome::partly, "partly"},
    {FulfilmentOutcome::undo_failed, "undo_failed"},
}};

std::string_view word(FulfilmentOutcome outcome) {
    for (const auto& [known, text] : outcomes) {
        if (known == outcome) return text;
    }
    return "";
}

FulfilmentOutcome outcome_of(std::string_view text) {
    for (const auto& [known, name] : outcomes) {
        if (name == text) return known;
    }
    return FulfilmentOutcome::failed;
}

// Jobs of a request in an application: those at work now, and those that ended untold.
const std::string of_request = R"sql(FROM fulfilment_jobs j JOIN request_items i ON i.id = j.item_id
    WHERE i.request_id = ? AND j.integration_id = ? )sql";

// Ends that are told together.
struct Told {
    FulfilmentOutcome outcome;
    std::string action;
    std::string problem;

    auto operator<=>(const Told&) const = default;
};
using Ends = std::map<Told, std::vector<std::int64_t>>;  // jobs

// What was carried out in part is told as one, whatever the reasons for the rest.
void join_parts(Ends& ends, const std::string& action) {
    const auto is_of = [&](const Told& told, FulfilmentOutcome outcome) {
        return told.action == action && told.outcome == outcome;
    };
    const auto good = action == "grant" ? FulfilmentOutcome::granted : FulfilmentOutcome::revoked;
    Told partly{FulfilmentOutcome::partly, action, ""};
    std::vector<std::int64_t> jobs;
    bool any_good = false;
    bool any_failed = false;
    for (const auto& [told, theirs] : ends) {
        const bool failed = is_of(told, FulfilmentOutcome::failed);
        if (!failed && !is_of(told, good)) continue;
        (failed ? any_failed : any_good) = true;
        if (failed) partly.problem += (partly.problem.empty() ? "" : " ") + told.problem;
        jobs.insert(jobs.end(), theirs.begin(), theirs.end());
    }
    if (!any_good || !any_failed) return;
    std::erase_if(ends, [&](const auto& end) {
        return is_of(end.first, FulfilmentOutcome::failed) || is_of(end.first, good);
    });
    ends[partly] = std::move(jobs);
}

Ends untold_ends(Tx& tx, policy::RequestId request, policy::IntegrationId integration) {
    Ends ends;
    Query rows(
        tx,
        "SELECT j.id, j.action, j.state, j.problem " + of_request +
            "AND j.state IN ('done', 'failed') AND j.notice_id IS NULL ORDER BY j.id",
        request,
        integration
    );
    while (rows.next()) {
        const auto action = rows.get<std::string>(1);
        const bool done = rows.get<std::string>(2) == "done";
        // That what came too late was taken back needs no word.
        if (done && action == "undo") continue;
        auto outcome = action == "grant" ? FulfilmentOutcome::granted : FulfilmentOutcome::revoked;
        if (!done) {
            outcome = action == "undo" ? FulfilmentOutcome::undo_failed : FulfilmentOutcome::failed;
        }
        // Of a change that was made, what else there is to say of it.
        const auto problem = rows.get<std::string>(3);
        ends[{outcome, action, problem}].push_back(rows.get<std::int64_t>(0));
    }
    for (const auto* action : {"grant", "revoke"})
        join_parts(ends, action);
    return ends;
}

std::int64_t make_notice(
    Tx& tx,
    policy::RequestId request,
    policy::IntegrationId integration,
    FulfilmentOutcome outcome,
    const std::string& problem,
    policy::Instant at
) {
    return first<std::int64_t>(
               tx,
               R"sql(INSERT INTO fulfilment_notices (request_id, integration_id, outcome, problem, at)
                   VALUES (?, ?, ?, ?, ?) RETURNING id)sql",
               request,
               integration,
               word(outcome),
               problem,
               at
    )
        .value();
}

}  // namespace

std::vector<FulfilmentNotice> gather_notices(
    Tx& tx, policy::RequestId request, policy::IntegrationId integration, Millis now
) {
    const auto at_work = first<std::int64_t>(
        tx,
        "SELECT 1 " + of_request +
            R"sql(AND j.action <> 'undo' AND (j.state = 'running' OR (j.state = 'waiting' AND j.next_ms <= ?
                AND NOT EXISTS (SELECT 1 FROM fulfilment_pauses p
                    WHERE p.integration_id = j.integration_id AND p.until_ms > ?))) LIMIT 1)sql",
        request,
        integration,
        now.time_since_epoch().count(),
        now.time_since_epoch().count()
    );
    if (at_work) return {};
    std::vector<FulfilmentNotice> notices;
    const auto at = std::chrono::floor<std::chrono::seconds>(now);
    for (const auto& [what, jobs] : untold_ends(tx, request, integration)) {
        const auto id = make_notice(tx, request, integration, what.outcome, what.problem, at);
        for (const auto job : jobs)
            change(tx, "UPDATE fulfilment_jobs SET notice_id = ? WHERE id = ?", id, job);
        notices.push_back({id, request, integration, what.outcome, what.problem, at});
    }
    return notices;
}

std::optional<FulfilmentNotice> find_fulfilment_notice(Tx& tx, std::int64_t id) {
    Query row(
        tx,
        R"sql(SELECT id, request_id, integration_id, outcome, problem, at
            FROM fulfilment_notices WHERE id = ?)sql",
        id
    );
    if (!row.next()) return std::nullopt;
    FulfilmentNotice notice;
    notice.id = row.get<std::int64_t>(0);
    notice.request = row.get<policy::RequestId>(1);
    notice.integration = row.get<policy::IntegrationId>(2);
    notice.outcome = outcome_of(row.get<std::string>(3));
    notice.problem = row.get<std::string>(4);
    notice.at = row.get<policy::Instant>(5);
    return notice;
}

std::vector<ItemRow> items_of_notice(Tx& tx, std::int64_t notice, std::optional<JobState> ended) {
    std::vector<ItemRow> items;
    Query rows(
        tx,
        item_select() +
            R"sql(WHERE i.id IN (SELECT item_id FROM fulfilment_jobs
                    WHERE notice_id = ? AND (? IS NULL OR state = ?))
                ORDER BY n.name, c.resource, c.privilege, i.id)sql",
        notice,
        ended ? std::optional(word(*ended)) : std::nullopt,
        ended ? std::optional(word(*ended)) : std::nullopt
    );
    while (rows.next())
        items.push_back(read_item(rows));
    return items;
}

bool is_in_doubt(Tx& tx, std::int64_t notice) {
    return first<std::int64_t>(
               tx,
               R"sql(SELECT 1 FROM fulfilment_jobs WHERE notice_id = ? AND state = 'failed'
                   AND action = 'revoke' AND maybe_done = 1 LIMIT 1)sql",
               notice
    )
        .has_value();
}

std::vector<std::int64_t> open_failures_told_to(Tx& tx, policy::EmployeeId person) {
    std::vector<std::int64_t> notices;
    Query rows(
        tx,
        R"sql(SELECT DISTINCT j.notice_id FROM fulfilment_jobs j JOIN request_items i ON i.id = j.item_id
                JOIN messages m ON m.subject_id = j.notice_id AND m.kind = 'not_carried_out'
            WHERE m.recipient_id = ? AND j.state = 'failed' AND (i.state = 'failed' OR (j.action = 'undo'
                AND NOT EXISTS (SELECT 1 FROM fulfilment_jobs k WHERE k.item_id = j.item_id AND k.id > j.id)))
            ORDER BY 1)sql",
        person
    );
    while (rows.next())
        notices.push_back(rows.get<std::int64_t>(0));
    return notices;
}

std::vector<std::int64_t> notices_of_item(Tx& tx, policy::ItemId item) {
    std::vector<std::int64_t> notices;
    Query rows(
        tx,
        R"sql(SELECT DISTINCT notice_id FROM fulfilment_jobs
            WHERE item_id = ? AND notice_id IS NOT NULL ORDER BY notice_id)sql",
        item
    );
    while (rows.next())
        notices.push_back(rows.get<std::int64_t>(0));
    return notices;
}

bool was_told_of_failure(Tx& tx, policy::RequestId request, policy::EmployeeId person) {
    return first<std::int64_t>(
               tx,
               R"sql(SELECT 1 FROM fulfilment_notices n
                   JOIN messages m ON m.subject_id = n.id AND m.kind = 'not_carried_out'
                   WHERE n.request_id = ? AND m.recipient_id = ? LIMIT 1)sql",
               request,
               person
    )
        .has_value();
}

}  // namespace store
