// Applications of the directory: what can be granted in them and who answers for it.
#include "store/directory.hpp"
#include "store/directory_rows.hpp"
#include "store/directory_words.hpp"
#include "store/query.hpp"

namespace store {

const std::string connection_columns =
    "SELECT c.id, c.integration_id, n.name, c.project, c.resource_type, c.resource, c.privilege, "
    "c.privileged, c.requestable, c.longest_duration, c.reason_rule, " +
    std::string(type_tells) +
    " FROM current_connections c JOIN integrations n ON n.id = c.integration_id ";

policy::Connection read_connection(const Query& rows) {
    policy::Connection connection;
    connection.id = rows.get<policy::ConnectionId>(0);
    connection.integration = rows.get<policy::IntegrationId>(1);
    connection.integration_name = rows.get<std::string>(2);
    connection.project = rows.get<std::string>(3);
    connection.resource_type = rows.get<std::string>(4);
    connection.resource = rows.get<std::string>(5);
    connection.privilege = rows.get<std::string>(6);
    connection.privileged = rows.get<bool>(7);
    connection.requestable = rows.get<bool>(8);
    if (const auto longest = rows.get<std::optional<std::int64_t>>(9)) {
        connection.longest_duration = policy::Seconds{*longest};
    }
    if (const auto rule = rows.get<std::optional<std::string>>(10)) {
        connection.reason_rule = policy::reason_rule(*rule).value_or(policy::ReasonRule{});
    }
    connection.type_tells = rows.get<bool>(11);
    return connection;
}

namespace {

const std::string integration_columns =
    "SELECT id, name, COALESCE(external_id, ''), description FROM current_integrations ";

policy::Integration read_integration(const Query& rows) {
    return {
        rows.get<policy::IntegrationId>(0),
        rows.get<std::string>(1),
        rows.get<std::string>(2),
        rows.get<std::string>(3)};
}

std::vector<policy::EmployeeId> people_of(Query& rows) {
    std::vector<policy::EmployeeId> people;
    while (rows.next())
        people.push_back(rows.get<policy::EmployeeId>(0));
    return people;
}

// The first who still works here.
std::optional<policy::EmployeeId> first_active(
    Tx& tx, const std::vector<policy::EmployeeId>& people
) {
    for (const auto id : people) {
        const auto employee = find_employee(tx, id);
        if (employee && employee->active) return id;
    }
    return std::nullopt;
}

}  // namespace

std::optional<policy::Integration> find_integration(Tx& tx, policy::IntegrationId id) {
    Query rows(tx, integration_columns + "WHERE id = ?", id);
    if (!rows.next()) return std::nullopt;
    return read_integration(rows);
}

std::optional<policy::Integration> find_integration(Tx& tx, std::string_view id_or_name) {
    {
        Query rows(tx, integration_columns + "WHERE external_id = ?", id_or_name);
        if (rows.next()) return read_integration(rows);
    }
    const auto id = first<policy::IntegrationId>(
        tx, "SELECT id FROM integrations WHERE name_key = ?", lower(id_or_name)
    );
    return id ? find_integration(tx, *id) : std::nullopt;
}

std::vector<policy::Integration> integrations(Tx& tx) {
    std::vector<policy::Integration> all;
    Query rows(tx, integration_columns + "ORDER BY name, id");
    while (rows.next())
        all.push_back(read_integration(rows));
    return all;
}

std::optional<policy::Connection> find_connection(Tx& tx, policy::ConnectionId id) {
    Query rows(tx, connection_columns + "WHERE c.id = ?", id);
    if (!rows.next()) return std::nullopt;
    return read_connection(rows);
}

std::vector<policy::EmployeeId> integration_owners(Tx& tx, policy::IntegrationId id) {
    Query rows(
        tx,
        R"sql(SELECT o.employee_id FROM current_owners o JOIN current_employees e ON e.id = o.employee_id
            WHERE o.integration_id = ? AND o.resource = '' ORDER BY o.position)sql",
        id
    );
    return people_of(rows);
}

std::optional<policy::EmployeeId> integration_owner(Tx& tx, policy::IntegrationId id) {
    return first_active(tx, integration_owners(tx, id));
}

std::vector<policy::EmployeeId> resource_owners(Tx& tx, policy::ConnectionId connection) {
    Query rows(
        tx,
        R"sql(SELECT o.employee_id FROM connections c
            JOIN current_owners o ON o.resource_id = c.resource_id
            JOIN current_employees e ON e.id = o.employee_id
            WHERE c.id = ? AND o.resource <> '' ORDER BY o.position)sql",
        connection
    );
    return people_of(rows);
}

std::optional<policy::EmployeeId> resource_owner(Tx& tx, policy::ConnectionId connection) {
    return first_active(tx, resource_owners(tx, connection));
}

}  // namespace store
