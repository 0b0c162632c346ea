// The order of checks is Slack's: method, token, body, scope, rate, arguments.
#include "sandbox/web_api.hpp"

#include <cmath>

#include "sandbox/encoding.hpp"
#include "sandbox/response_url.hpp"

namespace sandbox {

namespace {

// A call that left before the 429 arrived is not one that ignored it.
constexpr Millis in_flight = 1000;

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts)
        text += (text.empty() ? "" : ",") + part;
    return text;
}

HttpResponse json_response(unsigned status, const Json& body) {
    return {status, {{"Content-Type", "application/json; charset=utf-8"}}, write_slack_json(body)};
}

HttpResponse rate_limited(std::int64_t seconds) {
    HttpResponse response = json_response(429, api_error("ratelimited"));
    response.headers.emplace_back("Retry-After", std::to_string(seconds));
    return response;
}

}  // namespace

struct WebApi::Call {
    const HttpRequest& request;
    std::string method;
    ReadArguments read = {};
    std::int64_t log_seq = 0;
    int retry_after = 0;  // set if the call was rate limited
    std::string user = {};
};

Json api_error(std::string_view error, const std::vector<std::string>& messages) {
    Json out = Json::object({{"ok", false}, {"error", error}});
    if (messages.empty()) return out;
    Json list = Json::array();
    for (const std::string& message : messages)
        list.add(message);
    return out.set("response_metadata", Json::object({{"messages", list}}));
}

Json api_ok(std::initializer_list<Json::Member> members) {
    Json out = Json::object({{"ok", true}});
    for (const Json::Member& member : members)
        out.set(member.name, member.value);
    return out;
}

Json missing_argument(std::string_view name) {
    return api_error("invalid_arguments", {"[ERROR] missing required field: " + std::string(name)});
}

const std::map<std::string, MethodEntry>& api_methods() {
    static const std::map<std::string, MethodEntry> methods{
        {"auth.test", {auth_test, "", auth_test_rate}},
        {"chat.delete", {chat_delete, "chat:write", tier_3}},
        {"chat.postEphemeral", {chat_post_ephemeral, "chat:write", tier_4}},
        {"chat.postMessage", {chat_post_message, "chat:write", post_per_workspace}},
        {"chat.update", {chat_update, "chat:write", tier_3}},
        {"conversations.history", {conversations_history, "im:history", tier_3}},
        {"conversations.info", {conversations_info, "im:read", tier_3}},
        {"conversations.open", {conversations_open, "im:write", tier_3}},
        {"team.info", {team_info, "team:read", tier_3}},
        {"users.info", {users_info, "users:read", tier_4}},
        {"users.list", {users_list, "users:read", tier_2}},
        {"users.lookupByEmail", {users_lookup_by_email, "users:read.email", tier_3}},
        {"views.open", {views_open, "", tier_4}},
        {"views.publish", {views_publish, "", tier_4}},
        {"views.push", {views_push, "", tier_4}},
        {"views.update", {views_update, "", tier_4}},
    };
    return methods;
}

Task<HttpResponse> WebApi::handle(const HttpRequest& request) {
    const std::string path = request.path();
    Call call{.request = request, .method = path};
    const bool api = path.starts_with("/api/");
    if (api) call.method = path.substr(5);
    if (path.starts_with("/response/")) call.method = "response_url";
    call.log_seq = context_.journal.begin(false, call.method, "", request);
    if (!api) {
        HttpResponse response = use_response_url(context_, call.log_seq, request);
        const std::string error = response.status == 200 ? "" : response.body;
        context_.journal.end(call.log_seq, response.status, error, response.body);
        co_return response;
    }
    const std::optional<Fault> fault = faults_.strike(call.method);
    HttpResponse response;
    if (fault && fault->kind == FaultKind::slow) {
        const milliseconds time(fault->ms);
        co_await pause(context_.io, time);
        response = answer(call);
    } else if (fault && fault->kind == FaultKind::rate_limit) {
        response = rate_limited(fault->retry_after);
        note_pause(call.method, static_cast<int>(fault->retry_after));
    } else if (fault && fault->kind == FaultKind::http_500) {
        response = {500, {{"Content-Type", "text/html"}}, "<html>Internal Server Error</html>"};
    } else if (fault && fault->kind == FaultKind::not_json) {
        response = {200, {{"Content-Type", "text/html"}}, "<html>We are sorry</html>"};
    } else if (fault && fault->kind == FaultKind::error) {
        response = json_response(200, api_error(fault->error));
    } else if (fault && fault->kind == FaultKind::reset) {
        response.status = 0;
        response.cut = true;
    } else {
        response = answer(call);
        if (fault) response.cut = true;  // lost_answer
    }
    std::string error;
    if (response.cut) error = "connection cut";
    if (response.status == 429) error = "ratelimited";
    const std::optional<Json> body = parse_json(response.body);
    if (body && error.empty()) error = body->text("error");
    if (LogEntry* entry = context_.journal.find(call.log_seq)) entry->user = call.user;
    context_.journal.end(call.log_seq, response.status, error, response.body);
    co_return response;
}

