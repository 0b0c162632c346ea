// Start and Stop of an approved purpose, in the Home tab and in messages.
#include "blocks/notice.hpp"
#include "bot/handlers/clicks.hpp"
#include "bot/models/people.hpp"
#include "bot/workflow/access_end.hpp"
#include "bot/workflow/purposes.hpp"
#include "bot/workflow/tell.hpp"

namespace bot::handlers {
namespace {

using workflow::Act;
using workflow::GiveBackOutcome;
using workflow::StartOutcome;

blocks::View not_yours() {
    return blocks::notice_modal(
        "Not yours", {blocks::md("Only the person whom this purpose was approved for can do that.")}
    );
}

blocks::View said(std::string_view title, std::string_view sentence) {
    return blocks::notice_modal(
        blocks::plain(std::string(title)), {blocks::md(std::string(sentence))}
    );
}

blocks::View after_start(StartOutcome outcome) {
    switch (outcome) {
        case StartOutcome::started:
            return said(
                "Started",
                "Whoever looks after the applications is asked to grant the access; you are told "
                "when it is done."
            );
        case StartOutcome::under_way:
            return said("Started already", "This purpose is started already.");
        case StartOutcome::being_removed:
            return said(
                "Not stopped yet",
                "The access of this purpose is still being removed. Start it again once that is "
                "done."
            );
        case StartOutcome::not_decided:
            return said(
                "Not approved yet",
                "Not everything of this purpose is decided yet. You are told when it is."
            );
        case StartOutcome::inactive:
            return said(
                "Not offered any more",
                "This purpose is not offered any more, so it cannot be started."
            );
        case StartOutcome::held_already:
            return said(
                "Nothing to start", "You have, or wait for, all access of this purpose without it."
            );
        case StartOutcome::over:
            return said("Ended", "This purpose has ended. Ask for it again if you need it.");
        case StartOutcome::not_yours:
            return not_yours();
    }
    return not_yours();
}

blocks::View after_stop(const Act& act, policy::RequestId id, GiveBackOutcome outcome) {
    switch (outcome) {
        case GiveBackOutcome::given_back:
        case GiveBackOutcome::also_extension:
            return said(
                "Stopped",
                "Whoever looks after the applications is asked to remove the access; you are told "
                "when it is done."
            );
        case GiveBackOutcome::nothing_held: {
            const auto held = workflow::purpose_held(act.tx, id, act.now());
            if (held && held->standing == policy::PurposeStanding::starting) {
                return said(
                    "Being granted",
                    "The access of this purpose is still being granted. Stop it once that is done."
                );
            }
            return said("Nothing to stop", "Nothing of this purpose is held. Nothing was changed.");
        }
        case GiveBackOutcome::not_yours:
            return not_yours();
    }
    return not_yours();
}

policy::RequestId request_of(const Action& action) {
    return {models::id_of(action.chosen.value.value_or("")).value_or(0)};
}

template <class Do>
store::Task<void> on_purpose(App& app, const BlockActions& click, Do act_on) {
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, act_on);
    if (done.result) show_modal(app, click, *done.result);
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

}  // namespace

store::Task<void> on_start_purpose(App& app, const BlockActions& click, const Action& action) {
    auto work = [&](const Act& act, const policy::Employee&) {
        return after_start(workflow::start_purpose(act, request_of(action)));
    };
    co_await on_purpose(app, click, work);
}

store::Task<void> on_stop_purpose(App& app, const BlockActions& click, const Action& action) {
    auto work = [&](const Act& act, const policy::Employee&) {
        const auto id = request_of(action);
        return after_stop(act, id, workflow::give_back(act, id));
    };
    co_await on_purpose(app, click, work);
}

}  // namespace bot::handlers
