// The rules of Block Kit: every limit and shape of the protocol sheet's sections 4 and 5, told as
// Slack tells them, with a JSON pointer into what was sent. Pure.
#pragma once

#include <string>
#include <vector>

#include "sandbox/json.hpp"

namespace sandbox {

enum class Surface { message, modal, home };

// One broken rule: "must be less than 76 characters" at "/view/blocks/0/text".
struct BlockFault {
    std::string pointer;
    std::string message;

    // "[ERROR] must be less than 76 characters [json-pointer:/view/blocks/0/text]"
    std::string text() const;
};
// The one rule with an error name of its own: it stands as the fault's message.
inline constexpr const char* second_table = "only_one_table_allowed";
using BlockFaults = std::vector<BlockFault>;

// The blocks of a message or view; `pointer` is where they stand in the call ("/blocks").
BlockFaults check_blocks(const Json& blocks, Surface surface, const std::string& pointer);

// A whole view, modal or home. Its size (250 kB) is asked for apart, because Slack names that
// error differently.
BlockFaults check_view(const Json& view, Surface surface, const std::string& pointer);
bool view_too_large(const Json& view);

// The answer to a block_suggestion: {"options":[…]} or {"option_groups":[…]}.
BlockFaults check_suggestions(const Json& answer);

// The `errors` of a submission's answer against the view that was submitted.
BlockFaults check_errors(const Json& errors, const Json& view_blocks);

}  // namespace sandbox
