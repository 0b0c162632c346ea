// slack_manifest.json against what Slack's manifest schema (2.0.0) allows, and its addresses
// filled.
#include <rapidjson/document.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "bot/json_read.hpp"
#include "bot/manifest.hpp"

namespace {

using bot::json::Value;
using Keys = std::set<std::string>;

// A parsed manifest; its values live as long as it does.
struct Manifest {
    explicit Manifest(std::string text) : text_(std::move(text)) {
        root_ = parser_.parse(text_.data(), text_.size());
        REQUIRE(root_);
    }
    const Value& at(std::initializer_list<std::string_view> path) const {
        const Value* value = root_;
        for (const auto name : path) {
            value = bot::json::find_object(*value, name);
            REQUIRE(value);
        }
        return *value;
    }

 private:
    std::string text_;
    bot::json::Parser parser_;
    const Value* root_ = nullptr;
};

Keys keys_of(const Value& object) {
    Keys keys;
    for (const auto& member : object.GetObject())
        keys.insert(member.name.GetString());
    return keys;
}

bool within(const Keys& keys, const Keys& allowed) {
    return std::ranges::includes(allowed, keys);
}

std::size_t length(const Value& object, std::string_view key) {
    return bot::json::text(object, key).size();
}

const std::string url = "https://access.example.org/bot";

}  // namespace

TEST_CASE("the manifest has no key that Slack would refuse") {
    const Manifest manifest{std::string(bot::manifest_text())};
    CHECK(within(
        keys_of(manifest.at({})),
        {"_metadata", "display_information", "features", "oauth_config", "settings"}
    ));
    CHECK(within(keys_of(manifest.at({"_metadata"})), {"major_version", "minor_version"}));
    CHECK(within(
        keys_of(manifest.at({"display_information"})),
        {"name", "description", "background_color", "long_description"}
    ));
    CHECK(within(
        keys_of(manifest.at({"features"})), {"app_home", "bot_user", "shortcuts", "slash_commands"}
    ));
    CHECK(within(
        keys_of(manifest.at({"features", "app_home"})),
        {"home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled"}
    ));
    CHECK(within(keys_of(manifest.at({"features", "bot_user"})), {"display_name", "always_online"})
    );
    CHECK(keys_of(manifest.at({"oauth_config"})) == Keys{"scopes"});
    CHECK(keys_of(manifest.at({"oauth_config", "scopes"})) == Keys{"bot"});
    CHECK(within(
        keys_of(manifest.at({"settings"})),
        {"event_subscriptions",
         "interactivity",
         "org_deploy_enabled",
         "socket_mode_enabled",
         "token_rotation_enabled"}
    ));
    CHECK(within(
        keys_of(manifest.at({"settings", "event_subscriptions"})), {"request_url", "bot_events"}
    ));
    CHECK(
        keys_of(manifest.at({"settings", "interactivity"})) ==
        Keys{"is_enabled", "request_url", "message_menu_options_url"}
    );
}

TEST_CASE("commands and shortcuts are as Slack takes them, and have their scope") {
    const Manifest manifest{std::string(bot::manifest_text())};
    const auto* commands = bot::json::find_array(manifest.at({"features"}), "slash_commands");
    REQUIRE(commands);
    for (const auto& command : commands->GetArray()) {
        CHECK(within(
            keys_of(command), {"command", "url", "description", "usage_hint", "should_escape"}
        ));
        const auto name = bot::json::text(command, "command");
        CHECK((name.starts_with('/') && name.size() >= 2 && name.size() <= 32));
        CHECK((length(command, "description") >= 1 && length(command, "description") <= 2000));
        CHECK(length(command, "usage_hint") <= 1000);
    }
    const auto* shortcuts = bot::json::find_array(manifest.at({"features"}), "shortcuts");
    REQUIRE(shortcuts);
    for (const auto& shortcut : shortcuts->GetArray()) {
        CHECK(within(keys_of(shortcut), {"name", "type", "callback_id", "description"}));
        CHECK(bot::json::text(shortcut, "type") == "global");
        CHECK((length(shortcut, "name") >= 1 && length(shortcut, "name") <= 24));
        CHECK((length(shortcut, "description") >= 1 && length(shortcut, "description") <= 150));
    }
    const auto scopes = bot::manifest_scopes();
    CHECK(std::ranges::count(scopes, "commands") == 1);
}

TEST_CASE("the manifest's texts are within Slack's lengths") {
    const Manifest manifest{std::string(bot::manifest_text())};
    const auto& about = manifest.at({"display_information"});
    CHECK((length(about, "name") >= 1 && length(about, "name") <= 35));
    CHECK((length(about, "description") >= 1 && length(about, "description") <= 140));
    CHECK((length(about, "long_description") >= 175 && length(about, "long_description") <= 4000));
    CHECK(length(about, "background_color") == 7);
    CHECK(length(manifest.at({"features", "bot_user"}), "display_name") <= 80);
}

TEST_CASE("the app's Messages tab can be written to, and its Home tab is on") {
    const Manifest manifest{std::string(bot::manifest_text())};
    const auto& home = manifest.at({"features", "app_home"});
    CHECK(bot::json::truth(home, "home_tab_enabled"));
    CHECK(bot::json::truth(home, "messages_tab_enabled"));
    CHECK_FALSE(bot::json::truth(home, "messages_tab_read_only_enabled"));
}

TEST_CASE("every event of the manifest has its scope, and no scope is there twice") {
    const auto scopes = bot::manifest_scopes();
    const std::set<std::string> granted(scopes.begin(), scopes.end());
    CHECK(granted.size() == scopes.size());
    const auto events = bot::manifest_events();
    REQUIRE_FALSE(events.empty());
    const std::map<std::string, std::string> needs{
        {"app_home_opened", ""},
        {"app_uninstalled", ""},
        {"tokens_revoked", ""},
        {"message.im", "im:history"},
        {"team_join", "users:read"},
        {"user_change", "users:read"}};
    for (const auto& event : events) {
        INFO(event);
        REQUIRE(needs.contains(event));
        CHECK((needs.at(event).empty() || granted.contains(needs.at(event))));
    }
}

TEST_CASE("the manifest's addresses are filled below the public URL, and no other is left") {
    const Manifest manifest{bot::manifest_for(url)};
    const auto& interactivity = manifest.at({"settings", "interactivity"});
    CHECK(bot::json::text(interactivity, "request_url") == url + "/slack/interactivity");
    CHECK(bot::json::text(interactivity, "message_menu_options_url") == url + "/slack/options");
    CHECK(
        bot::json::text(manifest.at({"settings", "event_subscriptions"}), "request_url") ==
        url + "/slack/events"
    );
    const auto* commands = bot::json::find_array(manifest.at({"features"}), "slash_commands");
    REQUIRE(commands);
    for (const auto& command : commands->GetArray())
        CHECK(bot::json::text(command, "url") == url + "/slack/commands");
    CHECK(bot::manifest_for(url).find("latchkey.example.com") == std::string::npos);
}
