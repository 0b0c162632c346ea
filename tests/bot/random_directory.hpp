// Directories drawn at random, for what the form offers: in the database and as plain sets, from
// which a test reckons naively.
#pragma once

#include <SQLiteCpp/Database.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "bot/workflow/offers.hpp"
#include "bot/workflow/submit.hpp"
#include "store/directory.hpp"
#include "store/directory_words.hpp"
#include "store/query.hpp"
#include "store/requests.hpp"
#include "tests/store/temp_database.hpp"

namespace random_directory {

using namespace bot::workflow;
using policy::AccessLike;
using policy::Action;
using policy::ConnectionId;
using policy::EmployeeId;

using Ids = std::set<ConnectionId>;

inline constexpr policy::Instant noon{std::chrono::seconds{1'700'000'000}};
inline constexpr int people = 8;
inline constexpr int applications = 3;
inline constexpr int connections = 18;
inline const std::vector<std::string> titles{"Analyst", "Engineer"};

// A directory drawn at random, in the database and as plain sets. Everybody reports to the last
// person, who owns all applications, so that somebody can decide about anything.
class RandomDirectory {
 public:
    RandomDirectory(store::Tx& tx, unsigned seed) : tx_(tx), random_(seed) {
        for (int i = 1; i <= people; ++i)
            add_address(i);
        add_titles();
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
    std::vector<EmployeeId> holders_of(const std::string& title) const {
        std::vector<EmployeeId> holders;
        for (const auto& [person, theirs] : title_of_) {
            if (theirs == title) holders.push_back(person);
        }
        return holders;
    }
    // How many of a title's holders hold each connection; and what enough of them hold.
    std::map<ConnectionId, int> counts(const std::string& title) {
        std::map<ConnectionId, int> holding;
        for (const auto person : holders_of(title)) {
            for (const auto connection : held(person))
                ++holding[connection];
        }
        return holding;
    }
    Ids shared(const std::string& title, double share) {
        Ids ids;
        const auto holders = static_cast<double>(holders_of(title).size());
        for (const auto& [connection, count] : counts(title)) {
            if (count >= share * holders - 1e-6) ids.insert(connection);
        }
        return ids;
    }
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
                VALUES (?, 0, 1, ?, '', '', ?, '', '', '', ?, 'active'))sql",
            id,
            "Person " + std::to_string(id),
            title_of_[{id}],
            people
        );
    }
    // Half of the people have the one title, half the other, or so.
    void add_titles() {
        for (int id = 1; id <= people; ++id)
            title_of_[{id}] = titles[draw(2)];
        for (const auto& title : titles) {
            const auto holders = holders_of(title).size();
            if (holders == 0) continue;
            const auto id = store::insert<policy::Id<struct AnyTag>>(
                tx_, "INSERT INTO titles (title) VALUES (?) RETURNING id", title
            );
            store::change(
                tx_,
                R"sql(INSERT INTO title_counts (title_id, connection_id, to_gen, from_gen, holders)
                    VALUES (?, 0, 0, 1, ?))sql",
                id,
                static_cast<std::int64_t>(holders)
            );
        }
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
    std::map<EmployeeId, std::string> title_of_;
    Ids unrequestable_;
    Ids privileged_;
};

inline Ids minus(Ids from, const Ids& what) {
    for (const auto id : what)
        from.erase(id);
    return from;
}

inline Ids ids_of(const std::vector<OfferedGrant>& grants, bool pending) {
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

inline store::DraftRow draft_of(
    const Act& act, AccessLike like, Action action, EmployeeId beneficiary, EmployeeId reference
) {
    auto draft = store::find_draft(act.tx, store::new_draft(act.tx, act.by, act.now())).value();
    draft.like = like;
    if (like == AccessLike::title) draft.title = titles[1];
    draft.action = action;
    draft.beneficiary = beneficiary;
    if (like == AccessLike::person) draft.reference = reference;
    draft.reason = "New project";
    return draft;
}

inline std::vector<store::ItemRow> submitted_items(const Act& act, const store::DraftRow& draft) {
    const auto outcome = submit(act, draft);
    const auto* done = std::get_if<Submitted>(&outcome);
    if (done == nullptr) return {};
    return store::items_of_request(act.tx, done->request);
}

// Asks for some of what Person 2 has, so that it is pending.
inline Ids make_pending(RandomDirectory& directory, const Act& act, EmployeeId beneficiary) {
    auto draft = draft_of(act, AccessLike::person, Action::grant, beneficiary, {2});
    draft.selection.chosen = directory.some(3);
    Ids pending;
    for (const auto& item : submitted_items(act, draft))
        pending.insert(item.connection);
    return pending;
}

}  // namespace random_directory
