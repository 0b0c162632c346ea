#include "store/requests.hpp"

#include "store/directory_rows.hpp"
#include "store/item_rows.hpp"
#include "store/many_rows.hpp"
#include "store/query.hpp"

namespace store {
namespace {

const std::string item_columns = R"sql(
    SELECT i.id, i.request_id, i.connection_id, c.integration_id, i.identity_id, n.name, c.resource, c.privilege,
        COALESCE(d.username, ''), c.privileged, i.state, i.changed_at, i.changed_by, i.comment,
        i.action, i.ends_at, i.policy_version, i.clause, i.judged_privileged,
        c.project, c.resource_type, )sql" +
                                 std::string(type_tells) +
                                 R"sql(
    FROM request_items i
    JOIN all_connections c ON c.id = i.connection_id
    JOIN integrations n ON n.id = c.integration_id
    LEFT JOIN current_identities d ON d.id = i.identity_id )sql";

const std::string request_columns = R"sql(
    SELECT id, requester_id, beneficiary_id, reference_id, reason, details, submitted_at, closed_at, open_items,
        action, access_like, reference_title, ends_at, expires_at, purpose_id, purpose, purpose_lasts, purpose_until,
        extends_id
    FROM access_requests )sql";

RequestRow read_request(const Query& rows) {
    RequestRow request;
    request.id = rows.get<policy::RequestId>(0);
    request.requester = rows.get<policy::EmployeeId>(1);
    request.beneficiary = rows.get<policy::EmployeeId>(2);
    request.reference = rows.get<std::optional<policy::EmployeeId>>(3);
    request.reason = rows.get<std::string>(4);
    request.details = rows.get<std::string>(5);
    request.submitted_at = rows.get<policy::Instant>(6);
    request.closed_at = rows.get<std::optional<policy::Instant>>(7);
    request.open_items = rows.get<std::int64_t>(8);
    request.action = policy::action(rows.get<std::string>(9)).value();
    request.like = policy::access_like(rows.get<std::string>(10)).value();
    request.reference_title = rows.get<std::string>(11);
    request.ends = rows.get<std::optional<policy::Instant>>(12);
    request.expires = rows.get<std::optional<policy::Instant>>(13);
    if (const auto purpose = rows.get<std::optional<policy::PurposeId>>(14)) {
        request.purpose = AskedPurpose{
            *purpose,
            rows.get<std::string>(15),
            policy::Seconds{rows.get<std::int64_t>(16)},
            rows.get<std::optional<policy::Instant>>(17)};
    }
    request.extends = rows.get<std::optional<policy::RequestId>>(18);
    return request;
}

std::optional<policy::ItemId> add_item(
    Tx& tx, const RequestRow& request, const NewItem& item, policy::Instant now
) {
    return first<policy::ItemId>(
        tx,
        R"sql(INSERT INTO request_items (request_id, connection_id, identity_id, action, ends_at, state, changed_at)
            VALUES (?, ?, ?, ?, ?, 'pending', ?) ON CONFLICT DO NOTHING RETURNING id)sql",
        request.id,
        item.connection,
        item.identity,
        policy::word(request.action),
        request.ends,
        now
    );
}

void more_open_items(Tx& tx, policy::RequestId request, std::int64_t more) {
    change(
        tx, "UPDATE access_requests SET open_items = open_items + ? WHERE id = ?", more, request
    );
}

}  // namespace

ItemRow read_item(const Query& rows) {
    ItemRow item;
    item.id = rows.get<policy::ItemId>(0);
    item.request = rows.get<policy::RequestId>(1);
    item.connection = rows.get<policy::ConnectionId>(2);
    item.integration = rows.get<policy::IntegrationId>(3);
    item.identity = rows.get<policy::IdentityId>(4);
    item.integration_name = rows.get<std::string>(5);
    item.resource = rows.get<std::string>(6);
    item.privilege = rows.get<std::string>(7);
    item.username = rows.get<std::string>(8);
    item.privileged = rows.get<bool>(9);
    item.state = policy::item_state(rows.get<std::string>(10)).value();
    item.changed_at = rows.get<policy::Instant>(11);
    item.changed_by = rows.get<std::optional<policy::EmployeeId>>(12);
    item.comment = rows.get<std::string>(13);
    item.action = policy::action(rows.get<std::string>(14)).value();
    item.ends = rows.get<std::optional<policy::Instant>>(15);
    item.judged = rows.get<std::optional<std::int64_t>>(16);
    item.clause = rows.get<std::string>(17);
    item.judged_privileged = rows.get<bool>(18);
    item.project = rows.get<std::string>(19);
    item.resource_type = rows.get<std::string>(20);
    item.type_tells = rows.get<bool>(21);
    return item;
}

