#include "store/import_accounts.hpp"

#include "store/query.hpp"

namespace store {
namespace {

std::vector<policy::Identity> accounts(
    Tx& tx, const std::string& column, policy::IntegrationId integration, const std::string& value
) {
    std::vector<policy::Identity> found;
    if (value.empty()) return found;
    Query rows(
        tx,
        "SELECT identity_id, external_id, username, email, name, employee_id, relation "
        "FROM identity_versions WHERE integration_id = ? AND " +
            column + " = ? AND to_gen = 0 ORDER BY identity_id LIMIT 20",
        integration,
        value
    );
    while (rows.next()) {
        policy::Identity account;
        account.id = rows.get<policy::IdentityId>(0);
        account.integration = integration;
        account.external_id = rows.get<std::string>(1);
        account.username = rows.get<std::string>(2);
        account.email = rows.get<std::string>(3);
        account.name = rows.get<std::string>(4);
        account.employee = rows.get<std::optional<policy::EmployeeId>>(5);
        account.relation = policy::relation(rows.get<std::string>(6)).value();
        found.push_back(std::move(account));
    }
    return found;
}

void insert_version(
    Tx& tx, const Staging& staging, policy::IdentityId id, const policy::Identity& account
) {
    change(
        tx,
        R"sql(INSERT INTO identity_versions (identity_id, to_gen, from_gen, integration_id, external_id, username,
                email, name, employee_id, relation)
            VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, ?))sql",
        id,
        staging.next(),
        account.integration,
        account.external_id,
        account.username,
        account.email,
        account.name,
        account.employee,
        policy::word(account.relation)
    );
}

// A row that an import without an end has left, else a new one.
policy::IdentityId stable_account(Tx& tx, policy::IntegrationId integration) {
    const auto spare = first<policy::IdentityId>(
        tx,
        R"sql(UPDATE identities SET integration_id = ?
            WHERE id = (SELECT MIN(id) FROM identities WHERE integration_id IS NULL) RETURNING id)sql",
        integration
    );
    if (spare) return *spare;
    return insert<policy::IdentityId>(
        tx, "INSERT INTO identities (integration_id) VALUES (?) RETURNING id", integration
    );
}

}  // namespace

std::vector<policy::Identity> accounts_by_external_id(
    Tx& tx, policy::IntegrationId integration, const std::string& external_id
) {
    return accounts(tx, "external_id", integration, external_id);
}

std::vector<policy::Identity> accounts_by_username(
    Tx& tx, policy::IntegrationId integration, const std::string& username
) {
    return accounts(tx, "username", integration, username);
}

std::vector<policy::Identity> accounts_by_email(
    Tx& tx, policy::IntegrationId integration, const std::string& email
) {
    return accounts(tx, "email", integration, email);
}

policy::IdentityId stage_new_account(Tx& tx, Staging& staging, const policy::Identity& account) {
    const auto id = stable_account(tx, account.integration);
    insert_version(tx, staging, id, account);
    ++staging.counts[Noun::accounts].added;
    return id;
}

void stage_account(
    Tx& tx, Staging& staging, const policy::Identity& known, const policy::Identity& wanted
) {
    auto& count = staging.counts[Noun::accounts];
    const auto from = first<std::int64_t>(
        tx, "SELECT from_gen FROM identity_versions WHERE identity_id = ? AND to_gen = 0", known.id
    );
    const bool staged = from == staging.next();
    if (known == wanted) {
        if (!staged) ++count.unchanged;
        return;
    }
    if (staged) {
        change(tx, "DELETE FROM identity_versions WHERE identity_id = ? AND to_gen = 0", known.id);
    } else {
        change(
            tx,
            "UPDATE identity_versions SET to_gen = ? WHERE identity_id = ? AND to_gen = 0",
            staging.next(),
            known.id
        );
        ++count.changed;
    }
    insert_version(tx, staging, known.id, wanted);
}

}  // namespace store
