// Somebody leaves the company: their requests end, their reviews go on, and what they still hold is
// put before the owners of the applications, who decide about it.
#include "bot/workflow/departure.hpp"

#include "store/departures.hpp"
#include "tests/bot/automatic.hpp"

namespace {

using namespace std::chrono_literals;
using bot::workflow::Act;
using Catch::Matchers::Contains;
using policy::ItemState;
using store::MessageKind;
using Company = SmallCompany;

class Leaving : public Automatic {
 public:
    explicit Leaving(bool by_itself = false) { rules.applications["github"].automatic = by_itself; }

    void leave(policy::EmployeeId who) {
        exec(
            "UPDATE employee_versions SET status = 'terminated' WHERE employee_id = " +
            std::to_string(who.value)
        );
        settle(who);
    }
    void settle(policy::EmployeeId who) {
        by({}, [&](const Act& act) {
            bot::workflow::settle_departure(act, who);
            return true;
        });
    }
    using Automatic::holds;
    bool holds(int account, policy::ConnectionId what) {
        return read<bool>([&](store::Tx& tx) {
            return store::holds(tx, policy::IdentityId{account}, what);
        });
    }
    std::size_t heard(policy::EmployeeId who) {
        std::size_t count = 0;
        for (const auto& one : sent)
            count += one.to == who && !one.edit ? 1 : 0;
        return count;
    }
};

}  // namespace

TEST_CASE("the owner decides about what somebody who left still holds, and removes it") {
    Leaving company;
    company.leave(Company::ben);
    CHECK_THAT(
        company.sees(Company::omar, MessageKind::review_card),
        Contains("has left the company") && Contains("3 access grants (1 privileged) in GitHub") &&
            Contains("*Approve* removes it")
    );
    // Payroll has no owner: those who stand in for one are asked.
    CHECK_THAT(
        company.sees(Company::rita, MessageKind::review_card),
        Contains("1 access grant") && Contains("Payroll")
    );
    CHECK(company.tasks(Company::mia).empty());
    REQUIRE(company.decide(Company::omar, bot::workflow::approve));
    REQUIRE(company.decide(Company::omar, bot::workflow::done));
    CHECK_FALSE(company.holds(2, Company::code_admin));
    CHECK_FALSE(company.holds(2, Company::code_read));
    CHECK(company.holds(5, Company::pay_view));
    // Who has left is not told of it.
    CHECK(company.heard(Company::ben) == 0);
}

TEST_CASE("what the owner keeps stays, and is not asked again") {
    Leaving company;
    company.leave(Company::ben);
    const auto open = company.tasks(Company::omar);
    REQUIRE(open.size() == 1);
    company.by(Company::omar, [&](const Act& act) {
        return bot::workflow::deny(act, {open[0].id, open[0].version}, "Needed for the hand-over");
    });
    CHECK(company.holds(2, Company::code_admin));
    CHECK(company.tasks(Company::omar).empty());
    CHECK(company.heard(Company::ben) == 0);
}

TEST_CASE("what somebody who left has asked for is withdrawn, and the reviewer sees why") {
    Leaving company;
    const auto request = company.ask_code();
    CHECK(company.tasks(Company::mia).size() == 1);
    company.leave(Company::ann);
    CHECK(company.states(request) == std::vector{ItemState::withdrawn});
    CHECK(company.tasks(Company::mia).empty());
    CHECK_THAT(
        company.sees(Company::mia, MessageKind::review_card), Contains("ann has left the company")
    );
}

TEST_CASE("what an owner was about to grant to somebody who left is not granted") {
    Leaving company;
    const auto request = company.ask_code();
    company.decide(Company::mia, bot::workflow::approve);
    company.decide(Company::omar, bot::workflow::approve);
    CHECK(company.states(request) == std::vector{ItemState::granting});
    company.leave(Company::ann);
    CHECK(company.states(request) == std::vector{ItemState::failed});
    // Only the card about what Ann still holds is left.
    const auto open = company.tasks(Company::omar);
    REQUIRE(open.size() == 1);
    CHECK(open[0].kind == store::TaskKind::review);
    CHECK_FALSE(company.holds(1, Company::code_write));
}

