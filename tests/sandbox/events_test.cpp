// The Events API over real TLS: envelopes, retries on the product clock, and the faults of
// delivery.
#include <catch2/catch.hpp>

#include "sandbox/encoding.hpp"
#include "world.hpp"

using namespace sandbox_tests;

namespace {

Json by_mia(std::initializer_list<Json::Member> members = {}) {
    Json ask = Json::object({{"user", mia}});
    for (const Json::Member& one : members)
        ask.set(one.name, one.value);
    return ask;
}

std::string header(const Heard& heard, const char* name) {
    const std::string* value = find_header(heard.headers, name);
    return value ? *value : "";
}

// Lets the workers on the loop do what is due now.
void settle(World& world) {
    world.io.restart();
    while (world.io.run_one_for(milliseconds(20)) > 0)
        continue;
}

}  // namespace

TEST_CASE("opening the Home tab is told with the view that was published") {
    World world([](const Heard&) { return empty_ok(); });
    Json result = world.control("POST", "/control/open_home", by_mia());
    CHECK(result.at("status").integer() == 200);
    CHECK(result.at("attempts").integer() == 1);
    const Heard& heard = world.heard.at(0);
    CHECK(heard.path == "/slack/events");
    CHECK(header(heard, "content-type") == "application/json");
    CHECK(header(heard, "x-slack-retry-num").empty());
    const Json& envelope = heard.payload;
    CHECK(envelope.text("type") == "event_callback");
    CHECK(envelope.text("team_id") == "T0SBTEAM01");
    CHECK(envelope.text("api_app_id") == "A0SBAPP001");
    CHECK(envelope.text("event_id").starts_with("Ev"));
    CHECK(envelope.at("event_time").integer() == 1'700'000'000);
    const Json& authorization = envelope.at("authorizations").items().at(0);
    CHECK(authorization.text("user_id") == "U0SBBOT001");
    CHECK(authorization.at("is_bot").boolean());
    const Json& event = envelope.at("event");
    CHECK(event.text("type") == "app_home_opened");
    CHECK(event.text("user") == mia);
    CHECK(event.text("tab") == "home");
    CHECK(event.text("channel").starts_with("D"));
    CHECK_FALSE(event.has("view"));

    const Json view = Json::object({{"type", "home"}, {"blocks", Json::array({section("x")})}});
    world.api("views.publish", Json::object({{"user_id", mia}, {"view", view}}));
    world.control("POST", "/control/open_home", by_mia());
    CHECK(world.heard.at(1).payload.at("event").at("view").text("type") == "home");
    world.control("POST", "/control/open_messages", by_mia());
    CHECK(world.heard.at(2).payload.at("event").text("tab") == "messages");
    CHECK_FALSE(world.heard.at(2).payload.at("event").has("view"));
}

TEST_CASE("a failed event comes again at once, after one minute and after five, under the same id"
) {
    World world([](const Heard&) { return HttpResponse{500, {}, ""}; });
    const Json result = world.control("POST", "/control/open_home", by_mia());
    CHECK(result.at("attempts").integer() == 2);
    REQUIRE(world.heard.size() == 2);
    settle(world);
    CHECK(world.heard.size() == 2);
    world.control("POST", "/control/clock", Json::object({{"advance_ms", 59'000}}));
    settle(world);
    CHECK(world.heard.size() == 2);
    world.control("POST", "/control/clock", Json::object({{"advance_ms", 1'000}}));
    world.until([&] { return world.heard.size() == 3; });
    settle(world);
    world.now += 7'000;
    world.control("POST", "/control/clock", Json::object({{"advance_ms", 300'000}}));
    world.until([&] { return world.heard.size() == 4; });
    settle(world);
    world.control("POST", "/control/clock", Json::object({{"advance_ms", 3'600'000}}));
    settle(world);
    REQUIRE(world.heard.size() == 4);
    for (std::size_t i = 1; i < 4; ++i) {
        CHECK(header(world.heard[i], "x-slack-retry-num") == std::to_string(i));
        CHECK(header(world.heard[i], "x-slack-retry-reason") == "http_error");
        CHECK(world.heard[i].body == world.heard[0].body);
    }
    CHECK(header(world.heard[3], "x-slack-request-timestamp") == "1700000007");
    CHECK(
        header(world.heard[3], "x-slack-signature") ==
        sign_v0(secret, "1700000007", world.heard[3].body)
    );
}

TEST_CASE("a retry that succeeds is the last") {
    int failures = 1;
    World world([&](const Heard&) {
        return failures-- > 0 ? HttpResponse{503, {}, ""} : empty_ok();
    });
    const Json result = world.control("POST", "/control/open_home", by_mia());
    CHECK(result.at("attempts").integer() == 2);
    CHECK(result.at("status").integer() == 200);
    world.control("POST", "/control/clock", Json::object({{"advance_ms", 3'600'000}}));
    settle(world);
    CHECK(world.heard.size() == 2);
}

TEST_CASE("x-slack-no-retry stops the retries") {
    World world([](const Heard&) { return HttpResponse{500, {{"x-slack-no-retry", "1"}}, ""}; });
    CHECK(world.control("POST", "/control/open_home", by_mia()).at("attempts").integer() == 1);
}

TEST_CASE("events reach a bot that was down, at its new address") {
    World world([](const Heard&) { return empty_ok(); });
    const std::string url = world.deliverer.bot_url();
    world.control("POST", "/control/bot_url", Json::object({{"url", "https://127.0.0.1:1"}}));
    const Json result = world.control("POST", "/control/open_home", by_mia());
    CHECK(result.text("failure") == "connection_failed");
    world.control("POST", "/control/bot_url", Json::object({{"url", url}}));
    world.control("POST", "/control/clock", Json::object({{"advance_ms", 60'000}}));
    world.until([&] { return world.heard.size() == 1; });
    CHECK(header(world.heard[0], "x-slack-retry-num") == "2");
    CHECK(header(world.heard[0], "x-slack-retry-reason") == "connection_failed");
    CHECK(world.violations().empty());
}

TEST_CASE("events are doubled and reordered on demand") {
    World world([](const Heard&) { return empty_ok(); });
    world.control("POST", "/control/event_faults", Json::object({{"duplicate", 1}}));
    world.control("POST", "/control/open_home", by_mia());
    world.until([&] { return world.heard.size() == 2; });
    CHECK(world.heard[0].body == world.heard[1].body);
    world.control(
        "POST",
        "/control/event_faults",
        Json::object({{"duplicate", 1}, {"duplicate_new_event_id", true}})
    );
    world.control("POST", "/control/open_home", by_mia());
    world.until([&] { return world.heard.size() == 4; });
    CHECK(world.heard[2].payload.text("event_id") != world.heard[3].payload.text("event_id"));
    CHECK(world.heard[2].payload.at("event") == world.heard[3].payload.at("event"));
    world.heard.clear();
    world.control("POST", "/control/event_faults", Json::object({{"reorder", true}}));
    world.events.post(Json::object({{"type", "first"}}), mia);
    world.io.poll();
    world.events.post(Json::object({{"type", "second"}}), mia);
    world.until([&] { return world.heard.size() == 2; });
    CHECK(world.heard[0].payload.at("event").text("type") == "second");
}

TEST_CASE("what a person writes is told as a message with rich text, escaped") {
    World world([](const Heard&) { return empty_ok(); });
    const Json sent =
        world.control("POST", "/control/send_message", by_mia({{"text", "a < b & c"}}));
    const Json& event = world.heard.at(0).payload.at("event");
    CHECK(event.text("type") == "message");
    CHECK(event.text("channel_type") == "im");
    CHECK(event.text("user") == mia);
    CHECK(event.text("text") == "a &lt; b &amp; c");
    CHECK(event.text("ts") == sent.text("ts"));
    CHECK(event.at("blocks").items().at(0).text("type") == "rich_text");
    CHECK(!event.text("client_msg_id").empty());
    CHECK_FALSE(event.has("bot_id"));
    CHECK_FALSE(event.has("subtype"));
}

TEST_CASE("the app hears its own messages, marked as its own") {
    World world([](const Heard&) { return empty_ok(); });
    const Json posted =
        world.api("chat.postMessage", Json::object({{"channel", mia}, {"text", "x"}}));
    world.until([&] { return world.heard.size() == 1; });
    CHECK(world.heard[0].payload.at("event").text("bot_id") == "B0SBBOT001");
    Json ask =
        Json::object({{"channel", posted.text("channel")}, {"ts", posted.text("ts")}, {"text", "y"}}
        );
    world.api("chat.update", ask);
    world.until([&] { return world.heard.size() == 2; });
    CHECK(world.heard[1].payload.at("event").text("subtype") == "message_changed");
    CHECK(world.heard[1].payload.at("event").at("previous_message").text("text") == "x");
    world.api("chat.delete", ask);
    world.until([&] { return world.heard.size() == 3; });
    CHECK(world.heard[2].payload.at("event").text("subtype") == "message_deleted");
    world.workspace.app.events = {"app_home_opened"};
    world.api("chat.postMessage", Json::object({{"channel", mia}, {"text", "z"}}));
    settle(world);
    CHECK(world.heard.size() == 3);
}

TEST_CASE("a changed user is told whole, with the address only if the app may have it") {
    World world([](const Heard&) { return empty_ok(); });
    const Json profile = Json::object({{"email", "mia.new@acme.example"}});
    const Json change = Json::object({{"deleted", true}, {"profile", profile}});
    world.control(
        "POST", "/control/users", Json::object({{"email", "mia@acme.example"}, {"set", change}})
    );
    const Json& event = world.heard.at(0).payload.at("event");
    CHECK(event.text("type") == "user_change");
    CHECK(event.at("user").at("deleted").boolean());
    CHECK(event.at("user").at("profile").text("email") == "mia.new@acme.example");
    CHECK(event.at("user").at("profile").text("real_name") == "Mia Wong");
    CHECK(world.workspace.person_by_email("mia@acme.example") == nullptr);
    CHECK(world.workspace.person("mia.new@acme.example")->id == mia);
    std::erase(world.workspace.app.scopes, "users:read.email");
    const Json fresh = Json::object({{"id", "U0NEW00001"}, {"name", "new"}, {"profile", profile}});
    world.control("POST", "/control/users/join", Json::object({{"user", fresh}}));
    CHECK(world.heard.at(1).payload.at("event").text("type") == "team_join");
    CHECK_FALSE(world.heard.at(1).payload.at("event").at("user").at("profile").has("email"));
    CHECK(world.api("users.info", Json::object({{"user", "U0NEW00001"}})).at("ok").boolean());
}

TEST_CASE("an uninstalled app has no token any more and hears of both ends") {
    World world([](const Heard&) { return empty_ok(); });
    world.control("POST", "/control/app_uninstalled", Json::object());
    REQUIRE(world.heard.size() == 2);
    CHECK(world.heard[0].payload.at("event").text("type") == "tokens_revoked");
    CHECK(world.heard[0].payload.at("event").at("tokens").at("bot") == Json::array({"U0SBBOT001"}));
    CHECK(world.heard[1].payload.at("event").text("type") == "app_uninstalled");
    CHECK(world.api("auth.test").text("error") == "account_inactive");
}

TEST_CASE("raw deliveries carry what the test says, and replays what was sent") {
    World world([](const Heard&) { return HttpResponse{401, {}, ""}; });
    Json ask = Json::object(
        {{"kind", "events"},
         {"body", "{\"type\":\"x\"}"},
         {"sign", false},
         {"repeat", 3},
         {"parallel", true}}
    );
    Json result = world.control("POST", "/control/deliver", ask);
    CHECK(result.at("results").size() == 3);
    CHECK(result.at("status").integer() == 401);
    CHECK(header(world.heard.at(0), "x-slack-signature").empty());
    ask = Json::object(
        {{"kind", "interactivity"},
         {"payload", Json::object({{"type", "shortcut"}})},
         {"timestamp_shift", -360}}
    );
    ask.set(
        "headers",
        Json::object({{"X-Slack-Signature", Json::array({"v0=1", "v0=2"})}, {"X-Odd", "1"}})
    );
    result = world.control("POST", "/control/deliver", ask);
    const Heard odd = world.heard.at(3);
    CHECK(odd.payload.text("type") == "shortcut");
    CHECK(header(odd, "x-slack-request-timestamp") == "1699999640");
    int signatures = 0;
    for (const auto& [name, value] : odd.headers)
        signatures += lower_case(name) == "x-slack-signature";
    CHECK(signatures == 2);
    const Json again =
        Json::object({{"log_id", result.at("log_id")}, {"fresh_signature", false}, {"times", 2}});
    world.control("POST", "/control/replay", again);
    REQUIRE(world.heard.size() == 6);
    CHECK(world.heard[5].body == odd.body);
    CHECK(header(world.heard[5], "x-slack-signature") == "v0=1");
    CHECK(world.violations().empty());
}

TEST_CASE("a Request URL is verified by any of the three forms of the challenge") {
    int form = 0;
    World world([&](const Heard& heard) {
        const std::string challenge = heard.payload.text("challenge");
        if (form == 0) return HttpResponse{200, {}, challenge};
        if (form == 1) return HttpResponse{200, {}, "challenge=" + challenge};
        if (form == 2) return json_ok(Json::object({{"challenge", challenge}}));
        return empty_ok();
    });
    for (form = 0; form < 4; ++form)
        CHECK(
            world.control("POST", "/control/verify_url", Json::object()).at("matched").boolean() ==
            (form < 3)
        );
    CHECK(world.heard.at(0).payload.text("type") == "url_verification");
}

TEST_CASE("the clock tells its version and wakes who waits for the next") {
    World world;
    const Json first = world.control("GET", "/clock");
    CHECK(first.at("offset_ms").integer() == 0);
    Json seen;
    auto waiter = [](World& in, Json known, Json& out) -> Task<void> {
        const HttpRequest request{"GET", "/clock?version=" + std::to_string(known.integer())};
        const HttpResponse response = co_await in.control_calls.handle(request);
        out = *parse_json(response.body);
    };
    spawn(world.io, waiter(world, first.at("version"), seen));
    world.io.poll();
    CHECK(seen.is_null());
    world.control("POST", "/control/clock", Json::object({{"advance_ms", 86'400'000}}));
    world.until([&] { return !seen.is_null(); });
    CHECK(seen.at("offset_ms").integer() == 86'400'000);
    CHECK(seen.at("version").integer() == first.at("version").integer() + 1);
}
