// Staging of a row of the purposes file: the purpose and what it contains.
#include "store/directory_people.hpp"
#include "store/directory_words.hpp"
#include "store/import_seen.hpp"
#include "store/query.hpp"

namespace store {
namespace {

struct Version {
    std::string name;
    std::string description;
    std::optional<policy::Seconds> pre_expiry_notice;
    std::optional<policy::Seconds> longest_duration;
    std::string department;
    std::string title;
    std::string team;
    std::optional<policy::EmployeeId> owner;
    bool active = true;
    std::vector<PurposeEntity> entities;

    bool operator==(const Version&) const = default;
};

std::optional<policy::Seconds> seconds(std::optional<std::int64_t> count) {
    if (!count) return std::nullopt;
    return policy::Seconds{*count};
}

std::vector<PurposeEntity> open_entities(Tx& tx, std::int64_t purpose) {
    std::vector<PurposeEntity> entities;
    Query rows(
        tx,
        R"sql(SELECT application, resource, privilege FROM purpose_entities
            WHERE purpose_id = ? AND to_gen = 0 ORDER BY position)sql",
        purpose
    );
    while (rows.next())
        entities.push_back(
            {rows.get<std::string>(0), rows.get<std::string>(1), rows.get<std::string>(2)}
        );
    return entities;
}

std::optional<Version> open_version(Tx& tx, std::int64_t purpose) {
    Query rows(
        tx,
        R"sql(SELECT name, description, pre_expiry_notice, longest_duration, department, title, team, owner_id, active
            FROM purpose_versions WHERE purpose_id = ? AND to_gen = 0)sql",
        purpose
    );
    if (!rows.next()) return std::nullopt;
    Version version;
    version.name = rows.get<std::string>(0);
    version.description = rows.get<std::string>(1);
    version.pre_expiry_notice = seconds(rows.get<std::optional<std::int64_t>>(2));
    version.longest_duration = seconds(rows.get<std::optional<std::int64_t>>(3));
    version.department = rows.get<std::string>(4);
    version.title = rows.get<std::string>(5);
    version.team = rows.get<std::string>(6);
    version.owner = rows.get<std::optional<policy::EmployeeId>>(7);
    version.active = rows.get<bool>(8);
    version.entities = open_entities(tx, purpose);
    return version;
}

template <class T>
void take(T& field, const Told<T>& told) {
    if (told) field = *told;
}

Version told_version(Tx& tx, const PurposeRow& row, Version version) {
    version.name = row.name;
    version.description = row.description;
    version.entities = row.entities;
    take(version.pre_expiry_notice, row.pre_expiry_notice);
    take(version.longest_duration, row.longest_duration);
    take(version.department, row.department);
    take(version.title, row.title);
    take(version.team, row.team);
    take(version.active, row.active);
    if (row.owner_email) {
        version.owner.reset();
        if (!row.owner_email->empty()) version.owner = employee_by_address(tx, *row.owner_email);
    }
    return version;
}

void insert_entities(
    Tx& tx, const Staging& staging, std::int64_t purpose, const std::vector<PurposeEntity>& entities
) {
    std::int64_t position = 0;
    for (const auto& entity : entities) {
        change(
            tx,
            R"sql(INSERT INTO purpose_entities (purpose_id, position, to_gen, from_gen, application, application_key,
                    resource, privilege)
                VALUES (?, ?, 0, ?, ?, ?, ?, ?))sql",
            purpose,
            position++,
            staging.next(),
            entity.application,
            lower(entity.application),
            entity.resource,
            entity.privilege
        );
    }
}

void insert_version(Tx& tx, const Staging& staging, std::int64_t purpose, const Version& version) {
    change(
        tx,
        R"sql(INSERT INTO purpose_versions (purpose_id, to_gen, from_gen, name, description, pre_expiry_notice,
                longest_duration, department, title, team, owner_id, active)
            VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
        purpose,
        staging.next(),
        version.name,
        version.description,
        version.pre_expiry_notice,
        version.longest_duration,
        version.department,
        version.title,
        version.team,
        version.owner,
        version.active
    );
    insert_entities(tx, staging, purpose, version.entities);
}

void end_version(Tx& tx, const Staging& staging, std::int64_t purpose) {
    for (const auto* table : {"purpose_versions", "purpose_entities"}) {
        change(
            tx,
            "UPDATE " + std::string(table) + " SET to_gen = ? WHERE purpose_id = ? AND to_gen = 0",
            staging.next(),
            purpose
        );
    }
}

std::int64_t purpose_named(Tx& tx, const std::string& name) {
    const auto key = lower(name);
    const auto known = first<std::int64_t>(tx, "SELECT id FROM purposes WHERE name_key = ?", key);
    if (known) return *known;
    return first<std::int64_t>(tx, "INSERT INTO purposes (name_key) VALUES (?) RETURNING id", key)
        .value();
}

// Whether anything of these names will be there after the switch.
bool is_known(Tx& tx, const PurposeEntity& entity) {
    return first<bool>(
               tx,
               R"sql(SELECT 1 FROM integrations n
                   JOIN resources r ON r.integration_id = n.id AND r.name = ?
                   JOIN connections c ON c.resource_id = r.id AND c.privilege = ?
                   JOIN connection_versions v ON v.connection_id = c.id AND v.to_gen = 0
                   WHERE n.name_key = ? OR n.external_id = ? LIMIT 1)sql",
               entity.resource,
               entity.privilege,
               lower(entity.application),
               entity.application
    )
        .has_value();
}

}  // namespace

Staged stage(Tx& tx, Staging& staging, const PurposeRow& row) {
    const auto seen =
        note_row(tx, row.source, "purpose:" + lower(row.name), "Purpose Name", row.name);
    if (seen.before) return seen.problem;
    for (const auto& entity : row.entities) {
        if (!is_known(tx, entity)) staging.unknown_entities.push_back(entity);
    }
    auto& count = staging.counts[Noun::purposes];
    const auto purpose = purpose_named(tx, row.name);
    const auto known = open_version(tx, purpose);
    const auto version = told_version(tx, row, known.value_or(Version{}));
    if (known == version) {
        ++count.unchanged;
        return std::nullopt;
    }
    if (known) end_version(tx, staging, purpose);
    insert_version(tx, staging, purpose, version);
    ++(known ? count.changed : count.added);
    return std::nullopt;
}

}  // namespace store
