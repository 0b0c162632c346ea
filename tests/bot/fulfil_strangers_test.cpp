// Who concerns what is carried out may change while it waits: the account becomes somebody else's,
// the owner leaves, an application does not say what it did.
#include "bot/workflow/departure.hpp"
#include "bot/workflow/fulfil.hpp"
#include "store/planned_accounts.hpp"
#include "store/syncs.hpp"
#include "tests/bot/automatic.hpp"

namespace {

using namespace std::chrono_literals;
using bot::workflow::Act;
using bot::workflow::RetryOutcome;
using Catch::Matchers::Contains;
using policy::ItemState;
using std::chrono::days;
using store::JobAction;
using store::MessageKind;
using Company = SmallCompany;

constexpr auto monday = Calendar::monday;

// An import of identities says that Ann's account is Rita's.
void given_to_rita(Calendar& calendar) {
    calendar.exec("UPDATE identity_versions SET employee_id = 6 WHERE identity_id = 1");
}
void left(Calendar& calendar, policy::EmployeeId who) {
    calendar.exec(
        "UPDATE employee_versions SET status = 'terminated' WHERE employee_id = " +
        std::to_string(who.value)
    );
    calendar.by({}, [&](const Act& act) {
        bot::workflow::settle_departure(act, who);
        return true;
    });
}
bool somebody_has(Calendar& calendar, policy::ConnectionId what) {
    return calendar.read<bool>([&](store::Tx& tx) { return store::holds(tx, {1}, what); });
}
constexpr auto is_ritas =
    "The account ann-gh in GitHub belongs to rita in our records by now, and "
    "this was approved for ann.";

}  // namespace

TEST_CASE("nobody is asked to grant something in an account that is another's by the last yes") {
    Calendar calendar;
    const auto request = calendar.ask_code();
    calendar.decide(Company::mia, bot::workflow::approve);
    given_to_rita(calendar);
    calendar.decide(Company::omar, bot::workflow::approve);
    CHECK(calendar.states(request) == std::vector{ItemState::failed});
    CHECK(calendar.tasks(Company::omar).empty());
    CHECK_THAT(calendar.sees(Company::ann, MessageKind::carried_out), Contains(is_ritas));
    CHECK_THAT(calendar.sees(Company::omar, MessageKind::not_carried_out), Contains(is_ritas));
    CHECK_FALSE(somebody_has(calendar, Company::code_write));
}

TEST_CASE("Done grants nothing in an account that has become another's meanwhile") {
    Calendar calendar;
    const auto request = calendar.ask_code();
    calendar.decide(Company::mia, bot::workflow::approve);
    calendar.decide(Company::omar, bot::workflow::approve);
    given_to_rita(calendar);
    calendar.decide(Company::omar, bot::workflow::done);
    CHECK(calendar.states(request) == std::vector{ItemState::failed});
    CHECK(calendar.tasks(Company::omar).empty());
    CHECK_THAT(calendar.sees(Company::ann, MessageKind::carried_out), Contains(is_ritas));
    CHECK(calendar.got(Company::ann, MessageKind::outcome).empty());
    CHECK_FALSE(somebody_has(calendar, Company::code_write));
}

TEST_CASE("Done grants what is still the person's own, and says what is not") {
    Calendar calendar;
    calendar.exec(
        "INSERT INTO identities (id, integration_id) VALUES (8, 1);"
        "INSERT INTO identity_versions (identity_id, to_gen, from_gen, integration_id, "
        "external_id, "
        "username, email, name, employee_id, relation) VALUES (8, 0, 1, 1, '', 'ann-2', '', '', 1, "
        "'IS')"
    );
    const auto request = calendar.ask({{Company::code_read, 8}, {Company::code_write, 1}});
    calendar.decide(Company::mia, bot::workflow::approve);
    calendar.decide(Company::omar, bot::workflow::approve);
    given_to_rita(calendar);
    calendar.decide(Company::omar, bot::workflow::done);
    CHECK(calendar.states(request) == std::vector{ItemState::granted, ItemState::failed});
    CHECK_THAT(calendar.sees(Company::ann, MessageKind::carried_out), Contains(is_ritas));
    const auto said = calendar.sees(Company::ann, MessageKind::outcome);
    CHECK_THAT(said, Contains("*Granted:* You have *GitHub · code · read*"));
    CHECK_FALSE(somebody_has(calendar, Company::code_write));
}

