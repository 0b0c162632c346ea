// views.*: triggers, the stack of three, hashes and external ids, as section 5 of the sheet says.
#include "sandbox/block_kit.hpp"
#include "sandbox/encoding.hpp"
#include "sandbox/payloads.hpp"
#include "sandbox/views.hpp"
#include "sandbox/web_api.hpp"

namespace sandbox {

namespace {

struct CheckedView {
    Json content = {};
    Json error = {};
};

CheckedView checked_view(const Arguments& arguments, Surface surface) {
    if (!arguments.has("view")) return {{}, missing_argument("view")};
    const auto view = arguments.structure("view");
    if (!view || !view->is_object()) {
        const std::string message = "[ERROR] must provide an object [json-pointer:/view]";
        return {{}, api_error("invalid_arguments", {message})};
    }
    if (view_too_large(*view)) return {{}, api_error("view_too_large")};
    std::vector<std::string> messages;
    for (const BlockFault& fault : check_view(*view, surface, "/view"))
        messages.push_back(fault.text());
    if (!messages.empty()) return {{}, api_error("invalid_arguments", messages)};
    return {*view, {}};
}

// The trigger, used up by this call; or the error of a missing, old or spent one.
struct CheckedTrigger {
    Trigger* trigger = nullptr;
    Json error = {};
};

CheckedTrigger checked_trigger(ApiContext& context, const Arguments& arguments) {
    if (!arguments.has("trigger_id")) return {nullptr, missing_argument("trigger_id")};
    Trigger* trigger = context.workspace.trigger(arguments.text("trigger_id"));
    if (!trigger) return {nullptr, api_error("invalid_trigger_id")};
    context.user = trigger->user;
    if (trigger->used) return {nullptr, api_error("exchanged_trigger_id")};
    if (context.clock.real() - trigger->sent_at > context.trigger_lifetime)
        return {nullptr, api_error("expired_trigger_id")};
    return {trigger, {}};
}

Json view_answer(const ApiContext& context, const View& view) {
    return api_ok({{"view", view_json(context.workspace, view)}});
}

Json invalid_argument(const std::string& what) {
    return api_error("invalid_arguments", {"[ERROR] " + what});
}

// The view that views.update speaks of.
struct FoundView {
    std::shared_ptr<View> view = {};
    Json error = {};
};

FoundView addressed_view(const ApiContext& context, const Arguments& arguments) {
    const bool by_id = arguments.values().has("view_id");
    const bool by_external = arguments.values().has("external_id");
    if (by_id && by_external)
        return {{}, invalid_argument("only one of `view_id` and `external_id` may be given")};
    if (!by_id && !by_external)
        return {{}, invalid_argument("one of `view_id` and `external_id` is required")};
    FoundView found;
    found.view = by_id ? context.workspace.view(arguments.text("view_id"))
                       : context.workspace.view_by_external_id(arguments.text("external_id"));
    if (!found.view) found.error = api_error("not_found");
    return found;
}

}  // namespace

bool external_id_taken(const Workspace& workspace, const Json& content, const View* except) {
    const std::string& external_id = content.text("external_id");
    if (external_id.empty()) return false;
    const auto holder = workspace.view_by_external_id(external_id);
    return holder && holder.get() != except;
}

void note_lost_choices(Journal& journal, const View& view, std::int64_t log_seq) {
    for (const std::string& lost : lost_choices(view.blocks(), view.state)) {
        const std::string what = lost + " stays chosen but is no option any more (" + view.id + ")";
        journal.violation("kept_choice_not_offered", what, log_seq);
    }
}

Json views_open(ApiContext& context, const Arguments& arguments) {
    const CheckedTrigger checked = checked_trigger(context, arguments);
    if (!checked.trigger) return checked.error;
    CheckedView view = checked_view(arguments, Surface::modal);
    if (!view.error.is_null()) return view.error;
    if (external_id_taken(context.workspace, view.content, nullptr))
        return api_error("duplicate_external_id");
    const TriggerSource source = checked.trigger->source;
    if (source == TriggerSource::modal || source == TriggerSource::submission) {
        const std::string what = "views.open from within a modal: push, or answer the submission";
        context.journal.violation("open_over_modal", what, context.log_seq);
    }
    checked.trigger->used = true;
    Person& person = *context.workspace.person(checked.trigger->user);
    context.workspace.close_from(person, 0);
    auto opened = context.workspace.make_view("modal", person.id, std::move(view.content));
    person.modals.push_back(opened);
    person.changed->notify();
    return view_answer(context, *opened);
}

Json views_push(ApiContext& context, const Arguments& arguments) {
    const CheckedTrigger checked = checked_trigger(context, arguments);
    if (!checked.trigger) return checked.error;
    const TriggerSource source = checked.trigger->source;
    if (source != TriggerSource::modal && source != TriggerSource::submission)
        return api_error("invalid_trigger_id");
    CheckedView view = checked_view(arguments, Surface::modal);
    if (!view.error.is_null()) return view.error;
    Person& person = *context.workspace.person(checked.trigger->user);
    if (person.modals.empty() || !context.workspace.view(checked.trigger->view_id))
        return api_error("not_found");
    if (person.modals.size() >= deepest_stack) return api_error("push_limit_reached");
    if (external_id_taken(context.workspace, view.content, nullptr))
        return api_error("duplicate_external_id");
    checked.trigger->used = true;
    auto pushed = push_view(context.workspace, person, std::move(view.content));
    return view_answer(context, *pushed);
}

std::shared_ptr<View> push_view(Workspace& workspace, Person& person, Json content) {
    auto pushed = workspace.make_view("modal", person.id, std::move(content));
    pushed->root_id = person.modals.front()->id;
    pushed->previous_id = person.modals.back()->id;
    person.modals.push_back(pushed);
    person.changed->notify();
    return pushed;
}

Json views_update(ApiContext& context, const Arguments& arguments) {
    const FoundView found = addressed_view(context, arguments);
    if (!found.error.is_null()) return found.error;
    View& view = *found.view;
    context.user = view.user;
    const Surface surface = view.type == "home" ? Surface::home : Surface::modal;
    CheckedView checked = checked_view(arguments, surface);
    if (!checked.error.is_null()) return checked.error;
    if (arguments.has("hash") && arguments.text("hash") != view.hash)
        return api_error("hash_conflict");
    if (external_id_taken(context.workspace, checked.content, &view))
        return api_error("duplicate_external_id");
    context.workspace.replace_content(view, std::move(checked.content));
    note_lost_choices(context.journal, view, context.log_seq);
    return view_answer(context, view);
}

Json views_publish(ApiContext& context, const Arguments& arguments) {
    if (!arguments.has("user_id")) return missing_argument("user_id");
    CheckedView checked = checked_view(arguments, Surface::home);
    if (!checked.error.is_null()) return checked.error;
    const std::string id = arguments.text("user_id");
    Person* person = contains(id, "@") ? nullptr : context.workspace.person(id);
    if (!person || person->bot) return invalid_argument("invalid user_id [json-pointer:/user_id]");
    context.user = person->id;
    if (!context.workspace.app.home_tab) return api_error("not_enabled");
    if (arguments.has("hash") && (!person->home || arguments.text("hash") != person->home->hash))
        return api_error("hash_conflict");
    if (external_id_taken(context.workspace, checked.content, person->home.get()))
        return api_error("duplicate_external_id");
    if (person->home) {
        context.workspace.replace_content(*person->home, std::move(checked.content));
        note_lost_choices(context.journal, *person->home, context.log_seq);
    } else {
        person->home = context.workspace.make_view("home", person->id, std::move(checked.content));
    }
    person->changed->notify();
    return view_answer(context, *person->home);
}

}  // namespace sandbox
