#include "bot/workflow/campaigns.hpp"

#include <algorithm>
#include <cctype>

#include "bot/recurrence.hpp"
#include "bot/workflow/facts.hpp"
#include "store/campaign_items.hpp"
#include "store/campaign_scope.hpp"
#include "store/directory.hpp"
#include "store/directory_words.hpp"
#include "store/homes.hpp"
#include "store/policies.hpp"
#include "store/timers.hpp"

namespace bot::workflow {
namespace {

using policy::CampaignState;

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

// Names as the directory and the rules write them.
void tidy(store::Tx& tx, store::CampaignRow& campaign) {
    for (auto& name : campaign.scope.integrations)
        name = store::find_integration(tx, name)->name;
    for (auto& ask : campaign.reviewers)
        ask.email = store::lower(ask.email);
    campaign.recurrence = tidy_recurrence(campaign.recurrence);
}

// Names that nothing has: what they ask for covers nothing.
void add_unknown_names(
    store::Tx& tx, const store::CampaignRow& campaign, std::vector<CampaignProblem>& problems
) {
    struct Names {
        CampaignField field;
        store::ScopeKind kind;
        const std::vector<std::string>& names;
        const char* what;
    };
    const auto& scope = campaign.scope;
    const Names all[] = {
        {CampaignField::resources, store::ScopeKind::resource, scope.resources, "no resource"},
        {CampaignField::departments,
         store::ScopeKind::department,
         scope.departments,
         "nobody active in a department"},
        {CampaignField::titles,
         store::ScopeKind::title,
         scope.titles,
         "nobody active with the title"}};
    for (const auto& [field, kind, names, what] : all) {
        for (const auto& name : names) {
            if (!store::is_scope_name(tx, kind, name))
                problems.push_back({field, std::string("there is ") + what + " \"" + name + "\""});
        }
    }
}

}  // namespace

std::vector<store::AuditValue> campaign_values(const store::CampaignRow& campaign) {
    std::vector<store::AuditValue> values{
        {"name", campaign.name},
        {"owner", store::audit_name(campaign.owner)},
        {"starts", std::to_string(policy::seconds_since_epoch(campaign.starts))},
        {"ends", std::to_string(policy::seconds_since_epoch(campaign.ends))}};
    const auto add = [&](const char* name, const std::vector<std::string>& names) {
        if (!names.empty()) values.push_back({name, joined(names)});
    };
    add("integrations", campaign.scope.integrations);
    add("resources", campaign.scope.resources);
    add("departments", campaign.scope.departments);
    add("titles", campaign.scope.titles);
    if (campaign.scope.privileged_only) values.push_back({"privileged only", "true"});
    std::vector<std::string> levels;
    for (const auto& ask : campaign.reviewers)
        levels.push_back(ask.email.empty() ? std::string(policy::word(ask.kind)) : ask.email);
    add("reviewers", levels);
    values.push_back({"late reviewers", std::string(policy::word(campaign.late))});
    values.push_back({"late before", std::to_string(campaign.late_before.count())});
    if (!campaign.recurrence.empty()) values.push_back({"recurrence", campaign.recurrence});
    return values;
}

std::vector<CampaignProblem> problems_within(const store::CampaignRow& campaign) {
    std::vector<CampaignProblem> problems;
    const bool named = std::any_of(campaign.name.begin(), campaign.name.end(), [](unsigned char c) {
        return std::isspace(c) == 0;
    });
    if (!named) problems.push_back({CampaignField::name, "a campaign needs a name"});
    if (campaign.ends <= campaign.starts)
        problems.push_back({CampaignField::ends, "the end must be after the start"});
    if (campaign.late_before.count() <= 0) {
        problems.push_back(
            {CampaignField::late_before, "late reviewers need some time before the end"}
        );
    }
    if (campaign.late_before.count() > 0 && campaign.starts < campaign.ends &&
        campaign.ends - campaign.late_before <= campaign.starts) {
        problems.push_back(
            {CampaignField::late_before,
             "the time before the end at which reviewers are late is not before the start: choose "
             "less"}
        );
    }
    const auto rule = tidy_recurrence(campaign.recurrence);
    if (const auto why = rule.empty() ? std::nullopt : recurrence_problem(rule))
        problems.push_back({CampaignField::recurrence, *why});
    return problems;
}

std::vector<CampaignProblem> campaign_problems(
    store::Tx& tx, const store::CampaignRow& campaign, policy::Instant now
) {
    auto problems = problems_within(campaign);
    if (campaign.ends <= now && campaign.starts < campaign.ends)
        problems.push_back({CampaignField::ends, "the end is over already"});
    const auto owner = store::find_employee(tx, campaign.owner);
    const auto roles = store::roles_of(tx, campaign.owner);
    const bool may_own =
        owner && owner->active &&
        std::find(roles.begin(), roles.end(), policy::Role::risk_manager) != roles.end();
    if (!may_own) {
        problems.push_back(
            {CampaignField::owner,
             (owner ? owner->email : "The owner") +
                 " is no active risk manager: only a risk manager can own a campaign"}
        );
    }
    for (const auto& name : store::unknown_integrations(tx, campaign.scope))
        problems.push_back({CampaignField::integrations, "there is no application \"" + name + "\""}
        );
    for (const auto& ask : campaign.reviewers) {
        if (ask.kind != policy::ReviewerKind::named_person) continue;
        const auto person = store::find_employee(tx, ask.email);
        if (!person || !person->active) {
            problems.push_back(
                {CampaignField::reviewers, "no active employee has the address " + ask.email}
            );
        }
    }
    return problems;
}

std::int64_t audit_campaign(
    store::Tx& tx,
    policy::CampaignId id,
    const std::string& by,
    const std::string& act,
    std::vector<store::AuditValue> values,
    policy::Instant now,
    std::optional<policy::EmployeeId> on_behalf_of
) {
    store::AuditEntry entry;
    entry.at = now;
    entry.actor = by;
    if (on_behalf_of) entry.on_behalf_of = store::audit_name(*on_behalf_of);
    entry.act = act;
    entry.subject = "campaign:" + std::to_string(id.value);
    entry.values = std::move(values);
    entry.policy_version = store::newest_policy(tx).version;
    return store::append_audit(tx, entry);
}

CampaignMade make_campaign(
    store::Tx& tx, store::CampaignRow campaign, const std::string& by, policy::Instant now
) {
    auto problems = campaign_problems(tx, campaign, now);
    add_unknown_names(tx, campaign, problems);
    if (!problems.empty()) return {{}, std::move(problems)};
    tidy(tx, campaign);
    campaign.created_by = by;
    campaign.created_at = now;
    const auto id = store::insert_campaign(tx, campaign);
    audit_campaign(tx, id, by, "campaign.created", campaign_values(campaign), now);
    touch_campaign_homes(tx, by, now);
    return {id, {}};
}

CampaignChanged change_campaign(
    store::Tx& tx, store::CampaignRow campaign, const std::string& by, policy::Instant now
) {
    const auto before = store::find_campaign(tx, campaign.id);
    if (!before) return {CampaignStep::unknown};
    if (before->state != policy::CampaignState::draft || before->job != store::CampaignJob::none)
        return {CampaignStep::not_draft};
    auto problems = campaign_problems(tx, campaign, now);
    add_unknown_names(tx, campaign, problems);
    if (!problems.empty()) return {CampaignStep::done, std::move(problems)};
    tidy(tx, campaign);
    // Another rule, or another first day, begins a series of its own.
    const bool goes_on =
        campaign.recurrence == before->recurrence && campaign.starts == before->starts;
    campaign.recurs_from = goes_on ? before->recurs_from : std::nullopt;
    if (!store::change_draft(tx, campaign, now)) return {CampaignStep::not_draft};
    audit_campaign(tx, campaign.id, by, "campaign.changed", campaign_values(campaign), now);
    touch_campaign_homes(tx, by, now);
    return {};
}

CampaignStep publish_campaign(
    store::Tx& tx, policy::CampaignId id, const std::string& by, policy::Instant now
) {
    const auto campaign = store::find_campaign(tx, id);
    if (!campaign) return CampaignStep::unknown;
    if (!store::begin_publishing(tx, id, by, now)) return CampaignStep::not_draft;
    if (!campaign->recurrence.empty())
        store::set_timer(tx, {store::TimerKind::campaign_recurrence, id.value, {}, now});
    touch_campaign_homes(tx, by, now);
    return CampaignStep::done;
}

void touch_campaign_homes(store::Tx& tx, const std::string& by, policy::Instant now) {
    for (const auto manager : store::employees_with_role(tx, policy::Role::risk_manager)) {
        const auto when = store::audit_name(manager) == by ? store::HomePublish::at_once
                                                           : store::HomePublish::within_a_minute;
        store::home_stale(tx, manager, when, store::Millis{now});
    }
}

CampaignStep abort_campaign(
    store::Tx& tx,
    policy::CampaignId id,
    const std::string& by,
    const std::string& reason,
    policy::Instant now
) {
    const auto campaign = store::find_campaign(tx, id);
    if (!campaign) return CampaignStep::unknown;
    const bool aborted = store::move_campaign(
        tx,
        id,
        {CampaignState::draft, CampaignState::in_progress, CampaignState::overdue},
        CampaignState::aborted,
        by,
        reason,
        now
    );
    if (!aborted) return CampaignStep::ended;
    for (std::optional<policy::CampaignId> one = id; one; one = store::next_in_series(tx, *one))
        store::drop_timer(tx, store::TimerKind::campaign_recurrence, one->value);
    touch_campaign_homes(tx, by, now);
    campaign_ended(tx, id, now);
    audit_campaign(
        tx,
        id,
        by,
        "campaign.aborted",
        {{"before", std::string(policy::word(campaign->state))},
         {"after", "aborted"},
         {"reason", reason},
         {"items", std::to_string(campaign->items)},
         {"open", std::to_string(campaign->open())}},
        now
    );
    return CampaignStep::done;
}

std::vector<policy::EmployeeId> who_answers_for(store::Tx& tx, const store::CampaignRow& campaign) {
    if (is_able(tx, campaign.owner)) return {campaign.owner};
    for (const auto role : {policy::Role::risk_manager, policy::Role::administrator}) {
        auto people = store::employees_with_role(tx, role);
        std::erase_if(people, [&](policy::EmployeeId who) { return !is_able(tx, who); });
        if (!people.empty()) return people;
    }
    return {};
}

void campaign_ended(store::Tx& tx, policy::CampaignId id, policy::Instant now) {
    using store::TimerKind;
    for (const auto kind :
         {TimerKind::campaign_reminder,
          TimerKind::campaign_escalation,
          TimerKind::campaign_overdue,
          TimerKind::campaign_over_for})
        store::drop_timers(tx, kind, id.value);
    store::forget_rounds(tx, id);
    store::set_timer(tx, {TimerKind::campaign_start, id.value, {}, now});
}

}  // namespace bot::workflow
