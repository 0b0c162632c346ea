// Who holds what: what people hold by their own accounts, and single changes to it that are seen at
// once and survive an import on its way.
#include "store/directory.hpp"
#include "store/directory_rows.hpp"
#include "store/query.hpp"

namespace store {
namespace {

const std::string identity_columns =
    "SELECT id, integration_id, external_id, username, email, name, employee_id, relation "
    "FROM current_identities ";

policy::Identity read_identity(const Query& rows) {
    policy::Identity identity;
    identity.id = rows.get<policy::IdentityId>(0);
    identity.integration = rows.get<policy::IntegrationId>(1);
    identity.external_id = rows.get<std::string>(2);
    identity.username = rows.get<std::string>(3);
    identity.email = rows.get<std::string>(4);
    identity.name = rows.get<std::string>(5);
    identity.employee = rows.get<std::optional<policy::EmployeeId>>(6);
    identity.relation = policy::relation(rows.get<std::string>(7)).value();
    return identity;
}

const std::string by_name = " ORDER BY n.name, n.id, c.resource, c.privilege, c.project, c.id";

std::vector<policy::Connection> connections(Query& rows) {
    std::vector<policy::Connection> all;
    while (rows.next())
        all.push_back(read_connection(rows));
    return all;
}

// Where an identity's grants stand as readers see them, and where they will stand after the switch
// of an import on its way; the same but for a moment.
struct Holders {
    std::optional<std::int64_t> now;
    std::optional<std::int64_t> then;
};

Holders holders_of(Tx& tx, policy::IdentityId identity) {
    const std::string holder = holder_sql;
    Holders holders;
    holders.now = first<std::int64_t>(
        tx,
        "SELECT " + holder +
            " FROM (SELECT id AS identity_id, relation, employee_id FROM current_identities) i "
            "WHERE identity_id = ?",
        identity
    );
    holders.then = first<std::int64_t>(
        tx,
        "SELECT " + holder + " FROM identity_versions WHERE identity_id = ? AND to_gen = 0",
        identity
    );
    return holders;
}

struct Held {
    std::int64_t holder = 0;
    policy::ConnectionId connection;
    policy::IdentityId identity;
};

// What is known of a grant besides who holds what.
struct Facts {
    policy::Instant granted_at;
    std::optional<policy::Instant> expires_at;
    std::optional<policy::RequestId> request;
    std::optional<policy::Instant> last_used_at;
};

// Opens a version of the grant, seen from generation `from` on.
void open_grant(Tx& tx, const Held& held, std::int64_t from, const Facts& facts) {
    change(
        tx,
        R"sql(INSERT INTO grants
                (holder_id, connection_id, identity_id, to_gen, from_gen, granted_at, expires_at, request_id, last_used_at)
            VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?))sql",
        held.holder,
        held.connection,
        held.identity,
        from,
        facts.granted_at,
        facts.expires_at,
        facts.request,
        facts.last_used_at
    );
}

// The grant as it is seen now; nothing if it is not held.
std::optional<Facts> seen_grant(Tx& tx, const Held& held) {
    Query rows(
        tx,
        R"sql(SELECT granted_at, expires_at, request_id, last_used_at FROM current_grants
            WHERE holder_id = ? AND connection_id = ? AND identity_id = ?)sql",
        held.holder,
        held.connection,
        held.identity
    );
    if (!rows.next()) return std::nullopt;
    return Facts{
        rows.get<policy::Instant>(0),
        rows.get<std::optional<policy::Instant>>(1),
        rows.get<std::optional<policy::RequestId>>(2),
        rows.get<std::optional<policy::Instant>>(3)};
}

void delete_grant(Tx& tx, const Held& held) {
    change(
        tx,
        "DELETE FROM grants WHERE holder_id = ? AND connection_id = ? AND identity_id = ?",
        held.holder,
        held.connection,
        held.identity
    );
}

// Leaves a row that is seen no more: it tells an import on its way not to bring the grant back.
void leave_tombstone(Tx& tx, const Held& held, policy::Instant granted_at) {
    change(
        tx,
        R"sql(INSERT INTO grants (holder_id, connection_id, identity_id, to_gen, from_gen, granted_at)
            SELECT ?, ?, ?, generation, generation, ? FROM directory WHERE staging IS NOT NULL)sql",
        held.holder,
        held.connection,
        held.identity,
        granted_at
    );
}

}  // namespace

std::optional<policy::Identity> find_identity(Tx& tx, policy::IdentityId id) {
    Query rows(tx, identity_columns + "WHERE id = ?", id);
    if (!rows.next()) return std::nullopt;
    return read_identity(rows);
}

std::vector<policy::Identity> identities_of(
    Tx& tx, policy::EmployeeId employee, policy::IntegrationId integration
) {
    std::vector<policy::Identity> identities;
    Query rows(
        tx,
        identity_columns +
            "WHERE employee_id = ? AND integration_id = ? AND relation = 'IS' ORDER BY username, "
            "id",
        employee,
        integration
    );
    while (rows.next())
        identities.push_back(read_identity(rows));
    return identities;
}

std::vector<policy::Connection> connections_of(Tx& tx, policy::EmployeeId employee) {
    Query rows(
        tx,
        connection_columns +
            "WHERE c.id IN (SELECT connection_id FROM current_grants WHERE holder_id = ?)" +
            by_name,
        employee
    );
    return connections(rows);
}

