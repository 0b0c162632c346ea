#include <catch2/catch.hpp>

#include "blocks/duration_text.hpp"

TEST_CASE("a duration is said in its two largest units") {
    using namespace std::chrono_literals;
    using blocks::duration_text;
    CHECK(duration_text(std::chrono::days{30}) == "30 days");
    CHECK(duration_text(24h) == "1 day");
    CHECK(duration_text(36h) == "1 day 12 hours");
    CHECK(duration_text(90s) == "1 minute 30 seconds");
    CHECK(duration_text(1s) == "1 second");
    CHECK(duration_text(24h + 3s) == "1 day");
    CHECK(duration_text(std::chrono::days{2} + 3h + 4min) == "2 days 3 hours");
    CHECK(duration_text(0s) == "no time");
}
