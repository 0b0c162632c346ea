// A half-filled form is kept as it was left, and a page's change writes no more than that page.
#include "store/drafts.hpp"

#include <SQLiteCpp/Database.h>

#include <catch2/catch.hpp>

#include "store/requests.hpp"
#include "tests/store/small_company.hpp"

namespace {

using Company = SmallCompany;

constexpr policy::Instant noon{std::chrono::seconds{1'700'000'000}};

struct Shelf {
    TempDatabase file;
    boost::asio::io_context io;
    store::Gate gate{io, {.path = file.path()}};
    Company company{gate};

    template <class Work>
    void in(Work work) {
        gate.write_blocking([&](store::Tx& tx) { work(tx); });
    }
};

store::DraftRow reread(store::Tx& tx, const store::DraftRow& draft) {
    store::save_draft(tx, draft, noon);
    return store::find_draft(tx, draft.id).value();
}

TEST_CASE("a draft keeps like whom, what it does, and which application is browsed") {
    Shelf shelf;
    shelf.in([](store::Tx& tx) {
        auto draft = store::find_draft(tx, store::new_draft(tx, Company::ann, noon)).value();
        CHECK(draft.like == policy::AccessLike::person);
        CHECK(draft.action == policy::Action::grant);
        draft.like = policy::AccessLike::custom;
        draft.action = policy::Action::revoke;
        draft.title = "Engineer";
        draft.application = Company::payroll;
        draft.accounts_page = 3;
        const auto kept = reread(tx, draft);
        CHECK(kept.like == policy::AccessLike::custom);
        CHECK(kept.action == policy::Action::revoke);
        CHECK(kept.title == "Engineer");
        CHECK(kept.application == Company::payroll);
        CHECK(kept.accounts_page == 3);
        draft.application.reset();
        CHECK(reread(tx, draft).application == std::nullopt);
    });
}

TEST_CASE("choices are kept as they are, whatever they were before") {
    Shelf shelf;
    shelf.in([](store::Tx& tx) {
        auto draft = store::find_draft(tx, store::new_draft(tx, Company::ann, noon)).value();
        const auto holds = [&](std::set<policy::ConnectionId> chosen,
                               std::set<policy::ConnectionId> left_out) {
            draft.selection.chosen = chosen;
            draft.selection.left_out = left_out;
            const auto kept = reread(tx, draft).selection;
            CHECK(kept.chosen == chosen);
            CHECK(kept.left_out == left_out);
        };
        holds({Company::code_read, Company::pay_view}, {Company::code_write});
        holds({Company::code_write, Company::pay_view}, {Company::code_read});
        holds({}, {Company::pay_view});
        holds({}, {});
    });
}

TEST_CASE("of many choices only those that changed are written") {
    Shelf shelf;
    shelf.in([](store::Tx& tx) {
        auto draft = store::find_draft(tx, store::new_draft(tx, Company::ann, noon)).value();
        draft.selection.chosen = {Company::code_read, Company::code_write, Company::code_admin};
        store::save_draft(tx, draft, noon);
        draft.selection.chosen.erase(Company::code_admin);
        draft.selection.chosen.insert(Company::pay_view);
        const auto before = tx.db().getTotalChanges();
        store::save_draft(tx, draft, noon);
        // The draft itself, one choice less, one more.
        CHECK(tx.db().getTotalChanges() - before == 3);
    });
}

TEST_CASE("a form in which something was clicked is offered again, however often it was shown") {
    Shelf shelf;
    shelf.in([](store::Tx& tx) {
        auto draft = store::find_draft(tx, store::new_draft(tx, Company::ann, noon)).value();
        draft.render = 1;
        store::save_draft(tx, draft, noon);
        CHECK_FALSE(store::unsent_draft(tx, Company::ann, noon));
        draft.last_action_ts = "1700000000.000100";
        store::save_draft(tx, draft, noon);
        REQUIRE(store::unsent_draft(tx, Company::ann, noon));
        CHECK(store::unsent_draft(tx, Company::ann, noon)->draft == draft.id);
        CHECK_FALSE(store::unsent_draft(tx, Company::ann, noon + std::chrono::seconds{1}));
        CHECK_FALSE(store::unsent_draft(tx, Company::ben, noon));
        draft.last_action_ts.clear();
        draft.render = 2;
        store::save_draft(tx, draft, noon);
        CHECK(store::unsent_draft(tx, Company::ann, noon));
    });
}

TEST_CASE("the number of a form that became a request is never given to another form") {
    Shelf shelf;
    shelf.in([](store::Tx& tx) {
        const auto sent = store::new_draft(tx, Company::ann, noon);
        store::RequestRow request;
        request.requester = Company::ann;
        request.beneficiary = Company::ann;
        request.submitted_at = noon;
        const auto id = store::insert_request(tx, sent, request);
        store::forget_drafts(tx, noon + std::chrono::days{3}, 100);
        REQUIRE_FALSE(store::find_draft(tx, sent));

        const auto next = store::new_draft(tx, Company::ben, noon + std::chrono::days{3});

        CHECK(store::request_of_draft(tx, sent) == id);
        CHECK_FALSE(store::request_of_draft(tx, next));
    });
}

}  // namespace
