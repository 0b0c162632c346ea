#include "bot/handlers/form.hpp"

#include <algorithm>

#include "blocks/ids.hpp"
#include "bot/models/deciders.hpp"
#include "bot/models/people.hpp"
#include "store/directory.hpp"

namespace bot::handlers {
namespace {

namespace ids = blocks::ids;

}  // namespace

blocks::View details_page(
    const workflow::Act& act, const store::DraftRow& draft, const FormRules& rules
) {
    const auto plan = workflow::plan_of(act.tx, draft, act.rules);
    blocks::RequestDetails page;
    page.key = models::key_of(draft.id);
    page.render = static_cast<std::uint64_t>(draft.render);
    page.beneficiary = models::person(act.tx, draft.beneficiary, act.by);
    page.action = draft.action;
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
    auto who = models::deciders(act.tx, plan, act.by);
    page.deciders = std::move(who.asked);
    page.passed_over = std::move(who.passed_over);
    page.at_once = std::move(who.at_once);
    page.denied = std::move(who.denied);
    return blocks::request_details(page);
}

void take_details(
    const workflow::Act& act,
    store::DraftRow& draft,
    const InboundView& view,
    const FormRules& rules
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
    for (const auto& group : workflow::plan_of(act.tx, draft, act.rules).groups) {
        const auto block =
            blocks::identity_block(group.integration, static_cast<std::uint64_t>(draft.render));
        const auto* option = view.state.option(block.value(), ids::identity);
        const auto identity = option == nullptr ? std::nullopt : models::id_of(option->value);
        if (identity) draft.identities[group.integration] = policy::IdentityId{*identity};
    }
}

}  // namespace bot::handlers
