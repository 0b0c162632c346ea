// One person is asked once about a request, in whatever capacities, and what happens together is
// told together.
#include "bot/workflow/delegate.hpp"
#include "bot/workflow/extend.hpp"
#include "bot/workflow/hand_over.hpp"
#include "store/endings.hpp"
#include "store/policies.hpp"
#include "tests/bot/calendar.hpp"

namespace {

using namespace std::chrono_literals;
using bot::workflow::Act;
using Catch::Matchers::Contains;
using policy::ItemState;
using policy::ReviewerKind;
using std::chrono::days;
using store::MessageKind;
using Company = SmallCompany;

constexpr auto monday = Calendar::monday;
constexpr auto end = monday + days{10};
const std::vector<std::pair<policy::ConnectionId, int>> both{
    {Company::code_write, 1}, {Company::pay_view, 3}};

void rule(Calendar& calendar, const std::string& policy) {
    calendar.by({}, [&](const Act& act) {
        store::insert_policy(act.tx, policy, "cli:root", act.now());
        return true;
    });
}

// Of GitHub the manager is asked, of Payroll the same person by name.
const std::string mia_twice = R"(
[[clause]]
name = "Payroll"
when.integration = "Payroll"
[[clause.level]]
ask = "mia@example.com"

[[clause]]
name = "All else"
[[clause.level]]
ask = "manager"
)";

TEST_CASE("who is asked in two capacities gets one card, which says both") {
    Calendar calendar;
    rule(calendar, mia_twice);
    const auto request = calendar.ask(both);
    const auto open = calendar.tasks(Company::mia);
    REQUIRE(open.size() == 1);
    CHECK(open[0].open_reviews == 2);
    CHECK(calendar.got(Company::mia, MessageKind::review_card).size() == 1);
    const auto card = calendar.sees(Company::mia, MessageKind::review_card);
    CHECK_THAT(
        card,
        Contains("you are the manager of <@U1>, and the policy names you") &&
            Contains("2 access grants")
    );
    calendar.decide(Company::mia, bot::workflow::approve);
    CHECK(calendar.states(request) == std::vector{ItemState::granting, ItemState::granting});
    calendar.read<bool>([&](store::Tx& tx) {
        for (const auto& item : store::items_of_request(tx, request)) {
            const auto said = store::yeses_of_item(tx, item.id);
            REQUIRE(said.size() == 1);
            const bool named = item.connection == Company::pay_view;
            CHECK(said[0].as == (named ? ReviewerKind::named_person : ReviewerKind::manager));
        }
        return true;
    });
}

TEST_CASE("who takes such a card over reads in whose capacities") {
    Calendar calendar;
    rule(calendar, mia_twice);
    calendar.ask(both);
    const auto task = calendar.tasks(Company::mia).at(0);
    calendar.by(Company::mia, [&](const Act& act) {
        return std::holds_alternative<bot::workflow::HandedOver>(
            bot::workflow::reassign(act, {task.id, task.version}, Company::olga, "please")
        );
    });
    REQUIRE(calendar.tasks(Company::olga).size() == 1);
    CHECK_THAT(
        calendar.sees(Company::olga, MessageKind::review_card),
        Contains("<@U3> (<@U1>'s manager, named by the policy)")
    );
}

TEST_CASE("more to decide joins a card that is open, and its clock goes on") {
    Calendar calendar;
    // About GitHub Mia is asked at once, about Payroll after Rita: at the same level of another
    // way.
    rule(calendar, R"(
[[clause]]
name = "Payroll"
when.integration = "Payroll"
[[clause.level]]
ask = "rita@example.com"
[[clause.level]]
ask = "mia@example.com"

[[clause]]
name = "All else"
[[clause.level]]
ask = "nobody@example.com"
[[clause.level]]
ask = "manager"
)");
    calendar.ask(both);
    REQUIRE(calendar.tasks(Company::mia).size() == 1);
    calendar.pass_until(monday + days{5} + 1h);
    const auto overdue = [&] {
        int times = 0;
        for (const auto& told : calendar.got(Company::mia))
            times += told.text.find("*Overdue:*") != std::string::npos ? 1 : 0;
        return times;
    };
    REQUIRE(overdue() == 1);
    calendar.decide(Company::rita, bot::workflow::approve);
    calendar.pass_until(calendar.now + 1h);
    const auto open = calendar.tasks(Company::mia);
    REQUIRE(open.size() == 1);
    CHECK(open[0].open_reviews == 2);
    CHECK(calendar.got(Company::mia, MessageKind::review_card).size() == 1);
    CHECK(overdue() == 1);
    CHECK_THAT(calendar.sees(Company::mia, MessageKind::review_card), Contains("2 access grants"));
}

