// What a campaign removes by hand, item by item: done, or why not, while the rest of the card
// stays.
#include <algorithm>

#include "blocks/comment_form.hpp"
#include "blocks/ids.hpp"
#include "blocks/manual_task.hpp"
#include "bot/handlers/clicks.hpp"
#include "bot/handlers/decisions.hpp"
#include "bot/handlers/manual_items.hpp"
#include "bot/handlers/task_views.hpp"
#include "bot/models/people.hpp"
#include "bot/view_updater.hpp"
#include "store/requests.hpp"

namespace bot::handlers {
namespace {

using workflow::Act;
using workflow::Decided;
using workflow::DecideOutcome;

// A view in the place of the one that was clicked in, or a form on top of it.
struct Answer {
    blocks::View view;
    bool on_top = false;
};

// The page of the list that an item stands on.
std::size_t page_of(const Act& act, policy::TaskId task, policy::ItemId item) {
    const auto items = store::items_of_task(act.tx, task, true);
    const auto at = std::find_if(items.begin(), items.end(), [&](const store::ItemRow& one) {
        return one.id == item;
    });
    if (at == items.end()) return 0;
    return static_cast<std::size_t>(at - items.begin()) / blocks::manual_holder_rows;
}

// The list as it is now; or why an item of it could not be decided.
blocks::View list_after(
    App& app, const Act& act, policy::TaskId id, std::size_t page, const DecideOutcome& outcome
) {
    const auto task = store::find_task(act.tx, id);
    refresh_cards(act, outcome);
    const bool theirs = task && task->assignee == act.by;
    const bool gone = std::holds_alternative<workflow::ChangedMeanwhile>(outcome);
    if (!theirs || (!gone && !std::holds_alternative<Decided>(outcome)))
        return why_not(act.tx, outcome, act.by);
    return task_modal(act.tx, *task, app.render.tasks_url, act.now(), page);
}

blocks::View could_not_form(
    const Act& act, const store::TaskRow& task, const store::ItemRow& item
) {
    const auto request = store::find_request(act.tx, task.request).value();
    blocks::CommentForm form;
    form.key = models::key_of(task.id, item.id.value);
    form.beneficiary = models::whose_access(act.tx, request, {item}, act.by);
    form.action = task.removes ? policy::Action::revoke : request.action;
    form.items = models::grant_names({item});
    return blocks::could_not_item(form);
}

Answer answer_to(App& app, const Act& act, const BlockActions& click, const Action& action) {
    const auto key = task_key(click.view->private_metadata);
    const auto named = blocks::item_of_manual_block(action.block_id).value_or("");
    const policy::ItemId item{models::id_of(named).value_or(0)};
    const auto what = action.chosen.option ? action.chosen.option->value : "";
    const auto page = page_of(act, key.task, item);
    if (what == blocks::manual_item_could_not) {
        const auto task = store::find_task(act.tx, key.task);
        const auto stands = task ? workflow::look(act.tx, act.by, {task->id, task->version})
                                 : workflow::NoSuchTask{};
        const auto row = store::find_item(act.tx, item);
        if (!std::holds_alternative<Decided>(stands) || !row || row->request != task->request)
            return {list_after(app, act, key.task, page, stands)};
        return {could_not_form(act, *task, *row), true};
    }
    const auto outcome = workflow::done_item(act, key.task, item);
    return {list_after(app, act, key.task, page, outcome)};
}

}  // namespace

store::Task<void> on_manual_item(App& app, const BlockActions& click, const Action& action) {
    if (!click.view) co_return;
    auto work = [&](const Act& act, const policy::Employee&) {
        return answer_to(app, act, click, action);
    };
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

std::string on_could_not_item(App& app, const Act& act, const InboundView& view) {
    const auto comment =
        view.state.text(blocks::comment_block().value(), blocks::ids::comment).value_or("");
    if (is_blank(comment)) {
        return blocks::errors_answer({{blocks::comment_block().value(), "Write a short reason."}});
    }
    // The item stands where a task's key has its version.
    const auto key = task_key(view.private_metadata);
    const policy::ItemId item{key.version};
    const auto page = page_of(act, key.task, item);
    const auto outcome = workflow::could_not_item(act, key.task, item, std::string(comment));
    const auto list = list_after(app, act, key.task, page, outcome);
    // The list beneath is put right, and this form goes away.
    if (view.previous_view_id.empty()) return blocks::update_answer(list);
    app.views.update(view.previous_view_id, "", list.json());
    return "";
}

}  // namespace bot::handlers
