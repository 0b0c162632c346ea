// Grants that come by an import and are no news: what a request granted and an import did not show
// for a while, and what somebody holds who has left before.
#include <catch2/catch.hpp>

#include "store/departures.hpp"
#include "store/query.hpp"
#include "store/requests.hpp"
#include "tests/store/import_fixture.hpp"

namespace {

using store::Tx;

constexpr policy::Instant ends{std::chrono::seconds{1'700'900'000}};
constexpr policy::Instant granted{std::chrono::seconds{1'699'000'000}};

// Anna holds `read`, and `write` by a request, until its end; `state`: of its item.
struct Granted : Directory {
    explicit Granted(const std::string& state = "granted") {
        import <store::UserRow>({user("anna@x.example", "Anna")});
        import <store::IdentityRow>({account("GitHub", "1", "anna", "anna@x.example")});
        shows({"read", "write"});
        look([&](Tx& tx) {
            store::change(
                tx,
                R"sql(INSERT INTO access_requests (id, draft_id, requester_id, beneficiary_id, reason, details, submitted_at,
                        open_items) VALUES (7, 7, ?, ?, '', '', 0, 0))sql",
                anna(tx),
                anna(tx)
            );
            store::change(
                tx,
                R"sql(INSERT INTO request_items (request_id, connection_id, identity_id, action, state, changed_at, ends_at)
                    SELECT 7, connection_id, identity_id, 'GRANT', ?, ?, ? FROM current_grants WHERE connection_id = ?)sql",
                state,
                granted,
                ends,
                write(tx)
            );
            store::change(
                tx,
                "UPDATE grants SET request_id = 7, expires_at = ?, granted_at = ? WHERE "
                "connection_id = ?",
                ends,
                granted,
                write(tx)
            );
            return 0;
        });
    }
    void shows(const std::vector<std::string>& privileges) {
        std::vector<store::EntitlementRow> rows;
        for (const auto& privilege : privileges)
            rows.push_back(holds("GitHub", "1", privilege));
        import(rows);
    }
    static policy::EmployeeId anna(Tx& tx) {
        return store::find_employee(tx, std::string_view("anna@x.example")).value().id;
    }
    static policy::ConnectionId write(Tx& tx) {
        return store::first<policy::ConnectionId>(
                   tx, "SELECT id FROM connections WHERE privilege = 'write'"
        )
            .value();
    }
    std::optional<policy::Grant> held() {
        return look([&](Tx& tx) {
            const auto account =
                store::first<policy::IdentityId>(tx, "SELECT MIN(id) FROM identities").value();
            return store::find_grant(tx, account, write(tx));
        });
    }
};

}  // namespace

TEST_CASE("a grant that one import did not show comes back with its request and its end") {
    Granted directory;
    directory.shows({"read"});
    REQUIRE_FALSE(directory.held());
    directory.shows({"read", "write"});
    const auto back = directory.held();
    REQUIRE(back);
    CHECK(back->request == policy::RequestId{7});
    CHECK(back->expires_at == ends);
    CHECK(back->granted_at == granted);
}

TEST_CASE("a grant that comes after its request has ended is nobody's request's") {
    Granted directory("revoked");
    directory.shows({"read"});
    directory.shows({"read", "write"});
    const auto back = directory.held();
    REQUIRE(back);
    CHECK_FALSE(back->request);
    CHECK_FALSE(back->expires_at);
    CHECK(back->granted_at == directory.now);
}

TEST_CASE("what an import shows of somebody who has left is seen to, once for each news") {
    Granted directory;
    auto anna = user("anna@x.example", "Anna");
    anna.ends_at = policy::instant(5);
    directory.import <store::UserRow>({anna});
    const auto unsettled = [&] {
        return directory.look([](Tx& tx) { return store::unsettled_departures(tx, 10).size(); });
    };
    const auto settle = [&] {
        directory.look([&](Tx& tx) {
            store::departure_settled(tx, Granted::anna(tx), directory.now);
            return 0;
        });
    };
    REQUIRE(unsettled() == 1);
    settle();
    directory.shows({"read", "write"});
    CHECK(unsettled() == 0);
    directory.shows({"read", "write", "admin"});
    CHECK(unsettled() == 1);
    settle();
    directory.shows({"read"});
    CHECK(unsettled() == 0);
}
