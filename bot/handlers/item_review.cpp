// Review items: opening it, turning its pages, and sending it. What is marked is kept with every
// page turn, so that a page that is not shown is not forgotten.
#include "blocks/item_review.hpp"

#include <algorithm>

#include "blocks/comment_form.hpp"
#include "blocks/ids.hpp"
#include "bot/handlers/clicks.hpp"
#include "bot/handlers/decisions.hpp"
#include "bot/handlers/review_forms.hpp"
#include "bot/handlers/task_views.hpp"
#include "bot/models/item_review.hpp"
#include "bot/models/people.hpp"
#include "bot/view_updater.hpp"
#include "bot/workflow/decide.hpp"
#include "store/reviews.hpp"

namespace bot::handlers {
namespace {

namespace ids = blocks::ids;

using workflow::Act;
using workflow::Decided;
using workflow::TaskKey;

// The word of a radio button: true approves; nothing for "later" and for anything else.
std::optional<bool> choice_of(
    const InboundView& view, std::string_view block, std::string_view id
) {
    const auto* option = view.state.option(block, id);
    if (option == nullptr) return std::nullopt;
    if (option->value == blocks::choice_approve) return true;
    if (option->value == blocks::choice_deny) return false;
    return std::nullopt;
}

// Keeps what is marked on the page that the person sees.
void take_choices(const Act& act, policy::TaskId task, const InboundView& view) {
    for (const auto& entry : view.state.entries()) {
        const auto item = blocks::item_of_block(entry.block_id);
        const auto id = item ? models::id_of(*item) : std::nullopt;
        if (!id) continue;
        const auto choice = choice_of(view, entry.block_id, ids::item_choice);
        store::choose_review(act.tx, task, policy::ItemId{*id}, choice);
    }
}

// The modal, or why this person cannot decide the task (any more).
blocks::View item_modal(const Act& act, TaskKey key, std::size_t page) {
    const auto outcome = workflow::look(act.tx, act.by, key);
    const auto* open = std::get_if<Decided>(&outcome);
    if (open == nullptr || open->task.kind != store::TaskKind::review) {
        refresh_cards(act, outcome);
        return why_not(act.tx, outcome, act.by);
    }
    return blocks::item_review(models::item_review(act.tx, open->task, page));
}

// What was marked, and for the rest what was said for all of it.
struct Verdicts {
    std::vector<policy::ItemId> approved;
    std::vector<policy::ItemId> denied;
};
Verdicts verdicts_of(const Act& act, policy::TaskId task, std::optional<bool> for_others) {
    Verdicts verdicts;
    const auto choices = store::review_choices(act.tx, task);
    for (const auto& item : store::items_of_task(act.tx, task, true)) {
        const auto marked = choices.find(item.id);
        const auto approve = marked != choices.end() ? std::optional(marked->second) : for_others;
        if (approve) (*approve ? verdicts.approved : verdicts.denied).push_back(item.id);
    }
    return verdicts;
}

}  // namespace

store::Task<void> on_review_items(App& app, const BlockActions& click, const Action& action) {
    auto work = [&](const Act& act, const policy::Employee&) {
        return item_modal(act, task_key(action.chosen.value.value_or("")), 0);
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.result) show_modal(app, click, *done.result);
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

store::Task<void> on_items_page(App& app, const BlockActions& click, int page) {
    auto work = [&](const Act& act, const policy::Employee&) {
        const auto key = task_key(click.view->private_metadata);
        const auto outcome = workflow::look(act.tx, act.by, key);
        if (std::holds_alternative<Decided>(outcome)) take_choices(act, key.task, *click.view);
        return item_modal(act, key, static_cast<std::size_t>(std::max(page, 0)));
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.result) app.views.update(click.view->id, click.view->hash, done.result->json());
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

std::string on_item_review(App&, const Act& act, const InboundView& view) {
    const auto key = task_key(view.private_metadata);
    const auto stands = workflow::look(act.tx, act.by, key);
    if (!std::holds_alternative<Decided>(stands)) {
        refresh_cards(act, stands);
        return blocks::update_answer(why_not(act.tx, stands, act.by));
    }
    take_choices(act, key.task, view);
    const auto for_others = choice_of(view, blocks::others_block().value(), ids::others_choice);
    const auto verdicts = verdicts_of(act, key.task, for_others);
    if (verdicts.approved.empty() && verdicts.denied.empty()) {
        return blocks::errors_answer(
            {{blocks::others_block().value(),
              "Choose Approve or Deny for at least one access grant."}}
        );
    }
    const auto comment =
        std::string(view.state.text(blocks::comment_block().value(), ids::comment).value_or(""));
    if (!verdicts.denied.empty() && is_blank(comment)) {
        return blocks::errors_answer(
            {{blocks::comment_block().value(),
              "Write a short reason for the denials: the requester reads it."}}
        );
    }
    const auto outcome = workflow::decide_items(
        act, key, verdicts.approved, verdicts.denied, is_blank(comment) ? "" : comment
    );
    if (std::holds_alternative<Decided>(outcome)) return blocks::clear_answer();
    if (std::holds_alternative<workflow::CommentNeeded>(outcome)) {
        return blocks::errors_answer(
            {{blocks::comment_block().value(),
              "The policy asks for a comment with these approvals. It is kept in the audit trail."}}
        );
    }
    refresh_cards(act, outcome);
    return blocks::update_answer(why_not(act.tx, outcome, act.by));
}

}  // namespace bot::handlers
