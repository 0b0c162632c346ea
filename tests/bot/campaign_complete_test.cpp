// Completing a campaign in Slack: what the preview counts, when it is not what was shown any more,
// and what the campaign's page says of the removals.
#include "bot/models/campaign_complete.hpp"

#include <set>

#include "bot/models/campaign_manage.hpp"
#include "bot/workflow/campaign_end.hpp"
#include "bot/workflow/campaign_review.hpp"
#include "store/campaign_page.hpp"
#include "tests/bot/campaign_world.hpp"

using namespace campaign_world;
using namespace bot::workflow;
using policy::CampaignVerdict;

namespace {

// Mia says so of the access of this person to this.
void say(
    Calendar& days,
    policy::CampaignId id,
    policy::EmployeeId whose,
    policy::ConnectionId what,
    CampaignVerdict verdict
) {
    days.by(Company::mia, [&](const Act& act) {
        const auto task = store::find_campaign_task(act.tx, id, Company::mia).value();
        const auto stands = look_at_campaign(act.tx, Company::mia, task.id, act.now());
        store::CampaignView view;
        view.person = whose;
        std::vector<policy::CampaignItemId> items;
        for (const auto item : store::items_shown(act.tx, task.id, view, 100)) {
            if (store::campaign_item(act.tx, task.id, item)->connection == what)
                items.push_back(item);
        }
        CHECK(items.size() == 1);
        const auto said = say_in_campaign(
            act, std::get<CampaignTaskOpen>(stands), items, verdict, "Moved to another team"
        );
        CHECK(said.changed == 1);
        return true;
    });
}

blocks::CampaignCompletion preview(Calendar& days, policy::CampaignId id, int page = 0) {
    return days.read<blocks::CampaignCompletion>([&](store::Tx& tx) {
        const auto row = store::find_campaign(tx, id).value();
        return bot::models::campaign_completion(tx, row, page, Company::rita);
    });
}

std::optional<blocks::CampaignRemovals> removals(Calendar& days, policy::CampaignId id) {
    return days.read<std::optional<blocks::CampaignRemovals>>([&](store::Tx& tx) {
        return bot::models::campaign_page(
                   tx, {bot::models::key_of(id)}, Company::rita, days.now, {}
        )
            ->removals;
    });
}

policy::CampaignId begun(Calendar& days) {
    auto row = draft();
    row.reviewers = {{policy::ReviewerKind::manager}};
    const auto id = publish(days, row);
    days.pass_until(days.now);
    return id;
}

}  // namespace

TEST_CASE("the preview counts what is kept, removed and not reviewed, by application and resource"
) {
    Calendar days;
    const auto id = begun(days);
    CHECK(preview(days, id).lines.items.empty());
    CHECK(preview(days, id).lines.pages == 1);
    say(days, id, Company::ben, Company::code_admin, CampaignVerdict::remove);
    say(days, id, Company::ben, Company::pay_view, CampaignVerdict::remove);
    say(days, id, Company::ann, Company::code_read, CampaignVerdict::keep);
    const auto shown = preview(days, id);
    CHECK(shown.progress.items == 5);
    CHECK(shown.progress.kept == 1);
    CHECK(shown.progress.removed == 2);
    CHECK(shown.people == 1);
    CHECK(shown.reviewers_left == 1);
    REQUIRE(shown.lines.items.size() == 2);
    CHECK(shown.lines.total == 2);
    CHECK(shown.other_resources == 0);
    const auto& [application, resource, here, all] = shown.lines.items[0];
    CHECK(application == "GitHub");
    CHECK(here.removed == 1);
    CHECK(all.items == 4);
    CHECK(all.open() == 2);
    CHECK(shown.lines.items[1].application == "Payroll");
    CHECK(shown.lines.items[1].progress.removed == 1);
}

TEST_CASE("all pages of a preview together hold each resource of which something goes, once") {
    Calendar days;
    const auto id = begun(days);
    // Forty resources more of two applications, in every third of which nothing is removed.
    std::int64_t goes = 0;
    for (int i = 0; i < 40; ++i) {
        const auto resource = std::to_string(500 + i);
        const int removed = i % 3;
        if (removed > 0) ++goes;
        days.exec(
            "INSERT INTO resources (id, integration_id, name) VALUES (" + resource + ", " +
            std::to_string(1 + i % 2) + ", 'r" + resource +
            "');INSERT INTO campaign_counts (campaign_id, resource_id, items, kept, removed) "
            "VALUES (" +
            std::to_string(id.value) + ", " + resource + ", 9, 2, " + std::to_string(removed) + ")"
        );
    }
    const auto first = preview(days, id);
    CHECK(first.lines.total == goes);
    CHECK(first.other_resources == 40 - goes + 2);  // and Mia has said nothing yet of two
    std::set<std::string> seen;
    std::string last_application;
    for (int page = 0; page < static_cast<int>(first.lines.pages); ++page) {
        for (const auto& line : preview(days, id, page).lines.items) {
            CHECK(line.progress.removed > 0);
            CHECK(line.application >= last_application);
            CHECK(line.in_application.items >= 20 * 9);
            last_application = line.application;
            CHECK(seen.insert(line.resource).second);
        }
    }
    CHECK(static_cast<std::int64_t>(seen.size()) == goes);
    // A page beyond the last is the last.
    CHECK(preview(days, id, 99).lines.page == first.lines.pages - 1);
}

TEST_CASE("a preview is out of date once other access would be removed, though the counts agree") {
    Calendar days;
    const auto id = begun(days);
    say(days, id, Company::ben, Company::code_admin, CampaignVerdict::remove);
    const auto shown = preview(days, id);
    // What is kept takes nothing away from anybody.
    say(days, id, Company::ann, Company::code_read, CampaignVerdict::keep);
    CHECK(preview(days, id).changes == shown.changes);
    say(days, id, Company::ben, Company::code_admin, CampaignVerdict::keep);
    say(days, id, Company::ben, Company::code_write, CampaignVerdict::remove);
    const auto now = preview(days, id);
    CHECK(now.progress.removed == shown.progress.removed);
    CHECK(now.people == shown.people);
    CHECK(now.changes > shown.changes);
}

TEST_CASE("the page of a completed campaign says how far its removals are") {
    Calendar days;
    const auto id = begun(days);
    say(days, id, Company::ben, Company::code_admin, CampaignVerdict::remove);
    say(days, id, Company::ben, Company::pay_view, CampaignVerdict::remove);
    CHECK_FALSE(removals(days, id).has_value());
    days.by(Company::rita, [&](const Act& act) {
        return complete_campaign(act.tx, id, store::audit_name(act.by), act.now());
    });
    // Before the first slice, too.
    CHECK(removals(days, id)->under_way == 2);
    while (days.by({}, [&](const Act& act) { return remove_next(act, id); })) {
    }
    CHECK(removals(days, id)->under_way == 2);
    CHECK(days.decide(Company::omar, done));
    CHECK(removals(days, id)->under_way == 1);
    CHECK(removals(days, id)->removed == 1);
    CHECK(days.decide(Company::adam, done));
    CHECK(removals(days, id)->removed == 2);
    CHECK(removals(days, id)->under_way == 0);
}
