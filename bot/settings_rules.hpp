// The rules that tie settings to each other: what one value demands of another, and what `serve`
// cannot do without.
#pragma once

#include <map>
#include <string>

#include "bot/settings.hpp"
#include "bot/settings_load.hpp"

namespace bot {

// Where a setting was given, by its name: "latchkey.toml:3: listen" or "LATCHKEY_LISTEN". What was
// not given is not in it.
using Origins = std::map<std::string, std::string>;

// Completes the values (slashes at the end of addresses, the address of plain HTTP) and adds a
// sentence to `problems` for each rule that is broken.
void apply_rules(Settings& settings, const Origins& origins, SettingsProblems& problems);

}  // namespace bot
