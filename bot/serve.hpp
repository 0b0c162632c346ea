// `latchkey serve`: wires the daemon's parts, runs them until SIGTERM and lets what is in flight
// end.
#pragma once

#include "bot/settings.hpp"

namespace bot {

// Runs until SIGTERM or SIGINT; the exit status. Throws one clear sentence if it cannot start.
int run_serve(const Settings& settings);

}  // namespace bot
