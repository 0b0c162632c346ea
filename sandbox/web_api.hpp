// The Web API: one table of methods with scope and rate, and what all of them share (tokens,
// bodies, warnings, limits, planted faults). The methods themselves are functions in web_api_*.cpp.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "sandbox/arguments.hpp"
#include "sandbox/events.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/journal.hpp"
#include "sandbox/rate_limits.hpp"
#include "sandbox/workspace.hpp"

namespace sandbox {

struct ApiSettings {
    std::string token;  // the one that is accepted
    std::string token_error =
        {};  // what a dead token gets: "token_revoked" …; empty while it lives
};

// What a method sees.
struct ApiContext {
    asio::io_context& io;
    Clock& clock;
    Journal& journal;
    Workspace& workspace;
    Events& events;
    std::int64_t log_seq = 0;
    // Set by a method that knows whom the call concerns, for the log.
    std::string user = {};
    // How long a trigger lives, in ms of real time.
    Millis trigger_lifetime = 3000;
};

using ApiMethod = Json (*)(ApiContext&, const Arguments&);

struct MethodEntry {
    ApiMethod run;
    std::string scope;  // empty if none is needed
    Rate rate;
    bool for_all = false;  // needs no token
};

// {"ok":false,"error":…}, with response_metadata.messages where there are any.
Json api_error(std::string_view error, const std::vector<std::string>& messages = {});
Json api_ok(std::initializer_list<Json::Member> members = {});
// "[ERROR] missing required field: channel" under invalid_arguments.
Json missing_argument(std::string_view name);

// api.test, auth.test, team.info, users.*
Json api_test(ApiContext& context, const Arguments& arguments);
Json auth_test(ApiContext& context, const Arguments& arguments);
Json team_info(ApiContext& context, const Arguments& arguments);
Json users_list(ApiContext& context, const Arguments& arguments);
Json users_info(ApiContext& context, const Arguments& arguments);
Json users_lookup_by_email(ApiContext& context, const Arguments& arguments);
// conversations.*
Json conversations_open(ApiContext& context, const Arguments& arguments);
Json conversations_info(ApiContext& context, const Arguments& arguments);
Json conversations_history(ApiContext& context, const Arguments& arguments);
// chat.*
Json chat_post_message(ApiContext& context, const Arguments& arguments);
Json chat_post_ephemeral(ApiContext& context, const Arguments& arguments);
Json chat_update(ApiContext& context, const Arguments& arguments);
Json chat_delete(ApiContext& context, const Arguments& arguments);
// views.*
Json views_open(ApiContext& context, const Arguments& arguments);
Json views_push(ApiContext& context, const Arguments& arguments);
Json views_update(ApiContext& context, const Arguments& arguments);
Json views_publish(ApiContext& context, const Arguments& arguments);

const std::map<std::string, MethodEntry>& api_methods();

class WebApi {
 public:
    WebApi(ApiContext context, ApiSettings settings, RateLimits& limits, Faults& faults)
        : context_(std::move(context)),
          settings_(std::move(settings)),
          limits_(limits),
          faults_(faults) {}

    // Any request to the HTTPS listener: /api/METHOD or a response_url.
    Task<HttpResponse> handle(const HttpRequest& request);

    ApiSettings& settings() { return settings_; }

 private:
    struct Call;
    HttpResponse answer(Call& call);
    HttpResponse faulty(Call& call, const Fault& fault);
    void close_log(const Call& call, const HttpResponse& response);
    Json perform(Call& call);
    std::optional<int> limited(const Call& call, const MethodEntry& entry);
    void note_pause(const std::string& key, int seconds);
    void check_pause(const std::string& key, std::int64_t log_seq);

    ApiContext context_;
    ApiSettings settings_;
    RateLimits& limits_;
    Faults& faults_;
    struct Pause {
        Millis until_product;
        Millis told_real;
    };
    std::map<std::string, Pause> pauses_;
};

}  // namespace sandbox
