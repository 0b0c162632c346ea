// Events: deduplicated and durable before they are acknowledged, with their effect in the same
// transaction.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <charconv>

#include "bot/handlers/handlers.hpp"
#include "bot/slack_people.hpp"
#include "store/homes.hpp"
#include "store/slack_users.hpp"
#include "store/workspaces.hpp"

namespace bot::handlers {
namespace {

struct Received {
    store::Tx& tx;
    const EventCallback& event;
    store::Millis now;
};

// `unknown_person`: it could only be judged once Slack has told us who this is.
enum class Effect { taken, unknown_person };

Effect on_home_opened(const Received& received) {
    if (received.event.tab != "home") return Effect::taken;
    store::home_opened(
        received.tx, received.event.actor.team, received.event.actor.user, received.now
    );
    return Effect::taken;
}

Effect on_user(const Received& received) {
    if (!received.event.user) return Effect::taken;
    const auto at = std::chrono::floor<std::chrono::seconds>(received.now);
    store::upsert_slack_user(
        received.tx, known_user(*received.event.user, received.event.actor.team, at)
    );
    return Effect::taken;
}

// A message's ts as a number: the subject of the answer, so that one message is answered once.
std::int64_t digits_of(const std::string& ts) {
    std::string digits;
    std::copy_if(ts.begin(), ts.end(), std::back_inserter(digits), [](unsigned char c) {
        return std::isdigit(c) != 0;
    });
    std::int64_t number = 0;
    std::from_chars(
        digits.data(), digits.data() + std::min<std::size_t>(digits.size(), 18), number
    );
    return number;
}

Effect on_message(const Received& received) {
    const auto& event = received.event;
    const bool from_a_person =
        event.bot_id.empty() && event.subtype.empty() && event.channel_type == "im";
    if (!from_a_person) return Effect::taken;
    const auto who = identify(received.tx, event.actor.team, event.actor.user);
    if (const auto* employee = std::get_if<policy::Employee>(&who)) {
        store::want_message(
            received.tx,
            store::MessageKind::direct_reply,
            digits_of(event.ts),
            employee->id,
            store::Priority::normal,
            received.now
        );
        return Effect::taken;
    }
    const bool never_seen =
        !store::find_slack_user(received.tx, event.actor.team, event.actor.user).has_value();
    return never_seen ? Effect::unknown_person : Effect::taken;
}

Effect on_uninstalled(const Received& received) {
    store::workspace_uninstalled(received.tx, received.event.actor.team, received.event.event_time);
    return Effect::taken;
}

// Tokens of persons die alone; only the bot's concerns us (slack-protocol.md 2.5).
Effect on_tokens_revoked(const Received& received) {
    return received.event.revoked_bot.empty() ? Effect::taken : on_uninstalled(received);
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

// The first word of somebody whom the directory of Slack users does not have yet: asked for beside
// the acknowledgement, then judged again.
store::Task<void> apply_once_known(App& app, EventCallback event, const EventRoute* route) {
    co_await look_up_user(app.store, app.slack, app.clock, event.actor.team, event.actor.user);
    const auto now = app.clock.now_ms();
    auto unit = [&](store::Tx& tx) { route->apply({tx, event, now}); };
    co_await app.store.write(unit, store::Lane::event);
    wake(app);
}

}  // namespace

store::Task<bool> on_event(App& app, const EventCallback& event) {
    const auto* route = route_of(event.type);
    if (route == nullptr) {
        spdlog::info("events: {} is not one of ours", event.type);
        co_return true;
    }
    const auto now = app.clock.now_ms();
    auto unit = [&](store::Tx& tx) {
        bool first = true;
        for (const auto& key : event.dedupe_keys()) {
            const auto at = std::chrono::floor<std::chrono::seconds>(now);
            first = store::record_delivery(tx, key, at, "") && first;
        }
        return first ? route->apply({tx, event, now}) : Effect::taken;
    };
    auto effect = Effect::taken;
    try {
        effect = co_await app.store.write(unit, store::Lane::event);
    } catch (const store::QueueFull&) {
        co_return false;
    }
    if (effect == Effect::unknown_person) {
        boost::asio::co_spawn(app.io, apply_once_known(app, event, route), boost::asio::detached);
    }
    wake(app);
    co_return true;
}

std::vector<std::string_view> routed_events() {
    std::vector<std::string_view> types;
    for (const auto& route : routes)
        types.push_back(route.type);
    return types;
}

}  // namespace bot::handlers
