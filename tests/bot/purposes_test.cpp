// Temporary access by purpose: asked for in the form, approved, started, stopped, ended.
#include "bot/workflow/purposes.hpp"

#include "bot/policy_file.hpp"
#include "bot/workflow/access_end.hpp"
#include "bot/workflow/extend.hpp"
#include "bot/workflow/shown_plan.hpp"
#include "bot/workflow/submit.hpp"
#include "bot/workflow/withdraw.hpp"
#include "store/audit.hpp"
#include "store/directory.hpp"
#include "store/policies.hpp"
#include "tests/bot/calendar.hpp"

namespace {

using namespace bot::workflow;
using Catch::Matchers::Contains;
using policy::ItemState;
using policy::PurposeStanding;
using std::chrono::days;
using std::chrono::hours;
using store::MessageKind;
using Company = SmallCompany;

constexpr auto monday = Calendar::monday;
constexpr policy::PurposeId on_call{1}, audit_work{2};

// "On-call" takes the code's write and admin and lasts a week; "Audit" takes Payroll as well.
class Purposes : public Calendar {
 public:
    Purposes() {
        rules.temporary_is_purpose = true;
        exec(R"sql(
            INSERT INTO purposes (id, name_key) VALUES (1, 'on-call'), (2, 'audit');
            INSERT INTO purpose_versions (purpose_id, to_gen, from_gen, name, description, longest_duration, department,
                    title, team, active)
                VALUES (1, 0, 1, 'On-call', 'Watch the code', 604800, '', '', '', 1),
                    (2, 0, 1, 'Audit', 'Read everything', NULL, '', '', '', 1);
            INSERT INTO purpose_entities (purpose_id, position, to_gen, from_gen, application, application_key, resource,
                    privilege)
                VALUES (1, 0, 0, 1, 'GitHub', 'github', 'code', 'write'),
                    (1, 1, 0, 1, 'GitHub', 'github', 'code', 'admin'),
                    (1, 2, 0, 1, 'GitHub', 'github', 'code', 'read'),
                    (2, 0, 0, 1, 'GitHub', 'github', 'code', 'write'),
                    (2, 1, 0, 1, 'Payroll', 'payroll', '', 'view');
        )sql");
    }

