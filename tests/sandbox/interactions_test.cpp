// What people do, delivered over real TLS to a bot in the test: the payloads' shapes, and what each
// answer does to what the person sees.
#include <catch2/catch.hpp>

#include "sandbox/encoding.hpp"
#include "world.hpp"

using namespace sandbox_tests;

namespace {

HttpResponse acks(const Heard&) {
    return empty_ok();
}

Json member(std::initializer_list<Json::Member> members) {
    return Json::object(members);
}

Json by_mia(std::initializer_list<Json::Member> members) {
    Json ask = Json::object({{"user", "mia@acme.example"}});
    for (const Json::Member& one : members)
        ask.set(one.name, one.value);
    return ask;
}

Json button(const char* action_id, const char* text) {
    return member({{"type", "button"}, {"action_id", action_id}, {"text", plain(text)}});
}

Json actions(const char* block_id, std::initializer_list<Json> elements) {
    return member({{"type", "actions"}, {"block_id", block_id}, {"elements", Json::array(elements)}}
    );
}

Json option(const char* value) {
    return member({{"text", plain(value)}, {"value", value}});
}

Json input(const char* block_id, Json element, bool optional = false) {
    Json block = member(
        {{"type", "input"},
         {"block_id", block_id},
         {"label", plain(block_id)},
         {"element", element.set("action_id", "a")}}
    );
    if (optional) block.set("optional", true);
    return block;
}

Json text_input() {
    return member({{"type", "plain_text_input"}});
}

Json boxes() {
    return member(
        {{"type", "checkboxes"},
         {"options", Json::array({option("read"), option("write"), option("admin")})}}
    );
}

Json modal(std::initializer_list<Json> blocks) {
    return member(
        {{"type", "modal"},
         {"title", plain("Form")},
         {"submit", plain("Send")},
         {"callback_id", "form"},
         {"private_metadata", "draft 7"},
         {"blocks", Json::array(blocks)}}
    );
}

void publish(World& world, std::initializer_list<Json> blocks) {
    const Json view = member({{"type", "home"}, {"blocks", Json::array(blocks)}});
    REQUIRE(
        world.api("views.publish", member({{"user_id", mia}, {"view", view}})).at("ok").boolean()
    );
}

std::string post_card(World& world, std::initializer_list<Json> blocks) {
    const Json answer = world.api(
        "chat.postMessage",
        member(
            {{"channel", mia},
             {"text", "card"},
             {"blocks", Json::array(blocks)},
             {"metadata",
              member({{"event_type", "card"}, {"event_payload", member({{"id", "1"}})}})}}
        )
    );
    REQUIRE(answer.at("ok").boolean());
    return answer.text("ts");
}

const Heard& last_of(const World& world, std::string_view type) {
    for (auto heard = world.heard.rbegin(); heard != world.heard.rend(); ++heard)
        if (heard->payload.text("type") == type) return *heard;
    FAIL("the bot heard no " << type);
    return world.heard.front();
}

// What the bot answers to submissions; everything else is acknowledged.
BotScript answering(Json answer) {
    return [answer](const Heard& heard) {
        return heard.payload.text("type") == "view_submission" ? json_ok(answer) : empty_ok();
    };
}

Json modals(World& world) {
    return world.control("GET", std::string("/control/modals?user=") + mia).at("modals");
}

}  // namespace

TEST_CASE("what is delivered is signed and looks like Slack's") {
    World world(acks);
    publish(world, {actions("b", {button("go", "Request")})});
    const Json result =
        world.control("POST", "/control/click", by_mia({{"surface", "home"}, {"text", "Request"}}));
    CHECK(result.text("outcome") == "ok");
    REQUIRE(world.heard.size() == 1);
    const Heard& heard = world.heard[0];
    CHECK(heard.path == "/slack/interactivity");
    const std::string timestamp = *find_header(heard.headers, "X-Slack-Request-Timestamp");
    CHECK(timestamp == "1700000000");
    CHECK(
        *find_header(heard.headers, "X-Slack-Signature") == sign_v0(secret, timestamp, heard.body)
    );
    CHECK(*find_header(heard.headers, "Content-Type") == "application/x-www-form-urlencoded");
    CHECK(world.violations().empty());
}

