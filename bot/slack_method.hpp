// The Slack methods we call and what is fixed about each: its name, its pace, how its arguments
// travel and whether doing it twice does harm. Numbers from slack-protocol.md 5.2, 6.1, 6.4, 6.8.
#pragma once

#include <cstddef>
#include <string_view>

namespace bot {

enum class SlackMethod {
    chat_post_message,
    chat_post_ephemeral,
    chat_update,
    chat_delete,
    views_open,
    views_push,
    views_update,
    views_publish,
    conversations_open,
    conversations_history,
    users_list,
    users_info,
    users_lookup_by_email,
    auth_test,
    team_info,
};
inline constexpr std::size_t slack_methods = 15;

// How many calls a minute on average, and how many at once after a pause. Bulk work leaves
// `reserve` of the burst to urgent work.
struct Rate {
    int per_minute = 0;
    int burst = 0;
    int reserve = 0;
};

struct MethodFacts {
    std::string_view name;  // "chat.postMessage"
    Rate rate;
    bool paced_by_channel = false;  // also one a second for each channel
    bool json = false;              // JSON with charset; else a form
    bool safe_to_repeat = false;    // a read, or the last write wins
};

const MethodFacts& facts(SlackMethod method);

// One post a second for each channel.
inline constexpr Rate channel_rate{60, 4, 0};

}  // namespace bot
