// The Web API without a network: tokens, bodies, scopes, limits, and each method's answers and
// errors.
#include <catch2/catch.hpp>

#include "sandbox/encoding.hpp"
#include "world.hpp"

using namespace sandbox_tests;

namespace {

HttpRequest form_request(const std::string& method, const std::string& body) {
    HttpRequest request{"POST", "/api/" + method, {}, body};
    request.headers = {
        {"Authorization", std::string("Bearer ") + token},
        {"Content-Type", "application/x-www-form-urlencoded"}};
    return request;
}

Json parsed(const HttpResponse& response) {
    return parse_json(response.body).value_or(Json());
}

std::string error_of(World& world, HttpRequest request) {
    return parsed(world.api_raw(request)).text("error");
}

std::string posted(World& world, const char* user, const std::string& text) {
    const Json answer =
        world.api("chat.postMessage", Json::object({{"channel", user}, {"text", text}}));
    INFO(write_json(answer));
    REQUIRE(answer.at("ok").boolean());
    return answer.text("ts");
}

}  // namespace

TEST_CASE("calls without a good token are refused by name") {
    World world;
    HttpRequest request = form_request("auth.test", "");
    CHECK(parsed(world.api_raw(request)).at("ok").boolean());
    request.headers[0].second = "Bearer xoxb-other";
    CHECK(error_of(world, request) == "invalid_auth");
    request.headers[0].second = std::string("bearer ") + token;  // the scheme is case-sensitive
    CHECK(error_of(world, request) == "not_authed");
    request.headers.erase(request.headers.begin());
    CHECK(error_of(world, request) == "not_authed");
    request.body = std::string("token=") + token;
    CHECK(parsed(world.api_raw(request)).at("ok").boolean());
    CHECK(error_of(world, form_request("chat.shout", "")) == "unknown_method");
}

TEST_CASE("api.test needs no token and says what it was told") {
    World world;
    HttpRequest request = form_request("api.test", "foo=bar");
    request.headers.erase(request.headers.begin());
    const auto answer = parsed(world.api_raw(request));
    CHECK(answer.at("ok").boolean());
    CHECK(answer.at("args").text("foo") == "bar");
    request.body = "error=my_error";
    CHECK(error_of(world, request) == "my_error");
}

TEST_CASE("a token in the query string does not count and is recorded") {
    World world;
    HttpRequest request{"GET", std::string("/api/auth.test?token=") + token};
    CHECK(error_of(world, request) == "not_authed");
    CHECK(world.violations() == std::vector<std::string>{"api_misuse"});
}

TEST_CASE("bodies that cannot be read have their own error names") {
    World world;
    HttpRequest request = form_request("auth.test", "{}");
    auto with_type = [&](const std::string& type, const std::string& body) {
        request.headers[1].second = type;
        request.body = body;
        return error_of(world, request);
    };
    CHECK(with_type("application/json; charset=utf-8", "{") == "invalid_json");
    CHECK(with_type("application/json; charset=utf-8", "[1]") == "json_not_object");
    CHECK(with_type("application/json; charset=latin-9", "{}") == "invalid_charset");
    CHECK(with_type("text/xml", "<x/>") == "invalid_post_type");
    CHECK(with_type("application/x-www-form-urlencoded", "a=%zz") == "invalid_form_data");
    request.headers.pop_back();
    CHECK(error_of(world, request) == "missing_post_type");
}

TEST_CASE("a charset is asked for with JSON and superfluous with forms") {
    World world;
    HttpRequest request = form_request("auth.test", "{}");
    request.headers[1].second = "application/json";
    Json answer = parsed(world.api_raw(request));
    CHECK(answer.text("warning") == "missing_charset");
    CHECK(
        answer.at("response_metadata").at("warnings").items().at(0).string() == "missing_charset"
    );
    request.headers[1].second = "application/json; charset=utf-8";
    CHECK_FALSE(parsed(world.api_raw(request)).has("warning"));
    request = form_request("auth.test", "");
    request.headers[1].second += "; charset=utf-8";
    CHECK(parsed(world.api_raw(request)).text("warning") == "superfluous_charset");
}