TEST_CASE("a click in the Home tab carries the view and no channel") {
    World world(acks);
    publish(world, {actions("b", {button("go", "Request").set("value", "v1")})});
    world.control("POST", "/control/click", by_mia({{"surface", "home"}, {"action_id", "go"}}));
    const Json& payload = world.heard.at(0).payload;
    CHECK(payload.text("type") == "block_actions");
    CHECK(
        payload.at("user") ==
        member({{"id", mia}, {"username", "mia"}, {"name", "mia"}, {"team_id", "T0SBTEAM01"}})
    );
    CHECK(payload.at("team") == member({{"id", "T0SBTEAM01"}, {"domain", "acme"}}));
    CHECK(payload.text("api_app_id") == "A0SBAPP001");
    CHECK(payload.at("is_enterprise_install") == Json(false));
    CHECK(payload.has("enterprise"));
    const Json& view = payload.at("view");
    CHECK(payload.at("container") == member({{"type", "view"}, {"view_id", view.text("id")}}));
    CHECK(view.text("type") == "home");
    CHECK(view.at("title").text("text") == "View Title");
    CHECK(view.at("state").has("values"));
    CHECK(!view.text("hash").empty());
    for (const char* absent : {"channel", "message", "response_url"})
        CHECK_FALSE(payload.has(absent));
    REQUIRE(payload.at("actions").size() == 1);
    const Json& action = payload.at("actions").items()[0];
    CHECK(action.text("type") == "button");
    CHECK(action.text("block_id") == "b");
    CHECK(action.text("action_id") == "go");
    CHECK(action.text("value") == "v1");
    CHECK(action.at("text").text("text") == "Request");
    CHECK(contains(action.text("action_ts"), "."));
    CHECK(world.workspace.trigger(payload.text("trigger_id")) != nullptr);
}

TEST_CASE("a click in a message carries channel, message, state and a response URL") {
    World world(acks);
    const Json select = member(
        {{"type", "static_select"}, {"action_id", "s"}, {"options", Json::array({option("one")})}}
    );
    const std::string ts = post_card(world, {actions("b", {button("go", "Approve"), select})});
    world.control(
        "POST", "/control/click", by_mia({{"surface", "message"}, {"ts", ts}, {"text", "Approve"}})
    );
    const Json& payload = last_of(world, "block_actions").payload;
    const Json& container = payload.at("container");
    CHECK(container.text("type") == "message");
    CHECK(container.text("message_ts") == ts);
    CHECK(container.at("is_ephemeral") == Json(false));
    CHECK(payload.at("channel").text("id") == container.text("channel_id"));
    CHECK(payload.at("channel").text("name") == "directmessage");
    CHECK(payload.at("message").text("ts") == ts);
    CHECK(payload.at("message").at("metadata").text("event_type") == "card");
    CHECK(
        payload.at("state").at("values").at("b").at("s") ==
        member({{"type", "static_select"}, {"selected_option", nullptr}})
    );
    CHECK(payload.text("response_url").starts_with("https://127.0.0.1:9/response/T0SBTEAM01/"));
    CHECK_FALSE(payload.has("view"));
    CHECK_FALSE(payload.at("actions").items()[0].has("value"));
}

TEST_CASE("an ephemeral message stays out of the payload") {
    World world(acks);
    world.api("conversations.open", member({{"users", mia}}));
    const Json blocks = Json::array({actions("b", {button("go", "OK")})});
    world.api(
        "chat.postEphemeral",
        member(
            {{"channel", world.workspace.person(mia)->dm},
             {"user", mia},
             {"text", "t"},
             {"blocks", blocks}}
        )
    );
    world.control("POST", "/control/click", by_mia({{"surface", "message"}, {"text", "OK"}}));
    const Json& payload = last_of(world, "block_actions").payload;
    CHECK_FALSE(payload.has("message"));
    CHECK(payload.at("container").at("is_ephemeral").boolean());
}

TEST_CASE("a button that is not there, or there twice, is not clicked") {
    World world(acks);
    publish(world, {actions("b", {button("go", "Request"), button("no", "Request")})});
    const std::string ambiguous =
        world.refused("/control/click", by_mia({{"surface", "home"}, {"text", "Request"}}), 409);
    CHECK(contains(ambiguous, "action_id go"));
    CHECK(contains(ambiguous, "action_id no"));
    CHECK(contains(
        world.refused("/control/click", by_mia({{"surface", "home"}, {"text", "Other"}}), 404),
        "these are"
    ));
    CHECK(contains(
        world.refused("/control/click", by_mia({{"surface", "modal"}, {"text", "x"}}), 404),
        "no modal is open"
    ));
    CHECK(world.heard.empty());
}

