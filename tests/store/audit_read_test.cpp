// Reading the trail: which entries, in which order, and with all that their hashes cover.
#include "store/audit_read.hpp"

#include <SQLiteCpp/Database.h>

#include <catch2/catch.hpp>

#include "store/request_search.hpp"
#include "tests/store/small_company.hpp"

namespace {

using store::AuditSelection;
using store::Tx;
using Seqs = std::vector<std::int64_t>;

policy::Instant minute(int n) {
    return policy::instant(1'700'000'000 + 60 * n);
}

// Two requests of Ann's with an item and a task each, and entries about both in turn.
struct TwoRequests {
    TwoRequests() : gate(io, {.path = file.path()}), company(gate) {
        gate.write_blocking([](Tx& tx) {
            tx.db().exec(R"sql(
                INSERT INTO access_requests (id, draft_id, requester_id, beneficiary_id, reason, details, submitted_at,
                        closed_at, open_items)
                    VALUES (1, 1, 1, 1, '', '', 100, NULL, 1), (2, 2, 1, 2, '', '', 200, 300, 0),
                        (12, 12, 3, 3, '', '', 150, NULL, 1);
                INSERT INTO request_items (id, request_id, connection_id, identity_id, action, state, changed_at)
                    VALUES (5, 1, 2, 1, 'GRANT', 'pending', 0), (6, 2, 2, 2, 'GRANT', 'denied', 0);
                INSERT INTO tasks (id, kind, request_id, level, capacity, fallback, skipped, assignee_id, assigned_at,
                        due_at, open_reviews)
                    VALUES (8, 'review', 1, 1, 'manager', 0, '', 3, 0, 0, 1);
            )sql");
            int n = 0;
            for (const auto* subject :
                 {"request:1",
                  "request:2",
                  "item:5",
                  "task:8",
                  "request:12",
                  "item:6",
                  "request:1"})
                store::append_audit(
                    tx, {minute(n++), "employee:1", "a.b", subject, {{"n", std::to_string(n)}}}
                );
        });
    }
    Seqs read(const AuditSelection& selection) {
        Seqs found;
        gate.write_blocking([&](Tx& tx) {
            store::read_audit(tx, selection, [&](const store::AuditRow& row) {
                found.push_back(row.record.seq);
            });
            CHECK(store::count_audit(tx, selection) == static_cast<std::int64_t>(found.size()));
        });
        return found;
    }
    std::vector<std::int64_t> find(const store::RequestSelection& selection, std::int64_t total) {
        std::vector<std::int64_t> ids;
        gate.write_blocking([&](Tx& tx) {
            const auto found = store::find_requests(tx, selection);
            CHECK(found.total == total);
            for (const auto id : found.ids)
                ids.push_back(id.value);
        });
        return ids;
    }

    TempDatabase file;
    boost::asio::io_context io;
    store::Gate gate;
    SmallCompany company;
};

}  // namespace

TEST_CASE("the trail of a request is what is said of it, its items and its tasks, and nothing else"
) {
    TwoRequests both;
    CHECK(both.read({.request = policy::RequestId{1}}) == Seqs{1, 3, 4, 7});
    CHECK(both.read({.request = policy::RequestId{2}}) == Seqs{2, 6});
    CHECK(both.read({.request = policy::RequestId{12}}) == Seqs{5});
    CHECK(both.read({.request = policy::RequestId{3}}).empty());
}

TEST_CASE("the erasure of a value belongs to the trail that the value stood in") {
    TwoRequests both;
    both.gate.write_blocking([](Tx& tx) {
        const store::AuditEntry about{
            minute(9), "employee:1", "a.b", "request:1", {{"x", "y", true}}};
        for (int n = 0; n < 2; ++n)
            store::append_audit(tx, about);
        REQUIRE(store::erase_audit_value(tx, 8, 0, {minute(9), "cli:root", "", ""}));
        CHECK(store::verify_audit(tx).empty());
    });
    CHECK(both.read({.request = policy::RequestId{1}}) == Seqs{1, 3, 4, 7, 8, 9, 10});
    CHECK(both.read({.request = policy::RequestId{2}}) == Seqs{2, 6});
}

TEST_CASE("entries are chosen by time, from the first instant on and without the last") {
    TwoRequests both;
    CHECK(both.read({}) == Seqs{1, 2, 3, 4, 5, 6, 7});
    CHECK(both.read({.since = minute(2), .before = minute(4)}) == Seqs{3, 4});
    CHECK(both.read({.request = policy::RequestId{1}, .since = minute(3)}) == Seqs{4, 7});
}

TEST_CASE("the last entries are the newest of those chosen, oldest first") {
    TwoRequests both;
    CHECK(both.read({.last = 2}) == Seqs{6, 7});
    CHECK(both.read({.last = 100}) == Seqs{1, 2, 3, 4, 5, 6, 7});
    CHECK(both.read({.request = policy::RequestId{1}, .last = 2}) == Seqs{4, 7});
}

TEST_CASE("an entry read back has what its hash was made of") {
    TwoRequests both;
    std::string previous;
    both.gate.write_blocking([&](Tx& tx) {
        store::read_audit(tx, {}, [&](const store::AuditRow& row) {
            CHECK(row.previous_hash == previous);
            const auto text =
                store::chained_text(row.record.seq, row.record.entry, row.values, previous);
            CHECK(store::chain_hash("", text) == row.record.hash);
            previous = row.record.hash;
        });
        CHECK(store::audit_head(tx).hash == previous);
    });
}

TEST_CASE("requests are found by state and person, the newest first") {
    TwoRequests both;
    CHECK(both.find({}, 3) == Seqs{2, 12, 1});
    CHECK(both.find({.limit = 1}, 3) == Seqs{2});
    CHECK(both.find({.closed = true}, 1) == Seqs{2});
    CHECK(both.find({.closed = false}, 2) == Seqs{12, 1});
    CHECK(both.find({.person = SmallCompany::ann}, 2) == Seqs{2, 1});
    CHECK(both.find({.person = SmallCompany::ben}, 1) == Seqs{2});
    CHECK(both.find({.closed = true, .person = SmallCompany::mia}, 0).empty());
}
