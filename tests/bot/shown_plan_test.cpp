// What page 2 of the form showed counts: whatever else Submit would ask for, the person looks
// again.
#include "bot/workflow/shown_plan.hpp"

#include <catch2/catch.hpp>

#include "store/directory.hpp"
#include "tests/bot/calendar.hpp"

namespace {

using namespace bot::workflow;
using Company = SmallCompany;

// Ann asks for Payroll, where she has two accounts.
class Page : public Calendar {
 public:
    Page() {
        by(Company::ann, [&](const Act& act) {
            draft = store::find_draft(act.tx, store::new_draft(act.tx, act.by, act.now())).value();
            draft.reference = Company::ben;
            draft.selection.chosen = {Company::pay_view};
            draft.reason = "New project";
            return true;
        });
    }

    ShownPlan shown() {
        return by(Company::ann, [&](const Act& act) {
            return shown_plan(draft, plan_of(act, draft));
        });
    }
    void show() { draft.planned = text_of(shown()); }
    bool is_refused() {
        return by(Company::ann, [&](const Act& act) {
            const auto outcome = submit(act, draft);
            const auto* refused = std::get_if<Refused>(&outcome);
            if (refused == nullptr) return false;
            CHECK(refused->problem == SubmitProblem::list_changed);
            return true;
        });
    }

    store::DraftRow draft;
};

TEST_CASE("what a page showed is kept as a text") {
    Page page;
    const auto shown = page.shown();
    CHECK(shown.grants == 1);
    REQUIRE(shown.accounts.size() == 1);
    CHECK(read_shown_plan(text_of(shown)) == shown);
    CHECK(read_shown_plan("unknown") == ShownPlan{});
    CHECK_FALSE(text_of(ShownPlan{}) == text_of(shown));
}

TEST_CASE("nothing has changed, so the page counts") {
    Page page;
    page.show();
    CHECK_FALSE(page.is_refused());
}

TEST_CASE("another account than the page showed is looked at first") {
    Page page;
    page.show();
    const auto accounts = page.by(Company::ann, [](const Act& act) {
        return store::identities_of(act.tx, Company::ann, Company::payroll);
    });
    REQUIRE(accounts.size() == 2);
    page.draft.identities[Company::payroll] = accounts[1].id;
    CHECK(page.is_refused());
    page.show();
    CHECK_FALSE(page.is_refused());
}

TEST_CASE("other people to decide are looked at first") {
    Page page;
    page.show();
    page.exec("UPDATE employee_versions SET manager_id = 4 WHERE employee_id = 1");
    CHECK(page.shown().list == read_shown_plan(page.draft.planned).list);
    CHECK(page.is_refused());
}

TEST_CASE("the same for somebody else is another list") {
    Page page;
    page.draft.like = policy::AccessLike::custom;
    const auto before = page.shown();
    page.draft.beneficiary = Company::mia;
    CHECK(page.shown().list != before.list);
}

TEST_CASE("a purpose that lasts otherwise than the page said is looked at first") {
    Page page;
    page.rules.temporary_is_purpose = true;
    page.exec(R"sql(
        INSERT INTO purposes (id, name_key) VALUES (1, 'audit');
        INSERT INTO purpose_versions (purpose_id, to_gen, from_gen, name, description, longest_duration, department,
                title, team, active)
            VALUES (1, 0, 1, 'Audit', '', 604800, '', '', '', 1);
        INSERT INTO purpose_entities (purpose_id, position, to_gen, from_gen, application, application_key, resource,
                privilege)
            VALUES (1, 0, 0, 1, 'Payroll', 'payroll', '', 'view');
    )sql");
    page.draft.duration.temporary = true;
    page.draft.purpose = policy::PurposeId{1};
    page.show();
    page.exec("UPDATE purpose_versions SET longest_duration = 86400");
    CHECK(page.shown().deciders == read_shown_plan(page.draft.planned).deciders);
    CHECK(page.is_refused());
    page.show();
    CHECK_FALSE(page.is_refused());
}

}  // namespace
