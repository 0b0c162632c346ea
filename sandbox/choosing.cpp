// Everything that is chosen or typed: which options there are, and whether the app is told at once.
#include <algorithm>

#include "sandbox/block_kit.hpp"
#include "sandbox/encoding.hpp"
#include "sandbox/interactions.hpp"
#include "sandbox/payloads.hpp"
#include "sandbox/picking.hpp"

namespace sandbox {

namespace {

constexpr std::int64_t default_min_query = 3;

bool has_action(const Json& element, std::string_view trigger) {
    const Json& triggers = element.at("dispatch_action_config").at("trigger_actions_on");
    if (triggers.empty()) return trigger == "on_enter_pressed";
    return std::any_of(triggers.items().begin(), triggers.items().end(), [&](const Json& one) {
        return one.string() == trigger;
    });
}

// Text is dispatched on Enter or on typing, as the element says; all else at once.
bool sends_now(const ElementRef& ref, const Json& ask) {
    if (!ref.dispatches()) return false;
    if (!ref.type.ends_with("_input")) return true;
    if (has_action(*ref.element, "on_character_entered")) return true;
    return has_action(*ref.element, "on_enter_pressed") && ask.at("enter").boolean(true);
}

Found find_element(Stage& stage, const std::vector<Place>& places, const Json& ask) {
    const std::string action_id = ask.text("action_id");
    const std::string block_id = ask.text("block_id");
    const std::string label = ask.text("label");
    if (action_id.empty() && label.empty() && block_id.empty())
        throw Refusal("say action_id, block_id or label");
    const auto accepts = [&](const ElementRef& ref) {
        return ref.type != "button" && (action_id.empty() || ref.action_id == action_id) &&
               (block_id.empty() || ref.block_id == block_id) &&
               (label.empty() || ref.label() == label);
    };
    const std::string wanted = "a field \"" +
                               (!label.empty()       ? label
                                : !action_id.empty() ? action_id
                                                     : block_id) +
                               "\"";
    return find_one(stage, places, wanted, accepts);
}

std::string first_wanted(const Json& ask) {
    for (const char* name : {"option", "value"})
        if (ask.has(name)) return ask.text(name);
    for (const char* name : {"options", "values", "check"})
        if (!ask.at(name).empty()) return ask.at(name).items().front().string();
    return "";
}

// Slack asks for nothing before min_query_length characters are typed.
void check_query(const Json& element, const std::string& query) {
    const auto least = element.at("min_query_length").integer(default_min_query);
    if (static_cast<std::int64_t>(utf16_length(query)) < least)
        throw Refusal("nothing is asked before " + std::to_string(least) + " characters are typed");
}

// Where the last list that an external select offered is kept.
std::string offered_key(const Place& place, const std::string& block, const std::string& action) {
    return (place.view ? place.view->id : place.ts) + "/" + block + "/" + action;
}

}  // namespace

Task<Suggestions> load_options(
    Stage& stage,
    Place place,
    std::string user,
    std::string block_id,
    std::string action_id,
    std::string query
) {
    Workspace& workspace = stage.workspace;
    Json payload = interaction_base(workspace, "block_suggestion", *workspace.person(user));
    payload.set("action_id", action_id).set("block_id", block_id).set("value", query);
    if (place.view) {
        put_view_place(workspace, payload, *place.view);
    } else if (const Message* message = message_at(stage, place)) {
        put_message_place(workspace, payload, *workspace.channel(place.channel), *message);
        payload.erase("state");
    }
    const Endpoint endpoint = Endpoint::options;
    const std::string kind = "block_suggestion";
    const std::string body = payload_form(payload);
    Suggestions suggestions;
    suggestions.delivery = co_await stage.deliverer.send(endpoint, kind, user, body);
    const Delivery& delivery = suggestions.delivery;
    if (!delivery.answered() || delivery.status() != 200) {
        suggestions.why = delivery.failure().empty() ? "http_error" : delivery.failure();
        co_return suggestions;
    }
    const auto answer = parse_json(delivery.outcome.response.body);
    if (!answer) {
        suggestions.why = "the answer is not JSON";
    } else {
        for (const BlockFault& fault : check_suggestions(*answer))
            suggestions.why += (suggestions.why.empty() ? "" : "; ") + fault.text();
    }
    if (!suggestions.why.empty()) {
        stage.journal.violation("bad_suggestions", suggestions.why, delivery.log_seq);
        co_return suggestions;
    }
    suggestions.options = static_options(*answer);
    fill_text_defaults(suggestions.options);
    co_return suggestions;
}

Task<Json> suggest(Stage& stage, const Json& ask) {
    Person& person = person_of(stage, ask);
    Json where = ask;
    if (!ask.has("surface")) where.set("surface", person.modals.empty() ? "home" : "modal");
    const std::vector<Place> places = places_of(stage, person, where);
    const Found found = find_element(stage, places, ask);
    const std::string query = ask.text("query");
    if (!found.ref.type.ends_with("external_select"))
        throw Refusal("a " + found.ref.type + " loads no options");
    check_query(*found.ref.element, query);
    const Place place = found.place;
    const std::string user = person.id;
    const std::string block_id = found.ref.block_id;
    const std::string action_id = found.ref.action_id;
    const Suggestions loaded =
        co_await load_options(stage, place, user, block_id, action_id, query);
    stage.workspace.person(user)->offered[offered_key(place, block_id, action_id)] = loaded.options;
    Json result = loaded.delivery.json();
    const bool none = loaded.options.empty();
    result.set("outcome", !loaded.why.empty() ? "trouble" : none ? "no result" : "ok");
    if (!loaded.why.empty()) result.set("why", loaded.why);
    co_return result.set("options", loaded.options.is_null() ? Json::array() : loaded.options);
}

Task<Json> choose(Stage& stage, const Json& ask) {
    Person& person = person_of(stage, ask);
    const std::vector<Place> places = places_of(stage, person, ask);
    const Found found = find_element(stage, places, ask);
    const Place place = found.place;
    const std::string user = person.id;
    const std::string block_id = found.ref.block_id;
    const std::string action_id = found.ref.action_id;
    const Json element = *found.ref.element;
    const bool sends = sends_now(found.ref, ask);
    if (element.has("confirm") && !ask.at("confirm").boolean(true)) {
        co_return Json::object({{"status", 0}, {"ms", 0}, {"outcome", "cancelled"}});
    }
    Json options = static_options(element);
    const bool external = found.ref.type.ends_with("external_select");
    if (external && ask.at("offered").boolean()) {
        options = person.offered[offered_key(place, block_id, action_id)];
    } else if (external && !ask.at("clear").boolean()) {
        std::string query = ask.has("query") ? ask.text("query") : first_wanted(ask);
        check_query(element, query);
        const Suggestions loaded =
            co_await load_options(stage, place, user, block_id, action_id, query);
        options = loaded.options;
        if (!loaded.why.empty()) {
            Json result = loaded.delivery.json();
            co_return result.set("outcome", "trouble").set("why", loaded.why);
        }
    }
    const std::string_view field = value_field(element.text("type"));
    const Json* held = find_state(state_of(stage, place), block_id, action_id);
    if (holds_state(element.text("type")) && !held)
        throw Refusal("the field is not there any more", 409);
    Json value = held ? *held : Json::object({{"type", "overflow"}});
    const Json present = value.at(field);
    add_present(options, present);
    const Json chosen = new_value(stage, ask, element, options, present);
    check_selected_count(element, chosen);
    value.set(held ? field : "selected_option", chosen);
    if (held) put_state(state_of(stage, place), block_id, action_id, value);
    stage.workspace.touch(user);
    if (!sends) {
        co_return Json::object({{"status", 0}, {"ms", 0}, {"outcome", "ok"}, {"sent", false}});
    }
    const Json holder = Json::object({{"block_id", block_id}});
    const ElementRef ref{block_id, action_id, element.text("type"), &element, &holder};
    const Json action = action_json(ref, value, stage.clock.next_ts());
    Json result = co_await act(stage, place, user, action);
    co_return result.set("sent", true);
}

}  // namespace sandbox
