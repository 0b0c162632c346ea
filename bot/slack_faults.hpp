// What an HTTP answer of Slack's means: an outcome with a typed error, and whether another try may
// go better. For slack_calls.cpp only.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "bot/https_client.hpp"
#include "bot/json_read.hpp"
#include "bot/slack_errors.hpp"

namespace bot {

// Reads an answer that is ok. False: it lacks what makes it usable.
using SlackReader = std::function<bool(const json::Value& answer, const HttpAnswer& http)>;

// What came of one try.
struct SlackOutcome {
    std::optional<SlackError> error = {};
    bool may_pass = false;        // the trouble may be over soon
    std::string request_id = {};  // Slack's name for the call, for its support
};

SlackError stopped_error();
SlackError rate_limited_error(std::chrono::seconds retry_after);
SlackError refused_address_error();

SlackOutcome transport_outcome(const TransportError& error);
// The answer of a method. `not_failures`: codes that are an answer as well.
SlackOutcome judge_answer(
    json::Parser& parser,
    HttpAnswer& answer,
    std::span<const std::string_view> not_failures,
    const SlackReader& read
);
// The answer of a response_url.
SlackOutcome judge_response(json::Parser& parser, HttpAnswer& answer);

// One line, with every secret masked.
void log_failure(std::string_view what, const SlackOutcome& outcome, int tries);

}  // namespace bot
