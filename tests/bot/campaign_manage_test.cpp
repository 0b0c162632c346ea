// Campaigns as their risk managers run them: what is refused and where it is said, changing a
// draft, series, reminders by hand, and the marks on reviewers who may not have looked.
#include "bot/models/campaign_manage.hpp"
#include "bot/workflow/campaign_remind.hpp"
#include "bot/workflow/campaign_review.hpp"
#include "store/campaign_progress.hpp"
#include "store/mails.hpp"
#include "store/timers.hpp"
#include "tests/bot/campaign_world.hpp"

using namespace campaign_world;
using bot::workflow::CampaignField;
using bot::workflow::CampaignStep;
using bot::workflow::Prompt;
using policy::CampaignState;
using store::MessageKind;
using store::ReminderAbout;

namespace {

constexpr auto day_long = std::chrono::days{1};

std::set<CampaignField> fields(const std::vector<bot::workflow::CampaignProblem>& problems) {
    std::set<CampaignField> all;
    for (const auto& problem : problems) {
        CHECK(problem.sentence.size() > 10);
        all.insert(problem.field);
    }
    return all;
}

std::vector<store::CampaignRow> all_campaigns(Calendar& days) {
    return days.read<std::vector<store::CampaignRow>>([](store::Tx& tx) {
        return store::campaigns(tx);
    });
}

bot::workflow::Prompted remind(
    Calendar& days,
    policy::CampaignId id,
    ReminderAbout about,
    std::int64_t about_id,
    bool mails = false
) {
    return days.by(Company::rita, [&](const auto& act) {
        return bot::workflow::prompt_reviewers(
            act.tx, id, about, about_id, store::audit_name(act.by), act.now_ms, mails
        );
    });
}

// The reviewer keeps these of what is open, in this order, all at once.
std::int64_t keep(
    Calendar& days, policy::CampaignId id, policy::EmployeeId who, std::size_t most = 1000
) {
    return days.by(who, [&](const auto& act) {
        const auto task = store::find_campaign_task(act.tx, id, who).value();
        const auto campaign = store::find_campaign(act.tx, id).value();
        auto items = store::open_items_of(act.tx, task.id, 1000);
        items.resize(std::min(items.size(), most));
        return bot::workflow::say_in_campaign(
                   act, {task, campaign}, items, policy::CampaignVerdict::keep, ""
        )
            .changed;
    });
}

// So many grants of Ben's more in a new resource of Payroll, all of them Mia's to review.
void give_ben(Calendar& days, int count) {
    days.exec(R"sql(INSERT INTO resources (id, integration_id, name) VALUES (900, 2, 'many');)sql");
    for (int i = 1; i <= count; ++i) {
        const auto id = std::to_string(1000 + i);
        days.exec(
            "INSERT INTO connections (id, integration_id, resource_id, project, resource_type, "
            "privilege) VALUES (" +
            id + ", 2, 900, '', '', 'p" + id +
            "');INSERT INTO connection_versions (connection_id, to_gen, from_gen, privileged, "
            "requestable) VALUES (" +
            id +
            ", 0, 1, 0, 1);INSERT INTO grants (holder_id, connection_id, identity_id, to_gen, "
            "from_gen, granted_at) VALUES (2, " +
            id + ", 5, 0, 1, 0);"
        );
    }
}

store::CampaignPartPage parts(
    Calendar& days, policy::CampaignId id, store::CampaignParts which, int page = 0, int rows = 10
) {
    return days.read<store::CampaignPartPage>([&](store::Tx& tx) {
        return store::campaign_parts(tx, id, which, page, rows);
    });
}

}  // namespace

