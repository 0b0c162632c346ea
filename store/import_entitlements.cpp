// Staging of a row of an entitlements file: the application, the connection, the account, and that
// the account holds the connection.
#include <algorithm>

#include "store/directory_people.hpp"
#include "store/import_accounts.hpp"
#include "store/import_applications.hpp"
#include "store/query.hpp"

namespace store {
namespace {

using policy::Identity;

// An address alone does not make two accounts one when both id and user name say otherwise.
bool contradicts(const Identity& account, const EntitlementRow& row) {
    return !row.user_id.empty() && !account.external_id.empty() && !row.username.empty() &&
           !account.username.empty() && row.username != account.username;
}

// The one account of several that a row means: a person's own before a service account. Nobody
// guesses between two.
std::variant<std::optional<Identity>, RowProblem> only_one(
    std::vector<Identity> accounts, const char* column, const std::string& value, const char* hint
) {
    if (accounts.size() > 1) {
        auto own = accounts;
        std::erase_if(own, [](const Identity& account) {
            return account.relation != policy::Relation::is || !account.employee;
        });
        if (own.size() == 1) accounts = std::move(own);
    }
    if (accounts.size() > 1) {
        return RowProblem{
            column,
            std::to_string(accounts.size()) + " accounts of this application have \"" + value +
                "\": give the " + hint};
    }
    if (accounts.empty()) return std::optional<Identity>{};
    return std::optional<Identity>{std::move(accounts.front())};
}

std::variant<std::optional<Identity>, RowProblem> known_account(
    Tx& tx, policy::IntegrationId integration, const EntitlementRow& row
) {
    auto accounts = accounts_by_external_id(tx, integration, row.user_id);
    if (!accounts.empty()) return std::optional<Identity>{std::move(accounts.front())};
    accounts = accounts_by_username(tx, integration, row.username);
    if (!accounts.empty()) {
        return only_one(std::move(accounts), "Username", row.username, "User ID");
    }
    accounts = accounts_by_email(tx, integration, row.email);
    std::erase_if(accounts, [&](const Identity& account) { return contradicts(account, row); });
    return only_one(std::move(accounts), "Email", row.email, "User ID or the Username");
}

// What the row tells and no file has told before.
Identity completed(Identity account, const EntitlementRow& row) {
    if (account.external_id.empty()) account.external_id = row.user_id;
    if (account.username.empty()) account.username = row.username;
    if (account.email.empty()) account.email = row.email;
    if (account.name.empty()) account.name = row.name;
    return account;
}

Identity new_account(
    Tx& tx, Staging& staging, policy::IntegrationId integration, const EntitlementRow& row
) {
    Identity account;
    account.integration = integration;
    account = completed(std::move(account), row);
    if (!row.email.empty()) account.employee = employee_by_address(tx, row.email);
    account.id = stage_new_account(tx, staging, account);
    return account;
}

std::int64_t holder_of(const Identity& account) {
    const bool own = account.relation == policy::Relation::is && account.employee;
    return own ? account.employee->value : -account.id.value;
}

}  // namespace

Staged stage(Tx& tx, Staging& staging, const EntitlementRow& row) {
    const auto integration = staging.applications->of(tx, staging, row.app);
    auto& loss = staging.losses[integration];
    if (loss.application.empty()) loss.application = staging.applications->name_of(integration);
    const auto connection = connection_of(tx, staging, integration, row);
    auto known = known_account(tx, integration, row);
    if (auto* problem = std::get_if<RowProblem>(&known)) return std::move(*problem);
    auto& found = std::get<std::optional<Identity>>(known);
    Identity account;
    if (found) {
        account = completed(*found, row);
        if (account != *found) stage_account(tx, staging, *found, account);
    } else {
        account = new_account(tx, staging, integration, row);
    }
    if (!row.holds) return std::nullopt;
    staging.told.push_back({holder_of(account), connection, account.id, row.last_used_at});
    return std::nullopt;
}

Staged stage_application(Tx& tx, Staging& staging, const std::string& id_or_name) {
    const auto known = staging.applications->known(id_or_name);
    if (!known) return RowProblem{"App", "there is no application \"" + id_or_name + "\" yet"};
    staging.applications->of(tx, staging, id_or_name);
    staging.losses[*known].application = staging.applications->name_of(*known);
    return std::nullopt;
}

}  // namespace store
