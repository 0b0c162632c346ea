// Elements as JSON, each with Slack's limits applied: texts are cut with "…", counts are the
// caller's duty and throw.
#include "blocks/elements.hpp"

#include <algorithm>

#include "blocks/json.hpp"
#include "blocks/kit.hpp"
#include "blocks/pieces.hpp"

namespace blocks {

namespace {

constexpr std::size_t option_units = 75;
constexpr std::size_t own_value_units = 75;
constexpr std::size_t button_text_units = 75;
constexpr std::size_t button_value_units = 2000;
constexpr std::size_t placeholder_units = 150;
constexpr std::size_t action_id_units = 255;
constexpr std::size_t url_units = 3000;

std::string option_json(const Option& option) {
    require(!option.value.empty(), "option value at least 1 character");
    require(utf16_units(option.value) <= own_value_units, "option value at most 75 characters");
    json::Object out;
    out.raw("text", plain_object(option.text, option_units)).text("value", option.value);
    if (!option.description.empty()) {
        out.raw("description", plain_object(option.description, option_units));
    }
    return out.done();
}

std::string options_json(const std::vector<Option>& options, std::size_t most, const char* limit) {
    require(!options.empty(), "options at least 1");
    require(options.size() <= most, limit);
    return json::array_of(options, option_json);
}

json::Object element(std::string_view type, std::string_view action_id) {
    require(!action_id.empty(), "action_id at least 1 character");
    require(utf16_units(action_id) <= action_id_units, "action_id at most 255 characters");
    json::Object out;
    out.text("type", type).text("action_id", action_id);
    return out;
}

void add_placeholder(json::Object& out, const Plain& placeholder) {
    if (!placeholder.empty()) out.raw("placeholder", plain_object(placeholder, placeholder_units));
}

void add_style(json::Object& out, Style style) {
    if (style == Style::primary) out.text("style", "primary");
    if (style == Style::danger) out.text("style", "danger");
}

const Option& option_of(const std::vector<Option>& options, std::string_view value) {
    const auto found = std::find_if(options.begin(), options.end(), [&](const Option& option) {
        return option.value == value;
    });
    require(found != options.end(), "initial option one of the options");
    return *found;
}

}  // namespace

Confirm confirm(
    const Plain& title, const Plain& text, const Plain& yes, const Plain& no, Style style
) {
    json::Object out;
    out.raw("title", plain_object(title, 100))
        .raw("text", plain_object(text, 300))
        .raw("confirm", plain_object(yes, 30))
        .raw("deny", plain_object(no, 30));
    add_style(out, style);
    return Confirm{out.done()};
}

Button button(std::string_view action_id, const Plain& text, const ButtonSettings& settings) {
    require(
        utf16_units(settings.value) <= button_value_units, "button value at most 2,000 characters"
    );
    require(utf16_units(settings.url) <= url_units, "button url at most 3,000 characters");
    auto out = element("button", action_id);
    out.raw("text", plain_object(text, button_text_units));
    if (!settings.value.empty()) out.text("value", settings.value);
    if (!settings.url.empty()) out.text("url", settings.url);
    add_style(out, settings.style);
    if (settings.confirm) out.raw("confirm", settings.confirm->json());
    if (!settings.accessibility_label.empty()) {
        out.text(
            "accessibility_label", shortened(settings.accessibility_label.text(), button_text_units)
        );
    }
    return Button{out.done()};
}

Select static_select(
    std::string_view action_id, const std::vector<Option>& options, const SelectSettings& settings
) {
    auto out = element("static_select", action_id);
    out.raw("options", options_json(options, most_options, "select options at most 100"));
    if (settings.initial) {
        require(
            option_of(options, settings.initial->value) == *settings.initial,
            "initial option equal to its option"
        );
        out.raw("initial_option", option_json(*settings.initial));
    }
    add_placeholder(out, settings.placeholder);
    return Select{out.done()};
}

Select external_select(std::string_view action_id, const ExternalSettings& settings) {
    auto out = element("external_select", action_id);
    if (settings.initial) out.raw("initial_option", option_json(*settings.initial));
    out.number("min_query_length", settings.min_query_length);
    add_placeholder(out, settings.placeholder);
    return Select{out.done()};
}

MultiSelect multi_external_select(std::string_view action_id, const MultiSettings& settings) {
    auto out = element("multi_external_select", action_id);
    if (!settings.initial.empty()) {
        out.raw(
            "initial_options",
            options_json(settings.initial, most_options, "chosen options at most 100")
        );
    }
    out.number("min_query_length", settings.min_query_length);
    add_placeholder(out, settings.placeholder);
    return MultiSelect{out.done()};
}

Checkboxes checkboxes(
    std::string_view action_id,
    const std::vector<Option>& options,
    const std::vector<std::string>& ticked
) {
    auto out = element("checkboxes", action_id);
    out.raw("options", options_json(options, most_boxes, "check boxes at most 10"));
    if (!ticked.empty()) {
        std::vector<Option> initial;
        initial.reserve(ticked.size());
        for (const auto& value : ticked)
            initial.push_back(option_of(options, value));
        out.raw("initial_options", options_json(initial, most_boxes, "check boxes at most 10"));
    }
    return Checkboxes{out.done()};
}

RadioButtons radio_buttons(
    std::string_view action_id, const std::vector<Option>& options, std::string_view chosen
) {
    auto out = element("radio_buttons", action_id);
    out.raw("options", options_json(options, most_boxes, "radio buttons at most 10"));
    if (!chosen.empty()) out.raw("initial_option", option_json(option_of(options, chosen)));
    return RadioButtons{out.done()};
}

Overflow overflow(std::string_view action_id, const std::vector<Option>& options) {
    auto out = element("overflow", action_id);
    out.raw("options", options_json(options, 5, "overflow options at most 5"));
    return Overflow{out.done()};
}

DatetimePicker datetimepicker(std::string_view action_id, std::optional<policy::Instant> initial) {
    auto out = element("datetimepicker", action_id);
    if (initial) {
        const auto seconds = policy::seconds_since_epoch(*initial);
        require(
            seconds >= 1'000'000'000 && seconds <= 9'999'999'999, "initial_date_time of 10 digits"
        );
        out.number("initial_date_time", seconds);
    }
    return DatetimePicker{out.done()};
}

TextInput plain_text_input(std::string_view action_id, const TextSettings& settings) {
    require(settings.max_length >= 1 && settings.max_length <= 3000, "max_length 1 to 3,000");
    require(
        settings.min_length >= 0 && settings.min_length <= settings.max_length,
        "min_length 0 to max_length"
    );
    auto out = element("plain_text_input", action_id);
    if (settings.multiline) out.flag("multiline", true);
    if (settings.min_length > 0) out.number("min_length", settings.min_length);
    out.number("max_length", settings.max_length);
    const auto initial = cleaned(settings.initial, Lines::kept);
    if (!initial.empty()) {
        out.text(
            "initial_value", shortened(initial, static_cast<std::size_t>(settings.max_length))
        );
    }
    add_placeholder(out, settings.placeholder);
    return TextInput{out.done()};
}

std::string options_answer(const std::vector<Option>& options) {
    require(options.size() <= most_options, "select options at most 100");
    return json::Object{}.raw("options", json::array_of(options, option_json)).done();
}

}  // namespace blocks
