// The rules of blocks (section 4.3 of the protocol sheet): their shape, and on which surface each
// is allowed.
#pragma once

#include "sandbox/block_kit_rules.hpp"

namespace sandbox::rules {

void check_block(
    const Json& block, Surface surface, const std::string& pointer, BlockFaults& faults
);

}  // namespace sandbox::rules
