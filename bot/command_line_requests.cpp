// What `latchkey request`, `audit show` and `audit export` can be told.
#include <CLI/CLI.hpp>
#include <memory>

#include "bot/command_number.hpp"
#include "bot/command_requests.hpp"
#include "bot/import_cells.hpp"

namespace bot {

namespace {

using CommandOf = int (*)(const Settings&, const RequestJob&, Terminal&);
using TrailCommandOf = int (*)(const Settings&, const TrailJob&, Terminal&);

constexpr int wrong_usage = 2;

// What was told of the trail, before it is understood.
struct TrailWords {
    TrailJob job;
    std::int64_t request = 0;
    std::int64_t campaign = 0;
    std::int64_t last = 0;
    std::string since;
    std::string until;
};

void add_id(CLI::App& command, RequestJob& job) {
    command.add_option("ID", job.id, "The request's number, as `request list` names it")
        ->required()
        ->check(whole_number(1));
}

void does(
    CLI::App& command,
    const SettingsLoader& settings,
    CommandAct& act,
    const std::shared_ptr<RequestJob>& job,
    CommandOf what
) {
    command.add_flag("--json", job->json, "Print JSON");
    command.callback([&settings, &act, job, what] {
        act = [&settings, job, what](Terminal& terminal) {
            const auto loaded = settings(terminal);
            return loaded ? what(*loaded, *job, terminal) : 1;
        };
    });
}

void add_trail_options(CLI::App& command, TrailWords& words) {
    command.add_option("--request", words.request, "Only what happened to this request")
        ->type_name("ID")
        ->check(whole_number(1));
    command.add_option("--campaign", words.campaign, "Only this campaign and what it has removed")
        ->type_name("ID")
        ->check(whole_number(1));
    command
        .add_option(
            "--since", words.since, "Only from then on, like 2026-07-01 or 2026-07-01T09:30:00Z"
        )
        ->type_name("TIME");
    command.add_option("--until", words.until, "Only before then; a day counts whole")
        ->type_name("TIME");
    command.add_option("--last", words.last, "Only the newest so many of these")
        ->type_name("COUNT")
        ->check(whole_number(1));
}

bool take_time(
    const std::string& text, Day day, std::optional<policy::Instant>& time, Terminal& terminal
) {
    if (text.empty()) return true;
    time = parse_time(text, day);
    if (time) return true;
    terminal.say(Said::problem, text + " is not a time like 2026-07-01 or 2026-07-01T09:30:00Z");
    return false;
}

// False if a word makes no sense; that is told.
bool understand(TrailWords& words, Terminal& terminal) {
    auto& job = words.job;
    if (words.request > 0) job.selection.request = policy::RequestId{words.request};
    if (words.campaign > 0) job.selection.campaign = policy::CampaignId{words.campaign};
    if (words.request > 0 && words.campaign > 0) {
        terminal.say(Said::problem, "either --request or --campaign");
        return false;
    }
    if (words.last > 0) job.selection.last = words.last;
    if (!take_time(words.since, Day::begins, job.selection.since, terminal)) return false;
    if (!take_time(words.until, Day::over, job.selection.before, terminal)) return false;
    const bool of_one = words.request > 0 || words.campaign > 0;
    const bool whole = words.last == 0 && words.since.empty() && words.until.empty();
    job.newest_only = !of_one && whole;
    // What is exported of a campaign are its decisions, too: as they stand, not as of some time.
    const bool exports_campaign = words.campaign > 0 && !job.format.empty();
    if (exports_campaign && !whole) {
        terminal.say(
            Said::problem, "an export of a campaign is whole: name it with --campaign ID alone"
        );
        return false;
    }
    if (job.format != "report" || (of_one && whole)) return true;
    terminal.say(
        Said::problem,
        "a report is of one whole request or campaign: name it with --request ID or --campaign ID "
        "alone"
    );
    return false;
}

void does(
    CLI::App& command,
    const SettingsLoader& settings,
    CommandAct& act,
    const std::shared_ptr<TrailWords>& words,
    TrailCommandOf what
) {
    command.callback([&settings, &act, words, what] {
        act = [&settings, words, what](Terminal& terminal) {
            if (!understand(*words, terminal)) return wrong_usage;
            const auto loaded = settings(terminal);
            return loaded ? what(*loaded, words->job, terminal) : 1;
        };
    });
}

}  // namespace

void add_request_commands(CLI::App& app, const SettingsLoader& settings, CommandAct& act) {
    auto* request = app.add_subcommand("request", "Access requests");
    request->require_subcommand(1);

    auto* list = request->add_subcommand("list", "List requests, the newest first");
    auto listed = std::make_shared<RequestJob>();
    list->add_option("--state", listed->state, "open, closed or all (default: all)")
        ->check(CLI::IsMember({"open", "closed", "all"}));
    list->add_option(
            "--person", listed->person, "Only those that this person asked for or would get"
    )
        ->type_name("E-MAIL");
    list->add_option("--limit", listed->limit, "At most so many (default: 50); 0: all")
        ->type_name("COUNT")
        ->check(whole_number(0));
    does(*list, settings, act, listed, command_request_list);

    auto* show = request->add_subcommand(
        "show", "Show a request: its items, whom it waits for, what happened"
    );
    auto shown = std::make_shared<RequestJob>();
    add_id(*show, *shown);
    does(*show, settings, act, shown, command_request_show);

    auto* withdraw = request->add_subcommand("withdraw", "Withdraw what is pending of a request");
    auto withdrawn = std::make_shared<RequestJob>();
    add_id(*withdraw, *withdrawn);
    withdraw->footer(
        "Whoever was asked is not asked any more, and the requester's message says so. What was\n"
        "decided stays. The audit trail names you as cli:LOGIN. While `latchkey serve` runs, it\n"
        "does the work."
    );
    does(*withdraw, settings, act, withdrawn, command_request_withdraw);
}

void add_trail_commands(CLI::App& audit, const SettingsLoader& settings, CommandAct& act) {
    auto* show = audit.add_subcommand("show", "Show entries of the audit trail, oldest first");
    auto shown = std::make_shared<TrailWords>();
    add_trail_options(*show, *shown);
    show->add_flag("--json", shown->job.json, "Print a line of JSON for each entry");
    show->footer("Without options, the newest 50 entries.");
    does(*show, settings, act, shown, command_audit_show);

    auto* exported = audit.add_subcommand("export", "Print the audit trail for others to read");
    auto words = std::make_shared<TrailWords>();
    add_trail_options(*exported, *words);
    exported->add_option("--format", words->job.format, "csv, jsonl, or report")
        ->required()
        ->check(CLI::IsMember({"csv", "jsonl", "report"}));
    exported->footer(
        "csv and jsonl hold everything that the hashes cover; of a campaign also every decision,\n"
        "each with the entry that proves it. A report is one HTML file about one request or\n"
        "campaign, to be read or printed; the whole trail is verified while it is made."
    );
    does(*exported, settings, act, words, command_audit_export);
}

}  // namespace bot
