// Events: the envelope, the installation it belongs to, and what the events that we subscribe to
// carry.
#include "bot/inbound_parts.hpp"
#include "bot/slack_user_read.hpp"

namespace bot {

namespace {

using json::Value;

const Value* first_authorization(const Value& root) {
    const auto* all = json::find_array(root, "authorizations");
    if (!all || all->Empty()) return nullptr;
    const auto& first = *all->Begin();
    return first.IsObject() ? &first : nullptr;
}

// The sheet's rule 2.3: the authorization first, field by field, then the envelope, then the event.
Actor actor_of(const Value& root, const Value& event) {
    Actor actor;
    actor.api_app_id = json::text(root, "api_app_id");
    if (const auto* authorization = first_authorization(root)) {
        actor.team.value = json::text(*authorization, "team_id");
        actor.enterprise = json::text(*authorization, "enterprise_id");
        actor.is_enterprise_install = json::truth(*authorization, "is_enterprise_install");
    } else {
        actor.is_enterprise_install = json::truth(root, "is_enterprise_install");
    }
    const auto* user = json::find_object(event, "user");
    if (actor.team.value.empty()) actor.team.value = json::text(root, "team_id");
    if (actor.team.value.empty()) actor.team.value = json::text(event, "team_id");
    if (actor.team.value.empty() && user) actor.team.value = json::text(*user, "team_id");
    if (actor.enterprise.empty()) actor.enterprise = json::text(root, "enterprise_id");

    actor.user.value = user ? json::text(*user, "id") : json::text(event, "user");
    if (user) actor.user_team = json::text(*user, "team_id");
    if (actor.user_team.empty()) actor.user_team = json::text(event, "user_team");
    if (actor.user_team.empty()) actor.user_team = json::text(event, "team");
    return actor;
}

template <class Id>
std::vector<Id> ids(const Value& object, std::string_view key) {
    std::vector<Id> found;
    for (auto& text : json::texts(object, key))
        found.push_back(Id{std::move(text)});
    return found;
}

}  // namespace

SlackUser read_slack_user(const Value& user) {
    static const Value none{rapidjson::kObjectType};
    const auto* found = json::find_object(user, "profile");
    const Value& profile = found ? *found : none;

    SlackUser read;
    read.id.value = json::text(user, "id");
    read.team.value = json::text(user, "team_id");
    read.name = json::text(user, "name");
    read.real_name = json::text(user, "real_name");
    if (read.real_name.empty()) read.real_name = json::text(profile, "real_name");
    read.display_name = json::text(profile, "display_name");
    read.email = json::text(profile, "email");
    read.tz = json::text(user, "tz");
    const auto offset = json::find_integer(user, "tz_offset").value_or(0);
    constexpr std::int64_t day = 86'400;
    if (offset > -day && offset < day) read.tz_offset = static_cast<int>(offset);
    read.deleted = json::truth(user, "deleted");
    read.is_bot = json::truth(user, "is_bot");
    read.is_restricted = json::truth(user, "is_restricted");
    read.is_ultra_restricted = json::truth(user, "is_ultra_restricted");
    read.is_stranger = json::truth(user, "is_stranger");
    read.is_email_confirmed = json::find_truth(user, "is_email_confirmed");
    const auto updated = json::find_integer(user, "updated").value_or(0);
    if (updated > 0) read.updated = policy::instant(updated);
    return read;
}

namespace inbound {

InboundResult event_callback(const Value& root) {
    Needs needs;
    const Value& event = needs.object(root, "event", "event");
    EventCallback read;
    read.event_id = needs.text(root, "event_id", "event_id");
    read.type = needs.text(event, "type", "event.type");
    read.event_time = instant_of(root, "event_time");
    read.actor = actor_of(root, event);
    read.event_ts = json::text(event, "event_ts");
    read.ts = json::text(event, "ts");
    read.channel = json::text(event, "channel");
    read.channel_type = json::text(event, "channel_type");
    read.tab = json::text(event, "tab");
    read.text = json::text(event, "text");
    read.subtype = json::text(event, "subtype");
    read.bot_id = json::text(event, "bot_id");
    if (read.type == "team_join" || read.type == "user_change") {
        read.user = read_slack_user(needs.object(event, "user", "event.user"));
        if (read.user->id.value.empty()) needs.missing("event.user.id");
    }
    if (const auto* tokens = json::find_object(event, "tokens")) {
        read.revoked_oauth = ids<policy::SlackUserId>(*tokens, "oauth");
        read.revoked_bot = ids<policy::SlackUserId>(*tokens, "bot");
    }
    read.teams = ids<policy::TeamId>(event, "team_ids");
    return needs.answer(std::move(read));
}

}  // namespace inbound

std::vector<std::string> EventCallback::dedupe_keys() const {
    std::vector<std::string> keys{event_id};
    const auto& when = ts.empty() ? event_ts : ts;
    if (type == "message" && !channel.empty() && !when.empty()) {
        // An edit or a deletion is another event about another ts; the subtype is there in case.
        keys.push_back("message:" + actor.team.value + ":" + channel + ":" + when + ":" + subtype);
    }
    return keys;
}

}  // namespace bot
