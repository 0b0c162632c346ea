// How long a large request holds the writer: Ann asks for 2,000 grants that Ben has, and her
// manager approves them. Prints the median and the worst of several databases.
#include <SQLiteCpp/Database.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>

#include "bot/workflow/decide.hpp"
#include "bot/workflow/submit.hpp"
#include "store/tasks.hpp"
#include "tests/store/small_company.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr policy::Instant now{std::chrono::seconds{1'700'000'000}};

void fill(store::Tx& tx, int grants) {
    for (int i = 0; i < grants; ++i) {
        const auto id = std::to_string(1000 + i);
        const auto application = std::to_string(10 + i % 40);
        if (i < 40) {
            tx.db().exec(
                "INSERT INTO integrations (id, name, name_key, from_gen) VALUES (" + application +
                ", 'App " + application + "', 'app " + application + "', 1)"
            );
            tx.db().exec(
                "INSERT INTO identities (id, integration_id) VALUES (1" + application + ", " +
                application + "), (2" + application + ", " + application + ")"
            );
            for (const auto& [first, whose] : {std::pair{"1", "1"}, std::pair{"2", "2"}}) {
                tx.db().exec(
                    std::string("INSERT INTO identity_versions (identity_id, to_gen, from_gen, "
                                "integration_id, external_id, username, email, name, employee_id, "
                                "relation) VALUES (") +
                    first + application + ", 0, 1, " + application + ", '', 'user-" + whose +
                    "', '', '', " + whose + ", 'IS')"
                );
            }
        }
        tx.db().exec(
            "INSERT INTO resources (id, integration_id, name) VALUES (" + id + ", " + application +
            ", 'resource-" + id + "')"
        );
        tx.db().exec(
            "INSERT INTO connections (id, integration_id, resource_id, project, resource_type, "
            "privilege) VALUES (" +
            id + ", " + application + ", " + id + ", '', '', 'read')"
        );
        tx.db().exec(
            "INSERT INTO connection_versions (connection_id, to_gen, from_gen, privileged, "
            "requestable) VALUES (" +
            id + ", 0, 1, 0, 1)"
        );
        tx.db().exec(
            "INSERT INTO grants (holder_id, connection_id, identity_id, to_gen, from_gen, "
            "granted_at) VALUES (2, " +
            id + ", 2" + application + ", 0, 1, 0)"
        );
    }
}

struct Times {
    double submit = 0;
    double approve = 0;
};

Times measure(int grants) {
    TempDatabase file;
    boost::asio::io_context io;
    store::Gate gate(io, {.path = file.path()});
    const SmallCompany company(gate);
    const bot::workflow::FlowRules rules;
    Times times;
    const auto timed = [&](policy::EmployeeId who, auto work) {
        Clock::duration took{};
        gate.write_blocking([&](store::Tx& tx) {
            const auto begin = Clock::now();
            work(bot::workflow::Act{tx, who, store::Millis{now}, rules});
            took = Clock::now() - begin;
        });
        return Milliseconds(took).count();
    };
    gate.write_blocking([&](store::Tx& tx) { fill(tx, grants); });
    times.submit = timed(SmallCompany::ann, [&](const bot::workflow::Act& act) {
        auto draft = store::find_draft(act.tx, store::new_draft(act.tx, act.by, act.now())).value();
        draft.reference = SmallCompany::ben;
        draft.selection.all = true;
        draft.reason = "New project";
        const auto outcome = bot::workflow::submit(act, draft);
        if (!std::holds_alternative<bot::workflow::Submitted>(outcome))
            throw std::runtime_error("the request was refused");
    });
    times.approve = timed(SmallCompany::mia, [&](const bot::workflow::Act& act) {
        const auto task = store::open_tasks_of(act.tx, act.by, 0, 1).rows.at(0);
        bot::workflow::approve(act, {task.id, task.version});
    });
    return times;
}

void print(const char* what, std::vector<double> times) {
    std::sort(times.begin(), times.end());
    std::printf("%s: median %.1f ms, worst %.1f ms\n", what, times[times.size() / 2], times.back());
}

}  // namespace

int main(int argc, char** argv) {
    int grants = 2000;
    int rounds = 9;
    CLI::App app{"How long a large request holds the writer."};
    app.add_option("--grants", grants);
    app.add_option("--rounds", rounds)->check(CLI::PositiveNumber);
    CLI11_PARSE(app, argc, argv);
    std::vector<double> submits;
    std::vector<double> approvals;
    for (int i = 0; i < rounds; ++i) {
        const auto times = measure(grants);
        submits.push_back(times.submit);
        approvals.push_back(times.approve);
    }
    print("submit", submits);
    print("approve", approvals);
}
