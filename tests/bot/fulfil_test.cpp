// What an application is asked to do by itself: jobs in their order, and what becomes of the items.
#include "bot/workflow/fulfil.hpp"

#include "store/planned_accounts.hpp"
#include "tests/bot/automatic.hpp"

namespace {

using namespace std::chrono_literals;
using bot::workflow::Act;
using bot::workflow::RetryOutcome;
using policy::ItemState;
using std::chrono::days;
using store::JobAction;
using Company = SmallCompany;

constexpr auto monday = Calendar::monday;

TEST_CASE("after the last yes an application that does it by itself has a job, and nobody a task") {
    Automatic at;
    const auto request = at.approved();
    CHECK(at.states(request) == std::vector{ItemState::granting});
    CHECK(at.tasks(Company::omar).empty());
    CHECK_FALSE(at.holds());
    const auto job = at.take();
    REQUIRE(job);
    CHECK(job->action == JobAction::grant);
    CHECK(job->attempts == 1);
    CHECK_FALSE(at.take());
    at.done(*job);
    CHECK(at.states(request) == std::vector{ItemState::granted});
    CHECK(at.holds());
    at.done(*job);  // told twice
    CHECK(at.messages("carried_out", Company::ann) == 1);
    CHECK(at.messages("not_carried_out") == 0);
}

TEST_CASE("a failure is told to the requester and the owner, who alone may try again, once") {
    Automatic at;
    const auto request = at.approved();
    at.failed(*at.take());
    CHECK(at.states(request) == std::vector{ItemState::failed});
    CHECK(at.messages("carried_out", Company::ann) == 1);
    CHECK(at.messages("not_carried_out", Company::omar) == 1);
    CHECK(at.retry(Company::ann) == RetryOutcome::not_yours);
    CHECK(at.retry(Company::omar) == RetryOutcome::retried);
    CHECK(at.retry(Company::omar) == RetryOutcome::nothing_failed);
    CHECK(at.states(request) == std::vector{ItemState::granting});
    at.done(*at.take());
    CHECK(at.states(request) == std::vector{ItemState::granted});
    CHECK(at.messages("carried_out", Company::ann) == 2);
    CHECK(at.audit_acts().find("items.failed items.retried items.granted") != std::string::npos);
}

TEST_CASE("nothing is tried again for somebody who asked anew, or whose time has passed") {
    Automatic at;
    const auto ends = monday + days{1};
    at.approved(ends);
    at.failed(*at.take());
    SECTION("asked anew") {
        at.ask_code(ends);
        CHECK(at.retry(Company::omar) == RetryOutcome::nothing_failed);
    }
    SECTION("too late") {
        at.pass_until(ends + 1s);
        CHECK(at.retry(Company::omar) == RetryOutcome::too_late);
    }
    CHECK_FALSE(at.take());
}

TEST_CASE("a grant that comes after its item has ended is taken back, and never said") {
    Automatic at;
    const auto ends = monday + days{1};
    const auto request = at.approved(ends);
    const auto job = at.take();
    at.pass_until(ends + 1s);
    CHECK(at.states(request) == std::vector{ItemState::expired});
    at.done(*job);
    CHECK(at.states(request) == std::vector{ItemState::expired});
    CHECK_FALSE(at.holds());
    CHECK(at.messages("carried_out") == 0);
    const auto undo = at.take();
    REQUIRE(undo);
    CHECK(undo->action == JobAction::undo);
    SECTION("the owner hears only if that fails") {
        at.done(*undo);
        CHECK(at.messages("not_carried_out") == 0);
    }
    SECTION("then with Retry") {
        at.failed(*undo);
        CHECK(at.messages("not_carried_out", Company::omar) == 1);
        CHECK(at.messages("carried_out") == 0);
        CHECK(at.retry(Company::omar) == RetryOutcome::retried);
        CHECK(at.take()->action == JobAction::undo);
    }
}

TEST_CASE("a grant that failed, and may have been made, is taken back before it is tried again") {
    Automatic at;
    at.approved();
    at.failed(*at.take(), true);
    CHECK(at.retry(Company::omar) == RetryOutcome::retried);
    const auto first = at.take();
    REQUIRE(first);
    CHECK(first->action == JobAction::undo);
    CHECK_FALSE(at.take());
    at.done(*first);
    CHECK(at.take()->action == JobAction::grant);
}

TEST_CASE("access ends by the same way") {
    Automatic at;
    const auto ends = monday + days{1};
    const auto request = at.approved(ends);
    at.done(*at.take());
    at.pass_until(ends + 1s);
    CHECK(at.states(request) == std::vector{ItemState::revoking});
    CHECK(at.holds());
    const auto job = at.take();
    REQUIRE(job);
    CHECK(job->action == JobAction::revoke);
    SECTION("removed") {
        at.done(*job);
        CHECK(at.states(request) == std::vector{ItemState::revoked});
        CHECK_FALSE(at.holds());
    }
    SECTION("not removed, then it is, although its time has passed") {
        at.failed(*job);
        CHECK(at.states(request) == std::vector{ItemState::failed});
        CHECK(at.holds());
        CHECK(at.retry(Company::omar) == RetryOutcome::retried);
        at.done(*at.take());
        CHECK(at.states(request) == std::vector{ItemState::revoked});
    }
}

TEST_CASE("while an application is paused none of its jobs is taken") {
    Automatic at;
    at.approved();
    at.by({}, [](const Act& act) {
        store::pause_application(act.tx, Company::github, act.now_ms + 1h);
        return 0;
    });
    CHECK_FALSE(at.take());
    CHECK(at.read<bool>([](store::Tx& tx) {
        return store::next_job_due(tx, store::Millis{monday}).has_value();
    }));
    at.pass_until(at.now + 2h);
    CHECK(at.take());
}

TEST_CASE("what was under way when the daemon was killed is due again, and may have been done") {
    Automatic at;
    at.approved();
    const auto job = at.take();
    CHECK(at.by({}, [](const Act& act) { return store::recover_jobs(act.tx, act.now_ms); }) == 1);
    const auto again = at.take();
    REQUIRE(again);
    CHECK(again->key == job->key);
    CHECK(again->maybe_done);
    CHECK(again->attempts == 2);
}

TEST_CASE("a job goes to people where the settings say so by now") {
    Automatic at;
    const auto request = at.approved();
    const auto job = at.take();
    at.by({}, [&](const Act& act) {
        bot::workflow::job_to_people(act, *job);
        return 0;
    });
    CHECK(at.tasks(Company::omar).size() == 1);
    at.decide(Company::omar, bot::workflow::done);
    CHECK(at.states(request) == std::vector{ItemState::granted});
}

TEST_CASE("what was to be taken back by the application is put before its owner") {
    Automatic at;
    at.approved();
    at.failed(*at.take(), true);
    const auto undo = at.take();
    REQUIRE(undo);
    at.by({}, [&](const Act& act) {
        bot::workflow::job_to_people(act, *undo);
        Automatic::tell(act, *undo);
        return 0;
    });
    CHECK(at.messages("not_carried_out", Company::omar) == 2);
    CHECK(
        at.sees(Company::omar, store::MessageKind::not_carried_out).find("seen to by hand") !=
        std::string::npos
    );
}

TEST_CASE("an account that the application names, and that is another's, is not called granted") {
    Automatic at;
    at.rules.applications["github"].create_identities = true;
    // Ann has no account in GitHub yet; Ben's there is called ben-gh.
    at.exec("UPDATE identity_versions SET employee_id = 4 WHERE identity_id = 1");
    const auto planned = at.by({}, [](const Act& act) {
        return store::plan_account(act.tx, Company::github, Company::ann, act.now());
    });
    const auto request =
        at.agreed(at.ask({{Company::code_write, static_cast<int>(planned.value)}}));
    const auto job = at.take();
    REQUIRE(job);
    const auto end = [&](const std::string& username) {
        at.by({}, [&](const Act& act) {
            bot::workflow::job_done(act, *job, bot::NamedAccount{username, ""});
            Automatic::tell(act, *job);
            return 0;
        });
    };
    SECTION("Ben's") {
        end("ben-gh");
        CHECK(at.states(request) == std::vector{ItemState::failed});
        CHECK(at.messages("not_carried_out", Company::omar) == 1);
        CHECK(
            at.sees(Company::omar, store::MessageKind::not_carried_out).find("belongs to ben") !=
            std::string::npos
        );
        // Whoever got it now loses it again.
        const auto undo = at.take();
        REQUIRE(undo);
        CHECK(undo->action == JobAction::undo);
    }
    SECTION("nobody's in our records") {
        at.exec("UPDATE identity_versions SET employee_id = NULL WHERE identity_id = 2");
        end("ben-gh");
        CHECK(at.states(request) == std::vector{ItemState::failed});
    }
    SECTION("a new one") {
        end("ann-new");
        CHECK(at.states(request) == std::vector{ItemState::granted});
    }
}

}  // namespace
