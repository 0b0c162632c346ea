// Two grants that differ in anything can be told apart by what is read of them, wherever that is.
#include <SQLiteCpp/Database.h>

#include <catch2/catch.hpp>

#include <map>

#include "store/directory.hpp"
#include "store/drafts.hpp"
#include "store/offers.hpp"
#include "store/requests.hpp"
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

// One more connection of GitHub, which Ben holds.
policy::ConnectionId add(
    store::Tx& tx,
    std::int64_t id,
    const std::string& project,
    const std::string& type,
    const std::string& resource,
    const std::string& privilege
) {
    store::change(
        tx,
        "INSERT INTO resources (integration_id, name) VALUES (1, ?) ON CONFLICT DO NOTHING",
        resource
    );
    store::change(
        tx,
        R"sql(INSERT INTO connections (id, integration_id, resource_id, project, resource_type, privilege)
            VALUES (?, 1, (SELECT id FROM resources WHERE integration_id = 1 AND name = ?), ?, ?, ?))sql",
        id,
        resource,
        project,
        type,
        privilege
    );
    store::change(
        tx,
        R"sql(INSERT INTO connection_versions (connection_id, to_gen, from_gen, privileged, requestable)
            VALUES (?, 0, 1, 0, 1))sql",
        id
    );
    store::change(
        tx,
        R"sql(INSERT INTO grants (holder_id, connection_id, identity_id, to_gen, from_gen, granted_at)
            VALUES (2, ?, 2, 0, 1, 0))sql",
        id
    );
    return {id};
}

std::string name_of(store::Tx& tx, policy::ConnectionId id) {
    return policy::place(store::find_connection(tx, id).value());
}

TEST_CASE("what an import has not brought yet, or has ended, changes no name") {
    Shelf shelf;
    shelf.in([](store::Tx& tx) {
        const auto team = add(tx, 200, "", "team", "billing", "read");
        const auto other = add(tx, 201, "", "repository", "billing", "read");
        CHECK(name_of(tx, team) == "billing (team)");
        for (const auto* change :
             {"UPDATE connection_versions SET from_gen = 99 WHERE connection_id = ?",
              "UPDATE connection_versions SET from_gen = 0, to_gen = 1 WHERE connection_id = ?",
              "DELETE FROM connection_versions WHERE connection_id = ?"}) {
            store::change(tx, change, other);
            CHECK(name_of(tx, team) == "billing");
        }
    });
}

TEST_CASE("the type of a resource is told only where another one has all other names") {
    Shelf shelf;
    shelf.in([](store::Tx& tx) {
        const auto topic = add(tx, 101, "", "topic", "orders", "read");
        const auto write = add(tx, 102, "", "topic", "orders", "write");
        CHECK(name_of(tx, topic) == "orders");
        const auto table = add(tx, 103, "", "table", "orders", "read");
        CHECK(name_of(tx, topic) == "orders (topic)");
        CHECK(name_of(tx, table) == "orders (table)");
        CHECK(name_of(tx, write) == "orders");
        // In another project it is another one anyway.
        const auto prod = add(tx, 104, "prod", "table", "orders", "write");
        CHECK(name_of(tx, prod) == "prod/orders");
        CHECK(name_of(tx, write) == "orders");
        const auto untyped = add(tx, 105, "prod", "", "orders", "write");
        CHECK(name_of(tx, prod) == "prod/orders (table)");
        CHECK(name_of(tx, untyped) == "prod/orders");
    });
}

TEST_CASE("all that is offered, found, and asked for has a name of its own") {
    Shelf shelf;
    shelf.in([](store::Tx& tx) {
        std::int64_t id = 200;
        for (const auto* project : {"", "prod", "test"}) {
            for (const auto* type : {"", "topic", "table"}) {
                for (const auto* resource : {"", "orders", "prod"}) {
                    for (const auto* privilege : {"look", "change"})
                        add(tx, id++, project, type, resource, privilege);
                }
            }
        }
        using Names = std::map<std::string, int>;
        const auto told = [](Names& names, const auto& what) {
            ++names[policy::place(what) + " · " + what.privilege];
        };
        const auto each_once = [](const Names& names, std::size_t least) {
            CHECK(names.size() >= least);
            for (const auto& [name, times] : names) {
                INFO(name);
                CHECK(times == 1);
            }
        };
        Names offered;
        for (const auto& one : store::missing_grants(tx, Company::ben, Company::ann))
            if (one.integration == Company::github) told(offered, one);
        each_once(offered, 54);
        Names browsed;
        for (const auto& one : store::lacking_of(tx, Company::github, Company::ann, 0, 1000))
            told(browsed, one);
        each_once(browsed, 54);
        // The request that asks for it, as cards, tasks and messages read it.
        store::RequestRow request;
        request.requester = request.beneficiary = Company::ann;
        const auto draft = store::new_draft(tx, Company::ann, policy::instant(1));
        request.id = store::insert_request(tx, draft, request);
        std::vector<store::NewItem> asked;
        for (std::int64_t one = 200; one < id; ++one)
            asked.push_back({policy::ConnectionId{one}, policy::IdentityId{1}});
        store::insert_items(tx, request, asked, policy::instant(5));
        Names items;
        for (const auto& item : store::items_of_request(tx, request.id))
            told(items, item);
        each_once(items, 54);
        CHECK(items == [&] {
            Names same;
            for (std::int64_t one = 200; one < id; ++one)
                told(same, store::find_connection(tx, {one}).value());
            return same;
        }());
    });
}

}  // namespace
