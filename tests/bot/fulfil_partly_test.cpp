// A request of which some was carried out and some was not: one message, each part by its name, and
// in the end how all of it went.
#include "tests/bot/automatic.hpp"

namespace {

using bot::workflow::Act;
using Catch::Matchers::Contains;
using policy::ItemState;
using store::MessageKind;
using Company = SmallCompany;

struct Partly : Automatic {
    // Ann asks to remove what she holds in GitHub, Ben what he does.
    policy::RequestId ask_to_remove(
        const std::vector<std::pair<policy::ConnectionId, int>>& items, policy::EmployeeId who
    ) {
        return agreed(asked_to_remove(items, who));
    }
    policy::RequestId asked_to_remove(
        const std::vector<std::pair<policy::ConnectionId, int>>& items, policy::EmployeeId who
    ) {
        return by(who, [&](const Act& act) {
            store::RequestRow row;
            row.requester = who;
            row.beneficiary = who;
            row.action = policy::Action::revoke;
            row.reason = "Audit";
            row.submitted_at = act.now();
            row.expires = act.now() + act.rules.request_expires_after;
            row.id = store::insert_request(act.tx, {++forms_}, row);
            for (const auto& [connection, account] : items)
                store::insert_item(act.tx, row, connection, policy::IdentityId{account}, act.now());
            bot::workflow::tell_submitted(act, row);
            bot::workflow::move_on(act, row, store::items_of_request(act.tx, row.id));
            return row.id;
        });
    }
    // The jobs that are due now, one after the other: what is wanted of each.
    void play(const std::function<bool(policy::ConnectionId)>& works) {
        while (const auto job = take()) {
            if (works(job->connection)) {
                done(*job);
            } else {
                failed(*job, false, "There is no such group.");
            }
        }
    }
    std::string last(policy::EmployeeId who) {
        const auto all = got(who, MessageKind::carried_out);
        REQUIRE_FALSE(all.empty());
        return all.back().text + all.back().blocks;
    }

 private:
    std::int64_t forms_ = 5000;
};

constexpr auto ann = Company::ann;
constexpr auto ben = Company::ben;
constexpr auto omar = Company::omar;

}  // namespace

TEST_CASE("what could be granted in part is one message that names both parts") {
    Partly at;
    const auto request = at.agreed(at.ask({{Company::code_write, 1}, {Company::code_admin, 1}}));
    at.play([](auto what) { return what == Company::code_write; });
    CHECK(at.states(request) == std::vector{ItemState::failed, ItemState::granted});
    CHECK(at.got(ann, MessageKind::carried_out).size() == 1);
    CHECK_THAT(
        at.last(ann),
        Contains("*Partly granted:* You have *GitHub · code · write* now; *GitHub · code · admin "
                 "(privileged)* could not be granted.") &&
            Contains("There is no such group.")
    );
    // The owner hears only of what they can do something about.
    CHECK_THAT(
        at.sees(omar, MessageKind::not_carried_out),
        Contains("*Failed:* *GitHub · code · admin (privileged)*") && !Contains("code · write") &&
            Contains("*Retry*")
    );
    CHECK(at.retry(omar) == bot::workflow::RetryOutcome::retried);
    at.play([](auto) { return true; });
    CHECK(at.states(request) == std::vector{ItemState::granted, ItemState::granted});
    CHECK_THAT(
        at.last(ann),
        Contains("You have *GitHub · code · admin (privileged)* now.") &&
            Contains("With this, all 2 access grants of the request are granted.")
    );
    CHECK_THAT(at.sees(omar, MessageKind::not_carried_out), !Contains("\"Retry\""));
}

