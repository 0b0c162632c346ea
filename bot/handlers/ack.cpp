#include "bot/handlers/ack.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "blocks/notice.hpp"
#include "bot/home_publisher.hpp"
#include "bot/models/people.hpp"
#include "bot/outbox.hpp"
#include "bot/slack_people.hpp"

namespace bot::handlers {
namespace {

blocks::View refusal_view(store::Tx& tx, blocks::Refusal refusal) {
    return blocks::notice_modal(
        "Not possible", {blocks::refusal_sentence(refusal, models::whom_to_ask(tx))}
    );
}

// What a modal that comes too late would have cost the person: a word in the conversation.
store::Task<void> tell_too_late(App& app, std::string user) {
    PostMessage message;
    message.channel = std::move(user);
    message.text = "That window could not be opened in time. Please click again.";
    const auto sent = co_await app.slack.post_message(message);
    if (!sent) spdlog::warn("handlers: a late click could not be answered: {}", sent.error().code);
}

store::Task<void> open_now(
    App& app, std::string trigger, std::string user, bool push, blocks::View view
) {
    bool opened = false;
    if (push) {
        const auto answer = co_await app.slack.push_view(trigger, view.json());
        opened = answer.has_value();
    } else {
        const auto answer = co_await app.slack.open_view(trigger, view.json());
        opened = answer.has_value();
    }
    if (!opened) co_await tell_too_late(app, user);
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
}

std::string refusal_answer(store::Tx& tx, blocks::Refusal refusal) {
    return blocks::update_answer(refusal_view(tx, refusal));
}

void show_modal(App& app, const BlockActions& click, const blocks::View& view) {
    auto shown = open_now(app, click.trigger_id, click.actor.user.value, in_modal(click), view);
    boost::asio::co_spawn(app.io, std::move(shown), boost::asio::detached);
}

void show_refusal(App& app, const BlockActions& click, blocks::Refusal refusal) {
    auto shown = open_refusal(app, click.trigger_id, click.actor, in_modal(click), refusal);
    boost::asio::co_spawn(app.io, std::move(shown), boost::asio::detached);
}

}  // namespace bot::handlers
