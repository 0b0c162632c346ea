// Each Slack method on the wire: how it is asked, and what is read from its answer.
#include "slack_fixture.hpp"

using namespace slack_fixture;

namespace {

const std::string posted = R"("channel":"D024BE91L","ts":"1503435956.000247")";
const std::string json_type = "\r\nContent-Type: application/json; charset=utf-8\r\n";
const std::string form_type = "\r\nContent-Type: application/x-www-form-urlencoded\r\n";
const std::string view_answer =
    R"("view":{"id":"V1","hash":"156772938.18","external_id":"x","root_view_id":"V0"})";

}  // namespace

TEST_CASE("the token travels in its header and nowhere else") {
    Fixture slack;
    slack.will(ok(posted));
    const PostMessage message{.channel = "U1", .text = "hello"};
    REQUIRE(slack.get(slack.api.post_message(message)).has_value());
    const auto request = slack.last_request();
    const auto header = "\r\nAuthorization: Bearer " + std::string{token} + "\r\n";
    CHECK(contains(request, header));
    CHECK(request.find(token) == request.rfind(token));
    CHECK(request.starts_with("POST /api/chat.postMessage HTTP/1.1\r\n"));
}

TEST_CASE("a post carries its blocks as they are, and its place comes back") {
    Fixture slack;
    slack.will(ok(posted));
    const PostMessage message{
        .channel = "U1",
        .text = "Ann \"asks\" ü",
        .blocks = R"([ {"type":"divider" , "block_id":"b\/1"} ])",
        .metadata = MessageMetadata{"latchkey_message", {{"key", "tracker:7"}}},
        .thread_ts = "1.2",
    };
    const auto result = slack.get(slack.api.post_message(message));
    REQUIRE(result.has_value());
    CHECK(result->channel == "D024BE91L");
    CHECK(result->ts == "1503435956.000247");
    CHECK(contains(slack.last_request(), json_type));
    CHECK(
        body_of(slack.last_request()) ==
        R"({"channel":"U1","text":"Ann \"asks\" ü","blocks":[ {"type":"divider" , "block_id":"b\/1"} ],)"
        R"("metadata":{"event_type":"latchkey_message","event_payload":{"key":"tracker:7"}},)"
        R"("thread_ts":"1.2","parse":"none","link_names":false,"unfurl_links":false,"unfurl_media":false})"
    );
}

TEST_CASE("what is not given is left out, never sent empty") {
    Fixture slack;
    slack.will(ok(posted), ok(posted), ok(view_answer), ok(view_answer));
    const PostMessage post{.channel = "U1", .text = "x"};
    REQUIRE(slack.get(slack.api.post_message(post)).has_value());
    for (const auto* absent : {"blocks", "metadata", "thread_ts"})
        CHECK_FALSE(contains(body_of(slack.last_request()), absent));
    const UpdateMessage update{.where = {"D1", "1.2"}, .text = "x"};
    REQUIRE(slack.get(slack.api.update_message(update)).has_value());
    CHECK(
        body_of(slack.last_request()) ==
        R"({"channel":"D1","ts":"1.2","text":"x","parse":"none","link_names":false})"
    );
    const std::string view_id = "V1";
    const std::string view = R"({"type":"modal"})";
    REQUIRE(slack.get(slack.api.update_view(view_id, view)).has_value());
    CHECK(body_of(slack.last_request()) == R"({"view_id":"V1","view":{"type":"modal"}})");
    const policy::SlackUserId user{"U1"};
    REQUIRE(slack.get(slack.api.publish_view(user, view)).has_value());
    CHECK(body_of(slack.last_request()) == R"({"user_id":"U1","view":{"type":"modal"}})");
}

TEST_CASE("views are opened, pushed, updated and published") {
    Fixture slack;
    const std::string trigger = "111.222.abc";
    const std::string view = R"({"type":"modal","blocks":[]})";
    const std::string view_id = "V1";
    const std::optional<std::string> hash = "156.7";
    const policy::SlackUserId user{"U1"};

    slack.will(ok(view_answer), ok(view_answer), ok(view_answer), ok(view_answer));
    const auto opened = slack.get(slack.api.open_view(trigger, view));
    REQUIRE(opened.has_value());
    CHECK(opened->id == "V1");
    CHECK(opened->hash == "156772938.18");
    CHECK(opened->external_id == "x");
    CHECK(opened->root_view_id == "V0");
    CHECK(slack.last_request().starts_with("POST /api/views.open "));
    CHECK(contains(slack.last_request(), json_type));
    CHECK(
        body_of(slack.last_request()) ==
        R"({"trigger_id":"111.222.abc","view":{"type":"modal","blocks":[]}})"
    );
    REQUIRE(slack.get(slack.api.push_view(trigger, view)).has_value());
    CHECK(slack.last_request().starts_with("POST /api/views.push "));
    REQUIRE(slack.get(slack.api.update_view(view_id, view, hash)).has_value());
    CHECK(slack.last_request().starts_with("POST /api/views.update "));
    CHECK(contains(body_of(slack.last_request()), R"("hash":"156.7")"));
    REQUIRE(slack.get(slack.api.publish_view(user, view, hash)).has_value());
    CHECK(slack.last_request().starts_with("POST /api/views.publish "));
    CHECK(contains(body_of(slack.last_request()), R"("user_id":"U1","hash":"156.7")"));
}

