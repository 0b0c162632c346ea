// Campaigns of the small company: who is asked about what, publishing that is interrupted, counts.
#include "store/timers.hpp"
#include "tests/bot/campaign_world.hpp"

using namespace campaign_world;
using Asked = std::map<std::string, std::string>;
using policy::CampaignState;

namespace {

// Runs until so many slices were written, as a daemon that is killed then.
void publish_until_killed(Calendar& days, policy::CampaignId id, int slices) {
    for (int i = 0; i < slices; ++i)
        if (!publish_slice(days, id)) return;
}

std::string trail(Calendar& days) {
    return days.read<std::string>([](store::Tx& tx) {
        std::string acts;
        store::Query rows(tx, "SELECT act FROM audit_entries ORDER BY seq");
        while (rows.next())
            acts += rows.get<std::string>(0) + " ";
        CHECK(store::verify_audit(tx).empty());
        return acts;
    });
}

}  // namespace

TEST_CASE("a published campaign asks the managers, or whom the skipping rules lead to") {
    Calendar days;
    // Mia, the manager, holds something herself and has no manager.
    days.exec(R"sql(INSERT INTO identities (id, integration_id) VALUES (9, 1);
        INSERT INTO identity_versions (identity_id, to_gen, from_gen, integration_id, external_id, username, email,
            name, employee_id, relation) VALUES (9, 0, 1, 1, '', 'mia-gh', '', '', 3, 'IS');
        INSERT INTO grants (holder_id, connection_id, identity_id, to_gen, from_gen, granted_at)
            VALUES (3, 1, 9, 0, 1, 0);)sql");
    const auto id = publish(days, draft());
    CHECK(
        asked(days, id) ==
        Asked{
            {"1 of 1", "mia@example.com 1 manager"},
            {"1 of 2", "mia@example.com 1 manager"},
            {"2 of 2", "mia@example.com 1 manager"},
            {"3 of 2", "mia@example.com 1 manager"},
            {"4 of 2", "mia@example.com 1 manager"},
            {"1 of 3", "omar@example.com 2 integration_owner"}}
    );
    const auto row = row_of(days, id);
    CHECK(row.state == CampaignState::in_progress);
    CHECK(row.items == 6);
    CHECK(row.reviewers_count == 2);
    CHECK(row.unasked == 0);
    CHECK(trail(days) == "campaign.created campaign.published ");
}

TEST_CASE("a campaign covers what its scope says and nothing else") {
    Calendar days;
    auto row = draft();
    SECTION("privileged only") {
        row.scope.privileged_only = true;
        CHECK(asked(days, publish(days, row)) == Asked{{"3 of 2", "mia@example.com 1 manager"}});
    }
    SECTION("an application, whatever its case") {
        row.scope.integrations = {"payROLL"};
        CHECK(asked(days, publish(days, row)) == Asked{{"4 of 2", "mia@example.com 1 manager"}});
    }
    SECTION("a resource") {
        row.scope.resources = {"code"};
        CHECK(asked(days, publish(days, row)).size() == 4);
    }
    SECTION("an application and a resource that it does not have") {
        row.scope.integrations = {"Payroll"};
        row.scope.resources = {"code"};
        CHECK(asked(days, publish(days, row)).empty());
    }
    SECTION("a title, whatever its case, also when nobody has it any more") {
        row.scope.titles = {"engineer"};
        CHECK(asked(days, publish(days, row)).size() == 5);
        const auto id = make(days, row);
        days.exec("UPDATE employee_versions SET title = 'Nurse'");
        publish_made(days, id);
        CHECK(asked(days, id).empty());
    }
    SECTION("names that nothing has are refused, each at its part") {
        row.scope.titles = {"Engineer", "Nurse"};
        row.scope.resources = {"nosuch"};
        row.scope.departments = {"Nowhere"};
        const auto made = days.by({}, [&](const auto& act) {
            return bot::workflow::make_campaign(act.tx, row, "cli:tester", act.now());
        });
        std::vector<std::string> sentences;
        for (const auto& problem : made.problems)
            sentences.push_back(problem.sentence);
        CHECK(
            sentences ==
            std::vector<std::string>{
                "there is no resource \"nosuch\"",
                "there is nobody active in a department \"Nowhere\"",
                "there is nobody active with the title \"Nurse\""}
        );
        CHECK_FALSE(made.id);
    }
    SECTION("a department") {
        days.exec("UPDATE employee_versions SET department = 'Finance' WHERE employee_id = 1");
        row.scope.departments = {"finance"};
        CHECK(asked(days, publish(days, row)) == Asked{{"1 of 1", "mia@example.com 1 manager"}});
    }
}

TEST_CASE("named reviewers take the place of the policy's, and nobody reviews their own") {
    Calendar days;
    auto row = draft();
    row.reviewers = {
        {policy::ReviewerKind::named_person, "Ben@example.com"},
        {policy::ReviewerKind::integration_owner}};
    const auto all = asked(days, publish(days, row));
    CHECK(all.at("1 of 1") == "ben@example.com 1 named_person");
    CHECK(all.at("2 of 2") == "omar@example.com 2 integration_owner");
    // Payroll has no owner: the risk manager is who is left.
    CHECK(all.at("4 of 2") == "rita@example.com 3 risk_manager");
}

TEST_CASE("a delegate reviews in the place of who is away, but not their own access") {
    Calendar days;
    days.exec("INSERT INTO delegations (employee_id, delegate_id, set_at) VALUES (3, 1, 0)");
    const auto all = asked(days, publish(days, draft()));
    CHECK(all.at("2 of 2") == "ann@example.com 1 manager");
    CHECK(all.at("1 of 1") == "mia@example.com 1 manager");
}

