// Campaigns, the risk manager's side: the page and the forms. Who may is decided at each click.
#pragma once

#include <optional>
#include <string>

#include "blocks/campaign_page.hpp"
#include "blocks/kit.hpp"
#include "bot/app.hpp"
#include "bot/handlers/ack.hpp"
#include "bot/inbound.hpp"
#include "bot/view_updater.hpp"
#include "bot/workflow/act.hpp"

namespace bot::handlers {

// Whether somebody may make, change, publish and abort campaigns, and see them all.
bool manages_campaigns(store::Tx& tx, policy::EmployeeId who);
// Instead of what was clicked: who may.
blocks::View only_risk_managers(store::Tx& tx, policy::EmployeeId reader);

// Shows a risk manager what `look(tx, employee, now)` makes, read beside the writer: opened, or in
// the place of the modal that was clicked in.
template <class Look>
store::Task<void> show_to_risk_manager(
    App& app, const BlockActions& click, bool in_place, Look look
) {
    const auto now = app.clock.now();
    std::optional<blocks::Refusal> refusal;
    auto read = [&](store::Tx& tx) -> std::optional<blocks::View> {
        const auto who = identify(tx, click.actor.team, click.actor.user);
        if (const auto* why = std::get_if<blocks::Refusal>(&who)) {
            refusal = *why;
            return std::nullopt;
        }
        const auto reader = std::get<policy::Employee>(who).id;
        if (!manages_campaigns(tx, reader)) return only_risk_managers(tx, reader);
        return look(tx, reader, now);
    };
    const auto view = co_await app.store.read(read);
    if (refusal) show_refusal(app, click, *refusal);
    if (!view) co_return;
    if (in_place) {
        app.views.update(click.view->id, click.view->hash, view->json());
    } else {
        show_modal(app, click, *view);
    }
}

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
std::string on_campaign_complete_sent(App& app, const workflow::Act& act, const InboundView& view);

}  // namespace bot::handlers