TEST_CASE("what is wrong with a campaign is said of the part that is wrong") {
    Calendar days;
    const auto problems = [&](const store::CampaignRow& row) {
        return days.by({}, [&](const auto& act) {
            return fields(bot::workflow::campaign_problems(act.tx, row, act.now()));
        });
    };
    using Fields = std::set<CampaignField>;
    CHECK(problems(draft()).empty());
    auto row = draft(" \t");
    CHECK(problems(row) == Fields{CampaignField::name});
    row = draft();
    row.ends = row.starts;
    CHECK(problems(row) == Fields{CampaignField::ends});
    row.starts = days.now - 4 * day_long;
    row.ends = days.now - day_long;
    CHECK(problems(row) == Fields{CampaignField::ends});
    row = draft();
    // Nobody could be late before its end.
    row.late_before = row.ends - row.starts;
    CHECK(problems(row) == Fields{CampaignField::late_before});
    row = draft();
    row.owner = Company::ann;
    row.scope.integrations = {"GitHub", "Nowhere"};
    row.reviewers = {{policy::ReviewerKind::named_person, "nobody@example.com"}};
    row.late_before = policy::Seconds{0};
    row.recurrence = "FREQ=SOMETIMES";
    CHECK(
        problems(row) ==
        Fields{
            CampaignField::owner,
            CampaignField::integrations,
            CampaignField::reviewers,
            CampaignField::late_before,
            CampaignField::recurrence}
    );
    // Nothing of it was written.
    days.by({}, [&](const auto& act) {
        return bot::workflow::make_campaign(act.tx, row, "cli:tester", act.now()).id.value;
    });
    CHECK(all_campaigns(days).empty());
}

TEST_CASE("a draft is changed as a whole, and nothing else than a draft is") {
    Calendar days;
    auto row = draft();
    row.scope.titles = {"Engineer"};
    row.reviewers = {{policy::ReviewerKind::integration_owner}};
    const auto id = make(days, row);
    row = row_of(days, id);
    row.name = "Q2";
    row.scope.titles.clear();
    row.scope.integrations = {"payroll"};
    row.reviewers = {{policy::ReviewerKind::named_person, "Ben@Example.com"}};
    row.recurrence = "rrule:freq=monthly";
    const auto change = [&](const store::CampaignRow& to) {
        return days.by(Company::rita, [&](const auto& act) {
            return bot::workflow::change_campaign(act.tx, to, store::audit_name(act.by), act.now());
        });
    };
    CHECK(change(row).step == CampaignStep::done);
    auto now = row_of(days, id);
    CHECK(now.name == "Q2");
    CHECK(now.scope.titles.empty());
    CHECK(now.scope.integrations == std::vector<std::string>{"Payroll"});
    CHECK(
        now.reviewers ==
        std::vector<policy::Ask>{{policy::ReviewerKind::named_person, "ben@example.com"}}
    );
    CHECK(now.recurrence == "FREQ=MONTHLY");
    row.name = "";
    CHECK(fields(change(row).problems) == std::set<CampaignField>{CampaignField::name});
    CHECK(row_of(days, id).name == "Q2");

    days.by({}, [&](const auto& act) {
        return bot::workflow::publish_campaign(act.tx, id, "cli:tester", act.now());
    });
    now.name = "Too late";
    CHECK(change(now).step == CampaignStep::not_draft);
    CHECK(row_of(days, id).name == "Q2");
}

