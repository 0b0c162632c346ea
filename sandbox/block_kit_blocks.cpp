// One entry per block of section 4.3. Where the sources disagree on a surface or a number, the
// narrower one stands here.
#include "sandbox/block_kit_blocks.hpp"

#include <array>
#include <map>

#include "sandbox/block_kit_elements.hpp"
#include "sandbox/block_kit_objects.hpp"
#include "sandbox/encoding.hpp"

namespace sandbox::rules {

namespace {

using Fields = std::vector<Field>;

Rule block(Fields own) {
    own.push_back(required("type", anything()));
    own.push_back(optional("block_id", string(1, 255)));
    return shape(std::move(own));
}

Rule element(Place place, Surface surface) {
    return [=](const Json& value, const std::string& pointer, BlockFaults& faults) {
        check_element(value, place, surface, pointer, faults);
    };
}

Rule section(Surface surface) {
    return both(
        block(
            {optional("text", any_text(3000)),
             optional("fields", list(1, 10, any_text(2000))),
             optional("accessory", element(Place::section, surface)),
             optional("expand", boolean())}
        ),
        either("text", "fields")
    );
}

Rule context() {
    const Rule text = any_text(3000);
    const Rule image = image_element();
    const Rule item = [=](const Json& value, const std::string& pointer, BlockFaults& faults) {
        (value.text("type") == "image" ? image : text)(value, pointer, faults);
    };
    return block({required("elements", list(1, 10, item))});
}

Rule input(Surface surface) {
    Rule no_file_dispatch = [](const Json& value, const std::string& pointer, BlockFaults& faults) {
        const bool file = value.at("element").text("type") == "file_input";
        if (file && value.at("dispatch_action").boolean())
            report(faults, pointer + "/dispatch_action", "not allowed with file_input");
    };
    return both(
        block(
            {required("label", plain_text(2000)),
             required("element", element(Place::input, surface)),
             optional("hint", plain_text(2000)),
             optional("optional", boolean()),
             optional("dispatch_action", boolean())}
        ),
        std::move(no_file_dispatch)
    );
}

Rule image() {
    return both(
        block(
            {optional("image_url", string(1, 3000)),
             optional("slack_file", slack_file()),
             required("alt_text", string(1, 2000)),
             optional("title", plain_text(2000))}
        ),
        exactly_one("image_url", "slack_file")
    );
}

Rule video() {
    return block(
        {required("title", plain_text(199)),
         required("alt_text", string(1, 2000)),
         required("thumbnail_url", string(1, 3000)),
         required("video_url", string(1, 3000)),
         optional("title_url", string(1, 3000)),
         optional("author_name", string(1, 49)),
         optional("description", plain_text(2000)),
         optional("provider_name", string(1, 255)),
         optional("provider_icon_url", string(1, 3000))}
    );
}

Rule cell() {
    const Rule rich = rich_text();
    const Rule raw =
        shape({required("type", one_of({"raw_text"})), required("text", string(1, 3000))});
    const Rule number = shape(
        {required("type", one_of({"raw_number"})),
         required("value", anything()),
         optional("text", string(1, 3000))}
    );
    return [=](const Json& value, const std::string& pointer, BlockFaults& faults) {
        const std::string& type = value.text("type");
        const Rule& rule = type == "rich_text" ? rich : type == "raw_number" ? number : raw;
        rule(value, pointer, faults);
    };
}

Rule table() {
    const Rule setting = shape(
        {optional("align", one_of({"left", "center", "right"})), optional("is_wrapped", boolean())}
    );
    const Rule setting_or_null =
        [=](const Json& value, const std::string& pointer, BlockFaults& faults) {
            if (!value.is_null()) setting(value, pointer, faults);
        };
    return block(
        {required("rows", list(1, 100, list(1, 20, cell()))),
         optional("column_settings", list(1, 20, setting_or_null))}
    );
}

std::size_t text_units(const Json& value) {
    std::size_t units = 0;
    for (const Json& item : value.items())
        units += text_units(item);
    for (const Json::Member& member : value.members())
        units +=
            member.name == "text" ? utf16_length(member.value.string()) : text_units(member.value);
    return units;
}

Rule data_table() {
    Rule whole = [](const Json& value, const std::string& pointer, BlockFaults& faults) {
        if (text_units(value.at("rows")) > 10'000)
            report(faults, pointer + "/rows", "must be less than 10001 characters in all");
    };
    return both(
        block(
            {required("rows", list(2, 101, list(1, 20, cell()))),
             required("caption", string(1, 255)),
             optional("page_size", integer(1, 100)),
             optional("row_header_column_index", integer(0, 19))}
        ),
        std::move(whole)
    );
}

Rule alert() {
    return block(
        {required("text", any_text(200)),
         optional("level", one_of({"default", "info", "warning", "error", "success"}))}
    );
}

Rule card(Surface surface) {
    Rule something = [](const Json& value, const std::string& pointer, BlockFaults& faults) {
        for (const char* part : {"hero_image", "title", "body", "actions"})
            if (value.has(part)) return;
        report(faults, pointer, "must provide one of hero_image, title, body, actions");
    };
    return both(
        block(
            {optional("hero_image", image_element()),
             optional("icon", image_element()),
             optional("title", any_text(150)),
             optional("subtitle", any_text(150)),
             optional("body", any_text(200)),
             optional("actions", list(1, 2, element(Place::card, surface)))}
        ),
        std::move(something)
    );
}

Rule carousel(Surface surface) {
    const Rule one = card(surface);
    const Rule only_cards = [=](const Json& value, const std::string& pointer, BlockFaults& faults
                            ) {
        if (value.text("type") != "card") {
            report(faults, pointer, "unsupported type: " + value.text("type"));
        } else {
            one(value, pointer, faults);
        }
    };
    return block({required("elements", list(1, 10, only_cards))});
}

Rule container(Surface surface) {
    const Rule child = [=](const Json& value, const std::string& pointer, BlockFaults& faults) {
        const std::string& type = value.text("type");
        const bool refused =
            type == "container" || type == "card" || type == "carousel" || type == "markdown";
        if (refused) {
            report(faults, pointer, "unsupported type: " + type);
        } else {
            check_block(value, surface, pointer, faults);
        }
    };
    return both(
        block(
            {optional("title", plain_text(150)),
             optional("rich_text_title", rich_text()),
             optional("subtitle", any_text(150)),
             required("child_blocks", list(1, 10, child)),
             optional("width", one_of({"narrow", "standard", "wide", "full"})),
             optional("is_collapsible", boolean()),
             optional("default_collapsed", boolean())}
        ),
        exactly_one("title", "rich_text_title")
    );
}

Fields task_fields() {
    return {
        required("task_id", string(1, 255)),
        required("title", string(1, 255)),
        optional("status", one_of({"pending", "in_progress", "complete", "error"})),
        optional("details", rich_text()),
        optional("output", rich_text()),
        optional("sources", list(1, 100, anything()))};
}

Rule plan() {
    Fields task = task_fields();
    task.push_back(optional("type", one_of({"task_card"})));
    task.push_back(optional("block_id", string(1, 255)));
    return block(
        {required("title", string(1, 255)), optional("tasks", list(1, 50, shape(std::move(task))))}
    );
}

Rule data_visualization() {
    return block({required("title", string(1, 50)), required("chart", anything())});
}

struct BlockRules {
    Rule rule;
    bool message, modal, home;
};

using Table = std::map<std::string, BlockRules, std::less<>>;

Table table_for(Surface surface) {
    Table rules;
    rules["section"] = {section(surface), true, true, true};
    rules["header"] = {
        block({required("text", plain_text(150)), optional("level", integer(1, 4))}),
        true,
        true,
        true};
    rules["divider"] = {block({}), true, true, true};
    rules["context"] = {context(), true, true, true};
    rules["actions"] = {
        block({required("elements", list(1, 25, element(Place::actions, surface)))}),
        true,
        true,
        true};
    rules["input"] = {input(surface), true, true, true};
    rules["image"] = {image(), true, true, true};
    rules["rich_text"] = {rich_text(), true, true, true};
    rules["video"] = {video(), true, true, true};
    rules["markdown"] = {block({required("text", string(1, 12'000))}), true, false, false};
    rules["table"] = {table(), true, false, false};
    rules["data_table"] = {data_table(), true, false, false};
    rules["context_actions"] = {
        block({required("elements", list(1, 5, element(Place::context_actions, surface)))}),
        true,
        false,
        false};
    rules["alert"] = {alert(), false, true, false};
    rules["card"] = {card(surface), true, false, true};
    rules["carousel"] = {carousel(surface), true, false, false};
    rules["container"] = {container(surface), true, false, false};
    rules["plan"] = {plan(), true, false, false};
    rules["task_card"] = {block(task_fields()), true, false, false};
    rules["data_visualization"] = {data_visualization(), true, false, false};
    return rules;
}

const Table& rules_of(Surface surface) {
    static const std::array tables{
        table_for(Surface::message), table_for(Surface::modal), table_for(Surface::home)};
    return tables[static_cast<std::size_t>(surface)];
}

}  // namespace

void check_block(
    const Json& block, Surface surface, const std::string& pointer, BlockFaults& faults
) {
    if (!block.is_object()) {
        report(faults, pointer, "must provide an object");
        return;
    }
    const std::string& type = block.text("type");
    const Table& rules = rules_of(surface);
    const auto found = rules.find(type);
    const std::array allowed =
        found == rules.end()
            ? std::array{false, false, false}
            : std::array{found->second.message, found->second.modal, found->second.home};
    if (!allowed[static_cast<std::size_t>(surface)]) {
        report(faults, pointer, "unsupported type: " + (type.empty() ? "(none)" : type));
        return;
    }
    found->second.rule(block, pointer, faults);
}

}  // namespace sandbox::rules
