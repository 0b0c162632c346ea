// The rules of block elements (section 4.4 of the protocol sheet), and of rich text.
#pragma once

#include "sandbox/block_kit_rules.hpp"

namespace sandbox::rules {

// In which kind of block an element stands.
enum class Place { section, actions, input, context_actions, card };

// One interactive element (or an image, in a section), with what its place and surface allow.
void check_element(
    const Json& element,
    Place place,
    Surface surface,
    const std::string& pointer,
    BlockFaults& faults
);

// A whole rich_text block without regard to its block_id, as blocks and inputs carry it.
Rule rich_text();
}  // namespace sandbox::rules
