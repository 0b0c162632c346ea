// The words follow Slack's where they are known ("must be less than 76 characters").
#include "sandbox/block_kit_rules.hpp"

#include <algorithm>

#include "sandbox/encoding.hpp"

namespace sandbox::rules {

namespace {

bool well_typed(
    bool is_type, std::string_view what, const std::string& pointer, BlockFaults& faults
) {
    if (!is_type) report(faults, pointer, "must provide " + std::string(what));
    return is_type;
}

void check_length(
    const std::string& text,
    std::size_t least,
    std::size_t most,
    const std::string& pointer,
    BlockFaults& faults
) {
    const std::size_t length = utf16_length(text);
    if (length > most)
        report(faults, pointer, "must be less than " + std::to_string(most + 1) + " characters");
    if (length < least)
        report(faults, pointer, "must be more than " + std::to_string(least - 1) + " characters");
}

Rule text_object(std::size_t most, bool mrkdwn_too) {
    return [most, mrkdwn_too](const Json& value, const std::string& pointer, BlockFaults& faults) {
        if (!well_typed(value.is_object(), "an object", pointer, faults)) return;
        const std::string& type = value.text("type");
        const bool plain = type == "plain_text";
        if (!plain && !(mrkdwn_too && type == "mrkdwn")) {
            report(faults, pointer + "/type", "unsupported type: " + type);
            return;
        }
        static const Rule plain_shape = shape(
            {required("type", anything()),
             required("text", anything()),
             optional("emoji", boolean())}
        );
        static const Rule mrkdwn_shape = shape(
            {required("type", anything()),
             required("text", anything()),
             optional("verbatim", boolean())}
        );
        (plain ? plain_shape : mrkdwn_shape)(value, pointer, faults);
        if (value.has("text")) string(1, most)(value.at("text"), pointer + "/text", faults);
    };
}

}  // namespace

void report(BlockFaults& faults, const std::string& pointer, std::string message) {
    faults.push_back({pointer, std::move(message)});
}

Rule string(std::size_t least, std::size_t most) {
    return [=](const Json& value, const std::string& pointer, BlockFaults& faults) {
        if (well_typed(value.is_string(), "a string", pointer, faults))
            check_length(value.string(), least, most, pointer, faults);
    };
}

Rule one_of(std::vector<std::string> values) {
    return [values = std::move(values
            )](const Json& value, const std::string& pointer, BlockFaults& faults) {
        const bool known = value.is_string() &&
                           std::find(values.begin(), values.end(), value.string()) != values.end();
        if (known) return;
        std::string list;
        for (const std::string& one : values)
            list += (list.empty() ? "" : ", ") + one;
        report(faults, pointer, "value must be one of: " + list);
    };
}

Rule matching(bool (*accepts)(std::string_view), std::string what) {
    return [=](const Json& value, const std::string& pointer, BlockFaults& faults) {
        well_typed(value.is_string() && accepts(value.string()), what, pointer, faults);
    };
}

Rule boolean() {
    return [](const Json& value, const std::string& pointer, BlockFaults& faults) {
        well_typed(value.is_bool(), "a boolean", pointer, faults);
    };
}

Rule integer(std::int64_t least, std::int64_t most) {
    return [=](const Json& value, const std::string& pointer, BlockFaults& faults) {
        if (!well_typed(value.is_integer(), "an integer", pointer, faults)) return;
        if (value.integer() < least)
            report(faults, pointer, "must be at least " + std::to_string(least));
        if (value.integer() > most)
            report(faults, pointer, "must be at most " + std::to_string(most));
    };
}

Rule anything() {
    return [](const Json&, const std::string&, BlockFaults&) {};
}

Rule list(std::size_t least, std::size_t most, Rule item) {
    return [=](const Json& value, const std::string& pointer, BlockFaults& faults) {
        if (!well_typed(value.is_array(), "an array", pointer, faults)) return;
        if (value.size() > most)
            report(faults, pointer, "no more than " + std::to_string(most) + " items allowed");
        if (value.size() < least)
            report(faults, pointer, "no fewer than " + std::to_string(least) + " items allowed");
        for (std::size_t i = 0; i < value.size(); ++i)
            item(value.items()[i], pointer + "/" + std::to_string(i), faults);
    };
}

Rule plain_text(std::size_t most) {
    return text_object(most, false);
}

Rule any_text(std::size_t most) {
    return text_object(most, true);
}

Field required(std::string_view name, Rule rule) {
    return {name, std::move(rule), true};
}

Field optional(std::string_view name, Rule rule) {
    return {name, std::move(rule), false};
}

Rule shape(std::vector<Field> fields) {
    return [fields = std::move(fields
            )](const Json& value, const std::string& pointer, BlockFaults& faults) {
        if (!well_typed(value.is_object(), "an object", pointer, faults)) return;
        for (const Field& field : fields) {
            const Json* member = value.find(field.name);
            if (member) {
                field.rule(*member, pointer + "/" + std::string(field.name), faults);
            } else if (field.required) {
                report(faults, pointer, "missing required field: " + std::string(field.name));
            }
        }
        for (const Json::Member& member : value.members()) {
            const bool known = std::any_of(fields.begin(), fields.end(), [&](const Field& field) {
                return field.name == member.name;
            });
            if (!known) report(faults, pointer, "invalid additional property: " + member.name);
        }
    };
}

Rule both(Rule first, Rule second) {
    return [=](const Json& value, const std::string& pointer, BlockFaults& faults) {
        first(value, pointer, faults);
        second(value, pointer, faults);
    };
}

Rule either(std::string_view first, std::string_view second) {
    return [=](const Json& value, const std::string& pointer, BlockFaults& faults) {
        if (value.has(first) || value.has(second)) return;
        report(
            faults,
            pointer,
            "must provide either " + std::string(first) + " or " + std::string(second)
        );
    };
}

Rule exactly_one(std::string_view first, std::string_view second) {
    return [=](const Json& value, const std::string& pointer, BlockFaults& faults) {
        if (value.has(first) != value.has(second)) return;
        report(
            faults,
            pointer,
            "must provide exactly one of " + std::string(first) + " and " + std::string(second)
        );
    };
}

}  // namespace sandbox::rules
