// What chat.* and response_url share: reading a message from arguments, checking it, and writing it
// into a conversation.
#pragma once

#include <optional>
#include <string>

#include "sandbox/arguments.hpp"
#include "sandbox/web_api.hpp"

namespace sandbox {

// A message as it was sent, checked.
struct Draft {
    std::string text = {};
    Json blocks = {};  // null without
    Json metadata = {};
    bool has_text = false;
    bool has_blocks = false;
    bool has_metadata = false;
    std::string thread_ts = {};
    Json error = {};  // what to answer instead; null if all is well

    bool refused() const { return !error.is_null(); }
};

// Reads and checks text, blocks, markdown_text and metadata. `for_update`: the limits of
// chat.update.
Draft read_draft(const Arguments& arguments, bool for_update);

// Appends the app's message to the DM, tells the person's page and sends the message event that
// comes back to the app (not for ephemeral ones).
Message& put_message(ApiContext& context, Channel& channel, const Draft& draft, bool ephemeral);
// Changes it in place, as chat.update does.
void change_message(ApiContext& context, Channel& channel, Message& message, const Draft& draft);
void remove_message(ApiContext& context, Channel& channel, const std::string& ts);

}  // namespace sandbox
