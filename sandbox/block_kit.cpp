// What concerns a message or view as a whole: counts, unique ids, one focus, submit with inputs.
#include "sandbox/block_kit.hpp"

#include <set>

#include "sandbox/block_kit_blocks.hpp"
#include "sandbox/block_kit_objects.hpp"
#include "sandbox/elements.hpp"
#include "sandbox/encoding.hpp"

namespace sandbox {

using namespace rules;

namespace {

constexpr std::size_t largest_view = 250'000;
constexpr std::size_t markdown_in_all = 12'000;
constexpr std::size_t charts = 2;

void check_block_ids(const Json& blocks, const std::string& pointer, BlockFaults& faults) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const std::string& id = blocks.items()[i].text("block_id");
        if (!id.empty() && !seen.insert(id).second) {
            report(
                faults,
                pointer + "/" + std::to_string(i) + "/block_id",
                "`block_id` \"" + id + "\" already exists"
            );
        }
    }
}

void check_action_ids(const Json& blocks, const std::string& pointer, BlockFaults& faults) {
    std::set<std::pair<const Json*, std::string>> seen;
    bool focused = false;
    for (const ElementRef& ref : elements_of(blocks)) {
        if (!ref.action_id.empty() && !seen.emplace(ref.block, ref.action_id).second)
            report(faults, pointer, "`action_id` \"" + ref.action_id + "\" already exists");
        if (!ref.element->at("focus_on_load").boolean()) continue;
        if (focused) report(faults, pointer, "`focus_on_load` may be true for one element only");
        focused = true;
    }
}

void check_counts(const Json& blocks, const std::string& pointer, BlockFaults& faults) {
    std::size_t tables = 0;
    std::size_t visualizations = 0;
    std::size_t markdown = 0;
    for (const Json& block : blocks.items()) {
        const std::string& type = block.text("type");
        tables += type == "table";
        visualizations += type == "data_visualization";
        if (type == "markdown") markdown += utf16_length(block.text("text"));
    }
    if (tables > 1) report(faults, pointer, second_table);
    if (visualizations > charts)
        report(faults, pointer, "no more than 2 data_visualization blocks allowed");
    if (markdown > markdown_in_all)
        report(faults, pointer, "markdown must be less than 12001 characters in all");
}

Rule blocks_for(Surface surface) {
    return [=](const Json& value, const std::string& pointer, BlockFaults& faults) {
        for (BlockFault& fault : check_blocks(value, surface, pointer))
            faults.push_back(std::move(fault));
        if (value.is_array() && value.empty())
            report(faults, pointer, "no fewer than 1 items allowed");
    };
}

Rule modal() {
    return shape(
        {required("type", anything()),
         required("title", plain_text(24)),
         optional("submit", plain_text(24)),
         optional("close", plain_text(24)),
         required("blocks", blocks_for(Surface::modal)),
         optional("private_metadata", string(0, 3000)),
         optional("callback_id", string(0, 255)),
         optional("external_id", string(0, 255)),
         optional("clear_on_close", boolean()),
         optional("notify_on_close", boolean()),
         optional("submit_disabled", boolean())}
    );
}

Rule home() {
    return shape(
        {required("type", anything()),
         required("blocks", blocks_for(Surface::home)),
         optional("private_metadata", string(0, 3000)),
         optional("callback_id", string(0, 255)),
         optional("external_id", string(0, 255))}
    );
}

bool has_input(const Json& blocks) {
    for (const Json& block : blocks.items())
        if (block.text("type") == "input") return true;
    return false;
}

}  // namespace

std::string BlockFault::text() const {
    return "[ERROR] " + message + " [json-pointer:" + pointer + "]";
}

BlockFaults check_blocks(const Json& blocks, Surface surface, const std::string& pointer) {
    BlockFaults faults;
    if (!blocks.is_array()) {
        report(faults, pointer, "must provide an array");
        return faults;
    }
    const std::size_t most = surface == Surface::message ? 50 : 100;
    if (blocks.size() > most)
        report(faults, pointer, "no more than " + std::to_string(most) + " items allowed");
    for (std::size_t i = 0; i < blocks.size(); ++i)
        check_block(blocks.items()[i], surface, pointer + "/" + std::to_string(i), faults);
    check_block_ids(blocks, pointer, faults);
    check_action_ids(blocks, pointer, faults);
    check_counts(blocks, pointer, faults);
    return faults;
}

BlockFaults check_view(const Json& view, Surface surface, const std::string& pointer) {
    static const Rule modal_rule = modal();
    static const Rule home_rule = home();
    BlockFaults faults;
    const std::string expected = surface == Surface::home ? "home" : "modal";
    if (view.text("type") != expected) {
        report(faults, pointer + "/type", "view type must be " + expected);
        return faults;
    }
    (surface == Surface::home ? home_rule : modal_rule)(view, pointer, faults);
    if (surface == Surface::modal && has_input(view.at("blocks")) && !view.has("submit"))
        report(faults, pointer, "missing required field: submit");
    return faults;
}

bool view_too_large(const Json& view) {
    return write_json(view).size() > largest_view;
}

BlockFaults check_suggestions(const Json& answer) {
    // An empty list is allowed here: it means "nothing found".
    static const Rule answer_shape = both(
        shape({optional("options", anything()), optional("option_groups", anything())}),
        exactly_one("options", "option_groups")
    );
    BlockFaults faults;
    answer_shape(answer, "", faults);
    const Json& options = answer.at("options");
    const Json& groups = answer.at("option_groups");
    if (answer.has("options") && !(options.is_array() && options.empty()))
        select_options()(options, "/options", faults);
    if (answer.has("option_groups") && !(groups.is_array() && groups.empty()))
        select_option_groups()(groups, "/option_groups", faults);
    return faults;
}

BlockFaults check_errors(const Json& errors, const Json& view_blocks) {
    BlockFaults faults;
    if (!errors.is_object() || errors.empty()) report(faults, "/errors", "must provide an object");
    for (const Json::Member& error : errors.members()) {
        bool input = false;
        for (const Json& block : view_blocks.items())
            input =
                input || (block.text("block_id") == error.name && block.text("type") == "input");
        const std::string pointer = "/errors/" + error.name;
        if (!input) report(faults, pointer, "is not the block_id of an input block of the view");
        if (error.value.string().empty()) report(faults, pointer, "must provide a text");
    }
    return faults;
}

}  // namespace sandbox
