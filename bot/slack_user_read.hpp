// Reads a Slack user object, as events and users.* deliver it. For .cpp files of bot only.
#pragma once

#include "bot/json_read.hpp"
#include "bot/slack_user.hpp"

namespace bot {

// Missing fields are empty; the id may be.
SlackUser read_slack_user(const json::Value& user);

}  // namespace bot
