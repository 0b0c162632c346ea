#include "policy/selection.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

namespace {

using namespace policy;

std::vector<Offer> offers(int ordinary, int privileged) {
    std::vector<Offer> all;
    for (int i = 1; i <= ordinary + privileged; ++i)
        all.push_back({{i}, i > ordinary});
    return all;
}

TEST_CASE("Select all takes every one on every page, but no privileged one") {
    const auto all = offers(57, 3);
    CHECK(chosen_of(tick_all({}, true, all), all).size() == 57);
}

TEST_CASE("Select all and then one box unticked means all but that one") {
    const auto all = offers(5, 0);
    const auto selection = tick_page(tick_all({}, true, all), {{1}, {2}, {3}}, {{1}, {3}});
    CHECK(chosen_of(selection, all) == std::vector<ConnectionId>{{1}, {3}, {4}, {5}});
}

TEST_CASE("unticking Select all leaves only the privileged ones that were chosen one by one") {
    const auto all = offers(2, 2);
    auto selection = tick_page(tick_all({}, true, all), {{3}, {4}}, {{4}});
    selection = tick_all(selection, false, all);
    CHECK(chosen_of(selection, all) == std::vector<ConnectionId>{{4}});
}

TEST_CASE("a choice survives turning pages back and forth") {
    const auto all = offers(4, 0);
    auto selection = tick_page({}, {{1}, {2}}, {{2}});
    selection = tick_page(selection, {{3}, {4}}, {{4}});
    CHECK(chosen_of(selection, all) == std::vector<ConnectionId>{{2}, {4}});
}

TEST_CASE("what is not offered cannot be chosen, whatever was ticked") {
    const auto selection = tick_page({}, {{1}, {99}}, {{1}, {99}});
    CHECK(chosen_of(selection, offers(2, 0)) == std::vector<ConnectionId>{{1}});
}

TEST_CASE("any walk over the boxes equals a plain set of booleans") {
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        const auto all = offers(20, 4);
        Selection selection;
        std::set<ConnectionId> model;
        for (int step = 0; step < 12; ++step) {
            if (random() % 4 == 0) {
                const bool ticked = random() % 2 == 0;
                selection = tick_all(selection, ticked, all);
                for (const auto& offer : all) {
                    if (offer.privileged) continue;
                    if (ticked) {
                        model.insert(offer.connection);
                    } else {
                        model.erase(offer.connection);
                    }
                }
            } else {
                std::vector<ConnectionId> shown;
                std::set<ConnectionId> ticked;
                const auto page = static_cast<int>(random() % 4);
                for (int i = 1; i <= 6; ++i) {
                    const ConnectionId id{page * 6 + i};
                    shown.push_back(id);
                    model.erase(id);
                    if (random() % 2 == 0) {
                        ticked.insert(id);
                        model.insert(id);
                    }
                }
                selection = tick_page(selection, shown, ticked);
            }
            const auto chosen = chosen_of(selection, all);
            CHECK(std::set<ConnectionId>(chosen.begin(), chosen.end()) == model);
        }
    }
}

}  // namespace
