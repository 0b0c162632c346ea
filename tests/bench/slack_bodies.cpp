#include "tests/bench/slack_bodies.hpp"

#include <chrono>
#include <cstdio>

namespace bench {

namespace {

constexpr std::string_view id_mark = "000000000000";

// As in slack-protocol.md 2.2, with the view that Slack sends along.
std::string event_json() {
    std::string text =
        R"({"token":"deprecated","team_id":"T0BENCH01","enterprise_id":null,"context_team_id":"T0BENCH01",)"
        R"("context_enterprise_id":null,"api_app_id":"A0BENCH01","event":{"type":"app_home_opened",)"
        R"("user":"U0BENCH01","channel":"D0BENCH01","tab":"messages","event_ts":"1776900000.000200",)"
        R"("view":{"id":"V0BENCH01","team_id":"T0BENCH01","type":"home","blocks":[)";
    for (int i = 0; i < 3; ++i) {
        text += R"({"type":"section","block_id":"b)" + std::to_string(i) +
                R"(","text":{"type":"mrkdwn","text":"You have *no* open tasks\u2026 and )" +
                R"(https:\/\/example.com\/tasks shows the rest.","verbatim":false}},)";
    }
    text.pop_back();
    text +=
        R"(],"private_metadata":"","callback_id":"","state":{"values":{}},"hash":"1776900000.abcdef",)"
        R"("title":{"type":"plain_text","text":"View Title","emoji":true},"clear_on_close":false,)"
        R"("notify_on_close":false,"close":null,"submit":null,"previous_view_id":null,)"
        R"("root_view_id":"V0BENCH01","app_id":"A0BENCH01","external_id":"",)"
        R"("app_installed_team_id":"T0BENCH01","bot_id":"B0BENCH01"}},"type":"event_callback",)"
        R"("event_id":"Ev)";
    text += id_mark;
    text +=
        R"(","event_time":1776900000,"authorizations":[{"enterprise_id":null,"team_id":"T0BENCH01",)"
        R"("user_id":"U0BOT0001","is_bot":true,"is_enterprise_install":false}],)"
        R"("is_ext_shared_channel":false,"event_context":"4-eyJldCI6ImFwcF9ob21lX29wZW5lZCJ9"})";
    return text;
}

// A click in a modal of many check boxes, with the state that comes along.
std::string action_json() {
    std::string blocks;
    std::string state;
    for (int i = 0; i < 34; ++i) {
        const auto number = std::to_string(i);
        const auto option = R"({"text":{"type":"plain_text","text":"Project )" + number +
                            R"( \u2014 admin","emoji":true},"value":"connection-)" + number +
                            R"("})";
        blocks += R"({"type":"actions","block_id":"group-)" + number +
                  R"(","elements":[{"type":"checkboxes","action_id":"choose","options":[)" +
                  option + "]}]},";
        if (i % 2 == 0) {
            state += R"("group-)" + number +
                     R"(":{"choose":{"type":"checkboxes","selected_options":[)" + option + "]}},";
        }
    }
    blocks.pop_back();
    state.pop_back();
    return R"({"type":"block_actions","user":{"id":"U0BENCH01","username":"bench","name":"bench",)"
           R"("team_id":"T0BENCH01"},"api_app_id":"A0BENCH01","token":"deprecated","container":{)"
           R"("type":"view","view_id":"V0BENCH01"},"trigger_id":"1.2.)" +
           std::string{id_mark} +
           R"(","team":{"id":"T0BENCH01","domain":"bench"},"enterprise":null,)"
           R"("is_enterprise_install":false,"view":{"id":"V0BENCH01","team_id":"T0BENCH01",)"
           R"("type":"modal","blocks":[)" +
           blocks + R"(],"private_metadata":"","callback_id":"bench","state":{"values":{)" + state +
           R"(}},"hash":"1.abc","app_installed_team_id":"T0BENCH01"},"actions":[{"action_id":"bench",)"
           R"("block_id":"bench","text":{"type":"plain_text","text":"Bench","emoji":true},)"
           R"("value":"1","type":"button","action_ts":"1776900000.000300"}]})";
}

std::string form_encoded(std::string_view text) {
    std::string encoded = "payload=";
    for (const unsigned char c : text) {
        if (std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.' || c == '*') {
            encoded += static_cast<char>(c);
        } else {
            char hex[4];
            std::snprintf(hex, sizeof hex, "%%%02X", c);
            encoded += hex;
        }
    }
    return encoded;
}

}  // namespace

SlackBodies::SlackBodies(Kind kind, const std::string& secret, const std::string& path)
    : hmac_{secret},
      body_{kind == Kind::event ? event_json() : form_encoded(action_json())},
      id_at_{body_.find(id_mark)} {
    // Microseconds of now: another run does not repeat this one's ids.
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    id_ = static_cast<std::uint64_t>(now / std::chrono::microseconds{1}) % 900'000'000'000;
    const auto* type =
        kind == Kind::event ? "application/json" : "application/x-www-form-urlencoded";
    head_ = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Slackbot 1.0 (+https://" +
            "api.slack.com/robots)\r\nAccept: */*\r\nContent-Type: " + type +
            "\r\nContent-Length: " + std::to_string(body_.size()) + "\r\n";
}

std::string_view SlackBodies::next(std::int64_t now) {
    char id[id_mark.size() + 1];
    std::snprintf(id, sizeof id, "%012llu", static_cast<unsigned long long>(id_++));
    body_.replace(id_at_, id_mark.size(), id, id_mark.size());
    const auto timestamp = std::to_string(now);
    request_ = head_;
    request_ += "X-Slack-Request-Timestamp: " + timestamp + "\r\nX-Slack-Signature: ";
    request_ += hmac_.sign(timestamp, body_);
    request_ += "\r\n\r\n";
    request_ += body_;
    return request_;
}

}  // namespace bench