HttpResponse WebApi::answer(Call& call) {
    call.read = read_arguments(call.request);
    if (!call.read.misuse.empty()) {
        context_.journal.violation(
            "api_misuse", call.method + ": " + call.read.misuse, call.log_seq
        );
    }
    Json body = perform(call);
    if (call.retry_after > 0) return rate_limited(call.retry_after);
    if (!call.read.warning.empty()) {
        body.set("warning", call.read.warning);
        Json metadata = body.at("response_metadata");
        metadata.set("warnings", Json::array({call.read.warning}));
        body.set("response_metadata", metadata);
    }
    HttpResponse response = json_response(200, body);
    const auto& methods = api_methods();
    const auto entry = methods.find(call.method);
    response.headers.emplace_back("x-slack-req-id", random_text(32, hex_digits));
    response.headers.emplace_back("x-oauth-scopes", joined(context_.workspace.app.scopes));
    if (entry != methods.end() && !entry->second.scope.empty())
        response.headers.emplace_back("x-accepted-oauth-scopes", entry->second.scope);
    return response;
}

Json WebApi::perform(Call& call) {
    const auto& methods = api_methods();
    const auto found = methods.find(call.method);
    if (found == methods.end()) return api_error("unknown_method").set("req_method", call.method);
    const MethodEntry& entry = found->second;
    if (!call.read.error.empty()) return api_error(call.read.error);
    if (call.read.token.empty()) return api_error("not_authed");
    if (call.read.token != settings_.token) return api_error("invalid_auth");
    if (!settings_.token_error.empty()) return api_error(settings_.token_error);
    if (!context_.workspace.app.may(entry.scope)) {
        return api_error("missing_scope")
            .set("needed", entry.scope)
            .set("provided", joined(context_.workspace.app.scopes));
    }
    if (const auto wait = limited(call, entry)) {
        call.retry_after = *wait;
        return {};
    }
    ApiContext context = context_;
    context.log_seq = call.log_seq;
    Json body = entry.run(context, call.read.arguments);
    call.user = context.user;
    if (!body.at("ok").boolean() && call.read.error.empty()) {
        const std::string& error = body.text("error");
        const bool callers_fault = error.starts_with("invalid_") || error == "view_too_large" ||
                                   error == "msg_too_long" || error == "no_text" ||
                                   error == "missing_argument" || error == "push_limit_reached";
        if (callers_fault) {
            const std::string what = call.method + ": " + write_json(body);
            context_.journal.violation("refused_call", what, call.log_seq);
        }
    }
    return body;
}

// Two buckets for chat.postMessage (workspace and channel), one for the others.
std::optional<int> WebApi::limited(const Call& call, const MethodEntry& entry) {
    const Millis now = context_.clock.product();
    check_pause(call.method, call.log_seq);
    if (const auto wait = limits_.take(call.method, entry.rate, now)) {
        note_pause(call.method, *wait);
        return wait;
    }
    if (call.method != "chat.postMessage") return std::nullopt;
    std::string where = call.read.arguments.text("channel");
    if (const Channel* channel = context_.workspace.channel(where)) where = channel->user;
    const std::string key = call.method + " " + where;
    check_pause(key, call.log_seq);
    const auto wait = limits_.take(key, post_per_channel, now);
    if (wait) {
        limits_.give_back(call.method);
        note_pause(key, *wait);
    }
    return wait;
}

void WebApi::note_pause(const std::string& key, int seconds) {
    pauses_[key] = {context_.clock.product() + seconds * 1000, context_.clock.real()};
}

// A call inside the pause that a 429 asked for, by a caller that had time to see it.
void WebApi::check_pause(const std::string& key, std::int64_t log_seq) {
    const auto pause = pauses_.find(key);
    if (pause == pauses_.end()) return;
    const bool over = context_.clock.product() + in_flight / 4 >= pause->second.until_product;
    if (over) {
        pauses_.erase(pause);
    } else if (context_.clock.real() - pause->second.told_real > in_flight) {
        context_.journal.violation("retry_after_ignored", key, log_seq);
    }
}

}  // namespace sandbox
