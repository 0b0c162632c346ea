#include "store/inspect.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <stdexcept>

#include "store/query.hpp"
#include "store/schema.hpp"
#include "store/search_memory.hpp"

namespace store {

namespace {

std::int64_t schema_version(SQLite::Database& db) {
    if (!db.tableExists("schema_versions")) return 0;
    return db.execAndGet("SELECT COALESCE(MAX(version), 0) FROM schema_versions").getInt64();
}

std::int64_t newest_version() {
    return static_cast<std::int64_t>(migrations().size());
}

}  // namespace

void read_database(
    const std::string& path, const std::string& audit_key, const std::function<void(Tx&)>& work
) {
    const auto db = open_connection(path, true);
    const auto version = schema_version(*db);
    if (version != newest_version()) {
        throw std::runtime_error(
            path + " has schema version " + std::to_string(version) + ", this program reads " +
            std::to_string(newest_version()) +
            (version < newest_version() ? ": `latchkey serve` brings it up to date"
                                        : ": run a newer latchkey")
        );
    }
    db->exec("BEGIN");
    {
        Statements statements(*db, std::make_shared<SearchMemory>());
        Tx tx(*db, statements, audit_key);
        work(tx);
    }
    db->exec("ROLLBACK");
}

DatabaseState inspect_database(const std::string& path) {
    const auto db = open_connection(path, true);
    DatabaseState state;
    state.schema = schema_version(*db);
    state.newest = newest_version();
    state.wal = db->execAndGet("PRAGMA journal_mode").getString() == "wal";
    SQLite::Statement check(*db, "PRAGMA quick_check(10)");
    while (check.executeStep()) {
        const auto found = check.getColumn(0).getString();
        if (found != "ok") state.damage.push_back(found);
    }
    return state;
}

void probe_writing(const std::string& path) {
    const auto db = open_connection(path, false);
    db->exec("BEGIN IMMEDIATE");
    db->exec("ROLLBACK");
}

}  // namespace store
