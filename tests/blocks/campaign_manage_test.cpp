// Campaigns as risk managers see them: the Home's section, the page, the form, the list, Remind.
#include <catch2/catch.hpp>

#include "blocks/campaign_edit.hpp"
#include "blocks/campaign_page.hpp"
#include "blocks/campaign_prompt.hpp"
#include "blocks/home.hpp"
#include "tests/blocks/golden.hpp"
#include "tests/blocks/limits.hpp"
#include "tests/blocks/people.hpp"

using namespace blocks;
using namespace people;

namespace {

ManagedCampaign running() {
    return {
        .key = "3",
        .name = "Q1 review",
        .state = ManagedState::running,
        .owner = alice,
        .progress = {400, 100, 20},
        .starts = monday,
        .ends = friday,
        .reviewers = 12,
        .recurs = "every 3 months"};
}

ManagedCampaign in_state(ManagedState state) {
    auto campaign = running();
    campaign.state = state;
    return campaign;
}

CampaignPage page() {
    CampaignPage model{.campaign = running()};
    model.covers = "applications GitHub, AWS; privileged only";
    model.reviewers = "as the policy says";
    model.late = "their managers are told 2 days before the end";
    model.unasked = 3;
    model.reviewers_left = 7;
    model.marked = 2;
    model.reviewed_now = true;
    model.parts.items = {
        {.key = "3:integration:1", .name = "AWS", .progress = {100, 100, 0}},
        {.key = "3:integration:2", .name = "GitHub", .progress = {300, 0, 20}, .reminded = monday}};
    model.parts.total = 2;
    return model;
}

CampaignEdit form() {
    CampaignEdit model{.key = "3", .name = "Q1 review", .starts = monday, .ends = friday};
    model.owner = PersonChoice{policy::EmployeeId{6}, "Alice Ahlberg", "Risk manager"};
    model.integrations = {{"GitHub", "@1"}, {"AWS", "@2"}};
    model.privileged_only = true;
    model.levels = {{"Manager of whoever holds it", "kind:manager"}, {"Bob Brown", "person:4"}};
    model.reassign_late = true;
    model.late_before = "2d";
    model.recurrence = "FREQ=MONTHLY;BYDAY=1MO";
    return model;
}

TEST_CASE("golden: campaigns in the Home tab of a risk manager") {
    Home model{.name = "Alice Ahlberg", .roles = {"risk manager"}};
    model.manages_campaigns = true;
    golden::check("home_campaigns_none", home(model));
    model.campaigns = {running(), in_state(ManagedState::overdue), in_state(ManagedState::draft)};
    model.campaigns[1].key = "4";
    model.campaigns[2].key = "5";
    golden::check("home_campaigns", home(model));
}

TEST_CASE("golden: the page of a campaign") {
    golden::check("campaign_page", campaign_page(page()));
    auto model = page();
    model.shown = parts_reviewers;
    model.notice = md("Reminded.");
    model.parts.items = {
        {.key = "3:reviewer:4",
         .name = "Bob Brown",
         .progress = {80, 75, 0},
         .fast_kept = 60,
         .fast_seconds = 40},
        {.key = "3:reviewer:5",
         .name = "Carol Chen",
         .progress = {20, 20, 0},
         .all_kept = true,
         .fast_kept = 70}};
    model.parts.page = 1;
    model.parts.pages = 3;
    model.parts.total = 33;
    golden::check("campaign_page_reviewers", campaign_page(model));
    CampaignPage draft{.campaign = in_state(ManagedState::draft), .covers = "all access"};
    golden::check("campaign_page_draft", campaign_page(draft));
    draft.problems = {"bob@example.com is no active risk manager"};
    golden::check("campaign_page_draft_broken", campaign_page(draft));
    golden::check(
        "campaign_page_publishing", campaign_page({.campaign = in_state(ManagedState::publishing)})
    );
    auto aborted = page();
    aborted.campaign.state = ManagedState::aborted;
    aborted.reviewed_now = false;
    aborted.end_reason = "Wrong scope";
    golden::check("campaign_page_aborted", campaign_page(aborted));
}

TEST_CASE("golden: the form, the list and the abortion of a campaign, and its reminder") {
    golden::check("campaign_edit", campaign_edit(form()));
    golden::check("campaign_edit_new", campaign_edit({.starts = monday, .late_before = "2d"}));
    Paged<ManagedCampaign> list;
    list.items = {running(), in_state(ManagedState::completed)};
    list.items[1].key = "1";
    list.pages = 2;
    list.total = 25;
    golden::check("campaign_list", campaign_list(list));
    golden::check("campaign_abort", campaign_abort_form(running()));
    golden::check(
        "campaign_prompt",
        campaign_prompt(
            {.key = "9",
             .name = "Q1 review",
             .asked_by = alice,
             .progress = {12, 3, 1},
             .ends = friday}
        )
    );
}

TEST_CASE("a draft that cannot be published has no button for it") {
    CampaignPage draft{.campaign = in_state(ManagedState::draft)};
    CHECK(campaign_page(draft).json().find("campaign_publish") != std::string::npos);
    draft.problems = {"there is no application \"X\""};
    CHECK(campaign_page(draft).json().find("campaign_publish") == std::string::npos);
}

TEST_CASE("a row is reminded only while something in it is open and the campaign is reviewed") {
    auto model = page();
    const auto reminders = [&] {
        const auto json = campaign_page(model).json();
        int count = 0;
        for (auto at = json.find("\"Remind\""); at != std::string::npos;
             at = json.find("\"Remind\"", at + 1))
            ++count;
        return count;
    };
    CHECK(reminders() == 1);
    model.reviewed_now = false;
    CHECK(reminders() == 0);
}

TEST_CASE("a rule of one's own stands in its field, a usual one is chosen") {
    CHECK(campaign_edit(form()).json().find("BYDAY=1MO\"") != std::string::npos);
    auto model = form();
    model.recurrence = "FREQ=YEARLY";
    const auto json = campaign_edit(model).json();
    CHECK(json.find("\"initial_value\":\"FREQ") == std::string::npos);
}

TEST_CASE("what a page shows travels in its metadata, and a foreign one shows the start") {
    const CampaignPlaceShown place{"17", std::string{parts_marked}, 4};
    const auto back = campaign_place_shown(to_value(place));
    CHECK(back.key == "17");
    CHECK(back.shown == parts_marked);
    CHECK(back.page == 4);
    for (const auto* foreign : {"", "x", "17:everything:-3", ":::::", "17:reviewers:99999999999"}) {
        const auto shown = campaign_place_shown(foreign);
        CHECK(shown.page == 0);
        CHECK((shown.shown == parts_integrations || shown.shown == parts_reviewers));
    }
}

TEST_CASE("campaigns with hostile texts and full pages stay within Slack's limits") {
    const std::string long_text(5000, '&');
    auto campaign = running();
    campaign.name = long_text;
    campaign.owner = {long_text, {}, false};
    campaign.recurs = long_text;
    CampaignPage model{.campaign = campaign};
    model.covers = model.reviewers = model.late = model.end_reason = long_text;
    model.notice = md("Done.");
    model.reviewed_now = true;
    model.marked = 20'000;
    for (int i = 0; i < campaign_part_rows; ++i) {
        model.parts.items.push_back(
            {.key = "1000000000:integration:" + std::to_string(i),
             .name = long_text,
             .application = long_text,
             .progress = {1'000'000, 1, 1},
             .reminded = monday,
             .all_kept = true,
             .fast_kept = 60,
             .fast_seconds = 40}
        );
    }
    model.parts.pages = 1400;
    model.parts.total = 20'000;
    CHECK(limits::of_view(campaign_page(model).json()) == std::vector<std::string>{});
    CampaignPage draft{.campaign = campaign, .problems = {20, long_text}};
    draft.campaign.state = ManagedState::draft;
    CHECK(limits::of_view(campaign_page(draft).json()) == std::vector<std::string>{});

    CampaignEdit edit{.key = "1", .name = long_text, .starts = monday, .recurrence = long_text};
    edit.owner = PersonChoice{policy::EmployeeId{1}, long_text, long_text};
    for (auto* names : {&edit.integrations, &edit.resources, &edit.departments, &edit.titles}) {
        for (int i = 1; i <= 100; ++i)
            names->push_back({plain(long_text), "@" + std::to_string(i)});
    }
    for (int i = 1; i <= 30; ++i)
        edit.levels.push_back({plain(long_text), "person:" + std::to_string(i)});
    CHECK(limits::of_view(campaign_edit(edit).json()) == std::vector<std::string>{});
    edit.titles.push_back({"one too many", "@101"});
    CHECK(limits::of_view(campaign_edit(edit).json()) == std::vector<std::string>{});

    Paged<ManagedCampaign> list;
    list.items.assign(campaign_list_rows, campaign);
    for (std::size_t at = 0; at < list.items.size(); ++at)
        list.items[at].key = std::to_string(at);
    CHECK(limits::of_view(campaign_list(list).json()) == std::vector<std::string>{});
    CHECK(limits::of_view(campaign_abort_form(campaign).json()) == std::vector<std::string>{});
    Home crowded{.name = long_text, .manages_campaigns = true};
    crowded.campaigns = list.items;
    CHECK(limits::of_view(home(crowded).json()) == std::vector<std::string>{});
    const auto said =
        campaign_prompt({.key = "1", .name = long_text, .asked_by = Person{long_text}});
    CHECK(limits::of_message(said.text, said.blocks) == std::vector<std::string>{});
}

}  // namespace
