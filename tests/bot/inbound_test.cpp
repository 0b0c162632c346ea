// Every kind of payload that Slack sends becomes its typed value, with the right tenant.
#include "bot/inbound.hpp"

#include <catch2/catch.hpp>

#include "tests/bot/payloads.hpp"

using namespace bot;
using policy::instant;

namespace {

constexpr auto json = "application/json";
constexpr auto form = "application/x-www-form-urlencoded";

template <class Kind>
Kind event(const std::string& name) {
    auto parsed = parse_inbound(json, payloads::file(name));
    REQUIRE(parsed.has_value());
    REQUIRE(std::holds_alternative<Kind>(*parsed));
    return std::get<Kind>(*parsed);
}

template <class Kind>
Kind interaction(const std::string& name) {
    auto parsed = parse_inbound(form, payloads::as_payload(payloads::file(name)));
    REQUIRE(parsed.has_value());
    REQUIRE(std::holds_alternative<Kind>(*parsed));
    return std::get<Kind>(*parsed);
}

}  // namespace

TEST_CASE("a URL verification carries its challenge") {
    const auto read = event<UrlVerification>("url_verification.json");
    CHECK(read.challenge == "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P");
}

TEST_CASE("an event carries its envelope and who it is about") {
    const auto read = event<EventCallback>("app_home_opened.json");
    CHECK(read.type == "app_home_opened");
    CHECK(read.event_id == "Ev0PV52K21");
    CHECK(read.event_time == instant(1610241741));
    CHECK(read.event_ts == "1515449522000016");
    CHECK(read.channel == "D0LAN2Q65");
    CHECK(read.tab == "home");
    CHECK(read.actor.user.value == "U061F7AUR");
    CHECK(read.actor.team.value == "T111");
    CHECK(read.actor.api_app_id == "A111");
    CHECK_FALSE(read.actor.is_enterprise_install);
    CHECK_FALSE(read.user);
    CHECK(read.dedupe_keys() == std::vector<std::string>{"Ev0PV52K21"});
}

TEST_CASE("a direct message keeps its text as sent and has a second dedupe key") {
    const auto read = event<EventCallback>("message_im.json");
    CHECK(read.text == "Hello &amp; łódź 🚀 https://example.com");
    CHECK(read.channel_type == "im");
    CHECK(read.ts == "1355517523.000005");
    CHECK(read.bot_id.empty());
    CHECK(read.actor.user_team == "T111");
    CHECK(
        read.dedupe_keys() ==
        std::vector<std::string>{"Ev0MESSAGE", "message:T111:D024BE91L:1355517523.000005:"}
    );
}

TEST_CASE("an org-wide installation is found by its enterprise") {
    const auto read = event<EventCallback>("message_org.json");
    CHECK(read.actor.is_enterprise_install);
    CHECK(read.actor.enterprise == "E111");
    CHECK(read.actor.team.value == "T333");
    CHECK(read.subtype == "message_changed");
    CHECK(read.actor.user.value.empty());
}

TEST_CASE("a changed user comes as a user object") {
    const auto read = event<EventCallback>("user_change.json");
    REQUIRE(read.user);
    CHECK(read.user->id.value == "W222");
    CHECK(read.user->team.value == "T111");
    CHECK(read.user->email == "Ann@Example.com");
    CHECK(read.user->real_name == "Ann Example");
    CHECK(read.user->display_name.empty());
    CHECK(read.user->tz == "Europe/Amsterdam");
    CHECK(read.user->tz_offset == 3600);
    CHECK(read.user->is_ultra_restricted);
    CHECK_FALSE(read.user->is_restricted);
    CHECK_FALSE(read.user->is_stranger);
    CHECK(read.user->is_email_confirmed == true);
    CHECK(read.actor.user.value == "W222");
}

TEST_CASE("revoked tokens are user ids, and the envelope may lack a team") {
    const auto read = event<EventCallback>("tokens_revoked.json");
    CHECK(read.revoked_oauth == std::vector{policy::SlackUserId{"U111"}});
    CHECK(read.revoked_bot == std::vector{policy::SlackUserId{"U222"}});
    CHECK(read.actor.team.value.empty());
    CHECK(read.actor.enterprise == "E111");
}

TEST_CASE("a rate limit notice has no inner event") {
    const auto read = event<AppRateLimited>("app_rate_limited.json");
    CHECK(read.team.value == "T123456");
    CHECK(read.minute == instant(1518467820));
}

TEST_CASE("a click in a message carries the button's value and the message") {
    const auto read = interaction<BlockActions>("block_actions_message.json");
    REQUIRE(read.actions.size() == 1);
    CHECK(read.actions[0].action_id == "approve");
    CHECK(read.actions[0].block_id == "decision");
    CHECK(read.actions[0].action_ts == "1596530385.194939");
    CHECK(read.actions[0].chosen.value == "task:7:3");
    CHECK(read.container.message_ts == "111.222");
    CHECK(read.container.channel == "C111");
    CHECK_FALSE(read.container.is_ephemeral);
    CHECK(read.response_url == "https://hooks.slack.com/actions/T111/111/random");
    CHECK(read.trigger_id == "111.222.valid");
    CHECK(read.actor.team.value == "T111");
    CHECK(read.actor.enterprise == "E111");
    CHECK_FALSE(read.view);
    REQUIRE(read.state.find("b", "s"));
    CHECK_FALSE(read.state.option("b", "s"));
}

