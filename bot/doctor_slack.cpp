// Doctor's look at Slack: the token, its scopes, the clock, and the way back to us.
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <exception>

#include "bot/clock.hpp"
#include "bot/doctor.hpp"
#include "bot/https_client.hpp"
#include "bot/manifest.hpp"
#include "bot/rate_gate.hpp"
#include "bot/slack_api.hpp"

namespace bot {

namespace {

using std::chrono::milliseconds;

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

Finding judge_scopes(const std::vector<std::string>& granted) {
    if (granted.empty()) {
        return {"scopes", Health::warning, "Slack did not say which the token has"};
    }
    std::vector<std::string> missing;
    for (const auto& scope : manifest_scopes()) {
        if (std::ranges::find(granted, scope) == granted.end()) missing.push_back(scope);
    }
    if (missing.empty()) return {"scopes", Health::ok, listed(granted)};
    return {
        "scopes",
        Health::failure,
        "the token lacks " + listed(missing),
        "Update the app from `latchkey manifest`, install it anew, and use the new token."};
}

// Everything that waits for the network, each step bounded.
struct Visit {
    const Settings& settings;
    HttpsClient& https;
    SlackApi& slack;
    Findings found = {};

    store::Task<void> ask_all() {
        if (!settings.slack.bot_token.empty()) co_await ask_token();
        co_await ask_clock();
        co_await ask_public_url();
        https.stop();
    }

    store::Task<void> ask_token() {
        const auto answer = co_await slack.auth_test();
        if (!answer) {
            const auto& error = answer.error();
            found.push_back(
                {"token",
                 Health::failure,
                 settings.slack.api_url + ": " + error.code,
                 error.sentence}
            );
            co_return;
        }
        found.push_back(
            {"token",
             Health::ok,
             "workspace " + answer->team + " (" + answer->team_id.value + "), bot user " +
                 answer->bot_user.value}
        );
        found.push_back(judge_scopes(answer->scopes));
    }

    store::Task<void> ask_clock() {
        HttpCall call;
        call.method = "GET";
        call.url = settings.slack.api_url + "api.test";
        call.time_limit = milliseconds{10'000};
        call.safe_to_repeat = true;
        const auto answer = co_await https.call(call);
        if (!answer) {
            found.push_back(
                {"slack",
                 Health::failure,
                 settings.slack.api_url + " does not answer: " + answer.error().detail,
                 "Check the network, a firewall in between, and LATCHKEY_CA_FILE."}
            );
            co_return;
        }
        found.push_back(judge_clock(answer->header("date"), std::time(nullptr)));
    }

    store::Task<void> ask_public_url() {
        if (settings.public_url.empty()) {
            found.push_back(
                {"public URL",
                 Health::warning,
                 "LATCHKEY_PUBLIC_URL is not set",
                 "Set it to how people and Slack reach this daemon: without it no links are made."}
            );
            co_return;
        }
        HttpCall call;
        call.method = "GET";
        call.url = settings.public_url + "/healthz";
        call.time_limit = milliseconds{10'000};
        call.safe_to_repeat = true;
        const auto answer = co_await https.call(call);
        if (answer && answer->status == 200) {
            found.push_back({"public URL", Health::ok, settings.public_url + " reaches a daemon"});
            co_return;
        }
        const auto why =
            answer ? "status " + std::to_string(answer->status) : answer.error().detail;
        found.push_back(
            {"public URL",
             Health::warning,
             call.url + " does not answer from here: " + why,
             "Fine while no daemon runs, or if only Slack's side can reach it."}
        );
    }
};

}  // namespace

Finding judge_clock(std::string_view date_header, long long our_seconds) {
    constexpr long long noticeable = 30;
    constexpr long long harmful = 240;  // Slack's signatures are good for 300
    std::tm utc{};
    const std::string text{date_header};
    const char* rest = strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
    if (!rest || *rest != '\0') {
        return {"clock", Health::warning, "the answer had no time to compare this machine's with"};
    }
    const long long ahead = our_seconds - static_cast<long long>(timegm(&utc));
    const auto off = std::llabs(ahead);
    const auto found = "this machine is " + std::to_string(off) + " s " +
                       (ahead < 0 ? "behind" : "ahead of") + " the other side";
    if (off < noticeable) return {"clock", Health::ok, found};
    return {
        "clock",
        off < harmful ? Health::warning : Health::failure,
        found,
        "Let it follow a time server: beyond 300 s Slack's requests are refused."};
}

Findings examine_slack(const Settings& settings) {
    boost::asio::io_context io{1};
    const Clock clock;
    HttpsOptions options;
    options.ca_file = settings.ca_file;
    HttpsClient https(io, options);
    RateGate pace(io, [&clock] { return clock.now_ms(); });
    SlackApiOptions api;
    api.base_url = settings.slack.api_url;
    api.token = settings.slack.bot_token;
    api.tries = 1;
    SlackApi slack(io, https, pace, api);
    Visit visit{settings, https, slack};
    std::exception_ptr failure;
    boost::asio::co_spawn(io, visit.ask_all(), [&](std::exception_ptr error) {
        failure = error;
        https.stop();
        pace.stop();
    });
    io.run();
    if (failure) std::rethrow_exception(failure);
    return visit.found;
}

}  // namespace bot
