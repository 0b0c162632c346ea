// The program's log: one line for each thing on standard error, as text or JSON, made harmless:
// secrets blotted out, control characters escaped. Written to with spdlog::info() and its kin.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "bot/settings.hpp"

namespace spdlog {
class formatter;
}

namespace bot {

// From now on spdlog's default logger writes so. Call it once, before other threads log.
void start_log(const LogSettings& settings);

// The formatter alone, for tests and other sinks.
std::unique_ptr<spdlog::formatter> log_formatter(LogFormat format);

// Outside text fit for one line of a log: secrets masked, control characters escaped, valid UTF-8.
std::string harmless(std::string_view text);

}  // namespace bot
