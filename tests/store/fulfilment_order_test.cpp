// Which job comes next, against a naive look at every job.
#include <SQLiteCpp/Database.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>

#include "store/fulfilment.hpp"
#include "store/query.hpp"
#include "tests/store/small_company.hpp"

namespace {

using std::chrono::milliseconds;
using store::JobAction;
using store::JobRow;
using store::JobState;
using store::Millis;

// What the store should do, one job after the other.
struct Naive {
    std::vector<JobRow> jobs;
    std::map<std::int64_t, std::int64_t> pauses;

    static bool open(const JobRow& job) {
        return job.state == JobState::waiting || job.state == JobState::pending;
    }
    bool may(const JobRow& job, std::int64_t now) const {
        if (!open(job) || job.next.time_since_epoch().count() > now) return false;
        const auto pause = pauses.find(job.integration.value);
        if (pause != pauses.end() && pause->second > now) return false;
        int at_once = 0;
        for (const auto& other : jobs) {
            if (other.state == JobState::running) {
                if (other.identity == job.identity || other.connection == job.connection)
                    return false;
                if (other.integration == job.integration) ++at_once;
            }
            const bool earlier = other.identity == job.identity && other.id < job.id && open(other);
            const bool due =
                other.state == JobState::waiting && other.next.time_since_epoch().count() <= now;
            if (job.state == JobState::waiting && earlier &&
                (other.connection == job.connection || due))
                return false;
        }
        return at_once < 4;
    }
    std::int64_t take(std::int64_t now) {
        JobRow* best = nullptr;
        for (auto& job : jobs) {
            if (may(job, now) &&
                (best == nullptr || std::pair(job.next, job.id) < std::pair(best->next, best->id)))
                best = &job;
        }
        if (best == nullptr) return 0;
        best->state = JobState::running;
        return best->id;
    }
    std::int64_t next(std::int64_t now) const {
        std::int64_t found = 0;
        for (const auto& job : jobs) {
            if (!open(job)) continue;
            const auto pause = pauses.find(job.integration.value);
            const auto at = std::max(
                job.next.time_since_epoch().count(), pause == pauses.end() ? 0 : pause->second
            );
            if (at > now && (found == 0 || at < found)) found = at;
        }
        return found;
    }
};

class Jobs {
 public:
    template <class Work>
    auto write(Work work) {
        std::optional<std::invoke_result_t<Work&, store::Tx&>> result;
        gate_.write_blocking([&](store::Tx& tx) { result.emplace(work(tx)); });
        return std::move(*result);
    }
    Jobs() : gate_(io_, {.path = file_.path()}), company_(gate_) {
        write([](store::Tx& tx) {
            tx.db().exec(R"sql(
                INSERT INTO connections (id, integration_id, resource_id, project, resource_type, privilege)
                    VALUES (5, 1, 2, '', '', 'a'), (6, 2, 3, '', '', 'b');
                INSERT INTO identities (id, integration_id)
                    VALUES (6, 2), (7, 1), (8, 2), (9, 1), (10, 2), (11, 1), (12, 2);
                INSERT INTO access_requests (id, draft_id, requester_id, beneficiary_id, reason, details,
                    submitted_at, open_items) VALUES (1, 1, 1, 1, '', '', 0, 1);
                INSERT INTO request_items (id, request_id, connection_id, identity_id, action, state, changed_at)
                    VALUES (1, 1, 2, 1, 'GRANT', 'granting', 0);)sql");
            return 0;
        });
    }

 private:
    TempDatabase file_;
    boost::asio::io_context io_;
    store::Gate gate_;
    SmallCompany company_;
};

}  // namespace

TEST_CASE("the next job is the one that a naive look finds") {
    std::mt19937 random(GENERATE(range(1, 9)));
    const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    Jobs jobs;
    Naive naive;
    std::int64_t now = 1000;
    for (int round = 0; round < 400; ++round) {
        switch (below(6)) {
            case 0:
            case 1: {
                store::ItemRow item;
                item.id = policy::ItemId{1};
                // Six accounts of three connections in each of the two applications.
                const int application = below(2);
                item.integration = policy::IntegrationId{1 + application};
                item.identity = policy::IdentityId{1 + application + 2 * below(6)};
                item.connection = policy::ConnectionId{1 + application + 2 * below(3)};
                const Millis at{milliseconds{now}};
                const auto id = jobs.write([&](store::Tx& tx) {
                    return store::add_job(tx, item, JobAction::grant, at, at + milliseconds{9000});
                });
                JobRow row;
                row.id = id;
                row.integration = item.integration;
                row.identity = item.identity;
                row.connection = item.connection;
                row.next = at;
                naive.jobs.push_back(row);
                break;
            }
            case 2:
                now += below(50);
                break;
            case 3: {
                const auto at = Millis{milliseconds{now + below(100)}};
                const policy::IntegrationId which{1 + below(2)};
                const bool pauses = below(3) == 0;
                jobs.write([&](store::Tx& tx) {
                    store::resume_application(tx, which);
                    if (pauses) store::pause_application(tx, which, at);
                    return 0;
                });
                naive.pauses.erase(which.value);
                if (pauses) naive.pauses[which.value] = at.time_since_epoch().count();
                break;
            }
            case 4: {
                std::vector<JobRow*> running;
                for (auto& job : naive.jobs) {
                    if (job.state == JobState::running) running.push_back(&job);
                }
                if (running.empty()) break;
                auto& job =
                    *running[static_cast<std::size_t>(below(static_cast<int>(running.size())))];
                const auto at = Millis{milliseconds{now + 1 + below(60)}};
                const int how = below(3);
                jobs.write([&](store::Tx& tx) {
                    if (how == 0)
                        return store::end_job(tx, job.id, JobState::done, "", policy::Instant{});
                    if (how == 1) return store::job_again(tx, job.id, "no", false, at);
                    return store::job_pending(tx, job.id, "", at, at, Millis{milliseconds{now}});
                });
                job.accepted = job.accepted || how == 2;
                job.state = how == 0 ? JobState::done
                                     : (job.accepted ? JobState::pending : JobState::waiting);
                if (how != 0) job.next = at;
                break;
            }
            default: {
                const auto taken = jobs.write([&](store::Tx& tx) {
                    return store::take_job(tx, Millis{milliseconds{now}});
                });
                CHECK((taken ? taken->id : 0) == naive.take(now));
            }
        }
        const auto next = jobs.write([&](store::Tx& tx) {
            return store::next_job_due(tx, Millis{milliseconds{now}});
        });
        CHECK((next ? next->time_since_epoch().count() : 0) == naive.next(now));
    }
}

TEST_CASE("what waits behind a full application is not looked at job by job") {
    Jobs jobs;
    jobs.write([](store::Tx& tx) {
        std::string plan;
        for (const std::string sql :
             {"SELECT integration_id FROM fulfilment_jobs WHERE state IN ('waiting', 'pending') "
              "AND "
              "integration_id > 1 ORDER BY integration_id LIMIT 1",
              "SELECT COUNT(*) FROM fulfilment_jobs WHERE state = 'running' AND integration_id = 1",
              "SELECT MIN(next_ms) FROM fulfilment_jobs WHERE state IN ('waiting', 'pending') AND "
              "integration_id = 1 AND next_ms > 5"}) {
            store::Query rows(tx, "EXPLAIN QUERY PLAN " + sql);
            while (rows.next())
                plan += rows.get<std::string>(3) + "\n";
        }
        INFO(plan);
        CHECK(plan.find("SCAN") == std::string::npos);
        return 0;
    });
}
