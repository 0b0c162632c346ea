// Where in the Home tab a person is, on its way through the values of the buttons.
#include <catch2/catch.hpp>

#include "blocks/home.hpp"

using namespace blocks;

TEST_CASE("a place in the Home tab survives its way through a button") {
    for (const auto tab : {RequestsTab::open, RequestsTab::completed}) {
        for (const auto shown :
             {TasksShown::all, TasksShown::reviews, TasksShown::manual, TasksShown::overdue}) {
            const HomePlace place{tab, 3, 12, shown, 2, 1, 4};
            CHECK(home_place(to_value(place)) == place);
        }
    }
}

TEST_CASE("a place that an earlier version wrote is the same place with all tasks") {
    CHECK(home_place("completed:1:2") == HomePlace{RequestsTab::completed, 1, 2, TasksShown::all});
}

TEST_CASE("anything that is not a place is the start") {
    for (const auto* text :
         {"", "open", "open:1", "open:x:1:all", "closed:1:1:all", "open:1:1:all:9:9:9:9"})
        CHECK(home_place(text) == HomePlace{});
}
