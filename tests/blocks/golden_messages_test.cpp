// Cards and messages as Slack gets them: open ones with their buttons, closed ones without.
#include <catch2/catch.hpp>

#include "blocks/admin_notice.hpp"
#include "blocks/direct_reply.hpp"
#include "blocks/manual_task.hpp"
#include "blocks/not_carried_out.hpp"
#include "blocks/policy_denial.hpp"
#include "blocks/question.hpp"
#include "blocks/review_card.hpp"
#include "blocks/tracker.hpp"
#include "tests/blocks/golden.hpp"
#include "tests/blocks/limits.hpp"
#include "tests/blocks/people.hpp"

using namespace blocks;
using namespace people;
using policy::ItemState;

namespace {

ReviewCard card() {
    ReviewCard model{.task_key = "7.3", .requester = alice, .beneficiary = bob, .items = few};
    model.reason = "New project";
    model.details = "Moving to the payments team.\n> see ticket *PAY-7*";
    model.similar = Similar{"Data Engineer", 2, 8, 9};
    model.waiting_since = monday;
    model.due = friday;
    model.why_you = manager;
    model.passed_over = {left};
    return model;
}

ManualTask work_order() {
    ManualTask model{
        .task_key = "9.1", .application = "GitHub", .requester = alice, .beneficiary = bob};
    model.beneficiary_email = "bob@example.com";
    model.identity = "bob";
    model.items = {few[0], few[1]};
    model.approved_by = {carol, me};
    model.waiting_since = tuesday;
    model.due = friday;
    return model;
}

Tracker followed() {
    Tracker model{.request_key = "42", .beneficiary = bob, .items = few};
    model.states = {{ItemState::pending, 2}, {ItemState::granted, 1}};
    model.reason = "New project";
    model.deciders = {manager, owner};
    model.passed_over = {left};
    model.submitted = monday;
    model.due = friday;
    return model;
}

bool has_buttons(const Message& message) {
    return message.blocks.find("\"button\"") != std::string::npos;
}

}  // namespace

TEST_CASE("golden: a review card that waits") {
    golden::check("review_card", review_card(card()));
    auto overdue = card();
    overdue.overdue = true;
    overdue.ends = friday;
    overdue.tasks_url = "https://latchkey.example.com/tasks";
    overdue.requester = overdue.beneficiary;
    overdue.items = {few.front()};
    overdue.why_you = fallback;
    golden::check("review_card_overdue", review_card(overdue));
}

TEST_CASE("golden: the card of an extension says of what, from when and until when") {
    auto longer = card();
    longer.requester = longer.beneficiary;
    longer.items = {few.front()};
    longer.extends = tuesday;
    longer.ends = friday;
    golden::check("review_card_extension", review_card(longer));
    longer.extends_ended = true;
    golden::check("review_card_extension_ended", review_card(longer));
    Tracker asked{.request_key = "42", .beneficiary = me, .items = {few.front()}};
    asked.extension = true;
    asked.states = {{ItemState::withdrawn, 1}};
    asked.why_withdrawn = "the access was given back";
    asked.ends = friday;
    asked.submitted = monday;
    golden::check("tracker_extension", tracker(asked));
}

TEST_CASE("golden: a tracker says how long access lasts as it was decided") {
    Tracker shorter{.request_key = "42", .beneficiary = me, .items = few};
    shorter.states = {{ItemState::granted, 3}};
    shorter.ends = friday;
    shorter.ends_differ = true;
    shorter.shorter_end = tuesday;
    shorter.shortened_by = alice;
    shorter.submitted = monday;
    golden::check("tracker_some_shorter", tracker(shorter));
}

TEST_CASE(
    "golden: a review card of two thousand grants names the privileged ones and counts the rest"
) {
    auto large = card();
    large.items = many();
    golden::check("review_card_many", review_card(large));
}

TEST_CASE("golden: a review card after its end has no buttons") {
    auto closed = card();
    closed.state = CardDecided{carol, tuesday, 3, 0, ""};
    CHECK_FALSE(has_buttons(review_card(closed)));
    golden::check("review_card_approved", review_card(closed));
    closed.state = CardDecided{me, tuesday, 2, 1, "Admin is not needed,\nask *again* later"};
    golden::check("review_card_decided", review_card(closed));
    closed.state = CardWithdrawn{alice, tuesday};
    golden::check("review_card_withdrawn", review_card(closed));
    closed.state = CardWithdrawn{alice, tuesday, "the access was given back"};
    closed.extends = monday;
    golden::check("review_card_given_back", review_card(closed));
    closed.extends.reset();
    closed.state = CardExpired{friday};
    CHECK_FALSE(has_buttons(review_card(closed)));
    golden::check("review_card_expired", review_card(closed));
    closed.state = CardMoved{{dan}};
    CHECK_FALSE(has_buttons(review_card(closed)));
    golden::check("review_card_moved", review_card(closed));
}

