#include "bot/workflow/campaigns.hpp"

#include <algorithm>

#include "store/campaign_items.hpp"
#include "store/directory.hpp"
#include "store/directory_words.hpp"
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

// What the campaign names and the company does not have.
std::vector<std::string> problems_of(store::Tx& tx, const store::CampaignRow& campaign) {
    std::vector<std::string> problems;
    const auto owner = store::find_employee(tx, campaign.owner);
    const auto roles = store::roles_of(tx, campaign.owner);
    const bool may_own =
        owner && owner->active &&
        std::find(roles.begin(), roles.end(), policy::Role::risk_manager) != roles.end();
    if (!may_own) {
        problems.push_back(
            (owner ? owner->email : "The owner") +
            " is no active risk manager: only a risk manager can own a campaign"
        );
    }
    for (const auto& name : store::unknown_integrations(tx, campaign.scope))
        problems.push_back("there is no application \"" + name + "\"");
    for (const auto& ask : campaign.reviewers) {
        if (ask.kind != policy::ReviewerKind::named_person) continue;
        const auto person = store::find_employee(tx, ask.email);
        if (!person || !person->active)
            problems.push_back("no active employee has the address " + ask.email);
    }
    return problems;
}

std::vector<store::AuditValue> values_of(const store::CampaignRow& campaign) {
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
    return values;
}

}  // namespace

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
    if (auto problems = problems_of(tx, campaign); !problems.empty())
        return {{}, std::move(problems)};
    for (auto& name : campaign.scope.integrations)
        name = store::find_integration(tx, name)->name;
    for (auto& ask : campaign.reviewers)
        ask.email = store::lower(ask.email);
    campaign.created_by = by;
    campaign.created_at = now;
    const auto id = store::insert_campaign(tx, campaign);
    audit_campaign(tx, id, by, "campaign.created", values_of(campaign), now);
    return {id, {}};
}

CampaignStep publish_campaign(
    store::Tx& tx, policy::CampaignId id, const std::string& by, policy::Instant now
) {
    if (!store::find_campaign(tx, id)) return CampaignStep::unknown;
    return store::begin_publishing(tx, id, by, now) ? CampaignStep::done : CampaignStep::not_draft;
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
