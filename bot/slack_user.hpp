// A Slack user object as events and users.* deliver it, cut down to what decides who someone is.
// Empty strings stand for what Slack left out: a deactivated user may lack most fields.
#pragma once

#include <optional>
#include <string>

#include "policy/ids.hpp"

namespace bot {

struct SlackUser {
    policy::SlackUserId id;
    policy::TeamId team;
    std::string name;  // the handle
    std::string real_name;
    std::string display_name;  // may be empty: then real_name is shown
    std::string email;         // only with the scope users:read.email
    std::string tz;            // IANA name
    int tz_offset = 0;         // seconds east of UTC
    bool deleted = false;      // deactivated
    bool is_bot = false;
    bool is_restricted = false;        // a guest
    bool is_ultra_restricted = false;  // a guest in one channel
    bool is_stranger = false;          // of another workspace (Slack Connect)
    std::optional<bool> is_email_confirmed = {};
    std::optional<policy::Instant> updated = {};  // when Slack last changed it

    bool operator==(const SlackUser&) const = default;
};

}  // namespace bot
