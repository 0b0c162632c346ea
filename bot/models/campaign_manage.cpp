#include "bot/models/campaign_manage.hpp"

#include <algorithm>
#include <array>

#include "blocks/duration_text.hpp"
#include "blocks/search_answer.hpp"
#include "bot/models/campaigns.hpp"
#include "bot/models/people.hpp"
#include "bot/models/trail.hpp"
#include "bot/workflow/campaigns.hpp"
#include "store/campaign_end.hpp"
#include "store/directory.hpp"
#include "store/directory_words.hpp"

namespace bot::models {
namespace {

using policy::CampaignState;
using store::CampaignParts;

constexpr std::size_t value_units = 75;

blocks::ManagedState managed_state(const store::CampaignRow& row) {
    if (row.job == store::CampaignJob::publish) return blocks::ManagedState::publishing;
    switch (row.state) {
        case CampaignState::draft:
            return blocks::ManagedState::draft;
        case CampaignState::in_progress:
            return blocks::ManagedState::running;
        case CampaignState::overdue:
            return blocks::ManagedState::overdue;
        case CampaignState::completed:
            return blocks::ManagedState::completed;
        case CampaignState::aborted:
            break;
    }
    return blocks::ManagedState::aborted;
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

std::string covers(const store::CampaignScope& scope) {
    std::string text;
    const auto add = [&](const char* what, const std::vector<std::string>& names) {
        if (!names.empty()) text += std::string(text.empty() ? "" : "; ") + what + joined(names);
    };
    add("applications ", scope.integrations);
    add("resources ", scope.resources);
    add("departments ", scope.departments);
    add("titles ", scope.titles);
    if (scope.privileged_only) text += text.empty() ? "privileged access" : "; privileged only";
    return text.empty() ? "all access" : text;
}

struct Kind {
    policy::ReviewerKind kind;
    const char* name;
};
constexpr std::array level_kinds{
    Kind{policy::ReviewerKind::manager, "Manager of whoever holds it"},
    Kind{policy::ReviewerKind::integration_owner, "Owner of the application"},
    Kind{policy::ReviewerKind::resource_owner, "Owner of the resource"}};

std::string level_name(store::Tx& tx, const policy::Ask& ask) {
    for (const auto& known : level_kinds) {
        if (known.kind == ask.kind) return known.name;
    }
    const auto person = store::find_employee(tx, ask.email);
    return person ? person->name : ask.email;
}

std::string reviewers(store::Tx& tx, const store::CampaignRow& row) {
    std::vector<std::string> names;
    for (const auto& ask : row.reviewers)
        names.push_back(level_name(tx, ask));
    return names.empty() ? "as the policy says" : joined(names);
}

std::string late(const store::CampaignRow& row) {
    const bool notify = row.late == policy::LateReviewers::notify;
    return std::string(notify ? "their managers are told " : "their managers get the reviews ") +
           blocks::duration_text(row.late_before) + " before the end";
}

std::string kind_value(policy::ReviewerKind kind) {
    return "kind:" + std::string(policy::word(kind));
}

blocks::Option level_option(store::Tx& tx, const policy::Ask& ask) {
    const auto name = blocks::plain(level_name(tx, ask));
    if (ask.kind != policy::ReviewerKind::named_person) return {name, kind_value(ask.kind)};
    const auto person = store::find_employee(tx, ask.email);
    return {name, "person:" + std::to_string(person ? person->id.value : 0)};
}

CampaignParts parts_of(std::string_view shown) {
    if (shown == blocks::parts_resources) return CampaignParts::resources;
    if (shown == blocks::parts_reviewers) return CampaignParts::reviewers;
    if (shown == blocks::parts_marked) return CampaignParts::marked;
    return CampaignParts::integrations;
}

store::ReminderAbout about_of(CampaignParts parts) {
    if (parts == CampaignParts::integrations) return store::ReminderAbout::integration;
    if (parts == CampaignParts::resources) return store::ReminderAbout::resource;
    return store::ReminderAbout::reviewer;
}

blocks::CampaignPartLine part_line(
    policy::CampaignId campaign, CampaignParts parts, const store::CampaignPart& part
) {
    blocks::CampaignPartLine line;
    line.key = key_of(CampaignRemindKey{campaign, about_of(parts), part.id});
    line.name = part.name.empty() ? "(no name)" : part.name;
    line.application = part.application;
    line.progress = progress(part.count);
    line.reminded = part.reminded;
    if (about_of(parts) == store::ReminderAbout::reviewer)
        line.all_kept = policy::is_all_kept(part.count.items, part.count.kept);
    if (part.fast) {
        line.fast_kept = part.fast->kept;
        line.fast_seconds = part.fast->within.count();
    }
    return line;
}

blocks::Paged<blocks::CampaignPartLine> part_page(
    store::Tx& tx, policy::CampaignId campaign, const blocks::CampaignPlaceShown& place
) {
    constexpr int rows = blocks::campaign_part_rows;
    const auto parts = parts_of(place.shown);
    const auto found = store::campaign_parts(tx, campaign, parts, place.page, rows);
    blocks::Paged<blocks::CampaignPartLine> shown;
    shown.page = static_cast<std::size_t>(found.page);
    shown.total = found.total;
    shown.pages =
        static_cast<std::size_t>(std::max<std::int64_t>(1, (found.total + rows - 1) / rows));
    for (const auto& part : found.rows)
        shown.items.push_back(part_line(campaign, parts, part));
    return shown;
}

std::optional<blocks::CampaignRemovals> removals(store::Tx& tx, const store::CampaignRow& row) {
    if (row.state != CampaignState::completed) return std::nullopt;
    const auto counts = store::removal_counts(tx, row.id);
    const bool begins = row.job == store::CampaignJob::complete;
    const auto waiting = begins ? std::max<std::int64_t>(0, row.removed - counts.all()) : 0;
    return blocks::CampaignRemovals{
        counts.under_way + waiting, counts.removed, counts.failed, counts.gone};
}

blocks::Option name_option(const std::string& name, const std::string& value) {
    return {blocks::plain(name), value};
}

}  // namespace

std::string key_of(policy::CampaignId id) {
    return std::to_string(id.value);
}

blocks::ManagedCampaign managed_campaign(
    store::Tx& tx, const store::CampaignRow& row, policy::EmployeeId reader
) {
    blocks::ManagedCampaign shown;
    shown.key = key_of(row.id);
    shown.name = row.name;
    shown.state = managed_state(row);
    shown.owner = person(tx, row.owner, reader);
    shown.progress = {row.items, row.kept, row.removed};
    shown.starts = row.starts;
    shown.ends = row.ends;
    shown.reviewers = row.reviewers_count;
    if (!row.recurrence.empty()) shown.recurs = policy::recurrence_words(row.recurrence);
    return shown;
}

std::vector<blocks::ManagedCampaign> managed_campaigns(store::Tx& tx, policy::EmployeeId reader) {
    std::vector<blocks::ManagedCampaign> all;
    auto rows = store::running_campaigns(tx);
    for (auto& draft : store::campaigns(tx, CampaignState::draft))
        rows.push_back(std::move(draft));
    for (const auto& row : rows)
        all.push_back(managed_campaign(tx, row, reader));
    return all;
}

blocks::Paged<blocks::ManagedCampaign> campaign_list(
    store::Tx& tx, policy::EmployeeId reader, int page
) {
    constexpr int rows = blocks::campaign_list_rows;
    const auto all = store::campaigns(tx);
    blocks::Paged<blocks::ManagedCampaign> shown;
    shown.total = static_cast<std::int64_t>(all.size());
    shown.pages = std::max<std::size_t>(1, (all.size() + rows - 1) / rows);
    shown.page = std::min(static_cast<std::size_t>(std::max(page, 0)), shown.pages - 1);
    for (std::size_t at = shown.page * rows; at < all.size() && shown.items.size() < rows; ++at)
        shown.items.push_back(managed_campaign(tx, all[at], reader));
    return shown;
}

std::optional<blocks::CampaignPage> campaign_page(
    store::Tx& tx,
    const blocks::CampaignPlaceShown& place,
    policy::EmployeeId reader,
    policy::Instant now,
    const std::optional<blocks::Markdown>& notice
) {
    const auto id = id_of(place.key);
    const auto row = id ? store::find_campaign(tx, {*id}) : std::nullopt;
    if (!row) return std::nullopt;
    blocks::CampaignPage page;
    page.campaign = managed_campaign(tx, *row, reader);
    page.notice = notice;
    page.covers = covers(row->scope);
    page.reviewers = reviewers(tx, *row);
    page.late = late(*row);
    page.end_reason = row->end_reason;
    page.shown = place.shown;
    if (page.campaign.state == blocks::ManagedState::draft) {
        for (const auto& problem : workflow::campaign_problems(tx, *row, now))
            page.problems.push_back(problem.sentence);
        return page;
    }
    page.unasked = row->unasked;
    page.reviewers_left = store::reviewers_left(tx, row->id);
    page.marked = store::marked_reviewers(tx, row->id);
    page.parts = part_page(tx, row->id, place);
    page.removals = removals(tx, *row);
    page.reviewed_now = policy::is_running(row->state) && row->starts <= now;
    return page;
}

std::string key_of(const CampaignRemindKey& key) {
    return key_of(key.campaign) + ":" + std::string(store::word(key.about)) + ":" +
           std::to_string(key.id);
}

std::optional<CampaignRemindKey> campaign_remind_key(std::string_view value) {
    const auto first = value.find(':');
    const auto last = value.rfind(':');
    if (first == std::string_view::npos || first == last) return std::nullopt;
    const auto campaign = id_of(value.substr(0, first));
    const auto about = store::reminder_about(value.substr(first + 1, last - first - 1));
    const auto id = id_of(value.substr(last + 1));
    if (!campaign || !about || !id) return std::nullopt;
    return CampaignRemindKey{{*campaign}, *about, *id};
}

std::string duration_text(policy::Seconds length) {
    const auto seconds = length.count();
    for (const auto& [unit, letter] :
         {std::pair{86'400, "d"}, std::pair{3'600, "h"}, std::pair{60, "m"}}) {
        if (seconds > 0 && seconds % unit == 0) return std::to_string(seconds / unit) + letter;
    }
    return std::to_string(seconds) + "s";
}

blocks::CampaignEdit campaign_edit(store::Tx& tx, const store::CampaignRow& row) {
    blocks::CampaignEdit form;
    if (row.id) form.key = key_of(row.id);
    form.name = row.name;
    form.starts = row.starts;
    form.ends = row.ends;
    if (const auto owner = store::find_employee(tx, row.owner)) form.owner = person_choice(*owner);
    form.integrations = kept_options(row.scope.integrations);
    form.resources = kept_options(row.scope.resources);
    form.departments = kept_options(row.scope.departments);
    form.titles = kept_options(row.scope.titles);
    form.privileged_only = row.scope.privileged_only;
    for (const auto& ask : row.reviewers)
        form.levels.push_back(level_option(tx, ask));
    form.reassign_late = row.late == policy::LateReviewers::reassign;
    form.late_before = duration_text(row.late_before);
    form.recurrence = row.recurrence;
    return form;
}

std::vector<blocks::Option> kept_options(const std::vector<std::string>& names) {
    std::vector<blocks::Option> options;
    for (std::size_t at = 0; at < names.size(); ++at)
        options.push_back(name_option(names[at], "@" + std::to_string(at + 1)));
    return options;
}

std::vector<blocks::Option> scope_options(
    store::Tx& tx, store::ScopeKind kind, std::string_view query
) {
    std::vector<blocks::Option> options;
    const int most = static_cast<int>(blocks::most_found);
    for (const auto& found : store::search_scope_names(tx, kind, query, most)) {
        const auto value = "=" + found.name;
        const bool fits = blocks::utf16_units(value) <= value_units;
        options.push_back(name_option(found.name, fits ? value : "#" + std::to_string(found.id)));
    }
    return options;
}

std::optional<std::string> scope_name_of(
    store::Tx& tx,
    store::ScopeKind kind,
    const std::vector<std::string>& kept,
    std::string_view value
) {
    if (value.empty()) return std::nullopt;
    const auto rest = value.substr(1);
    if (value.front() == '=') return std::string(rest);
    const auto number = id_of(rest);
    if (!number) return std::nullopt;
    if (value.front() == '#') return store::scope_name(tx, kind, *number);
    const auto at = static_cast<std::size_t>(*number);
    if (value.front() != '@' || at > kept.size()) return std::nullopt;
    return kept[at - 1];
}

std::vector<blocks::Option> owner_options(store::Tx& tx, std::string_view query) {
    std::vector<blocks::Option> options;
    const auto wanted = store::lower(std::string(query));
    for (const auto id : store::employees_with_role(tx, policy::Role::risk_manager)) {
        const auto person = store::find_employee(tx, id);
        if (!person || options.size() == blocks::most_found) continue;
        const auto text = store::lower(person->name + " " + person->email);
        if (text.find(wanted) != std::string::npos)
            options.push_back(blocks::person_option(person_choice(*person)));
    }
    return options;
}

std::vector<blocks::Option> level_options(store::Tx& tx, std::string_view query) {
    std::vector<blocks::Option> options;
    const auto wanted = store::lower(std::string(query));
    for (const auto& known : level_kinds) {
        const std::string name = known.name;
        if (store::lower(name).find(wanted) != std::string::npos)
            options.push_back(name_option(name, kind_value(known.kind)));
    }
    const int room = static_cast<int>(blocks::most_found - options.size());
    for (const auto& employee : store::search_employees(tx, query, room)) {
        auto option = blocks::person_option(person_choice(employee));
        option.value = "person:" + std::to_string(employee.id.value);
        options.push_back(std::move(option));
    }
    return options;
}

std::optional<policy::Ask> ask_of(store::Tx& tx, std::string_view value) {
    for (const auto& known : level_kinds) {
        if (value == kind_value(known.kind)) return policy::Ask{known.kind, ""};
    }
    constexpr std::string_view person = "person:";
    if (!value.starts_with(person)) return std::nullopt;
    const auto id = id_of(value.substr(person.size()));
    const auto employee = id ? store::find_employee(tx, policy::EmployeeId{*id}) : std::nullopt;
    if (!employee) return std::nullopt;
    return policy::Ask{policy::ReviewerKind::named_person, employee->email};
}

std::optional<blocks::CampaignPrompt> campaign_prompt(
    store::Tx& tx, store::CampaignReminderId reminder, policy::EmployeeId recipient
) {
    const auto row = store::find_reminder(tx, reminder);
    if (!row) return std::nullopt;
    const auto campaign = store::find_campaign(tx, row->campaign).value();
    const auto task = store::find_campaign_task(tx, row->campaign, recipient);
    if (!task || task->count.open() == 0 || !policy::is_running(campaign.state))
        return std::nullopt;
    blocks::CampaignPrompt prompt;
    prompt.key = key_of(task->id);
    prompt.name = campaign.name;
    if (const auto who = named_employee(row->asked_by))
        prompt.asked_by = person(tx, *who, recipient);
    prompt.progress = progress(task->count);
    prompt.ends = campaign.ends;
    prompt.overdue = campaign.state == CampaignState::overdue;
    return prompt;
}

}  // namespace bot::models
