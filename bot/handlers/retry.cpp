// Retry: what an application could not do is tried again, by whoever answers for it.
#include "blocks/notice.hpp"
#include "bot/handlers/clicks.hpp"
#include "bot/models/people.hpp"
#include "bot/workflow/facts.hpp"
#include "bot/workflow/fulfil.hpp"

namespace bot::handlers {
namespace {

using workflow::Act;
using workflow::RetryOutcome;

blocks::View not_theirs(const Act& act, std::int64_t id) {
    std::vector<blocks::Person> who;
    if (const auto notice = store::find_fulfilment_notice(act.tx, id)) {
        const auto hands = workflow::fulfilment_hands(act.tx, notice->integration);
        who = models::people(act.tx, hands.people, act.by);
    }
    const auto sentence =
        who.empty() ? blocks::md("Only whoever answers for this application can try again.")
                    : blocks::md("You cannot try this again; ", blocks::named(who), " can.");
    return blocks::notice_modal("Not allowed", {sentence});
}

blocks::View answer(const Act& act, std::int64_t id) {
    switch (workflow::retry_failed(act, id)) {
        case RetryOutcome::retried:
            return blocks::notice_modal(
                "Trying again",
                {blocks::md("It is tried again now. You are told if it fails again; the request "
                            "shows how it goes.")}
            );
        case RetryOutcome::to_people:
            return blocks::notice_modal(
                "A task again",
                {blocks::md("It is a task again, for whoever answers for the application: a new "
                            "card has its buttons.")}
            );
        case RetryOutcome::not_yours:
            return not_theirs(act, id);
        case RetryOutcome::nothing_failed:
            return blocks::notice_modal(
                "Nothing to retry",
                {blocks::md("This was tried again already, was settled, or was asked for anew. "
                            "Nothing was changed.")}
            );
        case RetryOutcome::too_late:
            return blocks::notice_modal(
                "Too late",
                {blocks::md("The access was asked for until a time that has passed. Nothing was "
                            "changed.")}
            );
        case RetryOutcome::is_back:
            return blocks::notice_modal(
                "Back in the company",
                {blocks::md("This was to be removed because somebody had left, who is back in the "
                            "company. Nothing was changed.")}
            );
        case RetryOutcome::has_left:
            return blocks::notice_modal(
                "Nobody to grant it to",
                {blocks::md("Whoever would get this has left the company. Nothing was changed.")}
            );
    }
    return not_theirs(act, id);
}

}  // namespace

store::Task<void> on_retry(App& app, const BlockActions& click, const Action& action) {
    auto work = [&](const Act& act, const policy::Employee&) {
        return answer(act, models::id_of(action.chosen.value.value_or("")).value_or(0));
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.result) show_modal(app, click, *done.result);
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

}  // namespace bot::handlers
