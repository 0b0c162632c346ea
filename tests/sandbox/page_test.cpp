// What the web page needs besides: the live stream, the front door, reading marks, finding people,
// lost deliveries, and the gallery's person whom no bot serves.
#include <unistd.h>
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include "sandbox/front.hpp"
#include "sandbox/page.hpp"
#include "world.hpp"

using namespace sandbox_tests;

namespace {

HttpResponse acks(const Heard&) {
    return empty_ok();
}

Json object(std::initializer_list<Json::Member> members) {
    return Json::object(members);
}

Json input(const char* block_id, Json element) {
    return object(
        {{"type", "input"},
         {"block_id", block_id},
         {"label", plain(block_id)},
         {"optional", true},
         {"element", element.set("action_id", "a")}}
    );
}

Json modal(std::initializer_list<Json> blocks) {
    return object(
        {{"type", "modal"},
         {"title", plain("T")},
         {"submit", plain("Send")},
         {"blocks", Json::array(blocks)}}
    );
}

// The data of the last event of that name in a piece of the stream; null without one.
Json event_in(const std::string& piece, const std::string& name) {
    const std::string head = "event: " + name + "\ndata: ";
    const std::size_t at = piece.rfind(head);
    if (at == std::string::npos) return {};
    const std::size_t from = at + head.size();
    return *parse_json(piece.substr(from, piece.find('\n', from) - from));
}

// A page that is connected: what it was told last.
struct Listener {
    World& world;
    HttpResponse response;
    std::string piece = {};

    Listener(World& in, const std::string& users)
        : world(in), response(in.control_raw({"GET", "/control/live?users=" + users, {}, ""})) {
        REQUIRE(response.next_piece);
    }
    void hear() {
        bool done = false;
        auto listen = [](Listener& self, bool& heard) -> Task<void> {
            self.piece = co_await self.response.next_piece();
            heard = true;
        };
        spawn(world.io, listen(*this, done));
        world.until([&] { return done; });
    }
};

std::string seen_by(World& world, const char* what, const std::string& user) {
    return write_json(world.control("GET", std::string("/control/") + what + "?user=" + user));
}

}  // namespace

TEST_CASE("a page that connects is told the world, its people, the clock and the log") {
    World world;
    Listener page(world, std::string(mia) + "," + ben);
    page.hear();
    CHECK(event_in(page.piece, "world").at("app").text("name") == "Latchkey");
    CHECK(event_in(page.piece, "person").text("user") == ben);
    CHECK(event_in(page.piece, "clock").at("offset_ms").integer() == 0);
    CHECK(event_in(page.piece, "log").at("entries").is_array());
}

TEST_CASE("a connected page hears of a message, of the clock, and of nobody else") {
    World world;
    Listener page(world, mia);
    page.hear();
    const Json post = object({{"channel", mia}, {"text", "for Mia"}});
    world.api("chat.postMessage", post);
    page.hear();
    const Json screen = event_in(page.piece, "person");
    CHECK(screen.at("messages").items().at(0).text("text") == "for Mia");
    CHECK(screen.at("unread").integer() == 1);
    CHECK(screen.at("version").integer() > 0);
    world.api("chat.postMessage", object({{"channel", ben}, {"text", "for Ben"}}));
    world.control("POST", "/control/clock", object({{"advance_ms", 3'600'000}}));
    page.hear();
    CHECK(event_in(page.piece, "person").is_null());
    CHECK(event_in(page.piece, "clock").at("offset_ms").integer() == 3'600'000);
}

TEST_CASE("somebody unknown cannot be watched") {
    World world;
    const HttpResponse response = world.control_raw({"GET", "/control/live?users=U404", {}, ""});
    CHECK(response.status == 404);
}

TEST_CASE("a screen brings the names of those who stand on it") {
    World world;
    world.api(
        "chat.postMessage",
        object({{"channel", mia}, {"text", std::string("ask <@") + ben + "> or <@U404|x>"}})
    );
    const Json screen = page_json(world.stage, *world.workspace.person(mia));
    CHECK(screen.at("names").text(ben) == "Ben Okri");
    CHECK_FALSE(screen.at("names").has("U404"));
    CHECK(screen.at("person").text("tz") == "Europe/Amsterdam");
}

