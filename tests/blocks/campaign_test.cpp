// Campaigns as their reviewers see them: the card, the list, the forms, the holder's question.
#include <catch2/catch.hpp>

#include "blocks/campaign_card.hpp"
#include "blocks/campaign_forms.hpp"
#include "blocks/campaign_review.hpp"
#include "tests/blocks/golden.hpp"
#include "tests/blocks/limits.hpp"
#include "tests/blocks/nasty.hpp"
#include "tests/blocks/people.hpp"

using namespace blocks;
using namespace people;

namespace {

CampaignCard card() {
    CampaignCard model{.key = "7", .name = "Q1 review", .progress = {40, 10, 2}, .ends = friday};
    model.why = {
        {policy::ReviewerKind::manager, false, {}, 30},
        {policy::ReviewerKind::integration_owner, true, dan, 10}};
    PassedOver gone;
    gone.person = bob;
    gone.reason = policy::SkipReason::terminated;
    model.passed_over = {{gone, 10}};
    return model;
}

CampaignItem item(const std::string& key) {
    CampaignItem one;
    one.key = key;
    one.grant = few.front();
    one.person = bob;
    one.title = "Engineer";
    one.account = "bob-gh";
    one.since = friday;
    one.peers = 9;
    one.peers_with_it = 8;
    return one;
}

CampaignReview list() {
    CampaignReview model{
        .key = "7", .name = "Q1 review", .progress = {40, 10, 2}, .ends = friday, .total = 3};
    model.items = {item("1"), item("2"), item("3")};
    model.items[1].verdict = policy::CampaignVerdict::keep;
    model.items[1].questions = {{bob, "Why?", "For the migration"}, {bob, "Still?"}};
    model.items[2].verdict = policy::CampaignVerdict::remove;
    model.items[2].reason = "Moved to another team";
    return model;
}

TEST_CASE("golden: the card of a campaign") {
    golden::check("campaign_card", campaign_card(card()));
    auto model = card();
    // In the place of others: not as what they were asked.
    model.why = {
        {policy::ReviewerKind::manager, false, {}, 20},
        {policy::ReviewerKind::integration_owner, false, {}, 12, bob, false},
        {policy::ReviewerKind::resource_owner, true, carol, 7, bob, false},
        {policy::ReviewerKind::manager, false, {}, 1, dan}};
    golden::check("campaign_card_escalated", campaign_card(model));
    model = card();
    model.progress = {40, 38, 2};
    model.came_from = {{dan, 5, "You know them", true}};
    model.went_to = {{bob, 3}};
    model.state = CampaignCardState::overdue;
    golden::check("campaign_card_reviewed", campaign_card(model));
    model.state = CampaignCardState::aborted;
    model.end_reason = "Wrong scope";
    golden::check("campaign_card_aborted", campaign_card(model));
}

TEST_CASE("golden: Review now") {
    golden::check("campaign_review", campaign_review(list()));
    auto model = list();
    model.by_application = true;
    model.page = 1;
    model.pages = 3;
    model.total = 40;
    model.notice = md("15 access grants kept now.");
    golden::check("campaign_review_by_application", campaign_review(model));
}

TEST_CASE("golden: the forms of a campaign's reviewer, and the holder's question") {
    CampaignForm form{.key = "7:item:1", .items = 1, .grant = few.front(), .person = bob};
    golden::check("campaign_remove", campaign_remove(form));
    golden::check("campaign_reassign", campaign_reassign({.key = "7:open", .items = 12}));
    golden::check("campaign_ask", campaign_ask(form));
    CampaignQuestionMessage question{
        .key = "4", .campaign = "Q1", .reviewer = dan, .grant = few.front(), .question = "Why?"};
    golden::check("campaign_question", campaign_question(question));
    golden::check("campaign_answer", campaign_answer(question));
    question.answer = "For the migration";
    golden::check("campaign_question_answered", campaign_question(question));
}

TEST_CASE("a full page of a campaign with hostile texts stays within Slack's limits") {
    const std::string long_text(5000, '&');
    auto model = list();
    model.name = long_text;
    model.notice = md("Done.");
    model.items.clear();
    for (int i = 0; i < campaign_rows; ++i) {
        auto one = item(std::to_string(1'000'000'000 + i));
        one.person = Person{long_text + std::to_string(i), {}, false};
        one.title = long_text;
        one.account = long_text;
        one.grant = {long_text, long_text, long_text, true};
        one.verdict = policy::CampaignVerdict::remove;
        one.reason = long_text;
        one.questions = {{bob, long_text, long_text}, {bob, long_text, {}}};
        model.items.push_back(one);
    }
    model.pages = 70'000;
    model.page = 500;
    model.total = 1'000'000;
    for (const bool by_application : {false, true}) {
        model.by_application = by_application;
        CHECK(limits::of_view(campaign_review(model).json()).empty());
    }
    auto big = card();
    big.name = long_text;
    for (int i = 0; i < 50; ++i)
        big.came_from.push_back({bob, 1, long_text});
    const auto said = campaign_card(big);
    CHECK(limits::of_message(said.text, said.blocks) == std::vector<std::string>{});
    CHECK(item_of_campaign_block(campaign_item_block("17", "keep2")) == "17");
    CHECK_FALSE(item_of_campaign_block("item:17").has_value());
}

}  // namespace
