#include "bot/webhook.hpp"

#include <date/date.h>

#include "bot/json_read.hpp"
#include "bot/json_write.hpp"
#include "bot/scim.hpp"
#include "bot/scim_change.hpp"
#include "bot/web_address.hpp"
#include "store/digest.hpp"

namespace bot {
namespace {

constexpr std::size_t answer_limit = 256 * 1024;
constexpr std::size_t longest_message = 500;

std::string told(policy::Instant at) {
    return date::format("%FT%TZ", at);
}

bool same_origin(const std::string& a, const std::string& b) {
    const auto one = parse_web_address(a);
    const auto other = parse_web_address(b);
    return one && other && one->origin() == other->origin();
}

Attempt no_answer(const scim::Error& error, const std::string& application, CallKind kind) {
    auto attempt = attempt_of(error, application, kind);
    // A question that is not answered says nothing of the order, which was taken.
    if (kind == CallKind::looks) {
        attempt.end = AttemptEnd::again;
        attempt.maybe_done = true;
    }
    return attempt;
}

store::Task<Attempt> exchange(
    HttpsClient& https,
    const WebhookAccess& access,
    HttpCall call,
    std::string application,
    CallKind kind
) {
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(access.now.time_since_epoch());
    const auto timestamp = std::to_string(seconds.count());
    call.time_limit = access.time_limit;
    call.answer_limit = answer_limit;
    call.headers.emplace_back("Accept", "application/json");
    call.headers.emplace_back("X-Latchkey-Request-Timestamp", timestamp);
    call.headers.emplace_back(
        "X-Latchkey-Signature", webhook_signature(access.secret, timestamp, call.body)
    );
    const auto answered = co_await https.call(call);
    if (answered.has_error())
        co_return no_answer(scim::error_of(answered.error()), application, kind);
    if (answered->status < 200 || answered->status > 299)
        co_return no_answer(scim::error_of(*answered), application, kind);
    const auto answer = read_webhook_answer(answered->body);
    if (answer) co_return attempt_of(*answer, application);
    Attempt attempt{AttemptEnd::again};
    attempt.sentence = application + " gave an answer that does not say what became of it.";
    attempt.maybe_done = true;
    co_return attempt;
}

}  // namespace

std::string webhook_body(const WebhookOrder& order) {
    JsonText json;
    json.begin_object();
    json.field("version", std::int64_t{webhook_version});
    json.field("type", order.grants ? "access.grant" : "access.revoke");
    json.field("id", order.key);
    json.begin_object("access");
    json.field("application", order.application);
    json.field("project", order.project);
    json.field("resource_type", order.resource_type);
    json.field("resource", order.resource);
    json.field("privilege", order.privilege);
    json.field("privileged", order.privileged);
    json.end_object();
    json.begin_object("account");
    json.field("username", order.username);
    json.field("id", order.account_id);
    json.field("email", order.email);
    json.field("may_create", order.may_create);
    json.end_object();
    json.begin_object("holder");
    json.field("name", order.holder_name);
    json.field("email", order.holder_email);
    json.end_object();
    json.begin_object("request");
    json.field("id", order.request);
    json.field("requester_name", order.requester_name);
    json.field("requester_email", order.requester_email);
    json.field("reason", order.reason);
    json.end_object();
    json.field("ends_at", order.ends ? std::optional{told(*order.ends)} : std::nullopt);
    json.field(
        "callback_url",
        order.callback_url.empty() ? std::nullopt : std::optional{order.callback_url}
    );
    json.end_object();
    return json.text();
}

std::string webhook_signature(
    const std::string& secret, const std::string& timestamp, const std::string& body
) {
    return "v0=" + store::hmac_sha256(secret, "v0:" + timestamp + ":" + body);
}

std::optional<WebhookAnswer> read_webhook_answer(const std::string& body) {
    auto text = body;
    json::Parser parser;
    const auto* parsed = parser.parse(text.data(), text.size());
    if (parsed == nullptr || !parsed->IsObject()) return std::nullopt;
    WebhookAnswer answer;
    const auto status = json::text(*parsed, "status");
    if (status == "done") {
        answer.status = WebhookStatus::done;
    } else if (status == "failed") {
        answer.status = WebhookStatus::failed;
    } else if (status == "pending") {
        answer.status = WebhookStatus::pending;
    } else {
        return std::nullopt;
    }
    answer.id = json::text(*parsed, "id");
    answer.message = json::text(*parsed, "message");
    answer.poll_url = json::text(*parsed, "status_url");
    if (const auto* account = json::find_object(*parsed, "account")) {
        NamedAccount named{json::text(*account, "username"), json::text(*account, "id")};
        if (!named.username.empty()) answer.account = std::move(named);
    }
    return answer;
}

Attempt attempt_of(const WebhookAnswer& answer, const std::string& application) {
    Attempt attempt;
    switch (answer.status) {
        case WebhookStatus::done:
            attempt.end = AttemptEnd::done;
            attempt.account = answer.account;
            break;
        case WebhookStatus::pending:
            attempt.end = AttemptEnd::pending;
            attempt.poll_url = answer.poll_url;
            break;
        case WebhookStatus::failed: {
            attempt.end = AttemptEnd::failed;
            auto message = answer.message;
            if (message.size() > longest_message) {
                auto end = longest_message;
                while (end > 0 && (static_cast<unsigned char>(message[end]) & 0xC0) == 0x80)
                    --end;
                message.resize(end);
            }
            attempt.sentence = message.empty() ? application + " could not do it."
                                               : application + " could not do it: " + message;
            break;
        }
    }
    return attempt;
}

store::Task<Attempt> webhook_change(
    HttpsClient& https, const WebhookAccess& access, const WebhookOrder& order
) {
    HttpCall call;
    call.url = access.url;
    call.content_type = "application/json; charset=utf-8";
    call.body = webhook_body(order);
    call.headers.emplace_back("Idempotency-Key", order.key);
    const auto name = order.application;
    auto attempt = co_await exchange(https, access, call, name, CallKind::changes);
    if (!same_origin(attempt.poll_url, access.url)) attempt.poll_url.clear();
    co_return attempt;
}

store::Task<Attempt> webhook_poll(
    HttpsClient& https,
    const WebhookAccess& access,
    const std::string& poll_url,
    const std::string& application
) {
    HttpCall call;
    call.method = "GET";
    call.url = poll_url;
    call.safe_to_repeat = true;
    auto attempt = co_await exchange(https, access, call, application, CallKind::looks);
    if (attempt.end == AttemptEnd::pending && !same_origin(attempt.poll_url, access.url))
        attempt.poll_url = poll_url;
    co_return attempt;
}

}  // namespace bot
