// One HTTP request as received and one answer as it will be sent, so that nothing but the listener
// knows how HTTP is read and written.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "store/gate.hpp"

namespace bot {

struct HttpRequest {
    std::string method;        // as sent: "POST"
    std::string path;          // without the query; not decoded
    std::string query;         // behind the "?", not decoded
    std::string content_type;  // as sent, with its parameters
    std::string body;          // the raw bytes; chunks joined
    // Every X-Slack-Signature and X-Slack-Request-Timestamp, so that duplicates can be refused.
    std::vector<std::string> signatures;
    std::vector<std::string> timestamps;
    std::string retry_num;  // X-Slack-Retry-Num, X-Slack-Retry-Reason
    std::string retry_reason;
};

struct HttpResponse {
    int status = 200;
    std::string content_type = {};  // empty: no such header
    std::string body = {};
    bool no_retry = false;                // x-slack-no-retry: 1
    std::optional<int> retry_after = {};  // seconds
    std::string allow = {};               // for 405: the methods that would do
};

// Answers one request. It may move out of the request. What it throws is answered with 500.
using HttpHandler = std::function<store::Task<HttpResponse>(HttpRequest&)>;

}  // namespace bot
