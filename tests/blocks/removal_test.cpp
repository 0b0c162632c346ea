// Where access is to be removed, everybody reads that, and nobody reads that it was granted.
#include <catch2/catch.hpp>

#include <regex>

#include "blocks/comment_form.hpp"
#include "blocks/home.hpp"
#include "blocks/manual_task.hpp"
#include "blocks/request_details.hpp"
#include "blocks/request_view.hpp"
#include "blocks/review_card.hpp"
#include "blocks/tracker.hpp"
#include "tests/blocks/golden.hpp"
#include "tests/blocks/limits.hpp"
#include "tests/blocks/people.hpp"

using namespace blocks;
using namespace people;
using policy::Action;
using policy::ItemState;

namespace {

const std::vector<GrantName> one{{"GitHub", "website", "read"}};

ReviewCard card() {
    ReviewCard model{.task_key = "7.3", .requester = alice, .beneficiary = bob, .items = few};
    model.action = Action::revoke;
    model.waiting_since = monday;
    model.due = friday;
    model.why_you = manager;
    return model;
}

ManualTask work_order(ManualState state) {
    ManualTask model{
        .task_key = "9.1", .application = "GitHub", .requester = alice, .beneficiary = bob};
    model.action = Action::revoke;
    model.identity = "bob, bob-admin";
    model.items = one;
    model.due = friday;
    model.state = std::move(state);
    return model;
}

Tracker followed(Person whose) {
    Tracker model{.request_key = "42", .beneficiary = std::move(whose), .items = one};
    model.action = Action::revoke;
    model.states = {{ItemState::pending, 1}};
    model.submitted = monday;
    return model;
}

Outcome ended(OutcomeKind kind, Person whose) {
    Outcome model{kind, "42", alice, std::move(whose), one};
    model.action = Action::revoke;
    model.by = carol;
    model.at = friday;
    if (kind == OutcomeKind::partly) {
        model.not_done = {{"GitHub", "wiki", "edit"}, {"GitHub", "wiki", "read"}};
        model.whole = WholeRequest{one, model.not_done, {{"GitHub", "blog", "edit"}}, {}};
    }
    return model;
}

// Everything that can be read, labels of buttons too.
std::string all_of(const std::string& json) {
    std::string text;
    const auto found = limits::texts(json);
    for (const auto& one_text : found.markdown)
        text += one_text + "\n";
    for (const auto& one_text : found.plain)
        text += one_text + "\n";
    for (const auto& label : limits::values_of(json, "accessibility_label"))
        text += label + "\n";
    return text;
}

void says_removal(const std::string& text) {
    INFO(text);
    CHECK(std::regex_search(text, std::regex("[Rr]emov")));
    CHECK_FALSE(std::regex_search(text, std::regex("granted|[Pp]lease grant|not grant|asks? for "))
    );
}

// What an access review removes of several people, by hand.
ManualTask of_several(std::size_t items) {
    auto model = work_order(ManualOpen{});
    model.beneficiary = {"12 people"};
    model.campaign = "Q1 review";
    model.items.clear();
    for (std::size_t i = 0; i < items; ++i) {
        model.items.push_back({"GitHub", "repository-" + std::to_string(i), "read"});
        model.holders.push_back({std::to_string(100 + i), {}, "account-" + std::to_string(i)});
        if (i % 3 != 2) model.holders.back().whose = i % 3 == 0 ? bob : carol;
    }
    return model;
}

}  // namespace

TEST_CASE("a removal of several people names ten of them, and its modal all, page by page") {
    const auto card = manual_task(of_several(95));
    const auto text = all_of(card.blocks);
    CHECK(text.find("from 12 people – *95 access grants in GitHub*") != std::string::npos);
    CHECK(text.find("– <@U0BOB>, account account-0") != std::string::npos);
    CHECK(text.find("– account account-2") != std::string::npos);
    CHECK(text.find("account-9") != std::string::npos);
    CHECK(text.find("account-10") == std::string::npos);
    CHECK(text.find("and 85 more") != std::string::npos);
    says_removal(text);
    CHECK(manual_view_pages(of_several(95)) == 3);
    std::string modal;
    for (std::size_t page = 0; page < 3; ++page)
        modal += manual_view(of_several(95), page).json();
    for (int i = 0; i < 95; ++i)
        CHECK(modal.find("manual_item:" + std::to_string(100 + i) + "\"") != std::string::npos);
    CHECK(item_of_manual_block("manual_item:117") == "117");
    CHECK_FALSE(item_of_manual_block("part:1"));
}

