// How long something lasts, in words.
#pragma once

#include <string>

#include "policy/ids.hpp"

namespace blocks {

// "30 days", "1 day 12 hours", "90 seconds": the two largest units, the rest is left out.
std::string duration_text(policy::Seconds duration);

}  // namespace blocks
