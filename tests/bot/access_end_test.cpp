// Access for a time: the words before its end, the end, giving it back, asking for more.
#include "bot/workflow/access_end.hpp"

#include "bot/workflow/extend.hpp"
#include "store/endings.hpp"
#include "tests/bot/calendar.hpp"

namespace {

using namespace std::chrono_literals;
using bot::workflow::Act;
using bot::workflow::ExtendOutcome;
using bot::workflow::ExtendProblem;
using bot::workflow::ExtendRefused;
using bot::workflow::GiveBackOutcome;
using Catch::Matchers::Contains;
using policy::ItemState;
using std::chrono::days;
using store::MessageKind;
using Company = SmallCompany;

constexpr auto monday = Calendar::monday;

// Ann holds code_write until the end of day ten, of the request that is returned.
policy::RequestId granted(Calendar& calendar, policy::Instant ends = monday + days{10}) {
    const auto request = calendar.ask_code(ends);
    calendar.decide(Company::mia, bot::workflow::approve);
    calendar.decide(Company::omar, bot::workflow::approve);
    calendar.decide(Company::omar, bot::workflow::done);
    REQUIRE(calendar.states(request) == std::vector{ItemState::granted});
    return request;
}

bool holds(Calendar& calendar) {
    return calendar.read<bool>([](store::Tx& tx) {
        return store::holds(tx, {1}, Company::code_write);
    });
}

ExtendOutcome extend(
    Calendar& calendar, policy::RequestId request, policy::Instant until, std::string why = "more"
) {
    return calendar.by(Company::ann, [&](const Act& act) {
        return bot::workflow::extend(act, request, until, why);
    });
}

ExtendProblem problem(const ExtendOutcome& outcome) {
    return std::get<ExtendRefused>(outcome).problem;
}

TEST_CASE("the holder is told a day and an hour before the end, at any hour, with both buttons") {
    Calendar calendar;
    granted(calendar, monday + days{10} - 7h);  // at 3:00
    calendar.pass_until(monday + days{10} - 7h - 1s);
    const auto told = calendar.got(Company::ann);
    REQUIRE(told.size() == 2);
    CHECK(told[0].at == monday + days{9} - 7h);
    CHECK(told[1].at == monday + days{10} - 8h);
    CHECK_THAT(told[0].text, Contains("Your access ends soon"));
    CHECK_THAT(told[0].blocks, Contains("\"extend\"") && Contains("\"give_back\""));
}

TEST_CASE("at the end access goes the way of every removal and is called ended only then") {
    Calendar calendar;
    const auto request = granted(calendar);
    calendar.pass_until(monday + days{10} - 1s);
    CHECK(calendar.states(request) == std::vector{ItemState::granted});
    calendar.pass_until(monday + days{10});
    CHECK(calendar.states(request) == std::vector{ItemState::revoking});
    CHECK(holds(calendar));
    const auto orders = calendar.got(Company::omar, MessageKind::manual_card);
    REQUIRE(orders.size() == 2);
    CHECK_THAT(orders.back().text, Contains("Please remove"));
    CHECK_THAT(calendar.sees(Company::ann, MessageKind::outcome), !Contains("Ended"));
    calendar.decide(Company::omar, bot::workflow::done);
    CHECK(calendar.states(request) == std::vector{ItemState::revoked});
    CHECK_FALSE(holds(calendar));
    CHECK_THAT(calendar.sees(Company::ann, MessageKind::outcome), Contains("*Ended:*"));
    const auto notice = calendar.sees(Company::ann, MessageKind::due_notice);
    CHECK_THAT(notice, Contains("Settled") && !Contains("\"extend\""));
    CHECK(calendar.read<bool>([](store::Tx& tx) { return store::verify_audit(tx).empty(); }));
}

TEST_CASE("an end that passed while the daemon was stopped comes once, without notices before it") {
    Calendar calendar;
    const auto request = granted(calendar);
    calendar.stopped_until(monday + days{12});
    CHECK(calendar.states(request) == std::vector{ItemState::revoking});
    CHECK(calendar.got(Company::ann).empty());
}

TEST_CASE("both notices missed are one") {
    Calendar calendar;
    granted(calendar);
    calendar.stopped_until(monday + days{10} - 30min);
    CHECK(calendar.got(Company::ann).size() == 1);
    calendar.pass_until(monday + days{10} - 1s);
    CHECK(calendar.got(Company::ann).size() == 1);
}

TEST_CASE("a request whose end passes before it is granted expires") {
    Calendar calendar;
    const auto pending = calendar.ask_code(monday + days{3});
    calendar.pass_until(monday + days{3});
    CHECK(calendar.states(pending) == std::vector{ItemState::expired});
    CHECK(calendar.tasks(Company::mia).empty());
    CHECK(calendar.got(Company::ann, MessageKind::expired).size() == 1);

    const auto approved = calendar.ask_code(monday + days{6});
    calendar.decide(Company::mia, bot::workflow::approve);
    calendar.decide(Company::omar, bot::workflow::approve);
    calendar.pass_until(monday + days{6});
    CHECK(calendar.states(approved) == std::vector{ItemState::expired});
    CHECK(calendar.tasks(Company::omar).empty());
    CHECK_FALSE(holds(calendar));
}

TEST_CASE("give back ends it now, and only the holder can") {
    Calendar calendar;
    const auto request = granted(calendar);
    const auto give_back = [&](policy::EmployeeId who) {
        return calendar.by(who, [&](const Act& act) {
            return bot::workflow::give_back(act, request);
        });
    };
    CHECK(give_back(Company::mia) == GiveBackOutcome::not_yours);
    CHECK(calendar.states(request) == std::vector{ItemState::granted});
    CHECK(give_back(Company::ann) == GiveBackOutcome::given_back);
    CHECK(calendar.states(request) == std::vector{ItemState::revoking});
    CHECK(give_back(Company::ann) == GiveBackOutcome::nothing_held);
    calendar.decide(Company::omar, bot::workflow::done);
    CHECK_FALSE(holds(calendar));
    calendar.pass_until(monday + days{11});
    CHECK(calendar.states(request) == std::vector{ItemState::revoked});
    CHECK(calendar.got(Company::ann).empty());
}

TEST_CASE("an extension is decided like any request and then the access simply lasts longer") {
    Calendar calendar;
    const auto first = granted(calendar);
    calendar.pass_until(monday + days{9});
    const auto second = std::get<policy::RequestId>(extend(calendar, first, monday + days{20}));
    CHECK(calendar.states(second) == std::vector{ItemState::pending});
    CHECK_THAT(
        calendar.sees(Company::ann, MessageKind::due_notice), Contains("an extension is asked for")
    );
    calendar.decide(Company::mia, bot::workflow::approve);
    calendar.decide(Company::omar, bot::workflow::approve);
    CHECK(calendar.states(second) == std::vector{ItemState::granted});
    CHECK(calendar.tasks(Company::omar).empty());
    CHECK_THAT(calendar.sees(Company::ann, MessageKind::extended), Contains("*Extended:*"));
    calendar.pass_until(monday + days{20} - 1s);
    CHECK(holds(calendar));
    CHECK(calendar.states(first) == std::vector{ItemState::granted});
    CHECK(calendar.got(Company::ann).size() == 3);
    calendar.pass_until(monday + days{20});
    CHECK(calendar.states(second) == std::vector{ItemState::revoking});
    CHECK(calendar.states(first) == std::vector{ItemState::granted});
}

TEST_CASE("an extension is refused for what is gone, asked, too early, too long or without a word"
) {
    Calendar calendar;
    const auto request = granted(calendar);
    CHECK(problem(extend(calendar, {999}, monday + days{20})) == ExtendProblem::gone);
    CHECK(problem(extend(calendar, request, monday + days{10})) == ExtendProblem::not_later);
    CHECK(problem(extend(calendar, request, monday + days{400})) == ExtendProblem::too_long);
    CHECK(
        problem(extend(calendar, request, monday + days{20}, " ")) == ExtendProblem::reason_missing
    );
    calendar.exec("UPDATE connection_versions SET longest_duration = 86400 * 15");
    CHECK(problem(extend(calendar, request, monday + days{20})) == ExtendProblem::too_long);
    extend(calendar, request, monday + days{12});
    CHECK(problem(extend(calendar, request, monday + days{13})) == ExtendProblem::asked_already);
    const auto by_another = calendar.by(Company::ben, [&](const Act& act) {
        return bot::workflow::extend(act, request, monday + days{12}, "mine");
    });
    CHECK(problem(by_another) == ExtendProblem::gone);
}

TEST_CASE("without a grace access ends on time though an extension is pending") {
    Calendar calendar;
    const auto first = granted(calendar);
    calendar.pass_until(monday + days{9});
    const auto second = std::get<policy::RequestId>(extend(calendar, first, monday + days{20}));
    calendar.pass_until(monday + days{10});
    CHECK(calendar.states(first) == std::vector{ItemState::revoking});
    CHECK(calendar.states(second) == std::vector{ItemState::pending});
    // Granted while the removal is still to be done: by hand, and the removal takes nothing of it.
    calendar.decide(Company::mia, bot::workflow::approve);
    const auto todo = calendar.tasks(Company::omar);
    CHECK(todo.size() == 2);
}

TEST_CASE("a grace keeps access while an extension is pending, and ends with it") {
    Calendar calendar;
    calendar.rules.extension_grace = days{2};
    const auto first = granted(calendar);
    calendar.pass_until(monday + days{9});
    const auto second = std::get<policy::RequestId>(extend(calendar, first, monday + days{20}));
    SECTION("until its own end") {
        calendar.pass_until(monday + days{12} - 1s);
        CHECK(calendar.states(first) == std::vector{ItemState::granted});
        calendar.pass_until(monday + days{12});
        CHECK(calendar.states(first) == std::vector{ItemState::revoking});
    }
    SECTION("until the extension is denied") {
        calendar.pass_until(monday + days{11});
        CHECK(calendar.states(first) == std::vector{ItemState::granted});
        const auto task = calendar.tasks(Company::mia).at(0);
        calendar.by(Company::mia, [&](const Act& act) {
            return bot::workflow::deny(act, {task.id, task.version}, "no");
        });
        CHECK(calendar.states(second) == std::vector{ItemState::denied});
        calendar.pass_until(monday + days{11});
        CHECK(calendar.states(first) == std::vector{ItemState::revoking});
    }
    SECTION("and an extension that is granted meanwhile") {
        calendar.pass_until(monday + days{11});
        calendar.decide(Company::mia, bot::workflow::approve);
        calendar.decide(Company::omar, bot::workflow::approve);
        CHECK(calendar.states(second) == std::vector{ItemState::granted});
        calendar.pass_until(monday + days{15});
        CHECK(calendar.states(first) == std::vector{ItemState::granted});
        CHECK(holds(calendar));
    }
}

}  // namespace
