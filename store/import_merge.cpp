#include "store/import_merge.hpp"

#include <vector>

#include "store/import_applications.hpp"
#include "store/query.hpp"

namespace store {
namespace {

struct OwnedResource {
    policy::ResourceId id;
    std::string name;
};

std::vector<OwnedResource> owned_resources(Tx& tx, policy::IntegrationId integration) {
    std::vector<OwnedResource> owned;
    Query rows(
        tx,
        R"sql(SELECT r.id, r.name FROM resources r WHERE r.integration_id = ?
            AND EXISTS (SELECT 1 FROM owners o WHERE o.resource_id = r.id AND o.to_gen = 0))sql",
        integration
    );
    while (rows.next())
        owned.push_back({rows.get<policy::ResourceId>(0), rows.get<std::string>(1)});
    return owned;
}

}  // namespace

bool has_only_owners(Tx& tx, policy::IntegrationId id) {
    const auto more = first<bool>(
        tx,
        R"sql(SELECT 1 WHERE
            EXISTS (SELECT 1 FROM identity_versions WHERE integration_id = ? AND to_gen = 0)
            OR EXISTS (SELECT 1 FROM connections c JOIN connection_versions v ON v.connection_id = c.id
                WHERE c.integration_id = ? AND v.to_gen = 0))sql",
        id,
        id
    );
    return !more;
}

void move_owners(
    Tx& tx, const Staging& staging, policy::IntegrationId from, policy::IntegrationId to
) {
    for (const auto& [id, name] : owned_resources(tx, from)) {
        const auto target = resource_named(tx, to, name);
        change(
            tx,
            R"sql(INSERT INTO owners (resource_id, position, to_gen, from_gen, employee_id)
                SELECT ?, position, 0, ?, employee_id FROM owners WHERE resource_id = ? AND to_gen = 0
                    AND NOT EXISTS (SELECT 1 FROM owners WHERE resource_id = ? AND to_gen = 0))sql",
            target,
            staging.next(),
            id,
            target
        );
        change(
            tx,
            "UPDATE owners SET to_gen = ? WHERE resource_id = ? AND to_gen = 0",
            staging.next(),
            id
        );
    }
}

}  // namespace store
