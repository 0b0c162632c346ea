// What reviewers of a campaign decide, level by level, and whom it concerns then.
#include "bot/workflow/campaign_review.hpp"

#include "store/campaign_page.hpp"
#include "store/directory.hpp"
#include "tests/bot/campaign_world.hpp"

using namespace campaign_world;
using namespace bot::workflow;
using policy::CampaignItemId;
using policy::CampaignVerdict;
using store::MessageKind;

namespace {

std::optional<CampaignTaskOpen> open_task(
    Calendar& days, policy::CampaignId id, policy::EmployeeId who
) {
    return days.read<std::optional<CampaignTaskOpen>>(
        [&](store::Tx& tx) -> std::optional<CampaignTaskOpen> {
            const auto task = store::find_campaign_task(tx, id, who);
            if (!task) return std::nullopt;
            const auto stands = look_at_campaign(tx, who, task->id, days.now);
            if (!std::holds_alternative<CampaignTaskOpen>(stands)) return std::nullopt;
            return std::get<CampaignTaskOpen>(stands);
        }
    );
}

std::vector<CampaignItemId> items(Calendar& days, const CampaignTaskOpen& open) {
    return days.read<std::vector<CampaignItemId>>([&](store::Tx& tx) {
        return store::items_shown(tx, open.task.id, {}, 1000);
    });
}

CampaignSaid say(
    Calendar& days,
    policy::CampaignId id,
    policy::EmployeeId who,
    const std::vector<CampaignItemId>& which,
    CampaignVerdict verdict
) {
    const auto open = open_task(days, id, who);
    REQUIRE(open);
    return days.by(who, [&](const Act& act) {
        return say_in_campaign(
            act, *open, which, verdict, verdict == CampaignVerdict::remove ? "Not needed" : ""
        );
    });
}

// The counts that are kept agree with counting.
void check_counts(Calendar& days, policy::CampaignId id) {
    const auto wrong = days.read<std::int64_t>([&](store::Tx& tx) {
        return store::first<std::int64_t>(
                   tx,
                   R"sql(SELECT
                (SELECT COUNT(*) FROM campaign_tasks t WHERE t.campaign_id = ?1 AND (
                    t.total <> (SELECT COUNT(*) FROM campaign_reviews r WHERE r.task_id = t.id AND r.verdict <> 3)
                    OR t.kept <> (SELECT COUNT(*) FROM campaign_reviews r WHERE r.task_id = t.id AND r.verdict = 1)
                    OR t.removed <> (SELECT COUNT(*) FROM campaign_reviews r WHERE r.task_id = t.id AND r.verdict = 2)))
                + (SELECT COUNT(*) FROM campaigns c WHERE c.id = ?1 AND (
                    c.kept <> (SELECT COUNT(*) FROM campaign_items i WHERE i.campaign_id = c.id AND i.verdict = 1)
                    OR c.removed <> (SELECT COUNT(*) FROM campaign_items i WHERE i.campaign_id = c.id AND i.verdict = 2)))
                + (SELECT COUNT(*) FROM campaign_counts n WHERE n.campaign_id = ?1 AND
                    n.removed <> (SELECT COUNT(*) FROM campaign_items i JOIN connections c ON c.id = i.connection_id
                        WHERE i.campaign_id = n.campaign_id AND c.resource_id = n.resource_id AND i.verdict = 2)))sql",
                   id
        )
            .value();
    });
    CHECK(wrong == 0);
}

}  // namespace

TEST_CASE("reviewers get one card at the start of the campaign, and not before") {
    Calendar days;
    auto row = draft();
    row.starts = days.now + std::chrono::days{3};
    const auto id = publish(days, row);
    days.pass_until(days.now + std::chrono::days{2});
    CHECK(days.got(Company::mia, MessageKind::campaign_card).empty());
    CHECK_FALSE(open_task(days, id, Company::mia));
    days.pass_until(days.now + std::chrono::days{2});
    REQUIRE(days.got(Company::mia, MessageKind::campaign_card).size() == 1);
    CHECK(
        days.sees(Company::mia, MessageKind::campaign_card).find("5 access grants") !=
        std::string::npos
    );
    CHECK(open_task(days, id, Company::mia));
}

