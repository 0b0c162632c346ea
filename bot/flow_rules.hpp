// What the settings say to the request flow: the same for the daemon and for commands.
#pragma once

#include "bot/settings.hpp"
#include "bot/workflow/act.hpp"

namespace bot {

workflow::FlowRules flow_rules(const Settings& settings);

}  // namespace bot
