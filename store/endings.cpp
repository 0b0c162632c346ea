#include "store/endings.hpp"

#include "store/directory.hpp"
#include "store/item_rows.hpp"
#include "store/query.hpp"

namespace store {
namespace {

// A grant belongs to the request that it came from, or that made it longer.
const std::string still_held = R"sql(
    JOIN access_requests q ON q.id = i.request_id
    JOIN current_grants g ON g.holder_id = q.beneficiary_id AND g.connection_id = i.connection_id
        AND g.identity_id = i.identity_id AND g.request_id = i.request_id
    WHERE i.state = 'granted' AND i.action = 'GRANT' AND i.ends_at IS NOT NULL )sql";

}  // namespace

std::vector<ItemRow> held_for_a_time(Tx& tx, policy::RequestId request) {
    std::vector<ItemRow> items;
    Query rows(
        tx,
        item_select() + still_held +
            "AND i.request_id = ? ORDER BY i.ends_at, n.name, c.resource, c.privilege, i.id",
        request
    );
    while (rows.next())
        items.push_back(read_item(rows));
    return items;
}

std::vector<ItemRow> ending_for(
    Tx& tx, policy::EmployeeId holder, policy::Instant now, policy::Instant until
) {
    std::vector<ItemRow> items;
    Query rows(
        tx,
        item_select() + still_held +
            R"sql(AND q.beneficiary_id = ? AND i.ends_at > ? AND i.ends_at <= ?
                ORDER BY i.ends_at, i.request_id, n.name, c.resource, c.privilege, i.id)sql",
        holder,
        now,
        until
    );
    while (rows.next())
        items.push_back(read_item(rows));
    return items;
}

bool extension_pending(Tx& tx, const ItemRow& item) {
    return first<std::int64_t>(
               tx,
               R"sql(SELECT 1 FROM request_items WHERE identity_id = ? AND connection_id = ?
                   AND action = 'GRANT' AND state IN ('pending', 'approved', 'granting')
                   AND request_id <> ? LIMIT 1)sql",
               item.identity,
               item.connection,
               item.request
    )
        .has_value();
}

bool held_undisturbed(Tx& tx, policy::IdentityId identity, policy::ConnectionId connection) {
    const auto going = first<std::int64_t>(
        tx,
        R"sql(SELECT 1 FROM request_items
            WHERE identity_id = ? AND connection_id = ? AND state = 'revoking' LIMIT 1)sql",
        identity,
        connection
    );
    if (going) return false;
    const auto held = find_grant(tx, identity, connection);
    return held && held->expires_at;
}

std::vector<policy::RequestId> kept_by(Tx& tx, policy::RequestId extension, policy::Instant now) {
    std::vector<policy::RequestId> requests;
    Query rows(
        tx,
        R"sql(SELECT DISTINCT i.request_id FROM request_items m
            JOIN request_items i ON i.identity_id = m.identity_id AND i.connection_id = m.connection_id
                AND i.request_id <> m.request_id)sql" +
            still_held + "AND m.request_id = ? AND i.ends_at <= ?",
        extension,
        now
    );
    while (rows.next())
        requests.push_back(rows.get<policy::RequestId>(0));
    return requests;
}

}  // namespace store
