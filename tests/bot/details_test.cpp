// Page 2 of the request form as it takes effect: which account, for how long, why.
#include <SQLiteCpp/Database.h>

#include <catch2/catch.hpp>

#include "bot/workflow/decide.hpp"
#include "bot/workflow/submit.hpp"
#include "bot/workflow/terms.hpp"
#include "store/directory.hpp"
#include "store/requests.hpp"
#include "store/tasks.hpp"
#include "tests/store/small_company.hpp"

namespace {

using namespace bot::workflow;
using namespace std::chrono_literals;
using policy::ItemState;
using Company = SmallCompany;

constexpr policy::Instant start{std::chrono::seconds{1'700'000'000}};

// Ann fills in a form for what Ben has, and sends it.
class Form {
 public:
    Form() : gate_(io_, {.path = file_.path()}), company_(gate_) {
        draft.requester = Company::ann;
        draft.beneficiary = Company::ann;
        draft.reference = Company::ben;
        draft.reason = "New project";
    }

    store::DraftRow draft;
    FlowRules rules;

    template <class Work>
    auto by(policy::EmployeeId who, Work work) {
        using Result = std::invoke_result_t<Work&, const Act&>;
        std::optional<Result> result;
        gate_.write_blocking([&](store::Tx& tx) {
            const Act act{tx, who, store::Millis{start}, rules};
            result.emplace(work(act));
        });
        return std::move(*result);
    }

    SubmitOutcome send() {
        return by(Company::ann, [&](const Act& act) {
            draft.id = store::new_draft(act.tx, Company::ann, act.now());
            return submit(act, draft);
        });
    }
    // What stands against it, which must be something.
    Refused refused() {
        const auto outcome = send();
        REQUIRE(std::holds_alternative<Refused>(outcome));
        return std::get<Refused>(outcome);
    }
    policy::RequestId request() {
        const auto outcome = send();
        REQUIRE(std::holds_alternative<Submitted>(outcome));
        return std::get<Submitted>(outcome).request;
    }
    std::vector<store::ItemRow> items(policy::RequestId id) {
        return by(Company::ann, [&](const Act& act) {
            return store::items_of_request(act.tx, id);
        });
    }
    store::RequestRow row(policy::RequestId id) {
        return by(Company::ann, [&](const Act& act) {
            return store::find_request(act.tx, id).value();
        });
    }
    // Everybody who is asked says yes, and the owner carries it out.
    void carry_out() {
        decide(Company::mia, approve);
        decide(Company::omar, approve);
        decide(Company::omar, done);
    }
    void decide(policy::EmployeeId who, DecideOutcome (*how)(const Act&, TaskKey)) {
        by(who, [&](const Act& act) {
            const auto page = store::open_tasks_of(act.tx, who, 0, 10);
            REQUIRE(page.total == 1);
            const auto outcome = how(act, {page.rows[0].id, page.rows[0].version});
            CHECK(std::holds_alternative<Decided>(outcome));
            return true;
        });
    }
    void exec(const std::string& sql) {
        gate_.write_blocking([&](store::Tx& tx) { tx.db().exec(sql); });
    }
    // Ann has no account of her own in GitHub any more.
    void without_account() {
        exec(
            "DELETE FROM grants WHERE identity_id = 1; DELETE FROM identity_versions WHERE "
            "identity_id = 1"
        );
    }
    void service_account() {
        exec(R"sql(INSERT INTO identities (id, integration_id) VALUES (9, 1);
            INSERT INTO identity_versions (identity_id, to_gen, from_gen, integration_id, external_id, username,
                    email, name, employee_id, relation)
                VALUES (9, 0, 1, 1, '', 'ann-bot', '', '', 1, 'OWNS'))sql");
    }

 private:
    TempDatabase file_;
    boost::asio::io_context io_;
    store::Gate gate_;
    Company company_;
};

constexpr policy::IdentityId anns{1}, bens{2}, service{9};

}  // namespace

TEST_CASE("without a word about it the person's own account gets the grants, not a service account"
) {
    Form form;
    form.service_account();
    form.draft.selection.chosen = {Company::code_write};
    CHECK(form.items(form.request())[0].identity == anns);
}

TEST_CASE(
    "a service account gets the grants if it is chosen, and loses nothing by what its owner has"
) {
    Form form;
    form.service_account();
    form.draft.selection.chosen = {Company::code_write};
    form.draft.identities[Company::github] = service;
    const auto request = form.request();
    CHECK(form.items(request)[0].identity == service);
    form.carry_out();
    CHECK(form.by(Company::ann, [](const Act& act) {
        return store::holds(act.tx, service, Company::code_write) &&
               !store::holds(act.tx, anns, Company::code_write);
    }));
    // It has it now: another request for it would ask for nothing.
    const auto again = form.refused();
    CHECK(again.problem == SubmitProblem::account_has_all);
    CHECK(again.integration_name == "GitHub");
}

TEST_CASE("somebody else's account is never taken, whatever the form says") {
    Form form;
    form.draft.selection.chosen = {Company::code_write};
    form.draft.identities[Company::github] = bens;
    CHECK(form.items(form.request())[0].identity == anns);
}

TEST_CASE("where there is no account, the grants are left out and the rest is sent") {
    Form form;
    form.without_account();
    form.draft.selection.chosen = {Company::code_write, Company::pay_view};
    const auto items = form.items(form.request());
    REQUIRE(items.size() == 1);
    CHECK(items[0].connection == Company::pay_view);
    form.draft.selection.chosen = {Company::code_write};
    CHECK(form.refused().problem == SubmitProblem::no_account);
}

TEST_CASE("an account that is made on grant stands in the item until then, and gets the grant") {
    Form form;
    form.without_account();
    form.rules.applications["github"].create_identities = true;
    form.draft.selection.chosen = {Company::code_write};
    const auto request = form.request();
    const auto planned = form.items(request)[0];
    CHECK(planned.username.empty());
    // Pending for an account that nobody sees: it cannot be asked for twice.
    CHECK(form.refused().problem == SubmitProblem::nothing_chosen);
    // Another grant is for the same account.
    form.draft.selection.chosen = {Company::code_admin};
    const auto second = form.request();
    CHECK(form.items(second)[0].identity == planned.identity);

    for (int i = 0; i < 2; ++i)
        form.by(Company::mia, [&](const Act& act) {
            const auto page = store::open_tasks_of(act.tx, Company::mia, 0, 10);
            approve(act, {page.rows[0].id, page.rows[0].version});
            return true;
        });
    for (int i = 0; i < 4; ++i)
        form.by(Company::omar, [&](const Act& act) {
            const auto page = store::open_tasks_of(act.tx, Company::omar, 0, 10);
            const TaskKey key{page.rows[0].id, page.rows[0].version};
            const bool manual = page.rows[0].kind == store::TaskKind::manual;
            const auto outcome = manual ? done(act, key) : approve(act, key);
            CHECK(std::holds_alternative<Decided>(outcome));
            return true;
        });
    form.by(Company::ann, [&](const Act& act) {
        const auto accounts = store::identities_of(act.tx, Company::ann, Company::github);
        REQUIRE(accounts.size() == 1);
        CHECK(accounts[0].email == "ann@example.com");
        CHECK(store::holds(act.tx, accounts[0].id, Company::code_write));
        CHECK(store::holds(act.tx, accounts[0].id, Company::code_admin));
        for (const auto id : {request, second}) {
            const auto item = store::items_of_request(act.tx, id)[0];
            CHECK(item.state == ItemState::granted);
            CHECK(item.identity == accounts[0].id);
        }
        CHECK(store::verify_audit(act.tx).empty());
        return true;
    });
}

TEST_CASE("an account that an import brought meanwhile gets the grant of the planned one") {
    Form form;
    form.without_account();
    form.rules.applications["github"].create_identities = true;
    form.draft.selection.chosen = {Company::code_write};
    const auto request = form.request();
    form.exec(
        R"sql(INSERT INTO identity_versions (identity_id, to_gen, from_gen, integration_id, external_id,
            username, email, name, employee_id, relation)
        VALUES (1, 0, 1, 1, '', 'ann-new', '', '', 1, 'IS'))sql"
    );
    form.carry_out();
    CHECK(form.items(request)[0].identity == anns);
    CHECK(form.by(Company::ann, [](const Act& act) {
        return store::holds(act.tx, anns, Company::code_write);
    }));
}