TEST_CASE("a dialog that the person cancels sends nothing") {
    World world(acks);
    const Json confirm = member(
        {{"title", plain("Sure?")},
         {"text", plain("x")},
         {"confirm", plain("Yes")},
         {"deny", plain("No")}}
    );
    publish(world, {actions("b", {button("go", "Withdraw").set("confirm", confirm)})});
    Json ask = by_mia({{"surface", "home"}, {"text", "Withdraw"}});
    CHECK(
        world.control("POST", "/control/click", Json(ask).set("confirm", false)).text("outcome") ==
        "cancelled"
    );
    CHECK(world.heard.empty());
    CHECK(world.control("POST", "/control/click", ask).text("outcome") == "ok");
    CHECK(world.heard.size() == 1);
}

TEST_CASE("a bot that fails is told to the person and not asked again") {
    World world([](const Heard&) { return HttpResponse{500, {}, "oops"}; });
    publish(world, {actions("b", {button("go", "Request")})});
    const Json ask = by_mia({{"surface", "home"}, {"text", "Request"}});
    CHECK(world.control("POST", "/control/click", ask).text("outcome") == "trouble");
    CHECK(world.heard.size() == 1);
    CHECK(world.violations() == std::vector<std::string>{"error_status"});
    CHECK(contains(
        world.control("GET", "/control/home?user=mia%40acme.example").text("text"),
        "trouble connecting"
    ));
}

TEST_CASE("an answer after the deadline is a missed deadline") {
    World world([](const Heard&) { return empty_ok(); }, milliseconds(0));
    publish(world, {actions("b", {button("go", "Request")})});
    const Json result =
        world.control("POST", "/control/click", by_mia({{"surface", "home"}, {"text", "Request"}}));
    CHECK(result.text("outcome") == "trouble");
    CHECK(result.text("failure") == "http_timeout");
    CHECK(world.violations() == std::vector<std::string>{"missed_deadline"});
}

TEST_CASE("a bot that is down is no broken rule") {
    World world;
    publish(world, {actions("b", {button("go", "Request")})});
    const Json result =
        world.control("POST", "/control/click", by_mia({{"surface", "home"}, {"text", "Request"}}));
    CHECK(result.text("failure") == "connection_failed");
    CHECK(world.violations().empty());
}

TEST_CASE("a body in the answer to a click is recorded and ignored") {
    World world([](const Heard&) { return json_ok(member({{"ok", true}})); });
    publish(world, {actions("b", {button("go", "Request")})});
    const Json result =
        world.control("POST", "/control/click", by_mia({{"surface", "home"}, {"text", "Request"}}));
    CHECK(result.text("outcome") == "ok");
    CHECK(world.violations() == std::vector<std::string>{"body_in_ack"});
}

TEST_CASE("a submission carries what was typed and chosen, null and [] for the rest") {
    World world(acks);
    const Json person = member({{"type", "users_select"}});
    world.open_modal(modal(
        {input("reason", text_input()),
         input("note", text_input(), true),
         input("grants", boxes(), true),
         input("none", boxes(), true),
         input("who", person, true)}
    ));
    const Json place = by_mia({{"surface", "modal"}});
    world.control(
        "POST", "/control/choose", Json(place).set("label", "reason").set("text", " ü/<x> ")
    );
    world.control(
        "POST",
        "/control/choose",
        Json(place).set("block_id", "grants").set("options", Json::array({"write", "read"}))
    );
    world.control(
        "POST",
        "/control/choose",
        Json(place).set("block_id", "who").set("chosen_user", "ben@acme.example")
    );
    CHECK(world.heard.empty());  // inputs are not dispatched
    CHECK(world.control("POST", "/control/submit", by_mia({})).text("result") == "closed");
    const Heard& heard = world.heard.at(0);
    CHECK(contains(heard.body, "%5Cu00FC%5C%2F%3Cx"));
    const Json& payload = heard.payload;
    CHECK(payload.text("type") == "view_submission");
    CHECK(payload.at("response_urls") == Json::array());
    CHECK(payload.at("enterprise").is_null());
    const Json& view = payload.at("view");
    CHECK(view.text("callback_id") == "form");
    CHECK(view.text("private_metadata") == "draft 7");
    CHECK(view.at("submit_disabled") == Json(false));
    const Json& values = view.at("state").at("values");
    CHECK(
        values.at("reason").at("a") == member({{"type", "plain_text_input"}, {"value", " ü/<x> "}})
    );
    CHECK(values.at("note").at("a").at("value").is_null());
    CHECK(values.at("none").at("a").at("selected_options") == Json::array());
    CHECK(values.at("who").at("a").text("selected_user") == ben);
    const Json& chosen = values.at("grants").at("a").at("selected_options");
    REQUIRE(chosen.size() == 2);  // in the order of the page
    CHECK(
        chosen.items()[0] == member({{"text", plain("read").set("emoji", true)}, {"value", "read"}})
    );
    CHECK(modals(world).empty());
}

