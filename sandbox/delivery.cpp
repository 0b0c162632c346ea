// One place signs and one place measures, so that no kind of delivery is treated differently.
#include "sandbox/delivery.hpp"

#include "sandbox/encoding.hpp"

namespace sandbox {

namespace {

constexpr milliseconds patience{30'000};  // for raw requests, which may be slow on purpose

}  // namespace

std::string_view path_of(Endpoint endpoint) {
    switch (endpoint) {
        case Endpoint::events:
            return "/slack/events";
        case Endpoint::interactivity:
            return "/slack/interactivity";
        case Endpoint::options:
            return "/slack/options";
        case Endpoint::commands:
            return "/slack/commands";
    }
    return "/";
}

std::string Delivery::failure() const {
    if (!answered()) return std::string(name_of(outcome.arrival));
    return ok() ? "" : "http_error";
}

Json Delivery::json() const {
    Json out = Json::object(
        {{"status", static_cast<int>(answered() ? status() : 0)}, {"ms", ms}, {"log_id", log_seq}}
    );
    if (!ok()) out.set("failure", failure());
    if (!answered()) out.set("detail", outcome.detail);
    return out;
}

std::string payload_form(const Json& payload) {
    return encode_form({{"payload", write_slack_json(payload)}});
}

Deliverer::Deliverer(asio::io_context& io, Clock& clock, Journal& journal, Options options)
    : io_(io),
      clock_(clock),
      journal_(journal),
      client_(io, options.ca_file),
      bot_(Origin::parse(options.bot_url)),
      signing_secret_(std::move(options.signing_secret)),
      answer_time_(options.answer_time) {}

Headers Deliverer::signed_headers(std::string_view body, std::string_view timestamp) const {
    return {
        {"X-Slack-Request-Timestamp", std::string(timestamp)},
        {"X-Slack-Signature", sign_v0(signing_secret_, timestamp, body)}};
}

void Deliverer::lose(Arrival how, int times) {
    loss_ = how;
    to_lose_ = times;
}

Task<HttpOutcome> Deliverer::lost() {
    --to_lose_;
    HttpOutcome outcome{loss_, {}, "planted: the bot has not heard of it"};
    if (loss_ == Arrival::http_timeout) co_await pause(io_, answer_time_);
    co_return outcome;
}

Task<HttpOutcome> Deliverer::exchange(
    const std::string& kind, const std::string& user, const HttpRequest& request
) {
    const auto stand_in = stood_in_.find(user);
    if (stand_in != stood_in_.end()) {
        HttpOutcome outcome{Arrival::answered};
        if (const Json* body = stand_in->second.find(kind)) {
            outcome.response.headers = {{"Content-Type", "application/json"}};
            outcome.response.body = write_json(*body);
        }
        co_return outcome;
    }
    if (to_lose_ > 0) {
        HttpOutcome outcome = co_await lost();
        co_return outcome;
    }
    const Origin bot = bot_;  // may be changed meanwhile
    HttpOutcome outcome = co_await client_.send(bot, request, answer_time_);
    co_return outcome;
}

Task<Delivery> Deliverer::send(
    const Endpoint& endpoint,
    const std::string& kind,
    const std::string& user,
    const std::string& body,
    const Headers& extra
) {
    HttpRequest request{"POST", std::string(path_of(endpoint)), {}, body};
    const bool json = endpoint == Endpoint::events;
    request.headers = {
        {"User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)"},
        {"Accept", "*/*"},
        {"Content-Type", json ? "application/json" : "application/x-www-form-urlencoded"}};
    for (auto& header : signed_headers(body, std::to_string(clock_.real() / 1000)))
        request.headers.push_back(header);
    for (const auto& header : extra)
        request.headers.push_back(header);

    Delivery delivery;
    delivery.log_seq = journal_.begin(true, kind, user, request);
    const Millis started = clock_.real();
    const bool planted = to_lose_ > 0 && !stood_in_.contains(user);
    delivery.outcome = co_await exchange(kind, user, request);
    delivery.ms = clock_.real() - started;
    const unsigned status = delivery.answered() ? delivery.status() : 0;
    journal_.end(delivery.log_seq, status, delivery.failure(), delivery.outcome.response.body);
    if (planted) co_return delivery;
    if (delivery.outcome.arrival == Arrival::http_timeout) {
        journal_.violation(
            "missed_deadline",
            kind + " had no answer in " + std::to_string(answer_time_.count()) + " ms",
            delivery.log_seq
        );
    } else if (delivery.answered() && !delivery.ok()) {
        const std::string what = kind + " was answered " + std::to_string(status);
        journal_.violation("error_status", what, delivery.log_seq);
    }
    co_return delivery;
}

Task<Delivery> Deliverer::send_raw(
    const std::string& kind, const std::string& user, const HttpRequest& request
) {
    Delivery delivery;
    delivery.log_seq = journal_.begin(true, kind, user, request);
    const Millis started = clock_.real();
    const Origin bot = bot_;  // may be changed meanwhile
    delivery.outcome = co_await client_.send(bot, request, patience);
    delivery.ms = clock_.real() - started;
    const unsigned status = delivery.answered() ? delivery.status() : 0;
    journal_.end(delivery.log_seq, status, delivery.failure(), delivery.outcome.response.body);
    co_return delivery;
}

}  // namespace sandbox