TEST_CASE("what an application was about to grant to somebody who left is not granted") {
    Leaving company(true);
    const auto request = company.approved();
    SECTION("it waits for its turn") {
        company.leave(Company::ann);
        CHECK_FALSE(company.take());
    }
    SECTION("it is tried again later, and may have been made: it is taken back") {
        const auto job = company.take();
        company.by({}, [&](const Act& act) {
            bot::workflow::job_again(act, *job, "GitHub did not answer.", true, act.now_ms + 1h);
            return 0;
        });
        company.leave(Company::ann);
        const auto undo = company.take();
        REQUIRE(undo);
        CHECK(undo->action == store::JobAction::undo);
        company.done(*undo);
    }
    SECTION("an attempt is under way, and ends afterwards") {
        const auto job = company.take();
        company.leave(Company::ann);
        company.done(*job);
        const auto undo = company.take();
        REQUIRE(undo);
        CHECK(undo->action == store::JobAction::undo);
        company.done(*undo);
    }
    CHECK(company.states(request) == std::vector{ItemState::failed});
    CHECK_FALSE(company.holds());
    CHECK_FALSE(company.take());
    CHECK(company.messages("carried_out") == 0);
    CHECK(company.audit_acts().find("items.failed") != std::string::npos);
}

TEST_CASE("nobody tries again what somebody who left would get") {
    Leaving company(true);
    company.approved();
    company.failed(*company.take());
    company.leave(Company::ann);
    CHECK(company.retry(Company::omar) == bot::workflow::RetryOutcome::has_left);
    CHECK_FALSE(company.take());
}

TEST_CASE("the owner, and nobody else, is told what was removed of somebody who left") {
    Leaving company(true);
    company.leave(Company::ben);
    REQUIRE(company.decide(Company::omar, bot::workflow::approve));
    while (const auto job = company.take())
        company.done(*job);
    CHECK_FALSE(company.holds(2, Company::code_admin));
    CHECK(company.messages("carried_out") == company.messages("carried_out", Company::omar));
    CHECK_THAT(
        company.sees(Company::omar, MessageKind::carried_out),
        Contains("*Removed:*") && Contains("3 access grants")
    );
}

TEST_CASE("nothing happens to somebody who is back, nor twice to anybody") {
    Leaving company;
    company.settle(Company::ben);
    CHECK(company.tasks(Company::omar).empty());
    company.leave(Company::ben);
    company.settle(Company::ben);
    CHECK(company.tasks(Company::omar).size() == 1);
    CHECK(company.tasks(Company::rita).size() == 1);
}

TEST_CASE("a departure is seen with the directory that tells of it, and settled once") {
    Leaving company;
    const auto waiting = [&] {
        return company.read<std::size_t>([](store::Tx& tx) {
            return store::unsettled_departures(tx, 10).size();
        });
    };
    company.by({}, [](const Act& act) {
        store::note_departure(act.tx, Company::ben, 2);
        return true;
    });
    CHECK(waiting() == 0);
    company.exec("UPDATE directory SET generation = 2");
    CHECK(waiting() == 1);
    company.settle(Company::ben);
    CHECK(waiting() == 0);
    company.by({}, [](const Act& act) {
        store::note_departure(act.tx, Company::ben, 3);
        store::forget_unseen_departures(act.tx);
        return true;
    });
    company.exec("UPDATE directory SET generation = 3");
    CHECK(waiting() == 0);
}

TEST_CASE("an employment that ends by its date is a departure") {
    Leaving company;
    company.exec("UPDATE employee_versions SET ends_at = 100 WHERE employee_id = 2");
    const auto gone = company.by({}, [](const Act& act) {
        store::end_employments(act.tx, act.now());
        return store::unsettled_departures(act.tx, 10);
    });
    CHECK(gone == std::vector{Company::ben});
}
