#include "store/many_rows.hpp"

#include <SQLiteCpp/Database.h>

#include <catch2/catch.hpp>

#include "store/query.hpp"
#include "tests/store/temp_database.hpp"

namespace {

const store::ManyRows pairs{
    "INSERT INTO pairs (kind, a, b) VALUES", "(?1, #, #)", "ON CONFLICT DO NOTHING", 1, 2};

// How many of `rows` rows are new, and how many there are afterwards.
std::pair<std::int64_t, std::int64_t> insert(store::Tx& tx, std::int64_t rows) {
    std::vector<std::int64_t> ids;
    for (std::int64_t i = 0; i < rows; ++i) {
        ids.push_back(i);
        ids.push_back(i * i);
    }
    const auto changed = store::insert_rows(tx, pairs, ids, [](SQLite::Statement& statement) {
        statement.bind(1, std::string("square"));
    });
    const auto there = store::first<std::int64_t>(
        tx, "SELECT COUNT(*) FROM pairs WHERE kind = 'square' AND b = a * a"
    );
    return {changed, there.value()};
}

TEST_CASE("rows of any number are inserted once each, and those that are there are not counted") {
    TempDatabase file;
    boost::asio::io_context io;
    store::Gate gate(io, {.path = file.path()});
    gate.write_blocking([](store::Tx& tx) {
        tx.db().exec("CREATE TABLE pairs (kind TEXT NOT NULL, a INTEGER PRIMARY KEY, b INTEGER)");
        std::int64_t before = 0;
        for (const std::int64_t rows : {0, 1, 63, 64, 65, 128, 300, 300, 301}) {
            INFO(rows);
            CHECK(insert(tx, rows) == std::pair{rows - before, rows});
            before = rows;
        }
    });
}

}  // namespace
