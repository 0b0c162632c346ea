// Completing a campaign in Slack: a preview of what would be removed, sent as the confirmation. It
// completes only what was shown: if what would be removed has changed since, that is shown instead.
#include "blocks/campaign_complete.hpp"

#include "blocks/ids.hpp"
#include "blocks/notice.hpp"
#include "bot/handlers/campaign_manage.hpp"
#include "bot/handlers/clicks.hpp"
#include "bot/models/campaign_complete.hpp"
#include "bot/models/campaign_manage.hpp"
#include "bot/models/people.hpp"
#include "bot/workflow/campaign_end.hpp"
#include "store/campaign_end.hpp"

namespace bot::handlers {
namespace {

using blocks::CompletionShown;
using workflow::Act;
using workflow::CampaignStep;

policy::CampaignId campaign_of(const CompletionShown& shown) {
    return {models::id_of(shown.key).value_or(0)};
}

blocks::Markdown not_completed(CampaignStep step) {
    switch (step) {
        case CampaignStep::unknown:
            return blocks::md("There is no such campaign.");
        case CampaignStep::not_draft:
            return blocks::md("It does not run yet: there is nothing to complete.");
        case CampaignStep::ended:
        case CampaignStep::done:
            break;
    }
    return blocks::md("It had ended before: nothing was changed.");
}

// The preview as it is at this moment, or why there is none.
blocks::View preview(
    store::Tx& tx,
    const CompletionShown& shown,
    policy::EmployeeId reader,
    const std::optional<blocks::Markdown>& notice
) {
    const auto row = store::find_campaign(tx, campaign_of(shown));
    auto why = CampaignStep::ended;
    if (!row) why = CampaignStep::unknown;
    if (row && row->state == policy::CampaignState::draft) why = CampaignStep::not_draft;
    if (!row || !policy::is_running(row->state))
        return blocks::notice_modal("Complete", {not_completed(why)});
    return blocks::campaign_complete_form(
        models::campaign_completion(tx, *row, shown.page, reader, notice)
    );
}

bool has_changed(store::Tx& tx, const CompletionShown& shown) {
    return store::removal_changes(tx, campaign_of(shown)) != shown.changes;
}

blocks::Markdown completed(const store::CampaignRow& row) {
    if (row.removed == 0) return blocks::md("It is completed: nothing was to be removed.");
    return blocks::md(
        "It is completed: ",
        blocks::count(row.removed, "access grant"),
        row.removed == 1 ? blocks::Literal{" is being removed."}
                         : blocks::Literal{" are being removed."}
    );
}

}  // namespace

store::Task<void> on_campaign_complete(App& app, const BlockActions& click, const Action& action) {
    const CompletionShown shown{action.chosen.value.value_or("")};
    auto look = [shown](store::Tx& tx, policy::EmployeeId reader, policy::Instant) {
        return preview(tx, shown, reader, {});
    };
    co_await show_to_risk_manager(app, click, false, look);
}

store::Task<void> on_campaign_complete_page(App& app, const BlockActions& click, int page) {
    auto shown = blocks::completion_shown(click.view->private_metadata);
    shown.page = page;
    auto look = [shown](store::Tx& tx, policy::EmployeeId reader, policy::Instant) {
        std::optional<blocks::Markdown> notice;
        if (has_changed(tx, shown))
            notice = blocks::md("*What is removed has changed* while you looked at it.");
        return preview(tx, shown, reader, notice);
    };
    co_await show_to_risk_manager(app, click, true, look);
}

std::string on_campaign_complete_sent(App& app, const Act& act, const InboundView& view) {
    if (!manages_campaigns(act.tx, act.by))
        return blocks::update_answer(only_risk_managers(act.tx, act.by));
    auto shown = blocks::completion_shown(view.private_metadata);
    const auto id = campaign_of(shown);
    const auto row = store::find_campaign(act.tx, id);
    if (row && policy::is_running(row->state) && has_changed(act.tx, shown)) {
        shown.page = 0;
        const auto notice = blocks::md(
            "*Not completed yet:* what is removed has changed since you were shown it. This is "
            "what would be removed now."
        );
        return blocks::update_answer(preview(act.tx, shown, act.by, notice));
    }
    const auto step = workflow::complete_campaign(act.tx, id, store::audit_name(act.by), act.now());
    const auto notice = step == CampaignStep::done ? completed(*row) : not_completed(step);
    return back_to_campaign(app, act, view, id, notice);
}

}  // namespace bot::handlers