TEST_CASE("no message about a removal speaks of granting") {
    for (const auto& message :
         {review_card(card()),
          manual_task(work_order(ManualOpen{})),
          manual_task(work_order(ManualDone{carol, friday})),
          manual_task(work_order(ManualCouldNot{carol, friday, "no"})),
          tracker(followed(bob)),
          tracker(followed(me)),
          outcome(ended(OutcomeKind::granted, bob)),
          outcome(ended(OutcomeKind::denied, bob)),
          outcome(ended(OutcomeKind::failed, me)),
          outcome(ended(OutcomeKind::partly, bob)),
          outcome(ended(OutcomeKind::expired, bob))}) {
        says_removal(message.text);
        says_removal(all_of(message.blocks));
    }
}

TEST_CASE("no modal about a removal speaks of granting") {
    RequestView view{.key = "42", .requester = alice, .beneficiary = bob};
    view.action = Action::revoke;
    view.items = {{one.front(), ItemState::revoking}};
    view.may_withdraw = true;
    says_removal(all_of(request_view(view).json()));
    CommentForm why{"9.1", bob, one, Action::revoke};
    says_removal(all_of(deny_comment(why).json()));
    says_removal(all_of(could_not_comment(why).json()));
    says_removal(all_of(could_not_item(why).json()));
    says_removal(all_of(manual_view(work_order(ManualOpen{})).json()));
    RequestDetails details{.key = "17", .beneficiary = bob, .items = one};
    details.action = Action::revoke;
    const auto second_page = all_of(request_details(details).json());
    CHECK(second_page.find("Remove *GitHub · website · read* from <@U0BOB>") != std::string::npos);
}

TEST_CASE("a removal's card has no duration, and its sentences name who loses what") {
    const auto text = all_of(review_card(card()).blocks);
    CHECK(text.find("Duration") == std::string::npos);
    CHECK(
        text.find("<@U0ALICE> asks to remove access from <@U0BOB> – *3 access grants") !=
        std::string::npos
    );
    CHECK(
        outcome(ended(OutcomeKind::granted, me)).text ==
        "*Removed:* You do not have *GitHub · website · read* any more."
    );
    CHECK(
        tracker(followed(me)).text ==
        "You asked to remove access from yourself – *GitHub · website · read*: 1 pending."
    );
}

TEST_CASE("the Home tab says of a task and of a request that access is to be removed") {
    Home home{.name = "Bob"};
    HomeTask task{"7.3", TaskKind::review, alice, bob, 2, {"GitHub"}, friday};
    task.action = Action::revoke;
    home.tasks.items = {task};
    home.tasks.total = 1;
    HomeRequest request{"42", bob, 1, {"GitHub"}};
    request.action = Action::revoke;
    home.requests.items = {request};
    home.requests.total = 1;
    home.any_requests = true;
    const auto text = all_of(blocks::home(home).json());
    CHECK(text.find("Remove *2 access grants in GitHub* from <@U0BOB>") != std::string::npos);
    CHECK(text.find("Remove *1 access grant in GitHub* from <@U0BOB>") != std::string::npos);
}

TEST_CASE("golden: removals") {
    golden::check("review_card_removal", review_card(card()));
    golden::check("manual_task_removal", manual_task(work_order(ManualOpen{})));
    golden::check("manual_task_campaign", manual_task(of_several(12)));
    golden::check("manual_view_campaign", manual_view(of_several(2)));
    golden::check("tracker_removal", tracker(followed(bob)));
    golden::check("outcome_removed", outcome(ended(OutcomeKind::granted, bob)));
    golden::check("outcome_partly_removed", outcome(ended(OutcomeKind::partly, bob)));
}
