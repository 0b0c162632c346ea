#include "bot/command_line.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <filesystem>
#include <functional>
#include <optional>

#include "bot/command_campaign.hpp"
#include "bot/command_policy.hpp"
#include "bot/command_requests.hpp"
#include "bot/command_sync.hpp"
#include "bot/doctor.hpp"
#include "bot/log.hpp"
#include "bot/serve.hpp"
#include "bot/settings_load.hpp"

namespace bot {

namespace {

constexpr int problem = 1;
constexpr int wrong_usage = 2;

// What was told, to be carried out once the whole line is understood.
struct Told {
    std::string config;
    ImportJob import;
    std::string import_kind;
    std::string head;
    std::string public_url;
    bool json = false;
    CommandAct act;
};

// The settings, or their problems told.
std::optional<Settings> settings_for(const Told& told, Terminal& terminal) {
    auto loaded = load_settings(told.config, process_environment(), isatty(STDERR_FILENO) == 1);
    if (loaded) {
        start_log(loaded->log);
        return *std::move(loaded);
    }
    for (const auto& sentence : loaded.error())
        terminal.say(Said::problem, harmless(sentence));
    return std::nullopt;
}

int serve(const Told& told, Terminal& terminal) {
    const auto settings = settings_for(told, terminal);
    if (!settings) return problem;
    const auto missing = missing_for_serve(*settings);
    for (const auto& sentence : missing)
        terminal.say(Said::problem, sentence);
    if (!missing.empty()) return problem;
    return run_serve(*settings);
}

void add_serve(CLI::App& app, Told& told) {
    auto* command = app.add_subcommand("serve", "Serve Slack until SIGTERM");
    command->footer(
        "Prints one line on standard output when it is ready; logs go to standard error.\n"
        "SIGHUP reads the certificate again. SIGTERM finishes what is in flight and ends with 0."
    );
    command->callback([&told] {
        told.act = [&told](Terminal& terminal) { return serve(told, terminal); };
    });
}

int import(Told& told, Terminal& terminal) {
    const auto settings = settings_for(told, terminal);
    if (!settings) return problem;
    auto job = told.import;
    job.kind = *import_kind(told.import_kind);
    if (!job.app.empty() && job.kind != ImportKind::entitlements) {
        terminal.say(
            Said::problem,
            "--app goes with entitlements only: leave it out, or name the application in the file"
        );
        return wrong_usage;
    }
    for (auto& file : job.files)
        file = std::filesystem::absolute(file).string();
    return command_import(*settings, job, terminal);
}

void add_import(CLI::App& app, Told& told) {
    auto* command = app.add_subcommand("import", "Bring CSV files into the directory");
    command
        ->add_option(
            "KIND",
            told.import_kind,
            "What the files hold: users, entitlements, identities, owners, connections, purposes"
        )
        ->required()
        ->check(CLI::IsMember(
            {"users", "entitlements", "identities", "owners", "connections", "purposes"}
        ));
    command->add_option("FILE", told.import.files, "CSV files, imported as one")
        ->required()
        ->check(CLI::ExistingFile);
    command->add_option(
        "--app", told.import.app, "entitlements: the application of rows that name none"
    );
    command->add_flag("--dry-run", told.import.dry_run, "Check and count, but change nothing");
    command->add_flag(
        "--allow-loss",
        told.import.allow_loss,
        "Accept that applications lose more grants than largest_loss allows"
    );
    command->add_flag("--json", told.import.json, "Print the report as JSON");
    command->footer(
        "All or nothing: a bad row is named with file, line and column, and nothing changes.\n"
        "An entitlements file is the whole truth of each application it names; the other kinds\n"
        "only add and change. While `latchkey serve` runs, it does the work."
    );
    command->callback([&told] {
        told.act = [&told](Terminal& terminal) { return import(told, terminal); };
    });
}

void add_audit(CLI::App& app, Told& told, const SettingsLoader& loader) {
    auto* audit = app.add_subcommand("audit", "The audit trail");
    audit->require_subcommand(1);
    add_trail_commands(*audit, loader, told.act);
    auto* verify = audit->add_subcommand("verify", "Check that no entry was altered or is missing");
    verify->add_option("--head", told.head, "A head kept elsewhere, as this command prints it")
        ->type_name("COUNT:HASH");
    verify->add_flag("--json", told.json, "Print the result as JSON");
    verify->footer(
        "Prints the head of the trail. Keep it away from this machine: with it, this command also\n"
        "finds entries that were cut off the end."
    );
    verify->callback([&told] {
        told.act = [&told](Terminal& terminal) {
            const auto settings = settings_for(told, terminal);
            return settings ? command_audit_verify(*settings, told.head, told.json, terminal)
                            : problem;
        };
    });
}

void add_doctor(CLI::App& app, Told& told) {
    auto* command =
        app.add_subcommand("doctor", "Check everything `serve` needs, and say what to do");
    command->add_flag("--json", told.json, "Print the findings as JSON");
    command->callback([&told] {
        told.act = [&told](Terminal& terminal) {
            return command_doctor(told.config, told.json, terminal);
        };
    });
}

void add_manifest(CLI::App& app, Told& told) {
    auto* command =
        app.add_subcommand("manifest", "Print the Slack app's manifest, to paste into Slack");
    command->add_option("--public-url", told.public_url, "How Slack reaches this daemon")
        ->type_name("URL")
        ->required();
    command->callback([&told] {
        told.act = [&told](Terminal& terminal) {
            return command_manifest(told.public_url, terminal);
        };
    });
}

// Understands the line; the exit status if that ends it (help, version, wrong usage).
std::optional<int> understand(CLI::App& app, int argc, const char* const* argv) {
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : wrong_usage;
    }
    return std::nullopt;
}

}  // namespace

int run_command_line(int argc, const char* const* argv) {
    // The database and what stands beside it is for its owner's eyes.
    umask(077);
    Told told;
    CLI::App app("Latchkey: access requests and reviews in Slack", "latchkey");
    app.set_version_flag("--version", LATCHKEY_VERSION);
    app.add_option(
           "--config",
           told.config,
           "The settings, a TOML file (else LATCHKEY_CONFIG, else latchkey.toml if there)"
    )
        ->type_name("FILE");
    app.require_subcommand(1);
    app.fallthrough();
    app.footer("`latchkey COMMAND --help` tells more of a command.");
    add_serve(app, told);
    add_import(app, told);
    const SettingsLoader loader = [&told](Terminal& terminal) {
        return settings_for(told, terminal);
    };
    add_request_commands(app, loader, told.act);
    add_campaign_commands(app, loader, told.act);
    add_sync_commands(app, loader, told.act);
    add_policy_commands(app, loader, told.act);
    add_audit(app, told, loader);
    add_doctor(app, told);
    add_manifest(app, told);
    if (const auto ended = understand(app, argc, argv)) return *ended;
    Terminal terminal;
    try {
        return told.act(terminal);
    } catch (const std::exception& failure) {
        terminal.say(Said::problem, "latchkey: " + harmless(failure.what()));
        return problem;
    }
}

}  // namespace bot
