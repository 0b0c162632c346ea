// `latchkey request …`, `audit show` and `audit export`: what operators read of requests and of the
// audit trail, and the one thing that they may do to a request.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "bot/settings.hpp"
#include "bot/terminal.hpp"
#include "policy/ids.hpp"
#include "store/audit_read.hpp"
#include "store/gate.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's
class App;
}

namespace bot {

// Throws a sentence where there is no database.
void require_database(const Settings& settings);
// Runs `work` on a snapshot of the database that is there.
void read_existing(const Settings& settings, const std::function<void(store::Tx&)>& work);

struct RequestJob {
    std::string state = "all";  // open, closed, all
    std::string person;         // an e-mail address; empty: everybody's
    std::int64_t limit = 50;    // 0: all
    std::int64_t id = 0;
    bool json = false;
};
int command_request_list(const Settings& settings, const RequestJob& job, Terminal& terminal);
int command_request_show(const Settings& settings, const RequestJob& job, Terminal& terminal);
int command_request_withdraw(const Settings& settings, const RequestJob& job, Terminal& terminal);

struct TrailJob {
    store::AuditSelection selection;
    bool newest_only = false;  // as no selection was made
    std::string format;        // csv, jsonl, report
    bool json = false;
};
int command_audit_show(const Settings& settings, const TrailJob& job, Terminal& terminal);
int command_audit_export(const Settings& settings, const TrailJob& job, Terminal& terminal);

// Adds the commands to the command line: `act` becomes what was asked for, once the line is
// understood. `settings` loads the settings, or tells their problems.
using SettingsLoader = std::function<std::optional<Settings>(Terminal&)>;
using CommandAct = std::function<int(Terminal&)>;
void add_request_commands(CLI::App& app, const SettingsLoader& settings, CommandAct& act);
void add_trail_commands(CLI::App& audit, const SettingsLoader& settings, CommandAct& act);

}  // namespace bot