TEST_CASE("check boxes are ticked and unticked one by one") {
    World world(acks);
    world.open_modal(modal({input("grants", boxes(), true)}));
    const Json place = by_mia({{"surface", "modal"}, {"block_id", "grants"}});
    auto change = [&](const char* how, std::initializer_list<Json> which) {
        world.control("POST", "/control/choose", Json(place).set(how, Json::array(which)));
        std::string held;
        for (const Json& one : world.workspace.person(mia)
                                   ->modals.back()
                                   ->state.at("grants")
                                   .at("a")
                                   .at("selected_options")
                                   .items())
            held += one.text("value") + " ";
        return held;
    };
    CHECK(change("check", {"admin"}) == "admin ");
    CHECK(change("check", {"read"}) == "read admin ");
    CHECK(change("uncheck", {"admin"}) == "read ");
    CHECK(change("options", {"write"}) == "write ");
    CHECK(contains(
        world.refused("/control/choose", Json(place).set("option", "none"), 404), "\"write\""
    ));
}

TEST_CASE("an empty required field keeps the modal and sends nothing") {
    World world(acks);
    world.open_modal(modal({input("reason", text_input()), input("note", text_input(), true)}));
    const Json result = world.control("POST", "/control/submit", by_mia({}));
    CHECK(result.text("result") == "required");
    CHECK(result.at("blocks") == Json::array({"reason"}));
    world.control(
        "POST",
        "/control/choose",
        by_mia({{"surface", "modal"}, {"block_id", "reason"}, {"text", "  "}})
    );
    CHECK(world.control("POST", "/control/submit", by_mia({})).text("result") == "closed");
}

TEST_CASE("lengths and numbers are checked before anything is sent") {
    World world(acks);
    const Json number =
        member({{"type", "number_input"}, {"is_decimal_allowed", false}, {"max_value", "9"}});
    world.open_modal(modal(
        {input("reason", text_input().set("min_length", 5).set("max_length", 8)),
         input("n", number)}
    ));
    const Json place = by_mia({{"surface", "modal"}});
    world.control(
        "POST", "/control/choose", Json(place).set("block_id", "reason").set("text", "abcd")
    );
    world.control("POST", "/control/choose", Json(place).set("block_id", "n").set("text", "10"));
    const Json result = world.control("POST", "/control/submit", by_mia({}));
    CHECK(result.text("result") == "invalid");
    CHECK(result.at("errors").size() == 2);
    world.refused(
        "/control/choose", Json(place).set("block_id", "reason").set("text", "123456789"), 400
    );
    CHECK(world.heard.empty());
}

TEST_CASE("errors stand under their fields until the next submission") {
    World world(answering(
        member({{"response_action", "errors"}, {"errors", member({{"reason", "Say more."}})}})
    ));
    world.open_modal(modal({input("reason", text_input())}));
    world.control(
        "POST",
        "/control/choose",
        by_mia({{"surface", "modal"}, {"block_id", "reason"}, {"text", "x"}})
    );
    const Json result = world.control("POST", "/control/submit", by_mia({}));
    CHECK(result.text("result") == "errors");
    CHECK(result.at("errors").text("reason") == "Say more.");
    CHECK(contains(modals(world).items().at(0).text("text"), "Say more."));
    CHECK(world.violations().empty());
}

