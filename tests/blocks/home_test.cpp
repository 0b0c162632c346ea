// Where in the Home tab a person is, on its way through the values of the buttons.
#include <catch2/catch.hpp>

#include <set>

#include "blocks/home.hpp"
#include "tests/blocks/limits.hpp"
#include "tests/blocks/people.hpp"

using namespace blocks;
using namespace people;

TEST_CASE("a place in the Home tab survives its way through a button") {
    for (const auto tab : {RequestsTab::open, RequestsTab::completed}) {
        for (const auto shown :
             {TasksShown::all, TasksShown::reviews, TasksShown::manual, TasksShown::overdue}) {
            const HomePlace place{tab, 3, 12, shown, 2, 4, 5, 6, 7};
            CHECK(home_place(to_value(place)) == place);
            CHECK(home_place(to_value({tab, 3, 12, shown})) == HomePlace{tab, 3, 12, shown});
        }
    }
}

TEST_CASE("a place that an earlier version wrote is the same place with all tasks") {
    CHECK(home_place("completed:1:2") == HomePlace{RequestsTab::completed, 1, 2, TasksShown::all});
    CHECK(home_place("open:0:0:all:3") == HomePlace{RequestsTab::open, 0, 0, TasksShown::all, 3});
}

TEST_CASE("every row of the lists in the Home tab has its page, within Slack's limits") {
    Home model{.name = "Bob Brown"};
    model.any_requests = true;
    model.manages_campaigns = true;
    for (int i = 0; i < 23; ++i) {
        const auto key = std::to_string(1000 + i);
        model.ending.push_back({key, {few.front()}, friday});
        AssignedPurpose purpose;
        purpose.key = "p" + key;
        purpose.purpose.name = "On call";
        purpose.items = {few.front()};
        model.purposes.push_back(purpose);
        model.campaigns.push_back({key, "Campaign " + key});
        model.campaign_tasks.push_back({"c" + key, "Review " + key});
    }
    std::set<std::string> seen;
    for (std::size_t page = 0; page < 6; ++page) {
        auto& place = model.place;
        place.ending_page = place.purposes_page = page;
        place.campaigns_page = place.campaign_tasks_page = page;
        const auto view = home(model);
        CHECK(limits::of_view(view.json()).empty());
        for (int i = 0; i < 23; ++i) {
            const auto key = std::to_string(1000 + i);
            for (const auto& mark :
                 {'"' + key + '"', "\"p" + key + '"', "Campaign " + key, "Review " + key}) {
                if (view.json().find(mark) != std::string::npos) seen.insert(mark);
            }
        }
    }
    CHECK(seen.size() == 4 * 23);
}

TEST_CASE("several reviews can be decided at once from the Home tab, one cannot") {
    Home model{.name = "Bob Brown"};
    HomeTask task{.key = "7.1", .requester = alice, .beneficiary = bob, .items = 1};
    model.tasks = {{task}, 0, 1, 1};
    model.reviews = 1;
    CHECK(home(model).json().find("decide_several") == std::string::npos);
    task.key = "8.1";
    model.tasks.items.push_back(task);
    model.reviews = 2;
    CHECK(home(model).json().find("Decide several at once") != std::string::npos);
}

TEST_CASE("anything that is not a place is the start") {
    for (const auto* text :
         {"", "open", "open:1", "open:x:1:all", "closed:1:1:all", "open:1:1:all:9:9:9:9:9:9"})
        CHECK(home_place(text) == HomePlace{});
}
