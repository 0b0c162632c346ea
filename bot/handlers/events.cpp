// Events: deduplicated and durable before they are acknowledged, with their effect in the same
// transaction.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
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

void on_home_opened(const Received& received) {
    if (received.event.tab != "home") return;
    store::home_opened(
        received.tx, received.event.actor.team, received.event.actor.user, received.now
    );
}

void on_user(const Received& received) {
    if (!received.event.user) return;
    const auto at = std::chrono::floor<std::chrono::seconds>(received.now);
    store::upsert_slack_user(received.tx, known_user(*received.event.user, at));
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

void on_message(const Received& received) {
    const auto& event = received.event;
    const bool from_a_person =
        event.bot_id.empty() && event.subtype.empty() && event.channel_type == "im";
    if (!from_a_person) return;
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
    }
}

void on_uninstalled(const Received& received) {
    store::workspace_uninstalled(received.tx, received.event.actor.team, received.event.event_time);
}

struct EventRoute {
    std::string_view type;
    void (*apply)(const Received&);
};
constexpr std::array routes{
    EventRoute{"app_home_opened", on_home_opened},
    EventRoute{"team_join", on_user},
    EventRoute{"user_change", on_user},
    EventRoute{"message", on_message},
    EventRoute{"app_uninstalled", on_uninstalled},
    EventRoute{"tokens_revoked", on_uninstalled},
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
        if (first) route->apply({tx, event, now});
    };
    try {
        co_await app.store.write(unit, store::Lane::event);
    } catch (const store::QueueFull&) {
        co_return false;
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
