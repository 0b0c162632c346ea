// The counts of what a title's holders hold equal a direct count, whatever imports and single
// changes came in whatever order, and at every moment of an import.
#include <catch2/catch.hpp>
#include <random>

#include "store/catalogue.hpp"
#include "tests/store/import_fixture.hpp"

namespace {

using store::Tx;

// "title connection holders" of everything, counted person by person, and as the store keeps it.
const std::string direct = R"sql(
    SELECT e.title, 0, COUNT(*) FROM current_employees e WHERE e.status = 'active' AND e.title <> '' GROUP BY 1
    UNION ALL
    SELECT e.title, g.connection_id, COUNT(DISTINCT e.id) FROM current_employees e
    JOIN current_identities i ON i.employee_id = e.id AND i.relation = 'IS'
    JOIN current_grants g ON g.identity_id = i.id
    WHERE e.status = 'active' AND e.title <> '' GROUP BY 1, 2
    ORDER BY 1, 2)sql";
const std::string kept = R"sql(
    SELECT t.title, n.connection_id, n.holders FROM current_title_counts n JOIN titles t ON t.id = n.title_id
    ORDER BY 1, 2)sql";

// A few people, accounts and grants, so that things meet often.
class Company {
 public:
    explicit Company(unsigned seed) : random_(seed) {}

    void import_something() {
        switch (up_to(3)) {
            case 0:
                return import(users());
            case 1:
                return import(accounts());
            default:
                return import(entitlements());
        }
    }
    void check() { REQUIRE(directory.rows(kept) == directory.rows(direct)); }

    Directory directory;

 private:
    int up_to(int most) { return std::uniform_int_distribution<int>(0, most - 1)(random_); }
    bool maybe(int percent) { return up_to(100) < percent; }
    std::string mail() { return "p" + std::to_string(up_to(6)) + "@x.example"; }
    std::string app() { return "App" + std::to_string(up_to(2)); }
    std::string account_id() { return std::to_string(up_to(6)); }
    // An instant of the days in which all of this happens.
    policy::Instant some_day() { return directory.now + std::chrono::days{up_to(9) - 2}; }

    std::vector<store::UserRow> users() {
        std::vector<store::UserRow> rows;
        for (int person = 0; person < 6; ++person) {
            if (maybe(40)) continue;
            auto row = user("p" + std::to_string(person) + "@x.example", "Name");
            if (maybe(80)) row.title = up_to(4) == 0 ? "" : "Title " + std::to_string(up_to(3));
            if (maybe(40))
                row.ends_at.emplace(maybe(70) ? std::optional(some_day()) : std::nullopt);
            rows.push_back(row);
        }
        return rows;
    }

    std::vector<store::IdentityRow> accounts() {
        std::vector<store::IdentityRow> rows;
        for (int id = 0; id < 6; ++id) {
            if (maybe(50)) continue;
            auto row = account(app(), std::to_string(id), "u" + std::to_string(id), mail());
            row.relation = maybe(25) ? policy::Relation::owns : policy::Relation::is;
            rows.push_back(row);
        }
        return rows;
    }

    std::vector<store::EntitlementRow> entitlements() {
        std::vector<store::EntitlementRow> rows;
        for (int i = up_to(12); i >= 0; --i) {
            auto row = holds(app(), account_id(), "c" + std::to_string(up_to(4)));
            row.username = "u" + row.user_id;
            if (maybe(50)) row.email = mail();
            row.holds = maybe(85);
            if (maybe(30)) row.last_used_at = some_day();
            rows.push_back(row);
        }
        return rows;
    }

    template <class Id>
    Id any(const std::string& table) {
        const auto ids = directory.rows("SELECT id FROM " + table + " ORDER BY id");
        if (ids.empty()) return {};
        return {std::stoll(ids[static_cast<std::size_t>(up_to(static_cast<int>(ids.size())))][0])};
    }

    void change_something() {
        const auto identity = any<policy::IdentityId>("current_identities");
        const auto connection = any<policy::ConnectionId>("current_connections");
        const auto employee = any<policy::EmployeeId>("current_employees");
        const auto application = any<policy::IntegrationId>("current_integrations");
        const auto what = up_to(7);
        const auto name = "u" + account_id();
        directory.gate.write_blocking([&](Tx& tx) {
            if (what == 0) {
                directory.now += std::chrono::days{1};
                store::end_employments(tx, directory.now, 1 + up_to(3));
            } else if (what == 1 && employee && application) {
                store::create_identity(tx, application, employee, name);
            } else if (what < 5 && identity && connection) {
                store::grant(tx, identity, connection, directory.now, {}, {});
            } else if (identity && connection) {
                store::revoke(tx, identity, connection);
            }
        });
        check();
    }

