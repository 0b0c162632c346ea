// The same parts that main.cpp wires, on one loop that the test drives.
#include "world.hpp"

#include <boost/asio/co_spawn.hpp>
#include <catch2/catch.hpp>

#include "sandbox/encoding.hpp"
#include "tls.hpp"

namespace sandbox_tests {

namespace {

Json user(const char* id, const char* name, const char* real_name, bool deleted) {
    const Json profile = Json::object(
        {{"real_name", real_name},
         {"display_name", ""},
         {"email", std::string(name) + "@acme.example"}}
    );
    return Json::object(
        {{"id", id},
         {"team_id", "T0SBTEAM01"},
         {"name", name},
         {"deleted", deleted},
         {"real_name", real_name},
         {"tz", "Europe/Amsterdam"},
         {"profile", profile},
         {"is_bot", false},
         {"is_email_confirmed", true}}
    );
}

HttpRequest json_request(const std::string& target, const Json& body) {
    HttpRequest request{"POST", target, {}, write_json(body)};
    request.headers = {
        {"Authorization", std::string("Bearer ") + token},
        {"Content-Type", "application/json; charset=utf-8"}};
    return request;
}

}  // namespace

Json workspace_file() {
    const Json scopes = Json::array(
        {"chat:write",
         "im:write",
         "im:history",
         "im:read",
         "users:read",
         "users:read.email",
         "commands",
         "team:read"}
    );
    return Json::object(
        {{"team", Json::object({{"id", "T0SBTEAM01"}, {"domain", "acme"}, {"name", "Acme"}})},
         {"app",
          Json::object(
              {{"id", "A0SBAPP001"},
               {"bot_user_id", "U0SBBOT001"},
               {"bot_id", "B0SBBOT001"},
               {"name", "Latchkey"},
               {"scopes", scopes}}
          )},
         {"users",
          Json::array(
              {user(mia, "mia", "Mia Wong", false),
               user(ben, "ben", "Ben Okri", false),
               user("U0ZOE00001", "zoe", "Zoe Gone", true)}
          )}}
    );
}

Json plain(std::string_view text) {
    return Json::object({{"type", "plain_text"}, {"text", text}});
}

Json mrkdwn(std::string_view text) {
    return Json::object({{"type", "mrkdwn"}, {"text", text}});
}

Json section(std::string_view text) {
    return Json::object({{"type", "section"}, {"text", mrkdwn(text)}});
}

std::string text_of(std::size_t length) {
    return std::string(length, 'x');
}

HttpResponse empty_ok() {
    return {200, {}, ""};
}

HttpResponse json_ok(const Json& body) {
    return {200, {{"Content-Type", "application/json"}}, write_json(body)};
}

World::World() : World(nullptr) {}

World::World(BotScript script, milliseconds patience)
    : clock([this] { return now; }),
      deliverer(
          io, clock, journal, {"https://127.0.0.1:1", test_tls().certificate, secret, patience}
      ),
      web_api({io, clock, journal, workspace, events}, {token}, limits, faults),
      script_(std::move(script)) {
    if (!script_) return;
    bot_ = std::make_unique<HttpServer>(
        io,
        Address{"127.0.0.1", 0},
        test_tls(),
        [this](const HttpRequest& request) { return bot_answers(request); }
    );
    deliverer.set_bot_url("https://" + bot_->address().text());
}

World::~World() {
    if (bot_) bot_->stop();
    io.poll();
}

Task<HttpResponse> World::bot_answers(const HttpRequest& request) {
    Heard one{request.path(), request.headers, request.body, {}};
    if (auto json = parse_json(request.body)) {
        one.payload = *json;
    } else if (const auto fields = decode_form(request.body)) {
        for (const auto& [name, value] : *fields)
            one.payload.set(name, value);
        if (one.payload.has("payload")) one.payload = *parse_json(one.payload.text("payload"));
    }
    heard.push_back(one);
    co_return script_(one);
}

void World::until(const std::function<bool()>& so) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    io.restart();
    while (!so() && std::chrono::steady_clock::now() < deadline)
        io.run_one_for(milliseconds(100));
    REQUIRE(so());
}

std::string World::refused(const std::string& path, const Json& ask, unsigned status) {
    const HttpResponse response = control_raw({"POST", path, {}, write_json(ask)});
    INFO(response.body);
    CHECK(response.status == status);
    return parse_json(response.body)->text("error");
}

HttpResponse World::finish(Task<HttpResponse> task) {
    HttpResponse response;
    bool done = false;
    std::exception_ptr failure;
    auto take = [&](std::exception_ptr error, HttpResponse answer) {
        failure = error;
        response = std::move(answer);
        done = true;
    };
    asio::co_spawn(io.get_executor(), std::move(task), take);
    io.restart();
    while (!done && io.run_one() > 0)
        continue;
    if (failure) std::rethrow_exception(failure);
    REQUIRE(done);
    return response;
}

HttpResponse World::api_raw(const HttpRequest& request) {
    return finish(web_api.handle(request));
}

Json World::api(const std::string& method, const Json& arguments) {
    const HttpResponse response = api_raw(json_request("/api/" + method, arguments));
    const auto body = parse_json(response.body);
    REQUIRE(body);
    return *body;
}

HttpResponse World::control_raw(const HttpRequest& request) {
    return finish(control_calls.handle(request));
}

Json World::control(const std::string& method, const std::string& path, const Json& ask) {
    const HttpRequest request{method, path, {}, ask.is_null() ? "" : write_json(ask)};
    const HttpResponse response = control_raw(request);
    const auto body = parse_json(response.body);
    REQUIRE(body);
    INFO(response.body);
    REQUIRE(body->at("ok").boolean());
    return *body;
}

std::string World::open_modal(const Json& view, const char* user) {
    const std::string trigger = workspace.issue_trigger(user, TriggerSource::home, "");
    const Json answer = api("views.open", Json::object({{"trigger_id", trigger}, {"view", view}}));
    INFO(write_json(answer));
    REQUIRE(answer.at("ok").boolean());
    return answer.at("view").text("id");
}

std::vector<std::string> World::violations() const {
    std::vector<std::string> kinds;
    for (const Violation& violation : journal.violations())
        kinds.push_back(violation.kind);
    return kinds;
}

}  // namespace sandbox_tests
