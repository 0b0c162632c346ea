// What reviewers leave open goes on: they are late, they leave, they are away.
#include "bot/workflow/campaign_hand_on.hpp"

#include "bot/workflow/campaign_review.hpp"
#include "bot/workflow/delegate.hpp"
#include "store/campaign_page.hpp"
#include "tests/bot/campaign_world.hpp"

using namespace campaign_world;
using namespace bot::workflow;
using policy::CampaignVerdict;
using std::chrono::days;
using store::MessageKind;

namespace {

void leaves(Calendar& time, policy::EmployeeId who) {
    time.exec(
        "UPDATE employee_versions SET status = 'terminated' WHERE employee_id = " +
        std::to_string(who.value)
    );
    time.by({}, [&](const Act& act) {
        replace_campaign_reviewer(act, who);
        return true;
    });
    time.pass_until(time.now);
}

std::int64_t unasked(Calendar& time, policy::CampaignId id) {
    return row_of(time, id).unasked;
}

// Items of which nobody, or more than one person, is asked at this moment.
std::int64_t not_asked_once(Calendar& time, policy::CampaignId id) {
    return time.read<std::int64_t>([&](store::Tx& tx) {
        return store::first<std::int64_t>(
                   tx,
                   R"sql(SELECT COUNT(*) FROM campaign_items i WHERE i.campaign_id = ? AND i.verdict = 0 AND
                (SELECT COUNT(*) FROM campaign_reviews r WHERE r.item_id = i.id AND r.verdict = 0) <> 1)sql",
                   id
        )
            .value();
    });
}

}  // namespace

TEST_CASE("a late reviewer's open reviews go to their manager, who gets a card that says so") {
    Calendar time;
    auto row = draft();
    row.reviewers = {{policy::ReviewerKind::integration_owner}};
    row.scope.integrations = {"GitHub"};
    row.late = policy::LateReviewers::reassign;
    const auto id = publish(time, row);
    time.pass_until(Calendar::monday + days{18});
    CHECK(time.got(Company::mia, MessageKind::campaign_card).empty());
    time.pass_until(Calendar::monday + days{19});
    const auto now = asked(time, id);
    CHECK(
        now.at("1 of 1") ==
        "omar@example.com 1 integration_owner moved, mia@example.com 1 integration_owner"
    );
    CHECK(not_asked_once(time, id) == 0);
    REQUIRE(time.got(Company::mia, MessageKind::campaign_card).size() == 1);
    const auto card = time.sees(Company::mia, MessageKind::campaign_card);
    // Mia owns no application: it is said in whose place she is asked.
    CHECK(
        card.find("in place of <@U4> (owner of the application), who did not review") !=
        std::string::npos
    );
    CHECK(card.find("as owner of the application") == std::string::npos);
    // The old card names the successor and has no live button.
    time.pass_until(time.now + std::chrono::minutes{2});
    time.by({}, [](const Act&) { return true; });
    const auto old = time.sees(Company::omar, MessageKind::campaign_card);
    CHECK(old.find("<@U3>") != std::string::npos);
    CHECK(old.find("Review now") == std::string::npos);
    // Once is enough: nobody is above Mia, and it does not come back.
    time.pass_until(Calendar::monday + days{30});
    CHECK(asked(time, id) == now);
}

TEST_CASE("what comes to a manager who is late as well has its time there") {
    // Ann reviews for Ben, Mia for Ann: both are late at the same moment, in either order.
    for (const bool ann_first : {true, false}) {
        Calendar time;
        time.exec("UPDATE employee_versions SET manager_id = 1 WHERE employee_id = 2");
        if (!ann_first) {
            // Whose task is made first has its turn first.
            time.exec(
                "INSERT INTO grants (holder_id, connection_id, identity_id, to_gen, from_gen, "
                "granted_at) VALUES (1, 2, 1, 0, 1, 0)"
            );
        }
        auto row = draft();
        row.reviewers = {{policy::ReviewerKind::manager}};
        row.scope.integrations = {"GitHub"};
        row.late = policy::LateReviewers::reassign;
        const auto id = publish(time, row);
        time.pass_until(Calendar::monday + days{25});
        const auto who = asked(time, id).at("2 of 2");
        INFO(who);
        CHECK(who.find("ann@example.com 1 manager moved") != std::string::npos);
        CHECK(who.find("mia@example.com 1 manager") != std::string::npos);
        CHECK(who.find("mia@example.com 1 manager moved") == std::string::npos);
        CHECK(not_asked_once(time, id) == 0);
    }
}

