// `latchkey doctor`: looks at everything that `serve` depends on and says of each what it found and
// what to do. Changes nothing, and works beside a running daemon.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/settings.hpp"
#include "bot/terminal.hpp"

namespace bot {

enum class Health { ok, warning, failure };

struct Finding {
    std::string subject;  // "certificate"
    Health health = Health::ok;
    std::string found;
    std::string advice = {};  // what to do; empty where all is well
};
using Findings = std::vector<Finding>;

// The file can be read and written, is whole, and there is room beside it.
Findings examine_database(const Settings& settings);

// Certificate and key belong together, are valid for a while, and name the public URL's host.
Findings examine_certificate(const Settings& settings);

// Slack answers and knows the token, its scopes are the manifest's, our clock is right, and the
// public URL reaches this daemon.
Findings examine_slack(const Settings& settings);

// The mail server answers and takes the user, where one is set up.
Findings examine_mail(const Settings& settings);

// How far the other side's clock is ahead of ours, as the Date of its answer says it.
Finding judge_clock(std::string_view date_header, long long our_seconds);

// 0 if nothing failed (warnings are fine), else 1.
int command_doctor(const std::string& config, bool json, Terminal& terminal);

}  // namespace bot
