// Section 6.5 of the protocol sheet, in one place for all who write messages.
#include "sandbox/messages.hpp"

#include "sandbox/block_kit.hpp"
#include "sandbox/encoding.hpp"
#include "sandbox/payloads.hpp"

namespace sandbox {

namespace {

constexpr std::size_t text_cut = 40'000;
constexpr std::size_t update_text = 4'000;
constexpr std::size_t markdown_text = 12'000;
// Slack documents no size; ours is small so that nobody leans on it.
constexpr std::size_t metadata_bytes = 8'000;

std::string cut_at(const std::string& text, std::size_t units) {
    std::size_t end = 0;
    std::size_t count = 0;
    while (end < text.size()) {
        std::size_t next = end + 1;
        while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0) == 0x80)
            ++next;
        count += utf16_length(std::string_view(text).substr(end, next - end));
        if (count > units) break;
        end = next;
    }
    return text.substr(0, end);
}

void read_text(const Arguments& arguments, bool for_update, Draft& draft) {
    draft.has_text = arguments.has("text") && !arguments.text("text").empty();
    draft.text = arguments.text("text");
    if (for_update && utf16_length(draft.text) > update_text)
        draft.error = api_error("msg_too_long");
    draft.text = cut_at(draft.text, text_cut);
    if (!arguments.has("markdown_text")) return;
    if (draft.has_text || arguments.has("blocks")) {
        draft.error = api_error("markdown_text_conflict");
    } else if (utf16_length(arguments.text("markdown_text")) > markdown_text) {
        draft.error = api_error("msg_too_long");
    } else {
        draft.has_text = true;
        draft.text = arguments.text("markdown_text");
    }
}

void read_blocks(const Arguments& arguments, Draft& draft) {
    if (!arguments.has("blocks")) return;
    const auto blocks = arguments.structure("blocks");
    if (!blocks || !blocks->is_array()) {
        draft.error = api_error("invalid_blocks_format");
        return;
    }
    std::vector<std::string> messages;
    std::string error = "invalid_blocks";
    for (const BlockFault& fault : check_blocks(*blocks, Surface::message, "/blocks")) {
        if (fault.message == second_table) error = second_table;
        messages.push_back(fault.text());
    }
    if (!messages.empty()) {
        draft.error = api_error(error, messages);
        return;
    }
    draft.has_blocks = !blocks->empty();
    if (!draft.has_blocks) return;
    draft.blocks = *blocks;
    normalise_blocks(draft.blocks);
}

void read_metadata(const Arguments& arguments, bool for_update, Draft& draft) {
    if (!arguments.has("metadata")) return;
    const auto metadata = arguments.structure("metadata");
    draft.has_metadata = true;
    if (!metadata || !metadata->is_object()) {
        draft.error = api_error("invalid_metadata_format");
    } else if (metadata->empty() && for_update) {
        draft.metadata = {};  // cleared
    } else if (metadata->text("event_type").empty() || !metadata->at("event_payload").is_object()) {
        draft.error = api_error("invalid_metadata_schema");
    } else if (write_json(*metadata).size() > metadata_bytes) {
        draft.error = api_error("metadata_too_large");
    } else {
        draft.metadata = *metadata;
    }
}

Json message_event(const Channel& channel, const std::string& ts) {
    return Json::object(
        {{"type", "message"},
         {"channel", channel.id},
         {"channel_type", "im"},
         {"ts", ts},
         {"event_ts", ts}}
    );
}

bool wants_message_events(const ApiContext& context) {
    const AppInfo& app = context.workspace.app;
    return app.subscribes("message.im") && app.may("im:history");
}

}  // namespace

Draft read_draft(const Arguments& arguments, bool for_update) {
    Draft draft;
    draft.thread_ts = arguments.text("thread_ts");
    read_text(arguments, for_update, draft);
    if (!draft.refused()) read_blocks(arguments, draft);
    if (!draft.refused()) read_metadata(arguments, for_update, draft);
    if (!draft.refused() && arguments.structure("attachments").value_or(Json()).size() > 100)
        draft.error = api_error("too_many_attachments");
    const bool nothing = !draft.has_text && !draft.has_blocks && !arguments.has("attachments");
    if (!draft.refused() && nothing) draft.error = api_error("no_text");
    return draft;
}

Message& put_message(ApiContext& context, Channel& channel, const Draft& draft, bool ephemeral) {
    Workspace& workspace = context.workspace;
    Message message{.ts = context.clock.next_ts(), .user = workspace.app.bot_user_id};
    message.from_app = true;
    message.ephemeral = ephemeral;
    message.text = draft.text;
    message.blocks = draft.blocks;
    message.metadata = draft.metadata;
    message.state = rendered_state(draft.blocks);
    message.thread_ts = draft.thread_ts;
    channel.messages.push_back(std::move(message));
    Message& placed = channel.messages.back();
    workspace.touch(channel.user);
    if (!ephemeral && wants_message_events(context)) {
        Json event = message_json(workspace, placed, true);
        event.set("channel", channel.id).set("channel_type", "im").set("event_ts", placed.ts);
        context.events.post(event, channel.user);
    }
    return placed;
}

void change_message(ApiContext& context, Channel& channel, Message& message, const Draft& draft) {
    const Json previous = message_json(context.workspace, message, false);
    if (draft.has_text) message.text = draft.text;
    // Text without blocks removes the blocks, and only such an edit is marked.
    message.blocks = draft.blocks;
    if (!draft.has_blocks) message.edited_ts = context.clock.next_ts();
    if (draft.has_metadata) message.metadata = draft.metadata;
    message.state = rendered_state(message.blocks, message.state);
    message.trouble.clear();
    ++message.edits;
    context.workspace.touch(channel.user);
    if (message.ephemeral || !wants_message_events(context)) return;
    Json event = message_event(channel, context.clock.next_ts());
    event.set("subtype", "message_changed").set("hidden", true);
    event.set("message", message_json(context.workspace, message, false));
    event.set("previous_message", previous);
    context.events.post(event, channel.user);
}

void remove_message(ApiContext& context, Channel& channel, const std::string& ts) {
    const Message* message = channel.find(ts);
    const bool told = message && !message->ephemeral && wants_message_events(context);
    std::erase_if(channel.messages, [&](const Message& one) { return one.ts == ts; });
    context.workspace.touch(channel.user);
    if (!told) return;
    Json event = message_event(channel, context.clock.next_ts());
    event.set("subtype", "message_deleted").set("hidden", true).set("deleted_ts", ts);
    context.events.post(event, channel.user);
}

}  // namespace sandbox
