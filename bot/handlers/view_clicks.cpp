#include <algorithm>
#include <charconv>

#include "blocks/ids.hpp"
#include "blocks/notice.hpp"
#include "blocks/tasks.hpp"
#include "bot/handlers/clicks.hpp"
#include "bot/handlers/decisions.hpp"
#include "bot/handlers/task_views.hpp"
#include "bot/models/home.hpp"
#include "bot/models/people.hpp"
#include "bot/models/requests.hpp"
#include "bot/view_updater.hpp"
#include "bot/workflow/withdraw.hpp"
#include "store/directory.hpp"
#include "store/fulfilment.hpp"
#include "store/homes.hpp"
#include "store/tasks.hpp"

namespace bot::handlers {
namespace {

namespace ids = blocks::ids;

using workflow::Act;

// A page number of a button; the first for anything that is none.
int page_of(const Action& action) {
    const auto value = action.chosen.value.value_or("");
    int page = 0;
    std::from_chars(value.data(), value.data() + value.size(), page);
    return std::max(page, 0);
}

// The requester, the beneficiary, whoever was asked about it or told that it failed, risk managers
// and administrators.
bool may_see(store::Tx& tx, const store::RequestRow& request, policy::EmployeeId reader) {
    if (reader == request.requester || reader == request.beneficiary) return true;
    for (const auto& task : store::tasks_of_request(tx, request.id)) {
        if (task.assignee == reader) return true;
    }
    if (store::was_told_of_failure(tx, request.id, reader)) return true;
    const auto roles = store::roles_of(tx, reader);
    return std::any_of(roles.begin(), roles.end(), [](policy::Role role) {
        return role == policy::Role::risk_manager || role == policy::Role::administrator;
    });
}

blocks::View request_modal(const Act& act, std::string_view key, std::size_t page) {
    const auto id = models::id_of(key);
    const auto request = id ? store::find_request(act.tx, policy::RequestId{*id}) : std::nullopt;
    if (!request || !may_see(act.tx, *request, act.by)) {
        return blocks::notice_modal(
            "Request not found",
            {blocks::md("There is no such request, or it does not concern you.")}
        );
    }
    return blocks::request_view(models::request_view(act.tx, *request, act.by, page));
}

blocks::View task_page_modal(App& app, const Act& act, std::string_view key, std::size_t page) {
    const auto outcome = workflow::look(act.tx, act.by, task_key(key));
    const auto task = store::find_task(act.tx, task_key(key).task);
    if (!task || task->assignee != act.by) return why_not(act.tx, outcome, act.by);
    return task_modal(act.tx, *task, app.render.tasks_url, act.now(), page);
}

// Turns a page of the modal that was clicked in.
store::Task<void> turn_modal(App& app, const BlockActions& click, int page) {
    auto work = [&](const Act& act, const policy::Employee&) {
        const auto& view = *click.view;
        const auto where = static_cast<std::size_t>(page);
        if (view.callback_id == ids::request_view)
            return request_modal(act, view.private_metadata, where);
        if (view.callback_id == ids::task_view)
            return task_page_modal(app, act, view.private_metadata, where);
        const auto list = list_place(view.private_metadata);
        auto selected = selected_tasks(view);
        // The page before is not left with more than can be decided: that is said there.
        std::optional<blocks::Markdown> notice;
        const bool too_many = selected.size() > blocks::most_selected;
        if (too_many) notice = too_many_selected();
        return task_list_modal(
            act.tx,
            act.by,
            {too_many ? list.page : page, list.filter, std::move(selected)},
            act.now(),
            notice
        );
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.result) app.views.update(click.view->id, click.view->hash, done.result->json());
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

}  // namespace

store::Task<void> on_view_request(App& app, const BlockActions& click, const Action& action) {
    auto work = [&](const Act& act, const policy::Employee&) {
        return request_modal(act, action.chosen.value.value_or(""), 0);
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.result) show_modal(app, click, *done.result);
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

store::Task<void> on_withdraw(App& app, const BlockActions& click, const Action& action) {
    auto work = [&](const Act& act, const policy::Employee&) {
        const auto key = action.chosen.value.value_or("");
        // Whatever came of it, the request is shown as it is now.
        if (const auto id = models::id_of(key)) workflow::withdraw(act, policy::RequestId{*id});
        return request_modal(act, key, 0);
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    const bool in_modal = click.view && click.view->type == "modal";
    if (done.result && in_modal)
        app.views.update(click.view->id, click.view->hash, done.result->json());
    if (done.result && !in_modal) show_modal(app, click, *done.result);
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

store::Task<void> on_page(App& app, const BlockActions& click, const Action& action) {
    if (!click.view) co_return;
    if (click.view->callback_id == ids::request_form) {
        co_await on_form_page(app, click, action);
    } else if (click.view->callback_id == ids::request_details) {
        co_await on_accounts_page(app, click, action);
    } else if (click.view->callback_id == ids::item_review) {
        co_await on_items_page(app, click, page_of(action));
    } else if (click.view->callback_id == ids::campaign_review) {
        co_await on_campaign_page(app, click, page_of(action));
    } else if (click.view->callback_id == ids::campaign_page) {
        co_await on_campaign_parts_page(app, click, page_of(action));
    } else if (click.view->callback_id == ids::campaign_list) {
        co_await on_campaign_list_page(app, click, page_of(action));
    } else if (click.view->callback_id == ids::campaign_complete) {
        co_await on_campaign_complete_page(app, click, page_of(action));
    } else {
        co_await turn_modal(app, click, page_of(action));
    }
}

store::Task<void> on_home_turn(App& app, const BlockActions& click, const Action& action) {
    auto work = [&](const Act& act, const policy::Employee&) {
        const auto place = blocks::home_place(action.chosen.value.value_or(""));
        store::HomeRow home;
        home.team = click.actor.team;
        home.user = click.actor.user;
        home.completed_tab = place.tab == blocks::RequestsTab::completed;
        home.tasks_filter = models::tasks_filter(place.shown);
        home.tasks_page = static_cast<int>(place.tasks_page);
        home.requests_page = static_cast<int>(place.requests_page);
        home.syncs_page = static_cast<int>(place.syncs_page);
        home.ending_page = static_cast<int>(place.ending_page);
        home.purposes_page = static_cast<int>(place.purposes_page);
        home.campaigns_page = static_cast<int>(place.campaigns_page);
        home.campaign_tasks_page = static_cast<int>(place.campaign_tasks_page);
        store::turn_home(act.tx, home, act.now_ms);
        return true;
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

store::Task<void> on_home_filter(App& app, const BlockActions& click, const Action& action) {
    auto work = [&](const Act& act, const policy::Employee&) {
        const auto& option = action.chosen.option;
        const auto shown = option ? blocks::tasks_shown(option->value) : std::nullopt;
        auto home = store::find_home(act.tx, click.actor.team, click.actor.user);
        if (!home || !shown) return false;
        home->tasks_filter = models::tasks_filter(*shown);
        home->tasks_page = 0;
        store::turn_home(act.tx, *home, act.now_ms);
        return true;
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

store::Task<void> on_link(App&, const BlockActions&, const Action&) {
    co_return;
}

}  // namespace bot::handlers
