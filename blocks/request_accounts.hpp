// The accounts on page 2 of the request form. Private to that view.
#pragma once

#include <vector>

#include "blocks/request_details.hpp"

namespace blocks {

std::vector<Block> account_blocks(const RequestDetails& model);

}  // namespace blocks