TEST_CASE("what could be removed in part is said without a word of granting") {
    Partly at;
    const auto request = at.ask_to_remove(
        {{Company::code_read, 2}, {Company::code_write, 2}, {Company::code_admin, 2}}, ben
    );
    at.play([](auto what) { return what != Company::code_write; });
    CHECK_THAT(
        at.last(ben),
        Contains("*Partly removed:* You do not have *GitHub · code · admin (privileged) and GitHub "
                 "· code · read* any more; *GitHub · code · write* could not be removed.") &&
            Contains("*Removed:*") && Contains("*Not removed:*") && !Contains("ranted")
    );
    CHECK(at.states(request).size() == 3);
    CHECK(at.read<bool>([](store::Tx& tx) {
        return store::holds(tx, {2}, Company::code_write) &&
               !store::holds(tx, {2}, Company::code_admin);
    }));
}

TEST_CASE("a part that fails later is told with how all of the request went") {
    Partly at;
    at.ask_to_remove({{Company::code_read, 2}, {Company::code_write, 2}}, ben);
    const auto first = at.take();
    REQUIRE(first);
    at.by({}, [&](const Act& act) {
        const auto later = act.now_ms + std::chrono::hours{1};
        bot::workflow::job_again(act, *first, "GitHub could not be reached.", false, later);
        return 0;
    });
    CHECK_THAT(
        at.sees(ben, MessageKind::tracker),
        Contains("It is being retried; next attempt") && Contains("GitHub could not be reached.")
    );
    at.play([](auto) { return true; });
    CHECK_THAT(at.last(ben), Contains("*Removed:*") && !Contains("With this"));
    at.pass_until(at.now + std::chrono::hours{2});
    at.play([](auto) { return false; });
    CHECK_THAT(
        at.last(ben),
        Contains("could not be removed") &&
            Contains("With this the request has ended: *removed:*") &&
            Contains("*could not be removed:*")
    );
    CHECK_THAT(at.sees(ben, MessageKind::tracker), !Contains("being retried"));
}

TEST_CASE("several reasons of a part are all told") {
    Partly at;
    at.exec("UPDATE identity_versions SET employee_id = 1 WHERE identity_id = 2");
    at.agreed(at.ask({{Company::code_write, 1}, {Company::code_admin, 1}, {Company::code_read, 2}})
    );
    at.done(*at.take());
    at.failed(*at.take(), false, "There is no such group.");
    at.failed(*at.take(), false, "The account is deactivated.");
    CHECK(at.got(ann, MessageKind::carried_out).size() == 1);
    CHECK_THAT(
        at.last(ann),
        Contains("*Partly granted:*") && Contains("There is no such group.") &&
            Contains("The account is deactivated.")
    );
}

TEST_CASE("a removal by an application and by people ends with one word of both") {
    Partly at;
    const auto request =
        at.asked_to_remove({{Company::code_write, 2}, {Company::pay_view, 5}}, ben);
    REQUIRE(at.decide(Company::mia, bot::workflow::approve));
    REQUIRE(at.decide(omar, bot::workflow::approve));
    at.play([](auto) { return true; });
    CHECK_THAT(at.last(ben), Contains("*Removed:*") && !Contains("With this"));
    // Payroll has no owner: an administrator removes by hand, or cannot.
    REQUIRE(at.tasks(Company::adam).size() == 1);
    SECTION("done") {
        REQUIRE(at.decide(Company::adam, bot::workflow::done));
        CHECK_THAT(
            at.sees(ben, MessageKind::outcome),
            Contains("With this, all 2 access grants of the request are removed.")
        );
        CHECK(at.states(request) == std::vector{ItemState::revoked, ItemState::revoked});
    }
    SECTION("could not") {
        const auto task = at.tasks(Company::adam)[0];
        at.by(Company::adam, [&](const Act& act) {
            return bot::workflow::could_not(act, {task.id, task.version}, "It is frozen.");
        });
        CHECK_THAT(
            at.sees(ben, MessageKind::carried_out),
            Contains(
                "With this the request has ended: *removed:* GitHub · code · write; *could not "
                "be removed:* Payroll · view."
            ) && Contains("It is frozen.")
        );
    }
}
