// Campaigns, the reviewer's side: the modals that clicks open, and the forms that are sent from
// them.
#pragma once

#include <optional>
#include <string>

#include "blocks/kit.hpp"
#include "bot/app.hpp"
#include "bot/inbound.hpp"
#include "bot/workflow/campaign_review.hpp"

namespace bot::handlers {

// Review now as it is at this moment; or why this person cannot review (any more).
blocks::View campaign_modal(
    const workflow::Act& act,
    policy::CampaignTaskId task,
    const std::optional<blocks::Markdown>& notice = {}
);

// Which items of a task a form is about: "TASK:item:ITEM", "TASK:page:N" or "TASK:shown",
// "TASK:open".
struct CampaignScopeKey {
    policy::CampaignTaskId task;
    std::string which;  // item, page, shown, open
    std::int64_t number = 0;
};
std::string key_of(const CampaignScopeKey& key);
CampaignScopeKey campaign_scope(std::string_view key);
// The items that it means now, at most workflow::most_at_once.
std::vector<policy::CampaignItemId> items_of(const workflow::Act& act, const CampaignScopeKey& key);

std::string on_campaign_remove(App& app, const workflow::Act& act, const InboundView& view);
std::string on_campaign_reassign_form(App& app, const workflow::Act& act, const InboundView& view);
std::string on_campaign_ask(App& app, const workflow::Act& act, const InboundView& view);
std::string on_campaign_answer_form(App& app, const workflow::Act& act, const InboundView& view);

// What came of a decision, for the top of the modal.
std::optional<blocks::Markdown> said_notice(
    const workflow::CampaignSaid& said, policy::CampaignVerdict verdict, std::size_t asked
);
blocks::View answer_stands(workflow::CampaignAnswer outcome);

}  // namespace bot::handlers