const std::string& item_select() {
    return item_columns;
}

std::optional<policy::RequestId> request_of_draft(Tx& tx, policy::DraftId draft) {
    return first<policy::RequestId>(tx, "SELECT id FROM access_requests WHERE draft_id = ?", draft);
}

policy::RequestId insert_request(Tx& tx, policy::DraftId draft, const RequestRow& request) {
    const auto purpose = request.purpose.value_or(AskedPurpose{});
    return insert<policy::RequestId>(
        tx,
        R"sql(INSERT INTO access_requests
                (draft_id, requester_id, beneficiary_id, reference_id, reason, details, submitted_at, open_items,
                action, access_like, reference_title, ends_at, expires_at, purpose_id, purpose, purpose_lasts,
                extends_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id)sql",
        draft,
        request.requester,
        request.beneficiary,
        request.reference,
        request.reason,
        request.details,
        request.submitted_at,
        policy::word(request.action),
        policy::word(request.like),
        request.reference_title,
        request.ends,
        request.expires,
        request.purpose ? std::optional{purpose.purpose} : std::nullopt,
        purpose.name,
        request.purpose ? std::optional{purpose.lasts.count()} : std::nullopt,
        request.extends
    );
}

std::optional<policy::ItemId> insert_item(
    Tx& tx,
    const RequestRow& request,
    policy::ConnectionId connection,
    policy::IdentityId identity,
    policy::Instant now
) {
    const auto id = add_item(tx, request, {connection, identity}, now);
    if (id) more_open_items(tx, request.id, 1);
    return id;
}

void insert_items(
    Tx& tx, const RequestRow& request, const std::vector<NewItem>& items, policy::Instant now
) {
    const ManyRows rows{
        "INSERT INTO request_items "
        "(request_id, action, ends_at, state, changed_at, connection_id, identity_id) VALUES",
        "(?1, ?2, ?3, 'pending', ?4, #, #)",
        "ON CONFLICT DO NOTHING",
        4,
        2};
    std::vector<std::int64_t> ids;
    ids.reserve(items.size() * 2);
    for (const auto& item : items) {
        ids.push_back(item.connection.value);
        ids.push_back(item.identity.value);
    }
    const auto added = insert_rows(tx, rows, ids, [&](SQLite::Statement& statement) {
        statement.bind(1, request.id.value);
        statement.bind(2, std::string(policy::word(request.action)));
        if (request.ends) statement.bind(3, policy::seconds_since_epoch(*request.ends));
        statement.bind(4, policy::seconds_since_epoch(now));
    });
    more_open_items(tx, request.id, added);
}

std::optional<RequestRow> find_request(Tx& tx, policy::RequestId id) {
    Query rows(tx, request_columns + "WHERE id = ?", id);
    if (!rows.next()) return std::nullopt;
    return read_request(rows);
}

std::vector<ItemRow> items_of_request(Tx& tx, policy::RequestId id) {
    std::vector<ItemRow> items;
    Query rows(
        tx,
        item_columns + "WHERE i.request_id = ? ORDER BY n.name, c.resource, c.privilege, i.id",
        id
    );
    while (rows.next())
        items.push_back(read_item(rows));
    return items;
}

std::optional<ItemRow> find_item(Tx& tx, policy::ItemId id) {
    Query rows(tx, item_columns + "WHERE i.id = ?", id);
    if (!rows.next()) return std::nullopt;
    return read_item(rows);
}