TEST_CASE("golden: a review that was taken over says from whom, why and with which note") {
    auto taken = card();
    taken.taken_over = TakenOver{.on_behalf_of = carol};
    golden::check("review_card_delegate", review_card(taken));
    taken.taken_over = TakenOver{.handed_by = carol, .note = "You know\nthis one"};
    golden::check("review_card_reassigned", review_card(taken));
    taken.taken_over = TakenOver{.on_behalf_of = alice, .handed_by = carol, .in_time = false};
    golden::check("review_card_escalated", review_card(taken));
}

TEST_CASE("golden: a review card with questions, a clock that stands, and parts decided") {
    auto asked = card();
    asked.questions = {
        {me, "Which\ntables?", alice, "Only *billing*"}, {carol, "And for how long?"}};
    asked.paused = true;
    asked.approved_before = 5;
    asked.denied_before = 2;
    asked.ends = friday;
    asked.shortened = true;
    golden::check("review_card_asked", review_card(asked));
    auto revoked = card();
    revoked.action = policy::Action::revoke;
    golden::check("review_card_revoke", review_card(revoked));
}

TEST_CASE("golden: a card about what somebody who left still holds") {
    auto left = card();
    left.departed = true;
    left.action = policy::Action::revoke;
    left.requester = left.beneficiary;
    left.reason = "Bob has left the company";
    golden::check("review_card_departed", review_card(left));
    left.state = CardDecided{me, tuesday, 3, 0, ""};
    CHECK_FALSE(has_buttons(review_card(left)));
    golden::check("review_card_departed_approved", review_card(left));
}

TEST_CASE("golden: a question to the requester, open, answered and closed") {
    Question model{.key = "5", .request_key = "42", .by = carol, .beneficiary = bob, .items = few};
    model.question = "Which tables\ndo you need?";
    model.asked = monday;
    golden::check("question", question(model));
    golden::check("answer_form", answer_form(model));
    model.open = false;
    golden::check("question_closed", question(model));
    model.answer = "Only *billing*";
    golden::check("question_answered", question(model));
}

TEST_CASE("golden: the tracker while open, overdue and closed") {
    golden::check("tracker", tracker(followed()));
    auto overdue = followed();
    overdue.beneficiary = me;
    overdue.overdue = true;
    golden::check("tracker_overdue", tracker(overdue));
    auto shorter = followed();
    shorter.shorter_end = friday;
    shorter.shortened_by = carol;
    golden::check("tracker_shorter", tracker(shorter));
    auto retried = followed();
    retried.states = {{ItemState::granted, 1}, {ItemState::granting, 2}};
    retried.due = {};
    retried.trying_again = {{"GitHub", 2, "GitHub could not be reached.", tuesday}};
    golden::check("tracker_retried", tracker(retried));
    auto closed = followed();
    closed.states = {{ItemState::granted, 2}, {ItemState::denied, 1}};
    golden::check("tracker_closed", tracker(closed));
}

TEST_CASE("golden: each outcome, and nothing is called granted before it is") {
    Outcome model{OutcomeKind::granted, "42", alice, me, {few[0], few[2]}};
    model.at = tuesday;
    golden::check("outcome_granted", outcome(model));
    model.kind = OutcomeKind::denied;
    model.by = carol;
    model.comment = "Ask your *own* manager";
    model.beneficiary = bob;
    golden::check("outcome_denied", outcome(model));
    model.kind = OutcomeKind::failed;
    model.comment = "GitHub has no such team.";
    model.next = "The owner was told and can try again.";
    golden::check("outcome_failed", outcome(model));
    auto partly = model;
    partly.kind = OutcomeKind::partly;
    partly.items = few;
    partly.not_done = {few[0]};
    partly.ends = friday;
    partly.whole = WholeRequest{few, {few[0]}, {}, {few[1]}};
    golden::check("outcome_partly_granted", outcome(partly));
    CHECK(outcome(partly).text.find("could not be granted") != std::string::npos);
    model.action = policy::Action::revoke;
    golden::check("outcome_not_removed", outcome(model));
    model = {OutcomeKind::ended, "42", me, me, few};
    model.at = friday;
    golden::check("outcome_ended", outcome(model));
    model.kind = OutcomeKind::extended;
    model.ends = friday;
    golden::check("outcome_extended", outcome(model));
    model = {OutcomeKind::expired, "42", me, bob, few};
    model.at = friday;
    golden::check("outcome_expired", outcome(model));
}

