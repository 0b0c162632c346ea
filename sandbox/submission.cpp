// Submitting and closing modals: what the client refuses by itself, and what each answer of the app
// does to the stack (sections 3.4 and 3.5 of the protocol sheet).
#include <algorithm>
#include <array>

#include "sandbox/block_kit.hpp"
#include "sandbox/encoding.hpp"
#include "sandbox/interactions.hpp"
#include "sandbox/payloads.hpp"
#include "sandbox/views.hpp"

namespace sandbox {

namespace {

constexpr const char* trouble_text = "We had some trouble connecting. Try again?";

bool is_empty(const Json& state) {
    const Json& value = state.at(value_field(state.text("type")));
    return value.is_null() || (value.is_array() && value.empty()) ||
           (value.is_string() && value.string().empty());
}

// What Slack's client says of a filled field before anything is sent; empty if it is fine.
std::string client_complaint(const Json& element, const Json& state) {
    const std::string& type = element.text("type");
    const std::string& value = state.text("value");
    const auto least = static_cast<std::size_t>(element.at("min_length").integer(0));
    if (value.empty()) return "";
    if (type == "plain_text_input" && utf16_length(value) < least)
        return "needs at least " + std::to_string(least) + " characters";
    if (type == "email_text_input" && !contains(value, "@")) return "is no e-mail address";
    if (type == "url_text_input" && !contains(value, "://")) return "is no URL";
    if (type != "number_input") return "";
    char* end = nullptr;
    const double number = std::strtod(value.c_str(), &end);
    if (*end != '\0') return "is no number";
    const bool whole = element.at("is_decimal_allowed").boolean() || !contains(value, ".");
    if (!whole) return "must be a whole number";
    if (element.has("min_value") && number < std::stod(element.text("min_value")))
        return "must be at least " + element.text("min_value");
    if (element.has("max_value") && number > std::stod(element.text("max_value")))
        return "must be at most " + element.text("max_value");
    return "";
}

// {"result":"required","blocks":[…]} or {"result":"invalid","errors":{…}}; null if all is well.
Json client_check(const View& view) {
    Json missing = Json::array();
    Json errors = Json::object();
    for (const ElementRef& ref : elements_of(view.blocks())) {
        const Json* state = find_state(view.state, ref.block_id, ref.action_id);
        if (!ref.in_input() || !state) continue;
        const bool optional = ref.block->at("optional").boolean();
        if (is_empty(*state) && !optional) missing.add(ref.block_id);
        const std::string complaint = client_complaint(*ref.element, *state);
        if (!complaint.empty()) errors.set(ref.block_id, complaint);
    }
    if (!missing.empty()) return Json::object({{"result", "required"}, {"blocks", missing}});
    if (!errors.empty()) return Json::object({{"result", "invalid"}, {"errors", errors}});
    return {};
}

// One submission's answer being applied.
class Answer {
 public:
    Answer(Stage& stage, Person& person, std::shared_ptr<View> view, const Delivery& delivery)
        : stage_(stage), person_(person), view_(std::move(view)), delivery_(delivery) {}

    // What the person sees then: {"result":…}.
    Json apply() {
        const HttpResponse& response = delivery_.outcome.response;
        if (!delivery_.answered() || delivery_.status() != 200) return trouble(delivery_.failure());
        if (response.body.empty()) return close();
        const auto body = parse_json(response.body);
        const std::string* type = find_header(response.headers, "content-type");
        if (!body || !body->is_object() || !body->has("response_action"))
            return broken("the answer is neither empty nor a response_action");
        if (!type || !contains_folded(*type, "application/json"))
            return broken("a response_action needs Content-Type: application/json");
        const std::string& action = body->text("response_action");
        if (action == "clear") return clear();
        if (action == "errors") return errors(*body);
        if (action == "update" || action == "push") return show(*body, action);
        return broken("unknown response_action: " + action);
    }

 private:
    Json close() {
        std::erase_if(person_.modals, [&](const auto& one) { return one == view_; });
        stage_.workspace.forget(*view_);
        return Json::object({{"result", "closed"}});
    }

    Json clear() {
        stage_.workspace.close_from(person_, 0);
        return Json::object({{"result", "cleared"}});
    }

    Json errors(const Json& body) {
        const Json& texts = body.at("errors");
        if (const std::string fault = first(check_errors(texts, view_->blocks())); !fault.empty())
            return broken(fault);
        view_->errors = texts;
        return Json::object({{"result", "errors"}, {"errors", texts}});
    }

