#include "store/endings.hpp"

#include <algorithm>

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

// An item `i` of an extension, and `h`, whose end it puts off: granted, and held no more.
const std::string lost = R"sql(
    JOIN access_requests q ON q.id = i.request_id AND q.extends_id IS NOT NULL AND q.closed_at IS NULL
    JOIN request_items h ON h.request_id = q.extends_id AND h.identity_id = i.identity_id
        AND h.connection_id = i.connection_id AND h.state = 'granted'
    WHERE i.state = 'pending' AND NOT EXISTS (
        SELECT 1 FROM current_grants g WHERE g.holder_id = q.beneficiary_id
            AND g.connection_id = i.connection_id AND g.identity_id = i.identity_id) )sql";

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

std::vector<ItemRow> gone_before_end(Tx& tx, policy::RequestId request, policy::Instant now) {
    auto items = items_of_request(tx, request);
    std::erase_if(items, [&](const ItemRow& item) {
        const bool over = item.state == policy::ItemState::granted &&
                          item.action == policy::Action::grant && item.ends && *item.ends <= now;
        return !over || find_grant(tx, item.identity, item.connection);
    });
    return items;
}

bool removed_by_another(Tx& tx, const ItemRow& item) {
    return first<std::int64_t>(
               tx,
               R"sql(SELECT 1 FROM request_items WHERE identity_id = ? AND connection_id = ? AND id <> ?
                   AND state = 'revoked' AND changed_at >= ? LIMIT 1)sql",
               item.identity,
               item.connection,
               item.id,
               item.changed_at
    )
        .has_value();
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

std::vector<ItemRow> pending_extensions(Tx& tx, const ItemRow& item) {
    std::vector<ItemRow> items;
    Query rows(
        tx,
        item_select() + R"sql(WHERE i.identity_id = ? AND i.connection_id = ? AND i.action = 'GRANT'
            AND i.state IN ('pending', 'approved') AND i.request_id <> ? ORDER BY i.id)sql",
        item.identity,
        item.connection,
        item.request
    );
    while (rows.next())
        items.push_back(read_item(rows));
    return items;
}

bool removal_asked(Tx& tx, const ItemRow& item) {
    return first<std::int64_t>(
               tx,
               R"sql(SELECT 1 FROM request_items WHERE identity_id = ? AND connection_id = ?
                   AND action = 'REVOKE' AND state IN ('pending', 'approved', 'revoking') LIMIT 1)sql",
               item.identity,
               item.connection
    )
        .has_value();
}

std::vector<ItemRow> lost_extensions(Tx& tx) {
    std::vector<policy::RequestId> open;
    {
        Query rows(
            tx, "SELECT id FROM access_requests WHERE extends_id IS NOT NULL AND closed_at IS NULL"
        );
        while (rows.next())
            open.push_back(rows.get<policy::RequestId>(0));
    }
    std::vector<ItemRow> items;
    for (const auto request : open) {
        Query rows(tx, item_select() + lost + "AND i.request_id = ? ORDER BY i.id", request);
        while (rows.next())
            items.push_back(read_item(rows));
    }
    return items;
}

std::vector<ItemRow> lost_removals(Tx& tx) {
    std::vector<ItemRow> items;
    Query rows(
        tx, item_select() + "WHERE i.state = 'pending' AND i.action = 'REVOKE' ORDER BY i.id"
    );
    while (rows.next()) {
        auto item = read_item(rows);
        if (!find_grant(tx, item.identity, item.connection)) items.push_back(std::move(item));
    }
    return items;
}

std::vector<ItemRow> pending_removals(Tx& tx, const ItemRow& item) {
    std::vector<ItemRow> items;
    Query rows(
        tx,
        item_select() +
            R"sql(WHERE i.identity_id = ? AND i.connection_id = ? AND i.action = 'REVOKE'
            AND i.state = 'pending' AND i.id <> ? ORDER BY i.id)sql",
        item.identity,
        item.connection,
        item.id
    );
    while (rows.next())
        items.push_back(read_item(rows));
    return items;
}

bool is_lost(Tx& tx, const ItemRow& extension) {
    Query rows(tx, item_select() + lost + "AND i.id = ?", extension.id);
    return rows.next();
}

std::vector<policy::Instant> extended_ends(
    Tx& tx, const RequestRow& extension, const std::vector<ItemRow>& items
) {
    std::vector<policy::Instant> ends;
    if (!extension.extends) return ends;
    for (const auto& item : items) {
        const auto held = first<std::optional<policy::Instant>>(
            tx,
            R"sql(SELECT ends_at FROM request_items
                WHERE request_id = ? AND identity_id = ? AND connection_id = ?)sql",
            *extension.extends,
            item.identity,
            item.connection
        );
        if (held && *held) ends.push_back(**held);
    }
    return ends;
}

std::optional<policy::Instant> extended_end(
    Tx& tx, const RequestRow& extension, const std::vector<ItemRow>& items
) {
    const auto ends = extended_ends(tx, extension, items);
    if (ends.empty()) return std::nullopt;
    return *std::min_element(ends.begin(), ends.end());
}

std::optional<policy::Instant> last_extended_end(
    Tx& tx, const RequestRow& extension, const std::vector<ItemRow>& items
) {
    const auto ends = extended_ends(tx, extension, items);
    if (ends.empty()) return std::nullopt;
    return *std::max_element(ends.begin(), ends.end());
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

std::optional<ItemRow> removal_in_hands(Tx& tx, const ItemRow& item, policy::RequestId extended) {
    std::vector<ItemRow> going;
    {
        Query rows(
            tx,
            item_select() +
                "WHERE i.identity_id = ? AND i.connection_id = ? AND i.state = 'revoking'",
            item.identity,
            item.connection
        );
        while (rows.next())
            going.push_back(read_item(rows));
    }
    const bool only = going.size() == 1 && going.front().request == extended;
    if (!only || !find_grant(tx, item.identity, item.connection)) return std::nullopt;
    const auto in_hands = first<std::int64_t>(
        tx,
        R"sql(SELECT 1 FROM reviews r JOIN tasks t ON t.id = r.task_id
            WHERE r.item_id = ? AND r.state = 'pending' AND t.kind = 'manual' LIMIT 1)sql",
        going.front().id
    );
    return in_hands ? std::optional(going.front()) : std::nullopt;
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
