#include "store/schema.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include <stdexcept>

namespace store {

void migrate(SQLite::Database& db) {
    migrate(db, migrations().size());
}

void migrate(SQLite::Database& db, std::size_t target) {
    SQLite::Transaction transaction(db);
    db.exec(
        "CREATE TABLE IF NOT EXISTS schema_versions (version INTEGER PRIMARY KEY, name TEXT NOT "
        "NULL)"
    );
    const auto applied = static_cast<std::size_t>(
        db.execAndGet("SELECT COALESCE(MAX(version), 0) FROM schema_versions").getInt64()
    );
    if (applied > migrations().size()) {
        throw std::runtime_error(
            "the database has schema version " + std::to_string(applied) +
            ", this program knows only " + std::to_string(migrations().size()) +
            ": run a newer latchkey"
        );
    }
    for (std::size_t version = applied; version < target; ++version) {
        db.exec(migrations()[version].sql);
        SQLite::Statement done(db, "INSERT INTO schema_versions (version, name) VALUES (?, ?)");
        done.bind(1, static_cast<std::int64_t>(version + 1));
        done.bind(2, migrations()[version].name);
        done.exec();
    }
    transaction.commit();
}

}  // namespace store
