// `latchkey policy check` and `policy replay`, read on a snapshot; `policy import`, handed to the
// running daemon, else done here under the database's lock.
#include "bot/command_policy.hpp"

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <memory>

#include "bot/command_number.hpp"
#include "bot/hand_over.hpp"
#include "bot/json_write.hpp"
#include "bot/policy_file.hpp"
#include "bot/policy_job.hpp"
#include "store/inspect.hpp"

namespace bot {

namespace {

using CommandOf = int (*)(const Settings&, const PolicyArguments&, Terminal&);

constexpr int problem = 1;

PolicyJob job_of(const PolicyArguments& told) {
    return {told.file, policy_text(told.file)};
}

std::string plural(std::size_t count, const std::string& noun) {
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

PolicyFaults look_for_faults(const Settings& settings, const PolicyJob& job) {
    if (!std::filesystem::exists(settings.database)) return faults_of(job, nullptr);
    PolicyFaults faults;
    store::read_database(settings.database, settings.key, [&](store::Tx& tx) {
        faults = faults_of(job, &tx);
    });
    return faults;
}

std::string faults_json(const PolicyFaults& faults) {
    JsonText json;
    json.begin_object();
    json.field("ok", faults.none());
    json.begin_array("must_be_mended");
    for (const auto& line : faults.grave)
        json.value(line);
    json.end_array();
    json.begin_array("worth_a_look");
    for (const auto& line : faults.others)
        json.value(line);
    json.end_array();
    json.end_object();
    return json.text();
}

std::string replay_json(const Replay& replay) {
    JsonText json;
    json.begin_object();
    json.field("requests", static_cast<std::int64_t>(replay.requests));
    json.begin_array("different");
    for (const auto& item : replay.different) {
        json.begin_object();
        json.field("request", item.request.value);
        json.field("item", item.what);
        json.field("was", item.was);
        json.field("would_be", item.would_be);
        json.end_object();
    }
    json.end_array();
    json.end_object();
    return json.text();
}

void say_replay(const Replay& replay, Terminal& terminal) {
    std::size_t requests = 0;
    policy::RequestId last;
    for (const auto& item : replay.different) {
        if (item.request != last) {
            ++requests;
            last = item.request;
            terminal.say(Said::output, "request " + std::to_string(last.value));
        }
        terminal.say(Said::output, "  " + item.what);
        terminal.say(Said::output, "    was judged by " + item.was);
        terminal.say(Said::output, "    would be judged by " + item.would_be);
    }
    terminal.say(
        Said::output,
        "Of the last " + plural(replay.requests, "request") + ", " + std::to_string(requests) +
            " would be judged differently."
    );
}

void does(
    CLI::App& command,
    const SettingsLoader& settings,
    CommandAct& act,
    const std::shared_ptr<PolicyArguments>& told,
    CommandOf what
) {
    command.add_option("FILE", told->file, "The policy, a TOML file")
        ->required()
        ->check(CLI::ExistingFile);
    command.callback([&settings, &act, told, what] {
        act = [&settings, told, what](Terminal& terminal) {
            const auto loaded = settings(terminal);
            return loaded ? what(*loaded, *told, terminal) : problem;
        };
    });
}

}  // namespace

int command_policy_check(
    const Settings& settings, const PolicyArguments& told, Terminal& terminal
) {
    const auto faults = look_for_faults(settings, job_of(told));
    if (told.json) {
        terminal.say(Said::output, faults_json(faults));
        return faults.none() ? 0 : problem;
    }
    for (const auto& lines : {faults.grave, faults.others}) {
        for (const auto& line : lines)
            terminal.say(Said::problem, line);
    }
    if (!std::filesystem::exists(settings.database)) {
        terminal.say(
            Said::output,
            "There is no database at " + settings.database +
                " yet: people and applications were not looked up."
        );
    }
    if (faults.none()) terminal.say(Said::output, told.file + ": no fault found.");
    return faults.none() ? 0 : problem;
}

int command_policy_import(
    const Settings& settings, const PolicyArguments& told, Terminal& terminal
) {
    const auto job = job_of(told);
    // What cannot be read need not be handed over.
    const auto unreadable = read_policy(job.text, job.file).problems;
    for (const auto& line : unreadable)
        terminal.say(Said::problem, line);
    if (!unreadable.empty()) {
        terminal.say(Said::problem, "Nothing was imported.");
        return problem;
    }
    const WorkAlone alone = [&](store::Gate& gate, store::Millis now, const Say& say) {
        const auto at = std::chrono::floor<std::chrono::seconds>(now);
        return do_policy_import(gate, job, cli_actor(), at, say);
    };
    return hand_over(settings, {"policy import", arguments_of(job)}, alone, terminal);
}

int command_policy_replay(
    const Settings& settings, const PolicyArguments& told, Terminal& terminal
) {
    const auto job = job_of(told);
    auto read = read_policy(job.text, job.file);
    for (const auto& line : read.problems)
        terminal.say(Said::problem, line);
    if (!read.problems.empty()) return problem;
    Replay replayed;
    read_existing(settings, [&](store::Tx& tx) { replayed = replay(tx, read.policy, told.last); });
    if (told.json) {
        terminal.say(Said::output, replay_json(replayed));
    } else {
        say_replay(replayed, terminal);
    }
    return 0;
}

void add_policy_commands(CLI::App& app, const SettingsLoader& settings, CommandAct& act) {
    auto* policy = app.add_subcommand("policy", "Who decides about which request");
    policy->require_subcommand(1);

    auto checked = std::make_shared<PolicyArguments>();
    auto* check = policy->add_subcommand("check", "Find what is wrong with a policy");
    check->add_flag("--json", checked->json, "Print the findings as JSON");
    check->footer(
        "Finds a level that asks nobody, a level that only one person can pass, people who are "
        "not\n"
        "there, and clauses that can never match, each with its line. Changes nothing."
    );
    does(*check, settings, act, checked, command_policy_check);

    auto imported = std::make_shared<PolicyArguments>();
    auto* import = policy->add_subcommand("import", "Let a policy judge requests from now on");
    import->footer(
        "Checks it first. What was judged before keeps its clause. While `latchkey serve` runs, "
        "it\n"
        "does the work."
    );
    does(*import, settings, act, imported, command_policy_import);

    auto replayed = std::make_shared<PolicyArguments>();
    auto* again =
        policy->add_subcommand("replay", "Say which past requests it would judge differently");
    again->add_option("--last", replayed->last, "Of the newest so many requests (default: 100)")
        ->type_name("COUNT")
        ->check(whole_number(1));
    again->add_flag("--json", replayed->json, "Print them as JSON");
    again->footer("On the facts by which they were judged. Changes nothing.");
    does(*again, settings, act, replayed, command_policy_replay);
}

}  // namespace bot
