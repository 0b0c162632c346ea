// The audit trail must notice every way of tampering with the file.
#include "store/audit.hpp"

#include <SQLiteCpp/Database.h>

#include <catch2/catch.hpp>

#include "tests/store/temp_database.hpp"

namespace {

using store::AuditEntry;
using store::Gate;
using store::Tx;

struct Trail {
    explicit Trail(std::string key = "")
        : gate(io, {.path = file.path(), .audit_key = std::move(key)}) {
        gate.write_blocking([](Tx& tx) {
            for (int n = 1; n <= 5; ++n) {
                append_audit(
                    tx,
                    {policy::instant(1000 + n),
                     "employee:1",
                     "request.submitted",
                     "request:" + std::to_string(n),
                     {{"reason", "New project", true}, {"items", std::to_string(n)}}}
                );
            }
        });
    }
    void exec(const std::string& sql) {
        gate.write_blocking([&](Tx& tx) { tx.db().exec(sql); });
    }
    std::vector<std::string> verify(std::optional<store::AuditHead> kept = {}) {
        std::vector<std::string> found;
        gate.write_blocking([&](Tx& tx) { found = verify_audit(tx, kept); });
        return found;
    }
    store::AuditHead head() {
        store::AuditHead now;
        gate.write_blocking([&](Tx& tx) { now = audit_head(tx); });
        return now;
    }