TEST_CASE("more to carry out joins what is in hands already, and its clock goes on") {
    Calendar calendar;
    rule(calendar, R"(
[[clause]]
name = "Privileged"
when.privileged = true
[[clause.level]]
ask = "manager"

[[clause]]
name = "All else"
approve = true
)");
    calendar.ask({{Company::code_write, 1}, {Company::code_admin, 1}});
    const auto overdue = [&] {
        int times = 0;
        for (const auto& told : calendar.got(Company::omar))
            times += told.text.find("*Overdue:*") != std::string::npos ? 1 : 0;
        return times;
    };
    REQUIRE(calendar.tasks(Company::omar).size() == 1);
    calendar.pass_until(monday + days{5} + 1h);
    REQUIRE(overdue() == 1);
    REQUIRE(calendar.decide(Company::mia, bot::workflow::approve));
    calendar.pass_until(calendar.now + 1h);
    const auto open = calendar.tasks(Company::omar);
    REQUIRE(open.size() == 1);
    CHECK(open[0].open_reviews == 2);
    CHECK(overdue() == 1);
    CHECK_THAT(
        calendar.sees(Company::omar, MessageKind::manual_card), Contains("*Approved by:* <@U3>")
    );
}

TEST_CASE("who is asked through a delegate is not asked again when somebody else leaves") {
    Calendar calendar;
    rule(calendar, R"(
[[clause]]
name = "Both"
[[clause.level]]
ask = ["mia@example.com", "rita@example.com"]
quorum = 2
)");
    calendar.by(Company::mia, [&](const Act& act) {
        return bot::workflow::set_delegate(act, Company::olga, {}, {}).has_value();
    });
    const auto request = calendar.ask_code();
    REQUIRE(calendar.tasks(Company::olga).size() == 1);
    REQUIRE(calendar.tasks(Company::rita).size() == 1);
    calendar.exec("UPDATE employee_versions SET status = 'terminated' WHERE employee_id = 6");
    calendar.by({}, [&](const Act& act) {
        bot::workflow::replace_reviewer(act, Company::rita, request);
        return true;
    });
    // Her yes and her delegate's would be two of one.
    CHECK(calendar.tasks(Company::mia).empty());
    CHECK(calendar.tasks(Company::olga).size() == 1);
    CHECK(calendar.tasks(Company::omar).size() == 1);
}

TEST_CASE("an extension of two applications' access that is approved at once is told once") {
    Calendar calendar;
    rule(calendar, mia_twice);
    const auto held = calendar.ask(both, end);
    calendar.decide(Company::mia, bot::workflow::approve);
    for (const auto who : {Company::omar, Company::adam}) {
        while (!calendar.tasks(who).empty()) {
            const auto task = calendar.tasks(who).front();
            calendar.by(who, [&](const Act& act) {
                return bot::workflow::done(act, {task.id, task.version});
            });
        }
    }
    REQUIRE(calendar.states(held) == std::vector{ItemState::granted, ItemState::granted});
    calendar.by(Company::ann, [&](const Act& act) {
        return bot::workflow::extend(act, held, end + days{5}, "more");
    });
    calendar.decide(Company::mia, bot::workflow::approve);
    const auto told = calendar.got(Company::ann, MessageKind::extended);
    REQUIRE(told.size() == 1);
    CHECK_THAT(told[0].text, Contains("2 access grants in GitHub and Payroll"));
}

TEST_CASE("what expires pending and what expires while it is carried out is told together") {
    Calendar calendar;
    calendar.rules.request_expires_after = days{10};
    calendar.rules.nudges.escalate_after = days{60};
    // Payroll is approved at once and nobody carries it out; about GitHub nobody decides.
    rule(calendar, R"(
[[clause]]
name = "Payroll"
when.integration = "Payroll"
approve = true
)");
    const auto request = calendar.ask(both, end);
    calendar.pass_until(end + 1h);
    CHECK(calendar.states(request) == std::vector{ItemState::expired, ItemState::expired});
    const auto told = calendar.got(Company::ann, MessageKind::expired);
    REQUIRE(told.size() == 1);
    CHECK_THAT(told[0].text, Contains("2 access grants in GitHub and Payroll"));
}

TEST_CASE("who was late to grant may still be asked to remove, and takes a removal over") {
    Calendar calendar;
    calendar.exec("UPDATE employee_versions SET manager_id = 6 WHERE employee_id = 4");
    const auto request = calendar.ask_code(monday + days{30});
    calendar.decide(Company::mia, bot::workflow::approve);
    calendar.decide(Company::omar, bot::workflow::approve);
    // Omar does not carry it out: it goes to Rita, his manager.
    calendar.pass_until(monday + days{8});
    REQUIRE(calendar.tasks(Company::omar).empty());
    calendar.decide(Company::rita, bot::workflow::done);
    REQUIRE(calendar.states(request) == std::vector{ItemState::granted});
    calendar.pass_until(monday + days{30});
    REQUIRE(calendar.tasks(Company::omar).size() == 1);
    calendar.pass_until(monday + days{38});
    CHECK(calendar.tasks(Company::omar).empty());
    CHECK(calendar.tasks(Company::rita).size() == 1);
}

}  // namespace
