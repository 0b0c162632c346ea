// What a completed campaign removes by hand: one card for an application, whoever holds it; decided
// at once or item by item, and each holder hears of what was theirs.
#include "bot/workflow/campaign_end.hpp"
#include "bot/workflow/campaign_review.hpp"
#include "bot/workflow/fulfil.hpp"
#include "store/campaign_page.hpp"
#include "store/directory.hpp"
#include "store/fulfilment.hpp"
#include "tests/bot/campaign_world.hpp"

using namespace campaign_world;
using namespace bot::workflow;
using policy::CampaignVerdict;
using store::MessageKind;

namespace {

// Mia removes all that Ann and Ben hold, with a reason for each of them; the campaign is completed.
policy::CampaignId completed(Calendar& days) {
    const auto id = publish(days, draft());
    days.pass_until(days.now);
    for (const auto& [holder, reason] :
         {std::pair{Company::ann, "Left the team"}, std::pair{Company::ben, "Moved on"}}) {
        days.by(Company::mia, [&](const Act& act) {
            const auto task = store::find_campaign_task(act.tx, id, Company::mia).value();
            const auto stands = look_at_campaign(act.tx, Company::mia, task.id, act.now());
            store::CampaignView theirs;
            theirs.person = holder;
            return say_in_campaign(
                act,
                std::get<CampaignTaskOpen>(stands),
                store::items_shown(act.tx, task.id, theirs, 2000),
                CampaignVerdict::remove,
                reason
            );
        });
    }
    days.by({}, [&](const Act& act) {
        return complete_campaign(act.tx, id, "cli:tester", act.now());
    });
    while (days.by({}, [&](const Act& act) { return remove_next(act, id); })) {
    }
    return id;
}

store::RemovalCounts counts(Calendar& days, policy::CampaignId id) {
    return days.read<store::RemovalCounts>([&](store::Tx& tx) {
        return store::removal_counts(tx, id);
    });
}

std::vector<store::ItemRow> waiting(Calendar& days, policy::TaskId task) {
    return days.read<std::vector<store::ItemRow>>([&](store::Tx& tx) {
        return store::items_of_task(tx, task, true);
    });
}

// The first that waits of an account.
policy::ItemId item_of(Calendar& days, policy::TaskId task, const std::string& account) {
    for (const auto& item : waiting(days, task)) {
        if (item.username == account) return item.id;
    }
    return {};
}

bool said(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("what several people lose in an application is one card, and one Done is for all of it") {
    Calendar days;
    const auto id = completed(days);
    const auto open = days.tasks(Company::omar);
    REQUIRE(open.size() == 1);
    CHECK(waiting(days, open[0].id).size() == 4);
    REQUIRE(days.got(Company::omar, MessageKind::manual_card).size() == 1);
    const auto card = days.sees(Company::omar, MessageKind::manual_card);
    CHECK(said(card, "Please remove access from 2 people"));
    CHECK(said(card, "4 access grants in GitHub"));
    CHECK(said(card, "account ann-gh"));
    CHECK(said(card, "account ben-gh"));
    CHECK(said(card, "*Access review:* Q1"));

    CHECK(days.decide(Company::omar, done));
    CHECK(counts(days, id).removed == 4);
    // Each hears of their own, with their own reason.
    REQUIRE(days.got(Company::ann, MessageKind::outcome).size() == 1);
    REQUIRE(days.got(Company::ben, MessageKind::outcome).size() == 1);
    const auto anns = days.sees(Company::ann, MessageKind::outcome);
    CHECK(said(anns, "read"));
    CHECK(said(anns, "Left the team"));
    CHECK_FALSE(said(anns, "admin"));
    CHECK_FALSE(said(anns, "Moved on"));
    CHECK(said(days.sees(Company::ben, MessageKind::outcome), "Moved on"));
    CHECK(days.got(Company::rita, MessageKind::outcome).empty());
}

TEST_CASE("one of many removals is done, or could not be, and the others wait on the same card") {
    Calendar days;
    const auto id = completed(days);
    const auto task = days.tasks(Company::omar).at(0).id;
    const auto anns = item_of(days, task, "ann-gh");
    const auto alone =
        days.by(Company::omar, [&](const Act& act) { return done_item(act, task, anns); });
    CHECK(std::holds_alternative<Decided>(alone));
    CHECK(counts(days, id).removed == 1);
    CHECK(days.got(Company::ann, MessageKind::outcome).size() == 1);
    CHECK(days.got(Company::ben, MessageKind::outcome).empty());
    CHECK(days.tasks(Company::omar).size() == 1);
    CHECK(waiting(days, task).size() == 3);
    CHECK(said(days.sees(Company::omar, MessageKind::manual_card), "3 access grants in GitHub"));
    CHECK(days.got(Company::omar, MessageKind::manual_card).size() == 1);

    // Clicked again on a list that shows it still, or by somebody else: nothing happens.
    const auto again =
        days.by(Company::omar, [&](const Act& act) { return done_item(act, task, anns); });
    CHECK(std::holds_alternative<ChangedMeanwhile>(again));
    const auto bens = item_of(days, task, "ben-gh");
    const auto others =
        days.by(Company::adam, [&](const Act& act) { return done_item(act, task, bens); });
    CHECK(std::holds_alternative<NotYours>(others));
    CHECK(counts(days, id).removed == 1);

    const auto failed = days.by(Company::omar, [&](const Act& act) {
        return could_not_item(act, task, bens, "The organisation is frozen");
    });
    CHECK(std::holds_alternative<Decided>(failed));
    CHECK(counts(days, id).failed == 1);
    CHECK(waiting(days, task).size() == 2);
    CHECK(days.decide(Company::omar, done));
    CHECK(days.decide(Company::adam, done));
    CHECK(counts(days, id).removed == 4);
    CHECK(counts(days, id).under_way == 0);
    const auto outcome = days.sees(Company::rita, MessageKind::campaign_outcome);
    CHECK(said(outcome, "partly de-provisioned"));
    CHECK(said(outcome, "The organisation is frozen"));
}

TEST_CASE("what could not be removed by hand is tried again as one card of its own") {
    Calendar days;
    const auto id = completed(days);
    const auto task = days.tasks(Company::omar).at(0);
    days.by(Company::omar, [&](const Act& act) {
        return could_not(act, {task.id, task.version}, "GitHub is down");
    });
    CHECK(counts(days, id).failed == 4);
    const auto notice = days.read<std::int64_t>([](store::Tx& tx) {
        return store::first<std::int64_t>(tx, "SELECT MAX(id) FROM fulfilment_notices").value();
    });
    CHECK(said(days.sees(Company::omar, MessageKind::not_carried_out), "2 people"));
    days.by(Company::omar, [&](const Act& act) { return retry_failed(act, notice); });
    const auto open = days.tasks(Company::omar);
    REQUIRE(open.size() == 1);
    CHECK(waiting(days, open[0].id).size() == 4);
    CHECK(days.decide(Company::omar, done));
    CHECK(counts(days, id).removed == 4);
}

TEST_CASE("very many removals by hand are few cards, none of which is too long to be done at once"
) {
    Calendar days;
    for (int i = 100; i < 1300; ++i) {
        const auto account = std::to_string(i);
        days.exec("INSERT INTO identities (id, integration_id) VALUES (" + account + ", 1)");
        days.exec(
            "INSERT INTO identity_versions (identity_id, to_gen, from_gen, integration_id, "
            "external_id, username, email, name, employee_id, relation) VALUES (" +
            account + ", 0, 1, 1, '', 'a" + account + "', '', '', 2, 'IS')"
        );
        days.exec(
            "INSERT INTO grants (holder_id, connection_id, identity_id, to_gen, from_gen, "
            "granted_at) VALUES (2, 1, " +
            account + ", 0, 1, 0)"
        );
    }
    const auto id = completed(days);
    const auto open = days.tasks(Company::omar);
    CHECK(open.size() == 3);
    std::size_t all = 0;
    for (const auto& task : open) {
        const auto items = waiting(days, task.id).size();
        CHECK(items < 600);
        all += items;
    }
    CHECK(all == 1204);
    CHECK(counts(days, id).under_way == 1205);
}
