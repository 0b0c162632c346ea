// Campaigns, the reviewer's side: opening the list, turning it, keeping and removing, asking.
#include <algorithm>

#include "blocks/campaign_forms.hpp"
#include "blocks/campaign_review.hpp"
#include "blocks/ids.hpp"
#include "bot/handlers/campaign_forms.hpp"
#include "bot/handlers/clicks.hpp"
#include "bot/models/campaigns.hpp"
#include "bot/models/people.hpp"
#include "bot/view_updater.hpp"
#include "store/campaign_page.hpp"

namespace bot::handlers {
namespace {

using policy::CampaignVerdict;
using workflow::Act;
using workflow::CampaignTaskOpen;

policy::CampaignTaskId task_key(std::string_view key) {
    return {models::id_of(key).value_or(0)};
}

CampaignScopeKey list_of(const BlockActions& click) {
    return campaign_scope(click.view ? click.view->private_metadata : "");
}

policy::CampaignTaskId task_of(const BlockActions& click) {
    return list_of(click).task;
}

std::string chosen(const Action& action) {
    return action.chosen.option ? action.chosen.option->value : "";
}

// A view in the place of the one that was clicked in, or a form on top of it.
struct Answer {
    blocks::View view;
    bool on_top = false;
};

// Runs `work` for a click in the list and shows what it answers.
template <class Work>
store::Task<void> in_list(App& app, const BlockActions& click, Work work) {
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.refusal) show_refusal(app, click, *done.refusal);
    if (!done.result) co_return;
    if (done.result->on_top) {
        show_modal(app, click, done.result->view);
    } else {
        app.views.update(click.view->id, click.view->hash, done.result->view.json());
    }
}

// Changes what the list shows; it begins at its first page again.
template <class Change>
store::Task<void> turn_list(App& app, const BlockActions& click, Change change) {
    auto work = [&](const Act& act, const policy::Employee&) {
        const auto task = task_of(click);
        const auto stands = workflow::look_at_campaign(act.tx, act.by, task, act.now());
        if (std::holds_alternative<CampaignTaskOpen>(stands)) {
            auto view = store::campaign_view(act.tx, task);
            view.page = 0;
            change(view);
            store::keep_campaign_view(act.tx, task, view);
        }
        return Answer{campaign_modal(act, task)};
    };
    co_await in_list(app, click, work);
}

// The form for some items; of one, with what it is.
blocks::CampaignForm form_of(const Act& act, const CampaignScopeKey& key) {
    blocks::CampaignForm form;
    form.key = key_of(key);
    const auto items = items_of(act, key);
    form.items = static_cast<std::int64_t>(items.size());
    if (items.size() != 1) return form;
    if (const auto item = store::campaign_item(act.tx, key.task, items.front())) {
        form.grant = models::grant_name(*item);
        if (item->employee) form.person = models::person(act.tx, item->employee, act.by);
    }
    return form;
}

Answer keep(const Act& act, const CampaignTaskOpen& open, const CampaignScopeKey& key) {
    const auto items = items_of(act, key);
    const auto said = workflow::say_in_campaign(act, open, items, CampaignVerdict::keep, "");
    return {campaign_modal(act, key.task, said_notice(said, CampaignVerdict::keep, items.size()))};
}

}  // namespace

