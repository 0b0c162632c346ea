#include "bot/slack_answers.hpp"

#include <algorithm>

#include "bot/slack_user_read.hpp"

namespace bot {
namespace {

using json::text;
using json::Value;

std::string read_cursor(const Value& answer) {
    const auto* metadata = json::find_object(answer, "response_metadata");
    return metadata ? text(*metadata, "next_cursor") : std::string{};
}

std::optional<MessageMetadata> read_metadata(const Value& message) {
    const auto* found = json::find_object(message, "metadata");
    if (!found) return std::nullopt;
    MessageMetadata metadata{text(*found, "event_type"), {}};
    const auto* payload = json::find_object(*found, "event_payload");
    if (!payload) return metadata;
    for (const auto& member : payload->GetObject()) {
        if (!member.value.IsString()) continue;
        metadata.payload.emplace_back(
            std::string{member.name.GetString(), member.name.GetStringLength()},
            std::string{member.value.GetString(), member.value.GetStringLength()}
        );
    }
    return metadata;
}

}  // namespace

std::optional<std::string_view> MessageMetadata::find(std::string_view key) const {
    for (const auto& [name, value] : payload) {
        if (name == key) return value;
    }
    return std::nullopt;
}

bool read_posted(const Value& answer, Posted& posted) {
    posted = {text(answer, "channel"), text(answer, "ts")};
    return !posted.channel.empty() && !posted.ts.empty();
}

bool read_view(const Value& answer, ViewShown& view) {
    const auto* found = json::find_object(answer, "view");
    if (!found) return false;
    view = {
        text(*found, "id"),
        text(*found, "hash"),
        text(*found, "external_id"),
        text(*found, "root_view_id"),
    };
    return !view.id.empty();
}

bool read_user(const Value& answer, std::optional<SlackUser>& user) {
    const auto* found = json::find_object(answer, "user");
    if (!found) return false;
    user = read_slack_user(*found);
    return !user->id.value.empty();
}

bool read_user_page(const Value& answer, UserPage& page) {
    const auto* members = json::find_array(answer, "members");
    if (!members) return false;
    page = {{}, read_cursor(answer)};
    page.users.reserve(members->Size());
    for (const auto& member : members->GetArray()) {
        auto user = read_slack_user(member);
        if (!user.id.value.empty()) page.users.push_back(std::move(user));
    }
    return true;
}

bool read_history(const Value& answer, HistoryPage& page) {
    const auto* messages = json::find_array(answer, "messages");
    if (!messages) return false;
    page = {{}, read_cursor(answer)};
    for (const auto& message : messages->GetArray()) {
        page.messages.push_back(
            {text(message, "ts"),
             text(message, "user"),
             text(message, "bot_id"),
             text(message, "app_id"),
             text(message, "text"),
             read_metadata(message)}
        );
    }
    return true;
}

bool read_installation(const Value& answer, std::string_view scopes, Installation& installation) {
    installation = {
        .url = text(answer, "url"),
        .team = text(answer, "team"),
        .team_id = {text(answer, "team_id")},
        .bot_user = {text(answer, "user_id")},
        .bot_id = text(answer, "bot_id"),
        .app_id = text(answer, "app_id"),
        .enterprise_id = text(answer, "enterprise_id"),
        .is_enterprise_install = json::truth(answer, "is_enterprise_install"),
        .scopes = {},
    };
    while (!scopes.empty()) {
        const auto end = std::min(scopes.find_first_of(", "), scopes.size());
        if (end > 0) installation.scopes.emplace_back(scopes.substr(0, end));
        scopes.remove_prefix(std::min(end + 1, scopes.size()));
    }
    return !installation.bot_user.value.empty();
}

bool read_channel(const Value& answer, std::string& id) {
    const auto* found = json::find_object(answer, "channel");
    if (found) id = text(*found, "id");
    return !id.empty();
}

bool read_team(const Value& answer, Team& team) {
    const auto* found = json::find_object(answer, "team");
    if (!found) return false;
    team = {
        {text(*found, "id")},
        text(*found, "name"),
        text(*found, "domain"),
        text(*found, "enterprise_id"),
    };
    return !team.id.value.empty();
}

std::vector<std::string> read_messages(const Value& answer) {
    std::vector<std::string> messages;
    if (const auto* metadata = json::find_object(answer, "response_metadata"))
        messages = json::texts(*metadata, "messages");
    for (const auto* name : {"needed", "provided"}) {
        const auto value = json::find_text(answer, name);
        if (value) messages.push_back(std::string{name} + ": " + std::string{*value});
    }
    for (auto& message : messages)
        message = mask_secrets(message);
    return messages;
}

}  // namespace bot
