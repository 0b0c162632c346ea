// `latchkey policy …`: what an operator does with a policy's file.
#pragma once

#include <string>

#include "bot/command_requests.hpp"

namespace bot {

// Adds the commands to the command line, as those of command_requests.hpp.
void add_policy_commands(CLI::App& app, const SettingsLoader& settings, CommandAct& act);

struct PolicyArguments {
    std::string file;
    int last = 100;
    bool json = false;
};
int command_policy_check(const Settings& settings, const PolicyArguments& told, Terminal& terminal);
int command_policy_import(
    const Settings& settings, const PolicyArguments& told, Terminal& terminal
);
int command_policy_replay(
    const Settings& settings, const PolicyArguments& told, Terminal& terminal
);

}  // namespace bot
