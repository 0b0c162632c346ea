// The patterns of reason rules: RE2, which takes time in proportion to the text, so that a hostile
// pattern keeps nobody waiting.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bot {

// What is wrong with a pattern, in RE2's words; nothing if it can be used.
std::optional<std::string> pattern_problem(const std::string& pattern);

// Whether a pattern is found anywhere in a text. A pattern that cannot be used (an import refuses
// it) is found in no text.
bool pattern_found(const std::string& pattern, std::string_view text);

}  // namespace bot
