// Home tab, request form and modals as Slack gets them.
#include <catch2/catch.hpp>

#include "blocks/comment_form.hpp"
#include "blocks/delegate_form.hpp"
#include "blocks/extend_form.hpp"
#include "blocks/home.hpp"
#include "blocks/manual_task.hpp"
#include "blocks/notice.hpp"
#include "blocks/preferences.hpp"
#include "blocks/reassign_form.hpp"
#include "blocks/request_details.hpp"
#include "blocks/request_form.hpp"
#include "blocks/request_view.hpp"
#include "blocks/tasks.hpp"
#include "tests/blocks/golden.hpp"
#include "tests/blocks/people.hpp"

using namespace blocks;
using namespace people;
using policy::ItemState;

namespace {

HomeTask task(const std::string& key, TaskKind kind, bool overdue) {
    return {
        key, kind, alice, bob, 12, {"GitHub", "AWS", "Snowflake", "Jira", "Okta"}, friday, overdue};
}

HomeRequest request(const std::string& key) {
    return {
        key, bob, 13, {"GitHub"}, {{ItemState::granted, 12}, {ItemState::denied, 1}}, 0, monday};
}

RequestForm form() {
    RequestForm model{.key = "17", .render = 2};
    model.beneficiary = {{1}, "Bob Brown", "Data Engineer"};
    model.reference = PersonChoice{{2}, "Alice Ahlberg", "Senior Data Engineer"};
    const std::vector<OfferRow> rows{
        {{101}, {"GitHub", "payments-api", "write"}, "Push to the repository", true},
        {{102}, {"GitHub", "payments-api", "admin", true}, "Everything, also deleting it"},
        {{103}, {"AWS", "billing-prod", "read"}, ""},
        {{104}, {"GitHub", "ledger", "read"}, "", false, true}};
    model.has = 9;
    model.list = offer_list(rows, 0);
    return model;
}

RequestDetails details() {
    RequestDetails model{.key = "17", .render = 2};
    model.beneficiary = bob;
    model.items = few;
    model.identities = {
        {{1}, "GitHub", 2, {{{11}, "bob"}, {{12}, "bob-admin"}}, policy::IdentityId{11}},
        {{2}, "AWS", 1, {{{21}, "bob@example.com"}}, policy::IdentityId{21}},
        {{3}, "Jira", 4, {}, {}, true},
        {{4},
         "Snowflake",
         3,
         {},
         {},
         false,
         carol,
         "https://snowflake.example.com/sign-up?from=latchkey&x=1"}};
    model.duration = DurationField{};
    model.duration->longest = std::chrono::days{365};
    model.reasons = {"New in this role", "New project", "Other"};
    model.reason = 1;
    model.details = "Moving to the payments team.\nStarts on Monday.";
    model.deciders = {manager, owner, fallback};
    model.passed_over = {left, nobody};
    return model;
}

ReviewCard card() {
    ReviewCard model{.task_key = "7.3", .requester = alice, .beneficiary = bob, .items = few};
    model.reason = "New project";
    model.details = "Moving to the payments team.\n> see ticket *PAY-7*";
    model.waiting_since = monday;
    model.due = friday;
    model.why_you = owner;
    model.passed_over = {left};
    return model;
}

}  // namespace

TEST_CASE("golden: the Home tab of somebody with tasks and requests") {
    Home model{
        .name = "Bob Brown", .title = "Data Engineer", .roles = {"reviewer", "risk manager"}};
    model.place = {RequestsTab::completed, 1, 0};
    model.actions_owed = 24;
    model.tasks = {
        {task("7.3", TaskKind::review, false), task("8.1", TaskKind::manual, true)}, 1, 3, 25};
    auto pending = request("43");
    pending.beneficiary = me;
    pending.states = {{ItemState::pending, 12}, {ItemState::granted, 1}};
    pending.actions_owed = 17;
    model.requests = {{request("42"), pending}, 0, 2, 12};
    model.any_requests = true;
    model.delegate = HomeDelegate{carol, monday, friday};
    model.reviews = 2;
    golden::check("home", home(model));
    model.place.shown = TasksShown::overdue;
    model.tasks = {};
    model.all_tasks = 25;
    golden::check("home_filtered", home(model));
    model = Home{.name = "Bob Brown"};
    model.ending = {{"43", few, friday}, {"44", {few.front()}, friday, true}};
    for (int i = 0; i < 9; ++i)
        model.ending.push_back({std::to_string(50 + i), {few.front()}, friday});
    model.place.ending_page = 1;
    golden::check("home_ending", home(model));
}