TEST_CASE("the form shows what a draft has, and what is chosen comes back as names") {
    Calendar days;
    auto row = draft();
    row.scope.departments = {std::string(200, 'x')};
    days.exec(
        "UPDATE employee_versions SET department = '" + row.scope.departments[0] +
        "' WHERE employee_id = 1"
    );
    row.scope.integrations = {"GitHub", "Payroll"};
    row.reviewers = {
        {policy::ReviewerKind::manager}, {policy::ReviewerKind::named_person, "ben@example.com"}};
    const auto id = make(days, row);
    days.read<bool>([&](store::Tx& tx) {
        const auto stored = store::find_campaign(tx, id).value();
        const auto form = bot::models::campaign_edit(tx, stored);
        CHECK(form.integrations.size() == 2);
        CHECK(form.late_before == "2d");
        REQUIRE(form.levels.size() == 2);
        CHECK(bot::models::ask_of(tx, form.levels[0].value) == row.reviewers[0]);
        CHECK(bot::models::ask_of(tx, form.levels[1].value) == row.reviewers[1]);
        const auto& kept = stored.scope.departments;
        const auto name = [&](store::ScopeKind kind, const std::string& value) {
            return bot::models::scope_name_of(tx, kind, kept, value);
        };
        CHECK(name(store::ScopeKind::department, form.departments[0].value) == kept[0]);
        const auto found = bot::models::scope_options(tx, store::ScopeKind::integration, "pay");
        REQUIRE(found.size() == 1);
        CHECK(name(store::ScopeKind::integration, found[0].value) == "Payroll");
        CHECK(bot::models::scope_options(tx, store::ScopeKind::title, "ENG").size() == 1);
        CHECK(bot::models::scope_options(tx, store::ScopeKind::resource, "%").empty());
        for (const auto* foreign : {"", "@0", "@2", "@x", "#999999", "?", "="})
            CHECK(name(store::ScopeKind::resource, foreign).value_or("").empty());
        for (const auto* foreign : {"", "kind:king", "person:0", "person:999", "x"})
            CHECK_FALSE(bot::models::ask_of(tx, foreign).has_value());
        // Only a risk manager can own one.
        REQUIRE(bot::models::owner_options(tx, "").size() == 1);
        CHECK(bot::models::owner_options(tx, "RIT")[0].value == "6");
        CHECK(bot::models::owner_options(tx, "ann").empty());
        return true;
    });
    CHECK(bot::models::duration_text(std::chrono::hours{36}) == "36h");
    CHECK(bot::models::duration_text(policy::Seconds{90}) == "90s");
}

TEST_CASE("a recurring campaign makes its next one when its time comes, published, once") {
    Calendar days;
    auto row = draft();
    row.scope.integrations = {"Payroll"};
    row.recurrence = "FREQ=MONTHLY;COUNT=3";
    const auto first = publish(days, row);
    days.pass_until(Calendar::monday + 5 * day_long);
    CHECK(all_campaigns(days).size() == 1);
    // March 2, then April 2.
    days.pass_until(Calendar::monday + 32 * day_long);
    auto all = all_campaigns(days);
    REQUIRE(all.size() == 2);
    CHECK(all[0].copy_of == first);
    CHECK(all[0].starts == Calendar::monday + 31 * day_long);
    CHECK(all[0].ends == all[0].starts + (row.ends - row.starts));
    CHECK(all[0].scope == row_of(days, first).scope);
    CHECK(all[0].job == store::CampaignJob::publish);
    CHECK(all[0].created_by == "system");
    while (publish_slice(days, all[0].id)) {
    }
    CHECK(row_of(days, all[0].id).state == CampaignState::in_progress);
    // Its card comes from the new one.
    CHECK(days.got(Company::mia, MessageKind::campaign_card).size() == 1);
    days.pass_until(days.now + std::chrono::minutes{1});
    CHECK(days.got(Company::mia, MessageKind::campaign_card).size() == 2);
    // The third is the last, however long it goes on.
    days.pass_until(Calendar::monday + 400 * day_long);
    CHECK(all_campaigns(days).size() == 3);
}

TEST_CASE("after a long stop one of the missed campaigns is made up for, the last") {
    Calendar days;
    auto row = draft();
    row.recurrence = "FREQ=WEEKLY";
    publish(days, row);
    days.pass_until(Calendar::monday + day_long);
    days.stopped_until(Calendar::monday + 25 * day_long);
    auto all = all_campaigns(days);
    REQUIRE(all.size() == 2);
    CHECK(all[0].starts == Calendar::monday + 21 * day_long);
    days.stopped_until(Calendar::monday + 25 * day_long);
    CHECK(all_campaigns(days).size() == 2);
    // One that would be over before it began lasts as long as it should.
    days.exec("UPDATE campaigns SET ends_at = starts_at + 3600 WHERE id = 2");
    days.stopped_until(Calendar::monday + 30 * day_long);
    all = all_campaigns(days);
    REQUIRE(all.size() == 3);
    CHECK(all[0].starts == Calendar::monday + 28 * day_long);
    CHECK(all[0].ends == days.now + std::chrono::hours{1});
}

