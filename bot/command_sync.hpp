// `latchkey sync list` and `sync run`: how applications are kept up to date from their sources.
#pragma once

#include "bot/command_requests.hpp"

namespace bot {

void add_sync_commands(CLI::App& app, const SettingsLoader& settings, CommandAct& act);

}  // namespace bot