TEST_CASE("a deletion of a message that is gone has done its work") {
    Fixture slack;
    const Posted where{"D1", "1.2"};
    slack.will(ok(), refused("message_not_found"), refused("cant_delete_message"));
    CHECK(slack.get(slack.api.delete_message(where)).has_value());
    CHECK(body_of(slack.last_request()) == R"({"channel":"D1","ts":"1.2"})");
    CHECK(slack.get(slack.api.delete_message(where)).has_value());
    CHECK(slack.api.counts().failed == 0);
    CHECK(slack.failure(slack.api.delete_message(where)).fault == SlackFault::stale_message);
}

TEST_CASE("an ephemeral message and a conversation are asked for in JSON") {
    Fixture slack;
    slack.will(ok(R"("message_ts":"1.2")"), ok(R"("channel":{"id":"D9"},"already_open":true)"));
    const PostEphemeral message{.channel = "C1", .user = {"U1"}, .text = "only you"};
    REQUIRE(slack.get(slack.api.post_ephemeral(message)).has_value());
    CHECK(contains(body_of(slack.last_request()), R"("channel":"C1","user":"U1")"));
    const policy::SlackUserId user{"U1"};
    const auto channel = slack.get(slack.api.conversations_open(user));
    REQUIRE(channel.has_value());
    CHECK(*channel == "D9");
    CHECK(body_of(slack.last_request()) == R"({"users":"U1"})");
    CHECK(contains(slack.last_request(), json_type));
}

TEST_CASE("a page of users is asked for in a form, with its cursor encoded") {
    Fixture slack{{.team_id = "T1"}};
    slack.will(ok(
        R"("members":[{"id":"U1","team_id":"T1","name":"mia","real_name":"Mia","tz":"Europe/Paris",)"
        R"("tz_offset":3600,"is_restricted":true,"is_email_confirmed":false,"profile":{"email":"m@x.example",)"
        R"("display_name":"mi"}},{"id":"U2","deleted":true},{"name":"nobody"}],)"
        R"("response_metadata":{"next_cursor":"dXNlcjpV=="})"
    ));
    const std::string cursor = "abc+/==";
    const auto page = slack.get(slack.api.users_list(cursor, 2));
    REQUIRE(page.has_value());
    CHECK(contains(slack.last_request(), form_type));
    CHECK(body_of(slack.last_request()) == "limit=2&cursor=abc%2B%2F%3D%3D&team_id=T1");
    CHECK(page->next_cursor == "dXNlcjpV==");
    REQUIRE(page->users.size() == 2);
    CHECK(page->users[0].email == "m@x.example");
    CHECK(page->users[0].tz == "Europe/Paris");
    CHECK(page->users[0].tz_offset == 3600);
    CHECK(page->users[0].is_restricted);
    CHECK(page->users[0].is_email_confirmed == false);
    CHECK(page->users[1].deleted);
    CHECK_FALSE(page->users[1].is_email_confirmed.has_value());
}

TEST_CASE("a user who is not there is an answer, not an error") {
    Fixture slack;
    const policy::SlackUserId user{"U1"};
    const std::string email = "mia+work@x.example";
    slack.will(
        ok(R"("user":{"id":"U1","name":"mia"})"),
        refused("user_not_found"),
        refused("user_not_visible"),
        ok(R"("user":{"id":"U1","name":"mia"})"),
        refused("users_not_found")
    );
    const auto found = slack.get(slack.api.users_info(user));
    REQUIRE(found.has_value());
    REQUIRE(found->has_value());
    CHECK((*found)->name == "mia");
    CHECK(body_of(slack.last_request()) == "user=U1");
    CHECK_FALSE(slack.get(slack.api.users_info(user))->has_value());
    CHECK_FALSE(slack.get(slack.api.users_info(user))->has_value());
    CHECK(slack.get(slack.api.lookup_by_email(email))->has_value());
    CHECK(body_of(slack.last_request()) == "email=mia%2Bwork%40x.example");
    CHECK_FALSE(slack.get(slack.api.lookup_by_email(email))->has_value());
    CHECK(slack.api.counts().failed == 0);
    CHECK(slack.api.counts().answered == 5);
}

