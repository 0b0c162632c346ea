// How runs of a sync end: an outage is told once, its end once, and the next run is due by a timer.
#include "bot/workflow/syncs.hpp"

#include "store/audit.hpp"
#include "store/query.hpp"
#include "store/syncs.hpp"
#include "tests/bot/calendar.hpp"

namespace {

using namespace std::chrono_literals;
using bot::workflow::Act;
using policy::SyncProblem;
using store::MessageKind;
using Company = SmallCompany;

constexpr policy::Seconds hourly = 1h;

// The small company whose GitHub has a folder of CSV files.
class Synced : public Calendar {
 public:
    Synced() { plan({{"GitHub", store::SyncKind::csv, hourly}}); }

    void plan(std::vector<bot::workflow::PlannedSync> planned) {
        by({}, [&](const Act& act) {
            bot::workflow::plan_syncs(act, planned);
            return true;
        });
    }

    store::SyncRow github() {
        return read<store::SyncRow>([](store::Tx& tx) {
            return store::find_sync(tx, "github").value();
        });
    }

    // A run begins and ends now.
    void run_and(const std::function<void(const Act&, std::int64_t)>& end) {
        const auto id = github().id;
        by({}, [&](const Act& act) {
            store::sync_started(act.tx, id, act.now());
            end(act, id);
            return true;
        });
    }
    void fail(SyncProblem problem = SyncProblem::no_folder, const std::string& detail = "/data") {
        run_and([&](const Act& act, std::int64_t id) {
            bot::workflow::sync_failed(act, id, {problem, detail});
        });
    }
    void succeed(store::SyncSuccess success = {}) {
        run_and([&](const Act& act, std::int64_t id) {
            bot::workflow::sync_succeeded(act, id, success);
        });
    }

    std::size_t told(MessageKind kind) {
        return got(Company::adam, kind).size() + got(Company::omar, kind).size();
    }
};

}  // namespace

TEST_CASE("the first run is due at once, the next one an hour after the last began") {
    Synced company;
    company.pass_until(company.now);
    CHECK(company.github().asked);
    company.succeed();
    CHECK_FALSE(company.github().asked);
    company.pass_until(Calendar::monday + 1h - 1s);
    CHECK_FALSE(company.github().asked);
    company.pass_until(Calendar::monday + 1h);
    CHECK(company.github().asked);
}

TEST_CASE("an outage is told once to administrators and the owner, and so is its end") {
    Synced company;
    company.fail();
    CHECK(company.got(Company::adam, MessageKind::sync_failed).size() == 1);
    CHECK(company.got(Company::omar, MessageKind::sync_failed).size() == 1);
    CHECK(company.got(Company::ann, MessageKind::sync_failed).empty());
    for (int hour = 1; hour < 30; ++hour) {
        company.pass_until(Calendar::monday + hour * 1h);
        company.fail();
    }
    CHECK(company.told(MessageKind::sync_failed) == 2);
    CHECK(company.told(MessageKind::sync_recovered) == 0);
    company.succeed();
    company.succeed();
    CHECK(company.told(MessageKind::sync_recovered) == 2);
    CHECK(
        company.sees(Company::adam, MessageKind::sync_failed).find("Sync works again") !=
        std::string::npos
    );
    // The next one is another outage.
    company.fail();
    CHECK(company.told(MessageKind::sync_failed) == 4);
}

TEST_CASE("a message about an outage says what went wrong last and what to do") {
    Synced company;
    company.fail();
    auto seen = company.sees(Company::adam, MessageKind::sync_failed);
    CHECK(seen.find("its folder cannot be read") != std::string::npos);
    CHECK(seen.find("csv_folder") != std::string::npos);
    company.fail(SyncProblem::loss, "GitHub would lose 21 of its 100 grants");
    seen = company.sees(Company::adam, MessageKind::sync_failed);
    CHECK(seen.find("would lose 21 of its 100 grants") != std::string::npos);
    CHECK(seen.find("--allow-loss") != std::string::npos);
    CHECK(company.told(MessageKind::sync_failed) == 2);
}

TEST_CASE("a sync that the settings ask for no more ends with its outage and its timer") {
    Synced company;
    company.fail();
    company.plan({});
    CHECK(
        company.sees(Company::adam, MessageKind::sync_failed).find("Sync ended") !=
        std::string::npos
    );
    CHECK(company.told(MessageKind::sync_recovered) == 0);
    CHECK_FALSE(company.read<std::optional<policy::Instant>>([](store::Tx& tx) {
        return store::next_timer_due(tx);
    }));
}

TEST_CASE("what was running when the process ended runs again") {
    Synced company;
    const auto id = company.github().id;
    company.by({}, [&](const Act& act) {
        store::sync_started(act.tx, id, act.now());
        return true;
    });
    CHECK(company.github().running);
    company.by({}, [](const Act& act) {
        store::recover_syncs(act.tx);
        return true;
    });
    CHECK(company.github().asked);
    CHECK_FALSE(company.github().running);
}

TEST_CASE("what appeared and vanished outside is kept until something changes again") {
    Synced company;
    company.succeed({"a", 3, 2});
    company.now += 1h;
    company.succeed({"b", 0, 0});
    const auto sync = company.github();
    CHECK(sync.appeared == 3);
    CHECK(sync.vanished == 2);
    CHECK(sync.changed_at == Calendar::monday);
    CHECK(sync.source_mark == "b");
    CHECK(sync.succeeded_at == Calendar::monday + 1h);
}
