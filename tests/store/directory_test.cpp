// The directory as readers see it: searching people, what one lacks that another has, single
// changes.
#include <catch2/catch.hpp>

#include "store/directory_words.hpp"
#include "tests/store/import_fixture.hpp"

namespace {

using store::Tx;
using Names = std::vector<std::string>;

Names found(Directory& directory, const std::string& query, int limit = 100) {
    return directory.look([&](Tx& tx) {
        Names names;
        for (const auto& employee : store::search_employees(tx, query, limit))
            names.push_back(employee.name);
        return names;
    });
}

TEST_CASE("words fold case, accents and apostrophes") {
    using store::folded_words;
    CHECK(folded_words("  Siobhán O’Reilly ") == Names{"siobhan", "oreilly"});
    CHECK(folded_words("Jean-Baptiste N'Diaye") == Names{"jean", "baptiste", "ndiaye"});
    CHECK(folded_words("ŁUKASZ Sørensen Straße") == Names{"lukasz", "sorensen", "strasse"});
    CHECK(folded_words("Yılmaz İnci") == Names{"yilmaz", "inci"});
    CHECK(folded_words("Nguyễn 阮") == Names{"nguyen", "阮"});
    CHECK(folded_words("a.b_c@x") == Names{"a", "b", "c", "x"});
    CHECK(folded_words("\xFF\xFE").empty());
    CHECK(folded_words("🙂 ,;").empty());
    CHECK(store::lower("ÄÖ@X.Example") == "äö@x.example");
    CHECK(store::lower("\xFF") == "\xFF");
}

TEST_CASE("people are found by the beginning of any word of name or address, best first") {
    Directory directory;
    auto gone = user("anna.gone@x.example", "Anna Gone");
    gone.ends_at = directory.now;
    directory.import <store::UserRow>(
        {user("zz@x.example", "Joanna Andersson"),
         user("b@x.example", "Maria Anna Lind"),
         user("ann@x.example", "Bo Berg"),
         user("c@x.example", "Änna Smith"),
         user("smithers@x.example", "Carl Åberg"),
         gone}
    );
    // By the beginning of the name or the address first, then of a later word, then by a middle.
    CHECK(
        found(directory, "ann") ==
        Names{"Bo Berg", "Änna Smith", "Maria Anna Lind", "Joanna Andersson"}
    );
    CHECK(found(directory, "ÄNNA S").front() == "Änna Smith");
    CHECK(found(directory, "smith a") == Names{"Carl Åberg", "Änna Smith"});
    CHECK(found(directory, "berg bo") == Names{"Bo Berg"});
    CHECK(found(directory, "anna lind maria") == Names{"Maria Anna Lind"});
    CHECK(found(directory, "ann@x.ex").front() == "Bo Berg");
    CHECK(found(directory, "gone").empty());
    CHECK(found(directory, "zzz").empty());
    CHECK(found(directory, "a", 1).size() == 1);
    CHECK(found(directory, "").size() == 5);
    CHECK(found(directory, "a", 0).empty());
}

TEST_CASE("people are found by the middle of a word, after those of whom it is the beginning") {
    Directory directory;
    directory.import <store::UserRow>(
        {user("zz@x.example", "Joanna Goldsmith"),
         user("b@x.example", "Mithra Lind"),
         user("c@x.example", "Änna Smith"),
         user("smithers@x.example", "Carl Åberg")}
    );
    CHECK(found(directory, "nna") == Names{"Änna Smith", "Joanna Goldsmith"});
    CHECK(
        found(directory, "mith") ==
        Names{"Mithra Lind", "Carl Åberg", "Änna Smith", "Joanna Goldsmith"}
    );
    // Several words, each in its own way, in any order.
    CHECK(found(directory, "mith ann") == Names{"Änna Smith", "Joanna Goldsmith"});
    CHECK(found(directory, "nna gold") == Names{"Joanna Goldsmith"});
    CHECK(found(directory, "oldsmith joanna") == Names{"Joanna Goldsmith"});
    CHECK(found(directory, "BERG") == Names{"Carl Åberg"});
    CHECK(found(directory, "nna", 1).size() == 1);
    CHECK(found(directory, "ithz").empty());
    // Who comes or is renamed later is found as well, and no more by the name of before.
    directory.import <store::UserRow>(
        {user("new@x.example", "Hannah Berg"), user("b@x.example", "Ziv Lind")}
    );
    CHECK(found(directory, "nna") == Names{"Änna Smith", "Hannah Berg", "Joanna Goldsmith"});
    CHECK(found(directory, "ithra").empty());
}

TEST_CASE("one typing error in a word of five letters or more is forgiven when nobody fits exactly"
) {
    Directory directory;
    directory.import <store::UserRow>(
        {user("a@x.example", "Siobhán O’Reilly"),
         user("b@x.example", "Sigrid Johnson"),
         user("c@x.example", "Jon Johnston")}
    );
    CHECK(found(directory, "siobahn") == Names{"Siobhán O’Reilly"});
    CHECK(found(directory, "sioban") == Names{"Siobhán O’Reilly"});
    CHECK(found(directory, "oreily") == Names{"Siobhán O’Reilly"});
    CHECK(found(directory, "sigrid jhonson") == Names{"Sigrid Johnson"});
    CHECK(found(directory, "jhonson sirgid") == Names{"Sigrid Johnson"});
    CHECK(found(directory, "johns") == Names{"Sigrid Johnson", "Jon Johnston"});
    CHECK(found(directory, "sirg").empty());
    CHECK(found(directory, "jhonsonn").empty());
}

TEST_CASE("a renamed person is found by the new name only") {
    Directory directory;
    directory.import <store::UserRow>({user("a@x.example", "Anna Maiden")});
    directory.import <store::UserRow>({user("a@x.example", "Anna Married")});
    CHECK(found(directory, "maiden").empty());
    CHECK(found(directory, "married") == Names{"Anna Married"});
    CHECK(
        directory.number("SELECT count(*) FROM employee_search WHERE words LIKE '%maiden%'") == 0
    );
}

struct Team : Directory {
    Team() {
        import <store::UserRow>({user("ref@x.example", "Ref"), user("ben@x.example", "Ben")});
        auto robot = account("GitHub", "r", "robot", "ref@x.example");
        robot.relation = policy::Relation::owns;
        import <store::IdentityRow>(
            {account("GitHub", "1", "ref", "ref@x.example"),
             account("GitHub", "1b", "ref-admin", "ref@x.example"),
             account("GitHub", "2", "ben", "ben@x.example"),
             account("AWS", "3", "ref", "ref@x.example"),
             robot}
        );
        auto admin = holds("GitHub", "1b", "admin");
        admin.privileged = true;
        auto repo = holds("GitHub", "1", "write");
        repo.resource = "api";
        repo.resource_type = "repository";
        repo.project = "core";
        import <store::EntitlementRow>(
            {repo,
             admin,
             holds("GitHub", "1", "read"),
             holds("GitHub", "1b", "read"),
             holds("GitHub", "2", "member"),
             holds("GitHub", "r", "deploy"),
             holds("AWS", "3", "view"),
             holds("GitHub", "1", "member")}
        );
        ref = employee("ref@x.example");
        ben = employee("ben@x.example");
    }
    std::vector<policy::Connection> missing() {
        return look([&](Tx& tx) { return store::missing_grants(tx, ref, ben); });
    }
    policy::EmployeeId ref;
    policy::EmployeeId ben;
};

TEST_CASE("what the reference's own accounts hold and the beneficiary's lack, each once, in order"
) {
    Team team;
    const auto missing = team.missing();
    REQUIRE(missing.size() == 4);
    CHECK(missing[0].integration_name == "AWS");
    CHECK(missing[1].privilege == "admin");
    CHECK(missing[1].privileged);
    CHECK(missing[2].privilege == "read");
    CHECK(missing[3].resource == "api");
    CHECK(missing[3].project == "core");
    CHECK(missing[3].resource_type == "repository");
    CHECK(missing[3].requestable);
    const auto again =
        team.look([&](Tx& tx) { return store::find_connection(tx, missing[3].id).value(); });
    CHECK(again == missing[3]);
}

TEST_CASE("a service account's grants count on neither side") {
    Team team;
    const auto robot = team.identity("robot");
    const auto read = team.connection("read");
    team.gate.write_blocking([&](Tx& tx) { store::grant(tx, robot, read, team.now, {}, {}); });
    CHECK(team.missing().size() == 4);
    CHECK(team.look([&](Tx& tx) { return store::missing_grants(tx, team.ben, team.ref).empty(); }));
    CHECK(team.look([&](Tx& tx) { return store::grants_of(tx, robot).size(); }) == 2);
}

TEST_CASE("an account's grants come and go one by one") {
    Team team;
    const auto ben = team.identity("ben");
    const auto read = team.connection("read");
    const auto end = team.now + std::chrono::hours{1};
    team.gate.write_blocking([&](Tx& tx) {
        CHECK_FALSE(store::holds(tx, ben, read));
        CHECK(store::grant(tx, ben, read, team.now, end, policy::RequestId{7}));
        CHECK(store::holds(tx, ben, read));
        // Held already: the date of the grant stays.
        CHECK(store::grant(tx, ben, read, end, {}, policy::RequestId{8}));
        const auto grants = store::grants_of(tx, ben);
        REQUIRE(grants.size() == 2);
        const auto& grant = grants[0].connection == read ? grants[0] : grants[1];
        CHECK(grant.granted_at == team.now);
        CHECK(grant.request == policy::RequestId{8});
        CHECK_FALSE(grant.expires_at);
    });
    CHECK(team.missing().size() == 3);
    team.gate.write_blocking([&](Tx& tx) {
        CHECK(store::revoke(tx, ben, read));
        CHECK_FALSE(store::revoke(tx, ben, read));
        CHECK_FALSE(store::holds(tx, ben, read));
        CHECK_FALSE(store::grant(tx, {999}, read, team.now, {}, {}));
        CHECK_FALSE(store::revoke(tx, {999}, read));
    });
    CHECK(team.missing().size() == 4);
    CHECK(team.number("SELECT count(*) FROM grants WHERE to_gen <> 0") == 0);
}

TEST_CASE("a person's own accounts in an application, by user name") {
    Team team;
    const auto app = team.look([](Tx& tx) { return store::find_integration(tx, "GITHUB")->id; });
    const auto accounts =
        team.look([&](Tx& tx) { return store::identities_of(tx, team.ref, app); });
    REQUIRE(accounts.size() == 2);
    CHECK(accounts[0].username == "ref");
    CHECK(accounts[1].username == "ref-admin");
    CHECK(team.look([&](Tx& tx) {
        return store::find_identity(tx, accounts[0].id);
    }) == accounts[0]);
}

TEST_CASE("a new account is seen at once, also one that an import is about to bring") {
    Team team;
    const auto aws = team.look([](Tx& tx) { return store::find_integration(tx, "AWS")->id; });
    const auto create = [&](const std::string& username) {
        return team.look([&](Tx& tx) { return store::create_identity(tx, aws, team.ben, username); }
        );
    };
    const auto made = create("ben");
    CHECK(create("ben") == made);
    auto staging = store::begin_import(team.gate, team.now);
    team.stage_all<store::IdentityRow>(staging, {account("AWS", "9", "ben2", "ben@x.example")});
    const auto adopted = create("ben2");
    CHECK(team.look([&](Tx& tx) { return store::identities_of(tx, team.ben, aws).size(); }) == 2);
    store::clean_imports(team.gate);
    CHECK(team.look([&](Tx& tx) { return store::find_identity(tx, adopted).has_value(); }));
}

TEST_CASE("people with a role are the active ones, by name") {
    Directory directory;
    auto zoe = user("zoe@x.example", "Zoe");
    auto abe = user("abe@x.example", "Abe");
    auto gone = user("gone@x.example", "Gone");
    for (auto* person : {&zoe, &abe, &gone})
        person->roles = {policy::Role::risk_manager};
    gone.ends_at = directory.now;
    directory.import <store::UserRow>({zoe, abe, gone});
    const auto people = directory.look([](Tx& tx) {
        return store::employees_with_role(tx, policy::Role::risk_manager);
    });
    CHECK(
        people ==
        std::vector{directory.employee("abe@x.example"), directory.employee("zoe@x.example")}
    );
    CHECK(directory.look([](Tx& tx) {
        return store::employees_with_role(tx, policy::Role::administrator).empty();
    }));
}

}  // namespace
