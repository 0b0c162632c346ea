#include "bot/handlers/form.hpp"

#include <algorithm>
#include <set>

#include "blocks/ids.hpp"
#include "bot/models/deciders.hpp"
#include "bot/models/people.hpp"
#include "bot/workflow/facts.hpp"
#include "store/directory.hpp"

namespace bot::handlers {
namespace {

namespace ids = blocks::ids;

std::vector<blocks::OfferRow> offer_rows(store::Tx& tx, const store::DraftRow& draft) {
    std::vector<blocks::OfferRow> rows;
    for (const auto& offered : workflow::offered_grants(tx, draft)) {
        blocks::OfferRow row;
        row.connection = offered.connection.id;
        row.grant = models::grant_name(offered.connection);
        row.pending = offered.pending;
        row.chosen = !offered.pending &&
                     policy::is_chosen(
                         draft.selection, {offered.connection.id, offered.connection.privileged}
                     );
        rows.push_back(std::move(row));
    }
    return blocks::arranged(std::move(rows));
}

// An active employee chosen in a search list, by id; nothing for anything else.
std::optional<policy::EmployeeId> chosen_person(
    store::Tx& tx, const InboundView& view, const blocks::BlockId& block, std::string_view action
) {
    const auto* option = view.state.option(block.value(), action);
    if (option == nullptr) return std::nullopt;
    const auto id = models::id_of(option->value);
    if (!id) return std::nullopt;
    const auto employee = store::find_employee(tx, policy::EmployeeId{*id});
    if (!employee || !employee->active) return std::nullopt;
    return employee->id;
}

// A new person changes the list: what was ticked belonged to the old one.
void start_over(store::DraftRow& draft) {
    draft.selection = {};
    draft.page = 0;
    draft.identities.clear();
}

bool take_people(store::Tx& tx, store::DraftRow& draft, const InboundView& view) {
    const auto beneficiary = chosen_person(tx, view, blocks::beneficiary_block(), ids::beneficiary);
    const auto reference = chosen_person(tx, view, blocks::person_block(), ids::person);
    const bool other_beneficiary = beneficiary && *beneficiary != draft.beneficiary;
    const bool other_reference = reference && reference != draft.reference;
    if (beneficiary) draft.beneficiary = *beneficiary;
    if (reference) draft.reference = reference;
    if (other_beneficiary || other_reference) start_over(draft);
    return other_beneficiary || other_reference;
}

// The ticked boxes of this render. `whole` is false if Slack left out a block that it shows: then
// what it did not report is unchanged (slack-protocol.md 5.5).
struct Ticked {
    std::set<policy::ConnectionId> connections;
    bool any_block = false;
    bool whole = true;
};

Ticked ticked_boxes(const InboundView& view, std::uint64_t render) {
    Ticked ticked;
    for (const auto& block : view.blocks) {
        if (!blocks::is_grants_block(block.block_id, render)) continue;
        ticked.any_block = true;
        const auto* options = view.state.options(block.block_id, ids::grants);
        if (options == nullptr) {
            ticked.whole = false;
            continue;
        }
        for (const auto& option : *options) {
            if (const auto id = models::id_of(option.value))
                ticked.connections.insert(policy::ConnectionId{*id});
        }
    }
    return ticked;
}

}  // namespace

void take_grants(store::Tx& tx, store::DraftRow& draft, const InboundView& view) {
    if (take_people(tx, draft, view)) return;
    const auto render = static_cast<std::uint64_t>(draft.render);
    const auto* all = view.state.options(blocks::select_all_block(render).value(), ids::select_all);
    if (all != nullptr && !all->empty() != draft.selection.all) {
        const auto offers = workflow::open_offers(workflow::offered_grants(tx, draft));
        draft.selection = policy::tick_all(std::move(draft.selection), !all->empty(), offers);
        return;
    }
    const auto ticked = ticked_boxes(view, render);
    if (!ticked.any_block) return;
    auto shown = store::shown_boxes(tx, draft.id);
    if (!ticked.whole)
        std::erase_if(shown, [&](auto box) { return !ticked.connections.contains(box); });
    draft.selection = policy::tick_page(std::move(draft.selection), shown, ticked.connections);
}

std::string ticks_of(const InboundView& view) {
    std::string text;
    const auto add = [&](const std::string& block, std::string_view action) {
        const auto* options = view.state.options(block, action);
        if (options == nullptr) return;
        text += block + '=';
        for (const auto& option : *options)
            text += option.value + ',';
        text += ';';
    };
    for (const auto& block : view.blocks) {
        add(block.block_id, ids::select_all);
        add(block.block_id, ids::grants);
    }
    return text;
}

bool ticks_can_be_taken(store::Tx& tx, const store::DraftRow& draft, const InboundView& view) {
    const auto render = static_cast<std::uint64_t>(draft.render);
    return ticks_of(view) == draft.ticks_seen || store::shown_boxes(tx, draft.id).empty() ||
           std::any_of(view.blocks.begin(), view.blocks.end(), [&](const ViewBlock& block) {
               return blocks::is_grants_block(block.block_id, render);
           });
}

blocks::View same_grants_page(
    const workflow::Act& act, store::DraftRow& draft, const std::optional<blocks::Markdown>& notice
) {
    blocks::RequestForm form;
    form.key = models::key_of(draft.id);
    form.render = static_cast<std::uint64_t>(draft.render);
    form.notice = notice;
    form.beneficiary =
        models::person_choice(store::find_employee(act.tx, draft.beneficiary).value());
    if (draft.reference) {
        form.reference =
            models::person_choice(store::find_employee(act.tx, *draft.reference).value());
        form.rows = offer_rows(act.tx, draft);
    }
    form.all_ticked = draft.selection.all;
    const auto pages = blocks::offer_pages(form.rows).size();
    draft.page = std::clamp(draft.page, 0, static_cast<int>(pages) - 1);
    form.page = static_cast<std::size_t>(draft.page);
    store::save_draft(act.tx, draft, act.now());
    store::save_shown(act.tx, draft.id, blocks::shown_on(form.rows, form.page));
    return blocks::request_form(form);
}

blocks::View grants_page(
    const workflow::Act& act, store::DraftRow& draft, const std::optional<blocks::Markdown>& notice
) {
    ++draft.render;
    return same_grants_page(act, draft, notice);
}

blocks::View details_page(
    const workflow::Act& act, const store::DraftRow& draft, const FormRules& rules
) {
    const auto plan = workflow::plan_of(act.tx, draft);
    blocks::RequestDetails page;
    page.key = models::key_of(draft.id);
    page.render = static_cast<std::uint64_t>(draft.render);
    page.beneficiary = models::person(act.tx, draft.beneficiary, act.by);
    for (const auto& group : plan.groups) {
        for (const auto& connection : group.connections)
            page.items.push_back(models::grant_name(connection));
        blocks::IdentityChoice choice;
        choice.integration = group.integration;
        choice.application = group.integration_name;
        choice.items = static_cast<std::int64_t>(group.connections.size());
        for (const auto& identity : group.identities)
            choice.identities.push_back({identity.id, identity.username});
        choice.chosen = group.identity;
        if (group.identities.empty()) {
            const auto owners = store::integration_owners(act.tx, group.integration);
            if (!owners.empty()) choice.owner = models::person(act.tx, owners.front(), act.by);
        }
        page.identities.push_back(std::move(choice));
    }
    page.reasons = rules.reasons;
    const auto reason = std::find(rules.reasons.begin(), rules.reasons.end(), draft.reason);
    if (reason != rules.reasons.end()) {
        page.reason = static_cast<std::size_t>(reason - rules.reasons.begin());
    }
    page.asks_other =
        std::find(rules.reasons.begin(), rules.reasons.end(), workflow::other_reason) !=
        rules.reasons.end();
    page.reason_other = draft.reason_text;
    page.details = draft.details;
    auto who = models::deciders(act.tx, plan, draft, act.now());
    page.deciders = std::move(who.asked);
    page.passed_over = std::move(who.passed_over);
    page.at_once = std::move(who.at_once);
    page.denied = std::move(who.denied);
    return blocks::request_details(page);
}

void take_details(
    store::Tx& tx, store::DraftRow& draft, const InboundView& view, const FormRules& rules
) {
    if (const auto* option = view.state.option(blocks::reason_block().value(), ids::reason)) {
        draft.reason.clear();
        for (std::size_t i = 0; i < rules.reasons.size(); ++i) {
            if (option->value == blocks::reason_value(i)) draft.reason = rules.reasons[i];
        }
    }
    const auto take_text =
        [&](const blocks::BlockId& block, std::string_view action, std::string& kept) {
            const auto* value = view.state.find(block.value(), action);
            if (value != nullptr) kept = value->value.value_or("");
        };
    take_text(blocks::reason_other_block(), ids::reason_other, draft.reason_text);
    take_text(blocks::details_block(), ids::details, draft.details);
    for (const auto& group : workflow::plan_of(tx, draft).groups) {
        const auto block =
            blocks::identity_block(group.integration, static_cast<std::uint64_t>(draft.render));
        const auto* option = view.state.option(block.value(), ids::identity);
        const auto identity = option == nullptr ? std::nullopt : models::id_of(option->value);
        if (identity) draft.identities[group.integration] = policy::IdentityId{*identity};
    }
}

}  // namespace bot::handlers
