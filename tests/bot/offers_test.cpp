// What the form offers, on random directories, against a naive reckoning of the same; and that
// Submit takes nothing else, whatever a draft holds.
#include "tests/bot/random_directory.hpp"

namespace {

using namespace random_directory;

TEST_CASE("like a person, what is offered is reference minus beneficiary minus unrequestable") {
    int marked = 0;
    for_random_directories(40, [&](RandomDirectory& directory, const Act& act) {
        const EmployeeId beneficiary{3};
        const EmployeeId reference{2};
        const auto pending = make_pending(directory, act, beneficiary);
        const auto draft = draft_of(act, AccessLike::person, Action::grant, beneficiary, reference);
        const auto all = offered(act.tx, draft, act.rules);
        const auto lacked = minus(directory.held(reference), directory.held(beneficiary));
        const auto requestable = minus(lacked, directory.unrequestable());
        CHECK(ids_of(all.grants, false) == minus(requestable, pending));
        CHECK(ids_of(all.grants, true) == minus(requestable, minus(requestable, pending)));
        CHECK(all.left_out == static_cast<std::int64_t>(lacked.size() - requestable.size()));
        CHECK(all.has == static_cast<std::int64_t>(directory.held(reference).size()));
        marked += static_cast<int>(pending.size());
    });
    CHECK(marked > 0);
}

TEST_CASE("to remove, what is offered is what the beneficiary's own accounts hold") {
    for_random_directories(40, [&](RandomDirectory& directory, const Act& act) {
        const EmployeeId beneficiary{3};
        const auto draft = draft_of(act, AccessLike::custom, Action::revoke, beneficiary, {});
        const auto all = offered(act.tx, draft, act.rules);
        CHECK(ids_of(all.grants, false) == directory.held(beneficiary));
        for (const auto& grant : all.grants) {
            CHECK_FALSE(grant.accounts.empty());
            for (const auto account : grant.accounts)
                CHECK(store::holds(act.tx, account, grant.connection.id));
        }
    });
}

TEST_CASE("the pages of an application and the search hold all that the beneficiary lacks of it") {
    for_random_directories(20, [&](RandomDirectory& directory, const Act& act) {
        const EmployeeId beneficiary{3};
        const auto pending = make_pending(directory, act, beneficiary);
        auto draft = draft_of(act, AccessLike::custom, Action::grant, beneficiary, {});
        Ids browsed;
        std::int64_t total = 0;
        std::int64_t asked = 0;
        for (int application = 1; application <= applications; ++application) {
            draft.application = policy::IntegrationId{application};
            const auto size = 1 + directory.draw(5);
            for (std::int64_t page = 0, pages = 1; page < pages; ++page) {
                const auto shown = catalogue_page(act.tx, draft, page, size);
                CHECK(shown.page == page);
                pages = shown.pages;
                if (page == 0) total += shown.total;
                if (page == 0) asked += shown.pending;
                for (const auto& grant : shown.grants) {
                    CHECK(browsed.insert(grant.connection.id).second);
                    CHECK(grant.pending == pending.contains(grant.connection.id));
                }
            }
        }
        Ids everything;
        for (int i = 1; i <= connections; ++i)
            everything.insert({i});
        const auto lacked =
            minus(minus(everything, directory.held(beneficiary)), directory.unrequestable());
        CHECK(browsed == lacked);
        CHECK(total == static_cast<std::int64_t>(lacked.size()));
        CHECK(asked == static_cast<std::int64_t>(minus(lacked, minus(lacked, pending)).size()));
    });
}

TEST_CASE("nobody submits what the form did not offer them, whatever their draft holds") {
    int submitted = 0;
    for_random_directories(60, [&](RandomDirectory& directory, const Act& act) {
        const EmployeeId beneficiary{1 + static_cast<std::int64_t>(directory.draw(3))};
        const EmployeeId reference{1 + static_cast<std::int64_t>(directory.draw(3))};
        const auto pending = make_pending(directory, act, beneficiary);
        const auto like = directory.draw(2) == 0 ? AccessLike::person : AccessLike::custom;
        const auto action =
            like == AccessLike::custom && directory.draw(2) == 0 ? Action::revoke : Action::grant;
        auto draft = draft_of(act, like, action, beneficiary, reference);
        draft.selection.all = directory.draw(2) == 0;
        draft.selection.chosen = directory.some(2);
        draft.selection.left_out = directory.some(4);
        // Accounts of anybody, in any application.
        for (int i = 1; i <= applications; ++i)
            draft.identities[{i}] = policy::IdentityId{1 + directory.draw(40)};
        for (const auto& item : submitted_items(act, draft)) {
            ++submitted;
            const auto id = item.connection;
            CHECK(item.action == action);
            CHECK_FALSE(pending.contains(id));
            CHECK(directory.held(beneficiary).contains(id) == (action == Action::revoke));
            if (action == Action::grant) CHECK_FALSE(directory.unrequestable().contains(id));
            if (like == AccessLike::person) CHECK(directory.held(reference).contains(id));
            const bool one_by_one = directory.privileged().contains(id) ||
                                    (like == AccessLike::custom && action == Action::grant);
            if (one_by_one) CHECK(draft.selection.chosen.contains(id));
            const auto account = store::find_identity(act.tx, item.identity).value();
            CHECK(account.employee == beneficiary);
            CHECK(account.relation == policy::Relation::is);
            CHECK(account.integration == item.integration);
        }
    });
    CHECK(submitted > 100);
}

TEST_CASE("to remove a grant that two accounts hold takes it from both") {
    for_random_directories(30, [&](RandomDirectory& directory, const Act& act) {
        const EmployeeId beneficiary{3};
        auto draft = draft_of(act, AccessLike::custom, Action::revoke, beneficiary, {});
        draft.selection.chosen = directory.held(beneficiary);
        std::set<std::pair<ConnectionId, policy::IdentityId>> expected;
        for (const auto& grant : offered(act.tx, draft, act.rules).grants) {
            for (const auto account : grant.accounts)
                expected.emplace(grant.connection.id, account);
        }
        std::set<std::pair<ConnectionId, policy::IdentityId>> found;
        for (const auto& item : submitted_items(act, draft))
            found.emplace(item.connection, item.identity);
        CHECK(found == expected);
    });
}

}  // namespace
