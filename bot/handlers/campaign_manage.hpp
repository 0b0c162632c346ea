// Campaigns, the risk manager's side: the page and the forms. Who may is decided at each click.
#pragma once

#include <optional>
#include <string>

#include "blocks/campaign_page.hpp"
#include "blocks/kit.hpp"
#include "bot/app.hpp"
#include "bot/inbound.hpp"
#include "bot/workflow/act.hpp"

namespace bot::handlers {

// Whether somebody may make, change, publish and abort campaigns, and see them all.
bool manages_campaigns(store::Tx& tx, policy::EmployeeId who);
// Instead of what was clicked: who may.
blocks::View only_risk_managers(store::Tx& tx, policy::EmployeeId reader);

// The page as it is at this moment; of a campaign that there is not, that sentence.
blocks::View campaign_page_modal(
    store::Tx& tx,
    const blocks::CampaignPlaceShown& place,
    policy::EmployeeId reader,
    policy::Instant now,
    const std::optional<blocks::Markdown>& notice = {}
);
// After a form was sent: on the page below it, or in its own place.
std::string back_to_campaign(
    App& app,
    const workflow::Act& act,
    const InboundView& view,
    policy::CampaignId campaign,
    const std::optional<blocks::Markdown>& notice
);

std::string on_campaign_edit_sent(App& app, const workflow::Act& act, const InboundView& view);
std::string on_campaign_abort_sent(App& app, const workflow::Act& act, const InboundView& view);

}  // namespace bot::handlers
