// Every database that a former version left behind must come up to today's schema, whole and once.
#include "store/schema.hpp"

#include <SQLiteCpp/Database.h>

#include <catch2/catch.hpp>
#include <set>

#include "store/gate.hpp"
#include "tests/store/temp_database.hpp"

namespace {

std::set<std::string> objects(SQLite::Database& db) {
    std::set<std::string> names;
    SQLite::Statement rows(
        db, "SELECT type || ' ' || name || ' ' || COALESCE(sql, '') FROM sqlite_master"
    );
    while (rows.executeStep())
        names.insert(rows.getColumn(0).getString());
    return names;
}

TEST_CASE("a database of every earlier version comes up to the same schema as a new one") {
    TempDatabase fresh_file;
    const auto fresh = store::open_connection(fresh_file.path(), false);
    store::migrate(*fresh);
    const auto expected = objects(*fresh);
    for (std::size_t version = 0; version <= store::migrations().size(); ++version) {
        INFO("from version " << version);
        TempDatabase file;
        const auto db = store::open_connection(file.path(), false);
        store::migrate(*db, version);
        store::migrate(*db);
        CHECK(objects(*db) == expected);
        CHECK(db->execAndGet("PRAGMA integrity_check").getString() == "ok");
        CHECK(db->execAndGet("SELECT COUNT(*) FROM pragma_foreign_key_check").getInt() == 0);
    }
}

TEST_CASE("what stood in an older database is still there after the migration") {
    TempDatabase file;
    const auto db = store::open_connection(file.path(), false);
    store::migrate(*db, 2);
    db->exec(
        "INSERT INTO employees (id, email) VALUES (7, 'ann@example.com');"
        "INSERT INTO audit_entries VALUES (1, 5, 'system', NULL, 'a.b', 'c:1', 0, 0, '', 'h')"
    );
    store::migrate(*db);
    CHECK(
        db->execAndGet("SELECT email FROM employees WHERE id = 7").getString() == "ann@example.com"
    );
    CHECK(db->execAndGet("SELECT act FROM audit_entries WHERE seq = 1").getString() == "a.b");
}

TEST_CASE("a database newer than the program is refused and left alone") {
    TempDatabase file;
    const auto db = store::open_connection(file.path(), false);
    store::migrate(*db);
    db->exec("INSERT INTO schema_versions (version, name) VALUES (999, 'from_the_future')");
    CHECK_THROWS_WITH(store::migrate(*db), Catch::Contains("run a newer latchkey"));
}

TEST_CASE("an upgrade that fails leaves the file at the version that it had") {
    TempDatabase file;
    const auto db = store::open_connection(file.path(), false);
    store::migrate(*db, 2);
    db->exec("CREATE TABLE inbox (in_the_way INTEGER)");  // which the fourth migration creates
    const auto before = objects(*db);
    CHECK_THROWS_WITH(store::migrate(*db), Catch::Contains("already exists"));
    CHECK(objects(*db) == before);
    CHECK(db->execAndGet("SELECT MAX(version) FROM schema_versions").getInt() == 2);
}

TEST_CASE("migrations are numbered in order without a gap") {
    for (std::size_t i = 0; i < store::migrations().size(); ++i) {
        const auto number = std::to_string(i + 1);
        const auto prefix = std::string(4 - number.size(), '0') + number + "_";
        CHECK(store::migrations()[i].name.substr(0, 5) == prefix);
    }
}

}  // namespace