    TempDatabase file;
    boost::asio::io_context io;
    Gate gate;
};

TEST_CASE("an untouched trail verifies, plain and keyed") {
    CHECK(Trail().verify().empty());
    CHECK(Trail(std::string(32, 'k')).verify().empty());
}

TEST_CASE("audit verify finds each kind of tampering") {
    const auto [what, sql, sentence] = GENERATE(table<std::string, std::string, std::string>({
        {"altered",
         "UPDATE audit_entries SET actor = 'employee:2' WHERE seq = 3",
         "entry 3 was altered"},
        {"altered time",
         "UPDATE audit_entries SET at = at + 1 WHERE seq = 1",
         "entry 1 was altered"},
        {"altered value",
         "UPDATE audit_values SET value = 'x' WHERE seq = 2 AND position = 0",
         "entry 2: its value \"reason\" was altered"},
        {"first missing",
         "DELETE FROM audit_values WHERE seq = 1; DELETE FROM audit_entries WHERE seq = 1",
         "entry 1 is missing"},
        {"middle missing",
         "DELETE FROM audit_values WHERE seq = 3; DELETE FROM audit_entries WHERE seq = 3",
         "entry 3 is missing"},
        {"last missing",
         "DELETE FROM audit_values WHERE seq = 5; DELETE FROM audit_entries WHERE seq = 5",
         "the head counts 5 entries, the trail ends with 4: the last ones were removed or added"},
        {"value missing",
         "DELETE FROM audit_values WHERE seq = 4 AND position = 1",
         "entry 4 was altered"},
        {"erased without a record",
         "UPDATE audit_values SET value = NULL WHERE seq = 4 AND position = 0",
         "entry 4: its value \"reason\" is gone and no later entry records its erasure"},
        {"reordered",
         "PRAGMA defer_foreign_keys=ON; UPDATE audit_entries SET seq = 99 WHERE seq = 2;"
         "UPDATE audit_values SET seq = 99 WHERE seq = 2; UPDATE audit_entries SET seq = 2 WHERE "
         "seq = 3;"
         "UPDATE audit_values SET seq = 2 WHERE seq = 3; UPDATE audit_entries SET seq = 3 WHERE "
         "seq = 99;"
         "UPDATE audit_values SET seq = 3 WHERE seq = 99",
         "entry 2 was altered"},
        {"head",
         "UPDATE audit_head SET hash = 'aa'",
         "the head's hash is not that of the last entry"},
    }));
    INFO(what);
    Trail trail;
    trail.exec(sql);
    const auto found = trail.verify();
    REQUIRE_FALSE(found.empty());
    CHECK(std::find(found.begin(), found.end(), sentence) != found.end());
}

TEST_CASE("a keyed trail can not be rewritten without the key") {
    TempDatabase file;
    boost::asio::io_context io;
    const auto entry = AuditEntry{policy::instant(1), "system", "a.b", "c:1"};
    {
        Gate gate(io, {.path = file.path(), .audit_key = std::string(32, 'k')});
        gate.write_blocking([&](Tx& tx) { append_audit(tx, entry); });
    }
    Gate forger(io, {.path = file.path(), .audit_key = std::string(32, 'x')});
    std::vector<std::string> found;
    forger.write_blocking([&](Tx& tx) { found = verify_audit(tx); });
    CHECK(found == std::vector<std::string>{"entry 1 was altered"});
}

TEST_CASE("a keyed trail can not be passed off as one without a key") {
    TempDatabase file;
    boost::asio::io_context io;
    const auto entry = AuditEntry{policy::instant(1), "system", "a.b", "c:1"};
    const std::string key(32, 'k');
    const auto verify = [&](Gate& gate) {
        std::vector<std::string> found;
        gate.write_blocking([&](Tx& tx) { found = verify_audit(tx); });
        return found;
    };
    {
        Gate gate(io, {.path = file.path(), .audit_key = key});
        gate.write_blocking([&](Tx& tx) { append_audit(tx, entry); });
        CHECK(verify(gate).empty());
    }
    {
        Gate forger(io, {.path = file.path(), .audit_key = ""});
        forger.write_blocking([&](Tx& tx) { append_audit(tx, entry); });
    }
    Gate gate(io, {.path = file.path(), .audit_key = key});
    const auto found = verify(gate);
    REQUIRE(found.size() == 2);
    CHECK(found[0].find("entry 2 has no HMAC") == 0);
    CHECK(found[1].find("the trail ends without an HMAC") == 0);
}

TEST_CASE("a key that comes later vouches for what was there") {
    TempDatabase file;
    boost::asio::io_context io;
    const auto entry = AuditEntry{policy::instant(1), "system", "a.b", "c:1"};
    {
        Gate gate(io, {.path = file.path(), .audit_key = ""});
        gate.write_blocking([&](Tx& tx) { append_audit(tx, entry); });
    }
    Gate gate(io, {.path = file.path(), .audit_key = std::string(32, 'k')});
    std::vector<std::string> before;
    std::vector<std::string> after;
    store::AuditHead head;
    gate.write_blocking([&](Tx& tx) { before = verify_audit(tx); });
    gate.write_blocking([&](Tx& tx) { vouch_with_key(tx, policy::instant(2)); });
    gate.write_blocking([&](Tx& tx) { vouch_with_key(tx, policy::instant(3)); });
    gate.write_blocking([&](Tx& tx) {
        after = verify_audit(tx);
        head = audit_head(tx);
    });
    CHECK(before.size() == 1);
    CHECK(after.empty());
    CHECK(head.count == 2);
}

TEST_CASE("a recorded erasure verifies and the value is gone") {
    Trail trail;
    bool erased = false;
    trail.gate.write_blocking([&](Tx& tx) {
        erased = erase_audit_value(tx, 2, 0, {policy::instant(2000), "cli:root", "", ""});
    });
    CHECK(erased);
    CHECK(trail.verify().empty());
    trail.gate.write_blocking([&](Tx& tx) {
        CHECK(audit_trail(tx, "request:2").at(0).entry.values.at(0).value.empty());
    });
}

TEST_CASE("a head kept elsewhere finds a trail that was cut and given a new head") {
    Trail trail;
    const auto kept = trail.head();
    CHECK(trail.verify(kept).empty());
    trail.exec(
        "DELETE FROM audit_values WHERE seq = 5; DELETE FROM audit_entries WHERE seq = 5;"
        "UPDATE audit_head SET count = 4, hash = (SELECT hash FROM audit_entries WHERE seq = 4)"
    );
    CHECK(trail.verify().empty());
    CHECK(
        trail.verify(kept) ==
        std::vector<std::string>{"the trail ends before entry 5, whose hash was kept elsewhere"}
    );
}

}  // namespace
