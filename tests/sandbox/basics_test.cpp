// The small parts: JSON, encodings, the clock, rate limits, what a person reads, and element state.
#include <catch2/catch.hpp>

#include "sandbox/elements.hpp"
#include "sandbox/encoding.hpp"
#include "sandbox/rate_limits.hpp"
#include "sandbox/reading.hpp"
#include "world.hpp"

using namespace sandbox_tests;

TEST_CASE("the signature is Slack's: the published vector") {
    const std::string body =
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id="
        "G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-"
        "collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%"
        "2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121."
        "803a0bc887a14d10d2c447fce8b6703c";
    CHECK(
        sign_v0(secret, "1531420618", body) ==
        "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    );
}

TEST_CASE("payloads are ASCII with escaped slashes, and mean the same") {
    const Json value = Json::object({{"url", "https://x/é😀"}, {"n", 3}, {"none", nullptr}});
    const std::string text = write_slack_json(value);
    CHECK(text == R"({"url":"https:\/\/x\/\u00E9\uD83D\uDE00","n":3,"none":null})");
    CHECK(parse_json(text) == value);
}

TEST_CASE("JSON that is broken, deep or not UTF-8 is refused") {
    CHECK_FALSE(parse_json("{\"a\":1"));
    CHECK_FALSE(parse_json("{} x"));
    CHECK_FALSE(parse_json("\"\xff\""));
    CHECK_FALSE(parse_json(""));
    CHECK(parse_json(std::string(100, '[') + std::string(100, ']')));
    CHECK_FALSE(parse_json(std::string(101, '[') + std::string(101, ']')));
    CHECK_FALSE(parse_json(std::string(100'000, '[')));
}

TEST_CASE("JSON values are equal without regard to the order of members") {
    CHECK(*parse_json(R"({"a":1,"b":[true,null]})") == *parse_json(R"({"b":[true,null],"a":1.0})"));
    CHECK_FALSE(*parse_json(R"({"a":1})") == *parse_json(R"({"a":1,"b":2})"));
    CHECK_FALSE(*parse_json(R"({"a":null})") == *parse_json(R"({})"));
}

TEST_CASE("forms are decoded and refused at a broken percent sign") {
    const auto fields = decode_form("a=1+2&b=%C3%BC&c=");
    REQUIRE(fields);
    CHECK(fields->at(0).second == "1 2");
    CHECK(fields->at(1).second == "ü");
    CHECK(fields->at(2).second.empty());
    CHECK_FALSE(decode_form("a=%G1"));
    CHECK_FALSE(decode_form("a=%1"));
    CHECK(
        decode_form(encode_form({{"payload", "{\"a\": \"+&=%/\"}"}}))->at(0).second ==
        "{\"a\": \"+&=%/\"}"
    );
}

TEST_CASE("text is measured in UTF-16 units") {
    CHECK(utf16_length("abc") == 3);
    CHECK(utf16_length("ü") == 1);
    CHECK(utf16_length("…") == 1);
    CHECK(utf16_length("😀") == 2);
}

TEST_CASE("timestamps grow even when the clock stands or is moved back") {
    Millis now = 1'700'000'000'123;
    Clock clock([&] { return now; });
    const std::string first = clock.next_ts();
    const std::string second = clock.next_ts();
    CHECK(first == "1700000000.123000");
    CHECK(second == "1700000000.123001");
    clock.advance(-60'000);
    CHECK(clock.next_ts() > second);
    clock.advance(3'600'000);
    CHECK(clock.next_ts() == "1700003540.123000");
    CHECK(clock.version() == 3);
}

TEST_CASE("a bucket gives its burst at once and then its rate") {
    RateLimits limits(true);
    for (int i = 0; i < 4; ++i)
        CHECK_FALSE(limits.take("post U1", post_per_channel, 0));
    CHECK(limits.take("post U1", post_per_channel, 0) == 1);
    CHECK_FALSE(limits.take("post U2", post_per_channel, 0));
    CHECK(limits.take("post U1", post_per_channel, 999) == 1);
    CHECK_FALSE(limits.take("post U1", post_per_channel, 1000));
    CHECK(limits.take("post U1", post_per_channel, 1000) == 1);
}

TEST_CASE("a bucket fills up to its burst and no further") {
    RateLimits limits(true);
    for (int i = 0; i < 10; ++i)
        CHECK_FALSE(limits.take("users.list", tier_2, 0));
    CHECK(limits.take("users.list", tier_2, 0) == 3);
    for (int i = 0; i < 10; ++i)
        CHECK_FALSE(limits.take("users.list", tier_2, 3'600'000));
    CHECK(limits.take("users.list", tier_2, 3'600'000) == 3);
}

TEST_CASE("whoever waits as long as Retry-After says is let in") {
    RateLimits limits(true);
    Millis now = 0;
    for (int i = 0; i < 200; ++i) {
        const auto wait = limits.take("chat.update", tier_3, now);
        if (!wait) continue;
        now += *wait * 1000;
        CHECK_FALSE(limits.take("chat.update", tier_3, now));
    }
}

TEST_CASE("limits that are off let everything through") {
    RateLimits limits(false);
    for (int i = 0; i < 1000; ++i)
        CHECK_FALSE(limits.take("users.list", tier_2, 0));
}

TEST_CASE("a person reads mrkdwn without its signs") {
    const Names names = [](std::string_view id) {
        return id == "U1" ? std::string("Mia Wong") : std::string(id);
    };
    CHECK(
        read_mrkdwn("*Why:* <@U1> asks for `x` in _two_ apps", names) ==
        "Why: @Mia Wong asks for x in two apps"
    );
    CHECK(
        read_mrkdwn("due <!date^1700000000^{date}|14 Nov> &lt;soon&gt;", names) ==
        "due 14 Nov <soon>"
    );
    CHECK(
        read_mrkdwn("<https://x.example|the page> 2*3*4 snake_case_name", names) ==
        "the page 2*3*4 snake_case_name"
    );
    CHECK(read_mrkdwn("&lt;@U1&gt; &amp;lt;", names) == "<@U1> &lt;");
    CHECK(read_mrkdwn("* not bold *", names) == "* not bold *");
}

namespace {

Json text_input(const char* block_id, const char* initial = nullptr) {
    Json element = Json::object({{"type", "plain_text_input"}, {"action_id", "a"}});
    if (initial) element.set("initial_value", initial);
    return Json::object(
        {{"type", "input"}, {"block_id", block_id}, {"label", plain("L")}, {"element", element}}
    );
}

std::string held(const Json& state, const char* block_id) {
    const Json* entry = find_state(state, block_id, "a");
    return entry ? write_json(entry->at("value")) : "absent";
}

}  // namespace

TEST_CASE("state holds what elements of each type hold when untouched") {
    const std::vector<std::pair<const char*, const char*>> fields{
        {"static_select", R"({"type":"static_select","selected_option":null})"},
        {"external_select", R"({"type":"external_select","selected_option":null})"},
        {"radio_buttons", R"({"type":"radio_buttons","selected_option":null})"},
        {"checkboxes", R"({"type":"checkboxes","selected_options":[]})"},
        {"multi_static_select", R"({"type":"multi_static_select","selected_options":[]})"},
        {"multi_users_select", R"({"type":"multi_users_select","selected_users":[]})"},
        {"users_select", R"({"type":"users_select","selected_user":null})"},
        {"datepicker", R"({"type":"datepicker","selected_date":null})"},
        {"timepicker", R"({"type":"timepicker","selected_time":null})"},
        {"datetimepicker", R"({"type":"datetimepicker","selected_date_time":null})"},
        {"plain_text_input", R"({"type":"plain_text_input","value":null})"},
        {"number_input", R"({"type":"number_input","value":null})"},
        {"rich_text_input", R"({"type":"rich_text_input","rich_text_value":null})"},
        {"file_input", R"({"type":"file_input","files":[]})"},
    };
    for (const auto& [type, expected] : fields) {
        const Json element = Json::object({{"type", type}, {"action_id", "a"}});
        const Json block =
            Json::object({{"type", "input"}, {"block_id", "b"}, {"element", element}});
        const Json state = rendered_state(Json::array({block}));
        CHECK(write_json(state.at("b").at("a")) == expected);
    }
    const Json button = Json::object({{"type", "button"}, {"action_id", "a"}});
    const Json actions =
        Json::object({{"type", "actions"}, {"block_id", "b"}, {"elements", Json::array({button})}});
    CHECK(rendered_state(Json::array({actions})).empty());
}

TEST_CASE("an update keeps what was typed under the same ids and ignores a new initial value") {
    Json state = rendered_state(Json::array({text_input("one", "old"), text_input("two")}));
    CHECK(held(state, "one") == "\"old\"");
    put_state(state, "two", "a", Json::object({{"type", "plain_text_input"}, {"value", "typed"}}));
    const Json after = rendered_state(
        Json::array({text_input("one", "new"), text_input("two", "new"), text_input("three", "new")}
        ),
        state
    );
    CHECK(held(after, "one") == "\"old\"");
    CHECK(held(after, "two") == "\"typed\"");
    CHECK(held(after, "three") == "\"new\"");
}

TEST_CASE("a removed block loses its value") {
    Json state = rendered_state(Json::array({text_input("one", "x")}));
    state = rendered_state(Json::array({text_input("two")}), state);
    CHECK(held(state, "one") == "absent");
    state = rendered_state(Json::array({text_input("one")}), state);
    CHECK(held(state, "one") == "null");
}

TEST_CASE("ids that an app leaves out are made up, differently at each rendering") {
    const Json element = Json::object({{"type", "button"}, {"text", plain("Go")}});
    const Json actions = Json::object({{"type", "actions"}, {"elements", Json::array({element})}});
    Json first = Json::array({actions});
    Json second = Json::array({actions});
    normalise_blocks(first);
    normalise_blocks(second);
    const auto refs = elements_of(first);
    REQUIRE(refs.size() == 1);
    CHECK(refs[0].block_id.size() == 5);
    CHECK(refs[0].action_id.size() == 5);
    CHECK(refs[0].action_id != elements_of(second)[0].action_id);
}
