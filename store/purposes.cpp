#include "store/purposes.hpp"

#include <algorithm>
#include <set>

#include "store/directory_rows.hpp"
#include "store/directory_words.hpp"
#include "store/query.hpp"

namespace store {
namespace {

const std::string purpose_columns =
    "SELECT p.id, p.name, p.description, p.pre_expiry_notice, p.longest_duration, p.department, "
    "p.title, p.team, p.owner_id, p.active FROM current_purposes p ";

std::optional<policy::Seconds> seconds(const Query& rows, int column) {
    const auto count = rows.get<std::optional<std::int64_t>>(column);
    if (!count) return std::nullopt;
    return policy::Seconds{*count};
}

policy::Purpose read_purpose(const Query& rows) {
    policy::Purpose purpose;
    purpose.id = rows.get<policy::PurposeId>(0);
    purpose.name = rows.get<std::string>(1);
    purpose.description = rows.get<std::string>(2);
    purpose.pre_expiry_notice = seconds(rows, 3);
    purpose.longest_duration = seconds(rows, 4);
    purpose.department = rows.get<std::string>(5);
    purpose.title = rows.get<std::string>(6);
    purpose.team = rows.get<std::string>(7);
    purpose.owner = rows.get<std::optional<policy::EmployeeId>>(8);
    purpose.active = rows.get<bool>(9);
    return purpose;
}

// The purposes that name a connection of these names, whatever its project and resource type.
std::set<policy::PurposeId> purposes_naming(Tx& tx, policy::ConnectionId connection) {
    std::set<policy::PurposeId> naming;
    Query rows(
        tx,
        R"sql(SELECT e.purpose_id FROM connections c JOIN resources r ON r.id = c.resource_id
            JOIN integrations n ON n.id = c.integration_id
            JOIN current_purpose_entities e ON e.resource = r.name AND e.privilege = c.privilege
                AND (e.application_key = n.name_key OR e.application = n.external_id)
            WHERE c.id = ?)sql",
        connection
    );
    while (rows.next())
        naming.insert(rows.get<policy::PurposeId>(0));
    return naming;
}

}  // namespace

std::optional<policy::Purpose> find_purpose(Tx& tx, policy::PurposeId id) {
    Query rows(tx, purpose_columns + "WHERE p.id = ?", id);
    if (!rows.next()) return std::nullopt;
    return read_purpose(rows);
}

std::optional<policy::Purpose> find_purpose(Tx& tx, std::string_view name) {
    const auto id =
        first<policy::PurposeId>(tx, "SELECT id FROM purposes WHERE name_key = ?", lower(name));
    return id ? find_purpose(tx, *id) : std::nullopt;
}

std::vector<policy::Purpose> purposes(Tx& tx) {
    std::vector<policy::Purpose> all;
    Query rows(tx, purpose_columns + "WHERE p.active = 1 ORDER BY p.name, p.id");
    while (rows.next())
        all.push_back(read_purpose(rows));
    return all;
}

std::vector<policy::Connection> purpose_connections(Tx& tx, policy::PurposeId id) {
    std::vector<policy::Connection> contained;
    Query rows(
        tx,
        connection_columns +
            R"sql(WHERE c.id IN (SELECT d.id FROM current_purpose_entities e
                JOIN integrations m ON m.name_key = e.application_key OR m.external_id = e.application
                JOIN resources r ON r.integration_id = m.id AND r.name = e.resource
                JOIN connections d ON d.resource_id = r.id AND d.privilege = e.privilege
                WHERE e.purpose_id = ?)
            ORDER BY n.name, n.id, c.resource, c.privilege, c.project, c.id)sql",
        id
    );
    while (rows.next())
        contained.push_back(read_connection(rows));
    return contained;
}

std::vector<policy::Purpose> purposes_containing(
    Tx& tx, const std::vector<policy::ConnectionId>& connections
) {
    if (connections.empty()) return {};
    auto containing = purposes_naming(tx, connections.front());
    for (const auto connection : connections) {
        if (containing.empty()) break;
        const auto naming = purposes_naming(tx, connection);
        std::erase_if(containing, [&](auto id) { return !naming.contains(id); });
    }
    struct Candidate {
        std::int64_t entities = 0;
        policy::Purpose purpose;
    };
    std::vector<Candidate> candidates;
    for (const auto id : containing) {
        auto purpose = find_purpose(tx, id);
        if (!purpose || !purpose->active) continue;
        const auto entities = first<std::int64_t>(
            tx, "SELECT COUNT(*) FROM current_purpose_entities WHERE purpose_id = ?", id
        );
        candidates.push_back({entities.value(), std::move(*purpose)});
    }
    std::sort(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) {
        return std::tie(a.entities, a.purpose.name) < std::tie(b.entities, b.purpose.name);
    });
    std::vector<policy::Purpose> found;
    for (auto& candidate : candidates)
        found.push_back(std::move(candidate.purpose));
    return found;
}

}  // namespace store
