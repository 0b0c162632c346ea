// Delegate, from the foot of the Home tab: the form, its submission, and Stop delegating.
#include "blocks/delegate_form.hpp"
#include "blocks/ids.hpp"
#include "blocks/notice.hpp"
#include "blocks/reassign_form.hpp"
#include "bot/handlers/clicks.hpp"
#include "bot/handlers/review_forms.hpp"
#include "bot/models/people.hpp"
#include "bot/view_updater.hpp"
#include "bot/workflow/delegate.hpp"
#include "store/delegations.hpp"
#include "store/directory.hpp"

namespace bot::handlers {
namespace {

namespace ids = blocks::ids;

using workflow::Act;
using workflow::DelegateProblem;

std::optional<policy::Instant> date_of(
    const InboundView& view, const blocks::BlockId& block, std::string_view action
) {
    const auto* value = view.state.find(block.value(), action);
    return value != nullptr ? value->date_time : std::nullopt;
}

std::string refused(DelegateProblem problem, const std::string& name) {
    const auto at = [](const blocks::BlockId& block, const std::string& sentence) {
        return blocks::errors_answer({{block.value(), sentence}});
    };
    switch (problem) {
        case DelegateProblem::yourself:
            return at(blocks::colleague_block(), "Choose somebody else than yourself.");
        case DelegateProblem::not_here:
            return at(
                blocks::colleague_block(),
                name + " has left the company, or their Slack account may not use Latchkey."
            );
        case DelegateProblem::no_time:
            return at(blocks::until_block(), "The end must be later than the start.");
        case DelegateProblem::over_already:
            return at(blocks::until_block(), "The end must be in the future.");
    }
    return at(blocks::colleague_block(), "This is not possible.");
}

}  // namespace

store::Task<void> on_delegate(App& app, const BlockActions& click, const Action&) {
    auto work = [&](const Act& act, const policy::Employee&) {
        blocks::DelegateForm model;
        if (const auto set = store::delegation_of(act.tx, act.by)) {
            if (const auto who = store::find_employee(act.tx, set->to))
                model.delegate = models::person_choice(*who);
            model.from = set->from;
            model.until = set->until;
        }
        return blocks::delegate_form(model);
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.result) show_modal(app, click, *done.result);
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

store::Task<void> on_stop_delegating(App& app, const BlockActions& click, const Action&) {
    auto work = [&](const Act& act, const policy::Employee&) {
        return workflow::stop_delegating(act)
                   ? blocks::notice_modal(
                         "Delegate", {blocks::md("New reviews come to you again.")}
                     )
                   : blocks::notice_modal(
                         "Delegate", {blocks::md("You had no delegate: nothing was changed.")}
                     );
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.result && click.view)
        app.views.update(click.view->id, click.view->hash, done.result->json());
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

std::string on_delegate_form(App&, const Act& act, const InboundView& view) {
    const auto colleague = chosen_colleague(act, view);
    if (!colleague)
        return blocks::errors_answer({{blocks::colleague_block().value(), "Choose a colleague."}});
    const auto from = date_of(view, blocks::from_block(), ids::from);
    const auto until = date_of(view, blocks::until_block(), ids::until);
    if (const auto problem = workflow::set_delegate(act, colleague->id, from, until))
        return refused(*problem, colleague->name);
    return blocks::clear_answer();
}

}  // namespace bot::handlers
