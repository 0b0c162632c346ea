#include "bot/campaign_report.hpp"

#include <algorithm>
#include <map>

#include "bot/json_write.hpp"
#include "bot/models/trail.hpp"
#include "bot/request_report.hpp"
#include "store/campaign_attention.hpp"
#include "store/campaign_end.hpp"
#include "store/campaign_reminders.hpp"
#include "store/directory.hpp"

namespace bot {

namespace {

// On a screen; a program gets them all.
constexpr int most_reviewers = 20;

std::string number(std::int64_t value) {
    return std::to_string(value);
}

std::string state_text(const store::CampaignRow& campaign) {
    if (campaign.job == store::CampaignJob::publish) return "draft, being published";
    if (campaign.state == policy::CampaignState::in_progress) return "in progress";
    return std::string(policy::word(campaign.state));
}

std::string progress_text(const store::CampaignCount& count) {
    auto text = number(count.kept + count.removed) + " of " + number(count.items) + " reviewed";
    if (count.removed > 0) text += ", " + number(count.removed) + " to remove";
    return text;
}

store::CampaignCount count_of(const store::CampaignRow& campaign) {
    return {campaign.items, campaign.kept, campaign.removed};
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

std::string ask_text(const policy::Ask& ask) {
    if (!ask.email.empty()) return ask.email;
    auto text = std::string(policy::word(ask.kind));
    for (auto& c : text)
        c = c == '_' ? '-' : c;
    return text;
}

std::string scope_text(const store::CampaignScope& scope) {
    std::string text;
    const auto add = [&](const std::string& what, const std::vector<std::string>& names) {
        if (!names.empty()) text += (text.empty() ? "" : "; ") + what + " " + joined(names);
    };
    add("applications", scope.integrations);
    add("resources", scope.resources);
    add("departments", scope.departments);
    add("titles", scope.titles);
    if (scope.privileged_only) text += std::string(text.empty() ? "" : "; ") + "privileged only";
    return text.empty() ? "all access" : text;
}

std::string reviewers_text(const store::CampaignRow& campaign) {
    if (campaign.reviewers.empty()) return "as the policy says";
    std::vector<std::string> names;
    for (const auto& ask : campaign.reviewers)
        names.push_back(ask_text(ask));
    return joined(names);
}

// The resources' counts of each application together.
std::vector<std::pair<std::string, store::CampaignCount>> by_integration(
    const std::vector<store::ResourceCount>& resources
) {
    std::vector<std::pair<std::string, store::CampaignCount>> all;
    for (const auto& one : resources) {
        if (all.empty() || all.back().first != one.integration)
            all.push_back({one.integration, {}});
        auto& count = all.back().second;
        count.items += one.count.items;
        count.kept += one.count.kept;
        count.removed += one.count.removed;
    }
    return all;
}

void person(JsonText& json, const char* name, store::Tx& tx, policy::EmployeeId id) {
    const auto employee = store::find_employee(tx, id);
    json.begin_object(name);
    json.field("name", employee ? employee->name : "");
    json.field("email", employee ? employee->email : "");
    json.end_object();
}

// What stands beside a reviewer: "everything kept; 60 kept within 40 s".
std::string attention_text(store::Tx& tx, const store::ReviewerCount& one) {
    std::string text;
    if (policy::is_all_kept(one.count.items, one.count.kept)) text = "everything kept";
    if (const auto fast = store::fastest_keeping(tx, one.task)) {
        text += std::string(text.empty() ? "" : "; ") + number(fast->kept) + " kept within " +
                number(std::max<std::int64_t>(fast->within.count(), 1)) + " s";
    }
    return text;
}

void put_attention(JsonText& json, store::Tx& tx, const store::ReviewerCount& one) {
    json.begin_array("attention");
    if (policy::is_all_kept(one.count.items, one.count.kept)) {
        json.begin_object();
        json.field("mark", "everything_kept");
        json.end_object();
    }
    if (const auto fast = store::fastest_keeping(tx, one.task)) {
        json.begin_object();
        json.field("mark", "kept_fast");
        json.field("kept", fast->kept);
        json.field("seconds", static_cast<std::int64_t>(fast->within.count()));
        json.end_object();
    }
    json.end_array();
}

void put_count(JsonText& json, const store::CampaignCount& count) {
    json.field("items", count.items);
    json.field("kept", count.kept);
    json.field("removed", count.removed);
    json.field("open", count.open());
}

std::optional<std::string> told(const std::optional<policy::Instant>& at) {
    return at ? std::optional(rfc3339(*at)) : std::nullopt;
}

void put_names(JsonText& json, const char* name, const std::vector<std::string>& names) {
    json.begin_array(name);
    for (const auto& one : names)
        json.value(one);
    json.end_array();
}

// The members that a list shows, too.
void put_head(JsonText& json, store::Tx& tx, const store::CampaignRow& campaign) {
    json.field("id", campaign.id.value);
    json.field("name", campaign.name);
    json.field("state", policy::word(campaign.state));
    json.field("publishing", campaign.job == store::CampaignJob::publish);
    person(json, "owner", tx, campaign.owner);
    json.field("starts_at", rfc3339(campaign.starts));
    json.field("ends_at", rfc3339(campaign.ends));
    put_count(json, count_of(campaign));
    json.field("nobody_may_review", campaign.unasked);
    json.field("reviewers", campaign.reviewers_count);
    json.field("reviewers_left", store::reviewers_left(tx, campaign.id));
    json.field("reviewers_worth_a_look", store::marked_reviewers(tx, campaign.id));
    json.field("recurrence", campaign.recurrence);
    json.field(
        "copy_of",
        campaign.copy_of ? std::optional(campaign.copy_of.value) : std::optional<std::int64_t>()
    );
}

}  // namespace

std::string campaigns_text(store::Tx& tx, const std::vector<store::CampaignRow>& campaigns) {
    std::string text;
    for (const auto& campaign : campaigns) {
        text += number(campaign.id.value) + "  " + state_text(campaign) + "  " + campaign.name +
                ", " + models::full_name(tx, campaign.owner) + ", until " + readable(campaign.ends);
        if (campaign.items > 0) text += ": " + progress_text(count_of(campaign));
        if (!campaign.recurrence.empty())
            text += ", " + policy::recurrence_words(campaign.recurrence);
        text += '\n';
    }
    return text;
}

std::string campaigns_json(store::Tx& tx, const std::vector<store::CampaignRow>& campaigns) {
    JsonText json;
    json.begin_array();
    for (const auto& campaign : campaigns) {
        json.begin_object();
        put_head(json, tx, campaign);
        json.end_object();
    }
    json.end_array();
    return json.text();
}

std::string campaign_text(store::Tx& tx, const store::CampaignRow& campaign) {
    std::string text = "Campaign " + number(campaign.id.value) + "  " + campaign.name + "\n";
    const auto line = [&](const std::string& name, const std::string& value) {
        text += name + std::string(name.size() < 12 ? 12 - name.size() : 1, ' ') + value + "\n";
    };
    line("State", state_text(campaign));
    line("Owner", models::full_name(tx, campaign.owner));
    line("From", readable(campaign.starts));
    line("Until", readable(campaign.ends));
    line("Covers", scope_text(campaign.scope));
    line("Reviewers", reviewers_text(campaign));
    if (!campaign.recurrence.empty()) line("Recurs", policy::recurrence_words(campaign.recurrence));
    if (campaign.copy_of) line("Follows", "campaign " + number(campaign.copy_of.value));
    if (campaign.ended_at) {
        line(
            "Ended",
            readable(*campaign.ended_at) + " by " + models::actor_name(tx, campaign.ended_by)
        );
        if (!campaign.end_reason.empty()) line("Because", campaign.end_reason);
    }
    if (campaign.state == policy::CampaignState::completed) {
        const auto counts = store::removal_counts(tx, campaign.id);
        line(
            "Removals",
            number(counts.removed) + " removed, " + number(counts.failed) + " failed, " +
                number(counts.under_way) + " under way, " + number(counts.gone) +
                " not held any more"
        );
    }
    if (campaign.items == 0) return text;
    line("Progress", progress_text(count_of(campaign)));
    if (campaign.unasked > 0) line("", "nobody may review " + number(campaign.unasked));
    const auto resources = store::counts_by_resource(tx, campaign.id);
    text += "\nBy application\n";
    for (const auto& [name, count] : by_integration(resources))
        text += "  " + name + ": " + progress_text(count) + "\n";
    text += "\nBy reviewer, " + number(store::reviewers_left(tx, campaign.id)) + " of " +
            number(campaign.reviewers_count) + " with open reviews\n";
    for (const auto& one : store::counts_by_reviewer(tx, campaign.id, 0, most_reviewers)) {
        text += "  " + models::full_name(tx, one.reviewer) + ": " + progress_text(one.count);
        if (const auto mark = attention_text(tx, one); !mark.empty())
            text += " [worth a look: " + mark + "]";
        if (const auto at = store::reminded_at(tx, one.task)) text += ", reminded " + readable(*at);
        text += "\n";
    }
    if (const auto marked = store::marked_reviewers(tx, campaign.id); marked > 0)
        text += "  " + number(marked) + " worth a look\n";
    if (campaign.reviewers_count > most_reviewers) {
        text += "  … and " + number(campaign.reviewers_count - most_reviewers) +
                " more: --json shows all.\n";
    }
    return text;
}

std::string campaign_json(store::Tx& tx, const store::CampaignRow& campaign) {
    JsonText json;
    json.begin_object();
    put_head(json, tx, campaign);
    json.begin_object("scope");
    put_names(json, "integrations", campaign.scope.integrations);
    put_names(json, "resources", campaign.scope.resources);
    put_names(json, "departments", campaign.scope.departments);
    put_names(json, "titles", campaign.scope.titles);
    json.field("privileged_only", campaign.scope.privileged_only);
    json.end_object();
    json.begin_array("levels");
    for (const auto& ask : campaign.reviewers)
        json.value(ask_text(ask));
    json.end_array();
    json.field("escalate", policy::word(campaign.late));
    json.field("escalate_before_seconds", static_cast<std::int64_t>(campaign.late_before.count()));
    json.field("published_at", told(campaign.published_at));
    json.field("ended_at", told(campaign.ended_at));
    json.field("ended_by", models::actor_name(tx, campaign.ended_by));
    json.field("end_reason", campaign.end_reason);
    const auto removals = store::removal_counts(tx, campaign.id);
    json.begin_object("removals");
    json.field("removed", removals.removed);
    json.field("failed", removals.failed);
    json.field("under_way", removals.under_way);
    json.field("not_held_any_more", removals.gone);
    json.end_object();
    const auto resources = store::counts_by_resource(tx, campaign.id);
    json.begin_array("by_integration");
    for (const auto& [name, count] : by_integration(resources)) {
        json.begin_object();
        json.field("integration", name);
        put_count(json, count);
        json.end_object();
    }
    json.end_array();
    json.begin_array("by_resource");
    for (const auto& one : resources) {
        json.begin_object();
        json.field("integration", one.integration);
        json.field("resource", one.resource);
        put_count(json, one.count);
        json.end_object();
    }
    json.end_array();
    json.begin_array("by_reviewer");
    for (const auto& one : store::counts_by_reviewer(tx, campaign.id)) {
        json.begin_object();
        person(json, "reviewer", tx, one.reviewer);
        put_count(json, one.count);
        json.field("reminded_at", told(store::reminded_at(tx, one.task)));
        put_attention(json, tx, one);
        json.end_object();
    }
    json.end_array();
    json.end_object();
    return json.text();
}

std::string campaign_scope_text(const store::CampaignRow& campaign) {
    return scope_text(campaign.scope);
}

std::string campaign_reviewers_text(const store::CampaignRow& campaign) {
    return reviewers_text(campaign);
}

}  // namespace bot