    store::DraftRow draft(
        std::set<policy::ConnectionId> chosen, std::optional<policy::PurposeId> purpose
    ) {
        return by(Company::ann, [&](const Act& act) {
            auto row =
                store::find_draft(act.tx, store::new_draft(act.tx, act.by, act.now())).value();
            row.reference = Company::ben;
            row.selection.chosen = chosen;
            row.duration.temporary = true;
            row.purpose = purpose;
            row.reason = "Incident";
            return row;
        });
    }
    Plan plan(const store::DraftRow& row) {
        return by(Company::ann, [&](const Act& act) { return plan_of(act, row); });
    }
    SubmitOutcome send(const store::DraftRow& row) {
        return by(Company::ann, [&](const Act& act) { return submit(act, row); });
    }
    // On-call, approved by everybody.
    policy::RequestId assigned() {
        const auto request =
            std::get<Submitted>(send(draft({Company::code_write}, on_call))).request;
        decide(Company::mia, approve);
        decide(Company::omar, approve);
        return request;
    }
    policy::RequestId started() {
        const auto request = assigned();
        REQUIRE(start(request) == StartOutcome::started);
        decide(Company::omar, done);
        return request;
    }
    StartOutcome start(policy::RequestId request, policy::EmployeeId who = Company::ann) {
        return by(who, [&](const Act& act) { return start_purpose(act, request); });
    }
    GiveBackOutcome stop(policy::RequestId request, policy::EmployeeId who = Company::ann) {
        return by(who, [&](const Act& act) { return give_back(act, request); });
    }
    PurposeStanding standing(policy::RequestId request) {
        return by(Company::ann, [&](const Act& act) {
            return purpose_held(act.tx, request, act.now())->standing;
        });
    }
    bool holds(policy::ConnectionId connection = Company::code_write) {
        return read<bool>([&](store::Tx& tx) { return store::holds(tx, {1}, connection); });
    }
    std::size_t listed() {
        return by(Company::ann, [](const Act& act) {
            return purposes_held(act.tx, Company::ann, act.now()).size();
        });
    }
    void inactive(policy::PurposeId purpose) {
        exec(
            "UPDATE purpose_versions SET active = 0 WHERE purpose_id = " +
            std::to_string(purpose.value)
        );
    }
};

std::vector<std::string> names(const Plan& plan) {
    std::vector<std::string> all;
    for (const auto& purpose : plan.purposes)
        all.push_back(purpose.name);
    return all;
}

SubmitProblem problem(const SubmitOutcome& outcome) {
    return std::get<Refused>(outcome).problem;
}

TEST_CASE("temporary access offers the active purposes that contain all that is chosen") {
    Purposes company;
    CHECK(
        names(company.plan(company.draft({Company::code_write}, {}))) ==
        std::vector<std::string>{"Audit", "On-call"}
    );
    CHECK(
        names(company.plan(company.draft({Company::code_write, Company::code_admin}, {}))) ==
        std::vector<std::string>{"On-call"}
    );
    CHECK(names(company.plan(company.draft({Company::code_admin, Company::pay_view}, {}))).empty());
    company.inactive(audit_work);
    CHECK(
        names(company.plan(company.draft({Company::code_write}, {}))) ==
        std::vector<std::string>{"On-call"}
    );
}

TEST_CASE("a purpose is asked for as a whole, without what the holder has") {
    Purposes company;
    const auto plan = company.plan(company.draft({Company::code_write}, on_call));
    REQUIRE(plan.purpose);
    CHECK(plan.purpose->left_out == 1);  // reading the code
    CHECK(plan.purpose->lasts == days{7});
    REQUIRE(plan.groups.size() == 1);
    CHECK(plan.groups[0].connections.size() == 2);
}

TEST_CASE("a purpose lasts no longer than any access of it may be held") {
    Purposes company;
    company.exec("UPDATE connection_versions SET longest_duration = 7200 WHERE connection_id = 3");
    CHECK(company.plan(company.draft({Company::code_write}, on_call)).purpose->lasts == hours{2});
    company.rules.longest_access = days{30};
    CHECK(
        company.plan(company.draft({Company::code_write}, audit_work)).purpose->lasts == days{30}
    );
}

TEST_CASE("temporary access is not asked for without a purpose, or with one that is not offered") {
    Purposes company;
    CHECK(
        problem(company.send(company.draft({Company::code_write}, {}))) ==
        SubmitProblem::purpose_missing
    );
    CHECK(
        problem(company.send(company.draft({Company::code_admin, Company::pay_view}, {}))) ==
        SubmitProblem::no_purpose
    );
    CHECK(
        problem(company.send(company.draft({Company::code_admin}, audit_work))) ==
        SubmitProblem::purpose_gone
    );
    company.inactive(on_call);
    CHECK(
        problem(company.send(company.draft({Company::code_write}, on_call))) ==
        SubmitProblem::purpose_gone
    );
    CHECK(
        problem(company.send(company.draft({Company::code_write}, policy::PurposeId{99}))) ==
        SubmitProblem::purpose_gone
    );
}

TEST_CASE("the policy knows the purpose and how long it lasts") {
    Purposes company;
    const std::string text = R"(
[[clause]]
name = "On call"
when.purpose = "on-call"
when.longer_than = "6d"
approve = true
)";
    REQUIRE(bot::read_policy(text, "p.toml").problems == std::vector<std::string>{});
    company.by(Company::adam, [&](const Act& act) {
        return store::insert_policy(act.tx, text, "cli:ops", act.now()).version;
    });
    const auto request =
        std::get<Submitted>(company.send(company.draft({Company::code_write}, on_call))).request;
    CHECK(company.standing(request) == PurposeStanding::assigned);
    CHECK(company.tasks(Company::mia).empty());
    CHECK(company.got(Company::ann, MessageKind::purpose_assigned).size() == 1);
}

TEST_CASE("an approved purpose is assigned: nothing is granted, and the holder is told how to start"
) {
    Purposes company;
    const auto request = company.assigned();
    CHECK(company.states(request) == std::vector{ItemState::approved, ItemState::approved});
    CHECK(company.tasks(Company::omar).empty());
    CHECK_FALSE(company.holds());
    CHECK(company.listed() == 1);
    const auto told = company.got(Company::ann, MessageKind::purpose_assigned);
    REQUIRE(told.size() == 1);
    CHECK_THAT(told[0].text, Contains("*On-call*") && Contains("Start it when you need it"));
    CHECK_THAT(told[0].blocks, Contains("\"start_purpose\"") && !Contains("\"stop_purpose\""));
    CHECK_THAT(
        company.sees(Company::ann, MessageKind::tracker),
        Contains("for the purpose *On-call*, from Start until Stop, at most 7 days")
    );
}

