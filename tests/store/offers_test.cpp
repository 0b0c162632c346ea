// What somebody holds and what they lack of an application, by the accounts that they are.
#include "store/offers.hpp"

#include <SQLiteCpp/Database.h>

#include <catch2/catch.hpp>

#include "store/directory.hpp"
#include "tests/store/small_company.hpp"

namespace {

using Company = SmallCompany;

struct Shelf {
    TempDatabase file;
    boost::asio::io_context io;
    store::Gate gate{io, {.path = file.path()}};
    Company company{gate};

    template <class Work>
    void in(Work work) {
        gate.write_blocking([&](store::Tx& tx) { work(tx); });
    }
};

std::vector<policy::ConnectionId> ids(const std::vector<policy::Connection>& rows) {
    std::vector<policy::ConnectionId> all;
    for (const auto& row : rows)
        all.push_back(row.id);
    return all;
}

TEST_CASE("a holding names every account that holds it") {
    Shelf shelf;
    shelf.in([](store::Tx& tx) {
        // Ann's two accounts in Payroll both may view.
        for (const std::int64_t account : {3, 4})
            store::grant(tx, {account}, Company::pay_view, policy::instant(5), {}, {});
        const auto held = store::holdings_of(tx, Company::ann);
        REQUIRE(held.size() == 2);
        CHECK(held[0].connection.id == Company::code_read);
        CHECK(held[0].accounts == std::vector<policy::IdentityId>{{1}});
        CHECK(held[1].connection.id == Company::pay_view);
        CHECK(held[1].accounts == std::vector<policy::IdentityId>{{3}, {4}});
        CHECK(
            store::held_connections(tx, Company::ann) ==
            std::vector<policy::ConnectionId>{Company::code_read, Company::pay_view}
        );
    });
}

TEST_CASE("a service account that one owns holds nothing of one's own") {
    Shelf shelf;
    shelf.in([](store::Tx& tx) {
        tx.db().exec(R"sql(
            INSERT INTO identities (id, integration_id) VALUES (9, 1);
            INSERT INTO identity_versions (identity_id, to_gen, from_gen, integration_id, external_id, username,
                email, name, employee_id, relation) VALUES (9, 0, 1, 1, '', 'bot', '', '', 1, 'OWNS');
        )sql");
        store::grant(tx, {9}, Company::code_admin, policy::instant(5), {}, {});
        CHECK(
            store::held_connections(tx, Company::ann) ==
            std::vector<policy::ConnectionId>{Company::code_read}
        );
        CHECK(store::holdings_of(tx, Company::ann).size() == 1);
    });
}

TEST_CASE("an application is paged over what one lacks of it, privileged ones last") {
    Shelf shelf;
    shelf.in([](store::Tx& tx) {
        CHECK(store::count_lacking(tx, Company::github, Company::ann).lacking == 2);
        CHECK(store::count_lacking(tx, Company::github, Company::ann).requestable == 3);
        CHECK(
            ids(store::lacking_of(tx, Company::github, Company::ann, 0, 10)) ==
            std::vector<policy::ConnectionId>{Company::code_write, Company::code_admin}
        );
        CHECK(
            ids(store::lacking_of(tx, Company::github, Company::ann, 1, 10)) ==
            std::vector<policy::ConnectionId>{Company::code_admin}
        );
        CHECK(store::count_lacking(tx, Company::github, Company::ben).lacking == 0);
    });
}

TEST_CASE("what cannot be requested is no part of an application's pages") {
    Shelf shelf;
    shelf.in([](store::Tx& tx) {
        tx.db().exec("UPDATE connection_versions SET requestable = 0 WHERE connection_id = 2");
        CHECK(
            ids(store::lacking_of(tx, Company::github, Company::ann, 0, 10)) ==
            std::vector<policy::ConnectionId>{Company::code_admin}
        );
        CHECK(store::count_lacking(tx, Company::github, Company::ann).requestable == 2);
    });
}

TEST_CASE("applications are found by any part of their name, also with a typing error") {
    Shelf shelf;
    shelf.in([](store::Tx& tx) {
        const auto found = [&](std::string_view query) {
            std::string names;
            for (const auto& one : store::search_integrations(tx, query, 10))
                names += one.name + " ";
            return names;
        };
        CHECK(found("") == "GitHub Payroll ");
        CHECK(found("HUB") == "GitHub ");
        CHECK(found("roll pay") == "Payroll ");
        CHECK(found("Githbu") == "GitHub ");
        CHECK(found("pyroll") == "Payroll ");
        CHECK(found("giht").empty());
        CHECK(found("wiki").empty());
        CHECK(store::search_integrations(tx, "", 1).size() == 1);
    });
}

}  // namespace