bool move_item(
    Tx& tx,
    const ItemRow& item,
    policy::ItemState to,
    std::optional<policy::EmployeeId> by,
    const std::string& comment,
    policy::Instant now
) {
    if (!policy::may_follow(item.state, to)) return false;
    const int moved = change(
        tx,
        R"sql(UPDATE request_items SET state = ?, changed_at = ?, changed_by = ?, comment = ?
            WHERE id = ? AND state = ?)sql",
        policy::word(to),
        now,
        by,
        comment,
        item.id,
        policy::word(item.state)
    );
    if (moved == 0) return false;
    if (policy::is_open(item.state) == policy::is_open(to)) return true;
    const int step = policy::is_open(to) ? 1 : -1;
    change(
        tx,
        R"sql(UPDATE access_requests SET open_items = open_items + ?,
                closed_at = CASE WHEN open_items + ? = 0 THEN ? END
            WHERE id = ?)sql",
        step,
        step,
        now,
        item.request
    );
    return true;
}

void set_item_account(Tx& tx, policy::ItemId item, policy::IdentityId account) {
    change(tx, "UPDATE request_items SET identity_id = ? WHERE id = ?", account, item);
}

std::vector<StateCount> item_counts(Tx& tx, policy::RequestId id) {
    std::vector<StateCount> counts;
    for (const auto state : policy::all_item_states) {
        const auto count = first<std::int64_t>(
            tx,
            "SELECT COUNT(*) FROM request_items WHERE request_id = ? AND state = ?",
            id,
            policy::word(state)
        );
        if (count.value_or(0) > 0) counts.push_back({state, *count});
    }
    return counts;
}

RequestPage requests_of(
    Tx& tx, policy::EmployeeId requester, bool completed, int offset, int limit
) {
    // What a campaign removes is its own to show.
    const std::string which = std::string("requester_id = ? AND closed_at IS ") +
                              (completed ? "NOT NULL " : "NULL ") +
                              "AND NOT EXISTS (SELECT 1 FROM campaign_removals m WHERE "
                              "m.request_id = access_requests.id) ";
    RequestPage page;
    Query rows(
        tx,
        request_columns + "WHERE " + which + "ORDER BY submitted_at DESC, id DESC LIMIT ? OFFSET ?",
        requester,
        limit,
        offset
    );
    while (rows.next())
        page.rows.push_back(read_request(rows));
    page.total =
        first<std::int64_t>(tx, "SELECT COUNT(*) FROM access_requests WHERE " + which, requester)
            .value_or(0);
    return page;
}

std::vector<policy::ConnectionId> pending_connections(Tx& tx, policy::EmployeeId beneficiary) {
    std::vector<policy::ConnectionId> pending;
    Query rows(
        tx,
        R"sql(SELECT DISTINCT i.connection_id FROM access_requests r JOIN request_items i ON i.request_id = r.id
            WHERE r.beneficiary_id = ? AND r.closed_at IS NULL
                AND i.state IN ('pending', 'approved', 'granting', 'revoking')
            ORDER BY i.connection_id)sql",
        beneficiary
    );
    while (rows.next())
        pending.push_back(rows.get<policy::ConnectionId>(0));
    return pending;
}

std::vector<ItemRow> open_items(
    Tx& tx, policy::IdentityId identity, policy::ConnectionId connection
) {
    std::vector<policy::ItemId> ids;
    {
        Query rows(
            tx,
            R"sql(SELECT id FROM request_items WHERE identity_id = ? AND connection_id = ?
                AND state IN ('pending', 'approved', 'granting', 'revoking'))sql",
            identity,
            connection
        );
        while (rows.next())
            ids.push_back(rows.get<policy::ItemId>(0));
    }
    std::vector<ItemRow> items;
    items.reserve(ids.size());
    for (const auto id : ids)
        items.push_back(find_item(tx, id).value());
    return items;
}

std::vector<policy::ConnectionId> open_connections(Tx& tx, policy::IdentityId identity) {
    std::vector<policy::ConnectionId> open;
    Query rows(
        tx,
        R"sql(SELECT connection_id FROM request_items
            WHERE identity_id = ? AND state IN ('pending', 'approved', 'granting', 'revoking'))sql",
        identity
    );
    while (rows.next())
        open.push_back(rows.get<policy::ConnectionId>(0));
    return open;
}

}  // namespace store
