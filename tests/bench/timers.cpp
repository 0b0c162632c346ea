// What the timer loop costs: a million open reviews with nothing due, then ten thousand due at once
// while people click.
#include <sys/resource.h>

#include <SQLiteCpp/Database.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <cstdio>
#include <filesystem>
#include <vector>

#include "bot/errand.hpp"
#include "bot/home_publisher.hpp"
#include "bot/https_client.hpp"
#include "bot/metrics.hpp"
#include "bot/outbox.hpp"
#include "bot/rate_gate.hpp"
#include "bot/timer_loop.hpp"
#include "store/inbox.hpp"
#include "store/query.hpp"
#include "store/timers.hpp"

namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

struct Size {
    int reviews = 1'000'000;
    int due = 10'000;
    int idle_seconds = 20;
};

double cpu_seconds() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

// Ten thousand reviewers, each with as many open reviews, due in a month.
void fill(store::Gate& gate, const Size& size, policy::Instant now) {
    gate.write_blocking([&](store::Tx& tx) {
        const auto at = std::to_string(policy::seconds_since_epoch(now));
        const auto numbers = [](int n) {
            return "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
                   std::to_string(n) + ") ";
        };
        auto& db = tx.db();
        db.exec(
            numbers(10'000) +
            "INSERT INTO employees (id, email) SELECT i, i || '@example.com' FROM n"
        );
        db.exec(
            numbers(10'000) +
            "INSERT INTO employee_versions (employee_id, to_gen, from_gen, name, external_id, "
            "department, title, "
            "organization, employment_type, metadata, status) SELECT i, 0, 1, 'P ' || i, '', '', "
            "'', '', '', '', "
            "'active' FROM n"
        );
        db.exec(
            numbers(10'000) +
            "INSERT INTO slack_users (team_id, user_id, email, employee_id, refused, name, tz, "
            "tz_offset, deleted, bot, "
            "guest, stranger, email_confirmed, updated) SELECT 'T1', 'U' || i, i || "
            "'@example.com', i, '', 'P', "
            "'Europe/Berlin', 3600, 0, 0, 0, 0, 1, 0 FROM n"
        );
        db.exec(
            "INSERT INTO access_requests (id, draft_id, requester_id, beneficiary_id, reason, "
            "details, submitted_at, "
            "open_items) VALUES (1, 1, 1, 1, '', '', " +
            at + ", 1)"
        );
        db.exec(
            numbers(size.reviews) +
            "INSERT INTO tasks (id, kind, request_id, level, capacity, fallback, skipped, "
            "assignee_id, assigned_at, "
            "due_at, open_reviews) SELECT i, 'review', 1, 1, 'manager', 0, '', 1 + i % 10000, " +
            at + ", " + at + " + 2592000, 1 FROM n"
        );
        db.exec(
            "INSERT INTO timers (kind, subject_id, person_id, due_at) SELECT 'task_reminder', id, "
            "assignee_id, "
            "assigned_at + 1209600 FROM tasks"
        );
    });
}

double percentile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

class Bench {
 public:
    Bench(const std::string& database, const Size& size)
        : size_(size),
          gate_(io_, {.path = database}),
          https_(io_, {}),
          pace_(io_, [this] { return clock_.now_ms(); }),
          slack_(io_, https_, pace_, {}),
          outbox_(io_, gate_, slack_, clock_, {}, metrics_),
          homes_(io_, gate_, slack_, clock_, outbox_),
          timers_(io_, gate_, clock_, rules(), outbox_, homes_) {}

    void run() {
        std::printf("filling in %d open reviews\n", size_.reviews);
        std::fflush(stdout);
        fill(gate_, size_, clock_.now());
        boost::asio::co_spawn(io_, timers_.run(), rethrow);
        boost::asio::co_spawn(io_, measure(), rethrow);
        io_.run();
    }

 private:
    static void rethrow(std::exception_ptr failure) {
        if (failure) std::rethrow_exception(failure);
    }
    static bot::workflow::FlowRules rules() {
        bot::workflow::FlowRules all;
        all.working_hours = {{}, std::chrono::minutes{0}, std::chrono::hours{24}};
        return all;
    }

    store::Task<void> pause(milliseconds length) {
        bot::SteadyTimer timer{io_.get_executor()};
        timer.expires_after(length);
        const auto& token = store::use_task;
        co_await timer.async_wait(token);
    }

    // A click's unit of work, every 5 ms; how long each waited, in milliseconds.
    store::Task<void> click_until(const bool& end, std::vector<double>& waited) {
        while (!end) {
            const auto key = "click" + std::to_string(++clicks_);
            const auto now = clock_.now();
            auto unit = [&](store::Tx& tx) { return store::record_delivery(tx, key, now, ""); };
            const auto started = Steady::now();
            co_await gate_.write(unit);
            waited.push_back(
                std::chrono::duration<double, std::milli>(Steady::now() - started).count()
            );
            const auto between = milliseconds{5};
            co_await pause(between);
        }
    }

    store::Task<void> measure() {
        const auto settle = milliseconds{500};
        co_await pause(settle);
        const auto before = cpu_seconds();
        const auto idle = milliseconds{1000 * size_.idle_seconds};
        co_await pause(idle);
        std::printf(
            "nothing due, %d open reviews: %.1f ms of CPU in %d s\n",
            size_.reviews,
            (cpu_seconds() - before) * 1000,
            size_.idle_seconds
        );
        std::vector<double> quiet;
        std::vector<double> busy;
        bool end = false;
        boost::asio::co_spawn(io_, click_until(end, quiet), rethrow);
        const auto some = milliseconds{3000};
        co_await pause(some);
        end = true;
        co_await pause(settle);

        const auto now = clock_.now();
        auto make_due = [&](store::Tx& tx) {
            return store::change(
                tx, "UPDATE timers SET due_at = ? WHERE subject_id <= ?", now, size_.due
            );
        };
        co_await gate_.write(make_due, store::Lane::background);
        end = false;
        boost::asio::co_spawn(io_, click_until(end, busy), rethrow);
        const auto started = Steady::now();
        timers_.wake();
        auto left = [&](store::Tx& tx) {
            return store::first<std::int64_t>(
                       tx, "SELECT COUNT(*) FROM timers WHERE due_at <= ?", now
            )
                .value();
        };
        const auto glance = milliseconds{20};
        while (co_await gate_.read(left) > 0)
            co_await pause(glance);
        const std::chrono::duration<double> took = Steady::now() - started;
        end = true;
        co_await pause(settle);
        std::printf("%d due at once: done in %.2f s\n", size_.due, took.count());
        print("clicks with nothing due", quiet);
        print("clicks meanwhile", busy);
        timers_.stop();
        https_.stop();
    }

    static void print(const char* what, const std::vector<double>& waited) {
        std::printf(
            "%s: %zu, p50 %.2f ms, p99 %.2f ms, longest %.2f ms\n",
            what,
            waited.size(),
            percentile(waited, 0.5),
            percentile(waited, 0.99),
            percentile(waited, 1)
        );
    }

    Size size_;
    boost::asio::io_context io_{1};
    bot::Clock clock_;
    bot::Metrics metrics_;
    store::Gate gate_;
    bot::HttpsClient https_;
    bot::RateGate pace_;
    bot::SlackApi slack_;
    bot::Outbox outbox_;
    bot::HomePublisher homes_;
    bot::TimerLoop timers_;
    int clicks_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
    Size size;
    std::string database = "build/bench/timers.db";
    CLI::App options{"what the timer loop costs"};
    options.add_option("--reviews", size.reviews, "open reviews");
    options.add_option("--due", size.due, "of them due at once");
    options.add_option("--idle", size.idle_seconds, "seconds with nothing due");
    options.add_option("--database", database, "made anew");
    CLI11_PARSE(options, argc, argv);
    for (const auto* end : {"", "-wal", "-shm"})
        std::filesystem::remove(database + end);
    Bench(database, size).run();
    return 0;
}
