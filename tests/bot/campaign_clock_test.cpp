// A campaign as time passes: who is reminded when, what is said once it is overdue or over, and by
// whom it is heard.
#include "bot/workflow/campaign_end.hpp"
#include "bot/workflow/campaign_review.hpp"
#include "store/campaign_page.hpp"
#include "tests/bot/campaign_world.hpp"

using namespace campaign_world;
using namespace bot::workflow;
using policy::CampaignVerdict;
using std::chrono::days;
using std::chrono::hours;
using store::MessageKind;

namespace {

// On which days after the Monday, at what hour, somebody got a notice that says `text`.
std::vector<std::pair<int, int>> moments(
    const Calendar& time, policy::EmployeeId who, const std::string& text
) {
    std::vector<std::pair<int, int>> all;
    for (const auto& one : time.got(who)) {
        if (one.text.find(text) == std::string::npos) continue;
        const auto since = one.at - Calendar::monday + hours{10};
        const auto day = std::chrono::floor<days>(since);
        all.emplace_back(day.count(), std::chrono::floor<hours>(since - day).count());
    }
    return all;
}
using Moments = std::vector<std::pair<int, int>>;

// Everything that somebody has to review is kept.
void keep_all(Calendar& time, policy::CampaignId id, policy::EmployeeId who) {
    time.by(who, [&](const Act& act) {
        const auto task = store::find_campaign_task(act.tx, id, who).value();
        const auto stands = look_at_campaign(act.tx, who, task.id, act.now());
        const auto all = store::items_shown(act.tx, task.id, {}, 1000);
        return say_in_campaign(
            act, std::get<CampaignTaskOpen>(stands), all, CampaignVerdict::keep, ""
        );
    });
}

}  // namespace

TEST_CASE("reviewers with open reviews are reminded in their working hours, others are not") {
    Calendar time;
    auto row = draft();
    row.reviewers = {{policy::ReviewerKind::manager}};
    const auto id = publish(time, row);
    time.pass_until(Calendar::monday + days{20});
    // Day 20 is a Sunday: held until Monday, which is the end at the same hour of ten: from nine.
    CHECK(moments(time, Company::mia, "Reminder") == Moments{{7, 10}, {14, 10}, {18, 10}});
    CHECK(
        time.sees(Company::mia, MessageKind::due_notice).find("5 access grants") !=
        std::string::npos
    );
    time.pass_until(Calendar::monday + days{21} - std::chrono::seconds{1});
    CHECK(moments(time, Company::mia, "Reminder").back() == std::pair{21, 9});
    CHECK(time.got(Company::ann).empty());

    SECTION("who is done is not") {
        Calendar again;
        const auto other = publish(again, row);
        again.pass_until(Calendar::monday + days{8});
        keep_all(again, other, Company::mia);
        again.pass_until(Calendar::monday + days{20});
        CHECK(moments(again, Company::mia, "Reminder") == Moments{{7, 10}});
        CHECK(
            again.sees(Company::mia, MessageKind::due_notice).find("Settled") != std::string::npos
        );
    }
    SECTION("after its end they and the owner hear that it is overdue, once, and nobody is reminded"
    ) {
        time.pass_until(Calendar::monday + days{40});
        CHECK(row_of(time, id).state == policy::CampaignState::overdue);
        CHECK(moments(time, Company::mia, "Overdue:* please review") == Moments{{21, 10}});
        CHECK(moments(time, Company::rita, "Overdue:* your access review") == Moments{{21, 10}});
        CHECK(moments(time, Company::mia, "Reminder").size() == 4);
        CHECK(
            time.sees(Company::mia, MessageKind::campaign_card).find("Overdue") != std::string::npos
        );
        // It is still reviewed.
        keep_all(time, id, Company::mia);
        CHECK(row_of(time, id).open() == 0);
    }
}

TEST_CASE("after a long absence each kind of word comes once, and what is past is not said") {
    Calendar time;
    const auto id = publish(time, draft());
    time.pass_until(Calendar::monday);
    time.stopped_until(Calendar::monday + days{17});
    CHECK(moments(time, Company::mia, "Reminder") == Moments{{17, 10}});
    time.stopped_until(Calendar::monday + days{28});
    CHECK(moments(time, Company::mia, "Reminder").size() == 1);
    CHECK(moments(time, Company::mia, "Overdue").size() == 1);
    CHECK(row_of(time, id).state == policy::CampaignState::overdue);
}

