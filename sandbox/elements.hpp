// The interactive elements inside blocks: where they are, what they hold, and what of it survives
// when the blocks are replaced.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sandbox/json.hpp"

namespace sandbox {

// One interactive element in its block. The pointers are into the blocks that were walked.
struct ElementRef {
    std::string block_id;
    std::string action_id;
    std::string type;
    const Json* element = nullptr;
    const Json* block = nullptr;

    bool in_input() const { return block->text("type") == "input"; }
    // Whether a change of it sends block_actions.
    bool dispatches() const { return !in_input() || block->at("dispatch_action").boolean(); }
    // What a person reads beside or on it: the label, the button's text, the placeholder.
    std::string label() const;
};

// In the order of the page.
std::vector<ElementRef> elements_of(const Json& blocks);

// Gives every block a block_id and every interactive element an action_id that lacks one (random,
// as Slack does), and fills in the defaults of text objects.
void normalise_blocks(Json& blocks);
// Only the latter: emoji and verbatim, as Slack answers with them.
void fill_text_defaults(Json& value);

// Whether elements of this type have an entry in state.values.
bool holds_state(std::string_view type);
// The member that carries the value: "selected_option", "value" …; empty without state.
std::string_view value_field(std::string_view type);
bool is_multiple(std::string_view type);

// The state.values of fresh blocks: the initial values, null or [] where there are none. With `old`
// (the values before an update), what stands under the same block_id and action_id is kept.
Json rendered_state(const Json& blocks, const Json& old = {});

// nullptr if the state has no such entry.
const Json* find_state(const Json& values, std::string_view block_id, std::string_view action_id);
void put_state(
    Json& values, std::string_view block_id, std::string_view action_id, const Json& value
);

// All options of an element, those in groups included.
std::vector<const Json*> options_of(const Json& element);

// Kept choices that the new blocks do not offer any more, as "block_id/action_id: value".
std::vector<std::string> lost_choices(const Json& blocks, const Json& values);

}  // namespace sandbox
