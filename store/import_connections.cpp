// Staging of connections: what can be granted, as the rows of entitlements name it, and by which
// rules, as a file of their own tells.
#include "store/import_applications.hpp"
#include "store/import_seen.hpp"
#include "store/query.hpp"

namespace store {
namespace {

// Parts that contain the separator cannot be mixed up: it is no character of a cell.
std::string key_of(policy::IntegrationId integration, const EntitlementRow& row) {
    std::string key = std::to_string(integration.value);
    for (const auto* part : {&row.resource, &row.privilege, &row.project, &row.resource_type}) {
        key += '\0';
        key += *part;
    }
    return key;
}

// Of a row that names a connection: of an entitlements or of a connections file.
template <class Row>
policy::ConnectionId stable_connection(Tx& tx, policy::IntegrationId integration, const Row& row) {
    const auto resource = resource_named(tx, integration, row.resource);
    const auto known = first<policy::ConnectionId>(
        tx,
        R"sql(SELECT id FROM connections
            WHERE resource_id = ? AND privilege = ? AND project = ? AND resource_type = ?)sql",
        resource,
        row.privilege,
        row.project,
        row.resource_type
    );
    if (known) return *known;
    return insert<policy::ConnectionId>(
        tx,
        R"sql(INSERT INTO connections (integration_id, resource_id, project, resource_type, privilege)
            VALUES (?, ?, ?, ?, ?) RETURNING id)sql",
        integration,
        resource,
        row.project,
        row.resource_type,
        row.privilege
    );
}

void stage_version(Tx& tx, Staging& staging, const SeenConnections::Entry& seen) {
    auto& count = staging.counts[Noun::connections];
    const auto privileged = first<bool>(
        tx,
        "SELECT privileged FROM connection_versions WHERE connection_id = ? AND to_gen = 0",
        seen.id
    );
    if (privileged && *privileged == seen.privileged.value_or(*privileged)) {
        ++count.unchanged;
        return;
    }
    if (privileged) {
        // Only what this file tells is new; the rest goes along.
        change(
            tx,
            "UPDATE connection_versions SET to_gen = ? WHERE connection_id = ? AND to_gen = 0",
            staging.next(),
            seen.id
        );
        change(
            tx,
            R"sql(INSERT INTO connection_versions
                    (connection_id, to_gen, from_gen, privileged, requestable, longest_duration, reason_rule)
                SELECT connection_id, 0, ?, ?, requestable, longest_duration, reason_rule
                FROM connection_versions WHERE connection_id = ? AND to_gen = ?)sql",
            staging.next(),
            seen.privileged.value_or(false),
            seen.id,
            staging.next()
        );
        ++count.changed;
        return;
    }
    change(
        tx,
        R"sql(INSERT INTO connection_versions (connection_id, to_gen, from_gen, privileged, requestable)
            VALUES (?, 0, ?, ?, 1))sql",
        seen.id,
        staging.next(),
        seen.privileged.value_or(false)
    );
    ++count.added;
}

// A connection's version as the connections file tells it.
struct Version {
    bool privileged = false;
    bool requestable = true;
    std::optional<policy::Seconds> longest_duration;
    std::optional<std::string> reason_rule;

    bool operator==(const Version&) const = default;
};

std::optional<Version> open_version(Tx& tx, policy::ConnectionId id) {
    Query rows(
        tx,
        R"sql(SELECT privileged, requestable, longest_duration, reason_rule FROM connection_versions
            WHERE connection_id = ? AND to_gen = 0)sql",
        id
    );
    if (!rows.next()) return std::nullopt;
    Version version{rows.get<bool>(0), rows.get<bool>(1), {}, {}};
    if (const auto longest = rows.get<std::optional<std::int64_t>>(2)) {
        version.longest_duration = policy::Seconds{*longest};
    }
    version.reason_rule = rows.get<std::optional<std::string>>(3);
    return version;
}

template <class T>
void take(T& field, const Told<T>& told) {
    if (told) field = *told;
}

std::string label(const ConnectionRow& row) {
    return row.app + " > " + (row.resource.empty() ? "" : row.resource + " > ") + row.privilege;
}

}  // namespace

policy::ConnectionId connection_of(
    Tx& tx, Staging& staging, policy::IntegrationId integration, const EntitlementRow& row
) {
    auto [entry, is_new] = staging.connections->by_key.try_emplace(key_of(integration, row));
    auto& seen = entry->second;
    if (is_new) seen = {stable_connection(tx, integration, row), std::nullopt, integration};
    if (row.privileged) seen.privileged = seen.privileged.value_or(false) || *row.privileged;
    return seen.id;
}

Staged stage(Tx& tx, Staging& staging, const ConnectionRow& row) {
    const auto integration = staging.applications->of(tx, staging, row.app);
    const auto id = stable_connection(tx, integration, row);
    const auto key = "connection:" + std::to_string(id.value);
    const auto seen = note_row(tx, row.source, key, "Privilege Name", label(row));
    if (seen.before) return seen.problem;
    auto& count = staging.counts[Noun::connections];
    const auto known = open_version(tx, id);
    auto version = known.value_or(Version{});
    take(version.privileged, row.privileged);
    take(version.requestable, row.requestable);
    take(version.longest_duration, row.longest_duration);
    take(version.reason_rule, row.reason_rule);
    if (known == version) {
        ++count.unchanged;
        return std::nullopt;
    }
    if (known) {
        change(
            tx,
            "UPDATE connection_versions SET to_gen = ? WHERE connection_id = ? AND to_gen = 0",
            staging.next(),
            id
        );
    }
    change(
        tx,
        R"sql(INSERT INTO connection_versions
                (connection_id, to_gen, from_gen, privileged, requestable, longest_duration, reason_rule)
            VALUES (?, 0, ?, ?, ?, ?, ?))sql",
        id,
        staging.next(),
        version.privileged,
        version.requestable,
        version.longest_duration,
        version.reason_rule
    );
    ++(known ? count.changed : count.added);
    return std::nullopt;
}

void settle_connections(Gate& gate, Staging& staging) {
    const auto& seen = staging.connections->by_key;
    auto at = seen.begin();
    run_slices(gate, [&](Tx& tx, Slice& slice) {
        require_staging(tx, staging);
        for (; at != seen.end() && slice.next(); ++at)
            stage_version(tx, staging, at->second);
        return at == seen.end();
    });
}

}  // namespace store
