// What `latchkey` can be told on the command line, and the doing of it. Exit status 0, 1 (it ran
// and found a problem), 2 (wrong usage).
#pragma once

#include <string>

#include "bot/import_job.hpp"
#include "bot/settings.hpp"
#include "bot/terminal.hpp"

namespace bot {

// Runs one command to its end; the exit status. Throws nothing.
int run_command_line(int argc, const char* const* argv);

// The commands, each with its settings loaded. They throw what they cannot say themselves.
int command_import(const Settings& settings, const ImportJob& job, Terminal& terminal);
// `head`: "COUNT:HASH", or empty.
int command_audit_verify(
    const Settings& settings, const std::string& head, bool json, Terminal& terminal
);
int command_manifest(const std::string& public_url, Terminal& terminal);

}  // namespace bot
