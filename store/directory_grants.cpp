// Who holds what: accounts, what people hold by their own ones, what one lacks that another has.
#include <algorithm>
#include <tuple>

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

std::vector<policy::Identity> accounts_of(
    Tx& tx,
    policy::EmployeeId employee,
    policy::IntegrationId integration,
    policy::Relation relation
) {
    std::vector<policy::Identity> identities;
    Query rows(
        tx,
        identity_columns + "WHERE employee_id = ? AND integration_id = ? AND relation = ?",
        employee,
        integration,
        policy::word(relation)
    );
    while (rows.next())
        identities.push_back(read_identity(rows));
    // Sorted here: for an order by user name SQLite would walk through the application's accounts.
    std::sort(identities.begin(), identities.end(), [](const auto& a, const auto& b) {
        return std::tie(a.username, a.id) < std::tie(b.username, b.id);
    });
    return identities;
}

const std::string by_name = " ORDER BY n.name, n.id, c.resource, c.privilege, c.project, c.id";

std::vector<policy::Connection> connections(Query& rows) {
    std::vector<policy::Connection> all;
    while (rows.next())
        all.push_back(read_connection(rows));
    return all;
}

}  // namespace

std::optional<std::int64_t> holder_now(Tx& tx, policy::IdentityId identity) {
    return first<std::int64_t>(
        tx,
        R"sql(SELECT CASE WHEN relation = 'IS' AND employee_id IS NOT NULL THEN employee_id ELSE -id END
            FROM current_identities WHERE id = ?)sql",
        identity
    );
}

std::optional<std::int64_t> holder_then(Tx& tx, policy::IdentityId identity) {
    return first<std::int64_t>(
        tx,
        R"sql(SELECT CASE WHEN relation = 'IS' AND employee_id IS NOT NULL THEN employee_id
                ELSE -identity_id END
            FROM identity_versions WHERE identity_id = ? AND to_gen = 0)sql",
        identity
    );
}

std::optional<policy::Identity> find_identity(Tx& tx, policy::IdentityId id) {
    Query rows(tx, identity_columns + "WHERE id = ?", id);
    if (!rows.next()) return std::nullopt;
    return read_identity(rows);
}

std::vector<policy::Identity> identities_of(
    Tx& tx, policy::EmployeeId employee, policy::IntegrationId integration
) {
    return accounts_of(tx, employee, integration, policy::Relation::is);
}

std::vector<policy::Identity> service_accounts_of(
    Tx& tx, policy::EmployeeId employee, policy::IntegrationId integration
) {
    return accounts_of(tx, employee, integration, policy::Relation::owns);
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
    const auto holder = holder_now(tx, identity);
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

std::optional<policy::Grant> find_grant(
    Tx& tx, policy::IdentityId identity, policy::ConnectionId connection
) {
    const auto holder = holder_now(tx, identity);
    if (!holder) return std::nullopt;
    Query rows(
        tx,
        R"sql(SELECT granted_at, expires_at, request_id, last_used_at FROM current_grants
            WHERE holder_id = ? AND connection_id = ? AND identity_id = ?)sql",
        *holder,
        connection,
        identity
    );
    if (!rows.next()) return std::nullopt;
    policy::Grant grant{identity, connection, rows.get<policy::Instant>(0)};
    grant.expires_at = rows.get<std::optional<policy::Instant>>(1);
    grant.request = rows.get<std::optional<policy::RequestId>>(2);
    grant.last_used_at = rows.get<std::optional<policy::Instant>>(3);
    return grant;
}

bool holds(Tx& tx, policy::IdentityId identity, policy::ConnectionId connection) {
    const auto holder = holder_now(tx, identity);
    if (!holder) return false;
    return first<bool>(
               tx,
               R"sql(SELECT 1 FROM current_grants
                   WHERE holder_id = ? AND connection_id = ? AND identity_id = ?)sql",
               *holder,
               connection,
               identity
    )
        .value_or(false);
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