TEST_CASE("an update keeps what was typed, a push stands on top, clear takes all away") {
    Json answer;
    World world([&](const Heard& heard) {
        return heard.payload.text("type") == "view_submission" ? json_ok(answer) : empty_ok();
    });
    const std::string id = world.open_modal(modal({input("reason", text_input())}));
    world.control(
        "POST",
        "/control/choose",
        by_mia({{"surface", "modal"}, {"block_id", "reason"}, {"text", "mine"}})
    );
    answer = member(
        {{"response_action", "update"},
         {"view",
          modal({input("reason", text_input().set("initial_value", "new")), section("page 2")})}}
    );
    CHECK(world.control("POST", "/control/submit", by_mia({})).text("result") == "updated");
    Json shown = modals(world).items().at(0).at("view");
    CHECK(shown.text("id") == id);
    CHECK(shown.at("state").at("values").at("reason").at("a").text("value") == "mine");
    answer = member({{"response_action", "push"}, {"view", modal({section("details")})}});
    CHECK(world.control("POST", "/control/submit", by_mia({})).text("result") == "pushed");
    shown = modals(world);
    REQUIRE(shown.size() == 2);
    CHECK(shown.items()[1].at("view").text("previous_view_id") == id);
    answer = member({{"response_action", "clear"}});
    CHECK(world.control("POST", "/control/submit", by_mia({})).text("result") == "cleared");
    CHECK(modals(world).empty());
    CHECK(world.violations().empty());
}

TEST_CASE("an empty answer closes one view and shows the one below") {
    World world(acks);
    const std::string root = world.open_modal(modal({section("root")}));
    const std::string trigger = world.workspace.issue_trigger(mia, TriggerSource::modal, root);
    world.api("views.push", member({{"trigger_id", trigger}, {"view", modal({section("top")})}}));
    CHECK(world.control("POST", "/control/submit", by_mia({})).text("result") == "closed");
    REQUIRE(modals(world).size() == 1);
    CHECK(modals(world).items()[0].at("view").text("id") == root);
}

TEST_CASE("answers that Slack cannot use are trouble for the person and recorded") {
    const Json good = modal({section("x")});
    const std::vector<HttpResponse> answers{
        json_ok(member({{"ok", true}})),
        json_ok(Json("")),
        json_ok(Json()),
        {200, {{"Content-Type", "text/html"}}, "<html></html>"},
        {200, {{"Content-Type", "text/plain"}}, R"({"response_action":"clear"})"},
        json_ok(member({{"response_action", "vanish"}})),
        json_ok(member({{"response_action", "errors"}, {"errors", member({{"text", "No."}})}})),
        json_ok(member({{"response_action", "errors"}, {"errors", member({{"other", "No."}})}})),
        json_ok(member({{"response_action", "errors"}, {"errors", member({{"reason", ""}})}})),
        json_ok(member({{"response_action", "update"}, {"view", Json(good).set("hash", "1.a")}})),
        json_ok(member({{"response_action", "update"}, {"view", modal({section(text_of(3001))})}})),
        json_ok(member({{"response_action", "push"}})),
    };
    for (const HttpResponse& answer : answers) {
        INFO(answer.body);
        World world([&](const Heard&) { return answer; });
        world.open_modal(
            modal({input("reason", text_input(), true), section("t").set("block_id", "text")})
        );
        CHECK(world.control("POST", "/control/submit", by_mia({})).text("result") == "trouble");
        CHECK(world.violations() == std::vector<std::string>{"bad_submission_answer"});
        REQUIRE(modals(world).size() == 1);
        CHECK(contains(modals(world).items()[0].text("text"), "We had some trouble connecting"));
    }
}

TEST_CASE("a fourth view by response_action is refused as by views.push") {
    World world(answering(member({{"response_action", "push"}, {"view", modal({section("x")})}})));
    world.open_modal(modal({section("1")}));
    CHECK(world.control("POST", "/control/submit", by_mia({})).text("result") == "pushed");
    CHECK(world.control("POST", "/control/submit", by_mia({})).text("result") == "pushed");
    const Json result = world.control("POST", "/control/submit", by_mia({}));
    CHECK(result.text("result") == "trouble");
    CHECK(result.text("why") == "push_limit_reached");
}

