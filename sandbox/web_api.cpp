// The order of checks is Slack's: method, token, body, scope, rate, arguments.
#include "sandbox/web_api.hpp"

#include <algorithm>
#include <array>

#include "sandbox/block_kit.hpp"
#include "sandbox/encoding.hpp"
#include "sandbox/response_url.hpp"

namespace sandbox {

namespace {

constexpr const char* response_url_method = "response_url";

// A call that left before the 429 arrived is not one that ignored it.
constexpr Millis in_flight = 1000;

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts)
        text += (text.empty() ? "" : ",") + part;
    return text;
}

// Errors that say the call itself was wrong, whatever the state of the workspace.
bool callers_fault(std::string_view error) {
    constexpr std::array wrong{
        "view_too_large",
        "msg_too_long",
        "no_text",
        "missing_argument",
        "push_limit_reached",
        "unknown_method",
        "missing_scope",
        "missing_post_type",
        "json_not_object",
        "markdown_text_conflict",
        "metadata_too_large",
        "limit_required",
        "too_many_attachments",
        second_table};
    if (error == "invalid_auth" || error == "invalid_cursor") return false;
    return error.starts_with("invalid_") ||
           std::find(wrong.begin(), wrong.end(), error) != wrong.end();
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
        {"api.test", {api_test, "", tier_4, true}},
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
    if (path.starts_with("/api/")) call.method = path.substr(5);
    if (path.starts_with("/response/")) call.method = response_url_method;
    call.log_seq = context_.journal.begin(false, call.method, "", request);
    const std::optional<Fault> fault = faults_.strike(call.method);
    if (fault && fault->kind == FaultKind::slow) {
        const milliseconds time(fault->ms);
        co_await pause(context_.io, time);
    }
    HttpResponse response = fault ? faulty(call, *fault) : answer(call);
    close_log(call, response);
    co_return response;
}

HttpResponse WebApi::faulty(Call& call, const Fault& fault) {
    switch (fault.kind) {
        case FaultKind::slow:
            return answer(call);
        case FaultKind::rate_limit:
            note_pause(call.method, static_cast<int>(fault.retry_after));
            return rate_limited(fault.retry_after);
        case FaultKind::http_500:
            return {500, {{"Content-Type", "text/html"}}, "<html>Internal Server Error</html>"};
        case FaultKind::not_json:
            return {200, {{"Content-Type", "text/html"}}, "<html>We are sorry</html>"};
        case FaultKind::error:
            return json_response(200, api_error(fault.error));
        case FaultKind::reset:
            return {0, {}, "", true};
        case FaultKind::lost_answer:
            break;
    }
    HttpResponse lost = answer(call);
    lost.cut = true;
    return lost;
}

void WebApi::close_log(const Call& call, const HttpResponse& response) {
    std::string error;
    const bool url = call.method == response_url_method;
    if (url && response.status != 200) error = response.body;
    if (const auto body = parse_json(response.body); body && !url) error = body->text("error");
    if (response.cut) error = "connection cut";
    if (LogEntry* entry = context_.journal.find(call.log_seq)) entry->user = call.user;
    context_.journal.end(call.log_seq, response.status, error, response.body);
}

HttpResponse WebApi::answer(Call& call) {
    if (call.method == response_url_method)
        return use_response_url(context_, call.log_seq, call.request);
    call.read = read_arguments(call.request);
    if (!call.read.misuse.empty()) {
        context_.journal.violation(
            "api_misuse", call.method + ": " + call.read.misuse, call.log_seq
        );
    }
    Json body = perform(call);
    if (call.retry_after > 0) return rate_limited(call.retry_after);
    if (callers_fault(body.text("error"))) {
        const std::string what = call.method + ": " + write_json(body);
        context_.journal.violation("refused_call", what, call.log_seq);
    }
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
    if (!entry.for_all) {
        if (call.read.token.empty()) return api_error("not_authed");
        if (call.read.token != settings_.token) return api_error("invalid_auth");
        if (!settings_.token_error.empty()) return api_error(settings_.token_error);
    }
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