TEST_CASE("what a person has looked at is read, until the app writes again") {
    World world;
    world.api("chat.postMessage", object({{"channel", mia}, {"text", "one"}}));
    CHECK(page_json(world.stage, *world.workspace.person(mia)).at("unread").integer() == 1);
    world.control("POST", "/control/mark_read", object({{"user", mia}}));
    CHECK(page_json(world.stage, *world.workspace.person(mia)).at("unread").integer() == 0);
    world.api("chat.postMessage", object({{"channel", mia}, {"text", "two"}}));
    CHECK(page_json(world.stage, *world.workspace.person(mia)).at("unread").integer() == 1);
}

TEST_CASE("people are found by a part of what is known of them, the app never") {
    World world;
    const auto found = [&](const std::string& query) {
        std::string names;
        const Json answer = world.control("GET", "/control/people?query=" + query);
        for (const Json& person : answer.at("people").items())
            names += person.text("name") + ",";
        return names;
    };
    CHECK(found("okr") == "Ben Okri,");
    CHECK(found("MIA%40acme") == "Mia Wong,");
    CHECK(found("latchkey").empty());
    CHECK(found("nobody").empty());
}

TEST_CASE("a delivery that is lost on purpose is trouble for the person and no broken rule") {
    // What is not lost must arrive in time on a busy machine, too.
    World world(acks, milliseconds(2'000));
    const Json button =
        object({{"type", "button"}, {"action_id", "go"}, {"text", plain("Go")}, {"value", "1"}});
    const Json block = object({{"type", "actions"}, {"elements", Json::array({button})}});
    world.open_modal(modal({block}));
    world.control("POST", "/control/delivery_faults", object({{"kind", "timeout"}, {"times", 1}}));
    const Json press = object({{"user", mia}, {"surface", "modal"}, {"text", "Go"}});
    const Json lost = world.control("POST", "/control/click", press);
    CHECK(lost.text("outcome") == "trouble");
    CHECK(lost.text("failure") == "http_timeout");
    CHECK(world.heard.empty());
    CHECK(
        seen_by(world, "modals", mia).find("We had some trouble connecting") != std::string::npos
    );
    CHECK(world.violations().empty());
    const Json arrived = world.control("POST", "/control/click", press);
    CHECK(arrived.text("outcome") == "ok");
    CHECK(arrived.at("version").integer() > lost.at("version").integer());
}

TEST_CASE("what an external select has offered is chosen without asking again") {
    const Json oslo = object({{"text", plain("Oslo")}, {"value", "oslo"}});
    World world([&](const Heard&) { return json_ok(object({{"options", Json::array({oslo})}})); });
    world.open_modal(modal({input("city", object({{"type", "external_select"}}))}));
    Json ask = object({{"user", mia}, {"surface", "modal"}, {"block_id", "city"}});
    CHECK(
        world.refused("/control/choose", Json(ask).set("value", "oslo").set("offered", true), 404)
            .find("not offered") != std::string::npos
    );
    world.control("POST", "/control/suggest", Json(ask).set("action_id", "a").set("query", "osl"));
    world.control("POST", "/control/choose", ask.set("value", "oslo").set("offered", true));
    CHECK(world.heard.size() == 1);
    CHECK(seen_by(world, "modals", mia).find("\"selected_option\":{\"text\"") != std::string::npos);
}

TEST_CASE("conversations, rich text and files are held as Slack holds them") {
    World world;
    world.open_modal(modal(
        {input("where", object({{"type", "conversations_select"}})),
         input("channels", object({{"type", "multi_channels_select"}})),
         input("words", object({{"type", "rich_text_input"}})),
         input("files", object({{"type", "file_input"}, {"max_files", 1}}))}
    ));
    const auto choose = [&](const char* block_id, const char* name, Json value) {
        Json ask = object({{"user", mia}, {"surface", "modal"}, {"block_id", block_id}});
        world.control("POST", "/control/choose", ask.set(name, std::move(value)));
    };
    choose("where", "conversation", "random");
    choose("channels", "conversations", Json::array({"general", "C0SBRANDOM"}));
    choose("words", "text", "two words");
    const Json file = object({{"name", "a.TXT"}, {"mimetype", "text/plain"}, {"size", 3}});
    choose("files", "files", Json::array({file}));
    const Json& state = world.workspace.person(mia)->modals.back()->state;
    CHECK(state.at("where").at("a").text("selected_conversation") == "C0SBRANDOM");
    CHECK(
        state.at("channels").at("a").at("selected_channels") ==
        Json::array({"C0SBGENERAL", "C0SBRANDOM"})
    );
    CHECK(state.at("words").at("a").at("rich_text_value").text("type") == "rich_text");
    CHECK(state.at("files").at("a").at("files").items().at(0).text("filetype") == "txt");
    const Json two = object(
        {{"user", mia},
         {"surface", "modal"},
         {"block_id", "files"},
         {"files", Json::array({file, file})}}
    );
    CHECK(world.refused("/control/choose", two, 409).find("at most 1") == 0);
}

TEST_CASE("the gallery's person is recorded, answered from the table, and unknown to the app") {
    World world;
    const Json select = object({{"type", "external_select"}, {"min_query_length", 0}});
    const Json rome = object({{"text", plain("Rome")}, {"value", "rome"}});
    const Json answers = object({{"block_suggestion", object({{"options", Json::array({rome})}})}});
    const Json view = modal({input("city", select)});
    world.control("POST", "/control/gallery", object({{"modal", view}, {"answers", answers}}));
    Json ask =
        object({{"user", gallery_user}, {"surface", "modal"}, {"action_id", "a"}, {"query", ""}});
    const Json offered = world.control("POST", "/control/suggest", ask);
    CHECK(offered.at("options").items().at(0).text("value") == "rome");
    CHECK(world.control("POST", "/control/submit", ask).text("result") == "closed");
    CHECK(world.journal.find(offered.at("log_id").integer())->kind == "block_suggestion");
    CHECK(world.violations().empty());
    CHECK(write_json(world.api("users.list")).find(gallery_user) == std::string::npos);
    CHECK(write_json(world.control("GET", "/control/people")).find("Gallery") == std::string::npos);
    const Json broken = object({{"modal", modal({section("")})}});
    CHECK(
        world.refused("/control/gallery", broken, 400).find("/modal/blocks/0") != std::string::npos
    );
}

TEST_CASE("the page's files have their types and a policy, and no path leads out of the folder") {
    namespace fs = std::filesystem;
    const fs::path folder =
        fs::temp_directory_path() / ("sandbox-page-" + std::to_string(getpid()));
    fs::create_directories(folder);
    World world;
    CHECK_THROWS_WITH(
        Front(world.control_calls, folder.string()), Catch::Contains("has no index.html")
    );
    std::ofstream(folder / "index.html") << "<p>page</p>";
    std::ofstream(folder / "app.js") << "1";
    std::ofstream(folder / ".stamp") << "x";
    Front front(world.control_calls, folder.string());
    const auto get = [&](const std::string& path, Headers headers = {}) {
        const HttpRequest request{"GET", path, std::move(headers), ""};
        return world.finish(front.handle(request));
    };
    CHECK(get("/").body == "<p>page</p>");
    CHECK(get("/?user=U1").body == "<p>page</p>");
    CHECK(get("/gallery").body == "<p>page</p>");
    const HttpResponse script = get("/app.js");
    CHECK(*find_header(script.headers, "content-type") == "text/javascript; charset=utf-8");
    CHECK(find_header(script.headers, "content-security-policy")->find("default-src 'none'") == 0);
    CHECK(get("/../etc/passwd").status == 404);
    CHECK(get("/.stamp").status == 404);
    CHECK(get("/control/state").status == 200);
    fs::remove_all(folder);
}

TEST_CASE("another web site cannot ask: neither with its origin nor with a name of its own") {
    World world;
    Front front(world.control_calls, "");
    const auto status = [&](Headers headers) {
        const HttpRequest request{"GET", "/control/state", std::move(headers), ""};
        return world.finish(front.handle(request)).status;
    };
    CHECK(status({{"Host", "127.0.0.1:8445"}}) == 200);
    CHECK(status({{"Host", "localhost:8445"}, {"Origin", "http://localhost:8445"}}) == 200);
    CHECK(status({{"Host", "[::1]:8445"}}) == 200);
    CHECK(status({{"Host", "127.0.0.1:8445"}, {"Origin", "https://evil.example"}}) == 403);
    CHECK(status({{"Host", "127.0.0.1:8445"}, {"Origin", "null"}}) == 403);
    CHECK(status({{"Host", "evil.example:8445"}}) == 403);
    const HttpRequest bare{"GET", "/", {}, ""};
    CHECK(world.finish(front.handle(bare)).body.find("--web") != std::string::npos);
}
