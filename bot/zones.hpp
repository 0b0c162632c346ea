// The machine's time zone table as policy wants it.
#pragma once

#include <string>

#include "policy/working_hours.hpp"

namespace bot {

// The changes of a zone's clocks around `at`, as far as policy looks ahead. A name that this
// machine does not know (Slack may be ahead of us) is `otherwise`, and that failing UTC.
policy::Zone zone_around(const std::string& name, const std::string& otherwise, policy::Instant at);

}  // namespace bot