TEST_CASE("temporary access has an end on the request, its items and the grant, and expires by it"
) {
    Form form;
    form.draft.selection.chosen = {Company::code_write};
    form.draft.duration = {true, start + 3h};
    const auto request = form.request();
    CHECK(form.row(request).ends == start + 3h);
    CHECK(form.row(request).expires == start + 3h);
    CHECK(form.items(request)[0].ends == start + 3h);
    form.carry_out();
    form.by(Company::ann, [](const Act& act) {
        const auto grants = store::grants_of(act.tx, anns);
        const auto held = std::find_if(grants.begin(), grants.end(), [](const auto& one) {
            return one.connection == Company::code_write;
        });
        REQUIRE(held != grants.end());
        CHECK(held->expires_at == start + 3h);
        return true;
    });
    // An end behind the expiry does not move it.
    form.draft.selection.chosen = {Company::code_admin};
    form.draft.duration = {true, start + std::chrono::days{100}};
    CHECK(form.row(form.request()).expires == start + std::chrono::days{14});
}

TEST_CASE("a duration against the rules is refused, and the connection that limits is named") {
    Form form;
    form.exec("UPDATE connection_versions SET longest_duration = 86400 WHERE connection_id = 3");
    form.draft.selection.chosen = {Company::code_write, Company::code_admin};
    const auto permanent = form.refused();
    CHECK(permanent.problem == SubmitProblem::never_permanent);
    CHECK(permanent.connection == Company::code_admin);
    form.draft.duration = {true, {}};
    CHECK(form.refused().problem == SubmitProblem::end_missing);
    form.draft.duration.ends = start - 1s;
    CHECK(form.refused().problem == SubmitProblem::end_passed);
    form.draft.duration.ends = start + 48h;
    const auto longer = form.refused();
    CHECK(longer.problem == SubmitProblem::too_long);
    CHECK(longer.connection == Company::code_admin);
    CHECK(longer.longest == 24h);
    // Without that connection the setting counts alone.
    form.draft.selection.chosen = {Company::code_write};
    form.draft.duration.ends = start + std::chrono::days{366};
    const auto setting = form.refused();
    CHECK(setting.problem == SubmitProblem::too_long);
    CHECK_FALSE(setting.connection);
    form.draft.duration.ends = start + 48h;
    form.request();
}

