// Reviews that go on to somebody else: by delegation, by Reassign, because nobody decided in time.
#include "bot/workflow/hand_over.hpp"

#include "bot/models/cards.hpp"
#include "bot/workflow/delegate.hpp"
#include "store/delegations.hpp"
#include "tests/bot/story.hpp"

namespace {

using namespace story;
using policy::TakeOverObjection;

void delegate(Story& story, policy::EmployeeId of, policy::EmployeeId to) {
    story.by(of, [&](const Act& act) {
        store::set_delegation(act.tx, {of, to, {}, {}}, act.now());
        return true;
    });
}

ReassignOutcome reassign_to(
    Story& story, policy::EmployeeId who, policy::EmployeeId colleague, const std::string& note = ""
) {
    const auto key = story.task_of(who);
    return story.by(who, [&](const Act& act) { return reassign(act, key, colleague, note); });
}

store::TaskRow row_of(Story& story, policy::TaskId id) {
    return story.read<store::TaskRow>([&](store::Tx& tx) {
        return store::find_task(tx, id).value();
    });
}

TEST_CASE("a new review goes to the delegate, who decides on behalf of the one who is away") {
    Story story;
    delegate(story, Company::mia, Company::rita);
    const auto request = request_of(story.ask({Company::code_write}));
    CHECK(story.open_tasks(Company::mia) == 0);
    const auto task = row_of(story, story.task_of(Company::rita).task);
    CHECK(task.on_behalf_of == Company::mia);
    CHECK(task.capacity == policy::ReviewerKind::manager);
    story.decide(Company::rita, approve);
    CHECK(story.open_tasks(Company::omar) == 1);
    const auto behalf = story.read<std::optional<std::string>>([](store::Tx& tx) {
        return store::first<std::string>(
            tx, "SELECT on_behalf_of FROM audit_entries WHERE act = 'review.approved'"
        );
    });
    CHECK(behalf == "employee:3");
    CHECK(story.states(request) == std::vector{ItemState::pending});
}

TEST_CASE("a delegation that has ended or not begun changes nothing") {
    Story story;
    story.by(Company::mia, [&](const Act& act) {
        store::set_delegation(
            act.tx, {Company::mia, Company::rita, {}, act.now() - std::chrono::hours{1}}, act.now()
        );
        return true;
    });
    story.ask({Company::code_write});
    CHECK(story.open_tasks(Company::mia) == 1);
}

TEST_CASE("a delegate who is part of the request is passed over and the review stays") {
    Story story;
    delegate(story, Company::mia, Company::ann);
    story.ask({Company::code_write});
    CHECK(story.open_tasks(Company::mia) == 1);
    CHECK(story.open_tasks(Company::ann) == 0);
}

TEST_CASE("somebody who acts only as the requester's delegate is passed over") {
    Story story;
    delegate(story, Company::ann, Company::rita);
    delegate(story, Company::mia, Company::rita);
    story.ask({Company::code_write});
    CHECK(story.open_tasks(Company::mia) == 1);
    CHECK(story.open_tasks(Company::rita) == 0);
}

TEST_CASE("a delegate is somebody else who is here, for a time that is not over") {
    Story story;
    story.exec("UPDATE employee_versions SET status = 'terminated' WHERE employee_id = 5");
    const auto set = [&](policy::EmployeeId who,
                         std::optional<std::chrono::hours> from,
                         std::optional<std::chrono::hours> until) {
        return story.by(Company::mia, [&](const Act& act) {
            const auto at = [&](std::optional<std::chrono::hours> in) {
                return in ? std::optional(act.now() + *in) : std::nullopt;
            };
            return set_delegate(act, who, at(from), at(until));
        });
    };
    using std::chrono::hours;
    CHECK(set(Company::mia, {}, {}) == DelegateProblem::yourself);
    CHECK(set(Company::olga, {}, {}) == DelegateProblem::not_here);
    CHECK(set(Company::rita, hours{2}, hours{2}) == DelegateProblem::no_time);
    CHECK(set(Company::rita, {}, hours{-1}) == DelegateProblem::over_already);
    CHECK(story.by(Company::mia, stop_delegating) == false);
    CHECK_FALSE(set(Company::rita, hours{-2}, hours{2}).has_value());
    CHECK_FALSE(set(Company::adam, {}, {}).has_value());
    CHECK(story.by(Company::mia, stop_delegating));
    CHECK(story.audit_acts() == "delegation.set delegation.set delegation.cleared ");
}

TEST_CASE("a delegation is followed once") {
    Story story;
    delegate(story, Company::mia, Company::rita);
    delegate(story, Company::rita, Company::adam);
    story.ask({Company::code_write});
    CHECK(story.open_tasks(Company::rita) == 1);
    CHECK(story.open_tasks(Company::adam) == 0);
}

TEST_CASE("a delegate who said yes at an earlier level does not say it again for another") {
    Story story;
    delegate(story, Company::omar, Company::mia);
    const auto request = request_of(story.ask({Company::code_write}));
    story.decide(Company::mia, approve);
    CHECK(story.open_tasks(Company::mia) == 0);
    CHECK(story.open_tasks(Company::omar) == 1);
    CHECK(story.states(request) == std::vector{ItemState::pending});
}

TEST_CASE("a reassigned review leaves a closed card that names the successor, who decides it") {
    Story story;
    const auto request = request_of(story.ask({Company::code_write}));
    const auto old = story.task_of(Company::mia);
    const auto outcome = reassign_to(story, Company::mia, Company::rita, "you know this one");
    REQUIRE(std::holds_alternative<HandedOver>(outcome));
    CHECK(story.open_tasks(Company::mia) == 0);
    const auto task = row_of(story, story.task_of(Company::rita).task);
    CHECK(task.handed_from == old.task);
    CHECK(task.note == "you know this one");
    CHECK(task.level == 1);
    CHECK(story.messages("review_card", Company::rita) == 1);

    const auto card = story.read<blocks::ReviewCard>([&](store::Tx& tx) {
        return bot::models::review_card(
            tx, store::find_task(tx, old.task).value(), "", story.now()
        );
    });
    const auto* moved = std::get_if<blocks::CardMoved>(&card.state);
    REQUIRE(moved != nullptr);
    REQUIRE(moved->to.size() == 1);
    CHECK(moved->to[0].name == "rita");

    const auto late = story.by(Company::mia, [&](const Act& act) { return approve(act, old); });
    CHECK(std::holds_alternative<AlreadyClosed>(late));
    story.decide(Company::rita, approve);
    CHECK(story.open_tasks(Company::omar) == 1);
    CHECK(story.states(request) == std::vector{ItemState::pending});
    CHECK(story.audit_acts() == "request.submitted review.reassigned review.approved ");
}

TEST_CASE("a review is never reassigned to a party, a party's delegate or somebody who left") {
    Story story;
    story.ask({Company::code_write}, Company::ben, Company::ann);
    delegate(story, Company::ann, Company::rita);
    story.exec("UPDATE employee_versions SET status = 'terminated' WHERE employee_id = 5");
    story.exec(
        "UPDATE slack_users SET deleted = 1, refused = 'deleted', employee_id = NULL WHERE user_id "
        "= 'U7'"
    );
    const auto refused = [&](policy::EmployeeId colleague, TakeOverObjection why) {
        const auto outcome = reassign_to(story, Company::mia, colleague);
        REQUIRE(std::holds_alternative<CannotTake>(outcome));
        CHECK(std::get<CannotTake>(outcome).why == why);
    };
    refused(Company::ben, TakeOverObjection::is_requester);
    refused(Company::ann, TakeOverObjection::is_beneficiary);
    refused(Company::rita, TakeOverObjection::is_their_delegate);
    refused(Company::olga, TakeOverObjection::terminated);
    refused(Company::adam, TakeOverObjection::deactivated);
    refused(Company::mia, TakeOverObjection::is_asked_already);
    CHECK(story.open_tasks(Company::mia) == 1);
}

TEST_CASE("only the assignee reassigns, by the card's version, and only once") {
    Story story;
    story.ask({Company::code_write});
    const auto key = story.task_of(Company::mia);
    const auto attempt = [&](policy::EmployeeId who, TaskKey with) {
        return story.by(who, [&](const Act& act) {
            return reassign(act, with, Company::rita, "");
        });
    };
    const auto stands = [](const ReassignOutcome& outcome) {
        return std::get<CannotReassign>(outcome).stands;
    };
    CHECK(std::holds_alternative<NotYours>(stands(attempt(Company::ann, key))));
    CHECK(std::holds_alternative<ChangedMeanwhile>(
        stands(attempt(Company::mia, {key.task, key.version + 1}))
    ));
    CHECK(std::holds_alternative<HandedOver>(attempt(Company::mia, key)));
    CHECK(std::holds_alternative<AlreadyClosed>(stands(attempt(Company::mia, key))));
    CHECK(story.open_tasks(Company::rita) == 1);
}

TEST_CASE("a review that is reassigned to somebody who is away goes to their delegate") {
    Story story;
    delegate(story, Company::rita, Company::adam);
    story.ask({Company::code_write});
    reassign_to(story, Company::mia, Company::rita);
    const auto task = row_of(story, story.task_of(Company::adam).task);
    CHECK(task.on_behalf_of == Company::rita);
}

TEST_CASE("an escalated review goes to a group, of which one yes suffices") {
    Story story;
    const auto request = request_of(story.ask({Company::code_write}));
    const auto task = row_of(story, story.task_of(Company::mia).task);
    // The daemon itself acts: nobody's name stands beside it.
    const auto moved = story.by(policy::EmployeeId{}, [&](const Act& act) {
        return hand_over(act, task, {Company::rita, Company::adam}, HandOverReason::escalated, "");
    });
    REQUIRE(moved.has_value());
    CHECK(moved->from.outcome == store::TaskOutcome::escalated);
    CHECK(story.open_tasks(Company::adam) == 1);
    story.decide(Company::rita, approve);
    CHECK(story.open_tasks(Company::adam) == 0);
    CHECK(story.open_tasks(Company::omar) == 1);
    CHECK(story.states(request) == std::vector{ItemState::pending});
    const auto again = story.by(policy::EmployeeId{}, [&](const Act& act) {
        return hand_over(act, task, {Company::olga}, HandOverReason::escalated, "").has_value();
    });
    CHECK_FALSE(again);
}

}  // namespace
