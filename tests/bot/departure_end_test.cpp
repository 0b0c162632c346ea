// What becomes of an owner's question about the access of somebody who left, once there is nothing
// to decide any more: the access is gone, or the person is back.
#include "bot/workflow/departure.hpp"
#include "bot/workflow/withdraw.hpp"
#include "store/endings.hpp"
#include "tests/bot/automatic.hpp"

namespace {

using namespace std::chrono_literals;
using bot::workflow::Act;
using bot::workflow::RetryOutcome;
using Catch::Matchers::Contains;
using policy::ItemState;
using std::chrono::days;
using store::MessageKind;
using Company = SmallCompany;

class Leaving : public Automatic {
 public:
    explicit Leaving(bool by_itself = false) { rules.applications["github"].automatic = by_itself; }

    void become(policy::EmployeeId who, const std::string& status) {
        exec(
            "UPDATE employee_versions SET status = '" + status +
            "' WHERE employee_id = " + std::to_string(who.value)
        );
        by({}, [&](const Act& act) {
            bot::workflow::settle_departure(act, who);
            return true;
        });
    }
    void leave(policy::EmployeeId who) { become(who, "terminated"); }
    void come_back(policy::EmployeeId who) { become(who, "active"); }
    void look_for_what_is_lost() {
        by({}, [](const Act& act) {
            bot::workflow::withdraw_lost(act, store::lost_removals(act.tx));
            return true;
        });
    }
    policy::RequestId newest() {
        return read<policy::RequestId>([](store::Tx& tx) {
            return store::first<policy::RequestId>(tx, "SELECT MAX(id) FROM access_requests")
                .value();
        });
    }
    void could_not() {
        const auto open = tasks(Company::omar);
        REQUIRE(open.size() == 1);
        by(Company::omar, [&](const Act& act) {
            return bot::workflow::could_not(act, {open[0].id, open[0].version}, "console down");
        });
    }
};

}  // namespace

TEST_CASE("nobody is asked about access of somebody who left once it was removed outside") {
    Leaving company;
    company.leave(Company::ann);
    REQUIRE(company.tasks(Company::omar).size() == 1);
    company.look_for_what_is_lost();
    REQUIRE(company.tasks(Company::omar).size() == 1);
    company.exec("DELETE FROM grants WHERE identity_id = 1");
    company.look_for_what_is_lost();
    CHECK(company.tasks(Company::omar).empty());
    CHECK(company.states(company.newest()) == std::vector{ItemState::withdrawn});
    CHECK_THAT(
        company.sees(Company::omar, MessageKind::review_card), Contains("is not held any more")
    );
}

TEST_CASE("an owner is not asked twice to remove what ends while they decide about it") {
    Leaving company;
    const auto ends = Calendar::monday + days{2};
    const auto asked = company.ask_code(ends);
    company.decide(Company::mia, bot::workflow::approve);
    company.decide(Company::omar, bot::workflow::approve);
    company.decide(Company::omar, bot::workflow::done);
    company.leave(Company::ann);
    const auto left = company.newest();
    REQUIRE(company.states(left) == std::vector{ItemState::pending, ItemState::pending});
    company.pass_until(ends);
    CHECK(company.states(asked) == std::vector{ItemState::revoking});
    // The other grant has no end: it is still to be decided.
    CHECK(company.states(left) == std::vector{ItemState::pending, ItemState::withdrawn});
    CHECK_THAT(
        company.sees(Company::omar, MessageKind::review_card),
        Contains("still holds *GitHub · code · read*")
    );
}

TEST_CASE("a request to remove access ends when something else has removed it") {
    Leaving company(true);
    const auto ends = Calendar::monday + days{2};
    const auto asked = company.approved(ends);
    company.done(*company.take());
    company.exec(
        "INSERT INTO access_requests (draft_id, requester_id, beneficiary_id, action, reason, "
        "details, "
        "submitted_at, open_items) SELECT 999, requester_id, beneficiary_id, 'REVOKE', reason, "
        "details, submitted_at, 1 FROM access_requests"
    );
    const auto removal = company.newest();
    company.exec(
        "INSERT INTO request_items (request_id, connection_id, identity_id, action, state, "
        "changed_at, "
        "policy_version, clause) SELECT " +
        std::to_string(removal.value) +
        ", connection_id, identity_id, 'REVOKE', 'pending', changed_at, 0, 'default' FROM "
        "request_items"
    );
    company.pass_until(ends);
    REQUIRE(company.states(asked) == std::vector{ItemState::revoking});
    CHECK(company.states(removal) == std::vector{ItemState::pending});
    company.done(*company.take());
    CHECK(company.states(removal) == std::vector{ItemState::withdrawn});
}

TEST_CASE("what could not be removed of somebody who left is not removed once they are back") {
    Leaving company;
    company.leave(Company::ann);
    REQUIRE(company.decide(Company::omar, bot::workflow::approve));
    company.could_not();
    CHECK_THAT(company.sees(Company::omar, MessageKind::not_carried_out), Contains("\"retry\""));
    company.come_back(Company::ann);
    CHECK_THAT(
        company.sees(Company::omar, MessageKind::not_carried_out),
        Contains("is back in the company") && !Contains("\"retry\"")
    );
    CHECK(company.retry(Company::omar) == RetryOutcome::is_back);
    CHECK(company.tasks(Company::omar).empty());
    CHECK(company.read<bool>([](store::Tx& tx) { return store::holds(tx, {1}, Company::code_read); }
    ));
}

TEST_CASE("what could not be removed of somebody who left is tried again while they are away") {
    Leaving company;
    company.leave(Company::ann);
    REQUIRE(company.decide(Company::omar, bot::workflow::approve));
    company.could_not();
    CHECK(company.retry(Company::omar) == RetryOutcome::to_people);
    CHECK(company.tasks(Company::omar).size() == 1);
}

TEST_CASE("what comes to light of somebody who left is put before the owner, and nothing twice") {
    Leaving company;
    company.leave(Company::ann);
    const auto open = company.tasks(Company::omar);
    REQUIRE(open.size() == 1);
    company.by(Company::omar, [&](const Act& act) {
        return bot::workflow::deny(act, {open[0].id, open[0].version}, "Needed for the hand-over");
    });
    // Asked of again, as an import does that shows something new.
    company.leave(Company::ann);
    CHECK(company.tasks(Company::omar).empty());
    company.exec(
        "INSERT INTO grants (holder_id, connection_id, identity_id, to_gen, from_gen, granted_at) "
        "VALUES (1, 2, 1, 0, 1, " +
        std::to_string(policy::seconds_since_epoch(company.now + 60s)) + ")"
    );
    company.leave(Company::ann);
    REQUIRE(company.tasks(Company::omar).size() == 1);
    CHECK(company.states(company.newest()) == std::vector{ItemState::pending});
    CHECK_THAT(
        company.sees(Company::omar, MessageKind::review_card),
        Contains("code · write") && !Contains("code · read")
    );
}