TEST_CASE("Cancel tells of one view, the X of the whole stack, and nothing that was typed") {
    World world(acks);
    const Json told = modal({input("reason", text_input())}).set("notify_on_close", true);
    const std::string root = world.open_modal(told);
    world.control(
        "POST",
        "/control/choose",
        by_mia({{"surface", "modal"}, {"block_id", "reason"}, {"text", "x"}})
    );
    world.control("POST", "/control/close", by_mia({}));
    const Json& closed = last_of(world, "view_closed").payload;
    CHECK(closed.at("view").text("id") == root);
    CHECK(closed.at("is_cleared") == Json(false));
    CHECK(closed.at("view").at("state").at("values") == Json::object());
    CHECK_FALSE(closed.has("trigger_id"));

    const std::string next = world.open_modal(told);
    const std::string trigger = world.workspace.issue_trigger(mia, TriggerSource::modal, next);
    world.api("views.push", member({{"trigger_id", trigger}, {"view", told}}));
    world.control("POST", "/control/close", by_mia({{"all", true}}));
    CHECK(last_of(world, "view_closed").payload.at("view").text("id") == next);
    CHECK(last_of(world, "view_closed").payload.at("is_cleared").boolean());
    CHECK(world.heard.size() == 2);
    CHECK(modals(world).empty());
}

TEST_CASE("a modal that did not ask is closed without a word, clear_on_close takes the stack along"
) {
    World world(acks);
    const std::string root = world.open_modal(modal({section("1")}));
    const std::string trigger = world.workspace.issue_trigger(mia, TriggerSource::modal, root);
    world.api(
        "views.push",
        member(
            {{"trigger_id", trigger}, {"view", modal({section("2")}).set("clear_on_close", true)}}
        )
    );
    CHECK(world.control("POST", "/control/close", by_mia({})).at("closed").integer() == 2);
    CHECK(modals(world).empty());
    CHECK(world.heard.empty());
}

TEST_CASE("an external select asks for its options and takes one of them") {
    World world([](const Heard& heard) {
        if (heard.payload.text("type") != "block_suggestion") return empty_ok();
        CHECK(heard.path == "/slack/options");
        return json_ok(member({{"options", Json::array({option("ben"), option("bea")})}}));
    });
    const Json select = member({{"type", "external_select"}, {"min_query_length", 2}});
    world.open_modal(modal({input("who", select)}));
    const Json place = by_mia({{"surface", "modal"}, {"block_id", "who"}});
    CHECK(contains(
        world.refused("/control/suggest", Json(place).set("query", "b"), 400), "before 2 characters"
    ));
    const Json list = world.control("POST", "/control/suggest", Json(place).set("query", "be"));
    CHECK(list.at("options").size() == 2);
    const Json& payload = last_of(world, "block_suggestion").payload;
    CHECK(payload.text("value") == "be");
    CHECK(payload.text("action_id") == "a");
    CHECK(payload.text("block_id") == "who");
    CHECK(payload.at("view").at("state").at("values").has("who"));
    CHECK_FALSE(payload.has("trigger_id"));
    world.control("POST", "/control/choose", Json(place).set("query", "be").set("option", "bea"));
    const Json& state = world.workspace.person(mia)->modals.back()->state;
    CHECK(state.at("who").at("a").at("selected_option").text("value") == "bea");
}

TEST_CASE("options that Slack would not show are no result and recorded") {
    Json options = Json::array();
    for (int i = 0; i < 101; ++i)
        options.add(option(std::to_string(i).c_str()));
    World world([&](const Heard&) { return json_ok(member({{"options", options}})); });
    world.open_modal(
        modal({input("who", member({{"type", "external_select"}, {"min_query_length", 0}}))})
    );
    const Json ask = by_mia({{"surface", "modal"}, {"block_id", "who"}, {"query", ""}});
    const Json result = world.control("POST", "/control/suggest", ask);
    CHECK(result.text("outcome") == "trouble");
    CHECK(result.at("options").empty());
    CHECK(world.violations() == std::vector<std::string>{"bad_suggestions"});
    options = Json::array();
    CHECK(world.control("POST", "/control/suggest", ask).text("outcome") == "no result");
    CHECK(world.violations().size() == 1);
}

