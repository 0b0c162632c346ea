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

// Which items of a task a form is about, and how the list stood when it was shown (a stamp of
// models::list_stamp): "TASK:item:ITEM:STAMP", with page, shown or open in the place of item. The
// list itself is "TASK:list:0:STAMP".
struct CampaignScopeKey {
    policy::CampaignTaskId task;
    std::string which;  // item, page, shown, open, list
    std::int64_t number = 0;
    std::string stamp = {};
};
std::string key_of(const CampaignScopeKey& key);
CampaignScopeKey campaign_scope(std::string_view key);
// Whether what it means now is what was shown: of one item always.
bool is_as_shown(const workflow::Act& act, const CampaignScopeKey& key);
// At the top of the list where it is not.
blocks::Markdown list_has_changed();
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
