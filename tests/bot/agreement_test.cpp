// The manifest, the router and the views speak of the same things: nothing is sent that nobody
// takes.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "bot/handlers/handlers.hpp"
#include "bot/manifest.hpp"

namespace {

using Names = std::set<std::string>;

Names names(const std::vector<std::string_view>& views) {
    return {views.begin(), views.end()};
}

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

// What the golden views hold for `pattern`'s first group.
Names in_golden_views(const std::regex& pattern) {
    Names found;
    for (const auto& file : std::filesystem::directory_iterator(LATCHKEY_TESTS "/golden")) {
        const auto text = text_of(file.path());
        for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at) {
            found.insert((*at)[1]);
        }
    }
    return found;
}

TEST_CASE("the manifest subscribes exactly to the events that the router takes") {
    Names subscribed;
    for (const auto& event : bot::manifest_events()) {
        subscribed.insert(event == "message.im" ? "message" : event);
    }
    CHECK(subscribed == names(bot::handlers::routed_events()));
}

TEST_CASE("the manifest has exactly the commands and shortcuts that the router takes") {
    const auto commands = bot::manifest_commands();
    CHECK(Names(commands.begin(), commands.end()) == names(bot::handlers::routed_commands()));
    const auto shortcuts = bot::manifest_shortcuts();
    CHECK(Names(shortcuts.begin(), shortcuts.end()) == names(bot::handlers::routed_shortcuts()));
}

TEST_CASE("every button of every view has a handler") {
    const auto routed = names(bot::handlers::routed_actions());
    const auto buttons =
        in_golden_views(std::regex("\"type\": *\"button\",\\s*\"action_id\": *\"([^\"]+)\""));
    REQUIRE_FALSE(buttons.empty());
    for (const auto& button : buttons) {
        INFO(button);
        CHECK(routed.contains(button));
    }
}

TEST_CASE("every search list of every view has a source") {
    const auto routed = names(bot::handlers::routed_suggestions());
    const auto lists = in_golden_views(
        std::regex("\"type\": *\"(?:multi_)?external_select\",\\s*\"action_id\": *\"([^\"]+)\"")
    );
    REQUIRE_FALSE(lists.empty());
    for (const auto& list : lists) {
        INFO(list);
        CHECK(routed.contains(list));
    }
}

TEST_CASE("every view that can be submitted has a handler") {
    const auto routed = names(bot::handlers::routed_submissions());
    for (const auto& file : std::filesystem::directory_iterator(LATCHKEY_TESTS "/golden")) {
        const auto text = text_of(file.path());
        if (text.find("\"submit\"") == std::string::npos) continue;
        std::smatch callback;
        REQUIRE(std::regex_search(text, callback, std::regex("\"callback_id\": *\"([^\"]+)\"")));
        INFO(file.path());
        CHECK(routed.contains(callback[1]));
    }
}

}  // namespace
