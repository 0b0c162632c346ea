// Campaigns, the risk manager's side: the list, a campaign's page, Publish, Abort and Remind.
#include "bot/handlers/campaign_manage.hpp"

#include <algorithm>

#include "blocks/comment_form.hpp"
#include "blocks/ids.hpp"
#include "blocks/notice.hpp"
#include "bot/handlers/clicks.hpp"
#include "bot/handlers/decisions.hpp"
#include "bot/models/campaign_manage.hpp"
#include "bot/models/people.hpp"
#include "bot/view_updater.hpp"
#include "bot/workflow/campaign_remind.hpp"
#include "bot/workflow/campaigns.hpp"
#include "store/directory.hpp"

namespace bot::handlers {
namespace {

using blocks::CampaignPlaceShown;
using workflow::Act;

const std::optional<blocks::Markdown> nothing_to_say;

policy::CampaignId campaign_of(std::string_view key) {
    return {models::id_of(key).value_or(0)};
}

CampaignPlaceShown place_of(const BlockActions& click) {
    return blocks::campaign_place_shown(click.view ? click.view->private_metadata : "");
}

store::Task<void> show_page(
    App& app,
    const BlockActions& click,
    CampaignPlaceShown place,
    bool in_place,
    std::optional<blocks::Markdown> notice
) {
    auto look = [place, notice](store::Tx& tx, policy::EmployeeId reader, policy::Instant now) {
        return campaign_page_modal(tx, place, reader, now, notice);
    };
    co_await show_to_risk_manager(app, click, in_place, look);
}

// Runs `work(act) -> Markdown` for a risk manager, then shows the page with that sentence.
template <class Work>
store::Task<void> act_on_page(App& app, const BlockActions& click, Work work) {
    if (!click.view) co_return;
    auto checked = [&](const Act& act, const policy::Employee&) -> std::optional<blocks::Markdown> {
        if (!manages_campaigns(act.tx, act.by)) return std::nullopt;
        return work(act);
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, checked);
    if (done.refusal) show_refusal(app, click, *done.refusal);
    if (!done.result) co_return;
    const auto place = place_of(click);
    const auto& notice = *done.result;
    co_await show_page(app, click, place, true, notice);
}

blocks::Markdown published_notice(workflow::CampaignStep step) {
    switch (step) {
        case workflow::CampaignStep::done:
            return blocks::md("Its reviews are being made.");
        case workflow::CampaignStep::unknown:
            return blocks::md("There is no such campaign any more.");
        case workflow::CampaignStep::not_draft:
        case workflow::CampaignStep::ended:
            break;
    }
    return blocks::md("It was published before, or has ended: nothing was changed.");
}

blocks::Markdown remind_notice(const workflow::Prompted& prompted, store::ReminderAbout about) {
    switch (prompted.outcome) {
        case workflow::Prompt::begun:
            return about == store::ReminderAbout::reviewer
                       ? blocks::md("Reminded.")
                       : blocks::md("Everybody with open reviews there is reminded.");
        case workflow::Prompt::unknown:
            return blocks::md("There is nothing of this in the campaign any more.");
        case workflow::Prompt::not_running:
            return blocks::md("It is not reviewed now: nobody was reminded.");
        case workflow::Prompt::nothing_open:
            return blocks::md("Everything there is reviewed: nobody was reminded.");
        case workflow::Prompt::just_before:
            break;
    }
    return blocks::md(
        "Reminded at ", blocks::date(*prompted.at), ": not again within an hour of that."
    );
}

}  // namespace

bool manages_campaigns(store::Tx& tx, policy::EmployeeId who) {
    const auto roles = store::roles_of(tx, who);
    return std::find(roles.begin(), roles.end(), policy::Role::risk_manager) != roles.end();
}

blocks::View only_risk_managers(store::Tx& tx, policy::EmployeeId reader) {
    auto who = store::employees_with_role(tx, policy::Role::risk_manager);
    if (who.size() > 3) who.resize(3);
    auto sentence = blocks::md("Only risk managers may do this.");
    if (!who.empty()) {
        sentence = blocks::md(
            sentence, " They are: ", blocks::named(models::people(tx, who, reader)), "."
        );
    }
    return blocks::notice_modal("Campaigns", {sentence});
}

blocks::View campaign_page_modal(
    store::Tx& tx,
    const CampaignPlaceShown& place,
    policy::EmployeeId reader,
    policy::Instant now,
    const std::optional<blocks::Markdown>& notice
) {
    const auto model = models::campaign_page(tx, place, reader, now, notice);
    if (model) return blocks::campaign_page(*model);
    return blocks::notice_modal("Campaign", {blocks::md("There is no such campaign.")});
}

std::string back_to_campaign(
    App& app,
    const Act& act,
    const InboundView& view,
    policy::CampaignId campaign,
    const std::optional<blocks::Markdown>& notice
) {
    const CampaignPlaceShown place{models::key_of(campaign)};
    const auto page = campaign_page_modal(act.tx, place, act.by, act.now(), notice);
    if (view.previous_view_id.empty()) return blocks::update_answer(page);
    app.views.update(view.previous_view_id, "", page.json());
    return "";
}

store::Task<void> on_campaign_open(App& app, const BlockActions& click, const Action& action) {
    const CampaignPlaceShown place{action.chosen.value.value_or("")};
    co_await show_page(app, click, place, false, nothing_to_say);
}

store::Task<void> on_campaign_all(App& app, const BlockActions& click, const Action&) {
    auto look = [](store::Tx& tx, policy::EmployeeId reader, policy::Instant) {
        return blocks::campaign_list(models::campaign_list(tx, reader, 0));
    };
    co_await show_to_risk_manager(app, click, false, look);
}

store::Task<void> on_campaign_list_page(App& app, const BlockActions& click, int page) {
    auto look = [page](store::Tx& tx, policy::EmployeeId reader, policy::Instant) {
        return blocks::campaign_list(models::campaign_list(tx, reader, page));
    };
    co_await show_to_risk_manager(app, click, true, look);
}

store::Task<void> on_campaign_parts(App& app, const BlockActions& click, const Action& action) {
    if (!click.view) co_return;
    const auto before = place_of(click);
    const auto shown = action.chosen.option ? action.chosen.option->value : before.shown;
    const auto place = blocks::campaign_place_shown(before.key + ":" + shown + ":0");
    co_await show_page(app, click, place, true, nothing_to_say);
}

store::Task<void> on_campaign_parts_page(App& app, const BlockActions& click, int page) {
    auto place = place_of(click);
    place.page = page;
    co_await show_page(app, click, place, true, nothing_to_say);
}

store::Task<void> on_campaign_refresh(App& app, const BlockActions& click, const Action&) {
    if (!click.view) co_return;
    const auto place = place_of(click);
    co_await show_page(app, click, place, true, nothing_to_say);
}

store::Task<void> on_campaign_remind(App& app, const BlockActions& click, const Action& action) {
    auto work = [&](const Act& act) {
        const auto key = models::campaign_remind_key(action.chosen.value.value_or(""));
        if (!key) return remind_notice({workflow::Prompt::unknown}, store::ReminderAbout::all);
        const auto prompted = workflow::prompt_reviewers(
            act.tx,
            key->campaign,
            key->about,
            key->id,
            store::audit_name(act.by),
            act.now_ms,
            act.rules.mails
        );
        return remind_notice(prompted, key->about);
    };
    co_await act_on_page(app, click, work);
}

store::Task<void> on_campaign_publish(App& app, const BlockActions& click, const Action& action) {
    auto work = [&](const Act& act) {
        const auto id = campaign_of(action.chosen.value.value_or(""));
        const auto row = store::find_campaign(act.tx, id);
        // It was in order when the page was drawn; the page says what is not any more.
        if (row && !workflow::campaign_problems(act.tx, *row, act.now()).empty())
            return blocks::md("It cannot be published as it is: nothing was changed.");
        return published_notice(
            workflow::publish_campaign(act.tx, id, store::audit_name(act.by), act.now())
        );
    };
    co_await act_on_page(app, click, work);
    app.wake_campaigns();
}

store::Task<void> on_campaign_abort(App& app, const BlockActions& click, const Action& action) {
    const auto id = campaign_of(action.chosen.value.value_or(""));
    auto look = [id](store::Tx& tx, policy::EmployeeId reader, policy::Instant) {
        const auto row = store::find_campaign(tx, id);
        if (!row) {
            return blocks::notice_modal("Campaign", {blocks::md("There is no such campaign.")});
        }
        if (policy::is_ended(row->state)) {
            return blocks::notice_modal(
                "Campaign", {blocks::md("It has ended already: there is nothing to abort.")}
            );
        }
        return blocks::campaign_abort_form(models::managed_campaign(tx, *row, reader));
    };
    co_await show_to_risk_manager(app, click, false, look);
}

std::string on_campaign_abort_sent(App& app, const Act& act, const InboundView& view) {
    if (!manages_campaigns(act.tx, act.by))
        return blocks::update_answer(only_risk_managers(act.tx, act.by));
    const auto block = blocks::comment_block().value();
    const auto reason = std::string(view.state.text(block, block).value_or(""));
    if (is_blank(reason)) return blocks::errors_answer({{block, "Write a short reason."}});
    const auto id = campaign_of(view.private_metadata);
    const auto step =
        workflow::abort_campaign(act.tx, id, store::audit_name(act.by), reason, act.now());
    const auto notice = step == workflow::CampaignStep::done
                            ? blocks::md("It is aborted: nobody's access is changed by it.")
                            : blocks::md("It had ended before: nothing was changed.");
    return back_to_campaign(app, act, view, id, notice);
}

}  // namespace bot::handlers
