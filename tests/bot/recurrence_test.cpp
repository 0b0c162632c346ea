// Recurrence rules against the examples that RFC 5545 publishes in section 3.8.5.3, all of which
// begin in New York on Tuesday, September 2, 1997, at nine unless they say otherwise.
#include "bot/recurrence.hpp"

#include <date/tz.h>

#include <catch2/catch.hpp>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace date::literals;

const std::string new_york = "America/New_York";

policy::Instant nine(date::year_month_day day, const std::string& zone = new_york) {
    const auto local = date::local_days{day} + std::chrono::hours{9};
    return date::locate_zone(zone)->to_sys(local, date::choose::earliest);
}

// "1997-09-02 09:00 EDT, …": at most `most`, then "…" if there are more.
std::string walk(
    const std::string& rule,
    std::size_t most = 100,
    date::year_month_day start = 1997_y / 9 / 2,
    const std::string& zone = new_york
) {
    REQUIRE(bot::recurrence_problem(rule) == std::nullopt);
    bot::Recurrence all(rule, nine(start, zone), zone);
    std::ostringstream text;
    std::size_t count = 0;
    for (auto at = all.next(); at; at = all.next()) {
        if (count++ == most) {
            text << " ...";
            break;
        }
        const date::zoned_time<std::chrono::seconds> there{date::locate_zone(zone), *at};
        if (count > 1) text << ", ";
        text << date::format("%F", there);
        const auto clock = date::format("%H:%M", there);
        if (clock != "09:00") text << " " << clock;
    }
    return text.str();
}

TEST_CASE("RFC 5545: daily rules") {
    CHECK(
        walk("FREQ=DAILY;COUNT=10") ==
        "1997-09-02, 1997-09-03, 1997-09-04, 1997-09-05, 1997-09-06, 1997-09-07, 1997-09-08, "
        "1997-09-09, 1997-09-10, 1997-09-11"
    );
    // To the end of the year, nine o'clock staying nine o'clock as the clocks go back in October.
    bot::Recurrence until("FREQ=DAILY;UNTIL=19971224T000000Z", nine(1997_y / 9 / 2), new_york);
    std::vector<policy::Instant> days;
    for (auto at = until.next(); at; at = until.next())
        days.push_back(*at);
    REQUIRE(days.size() == 113);
    CHECK(days.back() == nine(1997_y / 12 / 23));
    CHECK(walk("FREQ=DAILY;INTERVAL=2", 3) == "1997-09-02, 1997-09-04, 1997-09-06 ...");
    CHECK(
        walk("FREQ=DAILY;INTERVAL=10;COUNT=5") ==
        "1997-09-02, 1997-09-12, 1997-09-22, 1997-10-02, 1997-10-12"
    );
    CHECK(
        walk("FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1", 2, 1998_y / 1 / 1) ==
        "1998-01-01, 1998-01-02 ..."
    );
}

TEST_CASE("RFC 5545: weekly rules") {
    CHECK(
        walk("FREQ=WEEKLY;COUNT=10") ==
        "1997-09-02, 1997-09-09, 1997-09-16, 1997-09-23, 1997-09-30, 1997-10-07, 1997-10-14, "
        "1997-10-21, 1997-10-28, 1997-11-04"
    );
    CHECK(walk("FREQ=WEEKLY;UNTIL=19971224T000000Z").ends_with("1997-12-09, 1997-12-16, 1997-12-23")
    );
    CHECK(
        walk("FREQ=WEEKLY;INTERVAL=2;WKST=SU", 5) ==
        "1997-09-02, 1997-09-16, 1997-09-30, 1997-10-14, 1997-10-28 ..."
    );
    const std::string five_weeks =
        "1997-09-02, 1997-09-04, 1997-09-09, 1997-09-11, 1997-09-16, 1997-09-18, 1997-09-23, "
        "1997-09-25, 1997-09-30, 1997-10-02";
    CHECK(walk("FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH") == five_weeks);
    CHECK(walk("FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH") == five_weeks);
    CHECK(
        walk("FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH") ==
        "1997-09-02, 1997-09-04, 1997-09-16, 1997-09-18, 1997-09-30, 1997-10-02, 1997-10-14, "
        "1997-10-16"
    );
    // Where the week begins makes a difference.
    CHECK(
        walk("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", 100, 1997_y / 8 / 5) ==
        "1997-08-05, 1997-08-10, 1997-08-19, 1997-08-24"
    );
    CHECK(
        walk("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", 100, 1997_y / 8 / 5) ==
        "1997-08-05, 1997-08-17, 1997-08-19, 1997-08-31"
    );
}

