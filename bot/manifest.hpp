// The Slack app's manifest, compiled in: what an administrator pastes into Slack, and what doctor
// compares the installed app with.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bot {

// slack_manifest.json as it stands in the repository, its addresses at latchkey.example.com.
std::string_view manifest_text();

// The manifest with its addresses below `public_url` (https, no "/" at the end).
std::string manifest_for(std::string_view public_url);

// The bot scopes and events that it names.
std::vector<std::string> manifest_scopes();
std::vector<std::string> manifest_events();
// The slash commands, and the callback ids of the shortcuts.
std::vector<std::string> manifest_commands();
std::vector<std::string> manifest_shortcuts();

}  // namespace bot
