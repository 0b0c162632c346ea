// What people carry out by hand: it can fail and be a task again, and whoever comes back loses
// nothing.
#include "bot/workflow/departure.hpp"
#include "bot/workflow/fulfil.hpp"
#include "tests/bot/automatic.hpp"

namespace {

using namespace std::chrono_literals;
using bot::workflow::Act;
using bot::workflow::RetryOutcome;
using bot::workflow::TaskKey;
using policy::ItemState;
using std::chrono::days;
using store::MessageKind;
using Company = SmallCompany;

constexpr auto monday = Calendar::monday;

// GitHub's owner carries out what was decided.
struct ByHand : Automatic {
    ByHand() { rules.applications.clear(); }

    void could_not() {
        const auto could_not = [](const Act& act, TaskKey key) {
            return bot::workflow::could_not(act, key, "the console is down");
        };
        REQUIRE(decide(Company::omar, could_not));
    }
    bool by_hand(policy::EmployeeId who, bool removes) {
        const auto open = tasks(who);
        return open.size() == 1 && open.front().kind == store::TaskKind::manual &&
               open.front().removes == removes;
    }
    void status(policy::EmployeeId who, const std::string& status) {
        exec(
            "UPDATE employee_versions SET status = '" + status +
            "' WHERE employee_id = " + std::to_string(who.value)
        );
        by({}, [&](const Act& act) {
            bot::workflow::settle_departure(act, who);
            return 0;
        });
    }
};

TEST_CASE("what could not be done by hand says what happens next, and Retry makes it a task again"
) {
    ByHand at;
    const auto request = at.approved();
    at.could_not();
    CHECK(at.states(request) == std::vector{ItemState::failed});
    const auto told = at.sees(Company::ann, MessageKind::carried_out);
    CHECK(told.find("could not do it: the console is down") != std::string::npos);
    CHECK(told.find("can try again") != std::string::npos);
    CHECK(at.sees(Company::omar, MessageKind::not_carried_out).find("Retry") != std::string::npos);
    CHECK(at.retry(Company::ann) == RetryOutcome::not_yours);
    CHECK(at.retry(Company::omar) == RetryOutcome::to_people);
    CHECK(at.retry(Company::omar) == RetryOutcome::nothing_failed);
    CHECK(at.by_hand(Company::omar, false));
    CHECK(at.states(request) == std::vector{ItemState::granting});
    at.decide(Company::omar, bot::workflow::done);
    CHECK(at.states(request) == std::vector{ItemState::granted});
    CHECK(at.holds());
}

TEST_CASE("access whose time is over and that could not be removed is not forgotten") {
    ByHand at;
    const auto ends = monday + days{1};
    const auto request = at.approved(ends);
    at.decide(Company::omar, bot::workflow::done);
    at.pass_until(ends + 1s);
    REQUIRE(at.by_hand(Company::omar, true));
    at.could_not();
    CHECK(at.states(request) == std::vector{ItemState::failed});
    CHECK(at.holds());
    CHECK(
        at.sees(Company::omar, MessageKind::not_carried_out).find("stays until it is removed") !=
        std::string::npos
    );
    CHECK(at.retry(Company::omar) == RetryOutcome::to_people);
    CHECK(at.by_hand(Company::omar, true));
    at.decide(Company::omar, bot::workflow::done);
    CHECK(at.states(request) == std::vector{ItemState::revoked});
    CHECK_FALSE(at.holds());
}

TEST_CASE("of somebody who is back nothing is removed any more, decided or not") {
    ByHand at;
    at.approved();
    at.decide(Company::omar, bot::workflow::done);
    REQUIRE(at.holds());
    at.status(Company::ann, "terminated");
    REQUIRE(at.tasks(Company::omar).size() == 1);
    const auto request = at.tasks(Company::omar).front().request;
    // What she held before is in it as well.
    const auto both = [](ItemState state) { return std::vector{state, state}; };
    SECTION("not decided") {
        at.status(Company::ann, "active");
        CHECK(at.states(request) == both(ItemState::withdrawn));
    }
    SECTION("decided, not carried out") {
        at.decide(Company::omar, bot::workflow::approve);
        REQUIRE(at.by_hand(Company::omar, true));
        at.status(Company::ann, "active");
        CHECK(at.states(request) == both(ItemState::failed));
    }
    CHECK(at.tasks(Company::omar).empty());
    CHECK(at.holds());
}

}  // namespace