TEST_CASE("RFC 5545: monthly rules") {
    CHECK(
        walk("FREQ=MONTHLY;COUNT=10;BYDAY=1FR", 100, 1997_y / 9 / 5) ==
        "1997-09-05, 1997-10-03, 1997-11-07, 1997-12-05, 1998-01-02, 1998-02-06, 1998-03-06, "
        "1998-04-03, 1998-05-01, 1998-06-05"
    );
    CHECK(
        walk("FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", 100, 1997_y / 9 / 5) ==
        "1997-09-05, 1997-10-03, 1997-11-07, 1997-12-05"
    );
    CHECK(
        walk("FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", 100, 1997_y / 9 / 7) ==
        "1997-09-07, 1997-09-28, 1997-11-02, 1997-11-30, 1998-01-04, 1998-01-25, 1998-03-01, "
        "1998-03-29, 1998-05-03, 1998-05-31"
    );
    CHECK(
        walk("FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", 100, 1997_y / 9 / 22) ==
        "1997-09-22, 1997-10-20, 1997-11-17, 1997-12-22, 1998-01-19, 1998-02-16"
    );
    CHECK(
        walk("FREQ=MONTHLY;BYMONTHDAY=-3", 6, 1997_y / 9 / 28) ==
        "1997-09-28, 1997-10-29, 1997-11-28, 1997-12-29, 1998-01-29, 1998-02-26 ..."
    );
    CHECK(
        walk("FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15") ==
        "1997-09-02, 1997-09-15, 1997-10-02, 1997-10-15, 1997-11-02, 1997-11-15, 1997-12-02, "
        "1997-12-15, 1998-01-02, 1998-01-15"
    );
    CHECK(
        walk(
            "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15", 100, 1997_y / 9 / 10
        ) ==
        "1997-09-10, 1997-09-11, 1997-09-12, 1997-09-13, 1997-09-14, 1997-09-15, 1999-03-10, "
        "1999-03-11, 1999-03-12, 1999-03-13"
    );
    // Friday the 13th; the published example leaves out the start, which is none.
    CHECK(
        walk("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", 5) ==
        "1998-02-13, 1998-03-13, 1998-11-13, 1999-08-13, 2000-10-13 ..."
    );
    CHECK(
        walk("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", 100, 1997_y / 9 / 4) ==
        "1997-09-04, 1997-10-07, 1997-11-06"
    );
    CHECK(
        walk("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", 7, 1997_y / 9 / 29) ==
        "1997-09-29, 1997-10-30, 1997-11-27, 1997-12-30, 1998-01-29, 1998-02-26, 1998-03-30 ..."
    );
    // A day that a month does not have is left out.
    CHECK(
        walk("FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", 100, 2007_y / 1 / 15) ==
        "2007-01-15, 2007-01-30, 2007-02-15, 2007-03-15, 2007-03-30"
    );
}

