// What Slack answered, read into our values. Each returns false if the answer lacks what makes it
// usable. For slack_api.cpp only.
#pragma once

#include "bot/json_read.hpp"
#include "bot/slack_api.hpp"

namespace bot {

bool read_posted(const json::Value& answer, Posted& posted);
bool read_view(const json::Value& answer, ViewShown& view);
bool read_user(const json::Value& answer, std::optional<SlackUser>& user);
bool read_user_page(const json::Value& answer, UserPage& page);
bool read_history(const json::Value& answer, HistoryPage& page);
bool read_installation(
    const json::Value& answer, std::string_view scopes, Installation& installation
);
bool read_channel(const json::Value& answer, std::string& id);
bool read_team(const json::Value& answer, Team& team);

// response_metadata.messages, and what a missing_scope needs; secrets masked.
std::vector<std::string> read_messages(const json::Value& answer);

}  // namespace bot
