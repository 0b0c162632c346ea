// After any sequence of imports, interrupted imports and single changes, what readers see equals a
// naive model; and no reader ever sees something between two states.
#include <atomic>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <thread>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "tests/store/import_fixture.hpp"

namespace {

using store::Tx;
using GrantKey = std::pair<std::string, std::string>;  // account, connection

// The directory as one would write it down without thinking of speed.
struct Model {
    struct Person {
        std::string name, title, manager;
        std::set<std::string> roles;
    };
    struct Account {
        std::string username, employee, relation;
    };
    std::map<std::string, Person> people;                    // by e-mail
    std::map<std::string, Account> accounts;                 // by "app/id"
    std::map<std::string, std::vector<std::string>> owners;  // by app
    std::map<GrantKey, std::int64_t> grants;                 // when last used, -1 for never

    std::string dump() const {
        std::ostringstream out;
        for (const auto& [email, person] : people) {
            out << "person " << email << ' ' << person.name << ' ' << person.title << ' '
                << person.manager;
            for (const auto& role : person.roles)
                out << ' ' << role;
            out << '\n';
        }
        for (const auto& [id, account] : accounts)
            out << "account " << id << ' ' << account.username << ' ' << account.employee << ' '
                << account.relation << '\n';
        for (const auto& [app, emails] : owners) {
            out << "owners " << app;
            for (const auto& email : emails)
                out << ' ' << email;
            out << '\n';
        }
        for (const auto& [key, used] : grants)
            out << "grant " << key.first << ' ' << key.second << ' ' << used << '\n';
        return out.str();
    }
};

// The same from the views, as a reader would.
std::string seen(SQLite::Database& db) {
    std::ostringstream out;
    const auto each = [&](const char* sql) {
        SQLite::Statement rows(db, sql);
        while (rows.executeStep()) {
            for (int i = 0; i < rows.getColumnCount(); ++i) {
                if (i > 0 && rows.getColumn(i).isNull()) continue;
                out << (i == 0 ? "" : " ") << rows.getColumn(i).getString();
            }
            out << '\n';
        }
    };
    each(
        R"sql(SELECT 'person', e.email, e.name, e.title, COALESCE((SELECT email FROM employees m WHERE m.id = e.manager_id), ''),
            (SELECT group_concat(role, ' ') FROM (SELECT role FROM current_roles r WHERE r.employee_id = e.id ORDER BY role))
        FROM current_employees e ORDER BY e.email)sql"
    );
    each(R"sql(SELECT 'account', n.name || '/' || i.external_id, i.username,
            COALESCE((SELECT email FROM employees e WHERE e.id = i.employee_id), ''), i.relation
        FROM current_identities i JOIN current_integrations n ON n.id = i.integration_id ORDER BY 2)sql"
    );
    each(
        R"sql(SELECT 'owners', n.name, (SELECT group_concat(email, ' ') FROM (SELECT e.email FROM current_owners o
            JOIN employees e ON e.id = o.employee_id WHERE o.integration_id = n.id AND o.resource = '' ORDER BY o.position)) AS emails
        FROM current_integrations n WHERE emails IS NOT NULL ORDER BY n.name)sql"
    );
    each(
        R"sql(SELECT 'grant', n.name || '/' || i.external_id, c.privilege, COALESCE(g.last_used_at, -1)
        FROM current_grants g JOIN current_connections c ON c.id = g.connection_id
        JOIN current_identities i ON i.id = g.identity_id JOIN current_integrations n ON n.id = i.integration_id
        WHERE g.holder_id = CASE WHEN i.relation = 'IS' AND i.employee_id IS NOT NULL THEN i.employee_id ELSE -i.id END
        ORDER BY 2, 3)sql"
    );
    return out.str();
}

// A world of a few names, so that things meet often.
class World {
 public:
    explicit World(unsigned seed) : random_(seed) {}

    // A random import of a random kind, perhaps interrupted, with single changes in between.
    void step();
    void check() {
        const auto now = directory.look([](Tx& tx) { return seen(tx.db()); });
        REQUIRE(now == model.dump());
    }
    void check_clean();

    Directory directory;
    Model model;

 private:
    int up_to(int most) { return std::uniform_int_distribution<int>(0, most - 1)(random_); }
    bool maybe(int percent) { return up_to(100) < percent; }
    std::string email() { return "p" + std::to_string(up_to(8)) + "@x.example"; }
    std::string app() { return "App" + std::to_string(up_to(3)); }

    std::vector<store::UserRow> users(Model& after);
    std::vector<store::IdentityRow> identities(Model& after);
    std::vector<store::OwnerRow> owners(Model& after);
    std::vector<store::EntitlementRow> entitlements(Model& after);
    void change_one(Model& after);
    template <class Row>
    void run(const std::vector<Row>& rows, Model after);

