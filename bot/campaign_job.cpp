#include "bot/campaign_job.hpp"

#include <array>
#include <chrono>
#include <thread>
#include <utility>

#include "bot/campaign_remind_job.hpp"
#include "bot/json_write.hpp"
#include "bot/models/people.hpp"
#include "bot/workflow/campaign_publish.hpp"
#include "bot/workflow/campaigns.hpp"
#include "store/directory.hpp"

namespace bot {

namespace {

using workflow::CampaignStep;

constexpr std::array scope_words{
    std::pair{"integration", &store::CampaignScope::integrations},
    std::pair{"resource", &store::CampaignScope::resources},
    std::pair{"department", &store::CampaignScope::departments},
    std::pair{"title", &store::CampaignScope::titles}};

std::string number(std::int64_t value) {
    return std::to_string(value);
}

std::string seconds_of(policy::Instant at) {
    return number(policy::seconds_since_epoch(at));
}

// Takes one "name=value"; false for what is not ours.
bool take(CampaignCommand& command, const std::string& name, const std::string& value) {
    auto& campaign = command.campaign;
    for (const auto& [word, names] : scope_words) {
        if (name != word) continue;
        (campaign.scope.*names).push_back(value);
        return true;
    }
    if (name == "name") return campaign.name = value, true;
    if (name == "owner") return command.owner = value, true;
    if (name == "reason") return command.reason = value, true;
    if (name == "recurrence") return campaign.recurrence = value, true;
    if (name == "whom") return command.reviewer = value, true;
    if (name == "where") return command.integration = value, true;
    if (name == "person") {
        campaign.reviewers.push_back({policy::ReviewerKind::named_person, value});
        return true;
    }
    if (name == "reviewer") {
        const auto kind = policy::reviewer_kind(value);
        if (kind) campaign.reviewers.push_back({*kind, ""});
        return kind.has_value();
    }
    if (name == "late") {
        const auto late = policy::late_reviewers(value);
        if (late) campaign.late = *late;
        return command.late_told = late.has_value();
    }
    const auto count = models::id_of(value);
    if (!count) return false;
    if (name == "id") return command.id.value = *count, true;
    if (name == "starts") return campaign.starts = policy::instant(*count), true;
    if (name == "ends") return campaign.ends = policy::instant(*count), true;
    if (name == "privileged") return campaign.scope.privileged_only = true;
    if (name == "late_before") {
        campaign.late_before = policy::Seconds{*count};
        return command.late_before_told = true;
    }
    if (name == "json") return command.json = true;
    return false;
}

int create(
    store::Gate& gate,
    const Settings& settings,
    const CampaignCommand& command,
    const std::string& actor,
    policy::Instant now,
    const Say& say
) {
    auto campaign = command.campaign;
    if (!command.late_told) {
        campaign.late = settings.campaigns.escalate == CampaignEscalation::notify
                            ? policy::LateReviewers::notify
                            : policy::LateReviewers::reassign;
    }
    if (!command.late_before_told) campaign.late_before = settings.campaigns.escalate_before;
    workflow::CampaignMade made;
    gate.write_blocking([&](store::Tx& tx) {
        const auto owner = store::find_employee(tx, command.owner);
        if (!owner) {
            made.problems.push_back(
                {workflow::CampaignField::owner, "no employee has the address " + command.owner}
            );
            return;
        }
        campaign.owner = owner->id;
        made = workflow::make_campaign(tx, campaign, actor, now);
    });
    for (const auto& problem : made.problems)
        say(Said::problem, problem.sentence);
    if (!made.problems.empty()) return 1;
    if (!command.json) {
        say(Said::output, number(made.id.value));
        return 0;
    }
    JsonText json;
    json.begin_object();
    json.field("id", made.id.value);
    json.end_object();
    say(Said::output, json.text());
    return 0;
}

store::CampaignRow row_of(store::Gate& gate, policy::CampaignId id) {
    store::CampaignRow row;
    gate.write_blocking([&](store::Tx& tx) { row = store::find_campaign(tx, id).value(); });
    return row;
}

int publish(
    store::Gate& gate,
    const CampaignCommand& command,
    const std::string& actor,
    policy::Instant now,
    const CampaignWork& work,
    const Say& say
) {
    auto step = CampaignStep::unknown;
    gate.write_blocking(
        [&](store::Tx& tx) { step = workflow::publish_campaign(tx, command.id, actor, now); },
        store::Lane::event
    );
    if (step == CampaignStep::unknown) {
        say(Said::problem, no_such_campaign(command.id));
        return 1;
    }
    const auto name = "Campaign " + number(command.id.value);
    const bool publishing = row_of(gate, command.id).job == store::CampaignJob::publish;
    if (step != CampaignStep::done && !publishing) {
        say(Said::problem, name + " is no draft any more: a campaign is published once.");
        return 1;
    }
    const bool waited = work(command.id);
    const auto row = row_of(gate, command.id);
    if (!waited && row.job == store::CampaignJob::publish) {
        say(Said::problem,
            name + " is being published: the daemon goes on with it when it starts.");
        return 1;
    }
    if (row.state == policy::CampaignState::aborted) {
        say(Said::problem, name + " was aborted while it was being published.");
        return 1;
    }
    if (command.json) {
        JsonText json;
        json.begin_object();
        json.field("id", command.id.value);
        json.field("items", row.items);
        json.field("reviewers", row.reviewers_count);
        json.field("nobody_may_review", row.unasked);
        json.end_object();
        say(Said::output, json.text());
        return 0;
    }
    auto text = name + " is in progress: " + number(row.items) + " access grants for " +
                number(row.reviewers_count) + " reviewers.";
    if (row.unasked > 0) text += " Nobody may review " + number(row.unasked) + " of them.";
    say(Said::output, text);
    return 0;
}

int abort_it(
    store::Gate& gate,
    const CampaignCommand& command,
    const std::string& actor,
    policy::Instant now,
    const Say& say
) {
    auto step = CampaignStep::unknown;
    gate.write_blocking(
        [&](store::Tx& tx) {
            step = workflow::abort_campaign(tx, command.id, actor, command.reason, now);
        },
        store::Lane::event
    );
    const auto name = "Campaign " + number(command.id.value);
    if (step == CampaignStep::unknown) {
        say(Said::problem, no_such_campaign(command.id));
        return 1;
    }
    if (step != CampaignStep::done) {
        say(Said::problem, name + " has ended already: nothing is changed.");
        return 1;
    }
    if (command.json) {
        JsonText json;
        json.begin_object();
        json.field("id", command.id.value);
        json.field("state", "aborted");
        json.end_object();
        say(Said::output, json.text());
        return 0;
    }
    say(Said::output, name + " is aborted: nobody's access is changed by it.");
    return 0;
}

}  // namespace

std::string_view word(CampaignVerb verb) {
    switch (verb) {
        case CampaignVerb::create:
            return "campaign create";
        case CampaignVerb::publish:
            return "campaign publish";
        case CampaignVerb::remind:
            return "campaign remind";
        case CampaignVerb::abort:
            return "campaign abort";
    }
    return "";
}

std::vector<std::string> arguments_of(const CampaignCommand& command) {
    std::vector<std::string> all;
    const auto add = [&](const std::string& name, const std::string& value) {
        all.push_back(name + "=" + value);
    };
    if (command.json) add("json", "1");
    if (command.verb != CampaignVerb::create) {
        add("id", number(command.id.value));
        if (!command.reason.empty()) add("reason", command.reason);
        if (!command.reviewer.empty()) add("whom", command.reviewer);
        if (!command.integration.empty()) add("where", command.integration);
        return all;
    }
    const auto& campaign = command.campaign;
    add("name", campaign.name);
    add("owner", command.owner);
    add("starts", seconds_of(campaign.starts));
    add("ends", seconds_of(campaign.ends));
    if (!campaign.recurrence.empty()) add("recurrence", campaign.recurrence);
    for (const auto& [word, names] : scope_words) {
        for (const auto& name : campaign.scope.*names)
            add(word, name);
    }
    if (campaign.scope.privileged_only) add("privileged", "1");
    for (const auto& ask : campaign.reviewers) {
        if (ask.email.empty()) {
            add("reviewer", std::string(policy::word(ask.kind)));
        } else {
            add("person", ask.email);
        }
    }
    if (command.late_told) add("late", std::string(policy::word(campaign.late)));
    if (command.late_before_told) add("late_before", number(campaign.late_before.count()));
    return all;
}

std::optional<CampaignCommand> campaign_command(
    CampaignVerb verb, const std::vector<std::string>& arguments
) {
    CampaignCommand command;
    command.verb = verb;
    for (const auto& argument : arguments) {
        const auto equals = argument.find('=');
        if (equals == std::string::npos) return std::nullopt;
        if (!take(command, argument.substr(0, equals), argument.substr(equals + 1)))
            return std::nullopt;
    }
    if (verb != CampaignVerb::create && !command.id) return std::nullopt;
    return command;
}

int do_campaign(
    store::Gate& gate,
    const Settings& settings,
    const CampaignCommand& command,
    const std::string& actor,
    store::Millis now,
    const CampaignWork& work,
    const Say& say
) {
    const auto at = std::chrono::floor<std::chrono::seconds>(now);
    switch (command.verb) {
        case CampaignVerb::create:
            return create(gate, settings, command, actor, at, say);
        case CampaignVerb::publish:
            return publish(gate, command, actor, at, work, say);
        case CampaignVerb::remind:
            return remind_campaign(gate, command, !settings.smtp.url.empty(), actor, now, say);
        case CampaignVerb::abort:
            return abort_it(gate, command, actor, at, say);
    }
    return 1;
}

bool work_alone_on(
    store::Gate& gate, policy::CampaignId campaign, policy::Instant now, const Say& say
) {
    std::int64_t items = 0;
    bool more = true;
    while (more) {
        gate.write_blocking([&](store::Tx& tx) {
            const auto slice = workflow::find_slice(tx, campaign, now);
            more = slice && workflow::write_slice(tx, *slice, now) && !slice->last;
            if (slice) items += static_cast<std::int64_t>(slice->planned.size());
        });
        say(Said::progress, "publishing: " + number(items) + " access grants");
    }
    return true;
}

bool wait_for_worker(store::Gate& gate, policy::CampaignId campaign, const Say& say) {
    constexpr std::chrono::milliseconds between_looks{50};
    try {
        while (true) {
            const auto row = row_of(gate, campaign);
            if (row.job == store::CampaignJob::none) return true;
            say(Said::progress, "publishing: " + number(row.items) + " access grants");
            std::this_thread::sleep_for(between_looks);
        }
    } catch (const ControlGone&) {
        return false;
    }
}

std::string no_such_campaign(policy::CampaignId id) {
    return "there is no campaign " + number(id.value) +
           ": `latchkey campaign list` names those there are";
}

}  // namespace bot