TEST_CASE("a missing scope is named with what was given, and scopes stand in the headers") {
    World world;
    world.workspace.app.scopes = {"users:read"};
    const HttpResponse response =
        world.api_raw(form_request("chat.postMessage", "channel=U0MIA00001&text=x"));
    const Json answer = parsed(response);
    CHECK(answer.text("error") == "missing_scope");
    CHECK(answer.text("needed") == "chat:write");
    CHECK(answer.text("provided") == "users:read");
    CHECK(*find_header(response.headers, "x-oauth-scopes") == "users:read");
    CHECK(*find_header(response.headers, "x-accepted-oauth-scopes") == "chat:write");
}

TEST_CASE("auth.test tells who the bot is") {
    World world;
    const Json answer = world.api("auth.test");
    CHECK(answer.text("team_id") == "T0SBTEAM01");
    CHECK(answer.text("user_id") == "U0SBBOT001");
    CHECK(answer.text("bot_id") == "B0SBBOT001");
    CHECK(world.api("team.info").at("team").text("domain") == "acme");
}

TEST_CASE("e-mail addresses need their scope") {
    World world;
    const Json ask = Json::object({{"user", mia}});
    CHECK(
        world.api("users.info", ask).at("user").at("profile").text("email") == "mia@acme.example"
    );
    std::erase(world.workspace.app.scopes, "users:read.email");
    CHECK_FALSE(world.api("users.info", ask).at("user").at("profile").has("email"));
    CHECK(
        world.api(
                 "users.lookupByEmail", Json::object({{"email", "mia@acme.example"}})
        ).text("error") == "missing_scope"
    );
}

TEST_CASE("users are found by e-mail unless they are deactivated") {
    World world;
    auto by_email = [&](const char* email) {
        const Json answer = world.api("users.lookupByEmail", Json::object({{"email", email}}));
        return answer.at("ok").boolean() ? answer.at("user").text("id") : answer.text("error");
    };
    CHECK(by_email("MIA@acme.example") == mia);
    CHECK(by_email("zoe@acme.example") == "users_not_found");
    CHECK(by_email("nobody@acme.example") == "users_not_found");
    CHECK(
        world.api("users.info", Json::object({{"user", "U0NOBODY"}})).text("error") ==
        "user_not_found"
    );
    CHECK(world.api("users.info").text("error") == "invalid_arguments");
}

TEST_CASE("the list of users is paged to its end, with short pages in between") {
    World world;
    world.limits.switch_on(false);
    for (int i = 0; i < 20; ++i)
        world.workspace.put_user(Json::object({{"id", "U9" + std::to_string(i)}}));
    std::size_t seen = 0;
    std::string cursor;
    do {
        const Json page = world.api("users.list", Json::object({{"limit", 7}, {"cursor", cursor}}));
        REQUIRE(page.at("ok").boolean());
        CHECK(page.at("members").size() <= 7);
        seen += page.at("members").size();
        cursor = page.at("response_metadata").text("next_cursor");
        if (!cursor.empty()) CHECK(cursor.ends_with('='));
    } while (!cursor.empty());
    CHECK(seen == world.workspace.people().size());
    CHECK(
        world.api("users.list", Json::object({{"cursor", "nonsense"}})).text("error") ==
        "invalid_cursor"
    );
    CHECK(
        world.api("users.list", Json::object({{"limit", 1000}})).text("error") == "invalid_limit"
    );
}

TEST_CASE("a large workspace wants a limit") {
    World world;
    for (int i = 0; i < 1000; ++i)
        world.workspace.put_user(Json::object({{"id", "U9" + std::to_string(i)}}));
    CHECK(world.api("users.list").text("error") == "limit_required");
}

