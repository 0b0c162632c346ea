#include "bot/campaign_job.hpp"

#include <array>
#include <chrono>
#include <thread>
#include <utility>

#include "bot/campaign_remind_job.hpp"
#include "bot/json_write.hpp"
#include "bot/models/people.hpp"
#include "bot/workflow/campaign_end.hpp"
#include "bot/workflow/campaign_publish.hpp"
#include "bot/workflow/campaigns.hpp"
#include "store/campaign_end.hpp"
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

std::string counted(std::int64_t some, const std::string& what) {
    return number(some) + what + (some == 1 ? "" : "s");
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
    if (name == "shown") return command.shown = models::id_of(value).value_or(0), true;
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

store::CampaignRow row_of(store::Gate& gate, policy::CampaignId id) {
    store::CampaignRow row;
    gate.write_blocking([&](store::Tx& tx) { row = store::find_campaign(tx, id).value(); });
    return row;
}

// One command while it is done: each verb answers the exit status.
class Job {
 public:
    Job(store::Gate& gate,
        const CampaignCommand& command,
        const std::string& actor,
        policy::Instant now,
        const CampaignWork& work,
        const Say& say)
        : gate_(gate), command_(command), actor_(actor), now_(now), work_(work), say_(say) {}

    int create(const Settings& settings) {
        auto campaign = command_.campaign;
        if (!command_.late_told) {
            campaign.late = settings.campaigns.escalate == CampaignEscalation::notify
                                ? policy::LateReviewers::notify
                                : policy::LateReviewers::reassign;
        }
        if (!command_.late_before_told) campaign.late_before = settings.campaigns.escalate_before;
        workflow::CampaignMade made;
        gate_.write_blocking([&](store::Tx& tx) {
            const auto owner = store::find_employee(tx, command_.owner);
            if (!owner) {
                made.problems.push_back(
                    {workflow::CampaignField::owner,
                     "no employee has the address " + command_.owner}
                );
                return;
            }
            campaign.owner = owner->id;
            made = workflow::make_campaign(tx, campaign, actor_, now_);
        });
        for (const auto& problem : made.problems)
            say_(Said::problem, problem.sentence);
        if (!made.problems.empty()) return 1;
        if (!command_.json) return done(number(made.id.value));
        return done([&](JsonText& json) { json.field("id", made.id.value); });
    }

    int publish() {
        std::vector<workflow::CampaignProblem> problems;
        const auto step = take([&](auto& tx, auto id, const auto& by, auto now) {
            const auto row = store::find_campaign(tx, id);
            if (row && row->state == policy::CampaignState::draft &&
                row->job == store::CampaignJob::none)
                problems = workflow::campaign_problems(tx, *row, now);
            return problems.empty() ? workflow::publish_campaign(tx, id, by, now)
                                    : CampaignStep::ended;
        });
        if (step == CampaignStep::unknown) return 1;
        for (const auto& problem : problems)
            not_done(" is not published: " + problem.sentence + ".");
        if (!problems.empty()) return 1;
        const bool publishing = row_of(gate_, command_.id).job == store::CampaignJob::publish;
        if (step != CampaignStep::done && !publishing)
            return not_done(" is no draft any more: a campaign is published once.");
        const bool waited = work_(command_.id);
        const auto row = row_of(gate_, command_.id);
        if (!waited && row.job == store::CampaignJob::publish)
            return not_done(" is being published: the daemon goes on with it when it starts.");
        if (row.state == policy::CampaignState::aborted)
            return not_done(" was aborted while it was being published.");
        if (command_.json) {
            return done([&](JsonText& json) {
                json.field("id", command_.id.value);
                json.field("items", row.items);
                json.field("reviewers", row.reviewers_count);
                json.field("nobody_may_review", row.unasked);
            });
        }
        auto text = name() + " is in progress: " + counted(row.items, " access grant") + " for " +
                    counted(row.reviewers_count, " reviewer") + ".";
        if (row.unasked > 0) text += " Nobody may review " + number(row.unasked) + " of them.";
        return done(text);
    }

    int complete() {
        bool changed = false;
        const auto step = take([&](auto& tx, auto id, const auto& by, auto now) {
            const auto row = store::find_campaign(tx, id);
            changed = row && policy::is_running(row->state) && command_.shown &&
                      store::removal_changes(tx, id) != *command_.shown;
            return changed ? CampaignStep::ended : workflow::complete_campaign(tx, id, by, now);
        });
        if (step == CampaignStep::unknown) return 1;
        if (changed) {
            return not_done(
                " is not completed: what would be removed has changed since it was shown. Run the "
                "command again."
            );
        }
        if (step == CampaignStep::not_draft)
            return not_done(" is a draft: `latchkey campaign publish` makes its reviews.");
        if (step != CampaignStep::done) return not_done(" has ended already: nothing is changed.");
        const bool waited = work_(command_.id);
        store::RemovalCounts counts;
        gate_.write_blocking([&](store::Tx& tx) { counts = store::removal_counts(tx, command_.id); }
        );
        if (command_.json) {
            return done([&](JsonText& json) {
                json.field("id", command_.id.value);
                json.field("state", "completed");
                json.field("under_way", counts.under_way);
                json.field("removed", counts.removed);
                json.field("not_held_any_more", counts.gone);
                json.field("failed", counts.failed);
            });
        }
        auto text = name() + " is completed.";
        const auto say_of = [&](std::int64_t some, const std::string& what) {
            if (some == 0) return;
            text +=
                " " + counted(some, " access grant") + (some == 1 ? " is " : " are ") + what + ".";
        };
        say_of(counts.under_way, "being removed");
        say_of(counts.removed, "removed");
        say_of(counts.gone, "not held any more");
        say_of(counts.failed, "not removed: it failed");
        if (!waited) text += " The daemon removes what was denied when it starts.";
        return done(text);
    }

    int abort() {
        const auto step = take([&](auto& tx, auto id, const auto& by, auto now) {
            return workflow::abort_campaign(tx, id, by, command_.reason, now);
        });
        if (step == CampaignStep::unknown) return 1;
        if (step != CampaignStep::done) return not_done(" has ended already: nothing is changed.");
        if (!command_.json) return done(name() + " is aborted: nobody's access is changed by it.");
        return done([&](JsonText& json) {
            json.field("id", command_.id.value);
            json.field("state", "aborted");
        });
    }

 private:
    // Takes the step in a transaction; that there is no such campaign is told.
    template <class Step>
    CampaignStep take(Step step) {
        auto taken = CampaignStep::unknown;
        gate_.write_blocking(
            [&](store::Tx& tx) { taken = step(tx, command_.id, actor_, now_); }, store::Lane::event
        );
        if (taken == CampaignStep::unknown) say_(Said::problem, no_such_campaign(command_.id));
        return taken;
    }

    std::string name() const { return "Campaign " + number(command_.id.value); }
    int not_done(const std::string& why) const {
        say_(Said::problem, name() + why);
        return 1;
    }
    int done(const std::string& text) const {
        say_(Said::output, text);
        return 0;
    }
    template <class Members>
    auto done(Members members) const -> decltype(members(std::declval<JsonText&>()), 0) {
        JsonText json;
        json.begin_object();
        members(json);
        json.end_object();
        return done(json.text());
    }

    store::Gate& gate_;
    const CampaignCommand& command_;
    const std::string& actor_;
    policy::Instant now_;
    const CampaignWork& work_;
    const Say& say_;
};

std::string progress_text(const store::CampaignRow& row) {
    if (row.job == store::CampaignJob::complete) return "completing: removals are begun";
    return "publishing: " + number(row.items) + " access grants";
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
        case CampaignVerb::complete:
            return "campaign complete";
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
        if (command.shown) add("shown", number(*command.shown));
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
    Job job(gate, command, actor, at, work, say);
    switch (command.verb) {
        case CampaignVerb::create:
            return job.create(settings);
        case CampaignVerb::publish:
            return job.publish();
        case CampaignVerb::complete:
            return job.complete();
        case CampaignVerb::remind:
            return remind_campaign(gate, command, !settings.smtp.url.empty(), actor, now, say);
        case CampaignVerb::abort:
            return job.abort();
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
            say(Said::progress, progress_text(row));
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