    std::mt19937 random_;
    std::set<std::string> apps_told_;
};

std::vector<store::UserRow> World::users(Model& after) {
    std::vector<store::UserRow> rows;
    std::set<std::string> told;
    for (int i = up_to(6); i >= 0; --i) {
        auto row = user(email(), "N" + std::to_string(up_to(3)));
        if (!told.insert(row.email).second) continue;
        auto& person = after.people[row.email];
        person.name = *row.name;
        if (maybe(50)) {
            row.title = "T" + std::to_string(up_to(2));
            person.title = *row.title;
        }
        if (maybe(50)) {
            row.manager_email = maybe(30) ? "" : email();
            person.manager = *row.manager_email;
        }
        if (maybe(40)) {
            row.roles.emplace();
            person.roles.clear();
            for (const auto role : {policy::Role::reviewer, policy::Role::risk_manager}) {
                if (!maybe(50)) continue;
                row.roles->push_back(role);
                person.roles.emplace(policy::word(role));
            }
        }
        rows.push_back(row);
    }
    return rows;
}

std::vector<store::IdentityRow> World::identities(Model& after) {
    std::vector<store::IdentityRow> rows;
    std::set<std::string> told;
    for (int i = up_to(6); i >= 0; --i) {
        const auto id = std::to_string(up_to(5));
        auto row = account(app(), id, "u" + id, maybe(20) ? "" : email());
        const auto key = row.app_name + "/" + id;
        if (!told.insert(key).second) continue;
        row.relation = maybe(25) ? policy::Relation::owns : policy::Relation::is;
        auto& known = after.accounts[key];
        known.username = row.username;
        known.relation = policy::word(*row.relation);
        if (!row.employee_email.empty()) known.employee = row.employee_email;
        rows.push_back(row);
    }
    return rows;
}

std::vector<store::OwnerRow> World::owners(Model& after) {
    std::vector<std::string> emails{email()};
    if (maybe(50)) {
        const auto second = email();
        if (second != emails[0]) emails.push_back(second);
    }
    auto row = owned(app(), emails);
    after.owners[row.integration_name] = emails;
    return {row};
}

std::vector<store::EntitlementRow> World::entitlements(Model& after) {
    std::vector<store::EntitlementRow> rows;
    std::map<GrantKey, std::int64_t> told;
    for (int i = up_to(10); i >= 0; --i) {
        const auto id = std::to_string(up_to(5));
        auto row = holds(app(), id, "c" + std::to_string(up_to(4)));
        row.username = "u" + id;
        row.holds = maybe(80);
        if (maybe(30)) row.last_used_at = policy::instant(up_to(5));
        const auto key = row.app + "/" + id;
        apps_told_.insert(row.app);
        after.accounts.try_emplace(key, Model::Account{row.username, "", "IS"});
        if (row.holds) {
            auto& used = told.try_emplace({key, row.privilege}, -1).first->second;
            if (row.last_used_at)
                used = std::max(used, policy::seconds_since_epoch(*row.last_used_at));
        }
        rows.push_back(row);
    }
    std::erase_if(after.grants, [&](const auto& grant) {
        const auto& [key, used] = grant;
        return apps_told_.contains(key.first.substr(0, 4)) && !told.contains(key);
    });
    for (const auto& [key, used] : told) {
        auto& known = after.grants.try_emplace(key, -1).first->second;
        known = std::max(known, used);
    }
    return rows;
}

// The daemon grants or revokes one thing: seen at once, and after the import too.
void World::change_one(Model& after) {
    if (model.accounts.empty()) return;
    auto account = model.accounts.begin();
    std::advance(account, up_to(static_cast<int>(model.accounts.size())));
    const auto privilege = "c" + std::to_string(up_to(4));
    const auto application = account->first.substr(0, 4);
    const auto id = account->first.substr(5);
    const auto identities = directory.rows(
        "SELECT i.id FROM current_identities i JOIN current_integrations n ON n.id = "
        "i.integration_id "
        "WHERE n.name = '" +
        application + "' AND i.external_id = '" + id + "'"
    );
    const auto connections = directory.rows(
        "SELECT c.id FROM current_connections c JOIN current_integrations n ON n.id = "
        "c.integration_id "
        "WHERE n.name = '" +
        application + "' AND c.privilege = '" + privilege + "'"
    );
    if (connections.empty()) return;
    const policy::IdentityId identity{std::stoll(identities.at(0).at(0))};
    const policy::ConnectionId connection{std::stoll(connections.at(0).at(0))};
    const GrantKey key{account->first, privilege};
    const bool give = maybe(50);
    directory.gate.write_blocking([&](Tx& tx) {
        if (give) {
            REQUIRE(store::grant(tx, identity, connection, directory.now, {}, {}));
        } else {
            REQUIRE(store::revoke(tx, identity, connection) == model.grants.contains(key));
        }
    });
    if (give) {
        model.grants.try_emplace(key, -1);
        // A grant that is new is newer than what the file says of its last use, or the file tells
        // it.
        after.grants.try_emplace(key, model.grants[key]);
    } else if (model.grants.erase(key) == 1) {
        after.grants.erase(key);
    }
}

