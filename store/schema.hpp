// The schema's versions: forward only, numbered by file name, each applied once. All that a file
// lacks come in one transaction: it is what it was before, or up to date.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace SQLite {
class Database;
}

namespace store {

// One step from a version to the next: the file's name ("0001_directory") and its SQL.
struct Migration {
    std::string name;
    std::string sql;
};

// All migrations in order; the schema version is how many have been applied.
const std::vector<Migration>& migrations();

// Brings a database file up to `target` (all migrations when left out). Throws if the file is newer
// than this program, with a sentence that says so.
void migrate(SQLite::Database& db, std::size_t target);
void migrate(SQLite::Database& db);

}  // namespace store
