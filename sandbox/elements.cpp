// Walks blocks generically: an element is whatever stands where Slack lets elements stand.
#include "sandbox/elements.hpp"

#include <array>

#include "sandbox/encoding.hpp"
#include "sandbox/reading.hpp"

namespace sandbox {

namespace {

struct Stateful {
    std::string_view type;
    std::string_view field;
    std::string_view initial;
    bool multiple;
};

// The table of 3.2: the member that carries the value, per type of element.
constexpr std::array stateful{
    Stateful{"static_select", "selected_option", "initial_option", false},
    Stateful{"external_select", "selected_option", "initial_option", false},
    Stateful{"radio_buttons", "selected_option", "initial_option", false},
    Stateful{"users_select", "selected_user", "initial_user", false},
    Stateful{"conversations_select", "selected_conversation", "initial_conversation", false},
    Stateful{"channels_select", "selected_channel", "initial_channel", false},
    Stateful{"multi_static_select", "selected_options", "initial_options", true},
    Stateful{"multi_external_select", "selected_options", "initial_options", true},
    Stateful{"checkboxes", "selected_options", "initial_options", true},
    Stateful{"multi_users_select", "selected_users", "initial_users", true},
    Stateful{"multi_conversations_select", "selected_conversations", "initial_conversations", true},
    Stateful{"multi_channels_select", "selected_channels", "initial_channels", true},
    Stateful{"datepicker", "selected_date", "initial_date", false},
    Stateful{"timepicker", "selected_time", "initial_time", false},
    Stateful{"datetimepicker", "selected_date_time", "initial_date_time", false},
    Stateful{"plain_text_input", "value", "initial_value", false},
    Stateful{"email_text_input", "value", "initial_value", false},
    Stateful{"url_text_input", "value", "initial_value", false},
    Stateful{"number_input", "value", "initial_value", false},
    Stateful{"rich_text_input", "rich_text_value", "initial_value", false},
    Stateful{"file_input", "files", "", true},
};

const Stateful* stateful_of(std::string_view type) {
    for (const Stateful& entry : stateful)
        if (entry.type == type) return &entry;
    return nullptr;
}

bool interactive(std::string_view type) {
    return stateful_of(type) || type == "button" || type == "overflow" ||
           type == "workflow_button" || type == "feedback_buttons" || type == "icon_button";
}

// Calls `visit(element)` for what may be an element directly in this block.
template <class Any, class Visit>
void each_element(Any& block, Visit visit) {
    for (const char* single : {"accessory", "element"})
        if (auto* element = block.find(single)) visit(*element);
    for (const char* several : {"elements", "actions"}) {
        if (auto* elements = block.find(several)) {
            if constexpr (std::is_const_v<Any>) {
                for (const Json& element : elements->items())
                    visit(element);
            } else if (elements->is_array()) {
                for (Json& element : elements->items_of())
                    visit(element);
            }
        }
    }
}

void collect(const Json& blocks, std::vector<ElementRef>& found) {
    for (const Json& block : blocks.items()) {
        each_element(block, [&](const Json& element) {
            const std::string& type = element.text("type");
            if (!interactive(type)) return;
            found.push_back(
                {block.text("block_id"), element.text("action_id"), type, &element, &block}
            );
        });
        collect(block.at("child_blocks"), found);
        if (block.text("type") == "carousel") collect(block.at("elements"), found);
    }
}

void give_ids(Json& blocks) {
    if (!blocks.is_array()) return;
    for (Json& block : blocks.items_of()) {
        if (block.text("block_id").empty()) block.set("block_id", random_text(5, all_letters));
        each_element(block, [](Json& element) {
            if (interactive(element.text("type")) && element.text("action_id").empty())
                element.set("action_id", random_text(5, all_letters));
        });
        if (Json* children = block.find("child_blocks")) give_ids(*children);
        if (block.text("type") == "carousel" && block.find("elements"))
            give_ids(*block.find("elements"));
    }
}

Json initial_state(const Json& element) {
    const Stateful* entry = stateful_of(element.text("type"));
    Json value = Json::object({{"type", entry->type}});
    const Json* initial = element.find(entry->initial);
    if (initial && !initial->is_null()) {
        value.set(entry->field, *initial);
    } else {
        value.set(entry->field, entry->multiple ? Json::array() : Json());
    }
    if (element.has("timezone")) value.set("timezone", element.at("timezone"));
    return value;
}

}  // namespace

std::string ElementRef::label() const {
    std::string label;
    if (in_input()) {
        label = shown(block->at("label"));
    } else if (element->has("text")) {
        label = shown(element->at("text"));
    } else if (block->text("type") == "section") {
        label = shown(block->at("text"));
    }
    if (label.empty()) label = shown(element->at("placeholder"));
    return label;
}

std::vector<ElementRef> elements_of(const Json& blocks) {
    std::vector<ElementRef> found;
    collect(blocks, found);
    return found;
}

void fill_text_defaults(Json& value) {
    if (value.is_array()) {
        for (Json& item : value.items_of())
            fill_text_defaults(item);
        return;
    }
    if (!value.is_object()) return;
    const std::string type = value.text("type");
    if (type == "plain_text" && !value.has("emoji")) value.set("emoji", true);
    if (type == "mrkdwn" && !value.has("verbatim")) value.set("verbatim", false);
    if (type == "rich_text") return;
    for (Json::Member& member : value.members_of())
        fill_text_defaults(member.value);
}

void normalise_blocks(Json& blocks) {
    give_ids(blocks);
    fill_text_defaults(blocks);
}

bool holds_state(std::string_view type) {
    return stateful_of(type) != nullptr;
}

std::string_view value_field(std::string_view type) {
    const Stateful* entry = stateful_of(type);
    return entry ? entry->field : std::string_view();
}

bool is_multiple(std::string_view type) {
    const Stateful* entry = stateful_of(type);
    return entry && entry->multiple;
}

Json rendered_state(const Json& blocks, const Json& old) {
    Json values = Json::object();
    for (const ElementRef& ref : elements_of(blocks)) {
        if (!holds_state(ref.type)) continue;
        const Json* kept = find_state(old, ref.block_id, ref.action_id);
        const bool same = kept && kept->text("type") == ref.type;
        put_state(values, ref.block_id, ref.action_id, same ? *kept : initial_state(*ref.element));
    }
    return values;
}

const Json* find_state(const Json& values, std::string_view block_id, std::string_view action_id) {
    return values.at(block_id).find(action_id);
}

void put_state(
    Json& values, std::string_view block_id, std::string_view action_id, const Json& value
) {
    if (!values.has(block_id)) values.set(block_id, Json::object());
    values.find(block_id)->set(action_id, value);
}

std::vector<const Json*> options_of(const Json& element) {
    std::vector<const Json*> options;
    for (const Json& option : element.at("options").items())
        options.push_back(&option);
    for (const Json& group : element.at("option_groups").items())
        for (const Json& option : group.at("options").items())
            options.push_back(&option);
    return options;
}

std::vector<std::string> lost_choices(const Json& blocks, const Json& values) {
    std::vector<std::string> lost;
    for (const ElementRef& ref : elements_of(blocks)) {
        const std::vector<const Json*> offered = options_of(*ref.element);
        const Json* state = find_state(values, ref.block_id, ref.action_id);
        if (offered.empty() || !state) continue;
        const Json& chosen = state->at(value_field(ref.type));
        const Json all = chosen.is_object() ? Json::array({chosen}) : chosen;
        for (const Json& option : all.items()) {
            const std::string& value = option.text("value");
            bool present = false;
            for (const Json* one : offered)
                present = present || one->text("value") == value;
            if (!present) lost.push_back(ref.block_id + "/" + ref.action_id + ": " + value);
        }
    }
    return lost;
}

}  // namespace sandbox
