#include "store/asked_purposes.hpp"

#include "store/directory.hpp"
#include "store/query.hpp"

namespace store {

std::vector<RequestRow> asked_purposes(Tx& tx, policy::EmployeeId holder, policy::Instant now) {
    std::vector<policy::RequestId> ids;
    {
        Query rows(
            tx,
            R"sql(SELECT r.id FROM access_requests r
                WHERE r.beneficiary_id = ? AND r.purpose_id IS NOT NULL AND (
                    EXISTS (SELECT 1 FROM request_items i
                        WHERE i.request_id = r.id AND i.state IN ('granting', 'granted', 'revoking'))
                    OR ((r.purpose_until IS NULL OR r.purpose_until > ?)
                        AND EXISTS (SELECT 1 FROM request_items i
                            WHERE i.request_id = r.id AND i.state IN ('approved', 'revoked', 'failed'))))
                ORDER BY r.submitted_at, r.id)sql",
            holder,
            now
        );
        while (rows.next())
            ids.push_back(rows.get<policy::RequestId>(0));
    }
    std::vector<RequestRow> requests;
    for (const auto id : ids)
        requests.push_back(find_request(tx, id).value());
    return requests;
}

void set_purpose_end(Tx& tx, policy::RequestId request, policy::Instant until) {
    change(
        tx,
        "UPDATE access_requests SET purpose_until = ? WHERE id = ? AND purpose_until IS NULL",
        until,
        request
    );
}

void end_items_by(Tx& tx, policy::RequestId request, policy::Instant until) {
    change(
        tx,
        R"sql(UPDATE request_items SET ends_at = ?
            WHERE request_id = ? AND (ends_at IS NULL OR ends_at > ?))sql",
        until,
        request,
        until
    );
}

bool held_through(Tx& tx, const ItemRow& item) {
    const auto held = find_grant(tx, item.identity, item.connection);
    return held && held->request == item.request;
}

bool held_otherwise(Tx& tx, const ItemRow& item) {
    const auto held = find_grant(tx, item.identity, item.connection);
    return held && held->request != item.request;
}

bool asked_elsewhere(Tx& tx, const ItemRow& item) {
    return first<std::int64_t>(
               tx,
               R"sql(SELECT 1 FROM request_items WHERE identity_id = ? AND connection_id = ?
                   AND request_id <> ? AND state IN ('pending', 'approved', 'granting', 'revoking')
                   LIMIT 1)sql",
               item.identity,
               item.connection,
               item.request
    )
        .has_value();
}

}  // namespace store
