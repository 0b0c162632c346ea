// Page 2 of the request form: from a draft to the page, and from what Slack sends back to the
// draft.
#include <algorithm>
#include <map>

#include "blocks/ids.hpp"
#include "bot/handlers/form.hpp"
#include "bot/models/deciders.hpp"
#include "bot/models/offers.hpp"
#include "bot/models/page_key.hpp"
#include "bot/models/people.hpp"
#include "bot/workflow/shown_plan.hpp"
#include "bot/workflow/terms.hpp"
#include "store/directory.hpp"
#include "store/purposes.hpp"

namespace bot::handlers {
namespace {

namespace ids = blocks::ids;

using workflow::Plan;
using workflow::PlannedGroup;

blocks::IdentityChoice identity_choice(const workflow::Act& act, const PlannedGroup& group) {
    blocks::IdentityChoice choice;
    choice.integration = group.integration;
    choice.application = group.integration_name;
    choice.items = static_cast<std::int64_t>(group.connections.size());
    for (const auto& identity : group.identities)
        choice.identities.push_back({identity.id, identity.username});
    for (const auto& identity : group.owned)
        choice.identities.push_back({identity.id, identity.username, true});
    choice.chosen = group.identity;
    choice.will_be_created = group.creates;
    choice.can_be_created = group.may_create;
    choice.account_url = group.account_url;
    choice.already = group.already;
    if (group.identities.empty() && !group.creates) {
        const auto owners = store::integration_owners(act.tx, group.integration);
        if (!owners.empty()) choice.owner = models::person(act.tx, owners.front(), act.by);
    }
    return choice;
}

std::optional<blocks::GrantName> name_of(const Plan& plan, policy::ConnectionId id) {
    const auto* connection = workflow::connection_of(plan, id);
    if (connection == nullptr) return std::nullopt;
    return models::grant_name(*connection);
}

// Where Temporary means a purpose: which one.
std::optional<blocks::PurposeField> purpose_field(const Plan& plan, const workflow::Act& act) {
    if (!act.rules.temporary_is_purpose) return std::nullopt;
    blocks::PurposeField field;
    field.offered = static_cast<std::int64_t>(plan.purposes.size());
    if (plan.purpose) {
        field.chosen = models::purpose_choice(plan.purpose->purpose);
        field.lasts = plan.purpose->lasts;
        field.left_out = plan.purpose->left_out;
    }
    return field;
}

blocks::DurationField duration_field(
    const Plan& plan, const store::DraftRow& draft, const policy::DurationRules& rules
) {
    blocks::DurationField field;
    field.temporary = draft.duration.temporary;
    field.ends = draft.duration.ends;
    field.longest = rules.longest;
    field.never_permanent = rules.limit.has_value();
    if (rules.limit && (!rules.inherits || rules.limit->longest < rules.longest)) {
        field.longest = rules.limit->longest;
        field.limited_by = name_of(plan, rules.limit->connection);
    }
    return field;
}

void fill_reason(
    blocks::RequestDetails& page,
    const Plan& plan,
    const store::DraftRow& draft,
    const policy::ReasonDemand& demand,
    const FormRules& rules
) {
    if (demand.list) {
        page.reasons = rules.reasons;
        const auto chosen = std::find(rules.reasons.begin(), rules.reasons.end(), draft.reason);
        if (chosen != rules.reasons.end())
            page.reason = static_cast<std::size_t>(chosen - rules.reasons.begin());
    }
    page.asks_other = std::find(page.reasons.begin(), page.reasons.end(), workflow::other_reason) !=
                      page.reasons.end();
    if (demand.text) {
        page.reason_text.length = demand.text->length;
        page.reason_text.long_for = name_of(plan, demand.text->connection);
    }
    for (const auto& one : demand.patterns) {
        page.reason_text.patterns.push_back(
            {one.pattern, name_of(plan, one.connection).value_or(blocks::GrantName{})}
        );
    }
    page.reason_other = draft.reason_text;
    page.details = draft.details;
}

// Whether the page offers this account for the group.
bool is_choice(const PlannedGroup& group, policy::IdentityId id) {
    const auto is_it = [&](const policy::Identity& identity) { return identity.id == id; };
    return std::any_of(group.identities.begin(), group.identities.end(), is_it) ||
           std::any_of(group.owned.begin(), group.owned.end(), is_it);
}

// The account that each list of the view shows as chosen, by application: 0 for one that is made,
// none if the list was cleared.
std::map<policy::IntegrationId, std::optional<std::int64_t>> chosen_accounts(const InboundView& view
) {
    std::map<policy::IntegrationId, std::optional<std::int64_t>> chosen;
    for (const auto& entry : view.state.entries()) {
        const auto integration = blocks::identity_block_of(entry.block_id);
        if (!integration || entry.action_id != ids::identity) continue;
        auto& account = chosen[*integration];
        if (!entry.value.option) continue;
        account = models::id_of(entry.value.option->value);
        if (entry.value.option->value == blocks::new_account_value) account = 0;
    }
    return chosen;
}

std::vector<blocks::IdentityChoice> identity_choices(const workflow::Act& act, const Plan& plan) {
    std::vector<blocks::IdentityChoice> choices;
    for (const auto& group : plan.groups)
        choices.push_back(identity_choice(act, group));
    return choices;
}

}  // namespace

blocks::Markdown nothing_to_give(
    const workflow::Act& act, const store::DraftRow& draft, const Plan& plan
) {
    return blocks::nothing_to_give(
        models::person(act.tx, draft.beneficiary, act.by), identity_choices(act, plan)
    );
}

namespace {

blocks::View page_of(
    const workflow::Act& act,
    store::DraftRow& draft,
    const Plan& plan,
    const FormRules& rules,
    const std::optional<blocks::Markdown>& notice
) {
    draft.at_details = true;
    store::save_draft(act.tx, draft, act.now());
    const auto shown = workflow::text_of(workflow::shown_plan(draft, plan));
    const auto terms = workflow::terms_of(plan, draft, act.rules);
    blocks::RequestDetails page;
    page.key = models::key_of(models::PageKey{draft.id, store::add_page(act.tx, draft.id, shown)});
    page.render = static_cast<std::uint64_t>(draft.render);
    page.notice = notice;
    page.beneficiary = models::person(act.tx, draft.beneficiary, act.by);
    page.action = draft.action;
    const bool any = !plan.all_left_out();
    page.nothing_asked = !any;
    for (const auto& group : plan.groups) {
        // What is left out is told with its account.
        if (any && group.left_out()) continue;
        for (const auto& connection : group.connections)
            page.items.push_back(models::grant_name(connection));
    }
    page.identities = identity_choices(act, plan);
    page.accounts_page = static_cast<std::size_t>(std::max(draft.accounts_page, 0));
    if (terms.duration) {
        page.duration = duration_field(plan, draft, *terms.duration);
        page.duration->purpose = purpose_field(plan, act);
    }
    page.dropped = plan.dropped;
    fill_reason(page, plan, draft, terms.reason, rules);
    auto who = models::deciders(act.tx, plan, draft, act.now());
    page.deciders = std::move(who.asked);
    page.passed_over = std::move(who.passed_over);
    page.at_once = std::move(who.at_once);
    page.denied = std::move(who.denied);
    return blocks::request_details(page);
}

}  // namespace

blocks::View same_details_page(
    const workflow::Act& act,
    store::DraftRow& draft,
    const FormRules& rules,
    const std::optional<blocks::Markdown>& notice
) {
    return page_of(act, draft, workflow::plan_of(act, draft), rules, notice);
}

blocks::View details_page(
    const workflow::Act& act,
    store::DraftRow& draft,
    const Plan& plan,
    const FormRules& rules,
    const std::optional<blocks::Markdown>& notice
) {
    ++draft.render;
    return page_of(act, draft, plan, rules, notice);
}

blocks::View details_page(
    const workflow::Act& act,
    store::DraftRow& draft,
    const FormRules& rules,
    const std::optional<blocks::Markdown>& notice
) {
    ++draft.render;
    return same_details_page(act, draft, rules, notice);
}

blocks::View form_page(
    const workflow::Act& act,
    store::DraftRow& draft,
    const FormRules& rules,
    const std::optional<blocks::Markdown>& notice
) {
    ++draft.render;
    return same_form_page(act, draft, rules, notice);
}

blocks::View same_form_page(
    const workflow::Act& act,
    store::DraftRow& draft,
    const FormRules& rules,
    const std::optional<blocks::Markdown>& notice
) {
    if (draft.at_details) {
        const auto plan = workflow::plan_of(act, draft);
        if (plan.goes_on()) return page_of(act, draft, plan, rules, notice);
        // Back to the first page without having asked for it: that is said.
        return same_grants_page(act, draft, nothing_to_give(act, draft, plan));
    }
    return same_grants_page(act, draft, notice);
}

void take_details(
    const workflow::Act& act,
    store::DraftRow& draft,
    const InboundView& view,
    const FormRules& rules
) {
    const auto& state = view.state;
    if (const auto* option = state.option(blocks::reason_block().value(), ids::reason)) {
        draft.reason.clear();
        for (std::size_t i = 0; i < rules.reasons.size(); ++i) {
            if (option->value == blocks::reason_value(i)) draft.reason = rules.reasons[i];
        }
    }
    if (const auto* option = state.option(blocks::duration_block().value(), ids::duration))
        draft.duration.temporary = option->value == blocks::temporary_value;
    // Cleared is a choice too; what is not shown keeps what it was.
    if (const auto* ends = state.find(blocks::ends_block().value(), ids::ends))
        draft.duration.ends = ends->date_time;
    // Purpose and accounts are lists of one render. What was chosen in an older picture than the
    // newest counts: it is what the person sees.
    for (const auto& entry : state.entries()) {
        if (entry.action_id != ids::purpose || !entry.value.option) continue;
        const auto id = models::id_of(entry.value.option->value);
        if (id && store::find_purpose(act.tx, policy::PurposeId{*id}))
            draft.purpose = policy::PurposeId{*id};
    }
    const auto take_text =
        [&](const blocks::BlockId& block, std::string_view action, std::string& kept) {
            const auto* value = state.find(block.value(), action);
            if (value != nullptr) kept = value->value.value_or("");
        };
    take_text(blocks::reason_other_block(), ids::reason_other, draft.reason_text);
    take_text(blocks::details_block(), ids::details, draft.details);
    const auto chosen = chosen_accounts(view);
    if (chosen.empty()) return;
    for (const auto& group : workflow::plan_of(act, draft).groups) {
        const auto choice = chosen.find(group.integration);
        if (choice == chosen.end()) continue;
        draft.identities.erase(group.integration);
        const policy::IdentityId id{choice->second.value_or(0)};
        if (is_choice(group, id)) draft.identities[group.integration] = id;
    }
}

std::string shown_on(const workflow::Act& act, const InboundView& view) {
    const auto key = models::page_key(view.private_metadata);
    const auto text = key ? store::shown_page(act.tx, key->draft, key->page) : std::nullopt;
    if (!text) return std::string{unknown_page};
    auto shown = workflow::read_shown_plan(*text);
    for (const auto& [integration, account] : chosen_accounts(view)) {
        const auto told = shown.accounts.find(integration);
        if (told != shown.accounts.end() && account) told->second = *account;
    }
    return workflow::text_of(shown);
}

}  // namespace bot::handlers
