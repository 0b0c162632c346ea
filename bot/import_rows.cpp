#include "bot/import_rows.hpp"

#include <array>

#include "bot/import_cells.hpp"
#include "store/directory_words.hpp"

namespace bot {
namespace {

namespace users {
enum : std::size_t {
    user_id,
    full_name,
    first_name,
    last_name,
    work_email,
    department,
    title,
    start_date,
    end_date,
    employment_type,
    organization,
    manager,
    manager_work_email,
    roles_held,
    metadata
};
constexpr std::array<Column, 15> columns{{
    {"User ID"},
    {"Full Name"},
    {"First Name"},
    {"Last Name"},
    {"Work Email", true},
    {"Department"},
    {"Title"},
    {"Start Date"},
    {"End Date"},
    {"Employment Type"},
    {"Organization"},
    {"Manager"},
    {"Manager Work Email"},
    {"BalkanID Roles", false, "Roles"},
    {"Metadata"},
}};
}  // namespace users

namespace entitlements {
enum : std::size_t {
    app,
    project,
    privilege_name,
    privilege_value,
    email,
    user_id,
    username,
    name,
    connection,
    connection_type,
    resource,
    resource_type,
    privileged,
    last_used
};
constexpr std::array<Column, 14> columns{{
    {"App"},
    {"Project"},
    {"Privilege Name", true},
    {"Privilege Value", true},
    {"Email"},
    {"User ID"},
    {"Username"},
    {"Name"},
    {"Connection"},
    {"Connection Type"},
    {"Resource"},
    {"Resource Type"},
    {"Privileged"},
    {"Last Used"},
}};
}  // namespace entitlements

namespace identities {
enum : std::size_t {
    identity_id,
    username,
    identity_email,
    identity_name,
    app_id,
    app_name,
    app_description,
    relation_type,
    employee_email
};
constexpr std::array<Column, 9> columns{{
    {"Identity ID", true},
    {"Username", true},
    {"Identity email"},
    {"Identity name", true},
    {"App ID", true},
    {"App Name", true},
    {"App Description"},
    {"Relation type"},
    {"Employee email"},
}};
}  // namespace identities

namespace owners {
enum : std::size_t {
    entity_id,
    entity_name,
    entity_type,
    integration_id,
    integration_name,
    primary,
    secondaries
};
constexpr std::array<Column, 7> columns{{
    {"Entity ID", true},
    {"Entity Name"},
    {"Entity Type", true},
    {"Integration ID", true},
    {"Integration Name"},
    {"Primary Owner Email", true},
    {"Secondary Owners Emails"},
}};
}  // namespace owners

// Longer than what an HR system says about a person in free form.
constexpr std::size_t longest_metadata = 65536;

// "Full Name", else first and last name. Nothing where the file has none of the columns.
std::optional<std::string> name_of(const TableRow& row) {
    auto name = told_text(row, users::full_name);
    if (name && !name->empty()) return name;
    const auto given = told_text(row, users::first_name);
    const auto family = told_text(row, users::last_name);
    if (!given && !family) return name;
    return one_line(given.value_or("") + " " + family.value_or(""));
}

std::optional<std::string> metadata_of(const TableRow& row) {
    auto text = row.raw(users::metadata);
    if (text && text->size() > longest_metadata) {
        row.refuse(users::metadata, "the text is longer than 65,536 bytes");
    }
    return text;
}

store::RowSource source_of(const TableRow& row) {
    return {row.place(), row.digest()};
}

}  // namespace

std::span<const Column> user_columns() {
    return users::columns;
}
std::span<const Column> identity_columns() {
    return identities::columns;
}
std::span<const Column> owner_columns() {
    return owners::columns;
}
std::span<const Column> entitlement_columns() {
    return entitlements::columns;
}

store::UserRow read_user(const TableRow& row) {
    store::UserRow user;
    user.source = source_of(row);
    user.email = required_address(row, users::work_email);
    user.name = name_of(row);
    user.external_id = told_text(row, users::user_id);
    user.department = told_text(row, users::department);
    user.title = told_text(row, users::title);
    user.organization = told_text(row, users::organization);
    user.employment_type = told_text(row, users::employment_type);
    user.metadata = metadata_of(row);
    if (row.told(users::manager_work_email)) {
        user.manager_email = address(row, users::manager_work_email);
    }
    if (row.told(users::start_date)) {
        user.starts_at = time_of(row, users::start_date, Day::begins);
    }
    if (row.told(users::end_date)) user.ends_at = time_of(row, users::end_date, Day::over);
    if (row.told(users::roles_held)) user.roles = roles(row, users::roles_held);
    return user;
}

bool manager_without_address(const TableRow& row) {
    return !row.text(users::manager).empty() && row.text(users::manager_work_email).empty();
}

store::IdentityRow read_identity(const TableRow& row) {
    store::IdentityRow identity;
    identity.source = source_of(row);
    identity.external_id = required_text(row, identities::identity_id);
    identity.username = required_text(row, identities::username);
    identity.email = address(row, identities::identity_email);
    identity.name = required_text(row, identities::identity_name);
    identity.app_id = required_text(row, identities::app_id);
    identity.app_name = required_text(row, identities::app_name);
    identity.app_description = short_text(row, identities::app_description);
    identity.employee_email = address(row, identities::employee_email);
    auto relation = row.text(identities::relation_type);
    for (auto& letter : relation) {
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    }
    if (relation.empty()) return identity;
    identity.relation = policy::relation(relation);
    if (!identity.relation) {
        row.refuse(identities::relation_type, "\"" + relation + "\" is neither IS nor OWNS");
    }
    return identity;
}

store::OwnerRow read_owner(const TableRow& row) {
    store::OwnerRow owner;
    owner.source = source_of(row);
    required_text(row, owners::entity_id);
    const auto name = short_text(row, owners::entity_name);
    const auto type = store::lower(required_text(row, owners::entity_type));
    owner.integration_id = required_text(row, owners::integration_id);
    owner.integration_name = short_text(row, owners::integration_name);
    if (type == "resource") {
        owner.resource = name;
        if (name.empty()) row.refuse(owners::entity_name, "a resource needs its name");
    } else if (type == "integration") {
        if (owner.integration_name.empty()) owner.integration_name = name;
    } else if (!type.empty()) {
        row.refuse(owners::entity_type, "\"" + type + "\" is neither Integration nor Resource");
    }
    const auto primary = required_address(row, owners::primary);
    if (!primary.empty()) owner.emails.push_back(primary);
    for (auto& email : addresses(row, owners::secondaries))
        owner.emails.push_back(std::move(email));
    return owner;
}

store::EntitlementRow read_entitlement(const TableRow& row, const std::string& app_name) {
    store::EntitlementRow entitlement;
    entitlement.source.place = row.place();
    entitlement.app = short_text(row, entitlements::app);
    if (entitlement.app.empty()) entitlement.app = app_name;
    if (entitlement.app.empty()) {
        row.refuse(entitlements::app, "no application is named here nor by --app");
    }
    entitlement.project = short_text(row, entitlements::project);
    entitlement.resource_type = short_text(row, entitlements::resource_type);
    entitlement.resource = short_text(row, entitlements::resource);
    entitlement.privilege = required_text(row, entitlements::privilege_name);
    entitlement.holds = store::lower(required_text(row, entitlements::privilege_value)) != "false";
    entitlement.email = address(row, entitlements::email);
    entitlement.user_id = short_text(row, entitlements::user_id);
    entitlement.username = short_text(row, entitlements::username);
    entitlement.name = short_text(row, entitlements::name);
    if (entitlement.email.empty() && entitlement.user_id.empty() && entitlement.username.empty()) {
        row.refuse(entitlements::email, "the row has neither Email nor User ID nor Username");
    }
    entitlement.privileged = yes_or_no(row, entitlements::privileged);
    entitlement.last_used_at = time_of(row, entitlements::last_used, Day::begins);
    return entitlement;
}

}  // namespace bot