    void perhaps_change() {
        check();
        while (maybe(30))
            change_something();
    }

    // To the end, or interrupted somewhere and cleaned by the next.
    template <class Row>
    void import(const std::vector<Row>& rows) {
        auto staging = store::begin_import(directory.gate, directory.now);
        for (const auto& row : rows) {
            directory.stage_all(staging, std::vector<Row>{row});
            perhaps_change();
        }
        if (maybe(10)) return;
        directory.settle(staging, rows);
        perhaps_change();
        if (maybe(15)) return;
        store::switch_import(
            directory.gate, staging, {directory.now, "cli:test", "import.test", "import:test"}
        );
        perhaps_change();
        if (maybe(50)) store::clean_imports(directory.gate);
    }

    std::mt19937 random_;
};

TEST_CASE("what a title's holders hold equals a direct count after any imports and changes") {
    const auto seed = GENERATE(range(1U, 9U));
    INFO("seed " << seed);
    Company company(seed);
    for (int i = 0; i < 25; ++i) {
        company.import_something();
        company.check();
    }
    store::clean_imports(company.directory.gate);
    company.check();
    for (const auto* left :
         {"staged_titles", "staged_title_moves", "title_counts WHERE to_gen <> 0"}) {
        INFO(left);
        CHECK(company.directory.number(std::string("SELECT COUNT(*) FROM ") + left) == 0);
    }
}

// Somebody with many grants gets another title; the counting is stopped in the middle.
struct HalfCounted : Directory {
    HalfCounted() {
        auto engineer = user("ann@x.example", "Ann");
        engineer.title = "Engineer";
        import <store::UserRow>({engineer});
        std::vector<store::EntitlementRow> grants;
        for (int i = 0; i < 1200; ++i) {
            auto row = holds("App", "1", "c" + std::to_string(i));
            row.email = "ann@x.example";
            grants.push_back(row);
        }
        import(grants);
        auto manager = user("ann@x.example", "Ann");
        manager.title = "Manager";
        staging = std::make_unique<store::Staging>(store::begin_import(gate, now));
        stage_all(*staging, std::vector{manager});
        int asked = 0;
        staging->stop_wanted = [asked]() mutable { return ++asked > 2; };
        CHECK_THROWS_AS(store::settle_users(gate, *staging), store::ImportStopped);
        staging->stop_wanted = {};
        const auto counted = number("SELECT counted_to FROM staged_title_moves");
        CHECK(counted > 0);
        CHECK(counted < number("SELECT MAX(id) FROM connections"));
    }
    std::unique_ptr<store::Staging> staging;
};

TEST_CASE("changes of what a half counted person holds are counted once") {
    HalfCounted directory;
    const auto ann = directory.number("SELECT id FROM current_identities");
    // The first and the last grant go, on either side of where counting stopped; one comes back.
    const auto connections = directory.rows("SELECT id FROM connections ORDER BY id");
    const auto at = [&](std::size_t i) {
        return policy::ConnectionId{std::stoll(connections[i][0])};
    };
    directory.gate.write_blocking([&](Tx& tx) {
        for (const std::size_t i : {0U, 1U, 1198U, 1199U})
            CHECK(store::revoke(tx, {ann}, at(i)));
        CHECK(store::grant(tx, {ann}, at(1), directory.now, {}, {}));
        CHECK(store::grant(tx, {ann}, at(1198), directory.now, {}, {}));
    });
    CHECK(directory.rows(kept) == directory.rows(direct));
    store::settle_users(directory.gate, *directory.staging);
    directory.finish(*directory.staging);
    CHECK(directory.rows(kept) == directory.rows(direct));
    CHECK(directory.number("SELECT COUNT(*) FROM current_title_counts") == 1199);
}

TEST_CASE("a half counted import that is given up leaves the counts as they were") {
    HalfCounted directory;
    directory.gate.write_blocking([&](Tx& tx) { store::end_employments(tx, directory.now); });
    store::clean_imports(directory.gate);
    CHECK(directory.rows(kept) == directory.rows(direct));
    CHECK(directory.number("SELECT COUNT(*) FROM title_counts") == 1201);
}

}  // namespace
