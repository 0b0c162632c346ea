// Clicks, and the delivery of any action: the payload of section 3.2, judged as Slack judges it.
#include "sandbox/interactions.hpp"
#include "sandbox/payloads.hpp"

namespace sandbox {

namespace {

bool confirmed(const Json& ask, const ElementRef& ref) {
    return !ref.element->has("confirm") || ask.at("confirm").boolean(true);
}

}  // namespace

Task<Json> act(Stage& stage, Place place, std::string user, Json action) {
    Workspace& workspace = stage.workspace;
    const Person& person = *workspace.person(user);
    Json payload = interaction_base(workspace, "block_actions", person);
    TriggerSource source = TriggerSource::message;
    std::string view_id;
    if (place.view) {
        source = place.surface == "home" ? TriggerSource::home : TriggerSource::modal;
        view_id = place.view->id;
        put_view_place(workspace, payload, *place.view);
    } else {
        const Message* message = message_at(stage, place);
        if (!message) throw Refusal("the message is gone", 404);
        const Channel& channel = *workspace.channel(place.channel);
        put_message_place(workspace, payload, channel, *message);
        const std::string path =
            workspace.issue_response_path({place.channel, user, place.ts, stage.clock.product()});
        payload.set("response_url", stage.api_origin + path);
    }
    payload.set("trigger_id", workspace.issue_trigger(user, source, view_id));
    payload.set("actions", Json::array({action}));

    const Endpoint endpoint = Endpoint::interactivity;
    const std::string kind = "block_actions";
    const std::string body = payload_form(payload);
    const Delivery delivery = co_await stage.deliverer.send(endpoint, kind, user, body);
    const bool ok = delivery.answered() && delivery.status() == 200;
    if (ok && !delivery.outcome.response.body.empty()) {
        const std::string what = "block_actions was answered with a body; it is ignored";
        stage.journal.violation("body_in_ack", what, delivery.log_seq);
    }
    mark_trouble(stage, place, ok ? "" : delivery.failure());
    Json result = delivery.json();
    co_return result.set("outcome", ok ? "ok" : "trouble");
}

Task<Json> click(Stage& stage, const Json& ask) {
    Person& person = person_of(stage, ask);
    const std::vector<Place> places = places_of(stage, person, ask);
    const std::string text = ask.text("text");
    const std::string action_id = ask.text("action_id");
    const std::string block_id = ask.text("block_id");
    if (text.empty() && action_id.empty()) throw Refusal("say text or action_id");
    const auto accepts = [&](const ElementRef& ref) {
        const bool value_fits =
            !ask.has("value") || ref.element->text("value") == ask.text("value");
        return ref.type == "button" && value_fits &&
               (text.empty() || shown(ref.element->at("text")) == text) &&
               (action_id.empty() || ref.action_id == action_id) &&
               (block_id.empty() || ref.block_id == block_id);
    };
    const std::string wanted = "a button \"" + (text.empty() ? action_id : text) + "\"";
    const Found found = find_one(stage, places, wanted, accepts);
    if (!confirmed(ask, found.ref)) {
        co_return Json::object({{"status", 0}, {"ms", 0}, {"outcome", "cancelled"}});
    }
    const Json action = action_json(found.ref, Json::object(), stage.clock.next_ts());
    const std::string url = found.ref.element->text("url");
    Json result = co_await act(stage, found.place, person.id, action);
    if (!url.empty()) result.set("url", url);
    co_return result;
}

}  // namespace sandbox
