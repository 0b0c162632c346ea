// views.*: triggers, the stack, hashes, external ids, and what stays typed.
#include <catch2/catch.hpp>

#include "sandbox/encoding.hpp"
#include "world.hpp"

using namespace sandbox_tests;

namespace {

Json modal(std::string_view text) {
    return Json::object(
        {{"type", "modal"}, {"title", plain("Title")}, {"blocks", Json::array({section(text)})}}
    );
}

Json home(std::string_view text) {
    return Json::object({{"type", "home"}, {"blocks", Json::array({section(text)})}});
}

Json open_with(World& world, const std::string& trigger, const Json& view) {
    return world.api("views.open", Json::object({{"trigger_id", trigger}, {"view", view}}));
}

Json push(World& world, const std::string& from, const Json& view) {
    const std::string trigger = world.workspace.issue_trigger(mia, TriggerSource::modal, from);
    return world.api("views.push", Json::object({{"trigger_id", trigger}, {"view", view}}));
}

Json publish(World& world, const Json& view, const char* user = mia) {
    return world.api("views.publish", Json::object({{"user_id", user}, {"view", view}}));
}

}  // namespace

TEST_CASE("a trigger is good once and for three seconds of the real clock") {
    World world;
    const std::string used = world.workspace.issue_trigger(mia, TriggerSource::home, "");
    const std::string late = world.workspace.issue_trigger(mia, TriggerSource::home, "");
    const std::string last = world.workspace.issue_trigger(mia, TriggerSource::home, "");
    CHECK(open_with(world, used, modal("x")).at("ok").boolean());
    CHECK(open_with(world, used, modal("x")).text("error") == "exchanged_trigger_id");
    world.clock.advance(3'600'000);  // the product clock does not matter
    world.now += 3'000;
    CHECK(open_with(world, last, modal("x")).at("ok").boolean());
    world.now += 1;
    CHECK(open_with(world, late, modal("x")).text("error") == "expired_trigger_id");
    CHECK(open_with(world, "1.2.nonsense", modal("x")).text("error") == "invalid_trigger_id");
    CHECK(
        world.api("views.open", Json::object({{"view", modal("x")}})).text("error") ==
        "invalid_arguments"
    );
}

TEST_CASE("an opened view comes back whole, with id, hash and state") {
    World world;
    const std::string trigger = world.workspace.issue_trigger(mia, TriggerSource::home, "");
    Json asked = modal("x");
    asked.set("private_metadata", "draft 7").set("callback_id", "form").set("external_id", "e1");
    const Json view = open_with(world, trigger, asked).at("view");
    CHECK(view.text("root_view_id") == view.text("id"));
    CHECK(view.at("previous_view_id").is_null());
    CHECK(view.text("private_metadata") == "draft 7");
    CHECK(view.text("callback_id") == "form");
    CHECK(view.text("external_id") == "e1");
    CHECK(view.text("app_installed_team_id") == "T0SBTEAM01");
    CHECK(view.text("bot_id") == "B0SBBOT001");
    CHECK(!view.text("hash").empty());
    CHECK(view.at("state").at("values").is_object());
    CHECK(view.at("blocks").items().at(0).has("block_id"));
    CHECK(view.at("title").at("emoji").boolean());
}

TEST_CASE("at most three views stand on each other") {
    World world;
    std::string top = world.open_modal(modal("1"));
    const std::string root = top;
    for (int i = 2; i <= 3; ++i) {
        const Json view = push(world, top, modal("x")).at("view");
        CHECK(view.text("root_view_id") == root);
        CHECK(view.text("previous_view_id") == top);
        top = view.text("id");
    }
    CHECK(push(world, top, modal("4")).text("error") == "push_limit_reached");
    CHECK(
        world.control("GET", std::string("/control/modals?user=") + mia).at("modals").size() == 3
    );
}

TEST_CASE("a push needs a trigger from inside an open modal") {
    World world;
    const std::string outside = world.workspace.issue_trigger(mia, TriggerSource::home, "");
    const Json ask = Json::object({{"trigger_id", outside}, {"view", modal("x")}});
    CHECK(world.api("views.push", ask).text("error") == "invalid_trigger_id");
    const std::string id = world.open_modal(modal("x"));
    world.control("POST", "/control/close", Json::object({{"user", mia}}));
    CHECK(push(world, id, modal("x")).text("error") == "not_found");
}

TEST_CASE("opening from within a modal is recorded") {
    World world;
    const std::string id = world.open_modal(modal("x"));
    const std::string trigger = world.workspace.issue_trigger(mia, TriggerSource::submission, id);
    CHECK(open_with(world, trigger, modal("y")).at("ok").boolean());
    CHECK(world.violations() == std::vector<std::string>{"open_over_modal"});
}

TEST_CASE("an update goes by one of the two ids, never by both") {
    World world;
    const std::string id = world.open_modal(modal("x").set("external_id", "e1"));
    const auto update = [&](std::initializer_list<Json::Member> members) {
        Json ask = Json::object(members);
        return world.api("views.update", ask.set("view", modal("y"))).text("error");
    };
    CHECK(update({{"view_id", id}}) == "");
    CHECK(update({{"external_id", "e1"}}) == "not_found");  // the update took the name away
    CHECK(update({{"view_id", id}, {"external_id", ""}}) == "invalid_arguments");
    CHECK(update({}) == "invalid_arguments");
    CHECK(update({{"view_id", "V0"}}) == "not_found");
}

