#include "policy/item_state.hpp"

#include <catch2/catch.hpp>

namespace {

using namespace policy;

TEST_CASE("every state has a word that reads back") {
    for (const auto state : all_item_states)
        CHECK(item_state(word(state)) == state);
    CHECK_FALSE(item_state("grunted").has_value());
}

TEST_CASE("granted follows only granting, or a removal that nobody has done, never a yes alone") {
    for (const auto state : all_item_states) {
        const bool may = state == ItemState::granting || state == ItemState::revoking;
        CHECK(may_follow(state, ItemState::granted) == may);
    }
}

TEST_CASE("every open state can reach an end") {
    for (const auto state : all_item_states) {
        bool leads_on = false;
        for (const auto next : all_item_states)
            leads_on = leads_on || may_follow(state, next);
        if (is_open(state)) CHECK(leads_on);
    }
}

TEST_CASE("nothing follows a denial, an expiry or a withdrawal") {
    for (const auto end : {ItemState::denied, ItemState::expired, ItemState::withdrawn}) {
        for (const auto next : all_item_states)
            CHECK_FALSE(may_follow(end, next));
    }
}

TEST_CASE("what was revoked can only be granted once more") {
    for (const auto next : all_item_states)
        CHECK(may_follow(ItemState::revoked, next) == (next == ItemState::granting));
}

}  // namespace
