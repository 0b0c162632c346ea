// Two pages for the operator's tools. A failing check is an answer here, not an error.
#include "bot/admin.hpp"

#include <spdlog/spdlog.h>

#include <exception>

namespace bot {

namespace {

HttpResponse plain(int status, std::string body) {
    HttpResponse response;
    response.status = status;
    response.content_type = "text/plain; charset=utf-8";
    response.body = std::move(body);
    return response;
}

store::Task<bool> is_ready(const AdminChecks& checks) {
    if (!checks.ready) co_return true;
    try {
        auto answer = checks.ready();
        co_return co_await std::move(answer);
    } catch (const std::exception& error) {
        spdlog::warn("admin: not ready: {}", error.what());
        co_return false;
    }
}

store::Task<void> refresh(Metrics& metrics, const AdminChecks& checks) {
    if (!checks.refresh) co_return;
    try {
        auto done = checks.refresh(metrics);
        co_await std::move(done);
    } catch (const std::exception& error) {
        spdlog::warn("admin: the gauges could not be read: {}", error.what());
    }
}

store::Task<HttpResponse> answer(
    Metrics& metrics, const AdminChecks& checks, HttpRequest& request
) {
    if (request.method != "GET" && request.method != "HEAD") {
        auto refusal = plain(405, "");
        refusal.allow = "GET, HEAD";
        co_return refusal;
    }
    if (request.path == "/readyz") {
        const bool ready = co_await is_ready(checks);
        co_return plain(ready ? 200 : 503, ready ? "ready\n" : "not ready\n");
    }
    if (request.path != "/metrics") co_return plain(404, "");
    co_await refresh(metrics, checks);
    auto response = plain(200, metrics.text());
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    co_return response;
}

}  // namespace

HttpHandler admin_handler(Metrics& metrics, AdminChecks checks) {
    auto shared = std::make_shared<const AdminChecks>(std::move(checks));
    return [&metrics, shared](HttpRequest& request) { return answer(metrics, *shared, request); };
}

}  // namespace bot
