// The preview of completing a campaign, and its page afterwards.
#include "blocks/campaign_complete.hpp"

#include <catch2/catch.hpp>

#include "blocks/campaign_page.hpp"
#include "tests/blocks/golden.hpp"
#include "tests/blocks/limits.hpp"
#include "tests/blocks/people.hpp"

using namespace blocks;
using namespace people;

namespace {

CampaignCompletion completion() {
    CampaignCompletion model{.key = "3", .changes = 17, .name = "Q1 review", .owner = alice};
    model.progress = {400, 300, 21};
    model.people = 9;
    model.reviewers_left = 2;
    model.unasked = 3;
    model.recurs = true;
    model.lines.items = {
        {"AWS", "", {10, 9, 1}, {10, 9, 1}},
        {"GitHub", "code", {200, 150, 12}, {390, 291, 20}},
        {"GitHub", "payments-api", {90, 82, 8}, {390, 291, 20}}};
    model.lines.total = 3;
    model.other_resources = 4;
    return model;
}

CampaignPage ended(const CampaignRemovals& removals) {
    CampaignPage page{
        .campaign = {
            .key = "3",
            .name = "Q1 review",
            .state = ManagedState::completed,
            .owner = alice,
            .progress = {400, 300, 21},
            .starts = monday,
            .ends = friday,
            .reviewers = 12}};
    page.covers = "all access";
    page.removals = removals;
    return page;
}

TEST_CASE("golden: the preview of completing a campaign") {
    auto model = completion();
    golden::check("campaign_complete", campaign_complete_form(model));
    model.notice = md("*Not completed yet.*");
    model.lines.page = 1;
    model.lines.pages = 3;
    model.lines.total = 33;
    golden::check("campaign_complete_page", campaign_complete_form(model));
    CampaignCompletion nothing{.key = "3", .name = "Q1 review", .owner = alice};
    nothing.progress = {1, 1, 0};
    nothing.other_resources = 1;
    golden::check("campaign_complete_nothing", campaign_complete_form(nothing));
}

TEST_CASE("golden: a completed campaign's page says how the removals go") {
    golden::check(
        "campaign_page_completed",
        campaign_page(ended({.under_way = 4, .removed = 12, .failed = 3, .gone = 2}))
    );
    const auto over = campaign_page(ended({.removed = 21})).json();
    CHECK(over.find("*Removals:* 21 removed.") != std::string::npos);
    CHECK(over.find("Refresh* shows") == std::string::npos);
    const auto none = campaign_page(ended({})).json();
    CHECK(none.find("nothing was to be removed") != std::string::npos);
    CHECK(none.find("campaign_complete") == std::string::npos);
}

TEST_CASE("a campaign can be completed while it runs and when it is overdue, never else") {
    const auto has_button = [](ManagedState state) {
        auto page = ended({});
        page.removals.reset();
        page.campaign.state = state;
        return campaign_page(page).json().find("campaign_complete") != std::string::npos;
    };
    CHECK(has_button(ManagedState::running));
    CHECK(has_button(ManagedState::overdue));
    for (const auto state :
         {ManagedState::draft,
          ManagedState::publishing,
          ManagedState::completed,
          ManagedState::aborted})
        CHECK_FALSE(has_button(state));
}

TEST_CASE("what was shown travels in the preview's metadata, a foreign one was never shown") {
    const auto back = completion_shown(to_value({"17", 1234, 4}));
    CHECK(back.key == "17");
    CHECK(back.changes == 1234);
    CHECK(back.page == 4);
    for (const auto* foreign : {"", "x", "17", "17:", "17:many:2", ":::::", "17::-3"}) {
        INFO(foreign);
        CHECK(completion_shown(foreign).changes == -1);
        CHECK(completion_shown(foreign).page >= 0);
    }
}

TEST_CASE("a preview of hostile names and full pages stays within Slack's limits") {
    const std::string long_text(5000, '&');
    auto model = completion();
    model.name = long_text;
    model.owner = {long_text, {}, false};
    model.notice = md("Changed.");
    model.lines.items.clear();
    for (int i = 0; i < completion_rows; ++i) {
        model.lines.items.push_back(
            {long_text + std::to_string(i),
             long_text,
             {1'000'000, 1, 999'998},
             {1'000'000, 1, 999'998}}
        );
    }
    model.lines.page = 700;
    model.lines.pages = 1400;
    model.lines.total = 20'000;
    CHECK(limits::of_view(campaign_complete_form(model).json()) == std::vector<std::string>{});
    model.lines.items.push_back({"one too many"});
    CHECK_THROWS(campaign_complete_form(model));
}

}  // namespace
