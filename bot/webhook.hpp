// The webhook by which an application is told what was decided: what we send, how it is signed, and
// what it may answer. Pure but for webhook_change() and webhook_poll().
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/fulfil_attempt.hpp"
#include "bot/https_client.hpp"
#include "policy/ids.hpp"
#include "store/gate.hpp"

namespace bot {

inline constexpr int webhook_version = 1;
inline constexpr std::string_view callback_path = "/callbacks/fulfilment/";

// What is to be done, by version 1 of our format.
struct WebhookOrder {
    std::string key;  // the same for every repetition
    bool grants = true;
    std::string application;
    std::string project;
    std::string resource_type;
    std::string resource;
    std::string privilege;
    bool privileged = false;
    std::string username;  // of the account; empty where it is not known
    std::string account_id;
    std::string email;
    bool may_create = false;
    std::string holder_name;
    std::string holder_email;
    std::string requester_name;
    std::string requester_email;
    std::int64_t request = 0;
    std::string reason;
    std::optional<policy::Instant> ends;  // of the access; none: permanent
    std::string callback_url;             // empty where we have no address
};
std::string webhook_body(const WebhookOrder& order);

// "v0=…" over timestamp and body, as Slack signs.
std::string webhook_signature(
    const std::string& secret, const std::string& timestamp, const std::string& body
);

// What it answers, and what a callback or a poll says.
enum class WebhookStatus { done, failed, pending };
struct WebhookAnswer {
    WebhookStatus status = WebhookStatus::done;
    std::string id;        // of the order; only a callback must say it
    std::string message;   // of a failure
    std::string poll_url;  // where to ask, while pending
    std::optional<NamedAccount> account;
};
std::optional<WebhookAnswer> read_webhook_answer(const std::string& body);

Attempt attempt_of(const WebhookAnswer& answer, const std::string& application);

// Where an application's webhook is and what signs.
struct WebhookAccess {
    std::string url;
    std::string secret;
    std::chrono::milliseconds time_limit{30'000};
    std::chrono::system_clock::time_point now;  // the real clock's
};
store::Task<Attempt> webhook_change(
    HttpsClient& https, const WebhookAccess& access, const WebhookOrder& order
);
// Asks what became of something pending; an address elsewhere than the webhook is not asked.
store::Task<Attempt> webhook_poll(
    HttpsClient& https,
    const WebhookAccess& access,
    const std::string& poll_url,
    const std::string& application
);

}  // namespace bot