template <class Row>
void World::run(const std::vector<Row>& rows, Model after) {
    auto staging = store::begin_import(directory.gate, directory.now);
    const auto perhaps_change = [&] {
        if (maybe(30)) change_one(after);
        check();
    };
    for (const auto& row : rows) {
        const auto problem = directory.stage_all(staging, std::vector<Row>{row});
        REQUIRE(problem.empty());
        perhaps_change();
    }
    if (maybe(10)) return;
    directory.settle(staging, rows);
    perhaps_change();
    if (maybe(20)) return;
    store::switch_import(
        directory.gate, staging, {directory.now, "cli:test", "import.test", "import:test"}
    );
    model = std::move(after);
    check();
    if (maybe(70)) store::clean_imports(directory.gate);
}

void World::step() {
    apps_told_.clear();
    auto after = model;
    switch (up_to(5)) {
        case 0: {
            const auto rows = users(after);
            return run(rows, after);
        }
        case 1: {
            const auto rows = identities(after);
            return run(rows, after);
        }
        case 2: {
            const auto rows = owners(after);
            return run(rows, after);
        }
        default: {
            const auto rows = entitlements(after);
            return run(rows, after);
        }
    }
}

// After cleaning, every row left is one that readers see.
void World::check_clean() {
    store::clean_imports(directory.gate);
    check();
    for (const auto* table :
         {"employee_versions",
          "employee_roles",
          "connection_versions",
          "identity_versions",
          "owners",
          "grants"}) {
        INFO(table);
        CHECK(
            directory.number(
                std::string("SELECT count(*) FROM ") + table +
                " WHERE to_gen <> 0 OR from_gen > (SELECT generation FROM directory)"
            ) == 0
        );
    }
    for (const auto* table : {"staged_rows", "staged_grants", "staged_integrations"})
        CHECK(directory.number(std::string("SELECT count(*) FROM ") + table) == 0);
    CHECK(
        directory.number("SELECT count(*) FROM grants") ==
        static_cast<std::int64_t>(model.grants.size())
    );
    CHECK(directory.number("SELECT count(*) FROM directory WHERE staging IS NOT NULL") == 0);
}

TEST_CASE("after any sequence of imports and changes the views equal a naive model") {
    const auto seed = GENERATE(range(1U, 11U));
    INFO("seed " << seed);
    World world(seed);
    for (int i = 0; i < 25; ++i) {
        world.step();
        world.check();
    }
    world.check_clean();
}

TEST_CASE("a reader during imports sees whole states only") {
    Directory directory;
    // Every import gives everybody and everything the same number: two numbers at once are a part.
    constexpr int people = 150;
    const auto import_number = [&](int number) {
        std::vector<store::UserRow> users;
        std::vector<store::EntitlementRow> grants;
        for (int i = 0; i < people; ++i) {
            const auto id = std::to_string(i);
            users.push_back(user("p" + id + "@x.example", "Name" + std::to_string(number)));
            grants.push_back(holds("App", id, "c" + std::to_string(number)));
        }
        directory.import(users);
        directory.import(grants);
    };
    import_number(0);
    std::atomic<bool> over{false};
    std::atomic<int> parts{0};
    std::atomic<int> looks{0};
    std::thread reader([&] {
        const auto db = store::open_connection(directory.file.path(), true);
        while (!over) {
            SQLite::Statement names(
                *db, "SELECT COUNT(DISTINCT name), COUNT(*) FROM current_employees"
            );
            names.executeStep();
            SQLite::Statement held(
                *db, "SELECT COUNT(DISTINCT connection_id), COUNT(*) FROM current_grants"
            );
            held.executeStep();
            const auto whole = [](SQLite::Statement& row) {
                return row.getColumn(0).getInt() == 1 && row.getColumn(1).getInt() == people;
            };
            if (!whole(names) || !whole(held)) ++parts;
            ++looks;
        }
    });
    for (int number = 1; number <= 6; ++number)
        import_number(number);
    over = true;
    reader.join();
    CHECK(parts == 0);
    CHECK(looks > 0);
}

}  // namespace
