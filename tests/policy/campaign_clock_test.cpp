// When a campaign's reviewers are reminded, by examples and against a naive reckoning.
#include "policy/campaign_clock.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <set>

using namespace policy;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;

namespace {

constexpr Instant start{seconds{1'772'445'600}};

// All reminders, found one from the other.
std::vector<Instant> reminders(Instant ends, const CampaignClock& clock) {
    std::vector<Instant> all;
    auto after = start;
    while (const auto next = next_campaign_reminder(start, ends, clock, after)) {
        all.push_back(*next);
        after = *next;
    }
    return all;
}

}  // namespace

TEST_CASE("a campaign of three weeks reminds weekly, three days and one day before its end") {
    const auto at = [](int day) { return start + days{day}; };
    CHECK(reminders(at(21), {}) == std::vector{at(7), at(14), at(18), at(20)});
    CHECK(reminders(at(4), {}) == std::vector{at(1), at(3)});
    CHECK(reminders(at(1), {}).empty());
}

TEST_CASE("what fell due while nobody looked is reminded of once") {
    const auto next = next_campaign_reminder(start, start + days{21}, {}, start + days{19});
    CHECK(next == start + days{20});
    CHECK_FALSE(next_campaign_reminder(start, start + days{21}, {}, start + days{20}));
}

TEST_CASE("nobody is late before the campaign has begun") {
    CHECK(campaign_is_late(start, start + days{21}, days{2}) == start + days{19});
    CHECK_FALSE(campaign_is_late(start, start + days{2}, days{2}));
    CHECK_FALSE(campaign_is_late(start, start + days{1}, days{7}));
}

TEST_CASE("reminders are those that a naive reckoning finds, in order and within the campaign") {
    std::mt19937 random{7};
    for (int round = 0; round < 500; ++round) {
        const auto number = [&](int low, int high) {
            return std::uniform_int_distribution{low, high}(random);
        };
        CampaignClock clock{seconds{number(1, 400)}, {}};
        for (int i = number(0, 4); i > 0; --i)
            clock.remind_before_end.emplace_back(number(1, 600));
        const auto length = number(1, 500);
        std::set<Instant> expected;
        for (int second = 1; second < length; ++second) {
            bool due = second % clock.remind_every.count() == 0;
            for (const auto before : clock.remind_before_end)
                due = due || length - second == before.count();
            if (due) expected.insert(start + seconds{second});
        }
        const auto found = reminders(start + seconds{length}, clock);
        CHECK(found == std::vector<Instant>(expected.begin(), expected.end()));
    }
}
