#include "bot/manifest.hpp"

#include <initializer_list>

#include "bot/json_read.hpp"

namespace bot {

namespace {

constexpr std::string_view placeholder = "https://latchkey.example.com";

// The texts of the array at the end of a path of objects.
std::vector<std::string> texts_at(
    std::initializer_list<std::string_view> objects, std::string_view array
) {
    json::Parser parser;
    std::string text{manifest_text()};
    const auto* value = parser.parse(text.data(), text.size());
    for (const auto name : objects) {
        if (value) value = json::find_object(*value, name);
    }
    return value ? json::texts(*value, array) : std::vector<std::string>{};
}

// A text of each object in an array of `features`.
std::vector<std::string> features(std::string_view array, std::string_view key) {
    json::Parser parser;
    std::string text{manifest_text()};
    const auto* value = parser.parse(text.data(), text.size());
    if (value) value = json::find_object(*value, "features");
    if (value) value = json::find_array(*value, array);
    std::vector<std::string> texts;
    if (value) {
        for (const auto& one : value->GetArray())
            texts.push_back(json::text(one, key));
    }
    return texts;
}

}  // namespace

std::string manifest_for(std::string_view public_url) {
    std::string text{manifest_text()};
    for (auto at = text.find(placeholder); at != std::string::npos;
         at = text.find(placeholder, at + public_url.size())) {
        text.replace(at, placeholder.size(), public_url);
    }
    return text;
}

std::vector<std::string> manifest_scopes() {
    return texts_at({"oauth_config", "scopes"}, "bot");
}

std::vector<std::string> manifest_events() {
    return texts_at({"settings", "event_subscriptions"}, "bot_events");
}

std::vector<std::string> manifest_commands() {
    return features("slash_commands", "command");
}

std::vector<std::string> manifest_shortcuts() {
    return features("shortcuts", "callback_id");
}

}  // namespace bot
