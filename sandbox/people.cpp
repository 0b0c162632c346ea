// What people do outside of views: open the app, write to it, use commands and shortcuts; and what
// the workspace tells of people who change.
#include "sandbox/encoding.hpp"
#include "sandbox/interactions.hpp"
#include "sandbox/messages.hpp"
#include "sandbox/payloads.hpp"

namespace sandbox {

namespace {

ApiContext api_context(Stage& stage) {
    return {stage.io, stage.clock, stage.journal, stage.workspace, stage.events};
}

// The text that a person sees after a slash command, as a message of the app's in the DM; empty
// bodies show nothing. What Slack could not read is a violation.
Json show_command_answer(Stage& stage, Channel& channel, const Delivery& delivery) {
    const HttpResponse& response = delivery.outcome.response;
    if (response.body.empty()) return Json::object({{"shown", nullptr}});
    ApiContext context = api_context(stage);
    context.log_seq = delivery.log_seq;
    const std::string* type = find_header(response.headers, "content-type");
    const bool json = type && contains_folded(*type, "application/json");
    if (!json) {
        Draft draft{.text = response.body, .has_text = true};
        put_message(context, channel, draft, true);
        return Json::object({{"shown", response.body}});
    }
    const auto body = parse_json(response.body);
    const Draft draft = body ? read_draft(Arguments(*body), false) : Draft{.error = "not JSON"};
    if (draft.refused()) {
        const std::string what = "a command's answer: " + write_json(draft.error);
        stage.journal.violation("bad_command_answer", what, delivery.log_seq);
        return Json::object({{"shown", nullptr}});
    }
    const bool ephemeral = body->text("response_type") != "in_channel";
    const Message& shown = put_message(context, channel, draft, ephemeral);
    return Json::object({{"shown", read_message(stage.workspace, shown)}, {"ts", shown.ts}});
}

// The user object with the members of `changes` set, profile merged.
Json merged(Json user, const Json& changes) {
    for (const Json::Member& change : changes.members()) {
        Json* present = user.find(change.name);
        if (present && present->is_object() && change.value.is_object()) {
            *present = merged(*present, change.value);
        } else {
            user.set(change.name, change.value);
        }
    }
    return user;
}

Json user_event(Stage& stage, const std::string& type, const Person& person) {
    return Json::object(
        {{"type", type},
         {"user", visible_user(stage.workspace, person, true)},
         {"cache_ts", stage.clock.product() / 1000},
         {"event_ts", stage.clock.next_ts()}}
    );
}

// Sends an event if the app has subscribed and may have it.
Task<Json> tell(Stage& stage, std::string name, std::string scope, Json event, std::string user) {
    const AppInfo& app = stage.workspace.app;
    if (!app.subscribes(name) || !app.may(scope))
        co_return Json::object({{"status", 0}, {"ms", 0}, {"sent", false}});
    Json result = co_await stage.events.send(event, user);
    co_return result;
}

}  // namespace

Task<Json> open_app(Stage& stage, const Json& ask, const std::string& tab) {
    Person& person = person_of(stage, ask);
    Json event = Json::object(
        {{"type", "app_home_opened"},
         {"user", person.id},
         {"channel", stage.workspace.dm_of(person).id},
         {"tab", tab}}
    );
    if (tab == "home" && person.home) event.set("view", view_json(stage.workspace, *person.home));
    event.set("event_ts", stage.clock.next_ts());
    const std::string name = "app_home_opened";
    const std::string user = person.id;
    const std::string scope;
    Json result = co_await tell(stage, name, scope, event, user);
    co_return result;
}

Task<Json> send_message(Stage& stage, const Json& ask) {
    Person& person = person_of(stage, ask);
    const std::string text = ask.text("text");
    if (text.empty()) throw Refusal("text is missing");
    Channel& channel = stage.workspace.dm_of(person);
    Message message{.ts = stage.clock.next_ts(), .user = person.id, .text = escaped(text)};
    message.thread_ts = ask.text("thread_ts");
    message.blocks = Json::array({rich_text_of(text, random_text(5, all_letters))});
    message.client_msg_id = random_text(8, hex_digits) + "-" + random_text(4, hex_digits) + "-4" +
                            random_text(3, hex_digits) + "-a" + random_text(3, hex_digits) + "-" +
                            random_text(12, hex_digits);
    channel.messages.push_back(message);
    person.changed->notify();
    Json event = message_json(stage.workspace, message, false);
    event.set("channel", channel.id).set("event_ts", message.ts).set("channel_type", "im");
    const std::string name = "message.im";
    const std::string scope = "im:history";
    const std::string user = person.id;
    Json result = co_await tell(stage, name, scope, event, user);
    co_return result.set("ts", message.ts).set("channel", channel.id);
}

Task<Json> slash_command(Stage& stage, const Json& ask) {
    Person& person = person_of(stage, ask);
    const std::string command = ask.text("command");
    if (!command.starts_with('/')) throw Refusal("command must start with /");
    const Workspace& workspace = stage.workspace;
    const Channel& channel = stage.workspace.dm_of(person);
    const std::string path =
        stage.workspace.issue_response_path({channel.id, person.id, "", stage.clock.product()});
    const FormFields fields{
        {"token", "deprecated-verification-token"},
        {"team_id", workspace.team.id},
        {"team_domain", workspace.team.domain},
        {"channel_id", channel.id},
        {"channel_name", "directmessage"},
        {"user_id", person.id},
        {"user_name", person.name},
        {"command", command},
        {"text", ask.text("text")},
        {"api_app_id", workspace.app.id},
        {"is_enterprise_install", "false"},
        {"response_url", stage.api_origin + path},
        {"trigger_id", stage.workspace.issue_trigger(person.id, TriggerSource::command, "")}};
    const Endpoint endpoint = Endpoint::commands;
    const std::string kind = "command " + command;
    const std::string body = encode_form(fields);
    const std::string user = person.id;
    const Delivery delivery = co_await stage.deliverer.send(endpoint, kind, user, body);
    Json result = delivery.json();
    if (delivery.outcome.arrival == Arrival::http_timeout) {
        result.set("outcome", "trouble")
            .set("shown", command + " failed with the error \"operation_timeout\"");
    } else if (!delivery.answered() || delivery.status() != 200) {
        result.set("outcome", "trouble")
            .set("shown", command + " failed with the error \"dispatch_failed\"");
    } else {
        const Json shown = show_command_answer(stage, stage.workspace.dm_of(person), delivery);
        result.set("outcome", "ok").set("shown", shown.at("shown"));
    }
    co_return result;
}

Task<Json> global_shortcut(Stage& stage, const Json& ask) {
    Person& person = person_of(stage, ask);
    if (ask.text("callback_id").empty()) throw Refusal("callback_id is missing");
    Json payload = interaction_base(stage.workspace, "shortcut", person);
    payload.set("action_ts", stage.clock.next_ts());
    payload.set("callback_id", ask.text("callback_id"));
    payload.set(
        "trigger_id", stage.workspace.issue_trigger(person.id, TriggerSource::shortcut, "")
    );
    const Endpoint endpoint = Endpoint::interactivity;
    const std::string kind = "shortcut";
    const std::string body = payload_form(payload);
    const std::string user = person.id;
    const Delivery delivery = co_await stage.deliverer.send(endpoint, kind, user, body);
    const bool ok = delivery.answered() && delivery.status() == 200;
    if (ok && !delivery.outcome.response.body.empty()) {
        const std::string what = "a shortcut was answered with a body; it is ignored";
        stage.journal.violation("body_in_ack", what, delivery.log_seq);
    }
    Json result = delivery.json();
    co_return result.set("outcome", ok ? "ok" : "trouble");
}

Task<Json> verify_url(Stage& stage, const Json&) {
    const std::string challenge = random_text(52, all_letters);
    const Json request = Json::object(
        {{"token", "deprecated-verification-token"},
         {"challenge", challenge},
         {"type", "url_verification"}}
    );
    const Endpoint endpoint = Endpoint::events;
    const std::string kind = "url_verification";
    const std::string nobody;
    const std::string body = write_slack_json(request);
    const Delivery delivery = co_await stage.deliverer.send(endpoint, kind, nobody, body);
    // Plain text, a form or JSON: all three are accepted.
    const std::string& said = delivery.outcome.response.body;
    const auto json = parse_json(said);
    const bool matched = delivery.answered() && delivery.status() == 200 &&
                         (said == challenge || said == "challenge=" + challenge ||
                          (json && json->text("challenge") == challenge));
    Json result = delivery.json();
    co_return result.set("matched", matched);
}

Task<Json> change_user(Stage& stage, const Json& ask) {
    Json target = ask;
    if (!ask.has("user")) target.set("user", ask.has("id") ? ask.text("id") : ask.text("email"));
    Person& person = person_of(stage, target);
    if (!ask.at("set").is_object()) throw Refusal("set is missing: the fields to change");
    Json user = merged(stage.workspace.user(person), ask.at("set"));
    user.set("id", person.id).set("updated", stage.clock.product() / 1000);
    stage.workspace.put_user(user);
    const Json event = user_event(stage, "user_change", person);
    const std::string name = "user_change";
    const std::string scope = "users:read";
    const std::string whom = person.id;
    Json result = co_await tell(stage, name, scope, event, whom);
    co_return result;
}

Task<Json> join(Stage& stage, const Json& ask) {
    const Json& user = ask.at("user").is_object() ? ask.at("user") : ask;
    if (user.text("id").empty()) throw Refusal("the user object needs an id");
    if (stage.workspace.person(user.text("id"))) throw Refusal("that user is here already", 409);
    const Person& person = stage.workspace.put_user(user);
    const Json event = user_event(stage, "team_join", person);
    const std::string name = "team_join";
    const std::string scope = "users:read";
    const std::string whom = person.id;
    Json result = co_await tell(stage, name, scope, event, whom);
    co_return result;
}

}  // namespace sandbox