TEST_CASE("abortion ends a series, and a copy that cannot be published waits as a draft") {
    Calendar days;
    auto row = draft();
    row.recurrence = "FREQ=WEEKLY";
    SECTION("aborted") {
        const auto id = publish(days, row);
        days.pass_until(Calendar::monday + day_long);
        days.by({}, [&](const auto& act) {
            return bot::workflow::abort_campaign(act.tx, id, "cli:tester", "", act.now());
        });
        days.pass_until(Calendar::monday + 30 * day_long);
        CHECK(all_campaigns(days).size() == 1);
    }
    SECTION("its owner is no risk manager any more") {
        publish(days, row);
        days.exec("DELETE FROM employee_roles");
        days.pass_until(Calendar::monday + 8 * day_long);
        const auto all = all_campaigns(days);
        REQUIRE(all.size() == 2);
        CHECK(all[0].state == CampaignState::draft);
        CHECK(all[0].job == store::CampaignJob::none);
        days.read<bool>([&](store::Tx& tx) {
            const auto page = bot::models::campaign_page(
                tx, {std::to_string(all[0].id.value)}, Company::rita, days.now, {}
            );
            REQUIRE(page.has_value());
            CHECK(page->problems.size() == 1);
            return true;
        });
    }
    SECTION("a draft of a series counts from where the series began, until it is another one") {
        row.recurs_from = Calendar::monday - 7 * day_long;
        const auto id = make(days, row);
        auto changed = row_of(days, id);
        changed.name = "Renamed";
        const auto change = [&] {
            days.by({}, [&](const auto& act) {
                return bot::workflow::change_campaign(act.tx, changed, "cli:tester", act.now())
                    .step;
            });
            return row_of(days, id).recurs_from;
        };
        CHECK(change() == row.recurs_from);
        changed.starts += day_long;
        CHECK(change() == std::nullopt);
    }
}

TEST_CASE("Remind tells a reviewer what is open, and not again within the hour") {
    Calendar days;
    const auto id = publish(days, draft());
    days.pass_until(Calendar::monday + std::chrono::minutes{5});
    CHECK(remind(days, id, ReminderAbout::reviewer, Company::mia.value).outcome == Prompt::begun);
    auto told = days.got(Company::mia, MessageKind::campaign_prompt);
    REQUIRE(told.size() == 1);
    CHECK(told[0].text.find("*Q1*") != std::string::npos);
    CHECK(told[0].text.find("5 access grants wait") != std::string::npos);
    CHECK(told[0].text.find("<@U6>") != std::string::npos);

    const auto again = remind(days, id, ReminderAbout::reviewer, Company::mia.value);
    CHECK(again.outcome == Prompt::just_before);
    CHECK(again.at == days.now);
    days.pass_until(days.now + policy::remind_pause);
    CHECK(remind(days, id, ReminderAbout::reviewer, Company::mia.value).outcome == Prompt::begun);
    CHECK(days.got(Company::mia, MessageKind::campaign_prompt).size() == 2);

    CHECK(remind(days, id, ReminderAbout::reviewer, Company::ann.value).outcome == Prompt::unknown);
    CHECK(remind(days, {77}, ReminderAbout::all, 0).outcome == Prompt::unknown);
    keep(days, id, Company::mia);
    days.pass_until(days.now + policy::remind_pause);
    CHECK(
        remind(days, id, ReminderAbout::reviewer, Company::mia.value).outcome ==
        Prompt::nothing_open
    );
    CHECK(days.got(Company::mia, MessageKind::campaign_prompt).size() == 2);
}

