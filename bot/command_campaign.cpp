// `latchkey campaign list` and `show`, read on a snapshot; what changes something is handed to the
// running daemon, else done here under the database's lock.
#include "bot/command_campaign.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>
#include <memory>

#include "bot/campaign_job.hpp"
#include "bot/campaign_report.hpp"
#include "bot/command_number.hpp"
#include "bot/duration_text.hpp"
#include "bot/hand_over.hpp"
#include "bot/import_cells.hpp"
#include "bot/json_write.hpp"
#include "bot/workflow/campaign_end.hpp"
#include "bot/workflow/campaigns.hpp"
#include "store/campaign_end.hpp"
#include "store/campaigns.hpp"

namespace bot {

namespace {

constexpr int problem = 1;
constexpr int wrong_usage = 2;

// What was told, before it is understood.
struct Words {
    CampaignCommand command;
    std::string starts;
    std::string ends;
    std::vector<std::string> reviewers;
    std::string late;
    std::string late_before;
    std::string state = "all";
    bool yes = false;
};
using WordsHandle = std::shared_ptr<Words>;

// RFC 3339 to the second: a day alone says not when.
std::optional<policy::Instant> take_time(const std::string& text, Terminal& terminal) {
    if (text.size() > 10) {
        if (const auto time = parse_time(text, Day::begins)) return time;
    }
    terminal.say(Said::problem, text + " is not a time like 2026-07-01T09:30:00Z");
    return std::nullopt;
}

std::optional<policy::Ask> take_reviewer(const std::string& text) {
    if (text == "manager") return policy::Ask{policy::ReviewerKind::manager};
    if (text == "integration-owner") return policy::Ask{policy::ReviewerKind::integration_owner};
    if (text == "resource-owner") return policy::Ask{policy::ReviewerKind::resource_owner};
    if (text.find('@') != std::string::npos)
        return policy::Ask{policy::ReviewerKind::named_person, text};
    return std::nullopt;
}

// False if a word makes no sense; that is told.
bool understand(Words& words, Terminal& terminal) {
    auto& campaign = words.command.campaign;
    const auto starts = take_time(words.starts, terminal);
    const auto ends = starts ? take_time(words.ends, terminal) : std::nullopt;
    if (!ends) return false;
    campaign.starts = *starts;
    campaign.ends = *ends;
    for (const auto& text : words.reviewers) {
        const auto ask = take_reviewer(text);
        if (!ask) {
            terminal.say(
                Said::problem,
                text +
                    " is no reviewer: manager, integration-owner, resource-owner or an e-mail "
                    "address"
            );
            return false;
        }
        campaign.reviewers.push_back(*ask);
    }
    if (!words.late.empty()) {
        campaign.late = policy::late_reviewers(words.late).value();
        words.command.late_told = true;
    }
    if (!words.late_before.empty()) {
        const auto duration = parse_duration(words.late_before);
        if (!duration) {
            terminal.say(Said::problem, words.late_before + " is not a duration like 2d or 36h");
            return false;
        }
        campaign.late_before = *duration;
        words.command.late_before_told = true;
    }
    auto whole = campaign;
    if (words.late_before.empty()) whole.late_before = policy::Seconds{1};  // the settings' then
    const auto problems = workflow::problems_within(whole);
    for (const auto& wrong : problems)
        terminal.say(Said::problem, wrong.sentence);
    return problems.empty();
}

int change(const Settings& settings, const CampaignCommand& command, Terminal& terminal) {
    require_database(settings);
    const WorkAlone alone = [&](store::Gate& gate, store::Millis now, const Say& say) {
        const CampaignWork work = [&](policy::CampaignId id) {
            // What takes access away is the daemon's work.
            if (command.verb == CampaignVerb::complete) return false;
            return work_alone_on(gate, id, std::chrono::floor<std::chrono::seconds>(now), say);
        };
        return do_campaign(gate, settings, command, cli_actor(), now, work, say);
    };
    return hand_over(
        settings, {std::string(word(command.verb)), arguments_of(command)}, alone, terminal
    );
}

int list(const Settings& settings, const Words& words, Terminal& terminal) {
    read_existing(settings, [&](store::Tx& tx) {
        const auto found = store::campaigns(tx, policy::campaign_state(words.state));
        if (words.command.json) {
            terminal.say(Said::output, campaigns_json(tx, found));
            return;
        }
        auto text = campaigns_text(tx, found);
        if (!text.empty()) text.pop_back();
        terminal.say(Said::output, text.empty() ? "No campaign." : text);
    });
    return 0;
}

int show(const Settings& settings, const Words& words, Terminal& terminal) {
    int status = 0;
    read_existing(settings, [&](store::Tx& tx) {
        const auto campaign = store::find_campaign(tx, words.command.id);
        if (!campaign) {
            terminal.say(Said::problem, no_such_campaign(words.command.id));
            status = problem;
            return;
        }
        auto text =
            words.command.json ? campaign_json(tx, *campaign) : campaign_text(tx, *campaign);
        while (text.ends_with('\n'))
            text.pop_back();
        terminal.say(Said::output, text);
    });
    return status;
}

using CommandOf = int (*)(const Settings&, const Words&, Terminal&);

int hand_on(const Settings& settings, const Words& words, Terminal& terminal) {
    return change(settings, words.command, terminal);
}

std::string count_text(std::int64_t count) {
    return std::to_string(count) + (count == 1 ? " access grant" : " access grants");
}

std::string people_text(std::int64_t count) {
    return std::to_string(count) + (count == 1 ? " person" : " people");
}

std::string preview_text(const workflow::CampaignPreview& preview) {
    const auto& campaign = preview.campaign;
    auto text = "Completing campaign " + std::to_string(campaign.id.value) + " (" + campaign.name +
                ") removes " + count_text(campaign.removed) + " of " +
                (preview.people == 0 ? "accounts of nobody known" : people_text(preview.people)) +
                ".";
    for (const auto& [application, resource, count] : preview.resources) {
        text += "\n  " + std::to_string(count.removed) + "  " + application;
        if (!resource.empty()) text += " · " + resource;
    }
    text += "\nKept: " + count_text(campaign.kept) + ".";
    if (campaign.open() > 0)
        text += "\nNot reviewed, stays as it is: " + count_text(campaign.open()) + ".";
    return text;
}

std::string preview_json(const workflow::CampaignPreview& preview) {
    JsonText json;
    json.begin_object();
    json.field("id", preview.campaign.id.value);
    json.field("state", policy::word(preview.campaign.state));
    json.field("to_remove", preview.campaign.removed);
    json.field("people", preview.people);
    json.field("kept", preview.campaign.kept);
    json.field("not_reviewed", preview.campaign.open());
    json.begin_array("resources");
    for (const auto& [application, resource, count] : preview.resources) {
        json.begin_object();
        json.field("integration", application);
        json.field("resource", resource);
        json.field("to_remove", count.removed);
        json.end_object();
    }
    json.end_array();
    json.end_object();
    return json.text();
}

// Shows what it would do, and asks whoever sits at a terminal.
int complete(const Settings& settings, const Words& words, Terminal& terminal) {
    if (words.yes) return change(settings, words.command, terminal);
    bool there = false;
    auto command = words.command;
    read_existing(settings, [&](store::Tx& tx) {
        command.shown = store::removal_changes(tx, command.id);
        const auto preview = workflow::preview_campaign(tx, words.command.id);
        there = preview.has_value();
        if (!there) return;
        terminal.say(
            Said::output, words.command.json ? preview_json(*preview) : preview_text(*preview)
        );
    });
    if (!there) {
        terminal.say(Said::problem, no_such_campaign(words.command.id));
        return problem;
    }
    if (isatty(STDIN_FILENO) != 1) {
        terminal.say(Said::problem, "Nothing was done: --yes completes it without asking.");
        return problem;
    }
    terminal.say(Said::output, "Complete it? Type yes:");
    std::string answer;
    std::getline(std::cin, answer);
    if (answer == "yes" || answer == "y") return change(settings, command, terminal);
    terminal.say(Said::problem, "Nothing was done.");
    return problem;
}

void does(
    CLI::App& command,
    const SettingsLoader& settings,
    CommandAct& act,
    const WordsHandle& words,
    CommandOf what
) {
    command.add_flag("--json", words->command.json, "Print JSON");
    command.callback([&settings, &act, words, what] {
        act = [&settings, words, what](Terminal& terminal) {
            const auto loaded = settings(terminal);
            return loaded ? what(*loaded, *words, terminal) : problem;
        };
    });
}

WordsHandle add_verb(CLI::App& command, CampaignVerb verb) {
    auto words = std::make_shared<Words>();
    words->command.verb = verb;
    if (verb == CampaignVerb::create) return words;
    command
        .add_option(
            "ID", words->command.id.value, "The campaign's number, as `campaign list` names it"
        )
        ->required()
        ->check(whole_number(1));
    return words;
}

void add_create(CLI::App& campaign, const SettingsLoader& settings, CommandAct& act) {
    auto* create = campaign.add_subcommand("create", "Make a draft, and print its number");
    auto words = add_verb(*create, CampaignVerb::create);
    auto& row = words->command.campaign;
    create->add_option("--name", row.name, "What people call it")->required();
    create->add_option("--start", words->starts, "When reviewers are asked (RFC 3339)")
        ->type_name("TIME")
        ->required();
    create->add_option("--end", words->ends, "When they should be done")
        ->type_name("TIME")
        ->required();
    create->add_option("--owner", words->command.owner, "Whose campaign it is: a risk manager")
        ->type_name("E-MAIL")
        ->required();
    const auto scope = [&](const char* option, std::vector<std::string>& names, const char* text) {
        create->add_option(option, names, text)->type_name("NAME")->take_all();
    };
    scope("--integration", row.scope.integrations, "Only this application's access; repeatable");
    scope("--resource", row.scope.resources, "Only access to a resource of this name");
    scope("--department", row.scope.departments, "Only what people of this department hold");
    scope("--title", row.scope.titles, "Only what people of this job title hold");
    create->add_flag("--privileged", row.scope.privileged_only, "Only privileged access");
    create
        ->add_option(
            "--reviewer",
            words->reviewers,
            "manager, integration-owner, resource-owner or an e-mail address: a level each, in "
            "order (default: as the policy says)"
        )
        ->take_all();
    create->add_option("--escalate", words->late, "What happens to late reviewers")
        ->check(CLI::IsMember({"notify", "reassign"}));
    create->add_option("--escalate-before", words->late_before, "How long before the end, like 2d")
        ->type_name("DURATION");
    create
        ->add_option(
            "--recurrence",
            row.recurrence,
            "A rule like FREQ=MONTHLY;INTERVAL=3 (RFC 5545): when its time comes, the next one is "
            "made"
        )
        ->type_name("RRULE");
    create->footer(
        "Nobody is asked before `campaign publish`. Without --integration, --resource,\n"
        "--department, --title and --privileged it covers all access."
    );
    create->add_flag("--json", words->command.json, "Print JSON");
    create->callback([&settings, &act, words] {
        act = [&settings, words](Terminal& terminal) {
            if (!understand(*words, terminal)) return wrong_usage;
            const auto loaded = settings(terminal);
            return loaded ? change(*loaded, words->command, terminal) : problem;
        };
    });
}

}  // namespace

void add_campaign_commands(CLI::App& app, const SettingsLoader& settings, CommandAct& act) {
    auto* campaign = app.add_subcommand("campaign", "Access review campaigns");
    campaign->require_subcommand(1);
    add_create(*campaign, settings, act);

    auto* published = campaign->add_subcommand("publish", "Make the reviews of a draft");
    published->footer(
        "Every access grant that the campaign covers becomes one review. An interrupted "
        "publishing\n"
        "goes on where it stopped. While `latchkey serve` runs, it does the work."
    );
    does(*published, settings, act, add_verb(*published, CampaignVerb::publish), hand_on);

    auto* listed = campaign->add_subcommand("list", "List campaigns, the newest first");
    auto listing = std::make_shared<Words>();
    listed->add_option("--state", listing->state, "Only campaigns in this state")
        ->check(CLI::IsMember({"draft", "in_progress", "overdue", "completed", "aborted", "all"}));
    does(*listed, settings, act, listing, list);

    auto* shown = campaign->add_subcommand(
        "show", "Show a campaign: progress by application, resource and reviewer"
    );
    auto showing = std::make_shared<Words>();
    shown->add_option("ID", showing->command.id.value, "The campaign's number")
        ->required()
        ->check(whole_number(1));
    does(*shown, settings, act, showing, show);

    auto* completed = campaign->add_subcommand(
        "complete", "End a campaign, and remove what its reviewers denied"
    );
    auto completing = add_verb(*completed, CampaignVerb::complete);
    completed->add_flag("--yes", completing->yes, "Do not ask");
    completed->footer(
        "Shows what would be removed and asks. Without a terminal and without --yes it does\n"
        "nothing and ends with 1. What nobody has reviewed stays as it is."
    );
    does(*completed, settings, act, completing, complete);
    auto* reminded = campaign->add_subcommand(
        "remind", "Remind reviewers who have something open, in Slack and by e-mail"
    );
    auto reminding = add_verb(*reminded, CampaignVerb::remind);
    auto* reviewer =
        reminded->add_option("--reviewer", reminding->command.reviewer, "Only this one")
            ->type_name("E-MAIL");
    reminded
        ->add_option(
            "--integration",
            reminding->command.integration,
            "Only those with something open in this application"
        )
        ->type_name("NAME")
        ->excludes(reviewer);
    reminded->footer(
        "Who was reminded within the last hour is not again. E-mail needs [smtp] in the settings."
    );
    does(*reminded, settings, act, reminding, hand_on);

    auto* aborted = campaign->add_subcommand("abort", "End a campaign without removing anything");
    auto aborting = add_verb(*aborted, CampaignVerb::abort);
    aborted
        ->add_option(
            "--reason", aborting->command.reason, "Why, for the audit trail and the reviewers"
        )
        ->required();
    does(*aborted, settings, act, aborting, hand_on);
}

}  // namespace bot