TEST_CASE("a post to a user opens the DM and answers with its id") {
    World world;
    const Json metadata = Json::object(
        {{"event_type", "access_request"}, {"event_payload", Json::object({{"id", "42"}})}}
    );
    const Json answer = world.api(
        "chat.postMessage",
        Json::object({{"channel", mia}, {"text", "Hello"}, {"metadata", metadata}})
    );
    const std::string channel = answer.text("channel");
    CHECK(channel.starts_with("D"));
    const Json& message = answer.at("message");
    CHECK(message.text("bot_id") == "B0SBBOT001");
    CHECK(message.text("user") == "U0SBBOT001");
    CHECK(message.text("ts") == answer.text("ts"));
    const Json open = world.api("conversations.open", Json::object({{"users", mia}}));
    CHECK(open.at("channel").text("id") == channel);
    CHECK(open.at("already_open").boolean());
    CHECK(
        world.api("conversations.info", Json::object({{"channel", channel}}))
            .at("channel")
            .text("user") == mia
    );

    const Json ask = Json::object({{"channel", channel}});
    Json history = world.api("conversations.history", ask);
    REQUIRE(history.at("messages").size() == 1);
    CHECK_FALSE(history.at("messages").items()[0].has("metadata"));
    history = world.api("conversations.history", Json(ask).set("include_all_metadata", true));
    CHECK(history.at("messages").items()[0].at("metadata") == metadata);
}

TEST_CASE("who cannot be reached is told apart") {
    World world;
    auto post = [&](const char* to) {
        return world.api(
                        "chat.postMessage", Json::object({{"channel", to}, {"text", "x"}})
        ).text("error");
    };
    CHECK(post("U0NOBODY") == "channel_not_found");
    CHECK(post("U0ZOE00001") == "channel_not_found");
    CHECK(post("U0SBBOT001") == "cannot_dm_bot");
    auto open = [&](const char* to) {
        return world.api("conversations.open", Json::object({{"users", to}})).text("error");
    };
    CHECK(open("U0ZOE00001") == "user_disabled");
    CHECK(open("U0NOBODY") == "user_not_found");
    world.workspace.app.messages_tab = false;
    CHECK(post(mia) == "messages_tab_disabled");
}

TEST_CASE("messages are refused by Slack's names") {
    World world;
    world.limits.switch_on(false);
    auto post = [&](std::initializer_list<Json::Member> members) {
        Json ask = Json::object(members);
        ask.set("channel", mia);
        return world.api("chat.postMessage", ask);
    };
    CHECK(post({}).text("error") == "no_text");
    CHECK(post({{"blocks", "no json"}}).text("error") == "invalid_blocks_format");
    CHECK(post({{"text", "x"}, {"markdown_text", "x"}}).text("error") == "markdown_text_conflict");
    const Json bad = post({{"blocks", Json::array({section(text_of(3001))})}});
    CHECK(bad.text("error") == "invalid_blocks");
    CHECK(
        bad.at("response_metadata").at("messages").items().at(0).string() ==
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    );
    CHECK(
        post({{"text", "x"}, {"metadata", Json::object({{"event_type", "x"}})}}).text("error") ==
        "invalid_metadata_schema"
    );
    const Json cell = Json::object({{"type", "raw_text"}, {"text", "x"}});
    const Json table =
        Json::object({{"type", "table"}, {"rows", Json::array({Json::array({cell})})}});
    CHECK(
        post({{"blocks", Json::array({table, table})}}).text("error") == "only_one_table_allowed"
    );
    CHECK(world.violations().size() == 6);
}