TEST_CASE("a user of another workspace acts in the workspace that installed the view") {
    const auto read = interaction<BlockActions>("block_actions_view.json");
    CHECK(read.actor.team.value == "T111");
    CHECK(read.actor.user_team == "T777");
}

TEST_CASE("a view's state tells ticked, cleared and absent apart") {
    const auto read = interaction<BlockActions>("block_actions_view.json");
    REQUIRE(read.view);
    const auto& state = read.view->state;
    REQUIRE(state.options("grants:1:0", "grants"));
    CHECK(
        *state.options("grants:1:0", "grants") ==
        std::vector<ChosenOption>{
            {"17", "payments-api · write", "can push"}, {"18", "payments-api · read", ""}}
    );
    REQUIRE(state.options("grants:1:1", "grants"));
    CHECK(state.options("grants:1:1", "grants")->empty());
    CHECK(state.options("grants:1:2", "grants") == nullptr);
    REQUIRE(state.option("person", "person"));
    CHECK(state.option("person", "person")->value == "42");
    CHECK(state.option("reason", "reason") == nullptr);
    CHECK(state.text("details", "details") == "  why not ");
    CHECK_FALSE(state.text("empty", "empty"));
    CHECK(state.find("until", "until")->date_time == instant(1735689600));
    CHECK(state.find("day", "day")->date == "2026-03-04");
    CHECK(state.find("hour", "hour")->time == "09:30");
    CHECK(state.find("who", "who")->user == policy::SlackUserId{"U5"});
    CHECK(read.actions.size() == 2);
    CHECK(read.view->has_input("grants:1:0"));
    CHECK_FALSE(read.view->has_input("s"));
    CHECK(read.view->blocks.size() == 2);
    CHECK(read.view->blocks[0].ticked == std::vector<std::string>{"18"});
    CHECK(read.view->blocks[1].ticked.empty());
}

TEST_CASE("a submission carries its view and a key against replays") {
    const auto read = interaction<ViewSubmission>("view_submission.json");
    CHECK(read.view.callback_id == "deny_comment");
    CHECK(read.view.private_metadata == "task:7");
    CHECK(read.view.external_id == "x:1");
    CHECK(read.view.previous_view_id == "V100");
    CHECK(read.view.state.text("comment", "comment") == "Not on this team");
    CHECK(read.dedupe_key() == interaction<ViewSubmission>("view_submission.json").dedupe_key());
}

TEST_CASE("a closed view tells whether the whole stack went") {
    CHECK(interaction<ViewClosed>("view_closed.json").is_cleared);
}

TEST_CASE("an option load from an organisation names the enterprise, not a team") {
    const auto read = interaction<BlockSuggestion>("block_suggestion.json");
    CHECK(read.value == "ann ex");
    CHECK(read.action_id == "person");
    CHECK(read.actor.team.value.empty());
    CHECK(read.actor.enterprise == "E111");
    CHECK(read.actor.is_enterprise_install);
}

TEST_CASE("shortcuts carry what is needed to open a modal") {
    CHECK(interaction<Shortcut>("shortcut.json").callback_id == "request_access");
    const auto read = interaction<MessageAction>("message_action.json");
    CHECK(read.channel == "C111");
    CHECK(read.message_ts == "1583636382.000300");
    CHECK(read.actor.team.value == "T111");
}

TEST_CASE("a slash command comes from flat form fields") {
    auto parsed = parse_inbound(form, payloads::file("slash_command.form"));
    REQUIRE(parsed.has_value());
    const auto& read = std::get<SlashCommand>(*parsed);
    CHECK(read.command == "/access");
    CHECK(read.text == "GitHub ł");
    CHECK(read.actor.user.value == "U2CERLKJA");
    CHECK(read.actor.team.value == "T1DC2JH3J");
    CHECK_FALSE(read.actor.is_enterprise_install);
}

TEST_CASE("the content type is read without case and parameters") {
    const auto event_body = payloads::file("url_verification.json");
    CHECK(parse_inbound("Application/JSON; charset=utf-8", event_body).has_value());
    CHECK(parse_inbound(" application/json ;charset=utf-8", event_body).has_value());
    CHECK(parse_inbound("APPLICATION/X-WWW-FORM-URLENCODED;charset=UTF-8", "a=b").has_value());
    for (const auto* type : {"", ";", "text/plain", "application/jsonp", "multipart/form-data"}) {
        CHECK(parse_inbound(type, event_body).error().fault == ParseFault::content_type);
    }
}

TEST_CASE("unknown kinds are told by name") {
    auto parsed = parse_inbound(json, R"({"type":"brand_new"})");
    CHECK(std::get<Unknown>(*parsed).kind == "brand_new");
    parsed = parse_inbound(form, payloads::as_payload(R"({"type":"interactive_message"})"));
    CHECK(std::get<Unknown>(*parsed).kind == "interactive_message");
    CHECK(std::holds_alternative<Unknown>(*parse_inbound(form, "a=b")));
}

TEST_CASE("ssl_check is exactly 1 and lets no payload ride along") {
    const auto smuggled = "ssl_check=1&" + payloads::as_payload(payloads::file("shortcut.json"));
    CHECK(std::holds_alternative<SslCheck>(*parse_inbound(form, "ssl_check=1&token=x")));
    CHECK(std::holds_alternative<SslCheck>(*parse_inbound(form, smuggled)));
    CHECK(std::holds_alternative<Unknown>(*parse_inbound(form, "ssl_check=true&token=x")));
}
