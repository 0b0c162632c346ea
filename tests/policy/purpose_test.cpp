#include "policy/purpose.hpp"

#include <catch2/catch.hpp>

namespace {

using namespace policy;
using namespace std::chrono_literals;

constexpr Instant now{std::chrono::seconds{1'700'000'000}};
constexpr auto day = std::chrono::days{1};

Purpose lasting(std::optional<Seconds> longest) {
    Purpose purpose;
    purpose.longest_duration = longest;
    return purpose;
}

TEST_CASE("a purpose lasts as it says, else as the settings do, and no longer than its access") {
    CHECK(purpose_lasts(lasting(7 * day), 2 * day, {}) == 7 * day);
    CHECK(purpose_lasts(lasting({}), 2 * day, {}) == 2 * day);
    CHECK(purpose_lasts(lasting(7 * day), 2 * day, {std::nullopt, 3 * day, 5 * day}) == 3 * day);
    CHECK(purpose_lasts(lasting({}), 2 * day, {3 * day}) == 2 * day);
}

PurposeStanding standing(std::vector<ItemState> items, std::optional<Instant> until = {}) {
    return purpose_standing(items, until, now);
}

TEST_CASE("a purpose is assigned once everything of it is decided and something is approved") {
    CHECK(standing({ItemState::approved, ItemState::pending}) == PurposeStanding::undecided);
    CHECK(standing({ItemState::approved, ItemState::denied}) == PurposeStanding::assigned);
    CHECK(standing({ItemState::denied, ItemState::withdrawn}) == PurposeStanding::over);
    CHECK(standing({}) == PurposeStanding::over);
}

TEST_CASE("a purpose is started as long as anything of it is held") {
    CHECK(standing({ItemState::granting}, now + day) == PurposeStanding::starting);
    CHECK(
        standing({ItemState::granting, ItemState::granted}, now + day) == PurposeStanding::started
    );
    CHECK(
        standing({ItemState::granted, ItemState::revoked}, now - day) == PurposeStanding::started
    );
    CHECK(
        standing({ItemState::revoking, ItemState::revoked}, now + day) == PurposeStanding::stopping
    );
}

TEST_CASE("a stopped purpose can be started again until its end and not after it") {
    const std::vector stopped{ItemState::revoked, ItemState::approved};
    CHECK(standing(stopped, now + 1s) == PurposeStanding::stopped);
    CHECK(standing(stopped, now) == PurposeStanding::over);
    CHECK(standing({ItemState::failed}, now + day) == PurposeStanding::stopped);
    CHECK(standing({ItemState::expired}, now + day) == PurposeStanding::over);
}

TEST_CASE("Start concerns what can be granted next, and nothing that has ended for good") {
    for (const auto state : all_item_states) {
        if (!can_be_started(state)) continue;
        CHECK(may_follow(state, ItemState::granting));
        CHECK(state != ItemState::pending);
    }
    CHECK_FALSE(can_be_started(ItemState::denied));
}

}  // namespace
