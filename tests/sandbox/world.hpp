// A whole sandbox inside the test program: its clock stands still until it is moved, and calls to
// the Web API and to the control interface are made without sockets.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sandbox/control.hpp"

namespace sandbox_tests {

using namespace sandbox;

inline constexpr const char* mia = "U0MIA00001";
inline constexpr const char* ben = "U0BEN00001";
inline constexpr const char* token = "xoxb-test-token";
inline constexpr const char* secret = "8f742231b10e8888abcd99yyyzzz85a5";

// Three people (one deactivated), all scopes that the bot asks for.
Json workspace_file();

// {"type":"plain_text","text":…} and {"type":"mrkdwn",…}
Json plain(std::string_view text);
Json mrkdwn(std::string_view text);
Json section(std::string_view text);
// A text of that many characters.
std::string text_of(std::size_t length);

// What the app under test answers to a delivery. `form` holds the decoded payload (or the event, or
// the command's fields).
struct Heard {
    std::string path;
    Headers headers;
    std::string body;
    Json payload;
};
using BotScript = std::function<HttpResponse(const Heard&)>;

// An empty 200, and one with JSON.
HttpResponse empty_ok();
HttpResponse json_ok(const Json& body);

class World {
 public:
    // Without a bot, nothing listens where deliveries go. With one, `patience` stands for Slack's
    // three seconds.
    World();
    explicit World(BotScript script, milliseconds patience = milliseconds(20'000));
    ~World();

    // POSTs JSON to a method with the good token.
    Json api(const std::string& method, const Json& arguments = Json::object());
    HttpResponse api_raw(const HttpRequest& request);
    HttpResponse control_raw(const HttpRequest& request);
    // The answer of a control call, which must not fail.
    Json control(const std::string& method, const std::string& path, const Json& ask = {});
    // Runs the loop until the task is done.
    HttpResponse finish(Task<HttpResponse> task);

    // As a POST of a control call that fails: its status and sentence.
    std::string refused(const std::string& path, const Json& ask, unsigned status);
    // Runs the loop until it is so, or fails.
    void until(const std::function<bool()>& so);
    // Puts a modal in front of a person, as an app would. Returns its id.
    std::string open_modal(const Json& view, const char* user = mia);
    std::vector<std::string> violations() const;

    Millis now = 1'700'000'000'000;  // the real clock
    std::vector<Heard> heard;        // by the bot, in order
    asio::io_context io{1};
    Clock clock;
    Signal clock_moved{io};
    Journal journal{io, clock};
    Workspace workspace{io, clock, workspace_file()};
    Deliverer deliverer;
    Events events{io, clock, workspace, deliverer, clock_moved};
    RateLimits limits{true};
    Faults faults;
    WebApi web_api;
    Stage stage{io, clock, journal, workspace, deliverer, events, "https://127.0.0.1:9"};
    Control control_calls{stage, web_api, limits, faults, clock_moved};

 private:
    Task<HttpResponse> bot_answers(const HttpRequest& request);

    BotScript script_;
    std::unique_ptr<HttpServer> bot_;
};

}  // namespace sandbox_tests
