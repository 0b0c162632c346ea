// A campaign's end: what is removed, by whom, and what its owner and the holders hear of it.
#include "bot/workflow/campaign_end.hpp"

#include "bot/workflow/campaign_review.hpp"
#include "bot/workflow/fulfil.hpp"
#include "store/campaign_page.hpp"
#include "store/directory.hpp"
#include "store/fulfilment.hpp"
#include "store/request_search.hpp"
#include "tests/bot/campaign_world.hpp"

using namespace campaign_world;
using namespace bot::workflow;
using policy::CampaignVerdict;
using store::MessageKind;

namespace {

// Mia removes all that Ben holds, and keeps what Ann does.
policy::CampaignId decided(Calendar& days, std::size_t of_ben = 4) {
    const auto id = publish(days, draft());
    days.pass_until(days.now);
    days.by(Company::mia, [&](const Act& act) {
        const auto task = store::find_campaign_task(act.tx, id, Company::mia).value();
        const auto stands = look_at_campaign(act.tx, Company::mia, task.id, act.now());
        const auto open = std::get<CampaignTaskOpen>(stands);
        store::CampaignView bens;
        bens.person = Company::ben;
        const auto items = store::items_shown(act.tx, task.id, bens, 1000);
        CHECK(items.size() == of_ben);
        say_in_campaign(act, open, items, CampaignVerdict::remove, "Moved on");
        store::CampaignView anns;
        anns.person = Company::ann;
        say_in_campaign(
            act, open, store::items_shown(act.tx, task.id, anns, 100), CampaignVerdict::keep, ""
        );
        return true;
    });
    return id;
}

CampaignStep complete(Calendar& days, policy::CampaignId id) {
    return days.by({}, [&](const Act& act) {
        return complete_campaign(act.tx, id, "cli:tester", act.now());
    });
}

void remove_all(Calendar& days, policy::CampaignId id) {
    while (days.by({}, [&](const Act& act) { return remove_next(act, id); })) {
    }
}

store::RemovalCounts counts(Calendar& days, policy::CampaignId id) {
    return days.read<store::RemovalCounts>([&](store::Tx& tx) {
        return store::removal_counts(tx, id);
    });
}

bool holds(Calendar& days, int account, policy::ConnectionId what) {
    return days.read<bool>([&](store::Tx& tx) {
        return store::holds(tx, policy::IdentityId{account}, what);
    });
}

}  // namespace

TEST_CASE("a completed campaign hands out what was denied, and tells its owner how that ended") {
    Calendar days;
    const auto id = decided(days);
    const auto preview = days.read<std::optional<CampaignPreview>>([&](store::Tx& tx) {
        return preview_campaign(tx, id);
    });
    CHECK(preview->people == 1);
    CHECK(preview->campaign.removed == 4);
    CHECK(complete(days, id) == CampaignStep::done);
    CHECK(complete(days, id) == CampaignStep::ended);
    CHECK(days.tasks(Company::omar).empty());
    remove_all(days, id);
    CHECK(counts(days, id).under_way == 4);
    // GitHub's owner has three to remove; Payroll has none, so an administrator has the fourth.
    CHECK(days.got(Company::rita, MessageKind::campaign_outcome).empty());
    CHECK(days.decide(Company::omar, done));
    CHECK(days.got(Company::rita, MessageKind::campaign_outcome).empty());
    CHECK(days.decide(Company::adam, done));
    CHECK_FALSE(holds(days, 2, Company::code_admin));
    CHECK(holds(days, 1, Company::code_read));
    CHECK(counts(days, id).removed == 4);
    REQUIRE(days.got(Company::rita, MessageKind::campaign_outcome).size() == 1);
    CHECK(
        days.sees(Company::rita, MessageKind::campaign_outcome).find("all de-provisioned") !=
        std::string::npos
    );
    // The holder hears of each application's; the owner, in whose name it was asked, of none.
    CHECK(days.got(Company::ben, MessageKind::outcome).size() == 2);
    const auto said = days.sees(Company::ben, MessageKind::outcome);
    CHECK(said.find("any more") != std::string::npos);
    CHECK(said.find("Moved on") != std::string::npos);
    CHECK(said.find("View request") == std::string::npos);
    CHECK(days.got(Company::rita, MessageKind::outcome).empty());
    days.pass_until(days.now + std::chrono::minutes{2});
    days.by({}, [](const Act&) { return true; });
    CHECK(
        days.sees(Company::mia, MessageKind::campaign_card).find("completed") != std::string::npos
    );
    const auto mine = days.read<std::int64_t>([](store::Tx& tx) {
        return store::requests_of(tx, Company::rita, true, 0, 10).total +
               store::requests_of(tx, Company::rita, false, 0, 10).total;
    });
    CHECK(mine == 0);
}

