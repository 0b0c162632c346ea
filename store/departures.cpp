#include "store/departures.hpp"

#include "policy/clauses.hpp"
#include "store/query.hpp"

namespace store {

void note_departure(Tx& tx, policy::EmployeeId who, std::int64_t from_gen) {
    change(
        tx,
        R"sql(INSERT INTO departures (employee_id, from_gen) VALUES (?, ?)
            ON CONFLICT (employee_id) DO UPDATE SET from_gen = excluded.from_gen, settled_at = NULL)sql",
        who,
        from_gen
    );
}

void forget_unseen_departures(Tx& tx) {
    change(
        tx,
        R"sql(DELETE FROM departures
            WHERE settled_at IS NULL AND from_gen > (SELECT generation FROM directory))sql"
    );
}

std::vector<policy::EmployeeId> unsettled_departures(Tx& tx, int limit) {
    std::vector<policy::EmployeeId> people;
    Query rows(
        tx,
        R"sql(SELECT employee_id FROM departures
            WHERE settled_at IS NULL AND from_gen <= (SELECT generation FROM directory)
            ORDER BY employee_id LIMIT ?)sql",
        limit
    );
    while (rows.next())
        people.push_back(rows.get<policy::EmployeeId>(0));
    return people;
}

void departure_settled(Tx& tx, policy::EmployeeId who, policy::Instant now) {
    change(tx, "UPDATE departures SET settled_at = ? WHERE employee_id = ?", now, who);
}

std::vector<policy::RequestId> open_requests_around(Tx& tx, policy::EmployeeId who) {
    std::vector<policy::RequestId> requests;
    Query rows(
        tx,
        R"sql(SELECT id FROM access_requests WHERE requester_id = ? AND closed_at IS NULL
            UNION SELECT id FROM access_requests WHERE beneficiary_id = ? AND closed_at IS NULL
            ORDER BY 1)sql",
        who,
        who
    );
    while (rows.next())
        requests.push_back(rows.get<policy::RequestId>(0));
    return requests;
}

bool was_put_before_owner(
    Tx& tx, policy::IdentityId identity, policy::ConnectionId connection, policy::Instant since
) {
    return first<std::int64_t>(
               tx,
               R"sql(SELECT 1 FROM request_items WHERE identity_id = ? AND connection_id = ?
                   AND action = 'REVOKE' AND policy_version = 0 AND clause = ?
                   AND state IN ('denied', 'failed') AND changed_at >= ? LIMIT 1)sql",
               identity,
               connection,
               policy::departure_clause,
               since
    )
        .has_value();
}

std::vector<std::int64_t> failed_departure_notices(Tx& tx, policy::EmployeeId who) {
    std::vector<std::int64_t> notices;
    Query rows(
        tx,
        R"sql(SELECT DISTINCT j.notice_id FROM access_requests q
                JOIN request_items i ON i.request_id = q.id AND i.state = 'failed'
                JOIN fulfilment_jobs j ON j.item_id = i.id AND j.notice_id IS NOT NULL
            WHERE q.beneficiary_id = ? AND i.policy_version = 0 AND i.clause = ? ORDER BY 1)sql",
        who,
        policy::departure_clause
    );
    while (rows.next())
        notices.push_back(rows.get<std::int64_t>(0));
    return notices;
}

}  // namespace store
