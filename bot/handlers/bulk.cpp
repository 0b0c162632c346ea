// Approve selected and Deny selected of My tasks: each task by its own compare-and-set, and a
// summary of what was and was not done.
#include "blocks/bulk.hpp"

#include <algorithm>

#include "blocks/comment_form.hpp"
#include "blocks/ids.hpp"
#include "blocks/tasks.hpp"
#include "bot/handlers/clicks.hpp"
#include "bot/handlers/decisions.hpp"
#include "bot/handlers/review_forms.hpp"
#include "bot/handlers/task_views.hpp"
#include "bot/models/people.hpp"
#include "bot/view_updater.hpp"
#include "bot/workflow/decide.hpp"
#include "store/requests.hpp"

namespace bot::handlers {
namespace {

namespace ids = blocks::ids;

using workflow::Act;
using workflow::Decided;
using workflow::DecideOutcome;

blocks::Markdown what_of(store::Tx& tx, policy::TaskId id, policy::EmployeeId reader) {
    const auto task = store::find_task(tx, id);
    if (!task || task->assignee != reader) return blocks::md("A task");
    const auto request = store::find_request(tx, task->request).value();
    const auto items = static_cast<std::int64_t>(store::items_of_task(tx, id, false).size());
    const auto grants = blocks::count(items, "access grant");
    return blocks::md(
        grants, " for ", blocks::named(models::person(tx, request.beneficiary, reader))
    );
}

// Decides each by itself: what one of them comes to does not hold up the others.
template <class Decide>
blocks::BulkSummary decide_all(
    const Act& act, const std::vector<std::string>& keys, blocks::Verdict verdict, Decide decide
) {
    blocks::BulkSummary summary{verdict, {}};
    for (const auto& text : keys) {
        const auto key = task_key(text);
        blocks::BulkLine line{what_of(act.tx, key.task, act.by)};
        const DecideOutcome outcome = decide(key);
        if (!std::holds_alternative<Decided>(outcome)) {
            refresh_cards(act, outcome);
            line.why_not = why_not_sentence(act.tx, outcome, act.by);
        }
        summary.lines.push_back(std::move(line));
    }
    return summary;
}

std::string nothing_selected(const InboundView& view) {
    for (const auto& block : view.blocks) {
        if (block.is_input)
            return blocks::errors_answer({{block.block_id, "Select at least one task."}});
    }
    return blocks::update_answer(
        blocks::notice_modal("My tasks", {blocks::md("There is nothing to select.")})
    );
}

std::string comment_of(const InboundView& view) {
    return std::string(view.state.text(blocks::comment_block().value(), ids::comment).value_or(""));
}

std::string say_why(std::int64_t tasks) {
    return blocks::errors_answer(
        {{blocks::comment_block().value(),
          "The policy asks for a comment with " +
              (tasks == 1 ? std::string("one") : std::to_string(tasks)) +
              " of the selected approvals. It is kept in the audit trail."}}
    );
}

}  // namespace

std::string on_approve_selected(App&, const Act& act, const InboundView& view) {
    const auto keys = selected_tasks(view);
    if (keys.empty()) return nothing_selected(view);
    const auto comment = comment_of(view);
    if (is_blank(comment)) {
        // Said at the field, before anything is decided: the selection stays as it is.
        const auto want = std::count_if(keys.begin(), keys.end(), [&](const auto& text) {
            return workflow::needs_comment(act, task_key(text));
        });
        if (want > 0) return say_why(want);
    }
    const auto summary = decide_all(act, keys, blocks::Verdict::approved, [&](auto key) {
        return workflow::approve(act, key, is_blank(comment) ? "" : comment);
    });
    return blocks::update_answer(blocks::bulk_summary(summary));
}

store::Task<void> on_deny_selected(App& app, const BlockActions& click, const Action&) {
    if (!click.view) co_return;
    auto work = [&](const Act& act, const policy::Employee&) {
        const auto& view = *click.view;
        const auto keys = selected_tasks(view);
        const auto comment = comment_of(view);
        const auto again = [&](const blocks::Markdown& notice) {
            auto place = list_place(view.private_metadata);
            place.selected = keys;
            return task_list_modal(act.tx, act.by, place, act.now(), notice);
        };
        if (keys.size() > blocks::most_selected) return again(too_many_selected());
        if (keys.empty()) return again(blocks::md("Select at least one task to deny."));
        if (is_blank(comment)) {
            return again(
                blocks::md("Write a short comment to deny: the requesters read it, one for all.")
            );
        }
        const auto summary = decide_all(act, keys, blocks::Verdict::denied, [&](auto key) {
            return workflow::deny(act, key, comment);
        });
        return blocks::bulk_summary(summary);
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.result) app.views.update(click.view->id, click.view->hash, done.result->json());
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

}  // namespace bot::handlers
