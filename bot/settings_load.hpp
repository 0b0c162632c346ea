// Reads the settings: file, then environment, each value checked against its range. One sentence
// for each problem, with where it stands and the nearest known name, so that all can be mended at
// once.
#pragma once

#include <boost/system/result.hpp>
#include <map>
#include <string>
#include <vector>

#include "bot/settings.hpp"

namespace bot {

// The variables that concern us, by name. An empty value counts as not set.
using Environment = std::map<std::string, std::string>;

// This process's variables that begin with LATCHKEY_ or SLACK_.
Environment process_environment();

using SettingsProblems = std::vector<std::string>;
// What result::value() throws where problems are a bug of the caller (tests).
[[noreturn]] void throw_exception_from_error(
    const SettingsProblems& problems, const boost::source_location& where
);
using SettingsResult = boost::system::result<Settings, SettingsProblems>;

// `config` names the TOML file; empty: LATCHKEY_CONFIG, else latchkey.toml if there. Reads the
// files of secrets as well. `log_to_terminal` chooses the log's default format.
SettingsResult load_settings(
    const std::string& config, const Environment& environment, bool log_to_terminal
);

// What `serve` needs beyond that and does not find: secrets, a certificate. Empty: it may start.
SettingsProblems missing_for_serve(const Settings& settings);

}  // namespace bot
