// Reviews one by one, for a shorter time, and after a question.
#include "bot/models/cards.hpp"
#include "bot/models/requests.hpp"
#include "bot/workflow/ask.hpp"
#include "bot/workflow/hand_over.hpp"
#include "store/questions.hpp"
#include "store/reviews.hpp"
#include "tests/bot/story.hpp"

namespace {

using namespace story;
using std::chrono::hours;

std::vector<store::ItemRow> pending_of(Story& story, policy::TaskId task) {
    return story.read<std::vector<store::ItemRow>>([&](store::Tx& tx) {
        return store::items_of_task(tx, task, true);
    });
}

DecideOutcome decide_some(
    Story& story,
    policy::EmployeeId who,
    const std::vector<policy::ItemId>& yes,
    const std::vector<policy::ItemId>& no
) {
    const auto key = story.task_of(who);
    return story.by(who, [&](const Act& act) {
        return decide_items(act, key, yes, no, "not this one");
    });
}

store::TaskRow row_of(Story& story, policy::TaskId id) {
    return story.read<store::TaskRow>([&](store::Tx& tx) {
        return store::find_task(tx, id).value();
    });
}

TEST_CASE("of a task decided item by item each part goes its own way and the rest stays open") {
    Story story;
    const auto request =
        request_of(story.ask({Company::code_write, Company::code_admin, Company::pay_view}));
    const auto task = story.task_of(Company::mia).task;
    const auto items = pending_of(story, task);
    REQUIRE(items.size() == 3);  // admin, write, view
    REQUIRE(std::holds_alternative<Decided>(
        decide_some(story, Company::mia, {items[1].id}, {items[0].id})
    ));
    CHECK(
        story.states(request) ==
        std::vector{ItemState::denied, ItemState::pending, ItemState::pending}
    );
    CHECK(story.open_tasks(Company::omar) == 1);
    CHECK(story.open_tasks(Company::mia) == 1);
    CHECK(story.messages("items_denied", Company::ann) == 1);
    const auto card = story.read<blocks::ReviewCard>([&](store::Tx& tx) {
        return bot::models::review_card(tx, store::find_task(tx, task).value(), "", story.now());
    });
    CHECK(card.items.size() == 1);
    CHECK(card.approved_before == 1);
    CHECK(card.denied_before == 1);

    REQUIRE(std::holds_alternative<Decided>(decide_some(story, Company::mia, {}, {items[2].id})));
    CHECK(story.open_tasks(Company::mia) == 0);
    CHECK(row_of(story, task).outcome == store::TaskOutcome::decided);
    // Each time that something was denied is a message of its own, about these items alone.
    CHECK(story.messages("items_denied", Company::ann) == 2);
    const auto version = row_of(story, task).version;
    const auto told = story.read<std::size_t>([&](store::Tx& tx) {
        const auto second = store::first_denied(tx, task, version);
        return store::find_denial(tx, second.value())->items.size();
    });
    CHECK(told == 1);
}

TEST_CASE("items decided one by one are decided by the version that was shown, once") {
    Story story;
    const auto request = request_of(story.ask());
    const auto key = story.task_of(Company::mia);
    const auto items = pending_of(story, key.task);
    decide_some(story, Company::mia, {items[0].id}, {});
    const auto late = story.by(Company::mia, [&](const Act& act) {
        return decide_items(act, key, {}, {items[0].id, items[1].id}, "no");
    });
    CHECK(std::holds_alternative<ChangedMeanwhile>(late));
    // One that is decided already is not decided again by a newer version.
    decide_some(story, Company::mia, {}, {items[0].id, items[1].id});
    CHECK(story.states(request) == std::vector{ItemState::pending, ItemState::denied});
    const auto others = story.by(Company::omar, [&](const Act& act) {
        return decide_items(act, key, {items[0].id}, {}, "");
    });
    CHECK(std::holds_alternative<NotYours>(others));
}

TEST_CASE("a denial of what is left is told about that alone, and the card counts both parts") {
    Story story;
    story.ask();
    const auto task = story.task_of(Company::mia).task;
    const auto items = pending_of(story, task);
    decide_some(story, Company::mia, {items[0].id}, {});
    story.decide(Company::mia, deny, "not the rest");
    const auto closed = row_of(story, task);
    story.read<bool>([&](store::Tx& tx) {
        const auto told = bot::models::outcome(tx, closed, Company::ann);
        REQUIRE(told.has_value());
        CHECK(told->items.size() == 1);
        const auto card = bot::models::review_card(tx, closed, "", story.now());
        const auto& decided = std::get<blocks::CardDecided>(card.state);
        CHECK(decided.approved == 1);
        CHECK(decided.denied == 1);
        return true;
    });
}

TEST_CASE("all approved one by one is an approved task") {
    Story story;
    story.ask();
    const auto task = story.task_of(Company::mia).task;
    const auto items = pending_of(story, task);
    decide_some(story, Company::mia, {items[0].id}, {});
    decide_some(story, Company::mia, {items[1].id}, {});
    CHECK(row_of(story, task).outcome == store::TaskOutcome::approved);
}

TEST_CASE("what is marked is kept for this task's items only, and forgotten once it is sent") {
    Story story;
    story.ask();
    const auto task = story.task_of(Company::mia).task;
    const auto items = pending_of(story, task);
    const auto marked = story.by(Company::mia, [&](const Act& act) {
        store::choose_review(act.tx, task, items[0].id, true);
        store::choose_review(act.tx, task, items[1].id, false);
        store::choose_review(act.tx, task, items[1].id, std::nullopt);
        store::choose_review(act.tx, task, {999}, true);
        return store::review_choices(act.tx, task);
    });
    CHECK(marked == store::ReviewChoices{{items[0].id, true}});
    decide_some(story, Company::mia, {items[0].id}, {});
    CHECK(story.read<bool>([&](store::Tx& tx) { return store::review_choices(tx, task).empty(); }));
}

TEST_CASE("a shorter time is what later levels see, what is granted and what the requester is told"
) {
    Story story;
    const auto request = request_of(story.ask({Company::code_write}));
    const auto key = story.task_of(Company::mia);
    const auto ends = story.now() + hours{48};
    const auto offer = [&](policy::Instant until) {
        return story.by(Company::mia, [&](const Act& act) {
            return approve_until(act, key, until);
        });
    };
    CHECK(std::get<EndProblem>(offer(story.now() - hours{1})) == EndProblem::not_future);
    const auto outcome = offer(ends);
    REQUIRE(std::holds_alternative<Decided>(std::get<DecideOutcome>(outcome)));
    const auto second = story.task_of(Company::omar);
    const auto card = story.read<blocks::ReviewCard>([&](store::Tx& tx) {
        return bot::models::review_card(
            tx, store::find_task(tx, second.task).value(), "", story.now()
        );
    });
    CHECK(card.ends == ends);
    CHECK(card.shortened);
    const auto longer = story.by(Company::omar, [&](const Act& act) {
        return approve_until(act, second, ends + hours{1});
    });
    CHECK(std::get<EndProblem>(longer) == EndProblem::not_earlier);
    CHECK(story.open_tasks(Company::omar) == 1);
    const auto tracker = story.read<blocks::Tracker>([&](store::Tx& tx) {
        return bot::models::tracker(tx, store::find_request(tx, request).value(), story.now());
    });
    CHECK(tracker.shorter_end == ends);
    story.decide(Company::omar, approve);
    story.decide(Company::omar, done);
    const auto granted_until = story.read<std::optional<policy::Instant>>([](store::Tx& tx) {
        for (const auto& grant : store::grants_of(tx, {1})) {
            if (grant.connection == Company::code_write) return grant.expires_at;
        }
        return std::optional<policy::Instant>{};
    });
    CHECK(granted_until == ends);
}

TEST_CASE("the card says how many others of the same title hold what is asked for") {
    Story story;
    story.ask();
    const auto card = story.read<blocks::ReviewCard>([&](store::Tx& tx) {
        const auto task = store::open_tasks_of(tx, Company::mia, 0, 1).rows.at(0);
        return bot::models::review_card(tx, task, "", story.now());
    });
    REQUIRE(card.similar.has_value());
    CHECK(card.similar->title == "Engineer");
    CHECK(card.similar->fewest == 1);
    CHECK(card.similar->most == 1);  // Ben, who has all of it
    CHECK(card.similar->peers == 6);
}

TEST_CASE("a question stops the reviewer's clock until the requester answers it") {
    Story story;
    const auto request = request_of(story.ask({Company::code_write}));
    const auto key = story.task_of(Company::mia);
    const auto due = row_of(story, key.task).due_at;
    const auto ask_it = [&](policy::EmployeeId who) {
        return story.by(who, [&](const Act& act) { return ask(act, key, "What for?"); });
    };
    CHECK(std::holds_alternative<CannotAsk>(ask_it(Company::omar)));
    const auto asked = ask_it(Company::mia);
    REQUIRE(std::holds_alternative<Asked>(asked));
    const auto question = std::get<Asked>(asked).question;
    const auto asked_at = story.now();
    CHECK(row_of(story, key.task).paused_at == asked_at);
    CHECK(std::holds_alternative<AskedBefore>(ask_it(Company::mia)));
    CHECK(story.messages("question", Company::ann) == 1);

    story.wait(hours{24});
    const auto answer_by = [&](policy::EmployeeId who) {
        return story.by(who, [&](const Act& act) {
            return answer(act, question, "For the audit");
        });
    };
    CHECK(answer_by(Company::ben) == AnswerOutcome::not_yours);
    CHECK(answer_by(Company::ann) == AnswerOutcome::answered);
    const auto stood = story.now() - asked_at;
    CHECK(answer_by(Company::ann) == AnswerOutcome::answered_before);
    const auto task = row_of(story, key.task);
    CHECK_FALSE(task.paused_at.has_value());
    CHECK(task.due_at == due + stood);
    // The card's buttons stay good: nothing that they decide has changed.
    CHECK(task.version == key.version);
    const auto card = story.read<blocks::ReviewCard>([&](store::Tx& tx) {
        return bot::models::review_card(tx, task, "", story.now());
    });
    REQUIRE(card.questions.size() == 1);
    CHECK(card.questions[0].answer == "For the audit");
    CHECK(story.audit_acts() == "request.submitted question.asked question.answered ");
    CHECK(story.states(request) == std::vector{ItemState::pending});
}

TEST_CASE("a clock that stood is never wound beyond the request's expiry") {
    Story story;
    const auto request = request_of(story.ask({Company::code_write}));
    const auto key = story.task_of(Company::mia);
    const auto asked =
        story.by(Company::mia, [&](const Act& act) { return ask(act, key, "Why?"); });
    story.wait(hours{24 * 12});
    story.by(Company::ann, [&](const Act& act) {
        return answer(act, std::get<Asked>(asked).question, "Because");
    });
    const auto expires = story.read<policy::Instant>([&](store::Tx& tx) {
        return store::find_request(tx, request)->expires.value();
    });
    CHECK(row_of(story, key.task).due_at == expires);
}

TEST_CASE("a question of a request that is decided need not be answered") {
    Story story;
    story.ask({Company::code_write});
    const auto key = story.task_of(Company::mia);
    const auto asked =
        story.by(Company::mia, [&](const Act& act) { return ask(act, key, "Why?"); });
    // The reviewer may decide all the same.
    story.decide(Company::mia, deny, "no answer");
    const auto late = story.by(Company::ann, [&](const Act& act) {
        return answer(act, std::get<Asked>(asked).question, "Because");
    });
    CHECK(late == AnswerOutcome::nothing_waits);
}

}  // namespace