TEST_CASE("history comes with the metadata of its messages") {
    Fixture slack;
    slack.will(ok(
        R"("messages":[{"ts":"2.0","bot_id":"B1","app_id":"A1","user":"UB","text":"x","metadata":)"
        R"({"event_type":"latchkey_message","event_payload":{"key":"k1","n":5}}},{"ts":"1.0","user":"U1"}],)"
        R"("has_more":true,"response_metadata":{"next_cursor":"next"})"
    ));
    const History which{.channel = "D1", .oldest = "1.5", .limit = 20};
    const auto page = slack.get(slack.api.conversations_history(which));
    REQUIRE(page.has_value());
    CHECK(
        body_of(slack.last_request()) ==
        "channel=D1&oldest=1.5&inclusive=true&limit=20&include_all_metadata=true"
    );
    REQUIRE(page->messages.size() == 2);
    const auto& first = page->messages[0];
    REQUIRE(first.metadata);
    CHECK(first.metadata->event_type == "latchkey_message");
    CHECK(first.metadata->find("key") == "k1");
    CHECK_FALSE(first.metadata->find("n"));
    CHECK(first.bot_id == "B1");
    CHECK_FALSE(page->messages[1].metadata);
    CHECK(page->next_cursor == "next");
}

TEST_CASE("who we are comes with the scopes that were granted") {
    Fixture slack;
    slack.will(answer(
        R"({"ok":true,"url":"https://x.slack.com/","team":"X","team_id":"T1","user_id":"UB","bot_id":"B1",)"
        R"("enterprise_id":"E1","is_enterprise_install":true,"app_id":"A1"})",
        "x-oauth-scopes: chat:write,im:write, users:read\r\n"
    ));
    const auto who = slack.get(slack.api.auth_test());
    REQUIRE(who.has_value());
    CHECK(who->team_id.value == "T1");
    CHECK(who->bot_user.value == "UB");
    CHECK(who->bot_id == "B1");
    CHECK(who->enterprise_id == "E1");
    CHECK(who->is_enterprise_install);
    CHECK(who->scopes == std::vector<std::string>{"chat:write", "im:write", "users:read"});
    CHECK(contains(slack.last_request(), form_type));
    CHECK(body_of(slack.last_request()).empty());
}

TEST_CASE("the workspace tells its name") {
    Fixture slack;
    slack.will(ok(R"("team":{"id":"T1","name":"X","domain":"x","enterprise_id":"E1"})"));
    const auto team = slack.get(slack.api.team_info());
    REQUIRE(team.has_value());
    CHECK(team->id.value == "T1");
    CHECK(team->name == "X");
    CHECK(team->domain == "x");
}

TEST_CASE("a click is answered at Slack's address or the loopback workspace's, nowhere else") {
    Fixture slack;
    const auto own = slack.server.url("/actions/T1/1/secret");
    CHECK(slack.api.may_respond_to("https://hooks.slack.com/actions/T1/1/abc"));
    // The scripted server is plain http on localhost; its base address has that very origin.
    CHECK(slack.api.may_respond_to(own));
    for (const auto* other :
         {"http://hooks.slack.com/x",
          "https://hooks.slack.com.evil.example/x",
          "https://hooks.slack.com:444/x",
          "https://evil.example/https://hooks.slack.com/",
          "http://localhost:1/x",
          "",
          "file:///etc/passwd"}) {
        INFO(other);
        CHECK_FALSE(slack.api.may_respond_to(other));
        const std::string url = other;
        const Response response{.text = "x"};
        const auto error = slack.failure(slack.api.respond(url, response));
        CHECK(error.fault == SlackFault::caller_bug);
        CHECK_FALSE(error.may_have_happened);
    }
    CHECK(slack.requests() == 0);

    slack.will(answer("ok"), answer("ok"));
    const Response visible{.text = "done", .blocks = "[]", .replace_original = true};
    CHECK(slack.get(slack.api.respond(own, visible)).has_value());
    CHECK(
        body_of(slack.last_request()) == R"({"text":"done","blocks":[],"replace_original":true})"
    );
    CHECK_FALSE(contains(slack.last_request(), token));
    const Response gone{.delete_original = true};
    CHECK(slack.get(slack.api.respond(own, gone)).has_value());
    CHECK(body_of(slack.last_request()) == R"({"delete_original":true})");
}

TEST_CASE("a response address that is used up says so") {
    Fixture slack;
    const auto url = slack.server.url("/actions/T1/1/secret");
    const Response response{.text = "x"};
    slack.will(
        http("404 Not Found", "expired_url"),
        http("404 Not Found", "used_url"),
        http("404 Not Found", "<html>"),
        http("200 OK", R"({"ok":false,"error":"invalid_blocks"})"),
        http("500 Oops", "x")
    );
    CHECK(slack.failure(slack.api.respond(url, response)).code == "expired_url");
    CHECK(slack.failure(slack.api.respond(url, response)).code == "used_url");
    CHECK(slack.failure(slack.api.respond(url, response)).code == "expired_url");
    CHECK(slack.failure(slack.api.respond(url, response)).fault == SlackFault::caller_bug);
    CHECK(slack.failure(slack.api.respond(url, response)).may_have_happened);
}

TEST_CASE("a base address that would show the token is refused") {
    asio::io_context io;
    HttpsClient client{io, {}};
    RateGate gate{io, [] { return ProductTime{}; }};
    for (const auto* base : {"http://slack.com/api/", "slack.com", "", "ftp://localhost/"}) {
        SlackApiOptions options{.base_url = base, .token = token};
        CHECK_THROWS_WITH(SlackApi(io, client, gate, options), Catch::Contains("SLACK_API_URL"));
    }
}
