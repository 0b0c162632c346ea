// Durations as people write them, in settings and in files.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace bot {

// "90s", "15m", "36h", "5d": a whole number and one unit. Nothing for anything else, and for what
// is too long to count in seconds.
std::optional<std::chrono::seconds> parse_duration(std::string_view text);

}  // namespace bot