TEST_CASE("RFC 5545: yearly rules") {
    CHECK(
        walk("FREQ=YEARLY;COUNT=10;BYMONTH=6,7", 100, 1997_y / 6 / 10) ==
        "1997-06-10, 1997-07-10, 1998-06-10, 1998-07-10, 1999-06-10, 1999-07-10, 2000-06-10, "
        "2000-07-10, 2001-06-10, 2001-07-10"
    );
    CHECK(
        walk("FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3", 100, 1997_y / 3 / 10) ==
        "1997-03-10, 1999-01-10, 1999-02-10, 1999-03-10, 2001-01-10, 2001-02-10, 2001-03-10, "
        "2003-01-10, 2003-02-10, 2003-03-10"
    );
    CHECK(
        walk("FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200", 100, 1997_y / 1 / 1) ==
        "1997-01-01, 1997-04-10, 1997-07-19, 2000-01-01, 2000-04-09, 2000-07-18, 2003-01-01, "
        "2003-04-10, 2003-07-19, 2006-01-01"
    );
    CHECK(
        walk("FREQ=YEARLY;BYDAY=20MO", 3, 1997_y / 5 / 19) ==
        "1997-05-19, 1998-05-18, 1999-05-17 ..."
    );
    CHECK(
        walk("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", 3, 1997_y / 5 / 12) ==
        "1997-05-12, 1998-05-11, 1999-05-17 ..."
    );
    CHECK(
        walk("FREQ=YEARLY;BYMONTH=3;BYDAY=TH", 11, 1997_y / 3 / 13) ==
        "1997-03-13, 1997-03-20, 1997-03-27, 1998-03-05, 1998-03-12, 1998-03-19, 1998-03-26, "
        "1999-03-04, 1999-03-11, 1999-03-18, 1999-03-25 ..."
    );
    // Election day in the United States.
    CHECK(
        walk(
            "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
            3,
            1996_y / 11 / 5
        ) == "1996-11-05, 2000-11-07, 2004-11-02 ..."
    );
}

TEST_CASE("what follows a moment is asked for without a walk of one's own") {
    const auto start = nine(2026_y / 1 / 5, "Europe/Berlin");
    const std::string rule = "FREQ=MONTHLY;INTERVAL=3;COUNT=3";
    const auto after = [&](policy::Instant at) {
        return bot::occurrence_after(rule, start, at, "Europe/Berlin");
    };
    CHECK(after(start - std::chrono::seconds{1}) == start);
    // In summer time, still at nine.
    CHECK(after(start) == nine(2026_y / 4 / 5, "Europe/Berlin"));
    CHECK(after(nine(2026_y / 6 / 1, "Europe/Berlin")) == nine(2026_y / 7 / 5, "Europe/Berlin"));
    CHECK(after(nine(2026_y / 7 / 5, "Europe/Berlin")) == std::nullopt);
    // A zone that this machine does not know is UTC.
    CHECK(bot::occurrence_after(rule, start, start, "Mars/Olympus").has_value());
}

TEST_CASE("a rule is kept tidy, and one that cannot be used is refused with a reason") {
    CHECK(bot::tidy_recurrence(" rrule:freq=Monthly ;interval=3\n") == "FREQ=MONTHLY;INTERVAL=3");
    for (const auto* wrong :
         {"",
          "MONTHLY",
          "FREQ=",
          "FREQ=SOMETIMES",
          "FREQ=HOURLY",
          "FREQ=SECONDLY;COUNT=1",
          "INTERVAL=2",
          "FREQ=DAILY;INTERVAL=0",
          "FREQ=DAILY;INTERVAL=-1",
          "FREQ=DAILY;COUNT=0",
          "FREQ=DAILY;COUNT=many",
          "FREQ=DAILY;COUNT=3;UNTIL=20300101",
          "FREQ=DAILY;UNTIL=tomorrow",
          "FREQ=DAILY;FREQ=WEEKLY",
          "FREQ=DAILY;",
          "FREQ=WEEKLY;BYDAY=XX",
          "FREQ=MONTHLY;BYMONTHDAY=99",
          "FREQ=YEARLY;BYMONTH=13",
          "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
          "FREQ=YEARLY;RSCALE=CHINESE",
          "FREQ=YEARLY;X-NAME=1"}) {
        INFO(wrong);
        const auto problem = bot::recurrence_problem(wrong);
        REQUIRE(problem.has_value());
        CHECK(problem->size() > 10);
    }
    CHECK(bot::recurrence_problem("FREQ=DAILY;UNTIL=20300101") == std::nullopt);
    CHECK(bot::recurrence_problem("FREQ=" + std::string(600, 'A')).has_value());
}

}  // namespace