    Json show(const Json& body, const std::string& action) {
        const Json& content = body.at("view");
        const bool update = action == "update";
        std::string fault = first(check_view(content, Surface::modal, "/view"));
        if (view_too_large(content)) fault = "view_too_large";
        if (external_id_taken(stage_.workspace, content, update ? view_.get() : nullptr))
            fault = "duplicate_external_id";
        if (!update && person_.modals.size() >= deepest_stack) fault = "push_limit_reached";
        const bool open = stage_.workspace.view(view_->id) != nullptr;
        if (!open) return Json::object({{"result", "closed"}});  // the person closed it meanwhile
        if (!fault.empty()) return broken(fault);
        if (!update) {
            push_view(stage_.workspace, person_, content);
            return Json::object({{"result", "pushed"}});
        }
        stage_.workspace.replace_content(*view_, content);
        note_lost_choices(stage_.journal, *view_, delivery_.log_seq);
        return Json::object({{"result", "updated"}});
    }

    static std::string first(const BlockFaults& faults) {
        return faults.empty() ? "" : faults.front().text();
    }

    Json broken(const std::string& why) {
        stage_.journal.violation("bad_submission_answer", why, delivery_.log_seq);
        return trouble(why);
    }

    Json trouble(const std::string& why) {
        view_->trouble = trouble_text;
        return Json::object({{"result", "trouble"}, {"why", why}});
    }

    Stage& stage_;
    Person& person_;
    std::shared_ptr<View> view_;
    const Delivery& delivery_;
};

// Tells the app of a closed modal, if it wanted to know. Nothing that was typed is in there.
Task<void> tell_closed(Stage& stage, std::shared_ptr<View> view, bool cleared) {
    Json payload =
        interaction_base(stage.workspace, "view_closed", *stage.workspace.person(view->user));
    payload.set("view", view_json(stage.workspace, *view, false)).set("is_cleared", cleared);
    const Endpoint endpoint = Endpoint::interactivity;
    const std::string kind = "view_closed";
    const std::string body = payload_form(payload);
    const Delivery delivery = co_await stage.deliverer.send(endpoint, kind, view->user, body);
    if (delivery.ok() && !delivery.outcome.response.body.empty()) {
        const std::string what = "view_closed was answered with a body";
        stage.journal.violation("body_in_ack", what, delivery.log_seq);
    }
}

}  // namespace

Task<Json> submit(Stage& stage, const Json& ask) {
    Person& person = person_of(stage, ask);
    const Json top = Json::object({{"surface", "modal"}});
    const std::shared_ptr<View> view = places_of(stage, person, top).front().view;
    if (!view->content.has("submit")) throw Refusal("the modal has no submit button", 409);
    if (view->content.at("submit_disabled").boolean())
        throw Refusal("the submit button is disabled", 409);
    const Json complaint = client_check(*view);
    if (!complaint.is_null()) co_return complaint;

    view->errors = Json::object();
    view->trouble.clear();
    Json payload = interaction_base(stage.workspace, "view_submission", person);
    payload.set(
        "trigger_id", stage.workspace.issue_trigger(person.id, TriggerSource::submission, view->id)
    );
    payload.set("view", view_json(stage.workspace, *view));
    payload.set("response_urls", Json::array());
    view->loading = true;
    person.changed->notify();
    const Endpoint endpoint = Endpoint::interactivity;
    const std::string kind = "view_submission";
    const std::string body = payload_form(payload);
    const std::string user = person.id;
    const Delivery delivery = co_await stage.deliverer.send(endpoint, kind, user, body);
    view->loading = false;
    Answer answer(stage, person, view, delivery);
    Json result = answer.apply();
    person.changed->notify();
    const Json facts = delivery.json();
    for (const Json::Member& member : facts.members())
        result.set(member.name, member.value);
    co_return result;
}

Task<Json> close_modal(Stage& stage, const Json& ask) {
    Person& person = person_of(stage, ask);
    if (person.modals.empty()) throw Refusal("no modal is open for " + person.id, 404);
    const std::vector<std::shared_ptr<View>> stack = person.modals;
    const std::shared_ptr<View> top = stack.back();
    const bool whole = ask.at("all").boolean() || top->content.at("clear_on_close").boolean();
    // The X is told once, in the name of the root; Cancel in the name of what was closed.
    const std::shared_ptr<View> told = whole ? stack.front() : top;
    const bool wanted =
        std::any_of(stack.begin(), stack.end(), [&](const std::shared_ptr<View>& view) {
            return (whole || view == top) && view->content.at("notify_on_close").boolean();
        });
    stage.workspace.close_from(person, whole ? 0 : stack.size() - 1);
    Json result = Json::object({{"closed", whole ? stack.size() : 1}, {"told", wanted}});
    if (wanted) co_await tell_closed(stage, told, whole);
    co_return result;
}

}  // namespace sandbox