store::Task<void> on_campaign_review_now(
    App& app, const BlockActions& click, const Action& action
) {
    auto work = [&](const Act& act, const policy::Employee&) {
        const auto task = task_key(action.chosen.value.value_or(""));
        // The list begins where there is something to do.
        auto view = store::campaign_view(act.tx, task);
        view.page = 0;
        const auto stands = workflow::look_at_campaign(act.tx, act.by, task, act.now());
        if (std::holds_alternative<CampaignTaskOpen>(stands))
            store::keep_campaign_view(act.tx, task, view);
        return campaign_modal(act, task);
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.result) show_modal(app, click, *done.result);
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

store::Task<void> on_campaign_verdict(App& app, const BlockActions& click, const Action& action) {
    if (!click.view) co_return;
    auto work = [&](const Act& act, const policy::Employee&) {
        const auto task = task_of(click);
        const auto item = blocks::item_of_campaign_block(action.block_id);
        const CampaignScopeKey key{task, "item", models::id_of(item.value_or("")).value_or(0)};
        const auto stands = workflow::look_at_campaign(act.tx, act.by, task, act.now());
        const auto* open = std::get_if<CampaignTaskOpen>(&stands);
        const auto what = chosen(action);
        if (open == nullptr || !store::campaign_item(act.tx, task, {key.number})) {
            return Answer{
                campaign_modal(act, task, blocks::md("This is not yours to review any more."))};
        }
        if (what == blocks::verdict_keep) return keep(act, *open, key);
        if (what == blocks::verdict_remove)
            return Answer{blocks::campaign_remove(form_of(act, key)), true};
        if (what == blocks::verdict_ask)
            return Answer{blocks::campaign_ask(form_of(act, key)), true};
        if (what == blocks::verdict_reassign)
            return Answer{blocks::campaign_reassign(form_of(act, key)), true};
        return Answer{campaign_modal(act, task)};
    };
    co_await in_list(app, click, work);
}

store::Task<void> on_campaign_bulk(App& app, const BlockActions& click, const Action& action) {
    if (!click.view) co_return;
    auto work = [&](const Act& act, const policy::Employee&) {
        const auto task = task_of(click);
        const auto stands = workflow::look_at_campaign(act.tx, act.by, task, act.now());
        const auto* open = std::get_if<CampaignTaskOpen>(&stands);
        if (open == nullptr) return Answer{campaign_modal(act, task)};
        const auto what = chosen(action);
        const auto stamp = list_of(click).stamp;
        const CampaignScopeKey page{task, "page", 0, stamp};
        const CampaignScopeKey shown{task, "shown", 0, stamp};
        if (!is_as_shown(act, page)) return Answer{campaign_modal(act, task, list_has_changed())};
        if (what == blocks::bulk_keep_page) return keep(act, *open, page);
        if (what == blocks::bulk_keep_shown) return keep(act, *open, shown);
        if (what == blocks::bulk_remove_page)
            return Answer{blocks::campaign_remove(form_of(act, page)), true};
        if (what == blocks::bulk_remove_shown)
            return Answer{blocks::campaign_remove(form_of(act, shown)), true};
        return Answer{campaign_modal(act, task)};
    };
    co_await in_list(app, click, work);
}

store::Task<void> on_campaign_group(App& app, const BlockActions& click, const Action& action) {
    if (!click.view) co_return;
    auto change = [&](store::CampaignView& view) {
        view.by_application = chosen(action) == blocks::group_applications;
    };
    co_await turn_list(app, click, change);
}

store::Task<void> on_campaign_show(App& app, const BlockActions& click, const Action& action) {
    if (!click.view) co_return;
    auto change = [&](store::CampaignView& view) {
        view.shown = store::campaign_shown(chosen(action)).value_or(store::CampaignShown::all);
    };
    co_await turn_list(app, click, change);
}

store::Task<void> on_campaign_narrow(App& app, const BlockActions& click, const Action& action) {
    if (!click.view) co_return;
    auto change = [&](store::CampaignView& view) {
        const auto what = chosen(action);
        const auto colon = what.find(':');
        const auto id =
            colon == std::string::npos ? std::nullopt : models::id_of(what.substr(colon + 1));
        view.person = {};
        view.integration = {};
        if (id && what.starts_with("person:")) view.person = {*id};
        if (id && what.starts_with("application:")) view.integration = {*id};
    };
    co_await turn_list(app, click, change);
}

store::Task<void> on_campaign_page(App& app, const BlockActions& click, int page) {
    auto change = [page](store::CampaignView& view) { view.page = page; };
    co_await turn_list(app, click, change);
}

store::Task<void> on_campaign_reassign(App& app, const BlockActions& click, const Action& action) {
    auto work = [&](const Act& act, const policy::Employee&) {
        CampaignScopeKey key{task_key(action.chosen.value.value_or("")), "open"};
        const auto stands = workflow::look_at_campaign(act.tx, act.by, key.task, act.now());
        const auto* open = std::get_if<CampaignTaskOpen>(&stands);
        if (open == nullptr) return campaign_modal(act, key.task);
        key.stamp = models::list_stamp(act.tx, open->task);
        return blocks::campaign_reassign(form_of(act, key));
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.result) show_modal(app, click, *done.result);
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

store::Task<void> on_campaign_answer(App& app, const BlockActions& click, const Action& action) {
    auto work = [&](const Act& act, const policy::Employee&) {
        const store::CampaignQuestionId id{
            models::id_of(action.chosen.value.value_or("")).value_or(0)};
        const auto stands = workflow::look_to_answer_reviewer(act.tx, act.by, id);
        if (stands != workflow::CampaignAnswer::answered) return answer_stands(stands);
        const auto row = store::find_campaign_question(act.tx, id).value();
        return blocks::campaign_answer(models::campaign_question(act.tx, row));
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.result) show_modal(app, click, *done.result);
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

}  // namespace bot::handlers
