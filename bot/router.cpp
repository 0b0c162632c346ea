#include "bot/router.hpp"

#include <spdlog/spdlog.h>

#include <array>
#include <string>
#include <string_view>
#include <variant>

#include "bot/handlers/handlers.hpp"
#include "bot/inbound.hpp"
#include "bot/webhook.hpp"

namespace bot {
namespace {

using handlers::Ack;

HttpResponse plain(int status, std::string body = "") {
    HttpResponse response;
    response.status = status;
    if (!body.empty()) response.content_type = "text/plain";
    response.body = std::move(body);
    return response;
}

HttpResponse only(std::string allowed) {
    auto response = plain(405);
    response.allow = std::move(allowed);
    return response;
}

HttpResponse from(Ack ack) {
    HttpResponse response;
    // Empty means zero bytes: Slack takes anything else for a broken answer
    // (slack-protocol.md 3.4).
    if (!ack.body.empty()) response.content_type = "application/json; charset=utf-8";
    response.body = std::move(ack.body);
    return response;
}

// One label for each kind, in the order of Inbound.
constexpr std::array<std::string_view, std::variant_size_v<Inbound>> kinds{
    "url_verification",
    "ssl_check",
    "event",
    "app_rate_limited",
    "block_actions",
    "view_submission",
    "view_closed",
    "block_suggestion",
    "shortcut",
    "message_action",
    "command",
    "unknown",
};

store::Task<HttpResponse> dispatch(App& app, const Inbound& inbound) {
    if (const auto* check = std::get_if<UrlVerification>(&inbound))
        co_return plain(200, check->challenge);
    if (const auto* event = std::get_if<EventCallback>(&inbound)) {
        const bool kept = co_await handlers::on_event(app, *event);
        // A full queue: Slack repeats events, so it may come again.
        co_return plain(kept ? 200 : 503);
    }
    Ack ack;
    if (const auto* click = std::get_if<BlockActions>(&inbound))
        ack = co_await handlers::on_actions(app, *click);
    if (const auto* form = std::get_if<ViewSubmission>(&inbound))
        ack = co_await handlers::on_submission(app, *form);
    if (const auto* search = std::get_if<BlockSuggestion>(&inbound)) {
        ack = co_await handlers::on_suggestion(app, *search);
    }
    if (const auto* limited = std::get_if<AppRateLimited>(&inbound)) {
        spdlog::warn(
            "router: Slack drops events of workspace {}: more than 30,000 in an hour",
            limited->team.value
        );
    }
    if (const auto* command = std::get_if<SlashCommand>(&inbound)) {
        ack = co_await handlers::on_command(app, *command);
    }
    if (const auto* shortcut = std::get_if<Shortcut>(&inbound)) {
        ack = co_await handlers::on_shortcut(app, *shortcut);
    }
    if (const auto* shortcut = std::get_if<MessageAction>(&inbound)) {
        spdlog::info("router: message shortcut {} is not one of ours", shortcut->callback_id);
    }
    if (const auto* unknown = std::get_if<Unknown>(&inbound)) {
        spdlog::info("router: a payload of unknown kind \"{}\"", mask_secrets(unknown->kind));
    }
    co_return from(std::move(ack));
}

store::Task<HttpResponse> on_slack(
    App& app, SignatureVerifier& verifier, Metrics& metrics, HttpRequest& request
) {
    if (request.method != "POST") co_return only("POST");
    const auto verdict = verifier.verify(request, app.clock.real_now());
    if (verdict != SignatureVerdict::valid) {
        metrics.signature_refused(verdict);
        spdlog::warn(
            "router: refused a request to {}: {}", mask_secrets(request.path), describe(verdict)
        );
        co_return plain(401);
    }
    const auto inbound = parse_inbound(request.content_type, request.body);
    if (!inbound) {
        metrics.inbound_payloads.add({"unreadable", "malformed"});
        spdlog::warn("router: refused a signed body: {}", describe(inbound.error()));
        co_return plain(400);
    }
    auto response = co_await dispatch(app, *inbound);
    const auto result = response.status == 200 ? "accepted" : "queue_full";
    metrics.inbound_payloads.add({kinds[inbound->index()], result});
    co_return response;
}

// The label of a path: a few, whatever is asked for.
std::string_view kind_of(std::string_view path) {
    if (path.starts_with("/slack/")) return "slack";
    if (path.starts_with(callback_path)) return "callback";
    return path == "/healthz" ? "healthz" : "other";
}

HttpResponse on_healthz(const HttpRequest& request) {
    const bool read = request.method == "GET" || request.method == "HEAD";
    return read ? plain(200, "ok\n") : only("GET, HEAD");
}

store::Task<HttpResponse> answer(
    App& app,
    SignatureVerifier& verifier,
    Metrics& metrics,
    const CallbackHandler& on_callback,
    HttpRequest& request
) {
    const auto kind = kind_of(request.path);
    HttpResponse response;
    if (kind == "slack") {
        response = co_await on_slack(app, verifier, metrics, request);
    } else if (kind == "callback") {
        auto key = request.path.substr(callback_path.size());
        if (request.method == "POST") {
            response = co_await on_callback(key, request);
        } else {
            response = only("POST");
        }
    } else {
        response = kind == "healthz" ? on_healthz(request) : plain(404);
    }
    metrics.http_requests.add({kind, std::to_string(response.status)});
    co_return response;
}

}  // namespace

HttpHandler make_router(
    App& app, SignatureVerifier& verifier, Metrics& metrics, CallbackHandler on_callback
) {
    return [&app, &verifier, &metrics, on_callback = std::move(on_callback)](HttpRequest& request) {
        return answer(app, verifier, metrics, on_callback, request);
    };
}

}  // namespace bot