TEST_CASE("golden: the Home tab of somebody new") {
    golden::check("home_new", home(Home{.name = "Bob Brown"}));
}

TEST_CASE("golden: a Home tab that is closed says why and whom to ask") {
    golden::check("home_unknown", home_refused(Refusal::unknown, {alice, carol}));
    golden::check("home_terminated", home_refused(Refusal::terminated, {alice}));
    golden::check("home_deactivated", home_refused(Refusal::deactivated, {alice}));
    golden::check("home_guest", home_refused(Refusal::guest, {alice}));
    golden::check("home_outsider", home_refused(Refusal::outsider));
}

TEST_CASE("golden: the request form before and after a person is chosen") {
    RequestForm empty{.key = "17", .render = 1};
    empty.beneficiary = {{1}, "Bob Brown", "Data Engineer"};
    golden::check("request_form_start", request_form(empty));
    auto chosen = form();
    golden::check("request_form", request_form(chosen));
    chosen.notice = md("Somebody else has asked for one of these meanwhile. Please choose again.");
    chosen.all_ticked = true;
    golden::check("request_form_notice", request_form(chosen));
    chosen.list = {};
    golden::check("request_form_no_difference", request_form(chosen));
}

TEST_CASE("golden: the request form like a job title") {
    auto model = form();
    model.like = policy::AccessLike::title;
    model.title = TitleChoice{"Data Engineer", "Data Engineer", 9};
    for (auto& row : model.list.rows)
        row.description = held_by(8, 9);
    golden::check("request_form_title", request_form(model));
}

TEST_CASE("golden: the custom request form to get and to remove access") {
    auto model = form();
    model.like = policy::AccessLike::custom;
    model.chosen_in_all = 1;
    golden::check("request_form_chosen", request_form(model));
    model.application = ApplicationChoice{{7}, "GitHub"};
    golden::check("request_form_browse", request_form(model));
    model.action = policy::Action::revoke;
    golden::check("request_form_revoke", request_form(model));
}

TEST_CASE("golden: the second page of the request form") {
    golden::check("request_details", request_details(details()));
    auto mine = details();
    mine.beneficiary = me;
    mine.items = {few.front()};
    mine.notice = md("Choose a reason.");
    mine.identities.erase(mine.identities.begin());
    mine.deciders = {manager};
    mine.passed_over.clear();
    mine.reason.reset();
    golden::check("request_details_for_me", request_details(mine));
}

TEST_CASE("golden: the second page under a policy") {
    auto judged = details();
    judged.deciders = {four_eyes};
    judged.at_once = {few[0]};
    judged.denied = {{"Nobody reads <bills> before the audit. Ask again in May.", {few[2]}}};
    golden::check("request_details_policy", request_details(judged));
    judged.deciders.clear();
    judged.passed_over.clear();
    golden::check("request_details_policy_alone", request_details(judged));
}

TEST_CASE("golden: the second page where rules limit the duration and ask for a text") {
    auto model = details();
    model.duration->temporary = true;
    model.duration->ends = friday;
    model.duration->longest = std::chrono::days{30};
    model.duration->limited_by = few[1];
    model.duration->never_permanent = true;
    model.reasons.clear();
    model.asks_other = false;
    model.reason_text.length = 20;
    model.reason_text.long_for = few[1];
    model.reason_text.patterns = {{"INC-[0-9]+", few[2]}};
    golden::check("request_details_rules", request_details(model));
}

