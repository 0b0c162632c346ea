// The names of what can be granted: short, and never the same for two of an application.
#include <catch2/catch.hpp>

#include <set>

#include "policy/model.hpp"

namespace {

using policy::place;

TEST_CASE("a place is named by its project and its resource, as far as it has them") {
    CHECK(place("", "orders-db", "") == "orders-db");
    CHECK(place("prod", "orders-db", "") == "prod/orders-db");
    CHECK(place("prod", "", "") == "project prod");
    CHECK(place("", "", "") == "");
}

TEST_CASE("the type of a resource stands where it is told") {
    CHECK(place("prod", "orders", "topic") == "prod/orders (topic)");
    CHECK(place("", "", "tenant") == "tenant");
    policy::Connection connection;
    connection.resource = "orders";
    connection.resource_type = "topic";
    CHECK(place(connection) == "orders");
    connection.type_tells = true;
    CHECK(place(connection) == "orders (topic)");
}

TEST_CASE("places that differ in anything have different names") {
    std::set<std::string> names;
    std::size_t all = 0;
    for (const auto* project : {"", "a", "b"}) {
        for (const auto* resource : {"", "a", "b", "c"}) {
            for (const auto* type : {"", "x", "y"}) {
                ++all;
                names.insert(place(project, resource, type));
            }
        }
    }
    CHECK(names.size() == all);
}

}  // namespace
