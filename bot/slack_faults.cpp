#include "bot/slack_faults.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "bot/slack_answers.hpp"

namespace bot {
namespace {

// Slack always says how long on a 429; this is for when it does not.
constexpr std::chrono::seconds usual_pause{10};

struct TransportMeaning {
    std::string_view code;
    bool may_pass;
    std::string_view sentence;
};

TransportMeaning meaning_of(TransportFault fault) {
    switch (fault) {
        case TransportFault::bad_address:
            return {
                "bad_address",
                false,
                "The address or the token is malformed. Check SLACK_API_URL and SLACK_BOT_TOKEN."};
        case TransportFault::resolve:
            return {
                "no_such_host",
                true,
                "Slack's host has no address here. Check SLACK_API_URL and this machine's name "
                "server."};
        case TransportFault::connect:
            return {
                "not_connected",
                true,
                "Slack cannot be reached. Check this machine's network and firewall."};
        case TransportFault::tls:
            return {
                "tls",
                false,
                "The secure connection to Slack was refused. Check LATCHKEY_CA_FILE, the system's "
                "certificates and its clock."};
        case TransportFault::timeout_before_send:
            return {
                "timeout",
                true,
                "Slack could not be reached in time. Check this machine's network."};
        case TransportFault::send:
            return {"not_sent", true, "The connection to Slack broke before the call was out."};
        case TransportFault::lost_answer:
            return {
                "lost_answer",
                true,
                "Slack's answer was lost, so the call may have been carried out. It is looked at "
                "before it is made again."};
        case TransportFault::too_large:
            return {
                "too_large", false, "Slack's answer is larger than expected, and was not read."};
        case TransportFault::bad_answer:
            return {
                "bad_answer",
                true,
                "What answered is not an HTTP server. Check SLACK_API_URL and proxies."};
        case TransportFault::cancelled:
            return {"stopped", false, "Latchkey is shutting down."};
    }
    return {"unknown", false, ""};
}

SlackOutcome http_status_outcome(const HttpAnswer& answer) {
    const auto code = "http_" + std::to_string(answer.status);
    if (answer.status >= 500)
        return {
            SlackError{
                SlackFault::transient,
                code,
                {},
                answer.retry_after,
                true,
                "Slack is in trouble and may have carried out the call. It is looked at before it "
                "is made again."},
            true};
    return {SlackError{
        SlackFault::transport,
        code,
        {},
        {},
        false,
        "What answered is not Slack's Web API. Check SLACK_API_URL and proxies."}};
}

SlackOutcome unusable_outcome(const std::string& code) {
    return {
        SlackError{
            SlackFault::transport,
            code,
            {},
            {},
            true,
            "Slack's answer cannot be understood, so the call may have been carried out. Check "
            "SLACK_API_URL and proxies."},
        true};
}

SlackOutcome refused_outcome(const std::string& code, std::vector<std::string> messages) {
    const auto& meaning = bot::meaning_of(code, messages);
    SlackError error{
        meaning.fault,
        mask_secrets(code),
        std::move(messages),
        {},
        meaning.may_have_happened,
        meaning.sentence()};
    return {std::move(error), meaning.fault == SlackFault::transient};
}

bool is_code(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

spdlog::level::level_enum level_of(SlackFault fault) {
    switch (fault) {
        case SlackFault::stale_view:
        case SlackFault::stale_message:
        case SlackFault::stale_cursor:
        case SlackFault::expired_trigger:
        case SlackFault::recipient_gone:
            return spdlog::level::info;
        case SlackFault::stopped:
            return spdlog::level::debug;
        case SlackFault::rate_limited:
        case SlackFault::transient:
        case SlackFault::transport:
            return spdlog::level::warn;
        case SlackFault::token_dead:
        case SlackFault::rights:
        case SlackFault::caller_bug:
        case SlackFault::push_limit:
        case SlackFault::retired:
        case SlackFault::unknown:
            break;
    }
    return spdlog::level::err;
}

}  // namespace

SlackError stopped_error() {
    return {SlackFault::stopped, "stopped", {}, {}, false, "Latchkey is shutting down."};
}

SlackError rate_limited_error(std::chrono::seconds retry_after) {
    const auto& meaning = bot::meaning_of("ratelimited");
    return {meaning.fault, "ratelimited", {}, retry_after, false, meaning.sentence()};
}

SlackError refused_address_error() {
    return {
        SlackFault::caller_bug,
        "address_refused",
        {},
        {},
        false,
        "The address for answering a click is not one of Slack's, so nothing was sent there."};
}

SlackOutcome transport_outcome(const TransportError& error) {
    const auto meaning = meaning_of(error.fault);
    const bool stopped = error.fault == TransportFault::cancelled;
    return {
        SlackError{
            stopped ? SlackFault::stopped : SlackFault::transport,
            std::string{meaning.code},
            {mask_secrets(error.detail)},
            {},
            error.maybe_done,
            std::string{meaning.sentence}},
        meaning.may_pass};
}

SlackOutcome judge_answer(
    json::Parser& parser,
    HttpAnswer& answer,
    std::span<const std::string_view> not_failures,
    const SlackReader& read
) {
    const auto judge = [&]() -> SlackOutcome {
        if (answer.status == 429)
            return {rate_limited_error(answer.retry_after.value_or(usual_pause)), true};
        if (answer.status >= 500) return http_status_outcome(answer);
        const auto* root = parser.parse(answer.body.data(), answer.body.size());
        const auto ok = root ? json::find_truth(*root, "ok") : std::nullopt;
        const bool success = answer.status >= 200 && answer.status < 300;
        if (!ok) return success ? unusable_outcome("not_slack_json") : http_status_outcome(answer);
        if (*ok)
            return read(*root, answer) ? SlackOutcome{} : unusable_outcome("incomplete_answer");
        const auto code = json::text(*root, "error");
        if (std::ranges::find(not_failures, code) != not_failures.end()) return {};
        auto outcome = refused_outcome(code, read_messages(*root));
        if (outcome.error->fault == SlackFault::rate_limited)
            return {rate_limited_error(answer.retry_after.value_or(usual_pause)), true};
        return outcome;
    };
    auto outcome = judge();
    outcome.request_id = answer.header("x-slack-req-id");
    return outcome;
}

SlackOutcome judge_response(json::Parser& parser, HttpAnswer& answer) {
    const bool success = answer.status >= 200 && answer.status < 300;
    if (answer.status == 429)
        return {rate_limited_error(answer.retry_after.value_or(usual_pause)), true};
    if (answer.status >= 500) return http_status_outcome(answer);
    std::string code = answer.body;
    const auto* root = parser.parse(answer.body.data(), answer.body.size());
    if (root && json::find_truth(*root, "ok") == false) {
        code = json::text(*root, "error");
    } else if (success) {
        return {};
    }
    if (!is_code(code)) code = answer.status == 404 || answer.status == 410 ? "expired_url" : "";
    return code.empty() ? http_status_outcome(answer) : refused_outcome(code, {});
}

void log_failure(std::string_view what, const SlackOutcome& outcome, int tries) {
    const auto& error = *outcome.error;
    std::string messages;
    for (const auto& message : error.messages)
        messages += " | " + message;
    const auto line = fmt::format(
        "Slack call failed: method={} code={} tries={} may_have_happened={} request_id={}: {}{}",
        what,
        error.code,
        tries,
        error.may_have_happened,
        outcome.request_id.empty() ? "none" : outcome.request_id,
        error.sentence,
        messages
    );
    spdlog::log(level_of(error.fault), "{}", mask_secrets(line));
}

}  // namespace bot
