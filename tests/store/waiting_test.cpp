// However much waits, the next is found without a look at the rest: what SQLite goes through is
// counted, not timed.
#include <SQLiteCpp/Database.h>
#include <sqlite3.h>

#include <catch2/catch.hpp>

#include "store/campaign_tasks.hpp"
#include "store/fulfilment.hpp"
#include "store/messages.hpp"
#include "store/query.hpp"
#include "tests/store/small_company.hpp"

namespace {

using Company = SmallCompany;
using std::chrono::milliseconds;
using store::Tx;

constexpr store::Millis noon{milliseconds{1'700'000'000'000}};

// So many steps of SQLite's machine `work` takes.
template <class Work>
std::int64_t steps(Tx& tx, Work work) {
    std::int64_t taken = 0;
    const auto count = [](unsigned, void* sum, void* statement, void*) {
        *static_cast<std::int64_t*>(sum) += sqlite3_stmt_status(
            static_cast<sqlite3_stmt*>(statement), SQLITE_STMTSTATUS_VM_STEP, 1
        );
        return 0;
    };
    auto* db = tx.db().getHandle();
    sqlite3_trace_v2(db, SQLITE_TRACE_PROFILE, count, &taken);
    work();
    sqlite3_trace_v2(db, 0, nullptr, nullptr);
    return taken;
}

// What `work` takes with little and with very much that waits: about the same.
template <class Fill, class Work>
void compare(Fill fill, Work work) {
    std::vector<std::int64_t> taken;
    for (const int much : {50, 5000}) {
        TempDatabase file;
        boost::asio::io_context io;
        store::Gate gate{io, {.path = file.path()}};
        const Company company{gate};
        gate.write_blocking([&](Tx& tx) {
            for (int i = 1; i <= much; ++i)
                fill(tx, i);
            steps(tx, [&] { work(tx); });  // what a statement's first use costs is not counted
            taken.push_back(steps(tx, [&] { work(tx); }));
        });
    }
    INFO(taken[0] << " steps with 50, " << taken[1] << " with 5,000");
    CHECK(taken[0] > 0);
    CHECK(taken[1] < 3 * taken[0] + 1000);
}

void want(Tx& tx, std::int64_t subject, store::Priority priority) {
    store::want_message(tx, store::MessageKind::review_card, subject, Company::ann, priority, noon);
}

store::ItemRow item_of(std::int64_t connection, std::int64_t identity) {
    store::ItemRow item;
    item.id = policy::ItemId{1};
    item.integration = Company::github;
    item.connection = policy::ConnectionId{connection};
    item.identity = policy::IdentityId{identity};
    return item;
}

void one_request(Tx& tx) {
    tx.db().exec(R"sql(
        INSERT OR IGNORE INTO access_requests (id, draft_id, requester_id, beneficiary_id, reason, details,
            submitted_at, open_items) VALUES (1, 1, 1, 1, '', '', 0, 1);
        INSERT OR IGNORE INTO request_items (id, request_id, connection_id, identity_id, action, state, changed_at)
            VALUES (1, 1, 1, 1, 'REVOKE', 'revoking', 0);)sql");
}

}  // namespace

TEST_CASE("the next messages are found without a look at all that wait to be posted") {
    compare(
        [](Tx& tx, int i) {
            want(tx, i, i % 2 == 0 ? store::Priority::bulk : store::Priority::normal);
        },
        [](Tx& tx) { CHECK_FALSE(store::take_due_messages(tx, noon, 4, 1).empty()); }
    );
}

TEST_CASE("the next messages are found without a look at all that wait to be edited") {
    compare(
        [](Tx& tx, int i) {
            want(tx, i, store::Priority::bulk);
            store::change(
                tx, "UPDATE messages SET ts = '1.0', channel = 'D1' WHERE subject_id = ?", i
            );
        },
        [](Tx& tx) {
            want(tx, 1'000'000, store::Priority::bulk);
            CHECK_FALSE(store::take_due_messages(tx, noon, 4, 1).empty());
        }
    );
}

TEST_CASE("messages that are not due yet are not looked at one by one") {
    compare(
        [](Tx& tx, int i) {
            want(tx, i, store::Priority::bulk);
            store::change(
                tx, "UPDATE messages SET next_at_ms = next_at_ms + 60000 WHERE subject_id = ?", i
            );
        },
        [](Tx& tx) { CHECK(store::take_due_messages(tx, noon, 32, 4).empty()); }
    );
}

TEST_CASE("a job is taken without a look at all that were done before it, or wait behind it") {
    compare(
        [](Tx& tx, int i) {
            one_request(tx);
            const auto id = store::add_job(
                tx, item_of(1 + i % 3, 1 + i % 5), store::JobAction::revoke, noon, noon
            );
            if (i % 2 == 0) store::end_job(tx, id, store::JobState::done, "", policy::Instant{});
        },
        [](Tx& tx) {
            const auto job = store::take_job(tx, noon);
            if (job) store::job_again(tx, job->id, "", false, noon + milliseconds{1});
        }
    );
}

TEST_CASE("what an account is about to lose is found without a look at other requests") {
    compare(
        [](Tx& tx, int i) {
            one_request(tx);
            store::change(
                tx,
                R"sql(INSERT INTO request_items (request_id, connection_id, identity_id, action, state, changed_at)
                    VALUES (1, 2, ?, 'REVOKE', 'revoked', 0))sql",
                2 + i % 4
            );
        },
        [](Tx& tx) { CHECK(store::open_connections(tx, policy::IdentityId{1}).size() == 1); }
    );
}

TEST_CASE("a round goes on from reviewer to reviewer without a look at all of them") {
    compare(
        [](Tx& tx, int i) {
            if (i == 1) {
                store::change(
                    tx,
                    R"sql(INSERT INTO campaigns (id, name, owner_id, state, starts_at, ends_at, privileged_only, late,
                        late_before, created_by, created_at, changed_at)
                        VALUES (1, 'Yearly', 6, 'in_progress', 0, 1, 0, 'notify', 1, 'system', 0, 0))sql"
                );
            }
            store::change(
                tx, "INSERT INTO employees (id, email) VALUES (?, ?)", 100 + i, std::to_string(i)
            );
            store::change(
                tx,
                "INSERT INTO campaign_tasks (campaign_id, reviewer_id, assigned_at, total) VALUES "
                "(1, ?, 0, 1)",
                100 + i
            );
        },
        [](Tx& tx) { CHECK(store::campaign_tasks_after(tx, {1}, {10}, 5).size() == 5); }
    );
}
