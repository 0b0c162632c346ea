// Imports: what they add, change and end, what nobody sees before the switch, and what an
// interrupted one leaves.
#include <catch2/catch.hpp>

#include "store/slack_users.hpp"
#include "tests/store/import_fixture.hpp"

namespace {

using store::Noun;
using store::Staging;
using store::Tx;
using Emails = std::vector<std::string>;

std::vector<std::string> privileges(const std::vector<policy::Connection>& connections) {
    std::vector<std::string> names;
    for (const auto& connection : connections)
        names.push_back(connection.integration_name + "/" + connection.privilege);
    return names;
}

std::vector<std::string> held_by(Directory& directory, const std::string& email) {
    const auto id = directory.employee(email);
    return privileges(directory.look([&](Tx& tx) { return store::connections_of(tx, id); }));
}

TEST_CASE("a person's manager may come after them in the file or in a later one") {
    Directory directory;
    auto anna = user("anna@x.example", "Anna");
    anna.manager_email = "boss@x.example";
    directory.import <store::UserRow>({anna});
    const auto id = directory.employee("anna@x.example");
    const auto manager = directory.look([&](Tx& tx) { return store::manager_of(tx, id); });
    REQUIRE(manager);
    CHECK_FALSE(directory.look([&](Tx& tx) { return store::find_employee(tx, *manager); }));
    directory.import <store::UserRow>({user("boss@x.example", "Boss")});
    CHECK(directory.employee("boss@x.example") == *manager);
}

TEST_CASE("a second import of the same rows changes nothing") {
    Directory directory;
    auto anna = user("anna@x.example", "Anna");
    anna.roles = {policy::Role::risk_manager, policy::Role::reviewer};
    anna.manager_email = "boss@x.example";
    const std::vector<store::UserRow> users{anna, user("boss@x.example", "Boss")};
    const std::vector<store::IdentityRow> accounts{
        account("GitHub", "1", "anna", "anna@x.example")};
    const std::vector<store::OwnerRow> owners{
        owned("GitHub", {"boss@x.example", "anna@x.example"})};
    auto read = holds("GitHub", "1", "read");
    read.last_used_at = policy::instant(5);
    read.privileged = true;
    const std::vector<store::EntitlementRow> grants{read, holds("GitHub", "1", "write")};
    CHECK(directory.import(users).any_change());
    CHECK(directory.import(accounts).any_change());
    CHECK(directory.import(owners).any_change());
    CHECK(directory.import(grants).any_change());
    CHECK_FALSE(directory.import(users).any_change());
    CHECK_FALSE(directory.import(accounts).any_change());
    CHECK_FALSE(directory.import(owners).any_change());
    const auto again = directory.import(grants);
    CHECK_FALSE(again.any_change());
    CHECK(again[Noun::grants] == store::ImportCount{0, 0, 0, 2});
}

TEST_CASE("a column that a file does not have changes nothing, an empty cell clears") {
    Directory directory;
    auto anna = user("anna@x.example", "Anna");
    anna.title = "Engineer";
    anna.department = "Platform";
    anna.roles = {policy::Role::reviewer};
    directory.import <store::UserRow>({anna});
    auto later = user("anna@x.example", "Anna Berg");
    later.department = "";
    directory.import <store::UserRow>({later});
    const auto found =
        directory.look([](Tx& tx) { return store::find_employee(tx, "Anna@X.example").value(); });
    CHECK(found.name == "Anna Berg");
    CHECK(found.title == "Engineer");
    CHECK(found.department.empty());
    CHECK(directory.look([&](Tx& tx) { return store::roles_of(tx, found.id).size(); }) == 1);
}

TEST_CASE("a past end date means terminated, and so does one that passes later") {
    Directory directory;
    auto gone = user("gone@x.example", "Gone");
    gone.ends_at = directory.now;
    auto leaving = user("leaving@x.example", "Leaving");
    leaving.ends_at = directory.now + std::chrono::hours{1};
    directory.import <store::UserRow>({gone, leaving});
    const auto active = [&](const std::string& email) {
        return directory.look([&](Tx& tx) { return store::find_employee(tx, email)->active; });
    };
    CHECK_FALSE(active("gone@x.example"));
    CHECK(active("leaving@x.example"));
    const auto at = directory.now + std::chrono::hours{1};
    const auto ended = directory.look([&](Tx& tx) { return store::end_employments(tx, at); });
    CHECK(ended.size() == 1);
    CHECK_FALSE(active("leaving@x.example"));
    CHECK(directory.look([](Tx& tx) { return store::search_employees(tx, "").size(); }) == 0);
}

TEST_CASE("a repeated row is harmless, a contradicting one is refused with both places") {
    Directory directory;
    auto staging = store::begin_import(directory.gate, directory.now);
    auto anna = user("anna@x.example", "Anna");
    anna.source.digest = "same";
    CHECK(directory.stage_all<store::UserRow>(staging, {anna, anna}).empty());
    auto other = user("anna@x.example", "Anne");
    other.source.digest = "other";
    CHECK(
        directory.stage_all<store::UserRow>(staging, {other}) ==
        "Work Email: anna@x.example stands in test.csv:2 too, with other values"
    );
}

TEST_CASE("nothing staged is seen before the switch and all of it after") {
    Directory directory;
    auto anna = user("anna@x.example", "Anna Alt");
    directory.import <store::UserRow>({anna, user("carl@x.example", "Carl")});
    auto staging = store::begin_import(directory.gate, directory.now);
    anna.name = "Zora Neu";
    directory.stage_all<store::UserRow>(staging, {anna, user("bert@x.example", "Bert")});
    const auto seen = [&](const std::string& query) {
        return directory.look([&](Tx& tx) { return store::search_employees(tx, query).size(); });
    };
    CHECK(seen("zora") == 0);
    CHECK(seen("bert") == 0);
    CHECK(seen("alt") == 1);
    CHECK(directory.look([](Tx& tx) { return store::count_directory(tx).employees; }) == 2);
    directory.finish(staging);
    CHECK(seen("zora") == 1);
    CHECK(seen("bert") == 1);
    CHECK(seen("alt") == 0);
    CHECK(directory.look([](Tx& tx) { return store::count_directory(tx).employees; }) == 3);
}

TEST_CASE("entitlements are the whole truth of the applications they name and of no other") {
    Directory directory;
    directory.import <store::UserRow>({user("anna@x.example", "Anna")});
    directory.import <store::IdentityRow>(
        {account("GitHub", "1", "anna", "anna@x.example"),
         account("Jira", "7", "anna", "anna@x.example")}
    );
    directory.import <store::EntitlementRow>(
        {holds("GitHub", "1", "read"), holds("GitHub", "1", "write"), holds("Jira", "7", "edit")}
    );
    auto no = holds("GitHub", "1", "write");
    no.holds = false;
    const auto counts =
        directory.import <store::EntitlementRow>({holds("GitHub", "1", "admin"), no});
    CHECK(counts[Noun::grants] == store::ImportCount{1, 0, 2, 0});
    CHECK(held_by(directory, "anna@x.example") == Emails{"GitHub/admin", "Jira/edit"});
}

TEST_CASE("what an application would lose is counted before the switch") {
    Directory directory;
    directory.import <store::EntitlementRow>(
        {holds("GitHub", "1", "a"), holds("GitHub", "2", "a"), holds("GitHub", "3", "a")}
    );
    auto staging = store::begin_import(directory.gate, directory.now);
    const std::vector<store::EntitlementRow> one{holds("GitHub", "1", "a")};
    directory.stage_all(staging, one);
    directory.settle(staging, one);
    REQUIRE(staging.losses.size() == 1);
    CHECK(staging.losses.begin()->second.held == 3);
    CHECK(staging.losses.begin()->second.ended == 2);
    store::clean_imports(directory.gate);
    CHECK(directory.look([](Tx& tx) { return store::count_directory(tx).grants; }) == 3);
}

TEST_CASE("an entitlement's account is found by id, else user name, else address, else made") {
    Directory directory;
    directory.import <store::UserRow>({user("anna@x.example", "Anna"), user("eve@x.example", "Eve")}
    );
    auto anna = account("GitHub", "1", "anna", "anna@x.example");
    anna.email = "anna@x.example";
    directory.import <store::IdentityRow>({anna});
    auto by_name = holds("GitHub", "", "b");
    by_name.username = "anna";
    auto by_email = holds("GitHub", "", "c");
    by_email.email = "anna@x.example";
    auto made = holds("GitHub", "2", "d");
    made.email = "eve@x.example";
    const auto counts = directory.import <store::EntitlementRow>(
        {holds("GitHub", "1", "a"), by_name, by_email, made}
    );
    CHECK(counts[Noun::accounts].added == 1);
    CHECK(held_by(directory, "anna@x.example") == Emails{"GitHub/a", "GitHub/b", "GitHub/c"});
    CHECK(held_by(directory, "eve@x.example") == Emails{"GitHub/d"});
}

TEST_CASE("nobody guesses between two accounts of one address") {
    Directory directory;
    auto first = account("GitHub", "1", "anna", "anna@x.example");
    auto second = account("GitHub", "2", "anna-admin", "anna@x.example");
    first.email = second.email = "anna@x.example";
    directory.import <store::IdentityRow>({first, second});
    auto staging = store::begin_import(directory.gate, directory.now);
    auto row = holds("GitHub", "", "a");
    row.email = "anna@x.example";
    CHECK(
        directory.stage_all<store::EntitlementRow>(staging, {row}) ==
        "Email: 2 accounts of this application have \"anna@x.example\": give the User ID or the "
        "Username"
    );
}

TEST_CASE("an identities file finds the accounts that entitlements made before") {
    Directory directory;
    auto row = holds("GitHub", "", "a");
    row.username = "anna";
    directory.import <store::EntitlementRow>({row});
    directory.import <store::UserRow>({user("anna@x.example", "Anna")});
    CHECK(held_by(directory, "anna@x.example").empty());
    const auto counts =
        directory.import <store::IdentityRow>({account("GitHub", "1", "anna", "anna@x.example")});
    CHECK(counts[Noun::accounts] == store::ImportCount{0, 1, 0, 0});
    CHECK(held_by(directory, "anna@x.example") == Emails{"GitHub/a"});
    CHECK(directory.number("SELECT count(*) FROM grants") == 1);
}

TEST_CASE("an account that becomes a service account takes its grants from the person") {
    Directory directory;
    directory.import <store::UserRow>({user("anna@x.example", "Anna")});
    auto robot = account("GitHub", "1", "robot", "anna@x.example");
    directory.import <store::IdentityRow>({robot});
    directory.import <store::EntitlementRow>({holds("GitHub", "1", "a")});
    CHECK(held_by(directory, "anna@x.example").size() == 1);
    robot.relation = policy::Relation::owns;
    directory.import <store::IdentityRow>({robot});
    CHECK(held_by(directory, "anna@x.example").empty());
    const auto identity = directory.identity("robot");
    CHECK(directory.look([&](Tx& tx) { return store::grants_of(tx, identity).size(); }) == 1);
    robot.relation = policy::Relation::is;
    directory.import <store::IdentityRow>({robot});
    CHECK(held_by(directory, "anna@x.example").size() == 1);
}

TEST_CASE("an application is matched by id, else by name, and renamed by its id only") {
    Directory directory;
    directory.import <store::EntitlementRow>({holds("GitHub", "1", "a")});
    auto row = account("x", "1", "anna", "");
    row.app_id = "int-9";
    row.app_name = "github";
    directory.import <store::IdentityRow>({row});
    row.app_name = "GitHub Cloud";
    const auto counts = directory.import <store::IdentityRow>({row});
    CHECK(counts[Noun::applications] == store::ImportCount{0, 1, 0, 0});
    const auto all = directory.look([](Tx& tx) { return store::integrations(tx); });
    REQUIRE(all.size() == 1);
    CHECK(all[0].name == "GitHub Cloud");
    CHECK(all[0].external_id == "int-9");
    directory.import <store::EntitlementRow>({holds("int-9", "1", "a")});
    CHECK(directory.look([](Tx& tx) { return store::integrations(tx).size(); }) == 1);
}

TEST_CASE("two applications may swap their names in one import") {
    Directory directory;
    auto one = account("1", "a", "anna", "");
    auto two = account("2", "b", "bert", "");
    one.app_name = "Alpha";
    two.app_name = "Beta";
    directory.import <store::IdentityRow>({one, two});
    auto staging = store::begin_import(directory.gate, directory.now);
    one.app_name = "Beta";
    CHECK(
        directory.stage_all<store::IdentityRow>(staging, {one}) ==
        "App Name: the application with the id \"1\" is Alpha, and Beta is another one"
    );
}

TEST_CASE("an interrupted import leaves nothing visible and the next one works") {
    Directory directory;
    directory.import <store::UserRow>({user("anna@x.example", "Anna")});
    directory.import <store::EntitlementRow>({holds("GitHub", "1", "a"), holds("GitHub", "2", "a")}
    );
    const auto dump = [&] {
        return directory.rows(
            "SELECT 'g', holder_id, connection_id, identity_id FROM current_grants UNION ALL "
            "SELECT 'i', id, username, external_id FROM current_identities UNION ALL "
            "SELECT 'a', id, name, '' FROM current_integrations UNION ALL "
            "SELECT 'c', id, privilege, privileged FROM current_connections"
        );
    };
    const auto before = dump();
    {
        auto lost = store::begin_import(directory.gate, directory.now);
        auto changed = holds("GitHub", "1", "a");
        changed.privileged = true;
        changed.last_used_at = directory.now;
        const std::vector<store::EntitlementRow> rows{
            changed, holds("Okta", "3", "x"), holds("GitHub", "4", "b")};
        directory.stage_all(lost, rows);
        directory.settle(lost, rows);
        CHECK(dump() == before);
    }
    auto staging = store::begin_import(directory.gate, directory.now);
    CHECK(dump() == before);
    const std::vector<store::EntitlementRow> rows{holds("Okta", "3", "x")};
    directory.stage_all(staging, rows);
    directory.settle(staging, rows);
    directory.finish(staging);
    CHECK(held_by(directory, "anna@x.example").empty());
    CHECK(directory.look([](Tx& tx) { return store::count_directory(tx).grants; }) == 3);
    CHECK(directory.look([](Tx& tx) { return store::integrations(tx).size(); }) == 2);
    CHECK(directory.number("SELECT count(*) FROM identities WHERE integration_id IS NULL") == 1);
}

TEST_CASE("an import that lost the directory to another cannot go on") {
    Directory directory;
    auto first = store::begin_import(directory.gate, directory.now);
    auto second = store::begin_import(directory.gate, directory.now);
    CHECK_THROWS_AS(
        directory.stage_all<store::UserRow>(first, {user("a@x.example", "A")}), store::ImportLost
    );
    CHECK_THROWS_AS(
        store::switch_import(directory.gate, first, {directory.now, "", "", ""}), store::ImportLost
    );
    CHECK(directory.stage_all<store::UserRow>(second, {user("a@x.example", "A")}).empty());
}

TEST_CASE("what the daemon grants and revokes during an import stands after the switch") {
    Directory directory;
    directory.import <store::UserRow>({user("anna@x.example", "Anna")});
    directory.import <store::IdentityRow>({account("GitHub", "1", "anna", "anna@x.example")});
    directory.import <store::EntitlementRow>(
        {holds("GitHub", "1", "kept"),
         holds("GitHub", "1", "revoked"),
         holds("GitHub", "1", "regranted")}
    );
    auto unheld = holds("GitHub", "1", "granted");
    unheld.holds = false;
    directory.import <store::EntitlementRow>(
        {holds("GitHub", "1", "kept"),
         holds("GitHub", "1", "revoked"),
         holds("GitHub", "1", "regranted"),
         unheld}
    );
    const auto anna = directory.identity("anna");
    const bool late = GENERATE(false, true);
    auto staging = store::begin_import(directory.gate, directory.now);
    const std::vector<store::EntitlementRow> rows{
        holds("GitHub", "1", "kept"), holds("GitHub", "1", "revoked")};
    directory.stage_all(staging, rows);
    if (late) directory.settle(staging, rows);
    const auto granted = directory.connection("granted");
    const auto revoked = directory.connection("revoked");
    const auto regranted = directory.connection("regranted");
    directory.gate.write_blocking([&](Tx& tx) {
        CHECK(store::grant(tx, anna, granted, directory.now, {}, {}));
        CHECK(store::revoke(tx, anna, revoked));
        CHECK_FALSE(store::revoke(tx, anna, revoked));
        CHECK(store::grant(tx, anna, regranted, directory.now, {}, {}));
    });
    const Emails expected{"GitHub/granted", "GitHub/kept", "GitHub/regranted"};
    CHECK(held_by(directory, "anna@x.example") == expected);
    if (!late) directory.settle(staging, rows);
    directory.finish(staging);
    CHECK(held_by(directory, "anna@x.example") == expected);
}

TEST_CASE("a grant to an account that an import gives to somebody else goes along") {
    Directory directory;
    directory.import <store::UserRow>({user("anna@x.example", "A"), user("bert@x.example", "B")});
    auto row = account("GitHub", "1", "shared", "anna@x.example");
    directory.import <store::IdentityRow>({row});
    directory.import <store::EntitlementRow>({holds("GitHub", "1", "a"), holds("GitHub", "2", "b")}
    );
    auto staging = store::begin_import(directory.gate, directory.now);
    row.employee_email = "bert@x.example";
    const std::vector<store::IdentityRow> rows{row};
    directory.stage_all(staging, rows);
    directory.settle(staging, rows);
    const auto shared = directory.identity("shared");
    const auto connection = directory.connection("b");
    directory.gate.write_blocking([&](Tx& tx) {
        store::grant(tx, shared, connection, directory.now, {}, {});
    });
    CHECK(held_by(directory, "anna@x.example") == Emails{"GitHub/a", "GitHub/b"});
    CHECK(held_by(directory, "bert@x.example").empty());
    const bool interrupted = GENERATE(false, true);
    if (interrupted) {
        store::clean_imports(directory.gate);
        CHECK(held_by(directory, "anna@x.example") == Emails{"GitHub/a", "GitHub/b"});
    } else {
        directory.finish(staging);
        CHECK(held_by(directory, "anna@x.example").empty());
        CHECK(held_by(directory, "bert@x.example") == Emails{"GitHub/a", "GitHub/b"});
    }
    CHECK(directory.number("SELECT count(*) FROM grants") == 3);
}

TEST_CASE("an owner is the primary if active, else the next secondary") {
    Directory directory;
    auto boss = user("boss@x.example", "Boss");
    directory.import <store::UserRow>({boss, user("anna@x.example", "Anna")});
    auto resource = owned("GitHub", {"anna@x.example"});
    resource.resource = "payments";
    directory.import <store::OwnerRow>(
        {owned("GitHub", {"nobody@x.example", "boss@x.example", "anna@x.example"}), resource}
    );
    auto grant = holds("GitHub", "1", "write");
    grant.resource = "payments";
    directory.import <store::EntitlementRow>({grant, holds("GitHub", "1", "member")});
    const auto app =
        directory.look([](Tx& tx) { return store::find_integration(tx, "github").value().id; });
    const auto owner = [&] {
        return directory.look([&](Tx& tx) { return store::integration_owner(tx, app); });
    };
    CHECK(owner() == directory.employee("boss@x.example"));
    boss.ends_at = directory.now;
    directory.import <store::UserRow>({boss});
    CHECK(owner() == directory.employee("anna@x.example"));
    const auto write = directory.connection("write");
    const auto member = directory.connection("member");
    CHECK(directory.look([&](Tx& tx) { return store::resource_owner(tx, write); }).has_value());
    CHECK_FALSE(directory.look([&](Tx& tx) { return store::resource_owner(tx, member); }));
}

TEST_CASE("a Slack user who was known before the users file is an employee after it") {
    Directory directory;
    policy::SlackUser slack;
    slack.team = {"T1"};
    slack.user = {"U1"};
    slack.email = "Anna@X.example";
    directory.gate.write_blocking([&](Tx& tx) {
        CHECK(store::upsert_slack_user(tx, slack).match == store::SlackMatch::unknown_email);
    });
    directory.import <store::UserRow>({user("anna@x.example", "Anna")});
    directory.gate.write_blocking([&](Tx& tx) {
        CHECK(std::holds_alternative<store::KnownEmployee>(store::who_is(tx, {"T1"}, {"U1"})));
    });
}

}  // namespace