TEST_CASE("golden: a beneficiary is told who asks") {
    const BeneficiaryNotice asked{
        "42", alice, few, "New project", {manager, owner}, {{policy::ItemState::pending, 3}}};
    golden::check("beneficiary_notice", beneficiary_notice(asked));
    auto withdrawn = asked;
    withdrawn.states = {{policy::ItemState::withdrawn, 3}};
    golden::check("beneficiary_notice_withdrawn", beneficiary_notice(withdrawn));
}

TEST_CASE("golden: administrators are told what could not be delivered") {
    const UndeliveredNotice told{
        {{bob, "a review", "no Slack user has this person's e-mail"},
         {dan, "what is due", "channel_not_found"}},
        42};
    golden::check("undelivered", undelivered_notice(told));
    golden::check("undelivered_settled", undelivered_notice({}));
}

TEST_CASE("golden: what an application could not do, with Retry while that can help") {
    NotCarriedOut model{.key = "5", .request_key = "42", .application = "GitHub"};
    model.requester = alice;
    model.beneficiary = bob;
    model.items = few;
    model.problem = "GitHub could not be reached.";
    model.at = tuesday;
    golden::check("not_carried_out_grant", not_carried_out(model));
    model.what = NotCarriedOut::What::removal;
    golden::check("not_carried_out_removal", not_carried_out(model));
    model.what = NotCarriedOut::What::undo;
    golden::check("not_carried_out_undo", not_carried_out(model));
    model.open = false;
    const auto settled = not_carried_out(model);
    CHECK(settled.blocks.find("\"retry\"") == std::string::npos);
    model.items = std::vector<GrantName>(2000, few[0]);
    model.problem = std::string(5000, 'x');
    const auto long_one = not_carried_out(model);
    CHECK(limits::of_message(long_one.text, long_one.blocks).empty());
}

TEST_CASE("golden: a work order and its ends") {
    golden::check("manual_task", manual_task(work_order()));
    auto done = work_order();
    done.state = ManualDone{me, friday};
    CHECK_FALSE(has_buttons(manual_task(done)));
    golden::check("manual_task_done", manual_task(done));
    done.state = ManualCouldNot{dan, friday, "The repository is archived"};
    CHECK_FALSE(has_buttons(manual_task(done)));
    golden::check("manual_task_could_not", manual_task(done));
    done.state = ManualMoved{};
    golden::check("manual_task_closed", manual_task(done));
    auto create = work_order();
    create.identity.clear();
    create.overdue = true;
    create.items = {few.front()};
    golden::check("manual_task_new_account", manual_task(create));
}

TEST_CASE("golden: the answer to somebody who writes") {
    golden::check("direct_reply", direct_reply({"Bob Brown", 2, 1}));
    golden::check(
        "direct_reply_refused",
        direct_reply({.name = "", .refused = Refusal::guest, .ask = {alice}})
    );
}

TEST_CASE("the plain text alone carries who, for whom, how many and until when") {
    auto large = card();
    large.items = many();
    const auto text = review_card(large).text;
    CHECK(text.find("<@U0ALICE>") != std::string::npos);
    CHECK(text.find("<@U0BOB>") != std::string::npos);
    CHECK(text.find("2,000 access grants (2 privileged)") != std::string::npos);
    CHECK(text.find("2026-03-06") != std::string::npos);
    CHECK(limits::units(text) < 3000);
}

TEST_CASE("golden: what the policy denied") {
    PolicyDenial model{"42", me, me};
    model.denied = {{"Nobody reads <bills> before the audit. Ask again in May.", {few[2]}}};
    model.at = monday;
    golden::check("policy_denial", policy_denial(model));
    model.beneficiary = bob;
    model.denied.push_back({"Contractors write no code.", {few[0], few[1]}});
    golden::check("policy_denial_two", policy_denial(model));
}

TEST_CASE("golden: a tracker while a quorum is not reached") {
    auto model = followed();
    model.deciders = {four_eyes};
    golden::check("tracker_quorum", tracker(model));
}
