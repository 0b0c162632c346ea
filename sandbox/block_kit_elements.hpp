// The rules of block elements and composition objects (sections 4.2 and 4.4 of the protocol sheet).
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

// An image element: in sections, contexts and cards.
Rule image_element();
// A whole rich_text block without regard to its block_id, as blocks and inputs carry it.
Rule rich_text();
// {"id":…} or {"url":…}
Rule slack_file();

// What a block_suggestion may answer with, and what a static select may offer.
Rule select_options();
Rule select_option_groups();

}  // namespace sandbox::rules