TEST_CASE("an approved purpose that nobody starts ends as a request does that nobody decides") {
    Purposes company;
    const auto request = company.assigned();
    const auto approved = company.now;
    const auto by = company.by(Company::ann, [&](const Act& act) {
        return purpose_held(act.tx, request, act.now())->start_by;
    });
    CHECK(by == approved + company.rules.request_expires_after);
    company.pass_until(*by - std::chrono::seconds{1});
    CHECK(company.standing(request) == PurposeStanding::assigned);
    CHECK(company.got(Company::ann, MessageKind::purpose_ended).empty());
    company.pass_until(*by);
    CHECK(company.standing(request) == PurposeStanding::over);
    CHECK(company.states(request) == std::vector{ItemState::expired, ItemState::expired});
    CHECK(company.start(request) == StartOutcome::over);
    CHECK(company.listed() == 0);
    const auto told = company.got(Company::ann, MessageKind::purpose_ended);
    REQUIRE(told.size() == 1);
    CHECK_THAT(told[0].text, Contains("*On-call*") && Contains("was not started in time"));
    CHECK_THAT(company.sees(Company::ann, MessageKind::tracker), Contains("2 expired"));
    CHECK_FALSE(company.holds());
    CHECK(company.read<bool>([](store::Tx& tx) { return store::verify_audit(tx).empty(); }));
    // It can be asked for again.
    CHECK(std::holds_alternative<Submitted>(
        company.send(company.draft({Company::code_write}, on_call))
    ));
}

TEST_CASE("what changes about an approved purpose gives no more time to start it, a start all of it"
) {
    Purposes company;
    const auto request = company.assigned();
    company.now += days{10};
    company.by(Company::ann, [&](const Act& act) {
        tell_changed(act, store::find_request(act.tx, request).value());
        return true;
    });
    company.pass_until(company.now + days{3});
    CHECK(company.start(request) == StartOutcome::started);
    company.decide(Company::omar, done);
    company.pass_until(company.now + days{5});
    CHECK(company.standing(request) == PurposeStanding::started);
    CHECK(company.got(Company::ann, MessageKind::purpose_ended).empty());
}

TEST_CASE("nothing can be started before all of it is decided, by anybody else, or once withdrawn"
) {
    Purposes company;
    const auto request =
        std::get<Submitted>(company.send(company.draft({Company::code_write}, on_call))).request;
    CHECK(company.start(request) == StartOutcome::not_decided);
    company.decide(Company::mia, approve);
    company.decide(Company::omar, approve);
    CHECK(company.start(request, Company::ben) == StartOutcome::not_yours);
    CHECK(company.start({999}) == StartOutcome::not_yours);
    company.by(Company::ann, [&](const Act& act) { return withdraw(act, request); });
    CHECK(company.start(request) == StartOutcome::over);
    CHECK(company.listed() == 0);
    CHECK_THAT(
        company.sees(Company::ann, MessageKind::purpose_assigned),
        Contains("has ended") && !Contains("\"start_purpose\"")
    );
}

TEST_CASE("Start grants by the way of everything that is approved, Stop takes it away again") {
    Purposes company;
    const auto request = company.assigned();
    company.now += days{3};
    const auto until = company.now + days{7};
    CHECK(company.start(request) == StartOutcome::started);
    CHECK(company.start(request) == StartOutcome::under_way);
    CHECK(company.stop(request) == GiveBackOutcome::nothing_held);
    CHECK(company.states(request) == std::vector{ItemState::granting, ItemState::granting});
    CHECK_FALSE(company.holds());
    company.decide(Company::omar, done);
    CHECK(company.standing(request) == PurposeStanding::started);
    const auto grant = company.read<std::optional<policy::Grant>>([](store::Tx& tx) {
        return store::find_grant(tx, {1}, Company::code_admin);
    });
    REQUIRE(grant);
    CHECK(grant->expires_at == until);
    CHECK_THAT(
        company.sees(Company::ann, MessageKind::purpose_assigned), Contains("\"stop_purpose\"")
    );
    CHECK(company.stop(request, Company::ben) == GiveBackOutcome::not_yours);
    CHECK(company.stop(request) == GiveBackOutcome::given_back);
    CHECK(company.start(request) == StartOutcome::being_removed);
    CHECK(company.holds());
    company.decide(Company::omar, done);
    CHECK_FALSE(company.holds());
    CHECK(company.standing(request) == PurposeStanding::stopped);
    const auto acts = company.read<std::string>([](store::Tx& tx) {
        std::string all;
        store::Query rows(tx, "SELECT act FROM audit_entries ORDER BY seq");
        while (rows.next())
            all += rows.get<std::string>(0) + " ";
        CHECK(store::verify_audit(tx).empty());
        return all;
    });
    CHECK_THAT(
        acts, Contains("items.approved purpose.started items.granted purpose.stopped items.revoked")
    );
}