TEST_CASE("the reason follows the rules of what is chosen, and no others") {
    Form form;
    form.exec(R"sql(UPDATE connection_versions SET reason_rule = 'none' WHERE connection_id = 2;
        UPDATE connection_versions SET reason_rule = 'text:12' WHERE connection_id = 3;
        UPDATE connection_versions SET reason_rule = 'pattern:INC-[0-9]+' WHERE connection_id = 4)sql"
    );
    form.draft.reason.clear();
    form.draft.selection.chosen = {Company::code_admin, Company::pay_view};
    const auto length = form.refused();
    CHECK(length.problem == SubmitProblem::reason_too_short);
    CHECK(length.connection == Company::code_admin);
    CHECK(length.length == 12);
    form.draft.reason_text = "because I say so";
    const auto pattern = form.refused();
    CHECK(pattern.problem == SubmitProblem::reason_not_matched);
    CHECK(pattern.connection == Company::pay_view);
    CHECK(pattern.pattern == "INC-[0-9]+");
    form.draft.reason_text = "the outage, INC-42";
    CHECK(form.row(form.request()).reason == "the outage, INC-42");
    // What needs no reason is given none, whatever was typed for something else.
    form.draft.selection.chosen = {Company::code_write};
    CHECK(form.row(form.request()).reason.empty());
}

TEST_CASE("the list and a rule's text stand beside each other") {
    Form form;
    form.exec("UPDATE connection_versions SET reason_rule = 'text:3' WHERE connection_id = 3");
    form.draft.selection.chosen = {Company::code_write, Company::code_admin};
    form.draft.reason.clear();
    form.draft.reason_text = "see above";
    CHECK(form.refused().problem == SubmitProblem::reason_missing);
    form.draft.reason = "Incident";
    CHECK(form.row(form.request()).reason == "Incident: see above");
}