TEST_CASE("an overdue notice that was held past the campaign's end is dropped") {
    Calendar time;
    auto row = draft();
    row.ends = Calendar::monday + days{5};  // a Saturday
    const auto id = publish(time, row);
    time.pass_until(Calendar::monday + days{6});
    CHECK(row_of(time, id).state == policy::CampaignState::overdue);
    time.by({}, [&](const Act& act) {
        return abort_campaign(act.tx, id, "cli:tester", "Not needed", act.now());
    });
    time.pass_until(Calendar::monday + days{10});
    CHECK(moments(time, Company::mia, "Overdue").empty());
    CHECK(moments(time, Company::rita, "Overdue").empty());
}

TEST_CASE("whoever is above a late reviewer hears of it where the campaign only notifies") {
    Calendar time;
    auto row = draft();
    row.reviewers = {{policy::ReviewerKind::integration_owner}};
    row.scope.integrations = {"GitHub"};
    const auto id = publish(time, row);
    time.pass_until(Calendar::monday + days{20});
    // Omar owns GitHub and reports to Mia; it is Saturday, and nothing waits.
    const auto heard = time.got(Company::mia);
    REQUIRE(heard.size() == 1);
    CHECK(heard[0].at == Calendar::monday + days{19});
    CHECK(heard[0].text.find("Late:") != std::string::npos);
    CHECK(row_of(time, id).open() == row_of(time, id).items);

    SECTION("of somebody without a manager the campaign's owner does") {
        Calendar again;
        auto theirs = draft();
        theirs.reviewers = {{policy::ReviewerKind::manager}};
        publish(again, theirs);
        again.pass_until(Calendar::monday + days{20});
        CHECK(moments(again, Company::rita, "Late").size() == 1);
    }
}

TEST_CASE("reviewers, owner and risk managers hear once that a campaign was aborted or completed") {
    Calendar time;
    const auto id = publish(time, draft());
    time.pass_until(Calendar::monday);
    const bool aborted = GENERATE(true, false);
    // The round of the start is not over: that of the end begins from the beginning.
    time.exec(
        "INSERT INTO campaign_rounds (campaign_id, kind, at_task) VALUES (1, 'campaign_start', 999)"
    );
    time.by({}, [&](const Act& act) {
        return aborted ? abort_campaign(act.tx, id, "employee:6", "Wrong scope", act.now())
                       : complete_campaign(act.tx, id, "employee:6", act.now());
    });
    time.pass_until(Calendar::monday + days{2});
    time.by({}, [](const Act&) { return true; });
    for (const auto who : {Company::mia, Company::rita}) {
        REQUIRE(time.got(who, MessageKind::campaign_ended).size() == 1);
        const auto text = time.sees(who, MessageKind::campaign_ended);
        CHECK((text.find("aborted") != std::string::npos) == aborted);
        CHECK((text.find("Wrong scope") != std::string::npos) == aborted);
    }
    CHECK(time.got(Company::ann, MessageKind::campaign_ended).empty());
    // No live button is left.
    CHECK(
        time.sees(Company::mia, MessageKind::campaign_card).find("Review now") == std::string::npos
    );
    // Nobody is reminded of it any more.
    time.pass_until(Calendar::monday + days{30});
    CHECK(time.got(Company::mia).empty());
}

TEST_CASE("whoever never had a card does not hear that the campaign was aborted") {
    Calendar time;
    auto row = draft();
    row.starts = Calendar::monday + days{7};
    const auto id = publish(time, row);
    time.by({}, [&](const Act& act) {
        return abort_campaign(act.tx, id, "cli:tester", "", act.now());
    });
    time.pass_until(Calendar::monday + days{30});
    CHECK(time.got(Company::mia, MessageKind::campaign_ended).empty());
    CHECK(time.got(Company::mia, MessageKind::campaign_card).empty());
    CHECK(time.got(Company::rita, MessageKind::campaign_ended).size() == 1);
}