TEST_CASE("what a manager may not take over goes on to the next who may") {
    Calendar time;
    // Omar reviews what Mia, his manager, holds as well.
    time.exec(
        "INSERT INTO grants (holder_id, connection_id, identity_id, to_gen, from_gen, granted_at) "
        "VALUES (3, 1, 3, 0, 1, 0)"
    );
    auto row = draft();
    row.reviewers = {{policy::ReviewerKind::named_person, "omar@example.com"}};
    row.late = policy::LateReviewers::reassign;
    const auto id = publish(time, row);
    time.pass_until(Calendar::monday + days{20});
    const auto now = asked(time, id);
    // Omar himself owns GitHub and had it; Olga, the second owner, is next.
    CHECK(now.at("1 of 3").find("olga@example.com") != std::string::npos);
    CHECK(now.at("1 of 1").find("mia@example.com") != std::string::npos);
    CHECK(not_asked_once(time, id) == 0);
}

TEST_CASE("what a reviewer who has left owes goes the way of the policy, what they said stays") {
    Calendar time;
    auto row = draft();
    row.reviewers = {{policy::ReviewerKind::manager}};
    const auto id = publish(time, row);
    time.pass_until(Calendar::monday);
    policy::CampaignItemId kept;
    time.by(Company::mia, [&](const Act& act) {
        const auto task = store::find_campaign_task(act.tx, id, Company::mia).value();
        const auto stands = look_at_campaign(act.tx, Company::mia, task.id, act.now());
        kept = store::items_shown(act.tx, task.id, {}, 1).front();
        return say_in_campaign(
            act, std::get<CampaignTaskOpen>(stands), {kept}, CampaignVerdict::keep, ""
        );
    });
    leaves(time, Company::mia);
    CHECK(not_asked_once(time, id) == 0);
    CHECK(row_of(time, id).kept == 1);
    CHECK(unasked(time, id) == 0);
    for (const auto& [item, who] : asked(time, id)) {
        INFO(item << ": " << who);
        CHECK((who.find("keep") != std::string::npos || who.find(", ") != std::string::npos));
    }
    // GitHub's owner is asked, and told whom they replace and why.
    const auto card = time.sees(Company::omar, MessageKind::campaign_card);
    CHECK(card.find("has left the company") != std::string::npos);

    SECTION("a second departure changes nothing twice") {
        const auto before = asked(time, id);
        leaves(time, Company::mia);
        CHECK(asked(time, id) == before);
    }
    SECTION("when everybody has left it is said that nobody may review") {
        for (const auto who : {Company::omar, Company::olga, Company::rita, Company::adam})
            leaves(time, who);
        const auto row_now = row_of(time, id);
        CHECK(row_now.unasked == row_now.open());
        CHECK(row_now.open() > 0);
    }
}

TEST_CASE("of a task with very many items every one goes on, in slices, once") {
    Calendar time;
    for (int i = 100; i < 400; ++i) {
        const auto account = std::to_string(i);
        time.exec("INSERT INTO identities (id, integration_id) VALUES (" + account + ", 1)");
        time.exec(
            "INSERT INTO identity_versions (identity_id, to_gen, from_gen, integration_id, "
            "external_id, username, email, name, employee_id, relation) VALUES (" +
            account + ", 0, 1, 1, '', 'a" + account + "', '', '', 1, 'IS')"
        );
        time.exec(
            "INSERT INTO grants (holder_id, connection_id, identity_id, to_gen, from_gen, "
            "granted_at) VALUES (1, 1, " +
            account + ", 0, 1, 0)"
        );
    }
    auto row = draft();
    row.reviewers = {{policy::ReviewerKind::manager}};
    const auto id = publish(time, row);
    time.pass_until(Calendar::monday);
    leaves(time, Company::mia);
    CHECK(not_asked_once(time, id) == 0);
    CHECK(row_of(time, id).open() > 300);
    CHECK(time.got(Company::omar, MessageKind::campaign_card).size() == 1);
}