TEST_CASE("a stopped purpose is started again within its time, which does not begin anew") {
    Purposes company;
    const auto request = company.started();
    company.stop(request);
    company.decide(Company::omar, done);
    company.pass_until(monday + days{5});
    CHECK(company.start(request) == StartOutcome::started);
    company.decide(Company::omar, done);
    CHECK(company.holds());
    company.pass_until(monday + days{7} - std::chrono::seconds{1});
    CHECK(company.standing(request) == PurposeStanding::started);
    company.pass_until(monday + days{7});
    CHECK(company.standing(request) == PurposeStanding::stopping);
    company.decide(Company::omar, done);
    CHECK_FALSE(company.holds());
    CHECK(company.standing(request) == PurposeStanding::over);
    CHECK(company.start(request) == StartOutcome::over);
    CHECK(company.listed() == 0);
}

TEST_CASE("the holder is told before a started purpose ends, and offered Stop, not Extend") {
    Purposes company;
    company.exec("UPDATE purpose_versions SET pre_expiry_notice = 7200 WHERE purpose_id = 1");
    const auto request = company.started();
    company.pass_until(monday + days{7});
    const auto told = company.got(Company::ann);
    REQUIRE(told.size() == 1);
    CHECK(told[0].at == monday + days{7} - hours{2});
    CHECK_THAT(told[0].blocks, Contains("\"stop_purpose\"") && !Contains("\"extend\""));
    const auto longer = company.by(Company::ann, [&](const Act& act) {
        return extend(act, request, act.now() + days{1}, "more");
    });
    CHECK(std::get<ExtendRefused>(longer).problem == ExtendProblem::gone);
}

TEST_CASE("a purpose that is not offered any more stays what it is, but is not started") {
    Purposes company;
    const auto request = company.assigned();
    company.inactive(on_call);
    CHECK(company.start(request) == StartOutcome::inactive);
    CHECK(company.states(request) == std::vector{ItemState::approved, ItemState::approved});
}

TEST_CASE("Start leaves alone what the holder has without the purpose") {
    Purposes company;
    const auto request = company.assigned();
    company.exec(
        R"sql(INSERT INTO grants (holder_id, connection_id, identity_id, to_gen, from_gen, granted_at)
        VALUES (1, 2, 1, 0, 1, 0))sql"
    );
    CHECK(company.start(request) == StartOutcome::started);
    company.decide(Company::omar, done);
    company.pass_until(monday + days{7});
    company.decide(Company::omar, done);
    CHECK(company.holds(Company::code_write));
    CHECK_FALSE(company.holds(Company::code_admin));
    // What was never started of it is over as well.
    CHECK(company.states(request) == std::vector{ItemState::revoked, ItemState::expired});
}

TEST_CASE("a part that is denied is not part of the purpose that is assigned") {
    Purposes company;
    const auto request =
        std::get<Submitted>(company.send(company.draft({Company::code_write}, on_call))).request;
    const auto task = company.tasks(Company::mia).at(0);
    const auto items = company.read<std::vector<store::ItemRow>>([&](store::Tx& tx) {
        return store::items_of_request(tx, request);
    });
    company.by(Company::mia, [&](const Act& act) {
        return decide_items(act, {task.id, task.version}, {items[0].id}, {items[1].id}, "not that");
    });
    company.decide(Company::omar, approve);
    CHECK(company.standing(request) == PurposeStanding::assigned);
    CHECK(company.start(request) == StartOutcome::started);
    CHECK(company.states(request) == std::vector{ItemState::granting, ItemState::denied});
}

TEST_CASE("what could not be granted is tried again by Start, what could not be removed by Stop") {
    Purposes company;
    const auto request = company.assigned();
    company.start(request);
    const auto could_not_now = [](const Act& act, TaskKey key) {
        return could_not(act, key, "The server is down.");
    };
    company.decide(Company::omar, could_not_now);
    CHECK(company.standing(request) == PurposeStanding::stopped);
    CHECK(company.start(request) == StartOutcome::started);
    company.decide(Company::omar, done);
    company.stop(request);
    company.decide(Company::omar, could_not_now);
    CHECK(company.standing(request) == PurposeStanding::started);
    CHECK(company.stop(request) == GiveBackOutcome::given_back);
    company.decide(Company::omar, done);
    CHECK_FALSE(company.holds());
}

TEST_CASE("what page 2 showed is what is asked for, or the person looks again") {
    Purposes company;
    auto row = company.draft({Company::code_write, Company::code_admin}, {});
    row.duration.temporary = false;
    row.planned = text_of(shown_plan(row, company.plan(row)));
    CHECK(read_shown_plan(row.planned).grants == 2);
    company.exec("UPDATE connection_versions SET requestable = 0 WHERE connection_id = 3");
    const auto less = company.plan(row);
    CHECK(shown_plan(row, less).grants == 1);
    CHECK(less.dropped == 1);
    CHECK(problem(company.send(row)) == SubmitProblem::list_changed);
    row.planned = text_of(shown_plan(row, less));
    CHECK(std::holds_alternative<Submitted>(company.send(row)));
}

}  // namespace