TEST_CASE("removals that partly fail are told as such, with which and why") {
    Calendar days;
    const auto id = decided(days);
    complete(days, id);
    remove_all(days, id);
    CHECK(days.decide(Company::omar, done));
    const auto open = days.tasks(Company::adam);
    REQUIRE(open.size() == 1);
    days.by(Company::adam, [&](const Act& act) {
        return could_not(act, {open[0].id, open[0].version}, "Payroll is closed this week");
    });
    const auto said = days.sees(Company::rita, MessageKind::campaign_outcome);
    CHECK(said.find("partly de-provisioned") != std::string::npos);
    CHECK(said.find("Payroll is closed this week") != std::string::npos);
    CHECK(said.find("*Removed:*") != std::string::npos);
    CHECK(holds(days, 5, Company::pay_view));
    // What was not done is nothing that the holder hears of.
    CHECK(days.got(Company::ben, MessageKind::outcome).size() == 1);
}

TEST_CASE("an application that removes by itself fails, and the outcome is edited after Retry") {
    Calendar days;
    days.rules.applications["github"].automatic = true;
    days.rules.applications["payroll"].automatic = true;
    const auto id = decided(days);
    complete(days, id);
    remove_all(days, id);
    const auto run = [&](bool works) {
        days.by({}, [&](const Act& act) {
            while (const auto job = store::take_job(act.tx, act.now_ms)) {
                const auto item = store::find_item(act.tx, job->item).value();
                if (works) {
                    job_done(act, *job);
                } else {
                    job_failed(act, *job, "It answered 500.", false);
                }
                tell_ends(act, item.request, item.integration);
            }
            return true;
        });
    };
    run(false);
    REQUIRE(days.got(Company::rita, MessageKind::campaign_outcome).size() == 1);
    CHECK(
        days.sees(Company::rita, MessageKind::campaign_outcome).find("de-provisioning failed") !=
        std::string::npos
    );
    CHECK(days.got(Company::ben, MessageKind::carried_out).empty());
    // Its owner can try again; whoever completed the campaign hears of all in one message.
    REQUIRE(days.got(Company::omar, MessageKind::not_carried_out).size() == 1);
    CHECK(days.got(Company::rita, MessageKind::carried_out).empty());
    const auto notice = days.read<std::int64_t>([](store::Tx& tx) {
        return store::first<std::int64_t>(
                   tx, "SELECT id FROM fulfilment_notices WHERE integration_id = 1"
        )
            .value();
    });
    days.by(Company::omar, [&](const Act& act) { return retry_failed(act, notice); });
    run(true);
    CHECK(days.got(Company::rita, MessageKind::campaign_outcome).size() == 1);
    const auto said = days.sees(Company::rita, MessageKind::campaign_outcome);
    CHECK(said.find("3 of 4 access grants") != std::string::npos);
    REQUIRE(days.got(Company::ben, MessageKind::carried_out).size() == 1);
    CHECK(
        days.sees(Company::ben, MessageKind::carried_out).find("access review *Q1*") !=
        std::string::npos
    );
}

