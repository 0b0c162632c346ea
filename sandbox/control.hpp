// The control interface: tests act as any person, look at what people see, plant faults and move
// the clock. Plain HTTP on loopback, JSON both ways.
#pragma once

#include <map>
#include <string>

#include "sandbox/faults.hpp"
#include "sandbox/rate_limits.hpp"
#include "sandbox/stage.hpp"
#include "sandbox/web_api.hpp"

namespace sandbox {

class Control {
 public:
    Control(Stage& stage, WebApi& api, RateLimits& limits, Faults& faults, Signal& clock_moved);

    // Answers {"ok":true,…}, or {"ok":false,"error":"sentence"} with a 4xx status.
    Task<HttpResponse> handle(const HttpRequest& request);

    // A call: the JSON body, with the query's arguments as members for GET.
    using Call = std::function<Task<Json>(const Json& ask)>;

 private:
    void add_people();
    void add_views();
    void add_page();
    void add_faults();
    void add_world();
    void on(const std::string& method_and_path, Call call);
    // Calls that need no waiting.
    void on_plain(const std::string& method_and_path, std::function<Json(const Json&)> call);

    Json lose_deliveries(const Json& ask);
    Task<Json> clock_wait(const Json& ask);
    Task<Json> log_after(const Json& ask);
    Task<Json> uninstall(const Json& ask);
    Task<Json> revoke(const Json& ask);

    Stage& stage_;
    WebApi& api_;
    RateLimits& limits_;
    Faults& faults_;
    Signal& clock_moved_;
    std::map<std::string, Call> calls_;
};

// What a person sees, as JSON: for control calls and, later, for a page.
Json home_json(Stage& stage, Person& person);
Json modals_json(Stage& stage, Person& person);
Json messages_json(Stage& stage, Person& person);
Json state_json(Stage& stage);
// {user, in, contains, gone, timeout_ms}: returns when it is so; a Refusal with 408 if it is not in
// time.
Task<Json> wait_for(Stage& stage, const Json& ask);

// Hostile or repeated requests: {kind, body | payload, sign, headers, repeat, parallel}, and
// {log_id, fresh_signature, times}.
Task<Json> deliver_raw(Stage& stage, const Json& ask);
Task<Json> replay(Stage& stage, const Json& ask);

}  // namespace sandbox