TEST_CASE("a lower view can be updated while it is in the stack") {
    World world;
    const std::string root = world.open_modal(modal("x"));
    push(world, root, modal("y"));
    const Json ask = Json::object({{"view_id", root}, {"view", modal("changed")}});
    CHECK(world.api("views.update", ask).at("ok").boolean());
    world.control("POST", "/control/close", Json::object({{"user", mia}}));
    const Json top = world.control("GET", std::string("/control/modals?user=") + mia);
    CHECK(top.at("modals").items().at(0).text("text").find("changed") != std::string::npos);
}

TEST_CASE("an old or empty hash is a conflict and changes nothing") {
    World world;
    const std::string id = world.open_modal(modal("x"));
    const std::string hash = world.workspace.view(id)->hash;
    auto update = [&](const std::string& with) {
        const Json ask = Json::object({{"view_id", id}, {"view", modal("y")}, {"hash", with}});
        return world.api("views.update", ask);
    };
    CHECK(update("").text("error") == "hash_conflict");
    const Json first = update(hash);
    CHECK(first.at("ok").boolean());
    CHECK(first.at("view").text("hash") != hash);
    CHECK(update(hash).text("error") == "hash_conflict");
}

TEST_CASE("external ids are unique in the workspace") {
    World world;
    world.open_modal(modal("x").set("external_id", "e1"));
    const std::string trigger = world.workspace.issue_trigger(ben, TriggerSource::home, "");
    CHECK(
        open_with(world, trigger, modal("x").set("external_id", "e1")).text("error") ==
        "duplicate_external_id"
    );
    CHECK(publish(world, home("x").set("external_id", "h")).at("ok").boolean());
    CHECK(publish(world, home("y").set("external_id", "h")).at("ok").boolean());
    CHECK(
        publish(world, home("x").set("external_id", "h"), ben).text("error") ==
        "duplicate_external_id"
    );
    world.control("POST", "/control/close", Json::object({{"user", mia}, {"all", true}}));
    CHECK(open_with(world, trigger, modal("x").set("external_id", "e1")).at("ok").boolean());
}

TEST_CASE("everybody has one Home view, and the last publish wins") {
    World world;
    const Json first = publish(world, home("one"));
    CHECK(first.at("view").text("type") == "home");
    const Json second = publish(world, home("two"));
    CHECK(second.at("view").text("id") == first.at("view").text("id"));
    CHECK(second.at("view").text("hash") != first.at("view").text("hash"));
    const Json seen = world.control("GET", std::string("/control/home?user=") + mia);
    CHECK(seen.text("text") == "two\n");
    CHECK(publish(world, home("x"), "U0NOBODY").text("error") == "invalid_arguments");
    const Json ask = Json::object(
        {{"user_id", mia}, {"view", home("z")}, {"hash", first.at("view").text("hash")}}
    );
    CHECK(world.api("views.publish", ask).text("error") == "hash_conflict");
    world.workspace.app.home_tab = false;
    CHECK(publish(world, home("x")).text("error") == "not_enabled");
}

TEST_CASE("a view that breaks a rule is refused with a pointer, one too large by its own name") {
    World world;
    const Json bad = publish(world, home(text_of(3001)));
    CHECK(bad.text("error") == "invalid_arguments");
    CHECK(
        bad.at("response_metadata").at("messages").items().at(0).string() ==
        "[ERROR] must be less than 3001 characters [json-pointer:/view/blocks/0/text/text]"
    );
    CHECK(publish(world, home(text_of(250'001))).text("error") == "view_too_large");
    CHECK(publish(world, modal("x")).text("error") == "invalid_arguments");
    CHECK(world.violations().size() == 3);
}

TEST_CASE("a view may come as JSON text in a form") {
    World world;
    HttpRequest request{"POST", "/api/views.publish"};
    request.headers = {
        {"Authorization", std::string("Bearer ") + token},
        {"Content-Type", "application/x-www-form-urlencoded"}};
    request.body =
        "user_id=U0MIA00001&view=" + encode_form({{"", write_json(home("x"))}}).substr(1);
    CHECK(parse_json(world.api_raw(request).body)->at("ok").boolean());
}

TEST_CASE("a choice kept by an update that does not offer it any more is recorded") {
    World world;
    const auto select = [](const char* value) {
        const Json option = Json::object({{"text", plain(value)}, {"value", value}});
        const Json element = Json::object(
            {{"type", "static_select"}, {"action_id", "a"}, {"options", Json::array({option})}}
        );
        Json view = modal("x");
        return view.set("submit", plain("Go"))
            .set(
                "blocks",
                Json::array({Json::object(
                    {{"type", "input"},
                     {"block_id", "b"},
                     {"label", plain("L")},
                     {"element", element}}
                )})
            );
    };
    const std::string id = world.open_modal(select("one"));
    world.control(
        "POST",
        "/control/choose",
        Json::object({{"user", mia}, {"surface", "modal"}, {"action_id", "a"}, {"option", "one"}})
    );
    world.api("views.update", Json::object({{"view_id", id}, {"view", select("two")}}));
    CHECK(world.violations() == std::vector<std::string>{"kept_choice_not_offered"});
}
