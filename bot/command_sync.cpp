#include "bot/command_sync.hpp"

#include <date/date.h>
#include <CLI/CLI.hpp>

#include <memory>

#include "bot/hand_over.hpp"
#include "bot/json_write.hpp"
#include "bot/sync_job.hpp"
#include "store/syncs.hpp"

namespace bot {

namespace {

constexpr int problem = 1;
constexpr int all = 100'000;

std::string time_text(std::optional<policy::Instant> at) {
    return at ? date::format("%FT%TZ", *at) : "";
}

std::string source_word(store::SyncKind kind) {
    return kind == store::SyncKind::csv ? "csv" : "scim";
}

std::string line_of(store::Tx& tx, const store::SyncRow& sync) {
    auto line = sync.name + ": " + source_word(sync.kind) + ", ";
    line += sync.succeeded_at ? "up to date as of " + time_text(sync.succeeded_at) : "never read";
    if (sync.running) line += ", running";
    if (!sync.running && sync.asked) line += ", waits for its turn";
    if (sync.changed_at) {
        line += "; outside, " + std::to_string(sync.appeared) + " appeared and " +
                std::to_string(sync.vanished) + " vanished at " + time_text(sync.changed_at);
    }
    if (!sync.outage) return line;
    const auto outage = store::find_outage(tx, *sync.outage).value();
    return line + "; failing since " + time_text(outage.since) + " (" +
           std::string(policy::word(outage.problem)) + "): " + outage.detail;
}

std::string json_of(store::Tx& tx, const store::SyncRow& sync) {
    JsonText json;
    json.begin_object();
    json.field("application", sync.name);
    json.field("source", source_word(sync.kind));
    json.field("running", sync.running);
    json.field("started_at", time_text(sync.started_at));
    json.field("succeeded_at", time_text(sync.succeeded_at));
    json.field("appeared", sync.appeared);
    json.field("vanished", sync.vanished);
    if (sync.outage) {
        const auto outage = store::find_outage(tx, *sync.outage).value();
        json.field("failing_since", time_text(outage.since));
        json.field("problem", std::string(policy::word(outage.problem)));
        json.field("detail", outage.detail);
    }
    json.end_object();
    return json.text();
}

int list_syncs(const Settings& settings, bool as_json, Terminal& terminal) {
    read_existing(settings, [&](store::Tx& tx) {
        const auto page = store::syncs(tx, 0, all);
        for (const auto& sync : page.rows)
            terminal.say(Said::output, as_json ? json_of(tx, sync) : line_of(tx, sync));
        if (page.rows.empty() && !as_json)
            terminal.say(Said::output, "No application is kept up to date by a sync.");
    });
    return 0;
}

int run_sync(const Settings& settings, const SyncJob& job, Terminal& terminal) {
    require_database(settings);
    const WorkAlone alone = [](store::Gate&, store::Millis, const Say& say) {
        say(Said::problem, "syncs are run by the daemon: start `latchkey serve` first");
        return problem;
    };
    return hand_over(settings, {"sync run", arguments_of(job)}, alone, terminal);
}

}  // namespace

void add_sync_commands(CLI::App& app, const SettingsLoader& settings, CommandAct& act) {
    auto* sync = app.add_subcommand("sync", "How applications are kept up to date");
    sync->require_subcommand(1);

    auto* list = sync->add_subcommand("list", "List the syncs and how they went, outages first");
    auto as_json = std::make_shared<bool>(false);
    list->add_flag("--json", *as_json, "Print a line of JSON for each");
    list->callback([&settings, &act, as_json] {
        act = [&settings, as_json](Terminal& terminal) {
            const auto loaded = settings(terminal);
            return loaded ? list_syncs(*loaded, *as_json, terminal) : problem;
        };
    });

    auto* run = sync->add_subcommand("run", "Read an application's source now");
    auto job = std::make_shared<SyncJob>();
    run->add_option("NAME", job->application, "The application, as the settings name it")
        ->required();
    run->add_flag(
        "--allow-loss", job->allow_loss, "Take the source as it is, however many grants end"
    );
    run->footer("`latchkey serve` does the work; the command waits for its end.");
    run->callback([&settings, &act, job] {
        act = [&settings, job](Terminal& terminal) {
            const auto loaded = settings(terminal);
            return loaded ? run_sync(*loaded, *job, terminal) : problem;
        };
    });
}

}  // namespace bot