TEST_CASE("somebody with very much to lose loses all of it, in slices, each grant once") {
    Calendar days;
    days.rules.applications["github"].automatic = true;
    for (int i = 100; i < 300; ++i) {
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
    const auto id = decided(days, 204);
    complete(days, id);
    // Somebody else's word for the same slice is no second one.
    remove_all(days, id);
    CHECK(counts(days, id).under_way == 204);
    const auto twice = days.read<std::int64_t>([](store::Tx& tx) {
        return store::first<std::int64_t>(
                   tx,
                   "SELECT COUNT(*) - COUNT(DISTINCT identity_id * 1000 + connection_id) FROM "
                   "request_items"
        )
            .value();
    });
    CHECK(twice == 0);
}

TEST_CASE("of an account that nobody is known to own nobody is told, and it is removed") {
    Calendar days;
    days.exec("INSERT INTO identities (id, integration_id) VALUES (9, 1)");
    days.exec(
        "INSERT INTO identity_versions (identity_id, to_gen, from_gen, integration_id, "
        "external_id, "
        "username, email, name, employee_id, relation) VALUES (9, 0, 1, 1, '', 'batch', '', '', "
        "NULL, 'OWNS')"
    );
    days.exec(
        "INSERT INTO grants (holder_id, connection_id, identity_id, to_gen, from_gen, granted_at) "
        "VALUES (-9, 1, 9, 0, 1, 0)"
    );
    auto row = draft();
    row.reviewers = {{policy::ReviewerKind::integration_owner}};
    const auto id = publish(days, row);
    days.pass_until(days.now);
    days.by(Company::omar, [&](const Act& act) {
        const auto task = store::find_campaign_task(act.tx, id, Company::omar).value();
        const auto stands = look_at_campaign(act.tx, Company::omar, task.id, act.now());
        std::vector<policy::CampaignItemId> batch;
        for (const auto item : store::items_shown(act.tx, task.id, {}, 100)) {
            if (!store::campaign_item(act.tx, task.id, item)->employee) batch.push_back(item);
        }
        CHECK(batch.size() == 1);
        return say_in_campaign(
            act, std::get<CampaignTaskOpen>(stands), batch, CampaignVerdict::remove, "Unknown"
        );
    });
    complete(days, id);
    remove_all(days, id);
    CHECK(days.decide(Company::omar, done));
    CHECK_FALSE(holds(days, 9, Company::code_read));
    CHECK(days.got(Company::rita, MessageKind::outcome).empty());
    CHECK(days.got(Company::rita, MessageKind::campaign_outcome).size() == 1);
}

TEST_CASE("what waits for a decision about access that a campaign removes ends with it") {
    Calendar days;
    const auto id = decided(days);
    // Ben himself has asked to have one removed, and nobody has decided that yet.
    const auto own = days.by(Company::ben, [&](const Act& act) {
        store::RequestRow request;
        request.requester = request.beneficiary = Company::ben;
        request.action = policy::Action::revoke;
        request.like = policy::AccessLike::custom;
        request.submitted_at = act.now();
        request.id = store::insert_request(act.tx, store::no_form(act.tx), request);
        return store::insert_item(
                   act.tx, request, Company::code_write, policy::IdentityId{2}, act.now()
        )
            .value();
    });
    complete(days, id);
    remove_all(days, id);
    CHECK(counts(days, id).gone == 0);
    CHECK(counts(days, id).under_way == 4);
    const auto stands =
        days.read<store::ItemRow>([&](store::Tx& tx) { return store::find_item(tx, own).value(); });
    CHECK(stands.state == policy::ItemState::withdrawn);
    CHECK(stands.comment == "the access review Q1 has decided to remove the access");
}

TEST_CASE("people are counted once, whatever accounts they have") {
    Calendar days;
    // Ben answers for a service account, too, and one account is nobody's.
    for (const auto* owner : {"2", "NULL"}) {
        const std::string account = owner == std::string("2") ? "8" : "9";
        days.exec("INSERT INTO identities (id, integration_id) VALUES (" + account + ", 1)");
        days.exec(
            "INSERT INTO identity_versions (identity_id, to_gen, from_gen, integration_id, "
            "external_id, username, email, name, employee_id, relation) VALUES (" +
            account + ", 0, 1, 1, '', 'batch-" + account + "', '', '', " + owner + ", 'OWNS')"
        );
        days.exec(
            "INSERT INTO grants (holder_id, connection_id, identity_id, to_gen, from_gen, "
            "granted_at) VALUES (-" +
            account + ", 1, " + account + ", 0, 1, 0)"
        );
    }
    const auto id = publish(days, draft());
    days.exec("UPDATE campaign_items SET verdict = 2 WHERE holder_id IN (2, -8, -9)");
    const auto people =
        days.read<std::int64_t>([&](store::Tx& tx) { return store::people_losing(tx, id); });
    CHECK(people == 1);
}

TEST_CASE("completing that is interrupted goes on, and what is gone since is not removed twice") {
    Calendar days;
    const auto id = decided(days);
    complete(days, id);
    days.exec("UPDATE grants SET to_gen = 1 WHERE connection_id IN (2, 4)");
    days.by({}, [&](const Act& act) { return remove_next(act, id); });
    remove_all(days, id);
    remove_all(days, id);
    CHECK(counts(days, id).under_way == 2);
    CHECK(counts(days, id).gone == 2);
    CHECK(days.tasks(Company::omar).size() == 1);
    CHECK(days.tasks(Company::adam).empty());
}

TEST_CASE("a campaign without denials is completed with nothing to remove, and a draft is not") {
    Calendar days;
    const auto id = publish(days, draft());
    CHECK(complete(days, id) == CampaignStep::done);
    remove_all(days, id);
    // One message says both.
    days.pass_until(days.now + std::chrono::minutes{1});
    CHECK(days.got(Company::rita, MessageKind::campaign_outcome).empty());
    REQUIRE(days.got(Company::rita, MessageKind::campaign_ended).size() == 1);
    CHECK(
        days.sees(Company::rita, MessageKind::campaign_ended).find("nothing was to be removed") !=
        std::string::npos
    );
    CHECK(complete(days, make(days, draft())) == CampaignStep::not_draft);
    CHECK(complete(days, {99}) == CampaignStep::unknown);
}
