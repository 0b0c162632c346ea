// The life of a request, act by act, on a real database: who is asked, who may decide, what is
// said.
#include "tests/bot/story.hpp"

#include "bot/workflow/withdraw.hpp"

namespace {

using namespace story;

TEST_CASE(
    "a request goes to the manager, then to the owner, then to the owner's hands, and only then is "
    "granted"
) {
    Story story;
    const auto request = request_of(story.ask({Company::code_write}));
    CHECK(story.states(request) == std::vector{ItemState::pending});
    CHECK(story.open_tasks(Company::omar) == 0);

    const auto first = story.decide(Company::mia, approve);
    CHECK(std::holds_alternative<Decided>(first));
    CHECK(story.states(request) == std::vector{ItemState::pending});

    const auto second = story.decide(Company::omar, approve);
    CHECK(std::holds_alternative<Decided>(second));
    CHECK(story.states(request) == std::vector{ItemState::granting});

    const auto third = story.decide(Company::omar, done);
    CHECK(std::holds_alternative<Decided>(third));
    CHECK(story.states(request) == std::vector{ItemState::granted});
    CHECK(story.read<bool>([](store::Tx& tx) { return store::holds(tx, {1}, Company::code_write); })
    );
    CHECK(story.read<bool>([&](store::Tx& tx) {
        return store::find_request(tx, request)->closed_at.has_value();
    }));
    CHECK(
        story.audit_acts() ==
        "request.submitted review.approved review.approved items.approved items.granted "
    );
}

TEST_CASE("a denial ends the item at once, with the comment, and nobody else is asked") {
    Story story;
    const auto request = request_of(story.ask());
    story.decide(Company::mia, deny, "not your project");
    for (const auto state : story.states(request))
        CHECK(state == ItemState::denied);
    CHECK(story.open_tasks(Company::omar) == 0);
    CHECK(story.read<std::string>([&](store::Tx& tx) {
        return store::items_of_request(tx, request)[0].comment;
    }) == "not your project");
    CHECK(story.messages("outcome", Company::ann) == 1);
}

TEST_CASE("the same form submitted twice makes one request and one set of messages") {
    Story story;
    const auto first = story.ask({Company::code_write});
    const auto again =
        story.by(Company::ann, [&](const Act& act) { return submit(act, story.draft()); });
    CHECK(request_of(again) == request_of(first));
    CHECK(std::get<Submitted>(again).repeated);
    CHECK(story.messages("tracker") == 1);
    CHECK(story.messages("review_card") == 1);
}

TEST_CASE("one application's owners decide their own items only") {
    Story story;
    const auto request = request_of(story.ask());
    CHECK(story.states(request).size() == 2);
    story.decide(Company::mia, approve);
    const auto task = story.task_of(Company::omar).task;
    const auto items = story.read<std::vector<store::ItemRow>>([&](store::Tx& tx) {
        return store::items_of_task(tx, task, true);
    });
    REQUIRE(items.size() == 1);
    CHECK(items[0].connection == Company::code_write);
}

TEST_CASE(
    "an application without an owner is decided by the manager alone and carried out by an "
    "administrator"
) {
    Story story;
    const auto request = request_of(story.ask({Company::pay_view}));
    story.decide(Company::mia, approve);
    CHECK(story.states(request) == std::vector{ItemState::granting});
    CHECK(story.open_tasks(Company::adam) == 1);
}

TEST_CASE("Could not is a failure with its sentence, and nothing was granted") {
    Story story;
    const auto request = request_of(story.ask({Company::code_write}));
    story.decide(Company::mia, approve);
    story.decide(Company::omar, approve);
    story.decide(Company::omar, could_not, "the repository is archived");
    CHECK(story.states(request) == std::vector{ItemState::failed});
    CHECK_FALSE(story.read<bool>([](store::Tx& tx) {
        return store::holds(tx, {1}, Company::code_write);
    }));
}

TEST_CASE("a second decision is told who decided, and changes nothing") {
    Story story;
    const auto request = request_of(story.ask({Company::code_write}));
    const auto key = story.task_of(Company::mia);
    story.decide(Company::mia, deny, "no");
    const auto late = story.by(Company::mia, [&](const Act& act) { return approve(act, key); });
    REQUIRE(std::holds_alternative<AlreadyClosed>(late));
    CHECK(std::get<AlreadyClosed>(late).task.outcome == store::TaskOutcome::denied);
    CHECK(story.states(request) == std::vector{ItemState::denied});
}

TEST_CASE("somebody else's task, an older card and a made-up key decide nothing") {
    Story story;
    const auto request = request_of(story.ask({Company::code_write}));
    const auto key = story.task_of(Company::mia);
    const auto try_it = [&](policy::EmployeeId who, TaskKey with) {
        return story.by(who, [&](const Act& act) { return approve(act, with); });
    };
    CHECK(std::holds_alternative<NotYours>(try_it(Company::ann, key)));
    CHECK(std::holds_alternative<NotYours>(try_it(Company::adam, key)));
    CHECK(std::holds_alternative<ChangedMeanwhile>(try_it(Company::mia, {key.task, key.version + 1})
    ));
    CHECK(std::holds_alternative<NoSuchTask>(try_it(Company::mia, {{999}, 1})));
    const auto done_a_review =
        story.by(Company::mia, [&](const Act& act) { return done(act, key); });
    CHECK(std::holds_alternative<NoSuchTask>(done_a_review));
    CHECK(story.states(request) == std::vector{ItemState::pending});
}

TEST_CASE("what is pending cannot be asked twice") {
    Story story;
    story.ask({Company::code_write});
    const auto again = story.ask({Company::code_write});
    REQUIRE(std::holds_alternative<Refused>(again));
    CHECK(std::get<Refused>(again).problem == SubmitProblem::nothing_chosen);
}

TEST_CASE("Select all leaves privileged access out, which can be chosen one by one") {
    Story story;
    CHECK(story.states(request_of(story.ask())).size() == 2);
    CHECK(story.states(request_of(story.ask({Company::code_admin}))).size() == 1);
}

TEST_CASE("what the form did not offer cannot be submitted, whatever was sent") {
    Story story;
    const auto held = story.ask({Company::code_read});
    REQUIRE(std::holds_alternative<Refused>(held));
    CHECK(std::get<Refused>(held).problem == SubmitProblem::nothing_chosen);
    story.exec("UPDATE connection_versions SET requestable = 0 WHERE connection_id = 2");
    CHECK(std::holds_alternative<Refused>(story.ask({Company::code_write})));
}

TEST_CASE("a request for somebody else goes to their manager, and they are told") {
    Story story;
    const auto request = request_of(story.ask({Company::code_write}, Company::rita, Company::ann));
    CHECK(story.open_tasks(Company::mia) == 1);
    CHECK(story.messages("beneficiary_notice", Company::ann) == 1);
    CHECK(story.messages("tracker", Company::rita) == 1);
    story.decide(Company::mia, deny, "no");
    CHECK(story.messages("outcome", Company::ann) == 1);
    CHECK(story.messages("outcome", Company::rita) == 1);
    CHECK(story.states(request) == std::vector{ItemState::denied});
}

TEST_CASE("a manager who asks for a report is passed over") {
    Story story;
    request_of(story.ask({Company::code_write}, Company::mia, Company::ann));
    CHECK(story.open_tasks(Company::mia) == 0);
    CHECK(story.open_tasks(Company::omar) == 1);
}

TEST_CASE("of a group that is asked one yes suffices and the others' cards close") {
    Story story;
    story.exec("DELETE FROM owners; UPDATE employee_versions SET manager_id = NULL");
    story.exec(
        "INSERT INTO employee_roles (employee_id, role, to_gen, from_gen) VALUES (5, "
        "'risk_manager', 0, 1)"
    );
    const auto request = request_of(story.ask({Company::code_write}));
    CHECK(story.open_tasks(Company::rita) == 1);
    const auto other = story.task_of(Company::olga);
    story.decide(Company::rita, approve);
    CHECK(story.open_tasks(Company::olga) == 0);
    const auto late = story.by(Company::olga, [&](const Act& act) { return approve(act, other); });
    REQUIRE(std::holds_alternative<AlreadyClosed>(late));
    CHECK(std::get<AlreadyClosed>(late).task.closed_by == Company::rita);
    CHECK(story.states(request) == std::vector{ItemState::granting});
}

TEST_CASE("when nobody may decide Submit is refused and names the application") {
    Story story;
    story.exec(
        "DELETE FROM owners; DELETE FROM employee_roles; UPDATE employee_versions SET manager_id = "
        "NULL"
    );
    const auto outcome = story.ask({Company::code_write});
    REQUIRE(std::holds_alternative<Refused>(outcome));
    CHECK(std::get<Refused>(outcome).problem == SubmitProblem::nobody_may_decide);
    CHECK(std::get<Refused>(outcome).integration_name == "GitHub");
}

TEST_CASE("grants in an application without an account are left out and the rest is submitted") {
    Story story;
    story.exec("DELETE FROM identity_versions WHERE identity_id = 1");
    CHECK(
        story.states(request_of(story.ask({Company::code_write, Company::pay_view}))).size() == 1
    );
    const auto outcome = story.ask({Company::code_write});
    REQUIRE(std::holds_alternative<Refused>(outcome));
    CHECK(std::get<Refused>(outcome).problem == SubmitProblem::no_account);
}

TEST_CASE("an account of somebody else is never the one that gets the access") {
    Story story;
    const auto outcome = story.by(Company::ann, [&](const Act& act) {
        auto draft =
            store::find_draft(act.tx, store::new_draft(act.tx, Company::ann, act.now())).value();
        draft.reference = Company::ben;
        draft.selection.chosen = {Company::pay_view};
        draft.identities[Company::payroll] = policy::IdentityId{5};
        draft.reason = "Audit";
        return submit(act, draft);
    });
    const auto items = story.read<std::vector<store::ItemRow>>([&](store::Tx& tx) {
        return store::items_of_request(tx, request_of(outcome));
    });
    CHECK(items.at(0).identity == policy::IdentityId{3});
}

TEST_CASE("a form without a reason is refused, also when only Other was chosen") {
    Story story;
    const auto submit_with = [&](const std::string& reason, const std::string& text) {
        return story.by(Company::ann, [&](const Act& act) {
            auto draft =
                store::find_draft(act.tx, store::new_draft(act.tx, Company::ann, act.now()))
                    .value();
            draft.reference = Company::ben;
            draft.selection.all = true;
            draft.reason = reason;
            draft.reason_text = text;
            return submit(act, draft);
        });
    };
    CHECK(std::get<Refused>(submit_with("", "")).problem == SubmitProblem::reason_missing);
    CHECK(
        std::get<Refused>(submit_with("Other", " \n")).problem == SubmitProblem::reason_text_missing
    );
    const auto good = submit_with("Other", "moving to another team");
    CHECK(story.read<std::string>([&](store::Tx& tx) {
        return store::find_request(tx, request_of(good))->reason;
    }) == "moving to another team");
}

TEST_CASE("somebody else's form cannot be submitted") {
    Story story;
    story.ask({Company::code_write});
    const auto outcome =
        story.by(Company::olga, [&](const Act& act) { return submit(act, story.draft()); });
    CHECK(std::get<Refused>(outcome).problem == SubmitProblem::gone);
}

TEST_CASE("a withdrawn request ends what is pending, asks nobody any more and tells them") {
    Story story;
    const auto request = request_of(story.ask({Company::code_write}));
    const auto key = story.task_of(Company::mia);
    CHECK(story.by(Company::ben, [&](const Act& act) {
        return withdraw(act, request);
    }) == WithdrawOutcome::not_yours);
    CHECK(story.by(Company::ann, [&](const Act& act) {
        return withdraw(act, request);
    }) == WithdrawOutcome::withdrawn);
    CHECK(story.states(request) == std::vector{ItemState::withdrawn});
    CHECK(story.open_tasks(Company::mia) == 0);
    const auto late = story.by(Company::mia, [&](const Act& act) { return approve(act, key); });
    REQUIRE(std::holds_alternative<AlreadyClosed>(late));
    CHECK(std::get<AlreadyClosed>(late).task.outcome == store::TaskOutcome::withdrawn);
    CHECK(story.by(Company::ann, [&](const Act& act) {
        return withdraw(act, request);
    }) == WithdrawOutcome::nothing_pending);
}

}  // namespace
