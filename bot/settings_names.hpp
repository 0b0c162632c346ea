// Which names the settings have, and what to say of one that they have not.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/settings_file.hpp"

namespace bot {

// What is wrong with the name or the shape of this entry of the file; nothing if it may stand
// there.
std::optional<std::string> misnamed(const FileEntry& entry);

// Whether the settings have this variable (LATCHKEY_CONFIG and the *_FILE ones among them).
bool is_known_variable(std::string_view variable);

// The known variable that this unknown one is a slip of the key away from.
std::optional<std::string> meant_variable(std::string_view variable);

}  // namespace bot
