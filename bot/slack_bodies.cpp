#include "bot/slack_bodies.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace bot {
namespace {

// One JSON object, member by member.
class ObjectWriter {
 public:
    ObjectWriter() { writer_.StartObject(); }

    void text(std::string_view name, std::string_view value) {
        key(name);
        writer_.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
    }
    void text_if_any(std::string_view name, std::string_view value) {
        if (!value.empty()) text(name, value);
    }
    void flag(std::string_view name, bool value) {
        key(name);
        writer_.Bool(value);
    }
    // `value` is JSON already.
    void json_if_any(std::string_view name, std::string_view value) {
        if (value.empty()) return;
        key(name);
        writer_.RawValue(value.data(), value.size(), rapidjson::kObjectType);
    }
    void metadata(const std::optional<MessageMetadata>& metadata) {
        if (!metadata) return;
        key("metadata");
        writer_.StartObject();
        text("event_type", metadata->event_type);
        key("event_payload");
        writer_.StartObject();
        for (const auto& [name, value] : metadata->payload)
            text(name, value);
        writer_.EndObject();
        writer_.EndObject();
    }
    std::string take() {
        writer_.EndObject();
        return {buffer_.GetString(), buffer_.GetSize()};
    }

 private:
    void key(std::string_view name) {
        writer_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
    }

    rapidjson::StringBuffer buffer_;
    rapidjson::Writer<rapidjson::StringBuffer> writer_{buffer_};
};

// Percent-encodes all but RFC 3986's unreserved characters: a cursor ends in "=".
void append_encoded(std::string& form, std::string_view value) {
    constexpr std::string_view unreserved =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    constexpr std::string_view hex = "0123456789ABCDEF";
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if (unreserved.find(c) != std::string_view::npos) {
            form += c;
        } else {
            form.append({'%', hex[byte >> 4], hex[byte & 15]});
        }
    }
}

// What people wrote must not turn into links, mentions or previews.
void no_guessing(ObjectWriter& object) {
    object.text("parse", "none");
    object.flag("link_names", false);
}

}  // namespace

std::string post_body(const PostMessage& message) {
    ObjectWriter object;
    object.text("channel", message.channel);
    object.text("text", message.text);
    object.json_if_any("blocks", message.blocks);
    object.metadata(message.metadata);
    object.text_if_any("thread_ts", message.thread_ts);
    no_guessing(object);
    object.flag("unfurl_links", false);
    object.flag("unfurl_media", false);
    return object.take();
}

std::string update_body(const UpdateMessage& message) {
    ObjectWriter object;
    object.text("channel", message.where.channel);
    object.text("ts", message.where.ts);
    object.text("text", message.text);
    object.json_if_any("blocks", message.blocks);  // none: Slack takes the old ones away
    object.metadata(message.metadata);
    no_guessing(object);
    return object.take();
}

std::string ephemeral_body(const PostEphemeral& message) {
    ObjectWriter object;
    object.text("channel", message.channel);
    object.text("user", message.user.value);
    object.text("text", message.text);
    object.json_if_any("blocks", message.blocks);
    no_guessing(object);
    return object.take();
}

std::string response_body(const Response& response) {
    ObjectWriter object;
    object.text_if_any("text", response.text);
    object.json_if_any("blocks", response.blocks);
    if (response.in_channel) object.text("response_type", "in_channel");
    // Slack's default is to replace, also where nothing was said.
    if (!response.delete_original)
        object.flag("replace_original", response.replace_original);
    else
        object.flag("delete_original", true);
    return object.take();
}

std::string json_body(Arguments arguments) {
    return view_body(arguments, {});
}

std::string view_body(Arguments arguments, const std::string& view) {
    ObjectWriter object;
    for (const auto& [name, value] : arguments)
        object.text_if_any(name, value);
    object.json_if_any("view", view);
    return object.take();
}

std::string form_body(Arguments arguments) {
    std::string form;
    for (const auto& [name, value] : arguments) {
        if (value.empty()) continue;
        if (!form.empty()) form += '&';
        form.append(name).append("=");
        append_encoded(form, value);
    }
    return form;
}

}  // namespace bot