TEST_CASE("Remind of an application reaches those with something open there, and mails them") {
    Calendar days;
    days.rules.mails = true;
    auto row = draft();
    row.reviewers = {{policy::ReviewerKind::integration_owner}};
    const auto id = publish(days, row);  // Omar in GitHub, Rita for Payroll, which has no owner
    days.pass_until(Calendar::monday + std::chrono::minutes{5});
    CHECK(
        remind(days, id, ReminderAbout::integration, Company::payroll.value, true).outcome ==
        Prompt::begun
    );
    days.pass_until(days.now + std::chrono::seconds{1});
    CHECK(days.got(Company::rita, MessageKind::campaign_prompt).size() == 1);
    CHECK(days.got(Company::omar, MessageKind::campaign_prompt).empty());
    const auto shown = parts(days, id, store::CampaignParts::integrations);
    REQUIRE(shown.rows.size() == 2);
    CHECK_FALSE(shown.rows[0].reminded.has_value());
    CHECK(shown.rows[1].reminded.has_value());
    // Everybody: whoever was reminded just now is spared.
    const auto all = remind(days, id, ReminderAbout::all, 0, true);
    days.pass_until(days.now + std::chrono::seconds{1});
    CHECK(days.got(Company::omar, MessageKind::campaign_prompt).size() == 1);
    CHECK(days.got(Company::rita, MessageKind::campaign_prompt).size() == 1);
    days.read<bool>([&](store::Tx& tx) {
        const auto reminder = store::find_reminder(tx, all.reminder).value();
        CHECK(reminder.told == 1);
        CHECK(reminder.spared == 1);
        CHECK(reminder.done_at.has_value());
        CHECK(store::mail_counts(tx).waiting == 2);
        CHECK(store::verify_audit(tx).empty());
        return true;
    });
    CHECK(remind(days, id, ReminderAbout::all, 0).outcome == Prompt::just_before);
}

TEST_CASE("many reviewers are reminded in many turns, each once, also if turns are lost") {
    Calendar days;
    const auto id = publish(days, draft());
    days.pass_until(Calendar::monday + std::chrono::minutes{5});
    constexpr int many = 120;
    for (int i = 1; i <= many; ++i) {
        const auto person = std::to_string(100 + i);
        days.exec(
            "INSERT INTO employees (id, email) VALUES (" + person + ", 'r" + person +
            "@example.com');INSERT INTO employee_versions (employee_id, to_gen, from_gen, name, "
            "external_id, department, title, organization, employment_type, metadata, status) "
            "VALUES (" +
            person + ", 0, 1, 'R" + person +
            "', '', '', '', '', '', '', 'active');INSERT INTO campaign_tasks (campaign_id, "
            "reviewer_id, assigned_at, total) VALUES (" +
            std::to_string(id.value) + ", " + person + ", 0, 3);"
        );
    }
    const auto begun = remind(days, id, ReminderAbout::all, 0);
    REQUIRE(begun.outcome == Prompt::begun);
    const auto turn = [&](bool lost) {
        try {
            return days.by({}, [&](const auto& act) {
                const bool more =
                    bot::workflow::prompt_more(act.tx, begun.reminder, act.now_ms, act.rules.mails);
                if (lost) throw std::runtime_error("the process ends here");
                return more;
            });
        } catch (const std::runtime_error&) {
            return true;
        }
    };
    int turns = 1;
    while (turn(turns % 2 == 0))
        ++turns;
    CHECK(turns > 6);
    int told = 0;
    for (const auto& one : days.sent)
        told += one.kind == MessageKind::campaign_prompt;
    CHECK(told == many + 1);  // and Mia
    CHECK(parts(days, id, store::CampaignParts::reviewers, 0, 50).total == many + 1);
    days.read<bool>([&](store::Tx& tx) {
        CHECK(store::find_reminder(tx, begun.reminder)->told == many + 1);
        // Nothing of it is left to do.
        CHECK_FALSE(store::find_timer(tx, store::TimerKind::campaign_prompt, begun.reminder.value));
        return true;
    });
}

