// Access for a time, in whatever order people ask, decide, extend, give back and wait: nobody holds
// what is not granted to them, what was given back does not come back, and nobody gets double work.
#include <random>

#include "bot/workflow/access_end.hpp"
#include "bot/workflow/extend.hpp"
#include "bot/workflow/withdraw.hpp"
#include "tests/bot/calendar.hpp"

namespace {

using namespace std::chrono_literals;
using bot::workflow::Act;
using bot::workflow::TaskKey;
using policy::EmployeeId;
using std::chrono::days;
using std::chrono::hours;
using Company = SmallCompany;

class Chance {
 public:
    explicit Chance(unsigned seed) : engine_(seed) {}
    int below(int n) { return static_cast<int>(engine_() % static_cast<unsigned>(n)); }

 private:
    std::mt19937 engine_;
};

const std::vector<std::pair<policy::ConnectionId, int>> wanted{
    {Company::code_write, 1}, {Company::code_admin, 1}};

std::vector<store::TaskRow> open_tasks(Calendar& calendar) {
    std::vector<store::TaskRow> all;
    for (std::int64_t who = 1; who <= 7; ++who) {
        for (auto& task : calendar.tasks(EmployeeId{who}))
            all.push_back(std::move(task));
    }
    return all;
}

void close(Calendar& calendar, const store::TaskRow& task, int how) {
    calendar.by(task.assignee, [&](const Act& act) {
        const TaskKey key{task.id, task.version};
        if (task.kind == store::TaskKind::manual)
            how == 0 ? could_not(act, key, "no") : done(act, key);
        else
            how == 0 ? deny(act, key, "no") : approve(act, key);
        return true;
    });
}

void act_once(Calendar& calendar, Chance& chance, std::vector<policy::RequestId>& requests) {
    const auto any = [&] {
        return requests[static_cast<std::size_t>(chance.below(static_cast<int>(requests.size())))];
    };
    const auto soon = [&] { return calendar.now + hours{1 + chance.below(24 * 12)}; };
    switch (requests.empty() ? 0 : chance.below(10)) {
        case 0:
            requests.push_back(
                calendar.ask({wanted[static_cast<std::size_t>(chance.below(2))]}, soon())
            );
            break;
        case 1:
        case 2: {
            const auto made = calendar.by(Company::ann, [&](const Act& act) {
                return bot::workflow::extend(act, any(), soon(), "more");
            });
            if (const auto* id = std::get_if<policy::RequestId>(&made)) requests.push_back(*id);
            break;
        }
        case 3:
            calendar.by(Company::ann, [&](const Act& act) {
                return bot::workflow::give_back(act, any());
            });
            break;
        case 4:
            if (chance.below(4) == 0) {
                calendar.by(Company::ann, [&](const Act& act) {
                    return bot::workflow::withdraw(act, any());
                });
            }
            break;
        case 5:
            calendar.pass_until(calendar.now + hours{1 + chance.below(30)});
            break;
        default:
            if (const auto tasks = open_tasks(calendar); !tasks.empty()) {
                const auto& task =
                    tasks[static_cast<std::size_t>(chance.below(static_cast<int>(tasks.size())))];
                close(calendar, task, chance.below(10));
            }
    }
}

std::int64_t count(store::Tx& tx, const std::string& sql) {
    return store::first<std::int64_t>(tx, "SELECT COUNT(*) FROM (" + sql + ")").value();
}

// Extensions that go on though what they make longer ended before its time: an end of its own comes
// at `ends_at`, or later with a grace.
const std::string outlive_give_back = R"sql(
    SELECT 1 FROM request_items m JOIN access_requests q ON q.id = m.request_id
    JOIN request_items i ON i.request_id = q.extends_id AND i.connection_id = m.connection_id
        AND i.identity_id = m.identity_id
    WHERE m.state IN ('pending', 'approved', 'granting') AND i.state IN ('revoking', 'revoked')
        AND EXISTS (SELECT 1 FROM audit_entries e WHERE e.act = 'access.given_back'
            AND e.subject = 'request:' || i.request_id))sql";

// Hands that are asked for the same thing twice, or to grant and to remove at once where nothing
// has come to its end.
const std::string double_work = R"sql(
    SELECT 1 FROM reviews r JOIN tasks t ON t.id = r.task_id AND t.kind = 'manual'
    JOIN request_items i ON i.id = r.item_id
    WHERE r.state = 'pending' GROUP BY i.connection_id, i.identity_id, t.removes, t.assignee_id
    HAVING COUNT(*) > 1)sql";

// Held, and no item says so. What could not be removed is held still.
const std::string held_by_nothing = R"sql(
    SELECT 1 FROM current_grants g WHERE g.request_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM request_items i WHERE i.request_id = g.request_id
            AND i.connection_id = g.connection_id AND i.identity_id = g.identity_id
            AND i.state IN ('granted', 'revoking', 'failed')))sql";

// Past its end, and nobody was asked to remove it.
const std::string forgotten(policy::Instant now) {
    return R"sql(SELECT 1 FROM request_items i JOIN current_grants g ON g.request_id = i.request_id
            AND g.connection_id = i.connection_id AND g.identity_id = i.identity_id
        WHERE i.state = 'granted' AND i.ends_at <= )sql" +
           std::to_string(policy::seconds_since_epoch(now));
}

TEST_CASE("property: access for a time ends once, and no extension brings back what was given back"
) {
    std::int64_t given_back = 0;
    std::int64_t extended = 0;
    std::int64_t withdrawn = 0;
    for (unsigned seed = 1; seed <= 30; ++seed) {
        INFO("seed " << seed);
        Chance chance(seed);
        Calendar calendar;
        std::vector<policy::RequestId> requests;
        for (int step = 0; step < 60; ++step) {
            act_once(calendar, chance, requests);
            calendar.pass_until(calendar.now);
            calendar.read<bool>([&](store::Tx& tx) {
                REQUIRE(count(tx, outlive_give_back) == 0);
                REQUIRE(count(tx, double_work) == 0);
                REQUIRE(count(tx, held_by_nothing) == 0);
                REQUIRE(count(tx, forgotten(calendar.now)) == 0);
                return true;
            });
        }
        // Everybody does their work; then all time passes.
        for (int pause = 0; pause < 10;) {
            const auto tasks = open_tasks(calendar);
            if (tasks.empty()) calendar.pass_until(calendar.now + days{2});
            if (tasks.empty()) ++pause;
            if (!tasks.empty()) close(calendar, tasks.front(), 1);
        }
        calendar.read<bool>([&](store::Tx& tx) {
            for (const auto request : requests) {
                // What is asked for already makes no item.
                if (store::items_of_request(tx, request).empty()) continue;
                CHECK(store::find_request(tx, request)->closed_at.has_value());
            }
            CHECK(count(tx, forgotten(calendar.now)) == 0);
            CHECK(store::verify_audit(tx).empty());
            const auto acts = [&](const std::string& act) {
                return count(tx, "SELECT 1 FROM audit_entries WHERE act = '" + act + "'");
            };
            given_back += acts("access.given_back");
            extended += acts("access.extended");
            withdrawn += count(
                tx, "SELECT 1 FROM request_items WHERE comment = 'the access was given back'"
            );
            return true;
        });
    }
    // The chances were such that all of it happened.
    CHECK(given_back > 10);
    CHECK(extended > 10);
    CHECK(withdrawn > 3);
}

}  // namespace
