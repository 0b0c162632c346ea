#include "store/planned_accounts.hpp"

#include "store/directory.hpp"
#include "store/query.hpp"

namespace store {

std::optional<policy::IdentityId> planned_account(
    Tx& tx, policy::IntegrationId integration, policy::EmployeeId employee
) {
    return first<policy::IdentityId>(
        tx,
        "SELECT identity_id FROM planned_accounts WHERE integration_id = ? AND employee_id = ?",
        integration,
        employee
    );
}

policy::IdentityId plan_account(
    Tx& tx, policy::IntegrationId integration, policy::EmployeeId employee, policy::Instant now
) {
    if (const auto planned = planned_account(tx, integration, employee)) return *planned;
    const auto identity = insert<policy::IdentityId>(
        tx, "INSERT INTO identities (integration_id) VALUES (?) RETURNING id", integration
    );
    change(
        tx,
        R"sql(INSERT INTO planned_accounts (identity_id, integration_id, employee_id, planned_at)
            VALUES (?, ?, ?, ?))sql",
        identity,
        integration,
        employee,
        now
    );
    return identity;
}

MadeAccount made_account(
    Tx& tx, policy::IdentityId identity, const std::string& username, const std::string& external_id
) {
    policy::IntegrationId integration;
    policy::EmployeeId employee;
    {
        Query row(
            tx,
            "SELECT integration_id, employee_id FROM planned_accounts WHERE identity_id = ?",
            identity
        );
        if (!row.next()) return {identity};
        integration = row.get<policy::IntegrationId>(0);
        employee = row.get<policy::EmployeeId>(1);
    }
    // An import, or an earlier request, may have brought one meanwhile.
    const auto own = identities_of(tx, employee, integration);
    if (!own.empty()) return {own.front().id};
    // Until the application tells its user name, the address is what an import can match.
    const auto email = first<std::string>(tx, "SELECT email FROM employees WHERE id = ?", employee);
    const auto name = username.empty() ? *email : username;
    return {create_identity(tx, integration, employee, name, external_id, *email), true};
}

}  // namespace store
