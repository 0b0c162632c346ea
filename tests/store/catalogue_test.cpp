// What can be asked for: titles and connections found by words, what a title's holders share.
#include <catch2/catch.hpp>

#include "store/catalogue.hpp"
#include "tests/store/import_fixture.hpp"

namespace {

using store::Tx;
using Names = std::vector<std::string>;

store::UserRow titled(const std::string& email, const std::string& title) {
    auto row = user(email, email);
    row.title = title;
    return row;
}

std::string label(const policy::Connection& connection) {
    return connection.integration_name + "/" + connection.resource + "/" + connection.privilege;
}

struct Company : Directory {
    Names titles(const std::string& query, int limit = 100) {
        return look([&](Tx& tx) {
            Names names;
            for (const auto& one : store::search_titles(tx, query, limit))
                names.push_back(one.title + " " + std::to_string(one.holders));
            return names;
        });
    }
    Names found(const std::string& query, int limit = 100) {
        return look([&](Tx& tx) {
            Names names;
            for (const auto& connection : store::search_connections(tx, query, limit).rows)
                names.push_back(label(connection));
            return names;
        });
    }
    Names shared(const std::string& title, double share) {
        return look([&](Tx& tx) {
            Names names;
            for (const auto& [connection, holders] :
                 store::title_connections(tx, title, share).connections)
                names.push_back(label(connection) + " " + std::to_string(holders));
            return names;
        });
    }
};

TEST_CASE("titles with active holders are found by any words, most holders first") {
    Company company;
    auto gone = titled("g@x.example", "Gone Engineer");
    gone.ends_at = company.now;
    company.import <store::UserRow>(
        {titled("a@x.example", "Software Engineer"),
         titled("b@x.example", "Software Engineer"),
         titled("c@x.example", "Ingénieur de sécurité"),
         titled("d@x.example", "Engineering Manager"),
         titled("e@x.example", ""),
         gone}
    );
    CHECK(
        company.titles("") ==
        Names{"Software Engineer 2", "Engineering Manager 1", "Ingénieur de sécurité 1"}
    );
    CHECK(company.titles("engin") == Names{"Engineering Manager 1", "Software Engineer 2"});
    CHECK(company.titles("ENGINER soft") == Names{"Software Engineer 2"});
    CHECK(company.titles("securite") == Names{"Ingénieur de sécurité 1"});
    CHECK(company.titles("gone").empty());
    CHECK(company.titles("", 1) == Names{"Software Engineer 2"});
    CHECK(
        company.look([](Tx& tx) { return store::find_title(tx, "Software Engineer"); })->holders ==
        2
    );
    CHECK_FALSE(company.look([](Tx& tx) { return store::find_title(tx, "Gone Engineer"); }));
    CHECK_FALSE(company.look([](Tx& tx) { return store::find_title(tx, ""); }));
}

struct Engineers : Company {
    // Ann, Ben and Cem are engineers; Cem owns a robot, Dia has left.
    Engineers() {
        auto dia = titled("dia@x.example", "Engineer");
        dia.ends_at = now;
        import <store::UserRow>(
            {titled("ann@x.example", "Engineer"),
             titled("ben@x.example", "Engineer"),
             titled("cem@x.example", "Engineer"),
             dia}
        );
        auto robot = account("GitHub", "r", "robot", "cem@x.example");
        robot.relation = policy::Relation::owns;
        import <store::IdentityRow>(
            {account("GitHub", "1", "ann", "ann@x.example"),
             account("GitHub", "1b", "ann-2", "ann@x.example"),
             account("GitHub", "2", "ben", "ben@x.example"),
             account("GitHub", "3", "cem", "cem@x.example"),
             account("GitHub", "4", "dia", "dia@x.example"),
             robot}
        );
        import <store::EntitlementRow>(
            {holds("GitHub", "1", "read"),
             holds("GitHub", "1b", "read"),
             holds("GitHub", "2", "read"),
             holds("GitHub", "r", "read"),
             holds("GitHub", "4", "read"),
             holds("GitHub", "1", "admin"),
             holds("GitHub", "4", "admin")}
        );
    }
};

TEST_CASE("a title has what at least a share of its active holders have by accounts of their own") {
    Engineers company;
    CHECK(company.shared("Engineer", 0.5) == Names{"GitHub//read 2"});
    CHECK(company.shared("Engineer", 2.0 / 3) == Names{"GitHub//read 2"});
    CHECK(company.shared("Engineer", 0.7).empty());
    CHECK(company.shared("Engineer", 1.0 / 3) == Names{"GitHub//admin 1", "GitHub//read 2"});
    CHECK(company.shared("Engineer", 0) == Names{"GitHub//admin 1", "GitHub//read 2"});
    CHECK(company.shared("engineer", 0).empty());
    CHECK(company.shared("", 0).empty());
    CHECK(company.look([](Tx& tx) {
        return store::title_connections(tx, "Engineer", 0.5).holders;
    }) == 3);
}

struct Catalogue : Company {
    Catalogue() {
        const auto thing =
            [](const std::string& app, const std::string& resource, const std::string& privilege) {
                auto row = holds(app, "1", privilege);
                row.resource = resource;
                return row;
            };
        import <store::EntitlementRow>(
            {thing("GitHub", "payments-api", "read"),
             thing("GitHub", "payments-api", "write"),
             thing("GitHub", "Café Menu", "read"),
             thing("Payroll", "", "view"),
             thing("AWS", "github-mirror", "ReadOnly")}
        );
    }
};

TEST_CASE("connections are found over application, resource and privilege, the best first") {
    Catalogue company;
    CHECK(
        company.found("github") ==
        Names{
            "GitHub/Café Menu/read",
            "GitHub/payments-api/read",
            "GitHub/payments-api/write",
            "AWS/github-mirror/ReadOnly"}
    );
    CHECK(
        company.found("pay") ==
        Names{"Payroll//view", "GitHub/payments-api/read", "GitHub/payments-api/write"}
    );
    CHECK(company.found("WRITE pay git") == Names{"GitHub/payments-api/write"});
    CHECK(company.found("cafe") == Names{"GitHub/Café Menu/read"});
    CHECK(company.found("ments-a wri") == Names{"GitHub/payments-api/write"});
    CHECK(company.found("paymnets wirte") == Names{"GitHub/payments-api/write"});
    CHECK(company.found("nothing").empty());
    CHECK(company.found("").size() == 5);
    CHECK(company.look([](Tx& tx) { return store::search_connections(tx, "", 2); }).total == 5);
    CHECK(company.found("", 2) == Names{"AWS/github-mirror/ReadOnly", "GitHub/Café Menu/read"});
}

TEST_CASE("what is left out is not found") {
    Catalogue company;
    const auto view = company.connection("view");
    company.gate.write_blocking([&](Tx& tx) {
        CHECK(store::search_connections(tx, "pay", 100, {view}).total == 2);
    });
}

TEST_CASE("what an import brings or renames is found anew") {
    Catalogue company;
    CHECK(company.found("pay").size() == 3);
    company.import <store::EntitlementRow>({holds("Payroll", "1", "pay everybody")});
    CHECK(company.found("everybody") == Names{"Payroll//pay everybody"});
    auto renamed = account("p1", "1", "ann", "");
    renamed.app_name = "Payroll";
    company.import <store::IdentityRow>({renamed});
    renamed.app_name = "Salaries";
    company.import <store::IdentityRow>({renamed});
    CHECK(company.found("salaries").size() == 2);
    CHECK(company.found("payroll").empty());
}

}  // namespace
