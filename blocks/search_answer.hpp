// What a search list shows for what was typed.
#pragma once

#include <string>
#include <vector>

#include "blocks/kit.hpp"

namespace blocks {

// One more than Slack takes: whoever asks for so many learns whether there are more.
inline constexpr std::size_t most_found = most_options + 1;

// The answer to an option load: what does not fit is said above the rest, never dropped silently.
std::string search_answer(std::vector<Option> found);

}  // namespace blocks
