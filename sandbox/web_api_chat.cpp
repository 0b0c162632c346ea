// chat.*: who is reached, and what comes back. The message itself is messages.cpp's.
#include "sandbox/encoding.hpp"
#include "sandbox/messages.hpp"
#include "sandbox/payloads.hpp"
#include "sandbox/web_api.hpp"

namespace sandbox {

namespace {

struct Destination {
    Channel* channel = nullptr;
    Json error = {};
};

// A user id opens the app's DM with that person. A deactivated person or a bot cannot be reached.
Destination destination(ApiContext& context, const std::string& id) {
    if (Channel* channel = context.workspace.channel(id)) return {channel, {}};
    Person* person = contains(id, "@") ? nullptr : context.workspace.person(id);
    if (!person || person->deleted) return {nullptr, api_error("channel_not_found")};
    if (person->bot) return {nullptr, api_error("cannot_dm_bot")};
    return {&context.workspace.dm_of(*person), {}};
}

Json edited_answer(const ApiContext& context, const Channel& channel, const Message& message) {
    return api_ok(
        {{"channel", channel.id},
         {"ts", message.ts},
         {"text", message.text},
         {"message", message_json(context.workspace, message, true)}}
    );
}

}  // namespace

Json chat_post_message(ApiContext& context, const Arguments& arguments) {
    if (!arguments.has("channel")) return missing_argument("channel");
    const Draft draft = read_draft(arguments, false);
    if (draft.refused()) return draft.error;
    const Destination to = destination(context, arguments.text("channel"));
    if (!to.channel) return to.error;
    context.user = to.channel->user;
    if (!context.workspace.app.messages_tab) return api_error("messages_tab_disabled");
    const Message& message = put_message(context, *to.channel, draft, false);
    return api_ok(
        {{"channel", to.channel->id},
         {"ts", message.ts},
         {"message", message_json(context.workspace, message, true)}}
    );
}

Json chat_post_ephemeral(ApiContext& context, const Arguments& arguments) {
    if (!arguments.has("channel")) return missing_argument("channel");
    if (!arguments.has("user")) return missing_argument("user");
    const Draft draft = read_draft(arguments, false);
    if (draft.refused()) return draft.error;
    const Destination to = destination(context, arguments.text("channel"));
    if (!to.channel) return to.error;
    context.user = to.channel->user;
    if (arguments.text("user") != to.channel->user) return api_error("user_not_in_channel");
    const Message& message = put_message(context, *to.channel, draft, true);
    return api_ok({{"message_ts", message.ts}});
}

Json chat_update(ApiContext& context, const Arguments& arguments) {
    if (!arguments.has("channel")) return missing_argument("channel");
    if (!arguments.has("ts")) return missing_argument("ts");
    const Draft draft = read_draft(arguments, true);
    if (draft.refused()) return draft.error;
    // A user id is refused here, unlike in chat.postMessage.
    Channel* channel = context.workspace.channel(arguments.text("channel"));
    if (!channel) return api_error("channel_not_found");
    context.user = channel->user;
    Message* message = channel->find(arguments.text("ts"));
    if (!message) return api_error("message_not_found");
    if (!message->from_app || message->ephemeral) return api_error("cant_update_message");
    if (!draft.has_text) {
        const std::string what = "chat.update with blocks only: what becomes of the text is open";
        context.journal.violation("update_without_text", what, context.log_seq);
    }
    change_message(context, *channel, *message, draft);
    return edited_answer(context, *channel, *message);
}

Json chat_delete(ApiContext& context, const Arguments& arguments) {
    if (!arguments.has("channel")) return missing_argument("channel");
    if (!arguments.has("ts")) return missing_argument("ts");
    Channel* channel = context.workspace.channel(arguments.text("channel"));
    if (!channel) return api_error("channel_not_found");
    context.user = channel->user;
    const std::string ts = arguments.text("ts");
    const Message* message = channel->find(ts);
    if (!message || message->ephemeral) return api_error("message_not_found");
    if (!message->from_app) return api_error("cant_delete_message");
    remove_message(context, *channel, ts);
    return api_ok({{"channel", channel->id}, {"ts", ts}});
}

}  // namespace sandbox
