#include "bot/handlers/ack.hpp"

#include <spdlog/spdlog.h>

#include "blocks/notice.hpp"
#include "bot/home_publisher.hpp"
#include "bot/models/people.hpp"
#include "bot/outbox.hpp"
#include "bot/slack_people.hpp"
#include "bot/spawn.hpp"
#include "bot/timer_loop.hpp"

namespace bot::handlers {
namespace {

blocks::View refusal_view(store::Tx& tx, blocks::Refusal refusal) {
    return blocks::notice_modal(
        "Not possible", {blocks::refusal_sentence(refusal, models::whom_to_ask(tx))}
    );
}

std::string why_not_opened(const SlackError& error) {
    if (error.fault == SlackFault::push_limit)
        return "Slack shows three windows at most. Please close one and click again.";
    return "That window could not be opened in time. Please click again.";
}

// What a modal that was not opened would have cost the person: a word in the conversation.
store::Task<void> tell_not_opened(
    App& app, std::string user, std::string otherwise, SlackError error
) {
    // Shut down: nothing can be said now. Maybe opened: then it was seen.
    if (error.fault == SlackFault::stopped || error.may_have_happened) co_return;
    PostMessage message;
    message.channel = std::move(user);
    message.text = otherwise.empty() ? why_not_opened(error) : otherwise;
    const auto sent = co_await app.slack.post_message(message);
    if (!sent) spdlog::warn("handlers: a click could not be answered: {}", sent.error().code);
}

store::Task<void> open_now(
    App& app,
    std::string trigger,
    std::string user,
    bool push,
    blocks::View view,
    std::string otherwise = ""
) {
    const auto json = view.json();
    auto call = push ? app.slack.push_view(trigger, json) : app.slack.open_view(trigger, json);
    const auto answer = co_await std::move(call);
    if (!answer) co_await tell_not_opened(app, user, otherwise, answer.error());
}

store::Task<void> open_refusal(
    App& app, std::string trigger, Actor actor, bool push, blocks::Refusal refusal
) {
    // Somebody we were never told of is asked for once; most often that settles it.
    co_await look_up_user(app.store, app.slack, app.clock, actor.team, actor.user);
    auto build = [&](store::Tx& tx) {
        const auto now_known = identify(tx, actor.team, actor.user);
        if (std::holds_alternative<policy::Employee>(now_known)) {
            return blocks::notice_modal(
                "Please click again", {blocks::md("We have only just learned who you are.")}
            );
        }
        return refusal_view(tx, refusal);
    };
    const auto view = co_await app.store.read(build);
    co_await open_now(app, trigger, actor.user.value, push, view);
}

bool in_modal(const BlockActions& click) {
    return click.view && click.view->type == "modal";
}

}  // namespace

void wake(App& app) {
    app.outbox.wake();
    app.homes.wake();
    app.timers.wake();
}

std::string refusal_answer(store::Tx& tx, blocks::Refusal refusal) {
    return blocks::update_answer(refusal_view(tx, refusal));
}

void show_modal(
    App& app, const BlockActions& click, const blocks::View& view, const std::string& otherwise
) {
    const bool push = in_modal(click);
    auto shown = open_now(app, click.trigger_id, click.actor.user.value, push, view, otherwise);
    spawn(app.io, std::move(shown), "opening a modal");
}

void show_refusal(App& app, const BlockActions& click, blocks::Refusal refusal) {
    auto shown = open_refusal(app, click.trigger_id, click.actor, in_modal(click), refusal);
    spawn(app.io, std::move(shown), "opening a modal");
}

void show_modal(
    App& app, const Actor& actor, const std::string& trigger_id, const blocks::View& view
) {
    auto shown = open_now(app, trigger_id, actor.user.value, false, view);
    spawn(app.io, std::move(shown), "opening a modal");
}

void show_refusal(
    App& app, const Actor& actor, const std::string& trigger_id, blocks::Refusal refusal
) {
    auto shown = open_refusal(app, trigger_id, actor, false, refusal);
    spawn(app.io, std::move(shown), "opening a modal");
}

}  // namespace bot::handlers
