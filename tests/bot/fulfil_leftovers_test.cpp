// What may be left behind in an application although its item ended otherwise: it is taken back,
// at once, and neither a sync nor another's account gets in the way.
#include "bot/workflow/fulfil.hpp"
#include "store/directory_words.hpp"
#include "store/syncs.hpp"
#include "tests/bot/automatic.hpp"

namespace {

using namespace std::chrono_literals;
using bot::workflow::Act;
using policy::ItemState;
using std::chrono::days;
using store::JobAction;
using Company = SmallCompany;

constexpr auto monday = Calendar::monday;

// An hour passes after the end of a grant that may have been made.
struct Leftover : Automatic {
    policy::Instant ends = monday + days{1};
    policy::RequestId request = approved(ends);
    store::JobRow job = *take();

    void again(bool maybe_done) {
        by({}, [&](const Act& act) {
            bot::workflow::job_again(act, job, "no answer", maybe_done, act.now_ms + days{30});
            return 0;
        });
    }
    // GitHub has taken the order, and will tell.
    void pending() {
        by({}, [&](const Act& act) {
            return store::job_pending(
                act.tx, job.id, "", act.now_ms + days{30}, act.now_ms + days{30}, act.now_ms
            );
        });
    }
    // The grant as a sync that read GitHub now would write it.
    void synced() {
        exec(
            "INSERT INTO grants (holder_id, connection_id, identity_id, to_gen, from_gen, "
            "granted_at) VALUES (" +
            std::to_string(Company::ann.value) + ", " + std::to_string(Company::code_write.value) +
            ", 1, 0, 1, " + std::to_string(policy::seconds_since_epoch(now)) + ")"
        );
    }
    bool keeps() {
        return read<bool>([&](store::Tx& tx) {
            return bot::workflow::keeps(tx, store::items_of_request(tx, request).front());
        });
    }
    std::size_t unsettled(policy::Instant since) {
        return read<std::size_t>([&](store::Tx& tx) {
            return store::unsettled_since(tx, since).size();
        });
    }
};

TEST_CASE("an item that expires ends its job at once, and is taken back if it may have been done") {
    Leftover at;
    SECTION("taken by the application") {
        at.pending();
        at.pass_until(at.ends + 1s);
        CHECK(at.states(at.request) == std::vector{ItemState::expired});
        CHECK(at.take()->action == JobAction::undo);
    }
    SECTION("sent, with no answer") {
        at.again(true);
        at.pass_until(at.ends + 1s);
        CHECK(at.take()->action == JobAction::undo);
    }
    SECTION("never sent") {
        at.again(false);
        at.pass_until(at.ends + 1s);
        CHECK_FALSE(at.take());
        // Nothing of it holds the next request up.
        at.approved();
        CHECK(at.take()->action == JobAction::grant);
    }
}

TEST_CASE("what a sync finds of a grant that is to be taken back does not make it right") {
    Leftover at;
    at.again(true);
    CHECK(at.unsettled(at.now + 1h) == 1);
    at.pass_until(at.ends + 1s);
    at.synced();
    CHECK_FALSE(at.keeps());
    const auto undo = at.take();
    REQUIRE(undo);
    CHECK(at.holds());
    at.done(*undo);
    CHECK_FALSE(at.holds());
    // A source that was read before it was taken back tells of it in vain, a later one does not.
    CHECK(at.unsettled(at.now) == 1);
    CHECK(at.unsettled(at.now + 1s) == 0);
}

TEST_CASE("what another request granted, or was held before, is kept") {
    Leftover at;
    at.again(true);
    at.pass_until(at.ends + 1s);
    at.synced();
    SECTION("granted by another request") {
        const auto other = at.ask_code();
        at.exec("UPDATE grants SET request_id = " + std::to_string(other.value));
        CHECK(at.keeps());
    }
    SECTION("held before the request was made") {
        at.exec("UPDATE grants SET granted_at = 0");
        CHECK(at.keeps());
    }
}

TEST_CASE("an account that our tables know as another is not the one that is meant") {
    Automatic at;
    const auto objection = [&](const std::string& username, const std::string& id) {
        return at.read<std::string>([&](store::Tx& tx) {
            return bot::workflow::not_theirs(tx, policy::IdentityId{1}, {username, id}, "GitHub");
        });
    };
    CHECK(objection("ann-gh", "7").empty());
    CHECK(objection("renamed", "7").empty());
    CHECK(objection("ben-gh", "7").find("belongs to ben") != std::string::npos);
    // Two tables may number their accounts alike.
    at.exec("UPDATE identity_versions SET external_id = '7' WHERE identity_id = 2");
    CHECK(objection("ann-gh", "7").empty());
    CHECK_FALSE(objection("renamed", "7").empty());
}

TEST_CASE("a manual task of an owner who is gone goes to who answers for the application now") {
    Calendar at;
    const auto request = at.ask_code();
    at.decide(Company::mia, bot::workflow::approve);
    at.decide(Company::omar, bot::workflow::approve);
    REQUIRE(at.tasks(Company::omar).size() == 1);
    const auto leaves = [&](policy::EmployeeId who) {
        at.exec(
            "UPDATE employee_versions SET status = 'terminated' WHERE employee_id = " +
            std::to_string(who.value)
        );
        at.by({}, [&](const Act& act) {
            for (const auto theirs : store::requests_asked_of(act.tx, who))
                bot::workflow::replace_reviewer(act, who, theirs);
            return 0;
        });
    };
    leaves(Company::omar);
    CHECK(at.tasks(Company::omar).empty());
    const auto open = at.tasks(Company::olga);
    REQUIRE(open.size() == 1);
    CHECK(open.front().kind == store::TaskKind::manual);
    CHECK(open.front().capacity == policy::ReviewerKind::integration_owner);
    leaves(Company::olga);
    REQUIRE(at.tasks(Company::adam).size() == 1);
    CHECK(at.tasks(Company::adam).front().capacity == policy::ReviewerKind::administrator);
    CHECK(at.decide(Company::adam, bot::workflow::done));
    CHECK(at.states(request) == std::vector{ItemState::granted});
}

}  // namespace