TEST_CASE(
    "golden: the second page where service accounts can be chosen, and where access is removed"
) {
    auto model = details();
    const IdentityOption bot{policy::IdentityId{13}, "deploy-bot", true};
    model.identities = {
        {{1}, "GitHub", 2, {{{11}, "bob"}, bot}, policy::IdentityId{11}},
        {{2}, "AWS", 1, {bot}, {}, true},
        {{3}, "Jira", 4, {bot}, {}, false, carol},
        {{4}, "Snowflake", 3, {{{21}, "bob"}, bot}, bot.identity}};
    model.identities.back().already = 2;
    golden::check("request_details_service", request_details(model));
    model.identities = {{{1}, "GitHub", 2, {{{11}, "bob"}}, policy::IdentityId{11}}};
    model.action = policy::Action::revoke;
    model.duration.reset();
    golden::check("request_details_removes", request_details(model));
}

TEST_CASE("golden: a notice") {
    golden::check(
        "notice_decided",
        notice_modal(
            "Already decided",
            {already_decided(carol, Verdict::approved, monday), not_allowed({carol, dan})}
        )
    );
    golden::check(
        "notice_gone",
        notice_modal(
            "Not open",
            {request_expired(friday), request_withdrawn(alice, monday), changed_meanwhile()}
        )
    );
}

TEST_CASE("golden: the comment forms") {
    golden::check("approve_comment", approve_comment({"7.3", bob, few}));
    golden::check("deny_comment", deny_comment({"7.3", bob, few}));
    golden::check("could_not_comment", could_not_comment({"9.1", bob, {few.front()}}));
}

TEST_CASE("golden: the form that asks for more time") {
    ExtendForm form{"43", me, few, friday, friday + std::chrono::days{7}, "New project"};
    form.deciders = {manager, owner};
    form.passed_over = {left};
    golden::check("extend_form", extend_form(form));
}

TEST_CASE("golden: preferences, some of them, or none at all") {
    Preferences some{
        .choices =
            {{"reminders", "Reminders", "Of reviews and tasks that wait for you."},
             {"overdue", "Overdue", "Reviews and tasks that are overdue.", false}},
        .always = {"Reviews that are assigned to you", "What is decided about your requests"}};
    golden::check("preferences", preferences(some));
    some.choices.clear();
    golden::check("preferences_none", preferences(some));
}

TEST_CASE("golden: Reassign") {
    golden::check("reassign_form", reassign_form({"7.3", bob, few}));
}

TEST_CASE("golden: Delegate, with nobody and with somebody") {
    golden::check("delegate_form", delegate_form({}));
    const PersonChoice someone{policy::EmployeeId{7}, "Carol Chen", "Team Lead"};
    golden::check("delegate_form_set", delegate_form({someone, monday, friday}));
}

TEST_CASE("golden: the task list") {
    golden::check("task_list_empty", task_list({}));
    golden::check(
        "task_list",
        task_list(
            {"",
             {{task("7.3", TaskKind::review, false), task("8.1", TaskKind::manual, true)},
              1,
              3,
              42}}
        )
    );
}

TEST_CASE("golden: a task, open and decided") {
    golden::check("task_view", task_view({card()}));
    auto decided = card();
    decided.state = CardDecided{me, tuesday, 2, 1, "Admin is not needed"};
    golden::check("task_view_decided", task_view({decided}));
}

TEST_CASE("golden: a manual task as a modal") {
    ManualTask model{
        .task_key = "9.1", .application = "GitHub", .requester = alice, .beneficiary = bob};
    model.items = {few[0], few[1]};
    model.due = friday;
    golden::check("manual_view", manual_view(model));
}

TEST_CASE("golden: a request with its history") {
    RequestView model{.key = "42", .requester = alice, .beneficiary = bob};
    model.reason = "New project";
    model.details = "Moving to the payments team.";
    model.submitted = monday;
    model.states = {{ItemState::pending, 1}, {ItemState::granted, 1}, {ItemState::denied, 1}};
    model.items = {
        {few[0], ItemState::granted},
        {few[1], ItemState::denied, {}, "Admin is not needed"},
        {few[2], ItemState::pending, {carol, dan}}};
    model.events = {
        {monday, alice, "submitted the request"},
        {tuesday, me, "denied 1 access grant"},
        {friday, {}, "closed the request"}};
    golden::check("request_view", request_view(model));
    model.may_withdraw = true;
    golden::check("request_view_withdraw", request_view(model));
    model.may_withdraw = false;
    model.may_repeat = true;
    model.ends = friday;
    golden::check("request_view_repeat", request_view(model));
}
