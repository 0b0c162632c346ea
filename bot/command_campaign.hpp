// `latchkey campaign …`: what it can be told.
#pragma once

#include "bot/command_requests.hpp"

namespace bot {

void add_campaign_commands(CLI::App& app, const SettingsLoader& settings, CommandAct& act);

}  // namespace bot
