// Takes away what imports leave behind: of an interrupted or refused one everything it staged, of a
// switched one the versions it replaced. In slices, because both may be millions of rows.
#include "store/departures.hpp"
#include "store/directory_rows.hpp"
#include "store/directory_search.hpp"
#include "store/import_applications.hpp"
#include "store/query.hpp"
#include "store/title_counts.hpp"

namespace store {
namespace {

// A table of versions and the columns that say of what.
struct Versioned {
    const char* table;
    const char* of;
};

constexpr Versioned versioned[] = {
    {"employee_roles", "employee_id, role"},
    {"connection_versions", "connection_id"},
    {"owners", "resource_id, position"},
    {"purpose_versions", "purpose_id"},
    {"purpose_entities", "purpose_id, position"},
};

const std::string limit = " LIMIT 300";

// Rows that nobody has seen yet.
const std::string unseen = "from_gen > (SELECT generation FROM directory)";
// Rows that an import on its way ends.
const std::string ending = "to_gen <> 0 AND to_gen > (SELECT generation FROM directory)";
// Rows that nobody sees any more.
const std::string ended = "to_gen <> 0 AND to_gen <= (SELECT generation FROM directory)";

// Deletes, reopens, deletes: each statement a slice's worth; true when none found anything.
bool clean_versions(Tx& tx, const Versioned& versions) {
    const std::string table = versions.table;
    const std::string of = versions.of;
    const auto those = [&](const std::string& which) {
        return "(" + of + ") IN (SELECT " + of + " FROM " + table + " WHERE " + which + limit + ")";
    };
    if (change(
            tx, "DELETE FROM " + table + " WHERE to_gen = 0 AND " + unseen + " AND " + those(unseen)
        ) > 0) {
        return false;
    }
    if (change(
            tx, "UPDATE " + table + " SET to_gen = 0 WHERE " + ending + " AND " + those(ending)
        ) > 0) {
        return false;
    }
    return change(tx, "DELETE FROM " + table + " WHERE " + ended + " AND " + those(ended)) == 0;
}

template <class IdType>
std::vector<IdType> some_ids(Tx& tx, const std::string& column, const std::string& from) {
    std::vector<IdType> ids;
    Query rows(tx, "SELECT DISTINCT " + column + " FROM " + from + limit);
    while (rows.next())
        ids.push_back(rows.get<IdType>(0));
    return ids;
}

// The same one by one, for tables where more hangs on a version.
template <class IdType, class Clean>
bool clean_each(
    Tx& tx, Slice& slice, const std::string& table, const std::string& column, Clean clean
) {
    for (const auto& which : {unseen, ending, ended}) {
        const auto ids = some_ids<IdType>(tx, column, table + " WHERE " + which);
        for (const auto id : ids) {
            if (!slice.next()) return false;
            change(tx, "DELETE FROM " + table + " WHERE " + column + " = ? AND " + unseen, id);
            change(
                tx, "UPDATE " + table + " SET to_gen = 0 WHERE " + column + " = ? AND " + ending, id
            );
            change(tx, "DELETE FROM " + table + " WHERE " + column + " = ? AND " + ended, id);
            clean(id);
        }
        if (!ids.empty()) return false;
    }
    return true;
}

bool clean_people(Tx& tx, Slice& slice) {
    return clean_each<policy::EmployeeId>(
        tx,
        slice,
        "employee_versions",
        "employee_id",
        [&](policy::EmployeeId id) { refresh_search(tx, id); }
    );
}

bool clean_accounts(Tx& tx, Slice& slice) {
    return clean_each<policy::IdentityId>(
        tx,
        slice,
        "identity_versions",
        "identity_id",
        [&](policy::IdentityId id) {
            change(
                tx,
                R"sql(UPDATE identities SET integration_id = NULL WHERE id = ?
                    AND NOT EXISTS (SELECT 1 FROM identity_versions WHERE identity_id = ?))sql",
                id,
                id
            );
        }
    );
}

// staged_grants names every grant that the import may have brought. After a switch all of them are
// seen: nothing has to be looked for.
bool clean_staged_grants(Tx& tx, Slice& slice) {
    if (!first<bool>(tx, "SELECT 1 FROM directory WHERE staging IS NOT NULL")) {
        return change(
                   tx,
                   R"sql(DELETE FROM staged_grants WHERE (holder_id, connection_id, identity_id) IN
                       (SELECT holder_id, connection_id, identity_id FROM staged_grants
                       ORDER BY holder_id, connection_id, identity_id LIMIT 500))sql"
               ) == 0;
    }
    struct Key {
        std::int64_t holder = 0;
        std::int64_t connection = 0;
        std::int64_t identity = 0;
    };
    std::vector<Key> keys;
    {
        Query rows(tx, "SELECT holder_id, connection_id, identity_id FROM staged_grants" + limit);
        while (rows.next())
            keys.push_back(
                {rows.get<std::int64_t>(0), rows.get<std::int64_t>(1), rows.get<std::int64_t>(2)}
            );
    }
    for (const auto& [holder, connection, identity] : keys) {
        if (!slice.next()) return false;
        const std::string key = "holder_id = ? AND connection_id = ? AND identity_id = ?";
        change(
            tx, "DELETE FROM grants WHERE " + key + " AND " + unseen, holder, connection, identity
        );
        change(tx, "DELETE FROM staged_grants WHERE " + key, holder, connection, identity);
    }
    return keys.empty();
}

bool clean_grants(Tx& tx) {
    const std::string of = "holder_id, connection_id, identity_id, to_gen";
    const auto those = [&](const std::string& which) {
        return "(" + of + ") IN (SELECT " + of + " FROM grants WHERE " + which + limit + ")";
    };
    if (change(tx, "UPDATE grants SET to_gen = 0 WHERE " + those(ending)) > 0) return false;
    return change(tx, "DELETE FROM grants WHERE " + those(ended)) == 0;
}

// Applications that only an import has named which nobody will see. Their rows stay for the next
// import that names them: deleting a row that others may refer to would search all of those.
void hide_applications(Tx& tx) {
    change(
        tx,
        "UPDATE integrations SET from_gen = ? WHERE " + unseen + " AND from_gen <> ?",
        never_seen,
        never_seen
    );
}

bool clean_notes(Tx& tx) {
    change(tx, "DELETE FROM staged_integrations");
    return change(
               tx, "DELETE FROM staged_rows WHERE key IN (SELECT key FROM staged_rows" + limit + ")"
           ) == 0;
}

bool clean_slice(Tx& tx, Slice& slice) {
    if (!clean_staged_grants(tx, slice) || !clean_grants(tx)) return false;
    if (!clean_people(tx, slice) || !clean_accounts(tx, slice)) return false;
    for (const auto& versions : versioned) {
        if (!clean_versions(tx, versions)) return false;
    }
    // After what they count: while that is half cleaned, single changes may miscount what was
    // coming.
    if (!clean_title_counts(tx, slice)) return false;
    if (!clean_notes(tx)) return false;
    hide_applications(tx);
    forget_unseen_departures(tx);
    change(tx, "UPDATE directory SET staging = NULL WHERE staging IS NOT NULL");
    return true;
}

}  // namespace

bool clean_imports(Gate& gate, const StopWanted& stop_wanted) {
    bool stopped = false;
    run_slices(gate, [&](Tx& tx, Slice& slice) {
        stopped = stop_wanted && stop_wanted();
        return stopped || clean_slice(tx, slice);
    });
    return !stopped;
}

}  // namespace store
