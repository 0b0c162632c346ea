// One entry per element of section 4.4, in its order: what it consists of, and where it may stand.
#include "sandbox/block_kit_elements.hpp"

#include <map>

#include "sandbox/block_kit_objects.hpp"
#include "sandbox/elements.hpp"

namespace sandbox::rules {

namespace {

constexpr std::int64_t unbounded = INT64_MAX;

// initial_option and initial_options must equal an option entirely.
Rule initials_offered() {
    return [](const Json& value, const std::string& pointer, BlockFaults& faults) {
        const std::vector<const Json*> offered = options_of(value);
        auto check = [&](const Json& initial, const std::string& at) {
            for (const Json* one : offered)
                if (*one == initial) return;
            report(faults, at, "initial option must match one of the options exactly");
        };
        if (value.has("initial_option"))
            check(value.at("initial_option"), pointer + "/initial_option");
        const Json& several = value.at("initial_options");
        for (std::size_t i = 0; i < several.size(); ++i)
            check(several.items()[i], pointer + "/initial_options/" + std::to_string(i));
    };
}

Rule lengths_in_order() {
    return [](const Json& value, const std::string& pointer, BlockFaults& faults) {
        const std::int64_t least = value.at("min_length").integer(0);
        const std::int64_t most = value.at("max_length").integer(3000);
        if (least > most) report(faults, pointer, "min_length must not exceed max_length");
    };
}

using Fields = std::vector<Field>;

// The fields that nearly all elements share, then its own.
Rule element(Fields own) {
    Fields fields{required("type", anything()), optional("action_id", string(1, 255))};
    for (Field& field : own)
        fields.push_back(std::move(field));
    return shape(std::move(fields));
}

Rule chooser(Fields own) {
    own.push_back(optional("confirm", confirm()));
    own.push_back(optional("focus_on_load", boolean()));
    return element(std::move(own));
}

Rule select(Fields own) {
    own.push_back(optional("placeholder", plain_text(150)));
    return chooser(std::move(own));
}

Rule multi_select(Fields own) {
    own.push_back(optional("max_selected_items", integer(1, unbounded)));
    return select(std::move(own));
}

Rule text_input(Fields own) {
    own.push_back(optional("placeholder", plain_text(150)));
    own.push_back(optional("dispatch_action_config", dispatch_config()));
    own.push_back(optional("focus_on_load", boolean()));
    return element(std::move(own));
}

Rule static_options(Rule shape_rule) {
    return both(
        both(std::move(shape_rule), exactly_one("options", "option_groups")), initials_offered()
    );
}

Field options() {
    return optional("options", select_options());
}
Field option_groups() {
    return optional("option_groups", select_option_groups());
}
Field choices() {
    return required("options", list(1, 10, option(true, false)));
}

Rule button() {
    return element(
        {required("text", plain_text(75)),
         optional("value", string(1, 2000)),
         optional("url", string(1, 3000)),
         optional("style", one_of({"primary", "danger"})),
         optional("confirm", confirm()),
         optional("accessibility_label", string(1, 75))}
    );
}

Rule workflow_button() {
    return element(
        {required("text", plain_text(75)),
         required("workflow", anything()),
         optional("style", one_of({"primary", "danger"})),
         optional("accessibility_label", string(1, 75))}
    );
}

Rule feedback_buttons() {
    const Rule one = shape(
        {required("text", plain_text(75)),
         required("value", string(1, 2000)),
         optional("accessibility_label", string(1, 75))}
    );
    return element({required("positive_button", one), required("negative_button", one)});
}

Rule icon_button() {
    return element(
        {required("icon", one_of({"trash"})),
         required("text", plain_text(75)),
         optional("value", string(1, 2000)),
         optional("confirm", confirm()),
         optional("accessibility_label", string(1, 75)),
         optional("visible_to_user_ids", list(1, 100, string(1, 255)))}
    );
}

Rule number_input() {
    const Rule number = number_text();
    return text_input(
        {required("is_decimal_allowed", boolean()),
         optional("min_value", number),
         optional("max_value", number),
         optional("initial_value", number)}
    );
}

Rule ids() {
    return list(1, 1000, string(1, 255));
}

struct ElementRules {
    Rule rule;
    bool section, actions, input;
};

using Table = std::map<std::string, ElementRules, std::less<>>;

void add_selects(Table& table) {
    const Rule any_option = option(false, false);
    const Rule any_options = list(1, 100, any_option);
    const Field channel_url = optional("response_url_enabled", boolean());
    const Field here = optional("default_to_current_conversation", boolean());
    const Field filter = optional("filter", conversation_filter());
    const Field query = optional("min_query_length", integer(0, unbounded));
    const Field first = optional("initial_option", any_option);
    const Field several = optional("initial_options", any_options);
    const Field conversation = optional("initial_conversation", string(1, 255));
    table["static_select"] = {
        static_options(select({options(), option_groups(), first})), true, true, true};
    table["external_select"] = {select({query, first}), true, true, true};
    table["users_select"] = {select({optional("initial_user", string(1, 255))}), true, true, true};
    table["conversations_select"] = {
        select({conversation, here, filter, channel_url}), true, true, true};
    table["channels_select"] = {
        select({optional("initial_channel", string(1, 255)), channel_url}), true, true, true};
    // In actions blocks the sources disagree; the safe choice is not to allow it.
    table["multi_static_select"] = {
        static_options(multi_select({options(), option_groups(), several})), true, false, true};
    table["multi_external_select"] = {multi_select({query, several}), true, false, true};
    table["multi_users_select"] = {
        multi_select({optional("initial_users", ids())}), true, false, true};
    table["multi_conversations_select"] = {
        multi_select({optional("initial_conversations", ids()), here, filter}), true, false, true};
    table["multi_channels_select"] = {
        multi_select({optional("initial_channels", ids())}), true, false, true};
}

void add_choices_and_pickers(Table& table) {
    const Field first = optional("initial_option", option(true, false));
    const Field several = optional("initial_options", list(1, 10, option(true, false)));
    const Field zone = optional("timezone", string(1, 255));
    table["overflow"] = {
        element(
            {required("options", list(1, 5, option(false, true))), optional("confirm", confirm())}
        ),
        true,
        true,
        false};
    table["checkboxes"] = {
        both(chooser({choices(), several}), initials_offered()), true, true, true};
    table["radio_buttons"] = {
        both(chooser({choices(), first}), initials_offered()), true, true, true};
    table["datepicker"] = {select({optional("initial_date", date())}), true, true, true};
    table["timepicker"] = {
        select({optional("initial_time", time_of_day()), zone}), true, true, true};
    table["datetimepicker"] = {
        chooser({optional("initial_date_time", integer(1'000'000'000, 9'999'999'999))}),
        false,
        true,
        true};
}

void add_inputs(Table& table) {
    const Field value = optional("initial_value", string(1, 3000));
    table["plain_text_input"] = {
        both(
            text_input(
                {optional("multiline", boolean()),
                 optional("min_length", integer(0, 3000)),
                 optional("max_length", integer(1, 3000)),
                 value}
            ),
            lengths_in_order()
        ),
        false,
        false,
        true};
    table["rich_text_input"] = {
        text_input(
            {optional("initial_value", rich_text()),
             optional("min_lines", integer(1, 100)),
             optional("max_lines", integer(1, 100))}
        ),
        false,
        false,
        true};
    table["number_input"] = {number_input(), false, false, true};
    table["email_text_input"] = {text_input({value}), false, false, true};
    table["url_text_input"] = {text_input({value}), false, false, true};
    table["file_input"] = {
        element(
            {optional("filetypes", list(1, 100, string(1, 50))),
             optional("max_files", integer(1, 10))}
        ),
        false,
        false,
        true};
}

const Table& elements() {
    static const Table all = [] {
        Table table;
        table["button"] = {button(), true, true, false};
        table["workflow_button"] = {workflow_button(), true, true, false};
        table["image"] = {image_element(), true, false, false};
        add_selects(table);
        add_choices_and_pickers(table);
        add_inputs(table);
        table["feedback_buttons"] = {feedback_buttons(), false, false, false};
        table["icon_button"] = {icon_button(), false, false, false};
        return table;
    }();
    return all;
}

bool allowed(const std::string& type, const ElementRules& rules, Place place) {
    switch (place) {
        case Place::section:
            return rules.section;
        case Place::actions:
            return rules.actions;
        case Place::input:
            return rules.input;
        case Place::context_actions:
            return type == "feedback_buttons" || type == "icon_button";
        case Place::card:
            return type == "button";
    }
    return false;
}

}  // namespace

void check_element(
    const Json& element,
    Place place,
    Surface surface,
    const std::string& pointer,
    BlockFaults& faults
) {
    const std::string& type = element.text("type");
    const auto found = elements().find(type);
    const bool modal_only = type == "file_input" && surface != Surface::modal;
    if (found == elements().end() || !allowed(type, found->second, place) || modal_only) {
        report(faults, pointer, "unsupported type: " + (type.empty() ? "(none)" : type));
        return;
    }
    found->second.rule(element, pointer, faults);
    const bool url_place = place == Place::input && surface == Surface::modal;
    if (element.has("response_url_enabled") && !url_place) {
        report(faults, pointer + "/response_url_enabled", "only allowed in input blocks of modals");
    }
}

}  // namespace sandbox::rules
