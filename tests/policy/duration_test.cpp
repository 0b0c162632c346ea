#include <catch2/catch.hpp>

#include "policy/duration.hpp"

using namespace policy;
using namespace std::chrono_literals;

namespace {

constexpr auto now = Instant{std::chrono::seconds{1'700'000'000}};

DurationRules rules(std::optional<Seconds> first, std::optional<Seconds> second = {}) {
    DurationRules rules;
    rules.longest = std::chrono::days{365};
    rules.add({1}, first);
    if (second) rules.add({2}, second);
    return rules;
}

Duration until(Seconds from_now) {
    return {true, now + from_now};
}

}  // namespace

TEST_CASE("permanent access is refused only where a connection has a longest duration of its own") {
    CHECK_FALSE(judge_duration({}, now, rules({})));
    const auto problem = judge_duration({}, now, rules(720h, 24h));
    REQUIRE(problem);
    CHECK(problem->fault == DurationFault::never_permanent);
    CHECK(problem->connection == ConnectionId{2});
    CHECK(problem->longest == 24h);
}

TEST_CASE("an end is chosen, lies ahead and is within the limit") {
    CHECK(judge_duration({true, {}}, now, rules({}))->fault == DurationFault::no_end);
    CHECK(judge_duration(until(0s), now, rules({}))->fault == DurationFault::passed);
    CHECK(judge_duration(until(-1h), now, rules({}))->fault == DurationFault::passed);
    CHECK_FALSE(judge_duration(until(1s), now, rules({})));
    CHECK_FALSE(judge_duration(until(24h), now, rules(24h)));
    CHECK(judge_duration(until(24h + 1s), now, rules(24h))->fault == DurationFault::too_long);
}

TEST_CASE("what limits is named: the connection with the least, or the setting") {
    const auto own = judge_duration(until(48h), now, rules(72h, 24h));
    REQUIRE(own);
    CHECK(own->connection == ConnectionId{2});
    const auto setting = judge_duration(until(366 * 24h), now, rules({}));
    REQUIRE(setting);
    CHECK_FALSE(setting->connection);
    CHECK(setting->longest == std::chrono::days{365});
    // A connection may allow more than the setting, others of the selection not.
    CHECK_FALSE(judge_duration(until(366 * 24h), now, rules(Seconds{400 * 24h})));
    auto mixed = rules(Seconds{400 * 24h});
    mixed.add({3}, {});
    CHECK(judge_duration(until(366 * 24h), now, mixed)->fault == DurationFault::too_long);
}
