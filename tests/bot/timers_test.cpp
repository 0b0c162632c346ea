// What falls due for tasks and requests as days pass, told once each, to whom it concerns.
#include "bot/workflow/withdraw.hpp"
#include "tests/bot/calendar.hpp"

namespace {

using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using policy::ItemState;
using std::chrono::days;
using store::MessageKind;
using Company = SmallCompany;

constexpr auto monday = Calendar::monday;

TEST_CASE("a reviewer is reminded every two days until the review is due, then told it is overdue"
) {
    Calendar calendar;
    calendar.ask_code();
    calendar.pass_until(monday + days{2} - 1s);
    CHECK(calendar.got(Company::mia).empty());
    calendar.pass_until(monday + days{5} - 1s);
    const auto reminded = calendar.got(Company::mia);
    REQUIRE(reminded.size() == 2);
    CHECK(reminded[0].at == monday + days{2});
    CHECK(reminded[1].at == monday + days{4});
    CHECK_THAT(reminded[0].text, Contains("*Reminder:*") && Contains("1 access grant"));
    calendar.pass_until(monday + days{5});
    const auto overdue = calendar.got(Company::mia);
    REQUIRE(overdue.size() == 3);
    CHECK_THAT(overdue[2].text, Contains("*Overdue:*"));
    CHECK_THAT(calendar.sees(Company::mia, MessageKind::review_card), Contains("Overdue since"));
    CHECK_THAT(calendar.sees(Company::ann, MessageKind::tracker), Contains("Overdue since"));
    CHECK(calendar.got(Company::ann).empty());
}

TEST_CASE("nobody who has finished is reminded") {
    Calendar calendar;
    calendar.ask_code();
    calendar.pass_until(monday + days{2} - 1s);
    CHECK(calendar.decide(Company::mia, bot::workflow::approve));
    calendar.pass_until(monday + days{3});
    CHECK(calendar.got(Company::mia).empty());
}

TEST_CASE("a reminder that stands in Slack says so once its task is decided") {
    Calendar calendar;
    calendar.ask_code();
    calendar.pass_until(monday + days{2});
    REQUIRE(calendar.got(Company::mia).size() == 1);
    calendar.decide(Company::mia, bot::workflow::approve);
    const auto now = calendar.sees(Company::mia, MessageKind::due_notice);
    CHECK_THAT(now, Contains("Settled") && !Contains("button"));
}

TEST_CASE("a reminder waits for the reviewer's own working hours, over the weekend as well") {
    Calendar calendar;
    calendar.exec("UPDATE slack_users SET tz = 'America/Los_Angeles' WHERE employee_id = 3");
    calendar.now = monday + days{3};  // Thursday, so that two days later is Saturday
    calendar.ask_code();
    calendar.pass_until(monday + days{7} + 8h);
    const auto reminded = calendar.got(Company::mia);
    REQUIRE(reminded.size() == 1);
    // Monday, 9:00 in Los Angeles, where summer time has begun the day before: 16:00 UTC.
    CHECK(reminded[0].at == monday + days{7} + 6h);
}

TEST_CASE("a held reminder whose task falls due before working hours begin is dropped") {
    Calendar calendar;
    calendar.rules.review_due_after = days{3};
    calendar.now = monday + days{3};  // due on Sunday, reminded on Saturday
    calendar.ask_code();
    calendar.pass_until(monday + days{6});
    const auto told = calendar.got(Company::mia);
    REQUIRE(told.size() == 1);
    CHECK_THAT(told[0].text, Contains("*Overdue:*"));
}

TEST_CASE("what falls due for one person at the same moment is one message") {
    Calendar calendar;
    calendar.ask({{Company::code_write, 1}});
    calendar.ask({{Company::pay_view, 3}});
    calendar.ask({{Company::code_admin, 1}}, {}, Company::rita);
    calendar.pass_until(monday + days{2});
    const auto reminded = calendar.got(Company::mia);
    REQUIRE(reminded.size() == 1);
    CHECK_THAT(reminded[0].text, Contains("GitHub") && Contains("Payroll"));
}

TEST_CASE("after a long stop everything missed is told once, in one message") {
    Calendar calendar;
    calendar.ask_code();
    calendar.now += 1h;
    calendar.ask({{Company::pay_view, 3}});
    calendar.stopped_until(monday + days{4} + 3h);
    CHECK(calendar.got(Company::mia).size() == 1);
    calendar.pass_until(monday + days{5} - 1s);
    CHECK(calendar.got(Company::mia).size() == 1);
}

TEST_CASE("manual work is reminded and overdue like a review") {
    Calendar calendar;
    calendar.ask_code();
    calendar.decide(Company::mia, bot::workflow::approve);
    calendar.decide(Company::omar, bot::workflow::approve);
    calendar.pass_until(monday + days{5});
    const auto told = calendar.got(Company::omar);
    REQUIRE(told.size() == 3);
    CHECK_THAT(told[0].text, Contains("*Reminder:* please carry out"));
    CHECK_THAT(told[2].text, Contains("*Overdue:* please carry out"));
}

TEST_CASE("two days before its expiry a request's requester and reviewers are told") {
    Calendar calendar;
    calendar.rules.review_due_after = days{20};
    calendar.rules.nudges.remind_every = days{20};
    calendar.ask_code();
    calendar.pass_until(monday + days{14} - 1s);
    // The twelfth day is a Saturday.
    const auto mine = calendar.got(Company::ann);
    REQUIRE(mine.size() == 1);
    CHECK(mine[0].at == monday + days{14} - 1h);
    CHECK_THAT(mine[0].text, Contains("Your request expires soon"));
    const auto reviewers = calendar.got(Company::mia);
    REQUIRE(reviewers.size() == 1);
    CHECK_THAT(reviewers[0].text, Contains("*Expires soon:*") && Contains("if nobody does"));
    CHECK(calendar.got(Company::omar).empty());
}

TEST_CASE("a request that nobody decides expires: cards are closed and the requester is told") {
    Calendar calendar;
    calendar.rules.nudges.escalate_after = days{30};
    const auto request = calendar.ask_code();
    calendar.pass_until(monday + days{14} - 1s);
    CHECK(calendar.states(request) == std::vector{ItemState::pending});
    calendar.pass_until(monday + days{14});
    CHECK(calendar.states(request) == std::vector{ItemState::expired});
    CHECK(calendar.tasks(Company::mia).empty());
    const auto told = calendar.got(Company::ann, MessageKind::expired);
    REQUIRE(told.size() == 1);
    CHECK_THAT(told[0].text, Contains("*Expired:*"));
    CHECK_THAT(
        calendar.sees(Company::mia, MessageKind::review_card),
        Contains("*Expired:*") && !Contains("button")
    );
    calendar.pass_until(monday + days{60});
    CHECK(calendar.got(Company::ann, MessageKind::expired).size() == 1);
    CHECK(calendar.read<bool>([](store::Tx& tx) { return !store::next_timer_due(tx); }));
    CHECK(calendar.read<bool>([](store::Tx& tx) { return store::verify_audit(tx).empty(); }));
}

TEST_CASE("a decided request neither warns of its expiry nor expires") {
    Calendar calendar;
    const auto request = calendar.ask_code();
    calendar.by(Company::ann, [&](const bot::workflow::Act& act) {
        return bot::workflow::withdraw(act, request);
    });
    calendar.pass_until(monday + days{30});
    CHECK(calendar.got(Company::ann).empty());
    CHECK(calendar.got(Company::ann, MessageKind::expired).empty());
    CHECK(calendar.states(request) == std::vector{ItemState::withdrawn});
}

TEST_CASE("what somebody has due together is handled in parts and still one message") {
    Calendar calendar;
    for (int i = 0; i < 30; ++i) {
        calendar.exec(
            "INSERT INTO connections (id, integration_id, resource_id, project, resource_type, "
            "privilege) VALUES (" +
            std::to_string(100 + i) + ", 1, 2, '', '', 'p" + std::to_string(i) + "')"
        );
        calendar.ask({{policy::ConnectionId{100 + i}, 1}});
    }
    calendar.now = monday + days{2};
    int units = 0;
    while (calendar.by({}, [](const bot::workflow::Act& act) {
        return bot::workflow::fire_next(act, 7);
    }) > 0)
        ++units;
    CHECK(units >= 5);
    const auto reminded = calendar.got(Company::mia);
    REQUIRE(reminded.size() == 1);
    CHECK_THAT(reminded[0].text, Contains("And 10 more"));
}

}  // namespace
