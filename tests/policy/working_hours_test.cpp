#include "policy/working_hours.hpp"

#include <catch2/catch.hpp>
#include <random>

namespace {

using namespace policy;
using namespace std::chrono_literals;
using std::chrono::days;

using std::chrono::Friday;
using std::chrono::minutes;
using std::chrono::Monday;
using std::chrono::Thursday;
using std::chrono::Tuesday;
using std::chrono::Wednesday;

const WorkingHours usual{{Monday, Tuesday, Wednesday, Thursday, Friday}, 9h, 18h};

Instant utc(int y, unsigned m, unsigned d, std::chrono::hours h = 0h, minutes min = 0min) {
    return std::chrono::sys_days{std::chrono::year{y} / static_cast<int>(m) / static_cast<int>(d)} +
           h + min;
}

// Berlin in 2026: summer time from March 29, 01:00 UTC, to October 25, 01:00 UTC.
const Zone berlin{{{utc(2026, 1, 1), 1h}, {utc(2026, 3, 29, 1h), 2h}, {utc(2026, 10, 25, 1h), 1h}}};

TEST_CASE("within working hours nothing waits") {
    const auto wednesday = utc(2026, 3, 4, 9h);
    CHECK(next_working_time(usual, {}, wednesday) == wednesday);
    CHECK(next_working_time(usual, {}, wednesday + 9h - 1s) == wednesday + 9h - 1s);
}

TEST_CASE("an evening waits for the next morning and a Friday evening for Monday") {
    CHECK(next_working_time(usual, {}, utc(2026, 3, 4, 18h)) == utc(2026, 3, 5, 9h));
    CHECK(next_working_time(usual, {}, utc(2026, 3, 6, 18h)) == utc(2026, 3, 9, 9h));
    CHECK(next_working_time(usual, {}, utc(2026, 3, 8, 12h)) == utc(2026, 3, 9, 9h));
}

TEST_CASE("the hours are those of the person's own zone, in winter and in summer") {
    CHECK(next_working_time(usual, berlin, utc(2026, 3, 4, 3h)) == utc(2026, 3, 4, 8h));
    CHECK(next_working_time(usual, berlin, utc(2026, 7, 1, 3h)) == utc(2026, 7, 1, 7h));
    // Over the weekend on which the clocks change.
    CHECK(next_working_time(usual, berlin, utc(2026, 3, 27, 17h)) == utc(2026, 3, 30, 7h));
    CHECK(next_working_time(usual, berlin, utc(2026, 10, 23, 16h)) == utc(2026, 10, 26, 8h));
    const Zone kathmandu{{{utc(2026, 1, 1), 5h + 45min}}};
    CHECK(next_working_time(usual, kathmandu, utc(2026, 3, 4)) == utc(2026, 3, 4, 3h, 15min));
}

TEST_CASE("from midnight to midnight switches the wait off, on every day") {
    const WorkingHours always{{Monday}, 0h, 24h};
    const auto sunday = utc(2026, 3, 8, 3h);
    CHECK(next_working_time(always, berlin, sunday) == sunday);
}

TEST_CASE("a day that a zone leaves out is waited over") {
    // Samoa went from December 29 to 31, 2011, across the date line.
    const Zone samoa{{{utc(2011, 12, 1), -10h}, {utc(2011, 12, 30, 10h), 14h}}};
    const WorkingHours fridays{{Friday}, 9h, 18h};
    CHECK(next_working_time(fridays, samoa, utc(2011, 12, 28)) == utc(2012, 1, 5, 19h));
}

// The definition itself, minute by minute.
Instant slowly(const WorkingHours& hours, const Zone& zone, Instant at) {
    for (auto now = at; now < at + zone_horizon; now += 1min) {
        if (is_working_time(hours, zone, now)) return now;
    }
    return at;
}

TEST_CASE("the next working time is the first minute that is one, over zones and changes of clocks"
) {
    std::mt19937 random{2026};
    const auto any = [&](int from, int to) {
        return std::uniform_int_distribution<int>{from, to}(random);
    };
    for (int round = 0; round < 400; ++round) {
        const auto start = utc(2026, 3, 2) + minutes{any(0, 60 * 24 * 7)};
        Zone zone;
        auto offset = minutes{any(-12 * 4, 14 * 4) * 15};
        auto from = start - days{3};
        for (int change = 0; change < 4; ++change) {
            zone.changes.push_back({from, offset});
            from += minutes{any(60, 60 * 24 * 6)};
            offset += minutes{any(-4, 4) * 30};
        }
        WorkingHours hours;
        for (unsigned day = 0; day < 7; ++day) {
            if (any(0, 2) == 0) hours.days.emplace_back(day);
        }
        if (hours.days.empty()) hours.days.emplace_back(Monday);
        hours.from = minutes{any(0, 23 * 4) * 15};
        hours.to = hours.from + minutes{any(1, static_cast<int>((24h - hours.from) / 15min)) * 15};
        INFO("round " << round);
        CHECK(next_working_time(hours, zone, start) == slowly(hours, zone, start));
    }
}

}  // namespace
