// Staging of a row of the owners file: who answers for an application or for a resource in it.
#include <algorithm>

#include "store/directory_people.hpp"
#include "store/import_applications.hpp"
#include "store/import_seen.hpp"
#include "store/query.hpp"

namespace store {
namespace {

std::vector<policy::EmployeeId> open_owners(Tx& tx, policy::ResourceId resource) {
    std::vector<policy::EmployeeId> owners;
    Query rows(
        tx,
        "SELECT employee_id FROM owners WHERE resource_id = ? AND to_gen = 0 ORDER BY position",
        resource
    );
    while (rows.next())
        owners.push_back(rows.get<policy::EmployeeId>(0));
    return owners;
}

std::vector<policy::EmployeeId> told_owners(Tx& tx, const OwnerRow& row) {
    std::vector<policy::EmployeeId> owners;
    for (const auto& email : row.emails) {
        const auto owner = employee_by_address(tx, email);
        if (std::find(owners.begin(), owners.end(), owner) == owners.end()) {
            owners.push_back(owner);
        }
    }
    return owners;
}

void replace_owners(
    Tx& tx,
    const Staging& staging,
    policy::ResourceId resource,
    const std::vector<policy::EmployeeId>& owners
) {
    change(
        tx,
        "UPDATE owners SET to_gen = ? WHERE resource_id = ? AND to_gen = 0",
        staging.next(),
        resource
    );
    std::int64_t position = 0;
    for (const auto owner : owners) {
        change(
            tx,
            R"sql(INSERT INTO owners (resource_id, position, to_gen, from_gen, employee_id)
                VALUES (?, ?, 0, ?, ?))sql",
            resource,
            position++,
            staging.next(),
            owner
        );
    }
}

}  // namespace

Staged stage(Tx& tx, Staging& staging, const OwnerRow& row) {
    const auto named =
        staging.applications->named(tx, staging, row.integration_id, row.integration_name, "");
    if (const auto* problem = std::get_if<RowProblem>(&named)) {
        return RowProblem{"Integration Name", problem->message};
    }
    const auto integration = std::get<policy::IntegrationId>(named);
    const auto key = "owner:" + std::to_string(integration.value) + ":" + row.resource;
    const auto seen = note_row(
        tx,
        row.source,
        key,
        "Entity ID",
        row.resource.empty() ? staging.applications->name_of(integration) : row.resource
    );
    if (seen.before) return seen.problem;
    const auto resource = resource_named(tx, integration, row.resource);
    const auto known = open_owners(tx, resource);
    const auto told = told_owners(tx, row);
    auto& count = staging.counts[Noun::owners];
    if (known == told) {
        ++count.unchanged;
        return std::nullopt;
    }
    replace_owners(tx, staging, resource, told);
    ++(known.empty() ? count.added : count.changed);
    return std::nullopt;
}

}  // namespace store
