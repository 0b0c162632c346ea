// The Home's section on how applications are kept up to date. Private to the Home tab.
#pragma once

#include <vector>

#include "blocks/home.hpp"

namespace blocks {

// Nothing if there are none, as for everybody but administrators.
void add_syncs(std::vector<Block>& blocks, const Home& model);

}  // namespace blocks