TEST_CASE("a text beyond 40,000 characters is cut, an update beyond 4,000 refused") {
    World world;
    const Json answer =
        world.api("chat.postMessage", Json::object({{"channel", mia}, {"text", text_of(40'001)}}));
    CHECK(answer.at("message").text("text").size() == 40'000);
    Json ask = Json::object({{"channel", answer.text("channel")}, {"ts", answer.text("ts")}});
    CHECK(
        world.api("chat.update", ask.set("text", text_of(4'001))).text("error") == "msg_too_long"
    );
    CHECK(world.api("chat.update", ask.set("text", text_of(4'000))).at("ok").boolean());
}

TEST_CASE("an update with text alone removes the blocks and keeps the metadata") {
    World world;
    const Json metadata = Json::object({{"event_type", "x"}, {"event_payload", Json::object()}});
    const Json blocks = Json::array({section("card")});
    const Json first = world.api(
        "chat.postMessage",
        Json::object({{"channel", mia}, {"text", "t"}, {"blocks", blocks}, {"metadata", metadata}})
    );
    Json ask =
        Json::object({{"channel", first.text("channel")}, {"ts", first.text("ts")}, {"text", "new"}}
        );
    const Json second = world.api("chat.update", ask);
    CHECK(second.text("text") == "new");
    CHECK_FALSE(second.at("message").has("blocks"));
    CHECK(second.at("message").has("edited"));
    CHECK(second.at("message").at("metadata") == metadata);
    const Json third = world.api("chat.update", Json(ask).set("metadata", Json::object()));
    CHECK_FALSE(third.at("message").has("metadata"));
    CHECK(world.violations().empty());
    ask.erase("text");
    world.api("chat.update", ask.set("blocks", blocks));
    CHECK(world.violations() == std::vector<std::string>{"update_without_text"});
}

TEST_CASE("an update takes the channel of the answer, not a user") {
    World world;
    const std::string ts = posted(world, mia, "x");
    const std::string channel = world.workspace.person(mia)->dm;
    auto update = [&](const std::string& where, const std::string& when) {
        const Json ask = Json::object({{"channel", where}, {"ts", when}, {"text", "y"}});
        return world.api("chat.update", ask).text("error");
    };
    CHECK(update(mia, ts) == "channel_not_found");
    CHECK(update(channel, "1.2") == "message_not_found");
    CHECK(update(channel, ts) == "");
}

TEST_CASE("a deleted message is gone, and deleting it again says so") {
    World world;
    const std::string ts = posted(world, mia, "x");
    const Json ask = Json::object({{"channel", world.workspace.person(mia)->dm}, {"ts", ts}});
    CHECK(world.api("chat.delete", ask).at("ok").boolean());
    CHECK(world.api("chat.delete", ask).text("error") == "message_not_found");
    CHECK(world.api("conversations.history", ask).at("messages").empty());
}

TEST_CASE("an ephemeral message is seen but neither listed nor changed") {
    World world;
    world.api("conversations.open", Json::object({{"users", mia}}));
    const std::string channel = world.workspace.person(mia)->dm;
    const Json ask = Json::object({{"channel", channel}, {"user", mia}, {"text", "psst"}});
    const std::string ts = world.api("chat.postEphemeral", ask).text("message_ts");
    REQUIRE(!ts.empty());
    CHECK(world.api("conversations.history", ask).at("messages").empty());
    CHECK(world.api("chat.update", Json(ask).set("ts", ts)).text("error") == "cant_update_message");
    CHECK(
        world.api("chat.postEphemeral", Json(ask).set("user", ben)).text("error") ==
        "user_not_in_channel"
    );
    const Json seen = world.control("GET", std::string("/control/messages?user=") + mia);
    CHECK(seen.at("messages").items().at(0).at("ephemeral").boolean());
}

TEST_CASE("history is newest first, bounded by time, and paged") {
    World world;
    world.limits.switch_on(false);
    std::vector<std::string> stamps;
    for (int i = 0; i < 7; ++i)
        stamps.push_back(posted(world, mia, std::to_string(i)));
    const std::string channel = world.workspace.person(mia)->dm;
    std::string texts;
    std::string cursor;
    do {
        const Json page = world.api(
            "conversations.history",
            Json::object({{"channel", channel}, {"limit", 3}, {"cursor", cursor}})
        );
        for (const Json& message : page.at("messages").items())
            texts += message.text("text");
        cursor = page.at("response_metadata").text("next_cursor");
        CHECK(page.at("has_more").boolean() == !cursor.empty());
    } while (!cursor.empty());
    CHECK(texts == "6543210");
    Json ask = Json::object({{"channel", channel}, {"oldest", stamps[2]}, {"latest", stamps[5]}});
    CHECK(world.api("conversations.history", ask).at("messages").size() == 2);
    CHECK(
        world.api("conversations.history", ask.set("inclusive", true)).at("messages").size() == 4
    );
}

TEST_CASE("more than a burst of posts to one person is told to wait") {
    World world;
    for (int i = 0; i < 4; ++i)
        posted(world, mia, "x");
    const HttpRequest request = form_request("chat.postMessage", "channel=U0MIA00001&text=x");
    const HttpResponse response = world.api_raw(request);
    CHECK(response.status == 429);
    CHECK(*find_header(response.headers, "retry-after") == "1");
    CHECK(parsed(response).text("error") == "ratelimited");
    posted(world, ben, "another channel");
    world.clock.advance(1000);
    CHECK(world.api_raw(request).status == 200);
    CHECK(world.violations().empty());
}

TEST_CASE("the DM's id and its user's id are one channel for the limits") {
    World world;
    posted(world, mia, "x");
    const std::string channel = world.workspace.person(mia)->dm;
    for (int i = 0; i < 3; ++i)
        posted(world, channel.c_str(), "x");
    CHECK(
        world.api_raw(form_request("chat.postMessage", "channel=U0MIA00001&text=x")).status == 429
    );
}

TEST_CASE("calling on inside Retry-After is recorded once the caller could know") {
    World world;
    world.faults.plant(
        Json::object({{"method", "auth.test"}, {"kind", "rate_limit"}, {"retry_after", 30}})
    );
    const HttpRequest request = form_request("auth.test", "");
    CHECK(world.api_raw(request).status == 429);
    CHECK(world.api_raw(request).status == 200);  // was under way already
    CHECK(world.violations().empty());
    world.now += 5'000;
    world.api_raw(request);
    CHECK(world.violations() == std::vector<std::string>{"retry_after_ignored"});
    world.now += 30'000;
    world.api_raw(request);
    CHECK(world.violations().size() == 1);
}

TEST_CASE("planted faults strike the next calls and then stop") {
    World world;
    const HttpRequest post = form_request("chat.postMessage", "channel=U0MIA00001&text=x");
    auto plant = [&](const char* kind, const char* method = "chat.postMessage") {
        world.control(
            "POST", "/control/faults", Json::object({{"method", method}, {"kind", kind}})
        );
    };
    auto messages = [&] {
        return world.workspace.dm_of(*world.workspace.person(mia)).messages.size();
    };
    plant("http_500");
    CHECK(world.api_raw(post).status == 500);
    plant("not_json", "*");
    CHECK(parsed(world.api_raw(post)).is_null());
    plant("error");
    CHECK(error_of(world, post) == "internal_error");
    plant("reset");
    CHECK(world.api_raw(post).cut);
    CHECK(messages() == 0);
    plant("lost_answer");
    CHECK(world.api_raw(post).cut);
    CHECK(messages() == 1);
    CHECK(world.api_raw(post).status == 200);
    CHECK(messages() == 2);
    plant("http_500");
    world.control("DELETE", "/control/faults");
    CHECK(world.api_raw(post).status == 200);
}

TEST_CASE("a dead token is refused until the app is installed anew") {
    World world;
    world.web_api.settings().token_error = "token_revoked";
    CHECK(world.api("auth.test").text("error") == "token_revoked");
    world.control("POST", "/control/reinstall");
    CHECK(world.api("auth.test").at("ok").boolean());
}

TEST_CASE("the log shows calls and hides secrets") {
    World world;
    posted(world, mia, "hello");
    const Json log = world.control("GET", "/control/log?after=0");
    const Json& entry = log.at("entries").items().at(0);
    CHECK(entry.text("kind") == "chat.postMessage");
    CHECK(entry.text("user") == mia);
    CHECK(entry.at("status").integer() == 200);
    CHECK_FALSE(entry.has("request"));
    const Json bodies = world.control("GET", "/control/log?after=0&bodies=true");
    CHECK(bodies.at("entries").items().at(0).has("request"));
    const Json whole = world.control("GET", "/control/log/1").at("entry");
    CHECK(contains(whole.text("request"), "hello"));
    CHECK_FALSE(contains(write_json(whole), token));
    CHECK(masked("xoxb-12-ab c /response/T1/R2/Xyz\"") == "xoxb-*** c /response/***\"");
    CHECK(
        masked("%5C%2Fresponse%5C%2FT1%5C%2FR2%22%2C%22a") == "%5C%2Fresponse%5C%2F***%22%2C%22a"
    );
}
