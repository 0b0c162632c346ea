#include "bot/sync_job.hpp"

#include <chrono>
#include <thread>

#include "store/syncs.hpp"

namespace bot {

namespace {

constexpr auto loss_option = "--allow-loss";
constexpr std::chrono::milliseconds look_every{200};

std::string count(std::int64_t n, const char* one, const char* many) {
    return std::to_string(n) + " " + (n == 1 ? one : many);
}

// How the run ended that the row tells of.
int say_end(store::Gate& gate, const store::SyncRow& sync, const Say& say) {
    if (!sync.outage) {
        say(Said::output,
            sync.name + " is up to date. The last time that anything changed outside, " +
                count(sync.appeared, "grant", "grants") + " appeared and " +
                std::to_string(sync.vanished) + " vanished.");
        return 0;
    }
    std::optional<store::OutageRow> outage;
    gate.write_blocking([&](store::Tx& tx) { outage = store::find_outage(tx, *sync.outage); });
    const std::string why = outage ? std::string(policy::word(outage->problem)) : "";
    say(Said::problem,
        "the sync of " + sync.name + " failed (" + why + "): " + (outage ? outage->detail : ""));
    return 1;
}

}  // namespace

std::vector<std::string> arguments_of(const SyncJob& job) {
    std::vector<std::string> arguments{job.application};
    if (job.allow_loss) arguments.emplace_back(loss_option);
    return arguments;
}

std::optional<SyncJob> sync_job(const std::vector<std::string>& arguments) {
    if (arguments.empty() || arguments.size() > 2) return std::nullopt;
    if (arguments.size() == 2 && arguments[1] != loss_option) return std::nullopt;
    return SyncJob{arguments[0], arguments.size() == 2};
}

int do_sync(
    store::Gate& gate,
    const SyncJob& job,
    const std::string& actor,
    const std::function<void()>& wake,
    const Say& say,
    const store::StopWanted& stop_wanted
) {
    std::optional<store::SyncRow> sync;
    gate.write_blocking([&](store::Tx& tx) {
        sync = store::find_sync(tx, job.application);
        if (sync) store::ask_sync(tx, sync->id, actor, job.allow_loss);
    });
    if (!sync) {
        say(Said::problem,
            "no settings ask for a sync of \"" + job.application +
                "\": `latchkey sync list` names those there are");
        return 1;
    }
    wake();
    const auto id = sync->id;
    while (!stop_wanted()) {
        say(Said::progress, "reading the source of " + sync->name);
        std::this_thread::sleep_for(look_every);
        gate.write_blocking([&](store::Tx& tx) { sync = store::find_sync(tx, id); });
        if (!sync) break;
        if (!sync->asked && !sync->running) return say_end(gate, *sync, say);
    }
    say(Said::problem, "the daemon is stopping: the sync runs when it is back");
    return 1;
}

}  // namespace bot
