#include "blocks/comment_form.hpp"
#include "blocks/ids.hpp"
#include "blocks/question.hpp"
#include "blocks/reassign_form.hpp"
#include "blocks/shorter_form.hpp"
#include "blocks/tasks.hpp"
#include "bot/handlers/clicks.hpp"
#include "bot/handlers/decisions.hpp"
#include "bot/handlers/review_forms.hpp"
#include "bot/handlers/task_views.hpp"
#include "bot/models/people.hpp"
#include "bot/view_updater.hpp"
#include "store/requests.hpp"

namespace bot::handlers {
namespace {

using workflow::Act;
using workflow::Decided;
using workflow::DecideOutcome;
using workflow::TaskKey;

TaskKey key_of(const Action& action) {
    return task_key(action.chosen.value.value_or(""));
}

bool in_modal(const BlockActions& click) {
    return click.view && click.view->type == "modal";
}

// What a decision by button shows: the modal it was clicked in changes; a card is edited by the
// outbox; a decision that did not take effect is explained.
struct Shown {
    blocks::View view;
    bool decided = false;
    std::string sentence = {};  // why it did not take effect
};

blocks::CommentForm comment_form(const Act& act, const store::TaskRow& task) {
    const auto request = store::find_request(act.tx, task.request).value();
    blocks::CommentForm model;
    const auto items = store::items_of_task(act.tx, task.id, true);
    model.key = models::key_of(task.id, task.version);
    model.beneficiary = models::whose_access(act.tx, request, items, act.by);
    // An access that ends is removed, too, whatever was asked for.
    model.action = task.removes ? policy::Action::revoke : request.action;
    model.items = models::grant_names(items);
    return model;
}

store::Task<void> on_decision(
    App& app,
    const BlockActions& click,
    const Action& action,
    DecideOutcome (*decide)(const Act&, TaskKey)
) {
    auto work = [&](const Act& act, const policy::Employee&) {
        const auto outcome = decide(act, key_of(action));
        const auto* decided = std::get_if<Decided>(&outcome);
        if (decided != nullptr) {
            return Shown{
                task_modal(act.tx, decided->task, app.render.tasks_url, act.now(), 0), true};
        }
        if (const auto* unsaid = std::get_if<workflow::CommentNeeded>(&outcome))
            return Shown{blocks::approve_comment(comment_form(act, unsaid->task)), false};
        // The card it was clicked on may show an older state: put it right.
        refresh_cards(act, outcome);
        const auto sentence = why_not_sentence(act.tx, outcome, act.by).source();
        return Shown{why_not(act.tx, outcome, act.by), false, sentence};
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.refusal) show_refusal(app, click, *done.refusal);
    if (!done.result) co_return;
    if (in_modal(click)) {
        app.views.update(click.view->id, click.view->hash, done.result->view.json());
    } else if (!done.result->decided) {
        show_modal(app, click, done.result->view, done.result->sentence);
    }
}

// Opens a form about a task, unless the task cannot be decided any more. `Form`: its model.
template <class Form>
store::Task<void> open_form(
    App& app, const BlockActions& click, const Action& action, blocks::View (*form)(const Form&)
) {
    auto work = [&](const Act& act, const policy::Employee&) {
        const auto outcome = workflow::look(act.tx, act.by, key_of(action));
        const auto* open = std::get_if<Decided>(&outcome);
        if (open == nullptr) {
            refresh_cards(act, outcome);
            return why_not(act.tx, outcome, act.by);
        }
        if constexpr (std::is_same_v<Form, blocks::CommentForm>) {
            return form(comment_form(act, open->task));
        } else if constexpr (std::is_same_v<Form, blocks::ShorterForm>) {
            return form(shorter_model(act, open->task.id));
        } else {
            const auto request = store::find_request(act.tx, open->task.request).value();
            const auto items = store::items_of_task(act.tx, open->task.id, true);
            Form model;
            model.key = models::key_of(open->task.id, open->task.version);
            model.beneficiary = models::person(act.tx, request.beneficiary, act.by);
            model.items = models::grant_names(items);
            return form(model);
        }
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.result) show_modal(app, click, *done.result);
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

store::Task<void> open_list(App& app, const BlockActions& click, store::TaskFilter filter) {
    auto work = [&](const Act& act, const policy::Employee&) {
        return task_list_modal(act.tx, act.by, {0, filter}, act.now());
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.result) show_modal(app, click, *done.result);
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

}  // namespace

store::Task<void> on_approve(App& app, const BlockActions& click, const Action& action) {
    return on_decision(app, click, action, workflow::approve);
}

store::Task<void> on_done(App& app, const BlockActions& click, const Action& action) {
    return on_decision(app, click, action, workflow::done);
}

store::Task<void> on_deny(App& app, const BlockActions& click, const Action& action) {
    return open_form(app, click, action, blocks::deny_comment);
}

store::Task<void> on_could_not(App& app, const BlockActions& click, const Action& action) {
    return open_form(app, click, action, blocks::could_not_comment);
}

store::Task<void> on_reassign(App& app, const BlockActions& click, const Action& action) {
    return open_form(app, click, action, blocks::reassign_form);
}

store::Task<void> on_approve_shorter(App& app, const BlockActions& click, const Action& action) {
    return open_form(app, click, action, blocks::shorter_form);
}

store::Task<void> on_ask(App& app, const BlockActions& click, const Action& action) {
    auto work = [&](const Act& act, const policy::Employee&) {
        const auto stands = workflow::look_to_ask(act.tx, act.by, key_of(action));
        if (stands) return cannot_ask(act, *stands);
        const auto task = store::find_task(act.tx, key_of(action).task).value();
        const auto request = store::find_request(act.tx, task.request).value();
        blocks::AskForm model;
        model.key = models::key_of(task.id, task.version);
        model.beneficiary = models::person(act.tx, request.beneficiary, act.by);
        model.items = models::grant_names(store::items_of_task(act.tx, task.id, true));
        return blocks::ask_form(model);
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.result) show_modal(app, click, *done.result);
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

store::Task<void> on_review_task(App& app, const BlockActions& click, const Action& action) {
    auto work = [&](const Act& act, const policy::Employee&) {
        const auto task = store::find_task(act.tx, key_of(action).task);
        if (!task || task->assignee != act.by) {
            return why_not(act.tx, workflow::look(act.tx, act.by, key_of(action)), act.by);
        }
        return task_modal(act.tx, *task, app.render.tasks_url, act.now(), 0);
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.result) show_modal(app, click, *done.result);
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

store::Task<void> on_my_tasks(App& app, const BlockActions& click, const Action&) {
    return open_list(app, click, store::TaskFilter::all);
}

store::Task<void> on_decide_several(App& app, const BlockActions& click, const Action&) {
    return open_list(app, click, store::TaskFilter::reviews);
}

}  // namespace bot::handlers