std::vector<policy::Connection> missing_grants(
    Tx& tx, policy::EmployeeId reference, policy::EmployeeId beneficiary
) {
    Query rows(
        tx,
        connection_columns +
            R"sql(WHERE c.id IN (SELECT connection_id FROM current_grants WHERE holder_id = ?
                EXCEPT SELECT connection_id FROM current_grants WHERE holder_id = ?))sql" +
            by_name,
        reference,
        beneficiary
    );
    return connections(rows);
}

std::vector<policy::Grant> grants_of(Tx& tx, policy::IdentityId identity) {
    std::vector<policy::Grant> grants;
    const auto holder = holders_of(tx, identity).now;
    if (!holder) return grants;
    Query rows(
        tx,
        R"sql(SELECT connection_id, granted_at, expires_at, request_id, last_used_at FROM current_grants
            WHERE holder_id = ? AND identity_id = ? ORDER BY connection_id)sql",
        *holder,
        identity
    );
    while (rows.next()) {
        policy::Grant grant;
        grant.identity = identity;
        grant.connection = rows.get<policy::ConnectionId>(0);
        grant.granted_at = rows.get<policy::Instant>(1);
        grant.expires_at = rows.get<std::optional<policy::Instant>>(2);
        grant.request = rows.get<std::optional<policy::RequestId>>(3);
        grant.last_used_at = rows.get<std::optional<policy::Instant>>(4);
        grants.push_back(grant);
    }
    return grants;
}

bool holds(Tx& tx, policy::IdentityId identity, policy::ConnectionId connection) {
    const auto holder = holders_of(tx, identity).now;
    return holder && seen_grant(tx, {*holder, connection, identity});
}

bool grant(
    Tx& tx,
    policy::IdentityId identity,
    policy::ConnectionId connection,
    policy::Instant granted_at,
    std::optional<policy::Instant> expires_at,
    std::optional<policy::RequestId> request
) {
    const auto holders = holders_of(tx, identity);
    if (!holders.now || !holders.then) return false;
    const Held now{*holders.now, connection, identity};
    const Held then{*holders.then, connection, identity};
    auto facts = seen_grant(tx, now).value_or(Facts{granted_at, {}, {}, {}});
    facts.expires_at = expires_at;
    facts.request = request;
    const auto generation = current_generation(tx);
    delete_grant(tx, now);
    open_grant(tx, now, generation, facts);
    if (now.holder != then.holder) {
        // The import moves the account to somebody else: the grant goes along at its switch.
        change(
            tx,
            R"sql(UPDATE grants SET to_gen = ?
                WHERE holder_id = ? AND connection_id = ? AND identity_id = ? AND to_gen = 0)sql",
            generation + 1,
            now.holder,
            connection,
            identity
        );
        delete_grant(tx, then);
        open_grant(tx, then, generation + 1, facts);
        // Where cleaning looks for what an import without an end has brought.
        change(
            tx,
            R"sql(INSERT INTO staged_grants (holder_id, connection_id, identity_id) VALUES (?, ?, ?)
                ON CONFLICT (holder_id, connection_id, identity_id) DO NOTHING)sql",
            then.holder,
            connection,
            identity
        );
    }
    return true;
}

bool revoke(Tx& tx, policy::IdentityId identity, policy::ConnectionId connection) {
    const auto holders = holders_of(tx, identity);
    if (!holders.now) return false;
    const Held now{*holders.now, connection, identity};
    const auto seen = seen_grant(tx, now);
    if (!seen) return false;
    delete_grant(tx, now);
    leave_tombstone(tx, now, seen->granted_at);
    if (holders.then && *holders.then != now.holder) {
        delete_grant(tx, {*holders.then, connection, identity});
        leave_tombstone(tx, {*holders.then, connection, identity}, seen->granted_at);
    }
    return true;
}

policy::IdentityId create_identity(
    Tx& tx,
    policy::IntegrationId integration,
    policy::EmployeeId employee,
    const std::string& username,
    const std::string& external_id
) {
    const auto known = first<policy::IdentityId>(
        tx,
        R"sql(SELECT identity_id FROM identity_versions
            WHERE integration_id = ? AND username = ?
                AND (to_gen = 0 OR to_gen > (SELECT generation FROM directory)) ORDER BY identity_id)sql",
        integration,
        username
    );
    if (known) {
        // One that an import is about to bring is seen from now on.
        change(
            tx,
            R"sql(UPDATE identity_versions SET from_gen = (SELECT generation FROM directory)
                WHERE identity_id = ? AND to_gen = 0 AND NOT EXISTS
                    (SELECT 1 FROM current_identities WHERE id = ?))sql",
            *known,
            *known
        );
        return *known;
    }
    const auto id = insert<policy::IdentityId>(
        tx, "INSERT INTO identities (integration_id) VALUES (?) RETURNING id", integration
    );
    change(
        tx,
        R"sql(INSERT INTO identity_versions
                (identity_id, to_gen, from_gen, integration_id, external_id, username, email, name, employee_id, relation)
            SELECT ?, 0, generation, ?, ?, ?, '', '', ?, 'IS' FROM directory)sql",
        id,
        integration,
        external_id,
        username,
        employee
    );
    return id;
}

DirectoryCounts count_directory(Tx& tx) {
    const auto count = [&](const std::string& of) {
        return first<std::int64_t>(tx, "SELECT COUNT(*) FROM " + of).value();
    };
    DirectoryCounts counts;
    counts.employees = count("current_employees");
    counts.active_employees = count("current_employees WHERE status = 'active'");
    counts.integrations = count("current_integrations");
    counts.connections = count("current_connections");
    counts.identities = count("current_identities");
    counts.grants = count("current_grants");
    return counts;
}

}  // namespace store
