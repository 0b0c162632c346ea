// Clicks, choices, submissions, option loads, shortcuts and commands.
#include "bot/inbound_parts.hpp"

namespace bot::inbound {

namespace {

using json::Value;

// Organisations of the Grid have ids of their own kind; user.team_id may hold one.
bool is_enterprise(std::string_view id) {
    return id.starts_with('E');
}

// The sheet's rule 2.3: the view's installing workspace first, for users of another workspace act
// in our views too.
Actor actor_of(const Value& root, Needs& needs) {
    Actor actor;
    const Value& user = needs.object(root, "user", "user");
    actor.user.value = needs.text(user, "id", "user.id");
    actor.user_team = json::text(user, "team_id");
    actor.api_app_id = json::text(root, "api_app_id");
    actor.is_enterprise_install = json::truth(root, "is_enterprise_install");

    if (const auto* view = json::find_object(root, "view")) {
        actor.team.value = json::text(*view, "app_installed_team_id");
    }
    const auto* team = json::find_object(root, "team");
    if (actor.team.value.empty() && team) actor.team.value = json::text(*team, "id");
    if (actor.team.value.empty() && !is_enterprise(actor.user_team)) {
        actor.team.value = actor.user_team;
    }
    if (const auto* enterprise = json::find_object(root, "enterprise")) {
        actor.enterprise = json::text(*enterprise, "id");
    }
    if (actor.enterprise.empty() && team) actor.enterprise = json::text(*team, "enterprise_id");
    if (actor.enterprise.empty() && is_enterprise(actor.user_team)) {
        actor.enterprise = actor.user_team;
    }
    return actor;
}

// The text inside a text object.
std::string inner_text(const Value& object, std::string_view key) {
    const auto* found = json::find_object(object, key);
    return found ? json::text(*found, "text") : std::string{};
}

ChosenOption option_of(const Value& option) {
    return {
        json::text(option, "value"), inner_text(option, "text"), inner_text(option, "description")};
}

std::optional<std::string> text_if_any(const Value& object, std::string_view key) {
    const auto found = json::find_text(object, key);
    return found ? std::optional<std::string>{*found} : std::nullopt;
}

StateValue value_of(const Value& element) {
    StateValue read;
    read.type = json::text(element, "type");
    read.value = text_if_any(element, "value");
    if (const auto* option = json::find_object(element, "selected_option")) {
        read.option = option_of(*option);
    }
    if (const auto* options = json::find_array(element, "selected_options")) {
        for (const auto& option : options->GetArray()) {
            if (option.IsObject()) read.options.push_back(option_of(option));
        }
    }
    if (const auto user = json::find_text(element, "selected_user")) {
        read.user = policy::SlackUserId{std::string{*user}};
    }
    read.date = text_if_any(element, "selected_date");
    read.time = text_if_any(element, "selected_time");
    if (json::find_integer(element, "selected_date_time")) {
        read.date_time = instant_of(element, "selected_date_time");
    }
    return read;
}

std::string name_of(const rapidjson::Value::Member& member) {
    return {member.name.GetString(), member.name.GetStringLength()};
}

State state_of(const Value& holder) {
    const auto* state = json::find_object(holder, "state");
    const auto* values = state ? json::find_object(*state, "values") : nullptr;
    std::vector<StateEntry> entries;
    if (!values) return State{};
    for (const auto& block : values->GetObject()) {
        if (!block.value.IsObject()) continue;
        for (const auto& element : block.value.GetObject()) {
            if (!element.value.IsObject()) continue;
            entries.push_back({name_of(block), name_of(element), value_of(element.value)});
        }
    }
    return State{std::move(entries)};
}

// The boxes of an input that were ticked when the view was shown.
std::vector<std::string> ticked_at_first(const Value& block) {
    std::vector<std::string> values;
    const auto* element = json::find_object(block, "element");
    const auto* options = element ? json::find_array(*element, "initial_options") : nullptr;
    if (options == nullptr) return values;
    for (const auto& option : options->GetArray())
        values.push_back(json::text(option, "value"));
    return values;
}

InboundView view_of(const Value& view) {
    InboundView read;
    read.id = json::text(view, "id");
    read.type = json::text(view, "type");
    read.callback_id = json::text(view, "callback_id");
    read.private_metadata = json::text(view, "private_metadata");
    read.hash = json::text(view, "hash");
    read.external_id = json::text(view, "external_id");
    read.root_view_id = json::text(view, "root_view_id");
    read.previous_view_id = json::text(view, "previous_view_id");
    read.state = state_of(view);
    if (const auto* blocks = json::find_array(view, "blocks")) {
        for (const auto& block : blocks->GetArray()) {
            auto id = json::text(block, "block_id");
            if (id.empty()) continue;
            const bool is_input = json::find_text(block, "type") == "input";
            read.blocks.push_back({std::move(id), is_input, ticked_at_first(block)});
        }
    }
    return read;
}

std::optional<InboundView> view_if_any(const Value& root) {
    const auto* view = json::find_object(root, "view");
    return view ? std::optional<InboundView>{view_of(*view)} : std::nullopt;
}

Container container_of(const Value& root) {
    Container read;
    if (const auto* container = json::find_object(root, "container")) {
        read.type = json::text(*container, "type");
        read.view_id = json::text(*container, "view_id");
        read.message_ts = json::text(*container, "message_ts");
        read.channel = json::text(*container, "channel_id");
        read.is_ephemeral = json::truth(*container, "is_ephemeral");
    }
    const auto* channel = json::find_object(root, "channel");
    if (read.channel.empty() && channel) read.channel = json::text(*channel, "id");
    return read;
}

InboundResult block_actions(const Value& root) {
    Needs needs;
    BlockActions read;
    read.actor = actor_of(root, needs);
    const auto* actions = json::find_array(root, "actions");
    if (!actions || actions->Empty()) {
        needs.missing("actions");
    } else {
        for (const auto& action : actions->GetArray()) {
            Action one;
            one.action_id = needs.text(action, "action_id", "actions.action_id");
            one.chosen = value_of(action);
            if (one.chosen.type.empty()) needs.missing("actions.type");
            one.block_id = json::text(action, "block_id");
            one.action_ts = json::text(action, "action_ts");
            read.actions.push_back(std::move(one));
        }
    }
    read.container = container_of(root);
    read.trigger_id = json::text(root, "trigger_id");
    read.response_url = json::text(root, "response_url");
    read.view = view_if_any(root);
    if (!read.view) read.state = state_of(root);
    return needs.answer(std::move(read));
}

InboundResult view_submission(const Value& root) {
    Needs needs;
    ViewSubmission read;
    read.actor = actor_of(root, needs);
    read.view = view_of(needs.object(root, "view", "view"));
    if (read.view.id.empty()) needs.missing("view.id");
    read.trigger_id = json::text(root, "trigger_id");
    return needs.answer(std::move(read));
}

InboundResult view_closed(const Value& root) {
    Needs needs;
    ViewClosed read;
    read.actor = actor_of(root, needs);
    read.view = view_of(needs.object(root, "view", "view"));
    if (read.view.id.empty()) needs.missing("view.id");
    read.is_cleared = json::truth(root, "is_cleared");
    return needs.answer(std::move(read));
}

InboundResult block_suggestion(const Value& root) {
    Needs needs;
    BlockSuggestion read;
    read.actor = actor_of(root, needs);
    read.action_id = needs.text(root, "action_id", "action_id");
    read.block_id = json::text(root, "block_id");
    read.value = json::text(root, "value");
    read.container = container_of(root);
    read.view = view_if_any(root);
    return needs.answer(std::move(read));
}

InboundResult shortcut(const Value& root) {
    Needs needs;
    Shortcut read;
    read.actor = actor_of(root, needs);
    read.callback_id = needs.text(root, "callback_id", "callback_id");
    read.trigger_id = json::text(root, "trigger_id");
    read.action_ts = json::text(root, "action_ts");
    return needs.answer(std::move(read));
}

InboundResult message_action(const Value& root) {
    Needs needs;
    MessageAction read;
    read.actor = actor_of(root, needs);
    read.callback_id = needs.text(root, "callback_id", "callback_id");
    read.trigger_id = json::text(root, "trigger_id");
    read.action_ts = json::text(root, "action_ts");
    read.channel = container_of(root).channel;
    read.message_ts = json::text(root, "message_ts");
    read.response_url = json::text(root, "response_url");
    return needs.answer(std::move(read));
}

}  // namespace

InboundResult interaction(const Value& root, std::string_view type) {
    if (type == "block_actions") return block_actions(root);
    if (type == "view_submission") return view_submission(root);
    if (type == "view_closed") return view_closed(root);
    if (type == "block_suggestion") return block_suggestion(root);
    if (type == "shortcut") return shortcut(root);
    if (type == "message_action") return message_action(root);
    return Inbound{Unknown{std::string{type}}};
}

InboundResult slash_command(const FormDecoder& form) {
    Needs needs;
    auto field = [&](std::string_view name) {
        const auto* found = form.find(name);
        return found ? std::string{found->text()} : std::string{};
    };
    SlashCommand read;
    read.command = field("command");
    read.actor.user.value = field("user_id");
    if (read.command.empty()) needs.missing("command");
    if (read.actor.user.value.empty()) needs.missing("user_id");
    read.actor.team.value = field("team_id");
    read.actor.enterprise = field("enterprise_id");
    read.actor.is_enterprise_install = field("is_enterprise_install") == "true";
    read.actor.api_app_id = field("api_app_id");
    read.text = field("text");
    read.channel = field("channel_id");
    read.channel_name = field("channel_name");
    read.trigger_id = field("trigger_id");
    read.response_url = field("response_url");
    return needs.answer(std::move(read));
}

}  // namespace bot::inbound
