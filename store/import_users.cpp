// Staging of a row of the users file: the person's new version, their roles, their manager.
#include <set>

#include "store/departures.hpp"
#include "store/directory_people.hpp"
#include "store/directory_search.hpp"
#include "store/import_seen.hpp"
#include "store/query.hpp"
#include "store/title_counts.hpp"

namespace store {
namespace {

struct Version {
    std::string name;
    std::string external_id;
    std::string department;
    std::string title;
    std::string organization;
    std::string employment_type;
    std::string metadata;
    std::optional<policy::EmployeeId> manager;
    std::optional<policy::Instant> starts_at;
    std::optional<policy::Instant> ends_at;
    std::string status;

    bool operator==(const Version&) const = default;
};

std::optional<Version> open_version(Tx& tx, policy::EmployeeId id) {
    Query rows(
        tx,
        R"sql(SELECT name, external_id, department, title, organization, employment_type, metadata, manager_id,
                starts_at, ends_at, status
            FROM employee_versions WHERE employee_id = ? AND to_gen = 0)sql",
        id
    );
    if (!rows.next()) return std::nullopt;
    return Version{
        rows.get<std::string>(0),
        rows.get<std::string>(1),
        rows.get<std::string>(2),
        rows.get<std::string>(3),
        rows.get<std::string>(4),
        rows.get<std::string>(5),
        rows.get<std::string>(6),
        rows.get<std::optional<policy::EmployeeId>>(7),
        rows.get<std::optional<policy::Instant>>(8),
        rows.get<std::optional<policy::Instant>>(9),
        rows.get<std::string>(10)};
}

void insert_version(Tx& tx, const Staging& staging, policy::EmployeeId id, const Version& version) {
    change(
        tx,
        R"sql(INSERT INTO employee_versions (employee_id, to_gen, from_gen, name, external_id, department, title,
                organization, employment_type, metadata, manager_id, starts_at, ends_at, status)
            VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
        id,
        staging.next(),
        version.name,
        version.external_id,
        version.department,
        version.title,
        version.organization,
        version.employment_type,
        version.metadata,
        version.manager,
        version.starts_at,
        version.ends_at,
        version.status
    );
}

template <class T>
void take(T& field, const Told<T>& told) {
    if (told) field = *told;
}

// The version as it will be: what the row tells, over what is known.
Version told_version(Tx& tx, const Staging& staging, const UserRow& row, Version version) {
    take(version.name, row.name);
    if (version.name.empty()) version.name = row.email;
    take(version.external_id, row.external_id);
    take(version.department, row.department);
    take(version.title, row.title);
    take(version.organization, row.organization);
    take(version.employment_type, row.employment_type);
    take(version.metadata, row.metadata);
    take(version.starts_at, row.starts_at);
    take(version.ends_at, row.ends_at);
    if (row.manager_email) {
        version.manager.reset();
        if (!row.manager_email->empty()) {
            version.manager = employee_by_address(tx, *row.manager_email);
        }
    }
    const bool over = version.ends_at && *version.ends_at <= staging.now;
    version.status = over ? "terminated" : "active";
    return version;
}

std::set<std::string> open_roles(Tx& tx, policy::EmployeeId id) {
    std::set<std::string> roles;
    Query rows(tx, "SELECT role FROM employee_roles WHERE employee_id = ? AND to_gen = 0", id);
    while (rows.next())
        roles.insert(rows.get<std::string>(0));
    return roles;
}

// True if the person's roles will be others.
bool stage_roles(Tx& tx, const Staging& staging, policy::EmployeeId id, const UserRow& row) {
    if (!row.roles) return false;
    auto gone = open_roles(tx, id);
    bool changed = false;
    for (const auto role : *row.roles) {
        const std::string word(policy::word(role));
        if (gone.erase(word) == 1) continue;
        changed |= 0 < change(
                           tx,
                           R"sql(INSERT INTO employee_roles (employee_id, role, to_gen, from_gen)
                               VALUES (?, ?, 0, ?) ON CONFLICT (employee_id, role, to_gen) DO NOTHING)sql",
                           id,
                           word,
                           staging.next()
                       );
    }
    for (const auto& word : gone) {
        change(
            tx,
            "UPDATE employee_roles SET to_gen = ? WHERE employee_id = ? AND role = ? AND to_gen = "
            "0",
            staging.next(),
            id,
            word
        );
        changed = true;
    }
    return changed;
}

// The title that a person is counted under; none for those who have left.
std::string counted_title(const Version& version) {
    return version.status == "active" ? version.title : "";
}

}  // namespace

Staged stage(Tx& tx, Staging& staging, const UserRow& row) {
    const auto seen = note_row(tx, row.source, "user:" + row.email, "Work Email", row.email);
    if (seen.before) return seen.problem;
    auto& count = staging.counts[Noun::people];
    const auto id = employee_by_address(tx, row.email);
    const auto known = open_version(tx, id);
    const auto version = told_version(tx, staging, row, known.value_or(Version{}));
    const bool other_roles = stage_roles(tx, staging, id, row);
    if (known == version) {
        ++(other_roles ? count.changed : count.unchanged);
        return std::nullopt;
    }
    if (known) {
        change(
            tx,
            "UPDATE employee_versions SET to_gen = ? WHERE employee_id = ? AND to_gen = 0",
            staging.next(),
            id
        );
    }
    insert_version(tx, staging, id, version);
    // Left, or back.
    if (known && (known->status == "active") != (version.status == "active"))
        note_departure(tx, id, staging.next());
    stage_title(tx, id, counted_title(known.value_or(Version{})), counted_title(version));
    refresh_search(tx, id);
    ++(known ? count.changed : count.added);
    return std::nullopt;
}

void settle_users(Gate& gate, Staging& staging) {
    settle_titles(gate, staging);
}

}  // namespace store