TEST_CASE("choices outside inputs, and inputs that dispatch, are told at once") {
    World world(acks);
    const Json select = member(
        {{"type", "static_select"},
         {"action_id", "pick"},
         {"options", Json::array({option("one"), option("two")})}}
    );
    Json dispatching = input(
        "kind",
        member(
            {{"type", "radio_buttons"},
             {"options", Json::array({option("person"), option("title")})}}
        )
    );
    dispatching.set("dispatch_action", true);
    Json typed = input("text", text_input(), true);
    typed.set("dispatch_action", true);
    world.open_modal(modal({actions("b", {select}), dispatching, typed}));
    const Json place = by_mia({{"surface", "modal"}});
    CHECK(
        world
            .control(
                "POST", "/control/choose", Json(place).set("action_id", "pick").set("option", "two")
            )
            .at("sent")
            .boolean()
    );
    Json action = world.heard.at(0).payload.at("actions").items().at(0);
    CHECK(action.text("type") == "static_select");
    CHECK(action.at("selected_option").text("value") == "two");
    CHECK(
        world.heard.at(0)
            .payload.at("view")
            .at("state")
            .at("values")
            .at("b")
            .at("pick")
            .at("selected_option")
            .text("value") == "two"
    );
    world.control(
        "POST", "/control/choose", Json(place).set("block_id", "kind").set("option", "title")
    );
    CHECK(
        world.heard.at(1).payload.at("actions").items().at(0).at("selected_option").text("value") ==
        "title"
    );
    CHECK_FALSE(world
                    .control(
                        "POST",
                        "/control/choose",
                        Json(place).set("block_id", "text").set("text", "x").set("enter", false)
                    )
                    .at("sent")
                    .boolean());
    CHECK(world
              .control(
                  "POST", "/control/choose", Json(place).set("block_id", "text").set("text", "xy")
              )
              .at("sent")
              .boolean());
    CHECK(world.heard.at(2).payload.at("actions").items().at(0).text("value") == "xy");
}

