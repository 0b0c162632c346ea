// Events: deduplicated and durable before they are acknowledged, with their effect in the same
// transaction.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>

#include "bot/handlers/handlers.hpp"
#include "bot/slack_people.hpp"
#include "bot/strangers.hpp"
#include "bot/workflow/campaign_hand_on.hpp"
#include "bot/workflow/facts.hpp"
#include "bot/workflow/move_on.hpp"
#include "store/homes.hpp"
#include "store/slack_users.hpp"
#include "store/tasks.hpp"
#include "store/workspaces.hpp"

namespace bot::handlers {
namespace {

struct Received {
    store::Tx& tx;
    const EventCallback& event;
    store::Millis now;
    const workflow::FlowRules& rules;
};

// `none`: nothing changed, so there is nothing to tell. `stranger`: kept, to be answered once Slack
// has told us who this is.
enum class Effect { none, taken, stranger };

Effect on_home_opened(const Received& received) {
    if (received.event.tab != "home") return Effect::none;
    store::home_opened(
        received.tx, received.event.actor.team, received.event.actor.user, received.now
    );
    return Effect::taken;
}

// So many requests of a reviewer who is gone are seen to at once; upkeep sees to any others.
constexpr std::size_t most_replaced = 20;

// Somebody else is asked at once in place of a reviewer who cannot be reached any more.
void replace_if_gone(const Received& received, const std::optional<policy::EmployeeId>& who) {
    if (!who || workflow::is_able(received.tx, *who)) return;
    const workflow::Act act{received.tx, {}, received.now, received.rules};
    auto requests = store::requests_asked_of(received.tx, *who);
    if (requests.size() > most_replaced) requests.resize(most_replaced);
    for (const auto request : requests)
        workflow::replace_reviewer(act, *who, request);
    workflow::replace_campaign_reviewer(act, *who);
}

Effect on_user(const Received& received) {
    if (!received.event.user) return Effect::none;
    const auto at = std::chrono::floor<std::chrono::seconds>(received.now);
    const auto outcome = learn_user(
        received.tx, known_user(*received.event.user, received.event.actor.team, at), received.now
    );
    if (outcome.news) {
        replace_if_gone(received, outcome.employee);
        replace_if_gone(received, outcome.ended);
    }
    return Effect::taken;
}

Effect on_message(const Received& received) {
    const auto& event = received.event;
    const bool from_a_person =
        event.bot_id.empty() && event.subtype.empty() && event.channel_type == "im";
    if (!from_a_person) return Effect::none;
    const auto who = identify(received.tx, event.actor.team, event.actor.user);
    if (const auto* employee = std::get_if<policy::Employee>(&who)) {
        want_reply(received.tx, employee->id, event.ts, received.now);
        return Effect::taken;
    }
    const auto at = std::chrono::floor<std::chrono::seconds>(received.now);
    store::keep_unanswered(received.tx, {event.actor.team, event.actor.user, event.ts, at});
    return Effect::stranger;
}

Effect on_uninstalled(const Received& received) {
    store::workspace_uninstalled(received.tx, received.event.actor.team, received.event.event_time);
    return Effect::taken;
}

// Tokens of persons die alone; only the bot's concerns us (slack-protocol.md 2.5).
Effect on_tokens_revoked(const Received& received) {
    return received.event.revoked_bot.empty() ? Effect::none : on_uninstalled(received);
}

struct EventRoute {
    std::string_view type;
    Effect (*apply)(const Received&);
};
constexpr std::array routes{
    EventRoute{"app_home_opened", on_home_opened},
    EventRoute{"team_join", on_user},
    EventRoute{"user_change", on_user},
    EventRoute{"message", on_message},
    EventRoute{"app_uninstalled", on_uninstalled},
    EventRoute{"tokens_revoked", on_tokens_revoked},
};

const EventRoute* route_of(std::string_view type) {
    const auto* found = std::find_if(routes.begin(), routes.end(), [&](const EventRoute& route) {
        return route.type == type;
    });
    return found == routes.end() ? nullptr : found;
}

}  // namespace

store::Task<bool> on_event(App& app, const EventCallback& event) {
    const auto* route = route_of(event.type);
    if (route == nullptr) spdlog::info("events: {} is not one of ours", event.type);
    const auto now = app.clock.now_ms();
    auto unit = [&](store::Tx& tx) {
        bool first = true;
        for (const auto& key : event.dedupe_keys()) {
            const auto at = std::chrono::floor<std::chrono::seconds>(now);
            first = store::record_delivery(tx, key, at, "") && first;
        }
        return first && route != nullptr ? route->apply({tx, event, now, app.flow}) : Effect::none;
    };
    auto effect = Effect::none;
    try {
        effect = co_await app.store.write(unit, store::Lane::event);
    } catch (const store::QueueFull&) {
        co_return false;
    }
    if (effect == Effect::stranger) app.strangers.wake();
    if (effect != Effect::none) wake(app);
    co_return true;
}

std::vector<std::string_view> routed_events() {
    std::vector<std::string_view> types;
    for (const auto& route : routes)
        types.push_back(route.type);
    return types;
}

}  // namespace bot::handlers
