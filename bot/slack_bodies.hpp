// The arguments of each Slack method as bytes: JSON for what writes, forms for what reads. Optional
// arguments are left out, never sent empty. For slack_api.cpp only.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "bot/slack_api.hpp"

namespace bot {

std::string post_body(const PostMessage& message);
std::string update_body(const UpdateMessage& message);
std::string ephemeral_body(const PostEphemeral& message);
std::string response_body(const Response& response);

// A JSON object of these texts, without those that are empty.
using Arguments = std::initializer_list<std::pair<std::string_view, std::string_view>>;
std::string json_body(Arguments arguments);
// The same with the member `view`, which is JSON already and goes in as it is.
std::string view_body(Arguments arguments, const std::string& view);
// application/x-www-form-urlencoded, without those that are empty.
std::string form_body(Arguments arguments);

}  // namespace bot