TEST_CASE("who is away when a campaign begins has their delegate asked, with the skipping rules") {
    Calendar time;
    time.by(Company::mia, [&](const Act& act) {
        return set_delegate(act, Company::ann, {}, act.now() + days{10});
    });
    auto row = draft();
    row.reviewers = {{policy::ReviewerKind::manager}};
    const auto id = publish(time, row);
    // Ann reviews in Mia's place, but never her own access.
    const auto now = asked(time, id);
    CHECK(now.at("1 of 2").find("ann@example.com") == 0);
    CHECK(now.at("1 of 1").find("mia@example.com") == 0);

    SECTION("who goes away later keeps what they have, and gets nothing new") {
        Calendar later;
        auto levels = draft();
        levels.reviewers = {
            {policy::ReviewerKind::integration_owner}, {policy::ReviewerKind::manager}};
        levels.scope.integrations = {"GitHub"};
        const auto other = publish(later, levels);
        later.pass_until(Calendar::monday);
        later.by(Company::mia, [&](const Act& act) {
            return set_delegate(act, Company::olga, {}, {});
        });
        later.by(Company::omar, [&](const Act& act) {
            const auto task = store::find_campaign_task(act.tx, other, Company::omar).value();
            const auto stands = look_at_campaign(act.tx, Company::omar, task.id, act.now());
            return say_in_campaign(
                act,
                std::get<CampaignTaskOpen>(stands),
                store::items_shown(act.tx, task.id, {}, 100),
                CampaignVerdict::keep,
                ""
            );
        });
        CHECK(later.got(Company::mia, MessageKind::campaign_card).empty());
        CHECK(later.got(Company::olga, MessageKind::campaign_card).size() == 1);
    }
}

TEST_CASE("who is away at the start of a campaign is replaced, who is away before it is not") {
    Calendar time;
    const auto away = [&](policy::EmployeeId who, int from, int until) {
        const auto at = [&](int day) {
            return std::to_string(policy::seconds_since_epoch(Calendar::monday + days{day}));
        };
        time.exec(
            "INSERT INTO delegations (employee_id, delegate_id, set_at, from_at, until_at) VALUES "
            "(" +
            std::to_string(who.value) + ", 5, 0, " + at(from) + ", " + at(until) + ")"
        );
    };
    auto row = draft();
    row.starts = Calendar::monday + days{7};
    SECTION("away when it starts") {
        away(Company::mia, 5, 20);
        CHECK(asked(time, publish(time, row)).at("2 of 2") == "olga@example.com 1 manager");
    }
    SECTION("back before it starts") {
        away(Company::mia, -1, 5);
        CHECK(asked(time, publish(time, row)).at("2 of 2") == "mia@example.com 1 manager");
    }
}

TEST_CASE("three levels are asked one after the other, and a removal ends the way") {
    Calendar time;
    auto row = draft();
    row.reviewers = {
        {policy::ReviewerKind::manager},
        {policy::ReviewerKind::integration_owner},
        {policy::ReviewerKind::named_person, "rita@example.com"}};
    row.scope.integrations = {"GitHub"};
    const auto id = publish(time, row);
    time.pass_until(Calendar::monday);
    const auto says = [&](policy::EmployeeId who, std::size_t most, CampaignVerdict verdict) {
        return time.by(who, [&](const Act& act) {
            const auto task = store::find_campaign_task(act.tx, id, who).value();
            const auto stands = look_at_campaign(act.tx, who, task.id, act.now());
            auto all = store::items_shown(act.tx, task.id, {}, 100);
            if (all.size() > most) all.resize(most);
            const auto* reason = verdict == CampaignVerdict::remove ? "Not needed" : "";
            return say_in_campaign(act, std::get<CampaignTaskOpen>(stands), all, verdict, reason);
        });
    };
    CHECK(time.got(Company::rita, MessageKind::campaign_card).empty());
    says(Company::mia, 100, CampaignVerdict::keep);
    CHECK(row_of(time, id).kept == 0);
    CHECK(time.got(Company::rita, MessageKind::campaign_card).empty());
    says(Company::omar, 100, CampaignVerdict::keep);
    CHECK(row_of(time, id).kept == 0);
    REQUIRE(time.got(Company::rita, MessageKind::campaign_card).size() == 1);
    says(Company::rita, 1, CampaignVerdict::remove);
    says(Company::rita, 100, CampaignVerdict::keep);
    // The last one is kept after all: a decision can be changed.
    CHECK(row_of(time, id).kept == row_of(time, id).items);
    says(Company::mia, 1, CampaignVerdict::remove);
    CHECK(row_of(time, id).removed == 1);
    CHECK(row_of(time, id).open() == 0);
}
