// Campaigns as operators and programs read them: recurrence, reminders, marks on reviewers.
#include "bot/campaign_report.hpp"

#include "bot/workflow/campaign_remind.hpp"
#include "store/campaign_attention.hpp"
#include "tests/bot/campaign_world.hpp"

using namespace campaign_world;

namespace {

std::string shown(Calendar& days, policy::CampaignId id, bool json) {
    return days.read<std::string>([&](store::Tx& tx) {
        const auto campaign = store::find_campaign(tx, id).value();
        return json ? bot::campaign_json(tx, campaign) : bot::campaign_text(tx, campaign);
    });
}

bool has(const std::string& text, const std::string& part) {
    INFO(text);
    CHECK(text.find(part) != std::string::npos);
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a campaign's report says who is worth a look and why, and never without a reason") {
    Calendar days;
    auto row = draft();
    row.recurrence = "FREQ=MONTHLY;INTERVAL=3";
    const auto id = publish(days, row);
    CHECK(shown(days, id, false).find("worth a look") == std::string::npos);
    has(shown(days, id, true), R"("reviewers_worth_a_look":0)");
    has(shown(days, id, true), R"("attention":[])");
    has(shown(days, id, true), R"("reminded_at":null)");

    days.pass_until(Calendar::monday + std::chrono::minutes{5});
    days.by(Company::rita, [&](const auto& act) {
        const auto task = store::find_campaign_task(act.tx, id, Company::mia).value();
        store::note_pace(act.tx, task.id, 61, act.now());
        return bot::workflow::prompt_reviewers(
            act.tx,
            id,
            store::ReminderAbout::reviewer,
            Company::mia.value,
            "cli:tester",
            act.now_ms,
            false
        );
    });
    const auto json = shown(days, id, true);
    has(json, R"("reviewers_worth_a_look":1)");
    has(json, R"("attention":[{"mark":"kept_fast","kept":61,"seconds":0}])");
    has(json, R"("recurrence":"FREQ=MONTHLY;INTERVAL=3")");
    has(json, R"("copy_of":null)");
    has(json, R"("reminded_at":"2026-03-02T10:05:00Z")");
    const auto text = shown(days, id, false);
    has(text, "[worth a look: 61 kept within 1 s], reminded 2026-03-02 10:05 UTC");
    has(text, "Recurs      every 3 months");

    days.exec("UPDATE campaign_tasks SET total = 20, kept = 20");
    has(shown(days, id, true), R"({"mark":"everything_kept"})");
    days.exec("UPDATE campaign_tasks SET kept = 19, removed = 1");
    CHECK(shown(days, id, true).find("everything_kept") == std::string::npos);
}