TEST_CASE("what is kept goes to the next level, what is removed goes to nobody") {
    Calendar days;
    const auto id = publish(days, draft());
    days.pass_until(days.now);
    const auto all = items(days, *open_task(days, id, Company::mia));
    REQUIRE(all.size() == 5);
    CHECK(say(days, id, Company::mia, {all[0]}, CampaignVerdict::remove).changed == 1);
    check_counts(days, id);
    CHECK(row_of(days, id).removed == 1);
    // Ben's four, or Ann's one and three of his: whatever is left of GitHub goes to its owner.
    CHECK(say(days, id, Company::mia, all, CampaignVerdict::keep).changed == 5);
    check_counts(days, id);
    CHECK(row_of(days, id).removed == 0);
    const auto asked_of = asked(days, id);
    CHECK(
        asked_of.at("2 of 2") ==
        "mia@example.com 1 manager keep, omar@example.com 2 integration_owner"
    );
    // Payroll has no owner: everybody who was to be asked was.
    CHECK(asked_of.at("4 of 2") == "mia@example.com 1 manager keep");
    CHECK(row_of(days, id).kept == 1);
    CHECK(days.got(Company::omar, MessageKind::campaign_card).size() == 1);

    const auto omars = items(days, *open_task(days, id, Company::omar));
    CHECK(omars.size() == 4);
    CHECK(say(days, id, Company::omar, omars, CampaignVerdict::keep).changed == 4);
    CHECK(row_of(days, id).kept == 5);
    check_counts(days, id);

    // Mia changes her mind about one: Omar's word on it does not count any more.
    CHECK(say(days, id, Company::mia, {omars[0]}, CampaignVerdict::remove).changed == 1);
    check_counts(days, id);
    CHECK(row_of(days, id).kept == 4);
    CHECK(row_of(days, id).removed == 1);
    CHECK(items(days, *open_task(days, id, Company::omar)).size() == 3);
    // And back: he is asked anew.
    CHECK(say(days, id, Company::mia, {omars[0]}, CampaignVerdict::keep).changed == 1);
    check_counts(days, id);
    CHECK(row_of(days, id).kept == 4);
    CHECK(open_task(days, id, Company::omar)->task.count.open() == 1);
}

TEST_CASE("nobody decides what is another's, their own, or of a campaign that has ended") {
    Calendar days;
    const auto id = publish(days, draft());
    days.pass_until(days.now);
    const auto mias = open_task(days, id, Company::mia);
    const auto all = items(days, *mias);
    const auto look = [&](policy::EmployeeId who) {
        return days.read<bool>([&](store::Tx& tx) {
            return std::holds_alternative<CampaignTaskOpen>(
                look_at_campaign(tx, who, mias->task.id, days.now)
            );
        });
    };
    CHECK(look(Company::mia));
    CHECK_FALSE(look(Company::omar));
    // The account became Mia's since.
    days.exec("UPDATE campaign_items SET holder_id = 3 WHERE id = " + std::to_string(all[0].value));
    const auto said = say(days, id, Company::mia, {all[0], {999}}, CampaignVerdict::keep);
    CHECK(said.changed == 0);
    CHECK(said.left == 2);
    days.by({}, [&](const Act& act) {
        return abort_campaign(act.tx, id, "cli:tester", "", act.now());
    });
    CHECK_FALSE(look(Company::mia));
    days.pass_until(days.now);
    const auto card = days.sees(Company::mia, MessageKind::campaign_card);
    CHECK(card.find("aborted") == std::string::npos);
    days.pass_until(days.now + std::chrono::minutes{1});
    days.by({}, [](const Act&) { return true; });
    CHECK(days.sees(Company::mia, MessageKind::campaign_card).find("aborted") != std::string::npos);
    CHECK(
        days.sees(Company::mia, MessageKind::campaign_card).find("Review now") == std::string::npos
    );
}

TEST_CASE("reviews go to a colleague, but nobody's own access and to nobody who has left") {
    Calendar days;
    const auto id = publish(days, draft());
    days.pass_until(days.now);
    const auto open = *open_task(days, id, Company::mia);
    const auto all = items(days, open);
    const auto hand = [&](policy::EmployeeId to) {
        return days.by(Company::mia, [&](const Act& act) {
            return reassign_in_campaign(act, open, all, to, "You know them");
        });
    };
    // Ben holds four of the five himself.
    const auto outcome = hand(Company::ben);
    REQUIRE(std::holds_alternative<CampaignHandedOver>(outcome));
    CHECK(std::get<CampaignHandedOver>(outcome).items == 1);
    CHECK(std::get<CampaignHandedOver>(outcome).left == 4);
    CHECK(open_task(days, id, Company::ben)->task.count.items == 1);
    CHECK(open_task(days, id, Company::mia)->task.count.items == 4);
    check_counts(days, id);
    CHECK(
        days.sees(Company::ben, MessageKind::campaign_card).find("You know them") !=
        std::string::npos
    );
    CHECK(std::holds_alternative<policy::TakeOverObjection>(hand(Company::ben)));
    days.exec("UPDATE employee_versions SET status = 'terminated' WHERE employee_id = 5");
    CHECK(std::holds_alternative<policy::TakeOverObjection>(hand(Company::olga)));
}