TEST_CASE("a service account is reviewed by the manager of whoever answers for it") {
    Calendar days;
    days.exec(R"sql(UPDATE identity_versions SET relation = 'OWNS' WHERE identity_id = 1;
        UPDATE grants SET holder_id = -1 WHERE identity_id = 1;
        UPDATE identity_versions SET relation = 'OWNS', employee_id = NULL WHERE identity_id = 5;
        UPDATE grants SET holder_id = -5 WHERE identity_id = 5;)sql");
    const auto all = asked(days, publish(days, draft()));
    CHECK(all.at("1 of -1") == "mia@example.com 1 manager");
    CHECK(all.at("4 of -5") == "rita@example.com 3 risk_manager");
}

TEST_CASE("what nobody may review is counted, and asks nobody") {
    Calendar days;
    days.exec(
        R"sql(UPDATE employee_versions SET manager_id = NULL; DELETE FROM owners; DELETE FROM employee_roles
        WHERE role = 'administrator';)sql"
    );
    auto row = draft();
    row.scope.integrations = {"Payroll"};
    days.exec("UPDATE grants SET holder_id = 6 WHERE connection_id = 4");
    const auto published = row_of(days, publish(days, row));
    CHECK(published.items == 1);
    CHECK(published.unasked == 1);
    CHECK(published.reviewers_count == 0);
}

TEST_CASE("a publishing that is interrupted after any slice goes on without doubt or repetition") {
    Calendar days;
    days.exec(
        R"sql(WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 1400)
        INSERT INTO identities (id, integration_id) SELECT i, 1 FROM n;
        INSERT INTO grants (holder_id, connection_id, identity_id, to_gen, from_gen, granted_at)
            SELECT 2, 1, id, 0, 1, 0 FROM identities WHERE id >= 100;)sql"
    );
    const auto id = make(days, draft());
    days.by({}, [&](const auto& act) {
        return bot::workflow::publish_campaign(act.tx, id, "cli:tester", act.now());
    });
    // The same slice found twice, as by a daemon that starts while another ends: written once.
    std::optional<bot::workflow::PublishSlice> twice;
    days.by({}, [&](const auto& act) {
        twice = bot::workflow::find_slice(act.tx, id, act.now());
        CHECK(bot::workflow::write_slice(act.tx, *twice, act.now()));
        return true;
    });
    days.by({}, [&](const auto& act) {
        CHECK_FALSE(bot::workflow::write_slice(act.tx, *twice, act.now()));
        return true;
    });
    publish_until_killed(days, id, 2);
    CHECK(row_of(days, id).state == CampaignState::draft);
    while (publish_slice(days, id)) {
    }
    const auto row = row_of(days, id);
    CHECK(row.state == CampaignState::in_progress);
    CHECK(row.items == 5 + 1301);
    const auto counted = days.read<std::int64_t>([&](store::Tx& tx) {
        return store::first<std::int64_t>(tx, "SELECT COUNT(*) FROM campaign_reviews").value();
    });
    CHECK(counted == row.items);
    const auto tasks = days.read<std::vector<store::ReviewerCount>>([&](store::Tx& tx) {
        return store::counts_by_reviewer(tx, id);
    });
    REQUIRE(tasks.size() == 1);
    CHECK(tasks[0].count.items == row.items);
    CHECK(trail(days) == "campaign.created campaign.published ");
}

TEST_CASE("only a risk manager owns a campaign, of applications and people that are there") {
    Calendar days;
    auto row = draft();
    row.owner = Company::ann;
    row.scope.integrations = {"Gthub"};
    row.reviewers = {{policy::ReviewerKind::named_person, "nobody@example.com"}};
    const auto problems = days.by({}, [&](const auto& act) {
        return bot::workflow::make_campaign(act.tx, row, "cli:tester", act.now()).problems;
    });
    CHECK(problems.size() == 3);
    CHECK(days.read<std::size_t>([](store::Tx& tx) { return store::campaigns(tx).size(); }) == 0);
}

TEST_CASE("an aborted campaign is over, also while it is being published") {
    Calendar days;
    const auto id = make(days, draft());
    const auto act_on = [&](auto how) {
        return days.by({}, [&](const auto& act) { return how(act.tx, act.now()); });
    };
    const auto publish_it = [&](store::Tx& tx, policy::Instant now) {
        return bot::workflow::publish_campaign(tx, id, "cli:tester", now);
    };
    const auto abort_it = [&](store::Tx& tx, policy::Instant now) {
        return bot::workflow::abort_campaign(tx, id, "cli:tester", "Wrong scope", now);
    };
    CHECK(act_on(publish_it) == bot::workflow::CampaignStep::done);
    CHECK(act_on(publish_it) == bot::workflow::CampaignStep::not_draft);
    CHECK(act_on(abort_it) == bot::workflow::CampaignStep::done);
    CHECK_FALSE(publish_slice(days, id));
    CHECK(act_on(abort_it) == bot::workflow::CampaignStep::ended);
    CHECK(act_on(publish_it) == bot::workflow::CampaignStep::not_draft);
    const auto row = row_of(days, id);
    CHECK(row.state == CampaignState::aborted);
    CHECK(row.end_reason == "Wrong scope");
    CHECK(trail(days) == "campaign.created campaign.aborted ");
}