TEST_CASE("what an application did in an account that became another's is taken back") {
    Automatic at;
    const auto request = at.approved();
    const auto job = at.take();
    given_to_rita(at);
    at.done(*job);
    CHECK(at.states(request) == std::vector{ItemState::failed});
    CHECK_FALSE(at.holds());
    const auto undo = at.take();
    REQUIRE(undo);
    CHECK(undo->action == JobAction::undo);
    CHECK_THAT(at.sees(Company::ann, MessageKind::carried_out), Contains(is_ritas));
}

TEST_CASE("whoever answers for an application now has the Retry of an owner who left") {
    Automatic at;
    const auto request = at.approved();
    at.failed(*at.take());
    REQUIRE(at.got(Company::omar, MessageKind::not_carried_out).size() == 1);
    CHECK_THAT(at.sees(Company::ann, MessageKind::carried_out), Contains("omar"));
    left(at, Company::omar);
    REQUIRE(at.got(Company::olga, MessageKind::not_carried_out).size() == 1);
    CHECK_THAT(at.sees(Company::olga, MessageKind::not_carried_out), Contains("\"retry\""));
    const auto told = at.sees(Company::ann, MessageKind::carried_out);
    CHECK_THAT(told, Contains("olga") && !Contains("omar"));
    CHECK(at.retry(Company::olga) == RetryOutcome::retried);
    CHECK(at.states(request) == std::vector{ItemState::granting});
}

TEST_CASE("what is settled is nobody's to try again when an owner leaves") {
    Automatic at;
    at.approved();
    at.failed(*at.take());
    at.retry(Company::omar);
    at.done(*at.take());
    left(at, Company::omar);
    CHECK(at.got(Company::olga, MessageKind::not_carried_out).empty());
}

TEST_CASE("a removal that may have been made is not said to have failed") {
    Automatic at;
    const auto ends = monday + days{2};
    const auto request = at.approved(ends);
    at.done(*at.take());
    at.pass_until(ends);
    const auto job = at.take();
    SECTION("nobody knows") {
        at.failed(*job, true);
        CHECK_THAT(
            at.sees(Company::omar, MessageKind::not_carried_out),
            Contains("may have been removed") && !Contains("could not be removed")
        );
        CHECK_THAT(
            at.sees(Company::ann, MessageKind::carried_out),
            Contains("may have been removed") && !Contains("could not be removed")
        );
    }
    SECTION("it was not") {
        at.failed(*job, false);
        CHECK_THAT(
            at.sees(Company::omar, MessageKind::not_carried_out),
            Contains("could not be removed") && !Contains("may have been")
        );
    }
    CHECK(at.states(request) == std::vector{ItemState::failed});
}

TEST_CASE("a change of a planned account is unsettled in the account that was made for it, too") {
    Automatic at;
    at.exec("DELETE FROM identity_versions WHERE identity_id IN (3, 4)");  // Ann's in Payroll
    const auto planned = at.by({}, [](const Act& act) {
        return store::plan_account(act.tx, Company::payroll, Company::ann, act.now());
    });
    at.exec(
        "INSERT INTO access_requests (draft_id, requester_id, beneficiary_id, reason, details, "
        "submitted_at, open_items) VALUES (999, 1, 1, '', '', 0, 1);"
        "INSERT INTO request_items (request_id, connection_id, identity_id, action, state, "
        "changed_at) "
        "VALUES ((SELECT MAX(id) FROM access_requests), 4, " +
        std::to_string(planned.value) + ", 'GRANT', 'failed', 0)"
    );
    at.by({}, [](const Act& act) {
        const auto item =
            store::first<policy::ItemId>(act.tx, "SELECT MAX(id) FROM request_items").value();
        const auto row = store::find_item(act.tx, item).value();
        store::add_job(act.tx, row, JobAction::undo, act.now_ms, act.now_ms + days{1});
        return true;
    });
    // The sync that comes now tells of the account that the lost answer was about.
    at.exec(
        "INSERT INTO identities (id, integration_id) VALUES (90, 2);"
        "INSERT INTO identity_versions (identity_id, to_gen, from_gen, integration_id, "
        "external_id, "
        "username, email, name, employee_id, relation) VALUES (90, 0, 99, 2, '', 'ann', '', '', 1, "
        "'IS')"
    );
    const auto unsettled = at.read<std::vector<store::RemovedGrant>>([](store::Tx& tx) {
        return store::unsettled_since(tx, monday);
    });
    const store::RemovedGrant made{policy::IdentityId{90}, Company::pay_view};
    CHECK(std::any_of(unsettled.begin(), unsettled.end(), [&](const store::RemovedGrant& one) {
        return one == made;
    }));
}
