// What the form offers, on random directories, against a naive reckoning of the same; and that
// Submit takes nothing else, whatever a draft holds.
#include "bot/workflow/offers.hpp"

#include <SQLiteCpp/Database.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>

#include "bot/workflow/submit.hpp"
#include "store/directory.hpp"
#include "store/directory_words.hpp"
#include "store/query.hpp"
#include "store/requests.hpp"
#include "tests/store/temp_database.hpp"

namespace {

using namespace bot::workflow;
using policy::AccessLike;
using policy::Action;
using policy::ConnectionId;
using policy::EmployeeId;

using Ids = std::set<ConnectionId>;

constexpr policy::Instant noon{std::chrono::seconds{1'700'000'000}};
constexpr int people = 8;
constexpr int applications = 3;
constexpr int connections = 18;

// A directory drawn at random, in the database and as plain sets. Everybody reports to the last
// person, who owns all applications, so that somebody can decide about anything.
class RandomDirectory {
 public:
    RandomDirectory(store::Tx& tx, unsigned seed) : tx_(tx), random_(seed) {
        for (int i = 1; i <= people; ++i)
            add_address(i);
        for (int i = 1; i <= people; ++i)
            add_person(i);
        for (int i = 1; i <= applications; ++i)
            add_application(i);
        for (int i = 1; i <= connections; ++i)
            add_connection(i);
        for (int i = 1; i <= people; ++i)
            add_accounts(i);
    }

    // By IS accounts: what the rules speak of.
    const Ids& held(EmployeeId who) { return held_[who]; }
    const Ids& unrequestable() const { return unrequestable_; }
    const Ids& privileged() const { return privileged_; }
    unsigned draw(unsigned below) { return static_cast<unsigned>(random_() % below); }

    Ids some(unsigned one_in) {
        Ids ids;
        for (int i = 1; i <= connections + 4; ++i) {  // a few that are not there
            if (draw(one_in) == 0) ids.insert({i});
        }
        return ids;
    }

 private:
    void add_address(int id) {
        store::change(
            tx_,
            "INSERT INTO employees (id, email) VALUES (?, ?)",
            id,
            "p" + std::to_string(id) + "@example.com"
        );
    }
    void add_person(int id) {
        store::change(
            tx_,
            R"sql(INSERT INTO employee_versions (employee_id, to_gen, from_gen, name, external_id, department,
                    title, organization, employment_type, metadata, manager_id, status)
                VALUES (?, 0, 1, ?, '', '', '', '', '', '', ?, 'active'))sql",
            id,
            "Person " + std::to_string(id),
            people
        );
    }
    void add_application(int id) {
        const auto name = "App " + std::to_string(id);
        store::change(
            tx_,
            "INSERT INTO integrations (id, name, name_key, from_gen) VALUES (?, ?, ?, 1)",
            id,
            name,
            store::lower(name)
        );
        store::change(
            tx_, "INSERT INTO resources (id, integration_id, name) VALUES (?, ?, '')", id, id
        );
        store::change(
            tx_,
            R"sql(INSERT INTO owners (resource_id, position, to_gen, from_gen, employee_id)
                VALUES (?, 0, 0, 1, ?))sql",
            id,
            people - 1
        );
    }
    void add_connection(int id) {
        const auto application = 1 + static_cast<int>(draw(applications));
        const bool privileged = draw(4) == 0;
        const bool requestable = draw(5) != 0;
        application_[id] = application;
        if (privileged) privileged_.insert({id});
        if (!requestable) unrequestable_.insert({id});
        store::change(
            tx_,
            R"sql(INSERT INTO connections (id, integration_id, resource_id, project, resource_type, privilege)
                VALUES (?, ?, ?, '', '', ?))sql",
            id,
            application,
            application,
            "p" + std::to_string(id)
        );
        store::change(
            tx_,
            R"sql(INSERT INTO connection_versions (connection_id, to_gen, from_gen, privileged, requestable)
                VALUES (?, 0, 1, ?, ?))sql",
            id,
            privileged,
            requestable
        );
    }
    // Up to two accounts of one's own in each application, and now and then a service account.
    void add_accounts(int person) {
        for (int application = 1; application <= applications; ++application) {
            for (auto own = draw(3); own > 0; --own)
                add_account(person, application, true);
            if (draw(3) == 0) add_account(person, application, false);
        }
    }
    void add_account(int person, int application, bool own) {
        const int id = ++accounts_;
        store::change(
            tx_, "INSERT INTO identities (id, integration_id) VALUES (?, ?)", id, application
        );
        store::change(
            tx_,
            R"sql(INSERT INTO identity_versions (identity_id, to_gen, from_gen, integration_id, external_id,
                    username, email, name, employee_id, relation)
                VALUES (?, 0, 1, ?, '', ?, '', '', ?, ?))sql",
            id,
            application,
            "account" + std::to_string(id),
            person,
            own ? "IS" : "OWNS"
        );
        for (const auto& [connection, of] : application_) {
            if (of != application || draw(2) == 0) continue;
            store::grant(tx_, {id}, {connection}, noon, {}, {});
            if (own) held_[{person}].insert({connection});
        }
    }

    store::Tx& tx_;
    std::mt19937 random_;
    int accounts_ = 0;
    std::map<int, int> application_;
    std::map<EmployeeId, Ids> held_;
    Ids unrequestable_;
    Ids privileged_;
};

Ids minus(Ids from, const Ids& what) {
    for (const auto id : what)
        from.erase(id);
    return from;
}

Ids ids_of(const std::vector<OfferedGrant>& grants, bool pending) {
    Ids ids;
    for (const auto& grant : grants) {
        if (grant.pending == pending) ids.insert(grant.connection.id);
    }
    return ids;
}

template <class Work>
void for_random_directories(int rounds, Work work) {
    for (int round = 0; round < rounds; ++round) {
        INFO("round " << round);
        TempDatabase file;
        boost::asio::io_context io;
        store::Gate gate(io, {.path = file.path()});
        gate.write_blocking([&](store::Tx& tx) {
            RandomDirectory directory(tx, static_cast<unsigned>(round));
            const FlowRules rules;
            const Act act{tx, EmployeeId{1}, store::Millis{noon}, rules};
            work(directory, act);
        });
    }
}

store::DraftRow draft_of(
    const Act& act, AccessLike like, Action action, EmployeeId beneficiary, EmployeeId reference
) {
    auto draft = store::find_draft(act.tx, store::new_draft(act.tx, act.by, act.now())).value();
    draft.like = like;
    draft.action = action;
    draft.beneficiary = beneficiary;
    if (like == AccessLike::person) draft.reference = reference;
    draft.reason = "New project";
    return draft;
}

std::vector<store::ItemRow> submitted_items(const Act& act, const store::DraftRow& draft) {
    const auto outcome = submit(act, draft);
    const auto* done = std::get_if<Submitted>(&outcome);
    if (done == nullptr) return {};
    return store::items_of_request(act.tx, done->request);
}

// Asks for some of what Person 2 has, so that it is pending.
Ids make_pending(RandomDirectory& directory, const Act& act, EmployeeId beneficiary) {
    auto draft = draft_of(act, AccessLike::person, Action::grant, beneficiary, {2});
    draft.selection.chosen = directory.some(3);
    Ids pending;
    for (const auto& item : submitted_items(act, draft))
        pending.insert(item.connection);
    return pending;
}

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
