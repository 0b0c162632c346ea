// Campaigns of risk managers: what a rule is called, and what makes a reviewer worth a look.
#include "policy/campaign.hpp"

#include <catch2/catch.hpp>

#include "policy/attention.hpp"

TEST_CASE("a plain rule is said in words, every other as it is written") {
    using policy::recurrence_words;
    CHECK(recurrence_words("FREQ=DAILY") == "every day");
    CHECK(recurrence_words("FREQ=WEEKLY;INTERVAL=1") == "every week");
    CHECK(recurrence_words("FREQ=MONTHLY;INTERVAL=3") == "every 3 months");
    CHECK(recurrence_words("FREQ=YEARLY") == "every year");
    for (const auto* rule :
         {"FREQ=MONTHLY;BYDAY=1MO",
          "FREQ=MONTHLY;INTERVAL=3;COUNT=2",
          "FREQ=MONTHLY;INTERVAL=",
          "FREQ=HOURLY",
          ""})
        CHECK(recurrence_words(rule) == rule);
}

TEST_CASE("fast is sixty, and everything kept counts from twenty on") {
    CHECK_FALSE(policy::is_fast(59));
    CHECK(policy::is_fast(60));
    CHECK_FALSE(policy::is_all_kept(19, 19));
    CHECK(policy::is_all_kept(20, 20));
    CHECK_FALSE(policy::is_all_kept(20, 19));
    CHECK_FALSE(policy::is_all_kept(0, 0));
}
