// Finds what somebody meant who mistyped a name: the known one with the fewest letters to change.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace bot {

// How many letters to insert, remove or replace (or neighbours to swap) to get from `a` to `b`.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The nearest of `known`, which must not be empty. For dotted names the last part counts most:
// whoever writes a key into the wrong table is told the right one.
std::string_view nearest_name(std::string_view name, const std::vector<std::string_view>& known);

}  // namespace bot
