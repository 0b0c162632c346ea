#include "store/planned_accounts.hpp"

#include "store/directory.hpp"
#include "store/query.hpp"

namespace store {
namespace {

struct Plan {
    policy::IntegrationId integration;
    policy::EmployeeId employee;
};
std::optional<Plan> plan_of(Tx& tx, policy::IdentityId identity) {
    Query row(
        tx,
        "SELECT integration_id, employee_id FROM planned_accounts WHERE identity_id = ?",
        identity
    );
    if (!row.next()) return std::nullopt;
    return Plan{row.get<policy::IntegrationId>(0), row.get<policy::EmployeeId>(1)};
}

}  // namespace

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
    const auto plan = plan_of(tx, identity);
    if (!plan) return {identity};
    const auto [integration, employee] = *plan;
    // An import, or an earlier request, may have brought one meanwhile.
    const auto own = identities_of(tx, employee, integration);
    if (!own.empty()) return {own.front().id};
    // Until the application tells its user name, the address is what an import can match.
    const auto email = first<std::string>(tx, "SELECT email FROM employees WHERE id = ?", employee);
    const auto name = username.empty() ? *email : username;
    return {create_identity(tx, integration, employee, name, external_id, *email), true};
}

std::optional<OtherAccount> other_account(
    Tx& tx, policy::IdentityId meant, const std::string& username, const std::string& external_id
) {
    const auto plan = plan_of(tx, meant);
    if (plan && !identities_of(tx, plan->employee, plan->integration).empty()) return std::nullopt;
    Query rows(
        tx,
        R"sql(SELECT username, employee_id, id FROM current_identities
                WHERE integration_id = (SELECT integration_id FROM identities WHERE id = ?)
                    AND external_id = ? AND external_id <> ''
            UNION SELECT username, employee_id, id FROM current_identities
                WHERE integration_id = (SELECT integration_id FROM identities WHERE id = ?)
                    AND username = ? AND username <> ''
            ORDER BY 2 DESC)sql",
        meant,
        external_id,
        meant,
        username
    );
    std::optional<OtherAccount> other;
    while (rows.next()) {
        // Two tables may number their accounts alike: one that is the meant one is no other.
        if (rows.get<policy::IdentityId>(2) == meant) return std::nullopt;
        if (other) continue;
        other = {rows.get<std::string>(0), rows.get<std::optional<policy::EmployeeId>>(1)};
    }
    return other;
}

}  // namespace store
