// A task that nobody decides in time goes on, up to the fallback, and never back.
#include "store/policies.hpp"
#include "tests/bot/calendar.hpp"

namespace {

using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using policy::ItemState;
using std::chrono::days;
using store::MessageKind;
using Company = SmallCompany;

constexpr auto monday = Calendar::monday;

TEST_CASE("two days after it was due a review goes to the reviewer's manager") {
    Calendar calendar;
    calendar.exec("UPDATE employee_versions SET manager_id = 6 WHERE employee_id = 3");
    calendar.ask_code();
    calendar.pass_until(monday + days{7} - 1s);
    CHECK(calendar.tasks(Company::mia).size() == 1);
    CHECK(calendar.tasks(Company::rita).empty());
    calendar.pass_until(monday + days{7});
    CHECK(calendar.tasks(Company::mia).empty());
    const auto taken = calendar.tasks(Company::rita);
    REQUIRE(taken.size() == 1);
    CHECK(taken[0].due_at == monday + days{12});
    const auto old = calendar.sees(Company::mia, MessageKind::review_card);
    CHECK_THAT(old, Contains("<@U6>") && !Contains("\"approve\""));
    CHECK_THAT(calendar.sees(Company::rita, MessageKind::review_card), Contains("\"approve\""));
    CHECK(calendar.decide(Company::rita, bot::workflow::approve));
    CHECK(calendar.tasks(Company::omar).size() == 1);
}

TEST_CASE("a manager who is part of the request is skipped, up the line") {
    Calendar calendar;
    // Omar is late; above him Mia, who asks; above her Adam.
    calendar.exec("UPDATE employee_versions SET manager_id = 7 WHERE employee_id = 3");
    calendar.ask({{Company::code_write, 1}}, {}, Company::mia, Company::ann);
    REQUIRE(calendar.tasks(Company::omar).size() == 1);
    calendar.pass_until(monday + days{7});
    CHECK(calendar.tasks(Company::omar).empty());
    CHECK(calendar.tasks(Company::mia).empty());
    CHECK(calendar.tasks(Company::adam).size() == 1);
}

TEST_CASE(
    "without anybody above, the owner is asked, then the risk managers, never later than the expiry"
) {
    Calendar calendar;
    const auto request = calendar.ask_code();
    calendar.pass_until(monday + days{7});
    const auto owner = calendar.tasks(Company::omar);
    REQUIRE(owner.size() == 1);
    CHECK(owner[0].due_at == monday + days{12});
    // Above Omar is Mia, who was late before.
    calendar.pass_until(monday + days{14} - 1s);
    CHECK(calendar.states(request) == std::vector{ItemState::pending});
    calendar.pass_until(monday + days{14});
    CHECK(calendar.states(request) == std::vector{ItemState::expired});
    for (const auto person : {Company::mia, Company::omar, Company::olga, Company::rita})
        CHECK(calendar.tasks(person).empty());
}

TEST_CASE("escalations go on and end when nobody is left, without turning back") {
    Calendar calendar;
    calendar.rules.review_due_after = days{1};
    calendar.rules.nudges.escalate_after = days{1};
    calendar.rules.request_expires_after = days{60};
    calendar.ask_code();
    std::vector<policy::EmployeeId> had;
    for (int day = 0; day < 40; ++day) {
        calendar.pass_until(monday + days{day});
        for (const auto person :
             {Company::mia, Company::omar, Company::olga, Company::rita, Company::adam}) {
            if (calendar.tasks(person).empty()) continue;
            if (had.empty() || had.back() != person) had.push_back(person);
        }
    }
    CHECK(std::set<policy::EmployeeId>(had.begin(), had.end()).size() == had.size());
    CHECK(had.back() == Company::adam);
    CHECK_FALSE(calendar.tasks(Company::adam).empty());
}

TEST_CASE(
    "overdue while nobody was there: the one who is late hears of it no more, the next one is asked"
) {
    Calendar calendar;
    calendar.exec("UPDATE employee_versions SET manager_id = 6 WHERE employee_id = 3");
    calendar.ask_code();
    calendar.stopped_until(monday + days{9});
    CHECK(calendar.got(Company::mia).empty());
    CHECK(calendar.tasks(Company::rita).size() == 1);
}

TEST_CASE("who was late about another item of the request may still take this one over") {
    Calendar calendar;
    // Rita decides about Payroll, Mia about GitHub; above Mia is Rita.
    calendar.exec("UPDATE employee_versions SET manager_id = 6 WHERE employee_id = 3");
    calendar.by({}, [](const bot::workflow::Act& act) {
        store::insert_policy(
            act.tx,
            "[[clause]]\nname = \"Payroll\"\nwhen.integration = [\"Payroll\"]\n"
            "[[clause.level]]\nask = \"rita@example.com\"\n",
            "cli:root",
            act.now()
        );
        return true;
    });
    calendar.ask({{Company::code_write, 1}, {Company::pay_view, 3}});
    REQUIRE(calendar.tasks(Company::rita).size() == 1);
    REQUIRE(calendar.tasks(Company::mia).size() == 1);
    calendar.pass_until(monday + days{7});
    CHECK(calendar.tasks(Company::mia).empty());
    const auto taken = calendar.tasks(Company::rita);
    const bool github = std::any_of(taken.begin(), taken.end(), [&](const store::TaskRow& task) {
        return calendar.read<bool>([&](store::Tx& tx) {
            return store::items_of_task(tx, task.id, true).front().connection ==
                   Company::code_write;
        });
    });
    CHECK(github);
}

TEST_CASE("manual work goes on like a review") {
    Calendar calendar;
    calendar.ask_code();
    calendar.decide(Company::mia, bot::workflow::approve);
    calendar.decide(Company::omar, bot::workflow::approve);
    calendar.pass_until(monday + days{7});
    CHECK(calendar.tasks(Company::omar).empty());
    REQUIRE(calendar.tasks(Company::mia).size() == 1);
    CHECK(calendar.decide(Company::mia, bot::workflow::done));
}

TEST_CASE("manual work that goes on after the request's expiry has its whole time again") {
    Calendar calendar;
    calendar.ask_code();
    calendar.pass_until(monday + days{4});
    calendar.decide(Company::mia, bot::workflow::approve);
    calendar.pass_until(monday + days{8});
    calendar.decide(Company::omar, bot::workflow::approve);
    calendar.pass_until(monday + days{15});
    const auto taken = calendar.tasks(Company::mia);
    REQUIRE(taken.size() == 1);
    CHECK(taken[0].due_at == monday + days{20});
}

}  // namespace
