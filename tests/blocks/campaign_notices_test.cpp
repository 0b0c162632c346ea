// What is said of a campaign beside its cards.
#include "blocks/campaign_notices.hpp"

#include <catch2/catch.hpp>

#include "blocks/due_notice.hpp"
#include "blocks/tracker.hpp"
#include "tests/blocks/golden.hpp"
#include "tests/blocks/limits.hpp"
#include "tests/blocks/people.hpp"

using namespace blocks;
using namespace people;

namespace {

CampaignOutcome outcome() {
    CampaignOutcome model{
        .name = "Q1 review", .removed = 12, .gone = 1, .kept = 30, .not_reviewed = 2};
    model.were_removed = {
        {{"GitHub", "payments-api", "write"}, bob, "bob-gh"},
        {{"Payroll", "", "view", true}, {}, "batch"}};
    return model;
}

void check_limits(const Message& message) {
    CHECK(limits::of_message(message.text, message.blocks) == std::vector<std::string>{});
}

}  // namespace

TEST_CASE("golden: the owner of a campaign is told exactly one of three outcomes") {
    auto model = outcome();
    const auto all = campaign_outcome(model);
    golden::check("campaign_outcome_all", all);
    CHECK(all.text.find("all de-provisioned") != std::string::npos);
    model.failed = 11;
    model.were_not = {{{"GitHub", "code", "admin", true}, alice, "alice-gh", "It is closed."}};
    const auto partly = campaign_outcome(model);
    golden::check("campaign_outcome_partly", partly);
    CHECK(partly.text.find("partly de-provisioned") != std::string::npos);
    model.removed = 0;
    model.gone = 0;
    model.were_removed.clear();
    const auto failed = campaign_outcome(model);
    golden::check("campaign_outcome_failed", failed);
    CHECK(failed.text.find("de-provisioning failed") != std::string::npos);
}

TEST_CASE("golden: reviewers, owner and risk managers hear how a campaign ended") {
    CampaignEnded ended{.name = "Q1 review", .by = "Rita", .progress = {40, 30, 8}};
    golden::check("campaign_completed", campaign_ended(ended));
    auto nothing = ended;
    nothing.progress = {40, 30, 0};
    golden::check("campaign_completed_nothing", campaign_ended(nothing));
    ended.aborted = true;
    ended.reason = "Wrong scope";
    ended.mine = CampaignProgress{5, 1, 1};
    golden::check("campaign_aborted", campaign_ended(ended));
}

TEST_CASE("golden: what falls due in a campaign stands in the one message about the moment") {
    const CampaignDue due{"7", "Q1 review", {40, 10, 2}, friday, true};
    auto late = due;
    late.reminder = false;
    const CampaignLate theirs{alice, "Q2 review", {9, 1, 1}, friday};
    const CampaignOver over{"Q3 review", {900, 500, 12}, monday, 4};
    golden::check("due_notice_campaign", due_notice({.lines = {late, over, theirs, due}}));
}

TEST_CASE("golden: a holder hears what an access review removed, and why") {
    Outcome model{.kind = OutcomeKind::granted, .request_key = "42"};
    model.requester = alice;
    model.beneficiary = me;
    model.items = few;
    model.at = monday;
    model.action = policy::Action::revoke;
    model.campaign = "Q1 review";
    model.reason = "Moved to another team";
    golden::check("campaign_removed", outcome(model));
}

TEST_CASE("hostile names and long lists of a campaign stay within Slack's limits") {
    const std::string long_text(5000, '&');
    auto model = outcome();
    model.name = long_text;
    model.failed = 100'000;
    const Person somebody{long_text};
    model.were_not.assign(
        10, {{long_text, long_text, long_text, true}, somebody, long_text, long_text}
    );
    model.were_removed = model.were_not;
    check_limits(campaign_outcome(model));
    CampaignEnded ended{.name = long_text, .aborted = true, .by = long_text, .reason = long_text};
    ended.mine = CampaignProgress{5, 1, 1};
    check_limits(campaign_ended(ended));
    const CampaignDue due{"7", long_text, {40, 10, 2}, friday, true};
    const CampaignLate late{somebody, long_text, {40, 10, 2}, friday};
    const CampaignOver over{long_text, {40, 10, 2}, friday, 3};
    std::vector<DueLine> lines;
    for (int i = 0; i < 15; ++i)
        lines.insert(lines.end(), {due, late, over});
    check_limits(due_notice({.lines = lines}));
}
