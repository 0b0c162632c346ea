// What a form may offer, and that a choice can never leave it.
#include "policy/offer.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "policy/selection.hpp"

namespace {

using namespace policy;

using Ids = std::set<ConnectionId>;

// Who has what, drawn at random: small enough that every overlap comes up.
struct Directory {
    Ids reference, beneficiary, pending, unrequestable, privileged;
};

Ids some_of(std::mt19937& random, int things, unsigned one_in) {
    Ids ids;
    for (int i = 1; i <= things; ++i) {
        if (random() % one_in == 0) ids.insert({i});
    }
    return ids;
}

Directory random_directory(std::mt19937& random) {
    const int things = 1 + static_cast<int>(random() % 60);
    return {
        some_of(random, things, 2),
        some_of(random, things, 3),
        some_of(random, things, 4),
        some_of(random, things, 5),
        some_of(random, things, 4)};
}

std::vector<Offer> offers_of(Action action, const Directory& all, const Ids& things) {
    std::vector<Offer> offers;
    for (const auto id : things) {
        const Offerable thing{
            !all.unrequestable.contains(id),
            all.beneficiary.contains(id),
            all.pending.contains(id)};
        if (standing(action, thing) == Standing::offered)
            offers.push_back({id, all.privileged.contains(id)});
    }
    return offers;
}

Ids minus(Ids from, const Ids& what) {
    for (const auto id : what)
        from.erase(id);
    return from;
}

Ids ids_of(const std::vector<Offer>& offers) {
    Ids ids;
    for (const auto& offer : offers)
        ids.insert(offer.connection);
    return ids;
}

Selection random_selection(std::mt19937& random) {
    Selection selection;
    selection.all = random() % 2 == 0;
    selection.chosen = some_of(random, 90, 2);  // also what nobody has
    selection.left_out = some_of(random, 90, 3);
    return selection;
}

TEST_CASE("why something is not offered, each reason alone") {
    CHECK(standing(Action::grant, {}) == Standing::offered);
    CHECK(standing(Action::grant, {.held = true}) == Standing::held);
    CHECK(standing(Action::grant, {.pending = true}) == Standing::pending);
    CHECK(standing(Action::grant, {.requestable = false}) == Standing::not_requestable);
    CHECK(standing(Action::revoke, {}) == Standing::not_held);
    CHECK(standing(Action::revoke, {.held = true}) == Standing::offered);
    CHECK(standing(Action::revoke, {.held = true, .pending = true}) == Standing::pending);
}

TEST_CASE("what nobody may ask for may still be given back") {
    CHECK(standing(Action::revoke, {.requestable = false, .held = true}) == Standing::offered);
}

TEST_CASE("the offered grants are reference minus beneficiary minus pending minus unrequestable") {
    std::mt19937 random(11);
    for (int round = 0; round < 300; ++round) {
        const auto all = random_directory(random);
        const auto expected =
            minus(minus(minus(all.reference, all.beneficiary), all.pending), all.unrequestable);
        CHECK(ids_of(offers_of(Action::grant, all, all.reference)) == expected);
    }
}

TEST_CASE("what can be removed is what the beneficiary holds minus pending") {
    std::mt19937 random(12);
    for (int round = 0; round < 300; ++round) {
        const auto all = random_directory(random);
        CHECK(
            ids_of(offers_of(Action::revoke, all, all.reference)) ==
            minus(minus(all.reference, minus(all.reference, all.beneficiary)), all.pending)
        );
    }
}

TEST_CASE("Select all equals the union of the pages, each ticked whole but for privileged ones") {
    std::mt19937 random(13);
    for (int round = 0; round < 200; ++round) {
        const auto all = random_directory(random);
        const auto offers = offers_of(Action::grant, all, all.reference);
        Selection paged;
        const auto size = 1 + random() % 10;
        for (std::size_t first = 0; first < offers.size(); first += size) {
            std::vector<ConnectionId> shown;
            Ids ticked;
            for (auto at = first; at < std::min(first + size, offers.size()); ++at) {
                shown.push_back(offers[at].connection);
                if (!offers[at].privileged) ticked.insert(offers[at].connection);
            }
            paged = tick_page(paged, shown, ticked);
        }
        CHECK(chosen_of(tick_all({}, true, offers), offers) == chosen_of(paged, offers));
    }
}

TEST_CASE("whatever was ticked, nothing is chosen that is not offered") {
    std::mt19937 random(14);
    for (int round = 0; round < 300; ++round) {
        const auto all = random_directory(random);
        const auto action = random() % 2 == 0 ? Action::grant : Action::revoke;
        const auto offers = offers_of(action, all, all.reference);
        const auto offered = ids_of(offers);
        for (const auto id : chosen_of(random_selection(random), offers))
            CHECK(offered.contains(id));
    }
}

}  // namespace