TEST_CASE("another reason for the same removal is kept, but not put on what has one already") {
    Calendar days;
    const auto id = publish(days, draft());
    days.pass_until(days.now);
    const auto open = *open_task(days, id, Company::mia);
    const auto all = items(days, open);
    const auto remove = [&](const std::vector<CampaignItemId>& which, const std::string& why) {
        return days.by(Company::mia, [&](const Act& act) {
            return say_in_campaign(act, open, which, CampaignVerdict::remove, why).changed;
        });
    };
    const auto reason = [&](CampaignItemId item) {
        return days.read<std::string>([&](store::Tx& tx) {
            return store::find_campaign_review(tx, open.task.id, item)->reason;
        });
    };
    CHECK(remove({all[0]}, "First") == 1);
    CHECK(remove({all[0]}, "First") == 0);
    CHECK(remove({all[0]}, "Second") == 1);
    CHECK(reason(all[0]) == "Second");
    CHECK(remove(all, "All of it") == 4);
    CHECK(reason(all[0]) == "Second");
    CHECK(reason(all[1]) == "All of it");
    check_counts(days, id);
    CHECK(row_of(days, id).removed == 5);
}

TEST_CASE("an answer that comes after the item went to a colleague reaches the colleague") {
    Calendar days;
    const auto id = publish(days, draft());
    days.pass_until(days.now);
    const auto open = *open_task(days, id, Company::mia);
    const auto item = items(days, open)[0];
    days.by(Company::mia, [&](const Act& act) { return ask_holder(act, open, item, "What for?"); });
    days.by(Company::mia, [&](const Act& act) {
        return reassign_in_campaign(act, open, {item}, Company::olga, "");
    });
    const auto asked_of = days.sees(Company::ann, MessageKind::campaign_question);
    CHECK(asked_of.find("GitHub") != std::string::npos);
    CHECK(
        days.sees(Company::olga, MessageKind::campaign_card).find("1 question") != std::string::npos
    );
    days.by(Company::ann, [&](const Act& act) { return answer_reviewer(act, {1}, "The build"); });
    days.now += std::chrono::minutes{2};
    days.by({}, [](const Act&) { return true; });
    CHECK(
        days.sees(Company::olga, MessageKind::campaign_card).find("1 answer has come") !=
        std::string::npos
    );
    CHECK(
        days.sees(Company::mia, MessageKind::campaign_card).find("answer has come") ==
        std::string::npos
    );
}

TEST_CASE("a holder is asked once at a time, and the answer stands beside the item") {
    Calendar days;
    const auto id = publish(days, draft());
    days.pass_until(days.now);
    const auto open = *open_task(days, id, Company::mia);
    const auto item = items(days, open)[0];
    const auto ask = [&] {
        return days.by(Company::mia, [&](const Act& act) {
            return ask_holder(act, open, item, "What for?");
        });
    };
    CHECK(ask() == CampaignAsk::asked);
    CHECK(ask() == CampaignAsk::asked_before);
    // Ann's one grant comes first by name.
    REQUIRE(days.got(Company::ann, MessageKind::campaign_question).size() == 1);
    const auto answer = [&](policy::EmployeeId who) {
        return days.by(who, [&](const Act& act) { return answer_reviewer(act, {1}, "The build"); });
    };
    CHECK(answer(Company::ben) == CampaignAnswer::not_yours);
    CHECK(answer(Company::ann) == CampaignAnswer::answered);
    CHECK(answer(Company::ann) == CampaignAnswer::answered_before);
    CHECK(
        days.sees(Company::ann, MessageKind::campaign_question).find("The build") !=
        std::string::npos
    );
    days.now += std::chrono::minutes{1};
    days.by({}, [](const Act&) { return true; });
    CHECK(
        days.sees(Company::mia, MessageKind::campaign_card).find("1 answer has come") !=
        std::string::npos
    );
}
