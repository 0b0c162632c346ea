// What a handler answers within Slack's 3 seconds, and the way every act goes through: identified,
// once, in one transaction.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "blocks/home.hpp"
#include "bot/app.hpp"
#include "bot/identify.hpp"
#include "bot/inbound.hpp"
#include "bot/workflow/act.hpp"
#include "policy/model.hpp"
#include "store/inbox.hpp"

namespace bot::handlers {

// The body of the 200 answer: JSON, or nothing at all.
struct Ack {
    std::string body;
};

// How an act ended: done with a result, done before by the same delivery, or not for this person.
template <class Result>
struct Done {
    std::optional<Result> result;
    std::optional<blocks::Refusal> refusal;
    bool repeated = false;
};

// Wakes what sends: call after every act that was committed.
void wake(App& app);

// Runs `work(const workflow::Act&, const policy::Employee&) -> Result` for the person who acted, in
// one transaction with the mark that this delivery has taken effect. `work` must outlive the await.
template <class Work>
store::Task<Done<std::invoke_result_t<Work&, const workflow::Act&, const policy::Employee&>>>
act_once(App& app, const Actor& actor, const std::string& key, Work& work) {
    using Result = std::invoke_result_t<Work&, const workflow::Act&, const policy::Employee&>;
    const auto now = app.clock.now_ms();
    auto unit = [&](store::Tx& tx) {
        Done<Result> done;
        const auto received_at = std::chrono::floor<std::chrono::seconds>(now);
        if (!store::record_delivery(tx, key, received_at, "")) {
            done.repeated = true;
            return done;
        }
        const auto who = identify(tx, actor.team, actor.user);
        if (const auto* refusal = std::get_if<blocks::Refusal>(&who)) {
            done.refusal = *refusal;
            return done;
        }
        const auto& employee = std::get<policy::Employee>(who);
        const workflow::Act act{tx, employee.id, now, app.flow};
        done.result.emplace(work(act, employee));
        return done;
    };
    auto done = co_await app.store.write(unit);
    wake(app);
    co_return done;
}

// A submission's answer that turns the modal into the refusal.
std::string refusal_answer(store::Tx& tx, blocks::Refusal refusal);

// Runs `work(const workflow::Act&, const policy::Employee&) -> std::string` for a submission; a
// repeated delivery is given the same answer again. Somebody who may not act gets a view that says
// so.
template <class Work>
store::Task<Ack> answer_once(App& app, const Actor& actor, const std::string& key, Work& work) {
    const auto now = app.clock.now_ms();
    auto unit = [&](store::Tx& tx) {
        if (auto before = store::answered(tx, key)) return Ack{*before};
        const auto who = identify(tx, actor.team, actor.user);
        Ack ack;
        if (const auto* refusal = std::get_if<blocks::Refusal>(&who)) {
            ack.body = refusal_answer(tx, *refusal);
        } else {
            const auto& employee = std::get<policy::Employee>(who);
            const workflow::Act act{tx, employee.id, now, app.flow};
            ack.body = work(act, employee);
        }
        store::record_delivery(tx, key, std::chrono::floor<std::chrono::seconds>(now), ack.body);
        return ack;
    };
    auto ack = co_await app.store.write(unit);
    wake(app);
    co_return ack;
}

// Opens a modal, or pushes it on the one that was clicked in; not awaited: the click is
// acknowledged meanwhile. If Slack does not take it in time, the person gets a short message
// instead of silence: `otherwise`, which says the same, or that they should click again.
void show_modal(
    App& app, const BlockActions& click, const blocks::View& view, const std::string& otherwise = ""
);
void show_refusal(App& app, const BlockActions& click, blocks::Refusal refusal);
// The same for a command or a shortcut, which is clicked in no view.
void show_modal(
    App& app, const Actor& actor, const std::string& trigger_id, const blocks::View& view
);
void show_refusal(
    App& app, const Actor& actor, const std::string& trigger_id, blocks::Refusal refusal
);

}  // namespace bot::handlers
