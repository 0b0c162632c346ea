// What administrators and owners read of syncs, as Slack gets it.
#include <catch2/catch.hpp>

#include "blocks/home.hpp"
#include "blocks/sync_notice.hpp"
#include "tests/blocks/golden.hpp"
#include "tests/blocks/limits.hpp"
#include "tests/blocks/people.hpp"

using namespace blocks;
using namespace people;
using policy::SyncProblem;

namespace {

SyncFailedNotice failed() {
    SyncFailedNotice model{.application = "GitHub", .problem = SyncProblem::loss};
    model.detail = "GitHub would lose 21 of its 100 grants (21 %), more than the 20 % it may lose";
    model.since = tuesday;
    model.last_success = monday;
    model.every = std::chrono::hours{1};
    return model;
}

}  // namespace

TEST_CASE("golden: a sync fails, and its ends") {
    golden::check("sync_failed", sync_failed_notice(failed()));
    auto never = failed();
    never.problem = SyncProblem::no_folder;
    never.detail = "";
    never.last_success = {};
    golden::check("sync_failed_never_read", sync_failed_notice(never));
    auto over = failed();
    over.ended_at = friday;
    over.recovered = true;
    golden::check("sync_failed_over", sync_failed_notice(over));
    over.recovered = false;
    golden::check("sync_failed_given_up", sync_failed_notice(over));
    golden::check("sync_recovered", sync_recovered_notice({"GitHub", tuesday, friday}));
}

TEST_CASE("every problem of a sync has its sentence and its remedy") {
    for (int at = 0; at <= static_cast<int>(SyncProblem::broken); ++at) {
        auto model = failed();
        model.problem = static_cast<SyncProblem>(at);
        const auto said = sync_failed_notice(model);
        CHECK(said.text.find("What to do") != std::string::npos);
        CHECK_FALSE(sync_problem_text(model.problem).empty());
        CHECK(policy::sync_problem(policy::word(model.problem)) == model.problem);
    }
}

TEST_CASE("golden: Home shows administrators how applications are kept up to date") {
    Home model{.name = "Adam Okafor"};
    model.roles = {"administrator"};
    model.syncs.total = 12;
    model.syncs.pages = 2;
    model.syncs_failing = 1;
    HomeSync broken{.application = "AWS"};
    broken.failing_since = tuesday;
    broken.problem = SyncProblem::no_entry;
    broken.succeeded = monday;
    HomeSync fresh{.application = "GitHub *<!channel>*"};
    fresh.succeeded = friday;
    fresh.appeared = 1;
    fresh.vanished = 1990;
    fresh.changed = tuesday;
    HomeSync running{.application = "Jira", .running = true};
    HomeSync waiting{.application = "Okta"};
    model.syncs.items = {broken, fresh, running, waiting};
    golden::check("home_syncs", home(model));
}

TEST_CASE("Home bears ten applications with the longest names") {
    Home model{.name = "Adam"};
    for (int i = 0; i < 10; ++i) {
        HomeSync sync{.application = std::string(3000, '&')};
        sync.failing_since = monday;
        sync.succeeded = monday;
        sync.changed = monday;
        sync.appeared = 9'999'999;
        sync.vanished = 9'999'999;
        model.syncs.items.push_back(sync);
    }
    model.syncs.total = 10;
    CHECK(limits::of_view(home(model).json()).empty());
}