TEST_CASE("nobody is reminded of a campaign that has not begun or has ended") {
    Calendar days;
    auto row = draft();
    row.starts += day_long;
    const auto id = publish(days, row);
    CHECK(remind(days, id, ReminderAbout::all, 0).outcome == Prompt::not_running);
    days.pass_until(row.starts + std::chrono::minutes{1});
    CHECK(remind(days, id, ReminderAbout::all, 0).outcome == Prompt::begun);
    days.by({}, [&](const auto& act) {
        return bot::workflow::abort_campaign(act.tx, id, "cli:tester", "", act.now());
    });
    days.pass_until(days.now + 2 * policy::remind_pause);
    CHECK(remind(days, id, ReminderAbout::all, 0).outcome == Prompt::not_running);
}

TEST_CASE("sixty kept within forty seconds are a mark, and so is everything kept, but not slowness"
) {
    Calendar days;
    give_ben(days, 100);
    const auto id = publish(days, draft());
    const auto mia = days.read<policy::CampaignTaskId>([&](store::Tx& tx) {
        return store::find_campaign_task(tx, id, Company::mia).value().id;
    });
    const auto fastest = [&] {
        return days.read<std::optional<store::FastKeeping>>([&](store::Tx& tx) {
            return store::fastest_keeping(tx, mia);
        });
    };
    const auto marked = [&] {
        return days.read<std::int64_t>([&](store::Tx& tx) {
            return store::marked_reviewers(tx, id);
        });
    };
    REQUIRE(keep(days, id, Company::mia, 30) == 30);
    days.now += std::chrono::seconds{40};
    REQUIRE(keep(days, id, Company::mia, 30) == 30);  // 60, but not within 40 seconds
    CHECK_FALSE(fastest().has_value());
    CHECK(marked() == 0);
    days.now += std::chrono::seconds{39};
    REQUIRE(keep(days, id, Company::mia, 30) == 30);
    CHECK(fastest() == store::FastKeeping{60, policy::Seconds{39}});
    CHECK(marked() == 1);
    const auto shown = parts(days, id, store::CampaignParts::marked);
    REQUIRE(shown.rows.size() == 1);
    CHECK(shown.rows[0].id == Company::mia.value);
    CHECK(shown.rows[0].fast == store::FastKeeping{60, policy::Seconds{39}});
    // Whoever is slow and keeps everything has the other mark.
    days.exec("DELETE FROM campaign_marks");
    CHECK(marked() == 0);
    days.now += std::chrono::hours{1};
    keep(days, id, Company::mia);
    CHECK_FALSE(fastest().has_value());
    CHECK(marked() == 1);
}

TEST_CASE("progress is listed page by page, those who owe most first") {
    Calendar days;
    give_ben(days, 30);
    auto row = draft();
    row.reviewers = {{policy::ReviewerKind::integration_owner}};
    const auto id = publish(days, row);
    const auto reviewers = parts(days, id, store::CampaignParts::reviewers, 0, 1);
    CHECK(reviewers.total == 2);
    REQUIRE(reviewers.rows.size() == 1);
    CHECK(reviewers.rows[0].id == Company::rita.value);
    CHECK(reviewers.rows[0].count.items == 31);
    CHECK(parts(days, id, store::CampaignParts::reviewers, 1, 1).rows[0].id == Company::omar.value);
    // A page beyond the last is the last.
    CHECK(parts(days, id, store::CampaignParts::reviewers, 99, 1).page == 1);
    const auto resources = parts(days, id, store::CampaignParts::resources);
    std::map<std::string, std::int64_t> items;
    for (const auto& part : resources.rows)
        items[part.application + "/" + part.name] = part.count.items;
    CHECK(items.at("Payroll/many") == 30);
    CHECK(parts(days, id, store::CampaignParts::integrations).total == 2);
}