TEST_CASE("pickers, people and overflow menus report their own fields") {
    World world(acks);
    const auto element = [](const char* type) {
        return member({{"type", type}, {"action_id", type}});
    };
    const Json overflow =
        element("overflow").set("options", Json::array({option("edit"), option("drop")}));
    publish(
        world,
        {actions(
            "b",
            {element("datepicker"),
             element("timepicker"),
             element("datetimepicker"),
             element("users_select"),
             overflow}
        )}
    );
    auto chosen = [&](const char* type, const char* how, Json what) {
        world.control(
            "POST",
            "/control/choose",
            by_mia({{"surface", "home"}, {"action_id", type}, {how, std::move(what)}})
        );
        return world.heard.back().payload.at("actions").items().at(0);
    };
    CHECK(chosen("datepicker", "date", "2026-05-03").text("selected_date") == "2026-05-03");
    CHECK(chosen("timepicker", "time", "09:30").text("selected_time") == "09:30");
    CHECK(
        chosen("datetimepicker", "datetime", 1'800'000'000).at("selected_date_time").integer() ==
        1'800'000'000
    );
    CHECK(chosen("users_select", "chosen_user", "ben@acme.example").text("selected_user") == ben);
    CHECK(chosen("overflow", "option", "drop").at("selected_option").text("value") == "drop");
    CHECK(chosen("datepicker", "clear", true).at("selected_date").is_null());
    CHECK_FALSE(
        world.heard.back().payload.at("view").at("state").at("values").at("b").has("overflow")
    );
}

TEST_CASE("a command's answer is shown, and its failure said in Slack's words") {
    HttpResponse answer = {200, {{"Content-Type", "text/plain"}}, "Try Home."};
    World world([&](const Heard&) { return answer; });
    const Json ask = by_mia({{"command", "/access"}, {"text", "help me"}});
    CHECK(world.control("POST", "/control/command", ask).text("shown") == "Try Home.");
    const Heard& heard = world.heard.at(0);
    CHECK(heard.path == "/slack/commands");
    CHECK(heard.payload.text("command") == "/access");
    CHECK(heard.payload.text("text") == "help me");
    CHECK(heard.payload.text("channel_name") == "directmessage");
    CHECK(heard.payload.text("is_enterprise_install") == "false");
    CHECK(!heard.payload.text("response_url").empty());
    answer = json_ok(member({{"blocks", Json::array({section("*Hi*")})}, {"text", "Hi"}}));
    CHECK(world.control("POST", "/control/command", ask).text("shown") == "Hi\n");
    answer = empty_ok();
    CHECK(world.control("POST", "/control/command", ask).at("shown").is_null());
    CHECK(world.violations().empty());
    answer.status = 500;
    CHECK(contains(world.control("POST", "/control/command", ask).text("shown"), "dispatch_failed")
    );
}

TEST_CASE("a global shortcut has a trigger and no channel") {
    World world(acks);
    world.control("POST", "/control/shortcut", by_mia({{"callback_id", "request_access"}}));
    const Json& payload = world.heard.at(0).payload;
    CHECK(payload.text("type") == "shortcut");
    CHECK(payload.text("callback_id") == "request_access");
    CHECK(!payload.text("trigger_id").empty());
    CHECK(!payload.text("action_ts").empty());
    for (const char* absent : {"channel", "response_url", "container"})
        CHECK_FALSE(payload.has(absent));
}

TEST_CASE("a response URL is good for five uses and thirty minutes") {
    World world(acks);
    const std::string ts = post_card(world, {actions("b", {button("go", "Approve")})});
    const Json ask = by_mia({{"surface", "message"}, {"ts", ts}, {"text", "Approve"}});
    world.control("POST", "/control/click", ask);
    const std::string origin = "https://127.0.0.1:9";
    auto use = [&](const std::string& url, const Json& body) {
        HttpRequest request{
            "POST",
            url.substr(origin.size()),
            {{"Content-Type", "application/json"}},
            write_json(body)};
        return world.api_raw(request);
    };
    const std::string url = last_of(world, "block_actions").payload.text("response_url");
    CHECK(use(url, member({{"text", "Done"}, {"replace_original", true}})).body == "ok");
    const Channel& channel = world.workspace.dm_of(*world.workspace.person(mia));
    CHECK(channel.messages.at(0).text == "Done");
    CHECK(use(url, member({{"text", "psst"}})).status == 200);
    CHECK(channel.messages.at(1).ephemeral);
    CHECK(use(url, member({{"blocks", Json::array({section("")})}})).body == "invalid_blocks");
    CHECK(use(url, member({{"text", "all"}, {"response_type", "in_channel"}})).status == 200);
    CHECK(use(url, member({{"delete_original", true}})).status == 200);
    CHECK(channel.messages.size() == 2);
    CHECK(use(url, member({{"text", "x"}})).body == "used_url");
    CHECK(use(origin + "/response/T0SBTEAM01/R0/none", member({{"text", "x"}})).status == 404);

    const std::string again = post_card(world, {actions("b", {button("go", "Approve")})});
    world.control("POST", "/control/click", Json(ask).set("ts", again));
    world.clock.advance(30 * 60'000 + 1);
    CHECK(
        use(last_of(world, "block_actions").payload.text("response_url"), member({{"text", "x"}})
        ).body == "expired_url"
    );
}

TEST_CASE("a modal that waits for its answer takes no second click, but is told of updates") {
    World world(acks);
    const std::string id = world.open_modal(modal({section("x")}));
    world.workspace.view(id)->loading = true;
    CHECK(contains(world.refused("/control/submit", by_mia({}), 409), "waits for the answer"));
    CHECK(world.api("views.update", member({{"view_id", id}, {"view", modal({section("y")})}}))
              .at("ok")
              .boolean());
}

TEST_CASE("waiting ends when the person sees it, or with what is shown instead") {
    World world(acks);
    publish(world, {section("first")});
    world.control("POST", "/control/wait", by_mia({{"in", "home"}, {"contains", "first"}}));
    const std::string late = world.refused(
        "/control/wait", by_mia({{"in", "home"}, {"contains", "second"}, {"timeout_ms", 1}}), 408
    );
    CHECK(contains(late, "first"));
    world.control(
        "POST", "/control/wait", by_mia({{"in", "messages"}, {"contains", "x"}, {"gone", true}})
    );
    publish(world, {section("*Granted:* a &lt; b")});
    for (const char* as_read_or_sent : {"Granted: a < b", "*Granted:* a &lt; b"})
        world.control(
            "POST", "/control/wait", by_mia({{"in", "home"}, {"contains", as_read_or_sent}})
        );
    bool done = false;
    const Json ask = by_mia({{"in", "messages"}, {"contains", "hello"}, {"timeout_ms", 20'000}});
    auto waiter = [](World& in, const Json& what, bool& flag) -> Task<void> {
        const Json found = co_await wait_for(in.stage, what);
        flag = found.at("message").text("text") == "hello";
    };
    spawn(world.io, waiter(world, ask, done));
    world.io.poll();
    CHECK_FALSE(done);
    world.api("chat.postMessage", member({{"channel", mia}, {"text", "hello"}}));
    world.until([&] { return done; });
}
