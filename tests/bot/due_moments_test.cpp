// Due dates, warnings and the end of a grace, at the moments that people rely on.
#include "bot/workflow/access_end.hpp"
#include "bot/workflow/ask.hpp"
#include "bot/workflow/extend.hpp"
#include "bot/workflow/withdraw.hpp"
#include "tests/bot/calendar.hpp"

namespace {

using namespace std::chrono_literals;
using bot::workflow::Act;
using Catch::Matchers::Contains;
using policy::ItemState;
using std::chrono::days;
using store::MessageKind;
using Company = SmallCompany;

constexpr auto monday = Calendar::monday;

TEST_CASE("a review that was overdue before its question is not overdue a second time") {
    Calendar calendar;
    calendar.exec("UPDATE employee_versions SET manager_id = 6 WHERE employee_id = 3");
    calendar.ask_code();
    calendar.pass_until(monday + days{6});
    const auto overdue = [&] {
        int times = 0;
        for (const auto& told : calendar.got(Company::mia))
            times += told.text.find("*Overdue:*") != std::string::npos ? 1 : 0;
        return times;
    };
    REQUIRE(overdue() == 1);
    const auto task = calendar.tasks(Company::mia).at(0);
    const auto asked = calendar.by(Company::mia, [&](const Act& act) {
        return bot::workflow::ask(act, {task.id, task.version}, "Which project?");
    });
    calendar.pass_until(monday + days{6} + 5h);
    calendar.by(Company::ann, [&](const Act& act) {
        return bot::workflow::answer(act, std::get<bot::workflow::Asked>(asked).question, "Apollo");
    });
    calendar.pass_until(monday + days{7} + 5h - 1s);
    CHECK(overdue() == 1);
    CHECK(calendar.tasks(Company::mia).size() == 1);
    // It goes on by the time that it had stood still later.
    calendar.pass_until(monday + days{7} + 5h);
    CHECK(calendar.tasks(Company::mia).empty());
    CHECK(calendar.tasks(Company::rita).size() == 1);
}

TEST_CASE("a review is due at its request's expiry at the latest, at every level") {
    Calendar calendar;
    calendar.rules.request_expires_after = days{3};
    calendar.ask_code();
    CHECK(calendar.tasks(Company::mia).at(0).due_at == monday + days{3});
    calendar.now = monday + days{2};
    calendar.decide(Company::mia, bot::workflow::approve);
    CHECK(calendar.tasks(Company::omar).at(0).due_at == monday + days{3});
}

TEST_CASE("a request that lives shorter than the notice before its expiry is still warned of") {
    Calendar calendar;
    calendar.rules.request_expires_after = days{2};
    calendar.rules.nudges.remind_every = days{20};
    calendar.ask_code();
    calendar.pass_until(monday + days{1} - 1s);
    CHECK(calendar.got(Company::ann).empty());
    calendar.pass_until(monday + days{1});
    REQUIRE(calendar.got(Company::ann).size() == 1);
    CHECK_THAT(calendar.got(Company::ann)[0].text, Contains("Your request expires soon"));
    CHECK(calendar.got(Company::mia).size() == 1);
}

TEST_CASE("an extension that a command withdraws ends the grace that waited for it") {
    Calendar calendar;
    calendar.rules.extension_grace = days{30};
    const auto held = calendar.ask_code(monday + days{10});
    calendar.decide(Company::mia, bot::workflow::approve);
    calendar.decide(Company::omar, bot::workflow::approve);
    calendar.decide(Company::omar, bot::workflow::done);
    calendar.pass_until(monday + days{9});
    const auto more = calendar.by(Company::ann, [&](const Act& act) {
        return bot::workflow::extend(act, held, monday + days{20}, "more");
    });
    calendar.pass_until(monday + days{11});
    REQUIRE(calendar.states(held) == std::vector{ItemState::granted});
    calendar.by({}, [&](const Act& act) {
        return bot::workflow::withdraw_by_command(
                   act.tx, std::get<policy::RequestId>(more), "cli:root", act.now_ms, act.rules
        )
            .items;
    });
    calendar.pass_until(monday + days{11} + 1min);
    CHECK(calendar.states(held) == std::vector{ItemState::revoking});
}

}  // namespace
