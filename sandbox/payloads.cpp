// Follows sections 2 and 3 of the protocol sheet; what Slack leaves out is left out, what it sends
// as null is null.
#include "sandbox/payloads.hpp"

#include <array>

#include "sandbox/encoding.hpp"

namespace sandbox {

namespace {

constexpr const char* deprecated_token = "deprecated-verification-token";

Json or_null(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

// Members of elements that Slack repeats in `actions`.
constexpr std::array echoed{
    "initial_option",
    "initial_options",
    "initial_date",
    "initial_time",
    "placeholder",
    "confirm",
    "style",
    "text",
    "value",
    "url"};

}  // namespace

Json view_json(const Workspace& workspace, const View& view, bool with_state) {
    const Json& content = view.content;
    const bool modal = view.type == "modal";
    Json title = content.at("title");
    if (!modal) {
        title = Json::object({{"type", "plain_text"}, {"text", "View Title"}, {"emoji", true}});
    }
    Json out = Json::object(
        {{"id", view.id},
         {"team_id", workspace.team.id},
         {"type", view.type},
         {"blocks", view.blocks()},
         {"private_metadata", content.text("private_metadata")},
         {"callback_id", content.text("callback_id")},
         {"state", Json::object({{"values", with_state ? view.state : Json::object()}})},
         {"hash", view.hash},
         {"title", title},
         {"clear_on_close", content.at("clear_on_close").boolean()},
         {"notify_on_close", content.at("notify_on_close").boolean()},
         {"close", content.at("close")},
         {"submit", content.at("submit")},
         {"previous_view_id", or_null(view.previous_id)},
         {"root_view_id", view.root_id},
         {"app_id", workspace.app.id},
         {"external_id", view.external_id()},
         {"app_installed_team_id", workspace.team.id},
         {"bot_id", workspace.app.bot_id}}
    );
    if (modal) out.set("submit_disabled", content.at("submit_disabled").boolean());
    return out;
}

Json message_json(const Workspace& workspace, const Message& message, bool with_metadata) {
    Json out = Json::object({{"type", "message"}, {"user", message.user}, {"ts", message.ts}});
    if (message.from_app) {
        const AppInfo& app = workspace.app;
        out.set("bot_id", app.bot_id).set("app_id", app.id);
        out.set(
            "bot_profile",
            Json::object(
                {{"id", app.bot_id},
                 {"app_id", app.id},
                 {"user_id", app.bot_user_id},
                 {"name", app.name},
                 {"deleted", false},
                 {"team_id", workspace.team.id}}
            )
        );
    } else if (!message.client_msg_id.empty()) {
        out.set("client_msg_id", message.client_msg_id);
    }
    out.set("team", workspace.team.id).set("text", message.text);
    if (!message.blocks.is_null()) out.set("blocks", message.blocks);
    if (!message.thread_ts.empty()) out.set("thread_ts", message.thread_ts);
    if (!message.edited_ts.empty()) {
        out.set("edited", Json::object({{"user", message.user}, {"ts", message.edited_ts}}));
    }
    if (with_metadata && !message.metadata.is_null()) out.set("metadata", message.metadata);
    return out;
}

Json visible_user(const Workspace& workspace, const Person& person, bool with_locale) {
    Json user = workspace.user(person);
    if (!workspace.app.may("users:read.email"))
        if (Json* profile = user.find("profile")) profile->erase("email");
    if (!with_locale) {
        user.erase("locale");
    } else if (!user.has("locale")) {
        user.set("locale", "en-US");
    }
    return user;
}

Json event_envelope(
    const Workspace& workspace, const Json& event, const std::string& event_id, Millis now
) {
    const std::string& team = workspace.team.id;
    const Json installed = Json::object(
        {{"enterprise_id", nullptr},
         {"team_id", team},
         {"user_id", workspace.app.bot_user_id},
         {"is_bot", true},
         {"is_enterprise_install", false}}
    );
    return Json::object(
        {{"token", deprecated_token},
         {"team_id", team},
         {"context_team_id", team},
         {"context_enterprise_id", nullptr},
         {"api_app_id", workspace.app.id},
         {"event", event},
         {"type", "event_callback"},
         {"event_id", event_id},
         {"event_time", now / 1000},
         {"authorizations", Json::array({installed})},
         {"is_ext_shared_channel", false},
         {"event_context",
          "4-" + base64(write_json(Json::object({{"et", event.text("type")}, {"tid", team}})))}}
    );
}

Json interaction_base(const Workspace& workspace, const std::string& type, const Person& person) {
    const Json user = Json::object(
        {{"id", person.id},
         {"username", person.name},
         {"name", person.name},
         {"team_id", workspace.team.id}}
    );
    const Json team = Json::object({{"id", workspace.team.id}, {"domain", workspace.team.domain}});
    return Json::object(
        {{"type", type},
         {"user", user},
         {"api_app_id", workspace.app.id},
         {"token", deprecated_token},
         {"team", team},
         {"enterprise", nullptr},
         {"is_enterprise_install", false}}
    );
}

void put_view_place(const Workspace& workspace, Json& payload, const View& view) {
    payload.set("container", Json::object({{"type", "view"}, {"view_id", view.id}}));
    payload.set("view", view_json(workspace, view));
}

void put_message_place(
    const Workspace& workspace, Json& payload, const Channel& channel, const Message& message
) {
    Json container = Json::object(
        {{"type", "message"},
         {"message_ts", message.ts},
         {"channel_id", channel.id},
         {"is_ephemeral", message.ephemeral}}
    );
    if (!message.thread_ts.empty()) container.set("thread_ts", message.thread_ts);
    payload.set("container", container);
    payload.set("channel", Json::object({{"id", channel.id}, {"name", "directmessage"}}));
    if (!message.ephemeral) payload.set("message", message_json(workspace, message, true));
    payload.set("state", Json::object({{"values", message.state}}));
}

Json action_json(const ElementRef& ref, const Json& state, const std::string& action_ts) {
    Json action =
        Json::object({{"type", ref.type}, {"action_id", ref.action_id}, {"block_id", ref.block_id}}
        );
    for (const char* name : echoed) {
        const bool own_value = std::string_view(name) == "value" && ref.type != "button";
        const Json* member = ref.element->find(name);
        if (member && !own_value) action.set(name, *member);
    }
    for (const Json::Member& member : state.members())
        if (member.name != "type") action.set(member.name, member.value);
    action.set("action_ts", action_ts);
    return action;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '&') {
            out += "&amp;";
        } else if (c == '<') {
            out += "&lt;";
        } else if (c == '>') {
            out += "&gt;";
        } else {
            out += c;
        }
    }
    return out;
}

Json rich_text_of(std::string_view text, const std::string& block_id) {
    const Json leaf = Json::object({{"type", "text"}, {"text", text}});
    const Json section =
        Json::object({{"type", "rich_text_section"}, {"elements", Json::array({leaf})}});
    return Json::object(
        {{"type", "rich_text"}, {"block_id", block_id}, {"elements", Json::array({section})}}
    );
}

}  // namespace sandbox
